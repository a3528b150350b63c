"""Taking a tracing request: always, whatever the record holds (D7); who looks after it, and by when (R29)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from vegerin.engines import names
from vegerin.engines.names.romanising import romanised
from vegerin.guard import trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import indexing, reviews
from vegerin.register.actions.matching import match_sought
from vegerin.register.actions.names import LONGEST, checked
from vegerin.register.actions.reports import phones_same_as, record_report
from vegerin.register.codes import bears, new_code
from vegerin.register.models import (
    CaseReview,
    Consent,
    Inquirer,
    InquirerMark,
    InquirerPhone,
    KnownQuestion,
    Relation,
    RequestNote,
    RequestReview,
    Seeking,
    Sought,
    Standing,
    TracingRequest,
    WrittenName,
)
from vegerin.register.models.base import date_columns
from vegerin.register.rules import Act, check_may
from vegerin.register.sealed import sealed
from vegerin.register.values import (
    Link,
    NewConsent,
    NewFamilyPhone,
    NewInquirer,
    NewQuestion,
    NewSought,
)

# Who did not ask sees nothing of what a thumb or a voice stands for: it is read aloud before a witness (D3).
WITHOUT_READING = frozenset({Consent.How.THUMB, Consent.How.VOICE})


def take_request(
    *,
    inquirer: NewInquirer | Inquirer,
    sought: Sequence[NewSought],
    words: str = "",
    channel: str = "visit",
    asked_at: datetime | None = None,
    language: str = "",
    chain: Sequence[Link] = (),
    serial: str = "",
    consents: Sequence[NewConsent] = (),
    questions: Sequence[NewQuestion] = (),
    owner: Staff | None = None,
    team: str = "",
    review_class: str = CaseReview.Class.OPEN,
    review_on: date | None = None,
    by: Reader,
) -> TracingRequest:
    """Write down who seeks whom. What the register holds changes nothing in it; a search runs behind."""
    check_may(by, Act.TAKE_REQUEST)
    if not sought:
        raise Refused("Write whom they seek.")
    first = sought[0].relation
    teller = Link(step="told", role=str(first), language=language)
    with transaction.atomic():
        report = record_report(
            channel=channel,
            told_at=asked_at or timezone.now(),
            words=words,
            language=language,
            source_grade="F",
            content_grade="plausible",
            chain=chain or [teller, Link(step="wrote", role="clerk")],
            serial=serial,
            by=by,
        )
        request = TracingRequest.objects.create(
            code=new_code("T", taken=bears(TracingRequest)), report=report, by=by.staff
        )
        who = inquirer if isinstance(inquirer, Inquirer) else write_inquirer(inquirer, by=by)
        Standing.objects.create(request=request, inquirer=who, by=by.staff)
        written = [write_sought(request, who, one, by=by) for one in sought]
        for question in questions:
            write_question(request, who, question, by=by)
        for consent in consents:
            write_consent(request, who, consent, chain=chain, by=by)
        day = review_on or reviews.next_review(review_class, today=timezone.localdate())
        write_request_review(
            request, owner=owner, team=team or ("" if owner else "families"),
            review_class=review_class, review_on=day, by=by,
        )  # fmt: skip
        trail.record("request.taken", by=by, about=f"request:{request.pk}", detail={"sought": len(written)})
        for row, new in zip(written, sought, strict=True):
            match_sought(sought=row, chosen=new.person, by=by)
    return request


def write_inquirer(new: NewInquirer, *, by: Reader) -> Inquirer:
    """The row, her name where names are found, her numbers sealed."""
    name = checked(new.name)
    row = Inquirer.objects.create(
        code=new_code("Q", taken=bears(Inquirer)),
        name=name,
        sex=new.sex,
        language=new.language,
        by=by.staff,
    )
    index_name("inquirer", row.pk, name)
    for phone in new.phones:
        write_family_phone(row, phone, by=by)
    return row


def index_name(owner_type: str, owner_id: object, name: str) -> None:
    """Let a name be found in any spelling."""
    written = WrittenName.objects.create(
        owner_type=owner_type,
        owner_id=str(owner_id),
        text=name,
        script=names.parse(name).script,
        romanised=romanised(name)[:LONGEST],
    )
    indexing.index([written])


def write_sought(request: TracingRequest, inquirer: Inquirer, new: NewSought, *, by: Reader) -> Sought:
    """Whom she seeks, and as what."""
    name = checked(new.name)
    row = Sought.objects.create(
        request=request,
        name=name,
        sex=new.sex,
        village=new.village.strip(),
        place=new.place,
        by=by.staff,
        **date_columns("born", new.born),
        **date_columns("heard", new.last_heard),
    )
    index_name("sought", row.pk, name)
    Seeking.objects.create(inquirer=inquirer, sought=row, relation=Relation(new.relation), by=by.staff)
    return row


def join_request(
    *, request: TracingRequest, inquirer: NewInquirer | Inquirer, relations: dict[Sought, str], by: Reader
) -> Inquirer:
    """Somebody else of the family asks too: the same request, a relation of her own to each."""
    check_may(by, Act.TAKE_REQUEST)
    with transaction.atomic():
        who = inquirer if isinstance(inquirer, Inquirer) else write_inquirer(inquirer, by=by)
        Standing.objects.create(request=request, inquirer=who, by=by.staff)
        for sought, relation in relations.items():
            Seeking.objects.create(inquirer=who, sought=sought, relation=Relation(relation), by=by.staff)
        trail.record("request.joined", by=by, about=f"request:{request.pk}")
    return who


def add_sought(*, request: TracingRequest, inquirer: Inquirer, sought: NewSought, by: Reader) -> Sought:
    """She seeks one more."""
    check_may(by, Act.TAKE_REQUEST)
    with transaction.atomic():
        row = write_sought(request, inquirer, sought, by=by)
        trail.record("request.sought", by=by, about=f"request:{request.pk}")
        match_sought(sought=row, chosen=sought.person, by=by)
    return row


def add_family_phone(
    *, inquirer: Inquirer, phone: NewFamilyPhone, replaces: InquirerPhone | None = None, by: Reader
) -> InquirerPhone:
    """A number of the family, or the same one with other wishes."""
    check_may(by, Act.TAKE_REQUEST)
    with transaction.atomic():
        row = write_family_phone(inquirer, phone, replaces=replaces, by=by)
        trail.record("inquirer.phone", by=by, about=f"inquirer:{inquirer.pk}")
    return row


def write_family_phone(
    inquirer: Inquirer, new: NewFamilyPhone, *, replaces: InquirerPhone | None = None, by: Reader
) -> InquirerPhone:
    """The number as told and as one number, sealed; what may be done with it in clear."""
    row = InquirerPhone(
        inquirer=inquirer,
        replaces=replaces,
        same_as=phones_same_as(new.as_told),
        may_ring=new.may_ring,
        may_message=new.may_message,
        may_leave_word=new.may_leave_word,
        may_say_who_we_are=new.may_say_who_we_are,
        by=by.staff,
    )
    row.number = sealed(row, "number", new.words(), by=by, compartment=inquirer.compartment)
    row.save()
    return row


def write_question(
    request: TracingRequest, inquirer: Inquirer, new: NewQuestion, *, by: Reader
) -> KnownQuestion:
    """A question only the family can answer, sealed."""
    row = KnownQuestion(inquirer=inquirer, request=request, by=by.staff)
    words = json.dumps({"question": new.question, "answer": new.answer}, ensure_ascii=False)
    row.words = sealed(row, "words", words, by=by, compartment=inquirer.compartment)
    row.save()
    return row


def record_consent(
    *,
    request: TracingRequest,
    inquirer: Inquirer,
    consent: NewConsent,
    chain: Sequence[Link] = (),
    by: Reader,
) -> Consent:
    """What she allows for one purpose; of each purpose and receiver the latest counts."""
    check_may(by, Act.TAKE_REQUEST)
    with transaction.atomic():
        row = write_consent(request, inquirer, consent, chain=chain, by=by)
        detail = {"purpose": row.purpose, "answer": row.answer}
        trail.record("consent.recorded", by=by, about=f"inquirer:{inquirer.pk}", detail=detail)
    return row


def write_consent(
    request: TracingRequest, inquirer: Inquirer, new: NewConsent, *, chain: Sequence[Link], by: Reader
) -> Consent:
    """The row; refuses the consent of one who does not read that nobody read to her."""
    check_consent(new, chain=chain)
    row = Consent(
        inquirer=inquirer,
        request=request,
        purpose=Consent.Purpose(new.purpose),
        answer=Consent.Answer(new.answer),
        receiver=new.receiver.strip(),
        how=Consent.How(new.how) if new.how else "",
        language=new.language,
        read_aloud=new.read_aloud,
        witness=new.witness.strip(),
        interpreter=Consent.Interpreter(new.interpreter),
        until=new.until,
        by=by.staff,
    )
    if new.said_back.strip():
        row.said_back = sealed(
            row, "said_back", new.said_back.strip(), by=by, compartment=inquirer.compartment
        )
    row.save()
    return row


def check_consent(new: NewConsent, *, chain: Sequence[Link] = ()) -> None:
    """Refuse with what is missing (D3)."""
    if new.answer != Consent.Answer.GIVEN or new.how not in WITHOUT_READING:
        return
    if not (new.read_aloud and new.said_back.strip() and new.witness.strip()):
        raise Refused(
            "A thumb or a voice stands for what was read aloud. "
            "Read it to her, write what she said back in her words, and who witnessed it."
        )
    if any(link.step == "interpreted" and link.near == "yes" for link in chain):
        raise Refused(
            "Nobody of the family interprets a consent. "
            "Ask again with an interpreter of the office, or note that none was wished."
        )


def review_request(
    *,
    request: TracingRequest,
    owner: Staff | None = None,
    team: str = "",
    review_class: str,
    review_on: date | None = None,
    note: str = "",
    leaving: bool = False,
    by: Reader,
) -> RequestReview:
    """Who looks after a request from now on, how often, and when next.

    A family has one of us by name: where that changes, whoever comes reads a note (R12). Whoever is
    `leaving` the office passes hers on whatever her roles are.
    """
    if not leaving:
        check_may(by, Act.REVIEW)
    if owner is None and not team:
        raise Refused("Say who looks after this case: a person or a team.")
    day = review_on or reviews.next_review(review_class, today=timezone.localdate())
    before = request.reviews.order_by("recorded_at", "id").last()
    passes = before is not None and before.owner is not None and before.owner != owner
    if passes and not note.strip():
        raise Refused("Somebody of us knows this family. Write what whoever takes over must know.")
    with transaction.atomic():
        row = write_request_review(
            request, owner=owner, team=team, review_class=review_class, review_on=day, by=by
        )
        if note.strip():
            write_request_note(row, note.strip(), by=by)
        trail.record("request.review", by=by, about=f"request:{request.pk}")
    return row


def write_request_note(review: RequestReview, words: str, *, by: Reader) -> RequestNote:
    """What whoever takes over must know, sealed to those who meet the family."""
    first = review.request.standing.select_related("inquirer").order_by("recorded_at", "id")[0]
    row = RequestNote(review=review, by=by.staff)
    row.words = sealed(row, "words", words, by=by, compartment=first.inquirer.compartment)
    row.save()
    return row


def write_request_review(
    request: TracingRequest,
    *,
    owner: Staff | None,
    team: str,
    review_class: str,
    review_on: date,
    by: Reader,
) -> RequestReview:
    """The row; the latest of a request counts."""
    return RequestReview.objects.create(
        request=request,
        owner=owner,
        team=team,
        review_class=CaseReview.Class(review_class),
        review_on=review_on,
        by=by.staff,
    )


def mark_inquirer(*, inquirer: Inquirer, kind: str, why: str = "", by: Reader) -> InquirerMark:
    """Checked to be the family, or not to be told; seen by verifier and liaison only (D1)."""
    check_may(by, Act.TELL)
    row = InquirerMark(inquirer=inquirer, kind=InquirerMark.Kind(kind), by=by.staff)
    with transaction.atomic():
        if why.strip():
            row.why = sealed(row, "why", why.strip(), by=by, compartment=inquirer.compartment)
        row.save()
        trail.record("inquirer.marked", by=by, about=f"inquirer:{inquirer.pk}")
    return row
