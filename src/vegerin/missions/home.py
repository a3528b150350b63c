"""Who could come home: confirmed alive, in no mission the reader knows of, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from vegerin.engines.history.dates import InexactDate
from vegerin.engines.history.kinds import Fate
from vegerin.engines.history.status import Status
from vegerin.guard.reader import Reader
from vegerin.missions import queries
from vegerin.missions.lacks import Lack, known_of_people, lacks_of_person
from vegerin.register.clusters import clusters_of
from vegerin.register.lifeline import HOME_AGAIN
from vegerin.register.models import Person
from vegerin.register.queries import people_for, statuses_for
from vegerin.register.shown import Line, lines_for


@dataclass(frozen=True)
class Awaited:
    """One who could come home."""

    line: Line
    since: InexactDate  # confirmed alive
    lacks: list[Lack]


def candidates(reader: Reader) -> QuerySet[Person]:
    """Those the register holds for alive, without those of a mission this reader knows of.

    A mission that is not hers changes nothing here: an absence would tell her of it. Should she plan, both
    planners learn that they must speak.
    """
    hers = [one for one in queries.boards_for(reader) if not hasattr(one, "closed")]
    busy = {person.pk for mission in hers for person in queries.group_of(mission)}
    people = people_for(reader).filter(fate=Fate.ALIVE_CONFIRMED.value).exclude(pk__in=busy)
    return people.exclude(whereabouts__in=[where.value for where in HOME_AGAIN]).order_by("code")


def who_could_come(reader: Reader) -> list[Awaited]:
    """Each once, nothing missing first, then by how long she has been waiting."""
    people = _each_once(list(candidates(reader)))
    statuses = statuses_for(reader, people)
    people = [one for one in people if _is_awaited(statuses[one.pk])]
    known = known_of_people(reader, people)
    rows = [
        Awaited(line, statuses[line.person.pk].since, lacks_of_person(line.person, known))
        for line in lines_for(reader, people)
    ]
    return sorted(rows, key=lambda one: (len(one.lacks), str(one.since.latest or ""), one.line.code))


def _each_once(people: list[Person]) -> list[Person]:
    clusters = clusters_of(one.pk for one in people)
    seen: set[UUID] = set()
    found = []
    for one in people:
        if one.pk not in seen:
            found.append(one)
            seen |= clusters[one.pk]
    return found


def _is_awaited(status: Status) -> bool:
    return status.fate is Fate.ALIVE_CONFIRMED and status.whereabouts.where not in HOME_AGAIN
