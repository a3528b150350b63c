"""Tracing requests as a reader may see them. A clerk reads what was asked, and never what was found (D7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop

from vegerin.guard import compartments, sealing, trail
from vegerin.guard.models import Staff
from vegerin.guard.queries import all_roles
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register.lent import was_asked
from vegerin.register.models import (
    Consent,
    FamilyMark,
    Inquirer,
    InquirerMark,
    InquirerPhone,
    KnownQuestion,
    Person,
    Phone,
    RequestNote,
    RequestReview,
    Sought,
    SoughtLink,
    SoughtMatch,
    Told,
    TracingRequest,
)
from vegerin.register.queries.narrowing import Filters
from vegerin.register.queries.people import seen
from vegerin.register.queries.search import search
from vegerin.register.rules import MAY, Act, may

# What is worth a place on a desk; weaker ones stand on the page of the request.
USED = gettext_noop("This question was asked already. It is never shown again; ask the family for another.")
FOR_A_DESK = ("chosen", "very_likely", "likely")
MOST_MATCHES = 5  # beside one person


def requests_for(reader: Reader) -> QuerySet[TracingRequest]:
    """The requests that exist for this reader; those for her own family pass to colleagues (D30)."""
    if not may(reader, Act.READ_REQUESTS):
        return TracingRequest.objects.none()
    own = FamilyMark.objects.filter(by=reader.staff).values("person")
    linked = SoughtLink.objects.filter(person__in=own).values("sought__request")
    return TracingRequest.objects.exclude(pk__in=linked).select_related("report")


def request_for(reader: Reader, code: str | UUID) -> TracingRequest | None:
    """One request by code or id."""
    requests = requests_for(reader)
    try:
        return requests.filter(pk=UUID(str(code))).first()
    except ValueError:
        return requests.filter(code=str(code).upper()).first()


def find_requests(reader: Reader, text: str, *, limit: int = 20) -> list[TracingRequest]:
    """By the code of a request or inquirer, or by the inquirer's name in any spelling, best first."""
    text = text.strip()
    requests = requests_for(reader)
    by_code = requests.filter(code=text.upper()) | requests.filter(standing__inquirer__code=text.upper())
    found = list(by_code.distinct()[:limit])
    if found or not text:
        return found
    types = {"inquirer", "sought"} if may(reader, Act.JUDGE) else {"inquirer"}
    hits = search(reader, text, limit=limit, filters=Filters(owner_types=frozenset(types))).hits
    ids = [UUID(hit.owner_id) for hit in hits]
    mine = requests.filter(standing__inquirer__in=ids) | requests.filter(sought__in=ids)
    return list(mine.distinct()[:limit])


def requests_due(reader: Reader, on: date | None = None) -> QuerySet[TracingRequest]:
    """Requests whose day has come, the longest waiting first."""
    if not may(reader, Act.REVIEW):
        return TracingRequest.objects.none()
    come = latest_reviews().filter(review_on__lte=on or timezone.localdate())
    day = come.filter(request=OuterRef("pk")).values("review_on")
    requests = requests_for(reader).filter(pk__in=come.values("request"))
    return requests.annotate(due_on=Subquery(day)).order_by("due_on", "code")


def latest_reviews() -> QuerySet[RequestReview]:
    """Of each request the review that counts."""
    same_time = Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    later = RequestReview.objects.filter(
        Q(recorded_at__gt=OuterRef("recorded_at")) | same_time, request=OuterRef("request")
    )
    return RequestReview.objects.filter(~Exists(later))


def review_days(reader: Reader, requests: Iterable[TracingRequest]) -> dict[UUID, date]:
    """When some requests are looked at again, for those who set it."""
    if not may(reader, Act.REVIEW):
        return {}
    rows = latest_reviews().filter(request__in=[one.pk for one in requests])
    return dict(rows.values_list("request", "review_on"))


def people_of_requests(
    reader: Reader, requests: Sequence[TracingRequest]
) -> dict[UUID, tuple[list[Inquirer], list[Sought]]]:
    """Who asks and who is sought, of some requests at once."""
    found: dict[UUID, tuple[list[Inquirer], list[Sought]]] = {one.pk: ([], []) for one in requests}
    mine = requests_for(reader).filter(pk__in=found)
    for inquirer in Inquirer.objects.filter(stands_in__request__in=mine).prefetch_related("stands_in"):
        for asking in inquirer.stands_in.all():
            if asking.request_id in found:
                found[asking.request_id][0].append(inquirer)
    for sought in Sought.objects.filter(request__in=mine).prefetch_related("seekings"):
        found[sought.request_id][1].append(sought)
    return found


def inquirer_for(reader: Reader, code: str) -> Inquirer | None:
    """One inquirer by code, where one of her requests exists for the reader."""
    mine = requests_for(reader).values("pk")
    return Inquirer.objects.filter(code=code.upper(), stands_in__request__in=mine).distinct().first()


