"""A second signature by telephone (D13): a card of ten codes, each good once, made by its owner beforehand.

She who is asked reads out the line she is asked for; who has the page open types it. Wrong or right, a line
is used up, and three wrong ones end the card. The record holds keyed hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from vegerin.guard import boot, clock, decisions, trail
from vegerin.guard.models import Decision, Signature, SpokenCode, SpokenTry, Staff
from vegerin.guard.queries import reader_for
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused

LINES = 10
LENGTH = 6
WRONG_ENDS = 3


def make_card(*, by: Reader) -> list[str]:
    """A new card; the old one is worth nothing from now on. Shown once, to be written on paper."""
    card, codes = uuid.uuid4(), [clock.draw_word(LENGTH) for _line in range(LINES)]
    with transaction.atomic():
        for number, code in enumerate(codes, start=1):
            digest = _digest(card, number, code)
            SpokenCode.objects.create(staff=by.staff, card=card, number=number, digest=digest)
        trail.record("spoken.card", by=by, about=str(by.staff.pk))
    return codes


def line_to_ask(staff: Staff) -> SpokenCode | None:
    """The line of her card to ask for next; None where she has no card, or it is used up."""
    newest = SpokenCode.objects.filter(staff=staff).order_by("-at", "-pk").first()
    if newest is None:
        return None
    lines = list(SpokenCode.objects.filter(card=newest.card).select_related("tried").order_by("number"))
    tried = [line.tried for line in lines if hasattr(line, "tried")]
    if sum(not one.right for one in tried) >= WRONG_ENDS:
        return None
    return next((line for line in lines if not hasattr(line, "tried")), None)


def who_may_speak(decision: Decision) -> list[tuple[Staff, int]]:
    """Who could sign this by telephone, and which line to ask each for."""
    if not decisions.KINDS[decision.kind].by_telephone:
        return []
    asked = ((person, line_to_ask(person)) for person in decisions.who_may_sign(decision))
    return [(person, line.number) for person, line in asked if line]


def sign(
    *, decision: Decision, staff: Staff, code: str, approved: bool, reason: str = "", typed_by: Reader
) -> Signature:
    """Her word over the telephone, typed by a colleague who may see the decision."""
    speaker = reader_for(staff)
    if not decisions.may_see(decision, typed_by):
        raise Refused(_("Your roles do not decide this."))
    if not decisions.KINDS[decision.kind].by_telephone:
        raise Refused(_("This is signed by hand, not by telephone."))
    if staff.pk == typed_by.staff.pk:
        raise Refused(_("Sign it yourself; a spoken code is for one who is not here."))
    decisions.check_may_decide(decision, by=speaker)
    line = line_to_ask(staff)
    if line is None:
        raise Refused(_("There is no card of spoken codes, or it is used up."))
    right = hmac.compare_digest(_digest(line.card, line.number, code), bytes(line.digest))
    with transaction.atomic():
        use_up(line, decision, right=right, typed_by=typed_by)
        detail = {"decision": str(decision.pk), "line": line.number, "right": right}
        trail.record("decision.spoken", by=typed_by, about=str(staff.pk), detail=detail)
    if not right:
        raise Refused(
            _("That is not line {n} of the card. The line is used up; ask for the next."), n=line.number
        )
    if approved:
        return decisions.approve(decision=decision, by=speaker, reason=reason)
    return decisions.refuse(decision=decision, by=speaker, reason=reason)


def use_up(line: SpokenCode, decision: Decision, *, right: bool, typed_by: Reader) -> None:
    """A line counts once; of two who type the same one in the same second, one."""
    try:
        with transaction.atomic():
            SpokenTry.objects.create(code=line, decision=decision, right=right, typed_by=typed_by.staff)
    except IntegrityError:
        raise Refused(_("Somebody else has just typed this line. Ask for the next.")) from None


def _digest(card: uuid.UUID, number: int, code: str) -> bytes:
    said = f"{card} {number} {''.join(code.split()).upper()}".encode()
    return hmac.new(boot.key_for("spoken-codes"), said, hashlib.sha256).digest()
