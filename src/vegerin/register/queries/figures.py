"""Counting people, so that every number is the length of a list of codes (R17)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vegerin.engines.history.status import Status
from vegerin.guard.reader import Reader
from vegerin.register import clusters, histories
from vegerin.register.models import Person
from vegerin.register.queries.people import people_for


@dataclass(frozen=True)
class Counted:
    """One person as she is counted: once, however many rows she has."""

    person: Person
    rows: tuple[str, ...]
    status: Status


def counted(reader: Reader, *, as_of: date, known_by: datetime | None = None) -> list[Counted]:
    """Everybody the reader may see, each once, with what follows on a day from what was known by a moment."""
    people = list(people_for(reader).order_by("code"))
    groups: dict[UUID, list[Person]] = defaultdict(list)
    heads = clusters.heads(known_by=known_by)
    for person in people:
        groups[heads.get(person.pk, person.pk)].append(person)
    statuses = histories.statuses_on(
        [[one.pk for one in group] for group in groups.values()], as_of=as_of, known_by=known_by
    )
    return [
        Counted(group[0], tuple(one.code for one in group), status)
        for group, status in zip(groups.values(), statuses, strict=True)
    ]


def people_by_fate(
    reader: Reader, *, as_of: date, known_by: datetime | None = None
) -> dict[str, list[Person]]:
    """A figure for each fate is how many stand in its list."""
    lists: dict[str, list[Person]] = defaultdict(list)
    for one in counted(reader, as_of=as_of, known_by=known_by):
        lists[one.status.fate.value].append(one.person)
    return dict(lists)