def sought_for(reader: Reader, sought_id: UUID | str) -> Sought | None:
    """One who is sought, where the request exists for the reader."""
    mine = requests_for(reader)
    return Sought.objects.filter(pk=sought_id, request__in=mine).select_related("request__report").first()


def review_of_request(reader: Reader, request: TracingRequest) -> RequestReview | None:
    """Who looks after it, and when next."""
    if not may(reader, Act.READ_REQUESTS):
        return None
    return request.reviews.select_related("owner").order_by("recorded_at", "id").last()


def who_may_own_requests(reader: Reader) -> list[Staff]:
    """Colleagues who meet families and set reviews: each family has one of them by name (R12)."""
    roles, able = all_roles(), roles_that_may_own_requests()
    everybody = Staff.objects.filter(is_active=True).exclude(pk=reader.staff.pk).order_by("working_name")
    return [one for one in everybody if roles[one.pk] & able]


def roles_that_may_own_requests() -> frozenset[Role]:
    """Who meets the family can also open what is written about it for whoever takes over."""
    able = {role for role in Role if {Act.READ_REQUESTS, Act.REVIEW} <= MAY[role]}
    return frozenset(able & compartments.roles_of("contact:"))


def notes_of(reader: Reader, request: TracingRequest) -> list[tuple[RequestNote, bool]]:
    """What was noted when the family passed on, newest first, and whether each opens for this reader."""
    if not may(reader, Act.READ_REQUESTS):
        return []
    rows = RequestNote.objects.filter(review__request=request).select_related("by", "review__owner")
    return [(row, sealing.may_open(bytes(row.words), reader=reader)) for row in rows.order_by("-recorded_at")]


def open_note(reader: Reader, note: RequestNote) -> str:
    """Its words; written into the trail."""
    words = sealing.unseal(
        bytes(note.words), reader=reader, table="register_requestnote", column="words", row=note.pk
    )
    trail.record("request.note_opened", by=reader, about=f"request:{note.review.request_id}")
    return words.decode()


def open_told(reader: Reader, told: Told) -> str:
    """What was said and asked; written into the trail."""
    words = sealing.unseal(
        bytes(told.words), reader=reader, table="register_told", column="words", row=told.pk
    )
    trail.record("told.opened", by=reader, about=f"request:{told.request_id}")
    return words.decode()


def open_mark(reader: Reader, mark: InquirerMark) -> str:
    """Why somebody is marked; written into the trail."""
    words = sealing.unseal(
        bytes(mark.why), reader=reader, table="register_inquirermark", column="why", row=mark.pk
    )
    trail.record("inquirer.mark_opened", by=reader, about=f"inquirer:{mark.inquirer_id}")
    return words.decode()


def told_for(reader: Reader, request: TracingRequest) -> list[Told]:
    """What was told to whom; a clerk sees only what is said to everyone, and that alike in every case."""
    rows = request.told.select_related("inquirer", "sought", "by")
    if not (may(reader, Act.TELL) or may(reader, Act.READ_WISH)):
        rows = rows.filter(what=Told.What.OPEN)
    return list(rows)


def consents_of(reader: Reader, request: TracingRequest) -> list[Consent]:
    """Of each inquirer, purpose and receiver the latest."""
    if not may(reader, Act.READ_REQUESTS):
        return []
    rows = Consent.objects.filter(request=request).select_related("inquirer").order_by("recorded_at", "id")
    latest = {(row.inquirer_id, row.purpose, row.receiver): row for row in rows}
    return list(latest.values())


def marks_of(reader: Reader, inquirers: Iterable[Inquirer]) -> dict[UUID, list[InquirerMark]]:
    """Checked, not to be told: for verifier and liaison only (D1)."""
    if not may(reader, Act.TELL):
        return {}
    found: dict[UUID, dict[bool, InquirerMark]] = {}
    checks = {InquirerMark.Kind.CHECKED, InquirerMark.Kind.NOT_CHECKED}
    for row in InquirerMark.objects.filter(inquirer__in=list(inquirers)).order_by("recorded_at", "id"):
        found.setdefault(row.inquirer_id, {})[row.kind in checks] = row
    return {inquirer: list(marks.values()) for inquirer, marks in found.items()}


@dataclass(frozen=True)
class ShownPhone:
    """A number of the family: what may be done with it, and whether it opens for this reader."""

    row: InquirerPhone
    may_open: bool


def family_phones(reader: Reader, inquirer: Inquirer) -> list[ShownPhone]:
    """The numbers that stand now; what is in them opens by an act."""
    if not may(reader, Act.READ_REQUESTS):
        return []
    rows = InquirerPhone.objects.filter(inquirer=inquirer, replaced_by=None)
    return [ShownPhone(row, sealing.may_open(bytes(row.number), reader=reader)) for row in rows]


