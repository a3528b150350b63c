"""From rows to the pure fold and back: the events of all rows that are one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from vegerin.engines.history.status import Assessment, Event, Silence, Status, Verdict, status_of
from vegerin.guard import once, prepared
from vegerin.register import models
from vegerin.register.gazetteer import COARSE

# The cache must not age by itself: silence is reckoned when a status is read.
SILENCE = Silence()
FEW_EVENTS = 1000  # a longer list is not asked for one by one
NO_SILENCE = Silence(fate=10**7, whereabouts=10**7)  # days: more than there are before the last of dates


def status_on(
    people: Iterable[UUID], *, as_of: date, known_by: datetime | None = None, silence: Silence = SILENCE
) -> Status:
    """What follows from all that is recorded of these rows."""
    rows = list(rows_of(people))
    judged = models.Assessment.objects.filter(event__in=[row.pk for row in rows])
    return status_of(
        map(as_event, rows), map(as_assessment, judged), as_of=as_of, known_by=known_by, silence=silence
    )


def status_of_told(rows: Sequence[models.Event], *, as_of: date, known_by: datetime | None = None) -> Status:
    """The same from rows that a page has read already, with `told_of`."""
    judged = [as_assessment(one) for row in rows for one in row.assessments.all()]
    return status_of(map(as_event, rows), judged, as_of=as_of, known_by=known_by, silence=SILENCE)


@once.asked
def told_of(people: frozenset[UUID]) -> list[models.Event]:
    """The events of these rows with all that a page shows of them and of the reports that tell them."""
    return prepared.rows(_told_of, people)


def _told_of(people: list[UUID]) -> QuerySet[models.Event]:
    rows = models.Event.objects.filter(person__in=people).select_related(
        "report__withdrawal", "report__source", "report__by", "place", "countersign"
    )
    return rows.prefetch_related("assessments", "corrected_by", "report__attachments", "report__chain")


def statuses_on(
    groups: Sequence[Sequence[UUID]],
    *,
    as_of: date,
    known_by: datetime | None = None,
    silence: Silence = SILENCE,
) -> list[Status]:
    """The status of each group of rows that are one person, read with three questions for all."""
    events: dict[UUID, list[Event]] = defaultdict(list)
    for row in rows_of([one for group in groups for one in group]):
        events[row.person_id].append(as_event(row))
    judged: dict[str, list[Assessment]] = defaultdict(list)
    for assessment in map(
        as_assessment, _assessments_of([each.id for told in events.values() for each in told])
    ):
        judged[assessment.event].append(assessment)
    return [
        status_of(
            told := [event for one in group for event in events[one]],
            [assessment for event in told for assessment in judged[event.id]],
            as_of=as_of,
            known_by=known_by,
            silence=silence,
        )
        for group in groups
    ]


def _assessments_of(events: Sequence[str]) -> QuerySet[models.Assessment]:
    """Of these events; of more than can be asked for, all there are."""
    rows = models.Assessment.objects.all()
    return rows.filter(event__in=list(map(UUID, events))) if len(events) <= FEW_EVENTS else rows


def cached_status(people: Iterable[UUID]) -> Status:
    """The status as the columns of a person keep it."""
    return status_on(people, as_of=date.max, silence=NO_SILENCE)


def rows_of(people: Iterable[UUID]) -> Iterable[models.Event]:
    """The events of these rows with all that the fold needs."""
    return (
        models.Event.objects.filter(person__in=list(people))
        .select_related("report", "place", "countersign")
        .annotate(files=Count("report__attachments"))
    )


def as_event(row: models.Event) -> Event:
    """One row as the engine sees it: its place is a district."""
    report = row.report
    signed = getattr(row, "countersign", None)
    district = district_of(row.place) if row.place else None
    return Event(
        id=str(row.pk),
        kind=row.kind,
        recorded_at=timezone.localtime(row.recorded_at),
        happened=row.happened,
        told_on=timezone.localdate(report.told_at) if report else None,
        place=str(district) if district else "",
        country=row.country,
        second_at=signed.recorded_at if signed else None,
        corrects=str(row.corrects_id or ""),
        opinion=row.opinion,
        sealed=(bool(report.words) + files_of(row, report)) if report else 0,
        details=row.details,
    )


def files_of(row: models.Event, report: models.Report) -> int:
    """How many files the report has, as counted with the row or read beside it."""
    counted: int | None = getattr(row, "files", None)
    return len(report.attachments.all()) if counted is None else counted


def as_assessment(row: models.Assessment) -> Assessment:
    """One judgement as the engine sees it."""
    return Assessment(str(row.event_id), Verdict(row.verdict), row.recorded_at, str(row.pk))


def district_of(place: models.Place) -> UUID:
    """The id of what is told of a place where somebody lives: a town or district, never a village."""
    if place.kind in COARSE or place.district_id is None:
        return place.pk
    return place.district_id
