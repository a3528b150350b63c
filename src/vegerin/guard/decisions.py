"""Decisions by two: before it counts, by review within 24 hours, or in an emergency by one senior.

Rooms register their kinds in `apps.ready`. Who proposes never decides, nor does the person concerned.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from vegerin.guard import once, prepared, trail
from vegerin.guard.models import Decision, Signature, Staff
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.guard.queries import reader_for, staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused, sentence_of
from vegerin.guard.roles import Role

log = logging.getLogger(__name__)

REVIEW_WITHIN = timedelta(hours=24)


class When(Enum):
    """When a decision counts."""

    BEFORE = "before"  # two sign, then it counts
    REVIEW = "review"  # a fact counts at once, a second person reviews it within 24 hours
    EMERGENCY = "emergency"  # one senior with a reason, loud, reviewed within 24 hours


ASKS = gettext_lazy("What you looked at yourself before you sign.")
BEFORE, REVIEW, EMERGENCY = When.BEFORE, When.REVIEW, When.EMERGENCY


@dataclass(frozen=True)
class Shown:
    """Whom or what a decision is about, as far as one reader may see it."""

    name: str
    says: str = ""
    url: str = ""


@dataclass(frozen=True)
class About:
    """What a list says of one decision: whom or what it is about, and why it was proposed."""

    shown: list[Shown]
    reason: str


def nothing_to_show(decision: Decision, reader: Reader) -> list[Shown]:
    """For kinds whose title says it all."""
    return []


def nobody_barred(decision: Decision, staff: Staff) -> str:
    """For kinds whose roles and proposer say enough."""
    return ""


@dataclass(frozen=True)
class Kind:
    """One kind of decision: who proposes, who decides, what happens then."""

    code: str
    when: When
    proposers: frozenset[Role]
    deciders: frozenset[Role]
    effect: Callable[[Decision, Reader], Any]
    title: Any = ""  # a translated name for pages
    shows: Callable[[Decision, Reader], list[Shown]] = nothing_to_show  # nobody signs blind
    changes: Any = ""  # a translated sentence: what a second signature would change
    asks: Any = ASKS  # a translated sentence: what the second is asked to write
    by_telephone: bool = True  # a spoken code may stand for the second signature
    # Why this one, whose roles would allow it, does not sign this very decision; empty where she may.
    bars: Callable[[Decision, Staff], str] = nobody_barred
    said: Callable[[Decision], str] | None = None  # the reason, where it is our own sentence and not hers
    # What a list says of many of this kind, with as few questions as for one; else each is asked by itself.
    about_each: Callable[[Sequence[Decision], Reader], Mapping[UUID, About]] | None = None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Enter a kind into the table; a second one of the same code is a mistake."""
    if KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"The decision {kind.code!r} is registered twice.")
    return kind


def propose(
    *,
    kind: str,
    about: str,
    reason: str,
    by: Reader,
    payload: dict[str, Any] | None = None,
    concerns: Staff | None = None,
) -> Decision:
    """Put a decision before a second person; reviews and emergencies count at once."""
    rule = KINDS[kind]
    check_may_propose(rule, concerns=concerns, by=by)
    if not reason.strip():
        raise Refused(_("Say why, in a sentence."))
    counts_now = rule.when is not When.BEFORE
    with transaction.atomic():
        decision = Decision.objects.create(
            kind=kind,
            about=about,
            payload=payload or {},
            reason=reason.strip(),
            concerns=concerns,
            proposed_by=by.staff,
            due_at=timezone.now() + REVIEW_WITHIN if counts_now else None,
        )
        trail.record(f"decision.{rule.when.value}", by=by, about=about, detail=_said(decision))
        if counts_now:
            _let_count(rule, decision, by)
    return decision


def propose_once(
    *, kind: str, about: str, reason: str, by: Reader, payload: dict[str, Any], already: str
) -> Decision:
    """Put it before a second person, unless somebody has and nobody has signed: then `already` says so."""
    with transaction.atomic():
        wait_for_turn(about)
        if waits_already(kind=kind, about=about):
            raise Refused(already)
        return propose(kind=kind, about=about, reason=reason, payload=payload, by=by)


