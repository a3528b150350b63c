"""What authorities ask of the office: logged with the legal ground, reviewed, answered (R106).

The default answer is nothing. What is given takes a review that it binds us and two signatures; a security
service is given nothing at all: what a court orders is logged as the court's.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from vegerin.guard import decisions, sealing, trail
from vegerin.guard.decisions import Kind, Shown, When
from vegerin.guard.models import AuthorityAnswer, AuthorityRequest, AuthorityReview, Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused, sentence_of
from vegerin.guard.roles import LEADERS, Role

COMPARTMENT = "authority:requests"
ANSWER = "authority.answer"
TAKES = LEADERS | {Role.LEGAL_ADVISER, Role.DUTY_OFFICER}  # who writes down that somebody asked
REVIEWS = frozenset({Role.LEGAL_ADVISER})
ANSWERS = LEADERS | {Role.LEGAL_ADVISER}
SEES = TAKES | {Role.DATA_PROTECTION, Role.AUDITOR}


def requests_for(reader: Reader) -> QuerySet[AuthorityRequest]:
    """The log, the newest first."""
    rows = AuthorityRequest.objects.prefetch_related("reviews__by", "answers__by").select_related("by")
    return rows if reader.has(*SEES) else rows.none()


def open_for(reader: Reader) -> QuerySet[AuthorityRequest]:
    """Requests nobody has answered, for those who review or answer."""
    return (
        requests_for(reader).filter(answers=None) if reader.has(*ANSWERS) else AuthorityRequest.objects.none()
    )


def words_of(reader: Reader, request: AuthorityRequest) -> str | None:
    """What was asked for; None for those to whom it is sealed. The look is traced."""
    try:
        words = sealing.unseal(bytes(request.asked_for), reader=reader, **_place(request.pk))
    except (NotYours, sealing.Destroyed):
        return None
    trail.record("authority.read", by=reader, about=str(request.pk))
    return words.decode()


def log_request(
    *,
    kind: str,
    authority: str,
    asked_for: str,
    received_on: date,
    legal_ground: str = "",
    paper_number: str = "",
    by: Reader,
) -> AuthorityRequest:
    """Somebody asked; it is written down whatever the answer will be."""
    if not by.has(*TAKES):
        raise Refused(_("The head, the legal adviser and the duty officer log what authorities ask."))
    number = uuid.uuid4()
    sealed = sealing.seal(asked_for, compartment=COMPARTMENT, author=by, **_place(number))
    with transaction.atomic():
        request = AuthorityRequest.objects.create(
            id=number,
            kind=AuthorityRequest.Kind(kind),
            authority=authority.strip(),
            legal_ground=legal_ground.strip(),
            paper_number=paper_number.strip(),
            asked_for=sealed,
            received_on=received_on,
            by=by.staff,
        )
        trail.record("authority.asked", by=by, about=str(request.pk), detail={"kind": kind})
    return request


def review(*, request: AuthorityRequest, verdict: str, why: str, by: Reader) -> AuthorityReview:
    """The legal adviser says whether it binds us."""
    if not by.has(*REVIEWS):
        raise Refused(_("The legal adviser reviews what authorities ask."))
    if not why.strip():
        raise Refused(_("Say why, in a sentence."))
    with transaction.atomic():
        row = AuthorityReview.objects.create(
            request=request, verdict=AuthorityReview.Verdict(verdict), why=why.strip(), by=by.staff
        )
        trail.record("authority.reviewed", by=by, about=str(request.pk), detail={"verdict": verdict})
    return row


def give_nothing(*, request: AuthorityRequest, words: str, by: Reader) -> AuthorityAnswer:
    """The answer that one may give alone."""
    if not by.has(*ANSWERS):
        raise Refused(_("The head or the legal adviser answers an authority."))
    return _answered(request, gives=False, words=words, by=by)


def propose_to_give(*, request: AuthorityRequest, words: str, by: Reader) -> Decision:
    """What would be given, put before a second person."""
    check_may_be_given(request)
    return decisions.propose(
        kind=ANSWER, about=str(request.pk), reason=words, payload={"request": str(request.pk)}, by=by
    )


def check_may_be_given(request: AuthorityRequest) -> None:
    """Refuse with the reason: the same sentence stands beside the button."""
    if request.kind == AuthorityRequest.Kind.SECURITY:
        raise Refused(
            _("A security service gets nothing from us. What a court orders is logged as the court's.")
        )
    if not request.legal_ground:
        raise Refused(_("No legal ground was named. Ask for the paper, and log it as a new request."))
    latest = request.reviews.order_by("at", "pk").last()
    if latest is None:
        raise Refused(_("The legal adviser has not reviewed it yet."))
    if latest.verdict != AuthorityReview.Verdict.BINDING:
        raise Refused(_("The legal adviser does not hold that it binds us; then nothing is given."))


def why_not_given(request: AuthorityRequest) -> str:
    """The sentence beside the button; empty when something may be proposed."""
    return sentence_of(lambda: check_may_be_given(request))


def _given(decision: Decision, by: Reader) -> None:
    request = AuthorityRequest.objects.get(pk=decision.payload["request"])
    check_may_be_given(request)
    _answered(request, gives=True, words=decision.reason, by=by)


def _answered(request: AuthorityRequest, *, gives: bool, words: str, by: Reader) -> AuthorityAnswer:
    if not words.strip():
        raise Refused(_("Write down what was answered."))
    with transaction.atomic():
        row = AuthorityAnswer.objects.create(request=request, gives=gives, words=words.strip(), by=by.staff)
        trail.record("authority.answered", by=by, about=str(request.pk), detail={"gives": gives})
    return row


def _shows(decision: Decision, reader: Reader) -> list[Shown]:
    request = AuthorityRequest.objects.get(pk=decision.payload["request"])
    return [Shown(request.authority, str(request.get_kind_display()), f"/authorities/{request.pk}/")]


def _place(number: uuid.UUID) -> dict[str, Any]:
    return {"table": "guard_authorityrequest", "column": "asked_for", "row": number}


def register_all() -> None:
    """Enter the decision into the table of kinds."""
    decisions.register(
        Kind(
            ANSWER,
            When.BEFORE,
            ANSWERS,
            LEADERS,
            _given,
            gettext_lazy("Giving something to an authority"),
            shows=_shows,
            changes=gettext_lazy("What stands in the reason is given to this authority, and to nobody else."),
            asks=gettext_lazy("On which legal ground it is given, and what is kept back."),
            by_telephone=False,
        )
    )
