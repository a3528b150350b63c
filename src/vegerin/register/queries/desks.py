"""What waits: cases to look at again, cases without an owner, own sources, numbers known before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from vegerin.engines.history.kinds import Fate
from vegerin.guard import prepared, sealing, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours
from vegerin.register import phones
from vegerin.register.models import CaseNote, CaseReview, Closing, Person, Phone, Source, SourceHandler
from vegerin.register.queries.people import people_for, seen
from vegerin.register.rules import Act, may


def review_of(reader: Reader, person: Person) -> CaseReview | None:
    """Who looks after the case, and when it is looked at again."""
    if not may(reader, Act.READ):
        return None
    return next(iter(prepared.rows(_reviews, person, first=1)), None)


def _reviews(person: Person) -> QuerySet[CaseReview]:
    return CaseReview.objects.filter(person=person).select_related("owner").order_by("-recorded_at", "-id")


def case_notes_of(reader: Reader, person: Person) -> list[tuple[CaseNote, bool]]:
    """What was noted when the case passed on, newest first, and whether each opens for this reader."""
    if not may(reader, Act.REVIEW):
        return []
    rows = prepared.rows(_case_notes, reader, person, first=3)
    return [(row, sealing.may_open(bytes(row.words), reader=reader)) for row in rows]


def _case_notes(reader: Reader, person: Person) -> QuerySet[CaseNote]:
    rows = CaseNote.objects.filter(seen(reader, "review__person"), review__person=person)
    return rows.select_related("by").order_by("-recorded_at")


def open_case_note(reader: Reader, note_id: UUID) -> tuple[Person, str]:
    """Whose case, and the words; written into the trail."""
    rows = CaseNote.objects.filter(seen(reader, "review__person"), pk=note_id)
    note = rows.select_related("review__person").first() if may(reader, Act.REVIEW) else None
    if note is None:
        raise NotYours
    words = sealing.unseal(
        bytes(note.words), reader=reader, table="register_casenote", column="words", row=note.pk
    )
    trail.record("case.note_opened", by=reader, about=f"person:{note.review.person_id}")
    return note.review.person, words.decode()


def is_closed(person: Person) -> bool:
    """Whether two have closed the case; it stays searchable."""
    return any(closing.closed for closing in prepared.rows(_closings, person, first=1))


def _closings(person: Person) -> QuerySet[Closing]:
    return Closing.objects.filter(person=person).order_by("-recorded_at", "-id")


def due_reviews(reader: Reader, on: date | None = None) -> QuerySet[Person]:
    """Open cases whose day has come, the longest waiting first."""
    day = on or timezone.localdate()
    return people_for(reader).filter(review_on__lte=day).exclude(fate=Fate.OUT_OF_SCOPE).order_by("review_on")


def quiet_cases(reader: Reader, people: Iterable[Person]) -> set[UUID]:
    """Those of them whose case is quiet: once a year, with a call to the family (D29)."""
    latest = dict(prepared.rows(_classes, reader, [person.pk for person in people]))
    return {person for person, review_class in latest.items() if review_class == CaseReview.Class.QUIET}


def _classes(reader: Reader, people: list[UUID]) -> QuerySet[Any, Any]:
    rows = CaseReview.objects.filter(seen(reader, "person"), person__in=people).order_by("recorded_at", "id")
    return rows.values_list("person", "review_class")


def busy_days(reader: Reader, *, after: date) -> dict[date, int]:
    """On how many open cases each day looks again."""
    rows = people_for(reader).filter(review_on__gt=after).values_list("review_on")
    return dict(rows.annotate(n=Count("pk")).order_by())


def people_without_owner(reader: Reader) -> QuerySet[Person]:
    """Open cases nobody looks after; there should be none (R29)."""
    closed = Closing.objects.filter(closed=True).values("person")
    return people_for(reader).filter(reviews=None).exclude(pk__in=closed)


def sources_of(reader: Reader) -> list[Source]:
    """Her own sources, by code name; nobody gets another's (R15)."""
    if not may(reader, Act.READ_SOURCES):
        return []
    mine = []
    for source in Source.objects.prefetch_related("handlers"):
        latest: SourceHandler | None = max(
            source.handlers.all(), key=lambda row: row.recorded_at, default=None
        )
        if latest and reader.staff.pk in {latest.handler_id, latest.deputy_id}:
            mine.append(source)
    return mine


def same_number_before(reader: Reader, as_told: str) -> int:
    """How many reports came from this number before, for verifiers; clerks see no such thing (D8)."""
    if not may(reader, Act.ASSESS):
        return 0
    return Phone.objects.filter(same_as=phones.same_as(as_told)).count()