def approve(*, decision: Decision, by: Reader, reason: str = "") -> Signature:
    """The second signature: what waited for it happens now."""
    rule = KINDS[decision.kind]
    check_may_decide(decision, by=by)
    with transaction.atomic():
        signature = signed(decision, approved=True, reason=reason, by=by)
        trail.record("decision.approved", by=by, about=decision.about, detail=_said(decision))
        if rule.when is When.BEFORE:
            _let_count(rule, decision, by)
    return signature


def _let_count(rule: Kind, decision: Decision, by: Reader) -> None:
    """What it does; where another decision did the same meanwhile, a sentence instead of an error."""
    try:
        with transaction.atomic():
            rule.effect(decision, by)
    except IntegrityError:
        # A table keeps what may stand once; which one refused is kept in the log, for whoever doubts it.
        log.warning("The effect of a decision was refused by a table.", exc_info=True)
        raise Refused(
            _("Another decision has done this meanwhile. Say no to this one, so that it waits no longer.")
        ) from None


def waits_already(*, kind: str, about: str) -> bool:
    """Whether somebody has proposed this of the same thing, and nobody has signed yet."""
    return Decision.objects.filter(kind=kind, about=about, signature=None).exists()


def refuse(*, decision: Decision, reason: str, by: Reader) -> Signature:
    """The second person says no; a review that is refused asks for a correcting act."""
    check_may_decide(decision, by=by)
    if not reason.strip():
        raise Refused(_("Say why not, in a sentence."))
    with transaction.atomic():
        signature = signed(decision, approved=False, reason=reason.strip(), by=by)
        trail.record("decision.refused", by=by, about=decision.about, detail=_said(decision))
    return signature


def withdraw(*, decision: Decision, reason: str, by: Reader) -> Signature:
    """Whoever proposed it takes it back before a second person spoke: nothing happens."""
    if decision.proposed_by_id != by.staff.pk or KINDS[decision.kind].when is not When.BEFORE:
        raise Refused(_("Only who proposed this takes it back, as long as it does not count."))
    with transaction.atomic():
        signature = signed(decision, approved=False, reason=reason.strip(), by=by)
        trail.record("decision.withdrawn", by=by, about=decision.about, detail=_said(decision))
    return signature


def signed(decision: Decision, *, approved: bool, reason: str, by: Reader) -> Signature:
    """The row; of two who sign in the same moment only one does."""
    try:
        with transaction.atomic():
            return Signature.objects.create(decision=decision, approved=approved, reason=reason, by=by.staff)
    except IntegrityError:
        raise Refused(_("This is decided already.")) from None


def check_may_propose(rule: Kind, *, by: Reader, concerns: Staff | None = None) -> None:
    """Refuse with the reason."""
    if not by.has(*rule.proposers):
        raise Refused(_("Your roles do not propose this."))
    if concerns is not None and concerns.pk == by.staff.pk:
        raise Refused(_("Who is concerned does not propose; ask a colleague."))


def check_may_decide(decision: Decision, *, by: Reader) -> None:
    """Refuse with the reason; tooltip and page show the same sentence."""
    if Signature.objects.filter(decision=decision).exists():
        raise Refused(_("This is decided already."))
    if not by.has(*KINDS[decision.kind].deciders):
        raise Refused(_("Your roles do not decide this."))
    if decision.proposed_by_id == by.staff.pk:
        raise Refused(_("Who proposes does not decide; a second person is needed."))
    if decision.concerns_id == by.staff.pk:
        raise Refused(_("Who is concerned does not decide."))
    if barred := KINDS[decision.kind].bars(decision, by.staff):
        raise Refused(barred)
    if not may_look_at(decision, by):
        raise Refused(_("Nobody signs about what is not theirs to look at."))


def why_not(decision: Decision, *, by: Reader) -> str:
    """The sentence beside the buttons when this reader cannot decide; empty when she can."""
    return sentence_of(lambda: check_may_decide(decision, by=by))


def title_of(decision: Decision) -> str:
    """What is decided, in words; with the role where one is given or taken."""
    kind, role = KINDS.get(decision.kind), decision.payload.get("role")
    title = str(kind.title) if kind and kind.title else gettext("A decision")
    return f"{title}: {Role(role).label}" if role in Role.values else title


