"""Cautions not cleared yet, for those who decide about missions and contacts; nobody else learns of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from vegerin.guard.reader import Reader
from vegerin.register.models import Event, Person
from vegerin.register.models.cautions import Caution
from vegerin.register.rules import Act, may


def cautions_open(reader: Reader) -> QuerySet[Caution]:
    """All that are open, the oldest first."""
    if not may(reader, Act.SEE_CAUTIONS):
        return Caution.objects.none()
    return Caution.objects.filter(cleared=None).select_related("person", "source", "by")


def cautions_about(reader: Reader, persons: Iterable[Person]) -> list[Caution]:
    """The open ones about these people, or about a source who told of them."""
    ids = [person.pk for person in persons]
    told = Q(source__reports__events__person__in=ids)
    return list(cautions_open(reader).filter(Q(person__in=ids) | told).distinct())


def cautions_of_each(reader: Reader, persons: Iterable[Person]) -> dict[UUID, list[Caution]]:
    """The same for each of many, with as few questions as for one."""
    return _of_each(cautions_open(reader), persons)


def to_be_cleared_of_each(persons: Iterable[Person]) -> dict[UUID, list[Caution]]:
    """For each of many what must be cleared; a rule asks, whoever reads."""
    return _of_each(Caution.objects.filter(cleared=None), persons)


def _of_each(rows: QuerySet[Caution], persons: Iterable[Person]) -> dict[UUID, list[Caution]]:
    ids = {person.pk for person in persons}
    told = Event.objects.filter(person__in=ids, report__source__cautions__in=rows)
    sources: dict[UUID | None, set[UUID]] = defaultdict(set)
    for source, person in told.values_list("report__source", "person").distinct():
        sources[source].add(person)
    found: dict[UUID, list[Caution]] = defaultdict(list)
    for row in rows.filter(Q(person__in=ids) | Q(source__in=list(sources))):
        for one in {pk for pk in ids if pk == row.person_id} | sources[row.source_id]:
            found[one].append(row)
    return dict(found)


def must_be_cleared(persons: Iterable[Person], *, since: datetime | None = None) -> bool:
    """Whether any stands about these people, or who told of them; a rule asks, whoever reads."""
    ids = [person.pk for person in persons]
    told = Q(person__in=ids) | Q(source__reports__events__person__in=ids)
    when = Q(recorded_at__gt=since) if since else Q()
    return Caution.objects.filter(told, when, cleared=None).exists()


def caution_for(reader: Reader, caution_id: UUID | str) -> Caution | None:
    """One open caution."""
    return cautions_open(reader).filter(pk=caution_id).first()