def open_phone(reader: Reader, phone: InquirerPhone) -> dict[str, str]:
    """A number with who answers and when it is safe; written into the trail."""
    words = sealing.unseal(
        bytes(phone.number), reader=reader, table="register_inquirerphone", column="number", row=phone.pk
    )
    trail.record("inquirer.phone_opened", by=reader, about=f"inquirer:{phone.inquirer_id}")
    told: dict[str, str] = json.loads(words)
    return told


def reports_from_number(reader: Reader, phone: InquirerPhone) -> int:
    """How many reports came from this number, for verifiers (D8)."""
    if not may(reader, Act.ASSESS):
        return 0
    return Phone.objects.filter(same_as=phone.same_as).count()


def questions_of(reader: Reader, request: TracingRequest) -> list[tuple[KnownQuestion, bool, bool]]:
    """The family's questions, whether each opens for this reader, and whether it was asked already."""
    if not may(reader, Act.READ_REQUESTS):
        return []
    rows = KnownQuestion.objects.filter(request=request)
    return [(row, sealing.may_open(bytes(row.words), reader=reader), was_asked(row)) for row in rows]


def open_question(reader: Reader, question: KnownQuestion) -> dict[str, str]:
    """A question and its answer; written into the trail. What was asked is never shown again (D1)."""
    if was_asked(question):
        raise Refused(USED)
    words = sealing.unseal(
        bytes(question.words), reader=reader, table="register_knownquestion", column="words", row=question.pk
    )
    trail.record("inquirer.question_opened", by=reader, about=f"inquirer:{question.inquirer_id}")
    told: dict[str, str] = json.loads(words)
    return told


def links_of(reader: Reader, sought: Iterable[Sought]) -> dict[UUID, list[SoughtLink]]:
    """Who they are held to be; of each pair the latest. Nothing for whoever may not judge or tell."""
    if not (may(reader, Act.JUDGE) or may(reader, Act.TELL)):
        return {}
    rows = SoughtLink.objects.filter(seen(reader, "person"), sought__in=list(sought))
    latest: dict[tuple[UUID, UUID], SoughtLink] = {}
    for row in rows.select_related("person", "by").order_by("recorded_at", "id"):
        latest[row.sought_id, row.person_id] = row
    found: dict[UUID, list[SoughtLink]] = {}
    for (sought_id, _), row in latest.items():
        found.setdefault(sought_id, []).append(row)
    return found


def matches_of(reader: Reader, sought: Sought) -> list[SoughtMatch]:
    """Who may be meant, best first, those the reader may see and nobody has judged."""
    if not may(reader, Act.JUDGE):
        return []
    judged = SoughtLink.objects.filter(sought=sought).values("person")
    rows = SoughtMatch.objects.filter(sought=sought).select_related("person")
    people = rows.filter(seen(reader, "person")).exclude(person__in=judged)
    return [*people, *rows.filter(person=None)]


def matches_to_judge(reader: Reader) -> QuerySet[SoughtMatch]:
    """For the desk: likely matches nobody has judged, of requests that are not answered yet."""
    if not may(reader, Act.JUDGE):
        return SoughtMatch.objects.none()
    judged = SoughtLink.objects.filter(sought=OuterRef("sought"), person=OuterRef("person"))
    found = SoughtLink.objects.filter(sought=OuterRef("sought"), verdict=SoughtLink.Verdict.SAME)
    rows = SoughtMatch.objects.filter(seen(reader, "person"), band__in=FOR_A_DESK)
    rows = rows.filter(~Exists(judged), ~Exists(found), sought__request__in=requests_for(reader))
    return rows.select_related("person", "sought").order_by("-recorded_at", "-score")


def matches_about(reader: Reader, cluster: Iterable[UUID]) -> list[SoughtMatch]:
    """Whoever is sought and may be this person, while nobody has judged it: for those who judge."""
    if not may(reader, Act.JUDGE):
        return []
    judged = SoughtLink.objects.filter(sought=OuterRef("sought"), person=OuterRef("person"))
    found = SoughtLink.objects.filter(sought=OuterRef("sought"), verdict=SoughtLink.Verdict.SAME)
    rows = SoughtMatch.objects.filter(~Exists(judged), ~Exists(found), person__in=list(cluster))
    rows = rows.filter(sought__request__in=requests_for(reader)).select_related("sought__request")
    return list(rows.order_by("-score", "id")[:MOST_MATCHES])


def requests_about(reader: Reader, person: Person, cluster: Iterable[UUID]) -> list[Sought]:
    """Who seeks this person, for those who may know; a clerk's slot says nothing."""
    if not (may(reader, Act.JUDGE) or may(reader, Act.TELL)):
        return []
    links = SoughtLink.objects.filter(person__in=list(cluster)).order_by("recorded_at", "id")
    latest: Mapping[tuple[UUID, UUID], str] = {(row.sought_id, row.person_id): row.verdict for row in links}
    same = [sought for (sought, _), verdict in latest.items() if verdict == SoughtLink.Verdict.SAME]
    rows = Sought.objects.filter(pk__in=same, request__in=requests_for(reader))
    return list(rows.select_related("request").prefetch_related("seekings__inquirer"))