def reason_of(decision: Decision) -> str:
    """Why it was proposed, in the reader's language where the sentence is ours."""
    ours = KINDS[decision.kind].said if decision.kind in KINDS else None
    return ours(decision) if ours else decision.reason


def about_each(waiting: Sequence[Decision], reader: Reader) -> dict[UUID, About]:
    """What a list says of each of these decisions."""
    found: dict[UUID, About] = {}
    for code in {one.kind for one in waiting}:
        kind, some = KINDS[code], [one for one in waiting if one.kind == code]
        each = kind.about_each
        found |= (
            each(some, reader)
            if each
            else {one.pk: About(kind.shows(one, reader), reason_of(one)) for one in some}
        )
    return found


def signatures(decision: Decision) -> list[dict[str, Any]]:
    """Who signed, when, with which words: for the *decided* component."""
    first = {
        "name": decision.proposed_by.working_name,
        "when": decision.proposed_at,
        "words": reason_of(decision),
    }
    second = Signature.objects.filter(decision=decision).select_related("by").first()
    if second is None:
        return [first]
    spoken = decision.spoken.filter(right=True).select_related("typed_by").first()
    how = gettext("by telephone, typed by {name}").format(name=spoken.typed_by.working_name) if spoken else ""
    told = {"name": second.by.working_name, "role": how, "when": second.at, "words": second.reason}
    return [first, told]


def who_may_sign(decision: Decision) -> list[Staff]:
    """Everybody who could sign second, by working name."""
    people = staff_with(*KINDS[decision.kind].deciders)
    barred = {decision.proposed_by_id, decision.concerns_id}
    bars = KINDS[decision.kind].bars
    may = (
        one
        for one in people
        if one.pk not in barred and not bars(decision, one) and may_look_at(decision, reader_for(one))
    )
    return sorted(may, key=lambda one: one.working_name)


def to_review(reader: Reader) -> list[Decision]:
    """What counted at once and nobody has reviewed, hers to decide or proposed by her; urgent first."""
    waiting = Decision.objects.filter(signature=None, due_at__isnull=False).order_by("due_at")
    known = [one for one in waiting.select_related("proposed_by") if one.kind in KINDS]
    hers = {one.pk for one in known if reader.has(*KINDS[one.kind].deciders)}
    hers = {one.pk for one in hers_to_look_at([one for one in known if one.pk in hers], reader)}
    return [one for one in known if one.pk in hers or one.proposed_by_id == reader.staff.pk]


def may_see(decision: Decision, reader: Reader) -> bool:
    """Whether she could decide it by her roles and look at what it is about, or proposed it."""
    kind = KINDS.get(decision.kind)
    if kind is None or decision.proposed_by_id == reader.staff.pk:
        return kind is not None
    return reader.has(*kind.deciders) and may_look_at(decision, reader)


def may_look_at(decision: Decision, reader: Reader) -> bool:
    """Whether what it is about exists for her: its reason and its title would tell of it."""
    return bool(hers_to_look_at([decision], reader))


def hers_to_look_at(found: Sequence[Decision], reader: Reader) -> list[Decision]:
    """Those of them; as few questions for many as for one."""
    asked = [one for one in found if KINDS[one.kind].shows is not nothing_to_show]
    hidden = {pk for pk, about in about_each(asked, reader).items() if not about.shown}
    return [one for one in found if one.pk not in hidden]


@once.asked
def waiting_for(reader: Reader) -> list[Decision]:
    """What this reader could decide now, oldest first."""
    kinds = [code for code, kind in KINDS.items() if reader.has(*kind.deciders)]
    return hers_to_look_at(prepared.rows(_to_decide, reader, kinds), reader)


def _to_decide(reader: Reader, kinds: list[str]) -> QuerySet[Decision]:
    waiting = Decision.objects.filter(kind__in=kinds, signature=None).order_by("proposed_at")
    waiting = waiting.select_related("proposed_by")
    return waiting.exclude(proposed_by=reader.staff).exclude(concerns=reader.staff)


def _said(decision: Decision) -> dict[str, Any]:
    return {"decision": str(decision.pk), "kind": decision.kind}
