"""A large office for benchmarks: nameless populations given drawn names, written in bulk, past the actions.

Every row looks as the actions would write it, caches included, but nobody decided anything and no words are
sealed. Only for throw-away offices.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from vegerin.config.exercise.nameless import Nameless, population
from vegerin.config.exercise.names import Name, drawn, villages
from vegerin.engines import names as names_engine
from vegerin.engines.history import dates
from vegerin.engines.history.kinds import KINDS, Fate, Where
from vegerin.engines.names.romanising import romanised
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import actions, indexing, models
from vegerin.register.codes import check_digit
from vegerin.register.models.base import date_columns

AT_ONCE = 2000
MEMBERS = 6  # of one house
UNJUDGED = 40  # one claim in so many waits for a verifier
TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Drawn:
    """One person of the population with names and a house."""

    number: int
    who: Nameless
    id: uuid.UUID
    chain: tuple[Name, ...]
    house: int

    @property
    def code(self) -> str:
        """X, for nobody real."""
        digits = f"{self.number:05d}"
        return f"X{digits}-{check_digit(digits)}"


def fill(*, size: int, by: Reader, exercise: bool, seed: int = 20140803) -> int:
    """That many people with houses, kin, reports, events and days on which they are looked at again."""
    if not exercise:
        raise Refused("Only an exercise office is filled with invented people.")
    rng = random.Random(seed)  # noqa: S311 -- a reproducible benchmark, not a secret
    homes = [
        actions.add_place(names={"en": one.name.en[0], "ar": one.name.arab[0]}, invented=True, by=by)
        for one in villages()
    ]
    batch: list[Drawn] = []
    for person in everybody(size, rng):
        batch.append(person)
        if len(batch) == AT_ONCE:
            write(batch, homes, rng=rng, by=by)
            batch = []
    write(batch, homes, rng=rng, by=by)
    return size


def everybody(size: int, rng: random.Random) -> Iterator[Drawn]:
    """Houses of six, fathers and grandfathers in common."""
    fathers: tuple[Name, ...] = ()
    for number, who in enumerate(population(size=size), start=1):
        if number % MEMBERS == 1:
            fathers = (drawn("M", rng), drawn("M", rng))
        given = drawn(who.sex, rng, but_not=fathers)
        yield Drawn(
            number, who, uuid.UUID(int=rng.getrandbits(128), version=4), (given, *fathers), number // MEMBERS
        )


def write(batch: list[Drawn], homes: list[models.Place], *, rng: random.Random, by: Reader) -> None:
    """All rows of some people."""
    if not batch:
        return
    staff = by.staff
    with transaction.atomic():
        houses = {
            house: models.Household(code=f"H{house:06d}", village=homes[house % len(homes)], by=staff)
            for house in {one.house for one in batch}
            if not models.Household.objects.filter(code=f"H{house:06d}").exists()
        }
        models.Household.objects.bulk_create(houses.values())
        houses |= {int(row.code[1:]): row for row in models.Household.objects.filter(
            code__in=[f"H{one.house:06d}" for one in batch])}  # fmt: skip
        people = [person_of(one, houses[one.house], rng) for one in batch]
        models.Person.objects.bulk_create(people)
        write_names(batch, staff)
        write_around(batch, people, staff, rng)
        write_reports(batch, people, staff)


def person_of(one: Drawn, house: models.Household, rng: random.Random) -> models.Person:
    """The row with its caches as the fold would write them."""
    born = dates.year(one.who.taken_on.year - one.who.age_when_taken)
    fate, where = Fate.MISSING, Where.IN_CAPTIVITY
    if one.who.returned_on:
        fate, where = Fate.RETURNED, Where.BACK
    elif one.who.handed_over_on:
        fate, where = Fate.RETURNED_TO_FAMILY, Where.REMAINS_WITH_FAMILY
    return models.Person(
        id=one.id,
        code=one.code,
        sex="female" if one.who.sex == "F" else "male",
        origin=house.village,
        household=house,
        name=spelt(one, "kmr"),
        fate=fate.value,
        whereabouts=where.value,
        review_on=TODAY + timedelta(days=rng.randint(-3, 120)),
        **date_columns("born", born),
    )


def spelt(one: Drawn, script: str) -> str:
    """The whole name in one script."""
    return " ".join(getattr(name, script)[0] for name in one.chain)


def write_names(batch: list[Drawn], staff: Any) -> None:
    """Each name at birth in Kurmanji and as written in Arabic, indexed."""
    told = [
        (one, script, kind) for one in batch for script, kind in (("kmr", "birth"), ("arab", "as_written"))
    ]
    written = models.WrittenName.objects.bulk_create(
        models.WrittenName(
            owner_type="person",
            owner_id=str(one.id),
            text=spelt(one, script),
            script="latin" if script == "kmr" else "arabic",
            kind=kind,
            romanised=romanised(spelt(one, script))[:200],
        )
        for one, script, kind in told
    )
    indexing.index(written)
    models.PersonName.objects.bulk_create(
        models.PersonName(
            person_id=one.id,
            written=row,
            kind=kind,
            parts=[[part.text, part.role] for part in names_engine.parse(row.text).parts],
            by=staff,
        )
        for (one, _, kind), row in zip(told, written, strict=True)
    )


def write_around(batch: list[Drawn], people: list[models.Person], staff: Any, rng: random.Random) -> None:
    """Facts, the house, the owner and the next look; the first of a house is father of the others."""
    What = models.PersonFact.What
    facts, members, reviews, ties = [], [], [], []
    heads = {one.house: one.id for one in batch if one.number % MEMBERS == 1}
    for one, person in zip(batch, people, strict=True):
        for what, value, more in (
            (What.SEX, person.sex, {}),
            (What.BORN, str(person.born), {}),
            (What.ORIGIN, str(person.origin), {"place": person.origin}),
        ):
            facts.append(
                models.PersonFact(person=person, what=what, value=value, told_by="family", by=staff, **more)
            )
        members.append(models.HouseholdMember(household=person.household, person=person, by=staff))
        reviews.append(
            models.CaseReview(
                person=person, owner=staff, review_on=person.review_on or TODAY, review_class="open", by=staff
            )
        )
        head = heads.get(one.house)
        if head and head != one.id:
            ties.append(models.KinTie(person=person, relative_id=head, kind="father", tie="blood", by=staff))
    models.PersonFact.objects.bulk_create(facts)
    models.HouseholdMember.objects.bulk_create(members)
    models.CaseReview.objects.bulk_create(reviews)
    models.KinTie.objects.bulk_create(ties)


def write_reports(batch: list[Drawn], people: list[models.Person], staff: Any) -> None:
    """One report for what the family told, one for how it went on; every event judged."""
    reports, events = [], []
    for one, person in zip(batch, people, strict=True):
        for number, claims in enumerate(told_of(one.who)):
            report = report_of(f"R{one.number:05d}{number}", claims[-1][1], staff)
            reports.append(report)
            events += [event_of(person, report, kind, day, staff) for kind, day in claims]
    models.Report.objects.bulk_create(reports)
    models.Event.objects.bulk_create(events)
    models.Assessment.objects.bulk_create(
        models.Assessment(
            event=event,
            verdict="plausible",
            source_grade="B",
            why="" if number % UNJUDGED == 0 else "It fits what others told.",
            recorded_at=event.recorded_at,
            by=staff,
        )
        for number, event in enumerate(events)
    )
    models.Unjudged.objects.bulk_create(
        models.Unjudged(event=event, person_id=event.person_id, recorded_at=event.recorded_at)
        for event in events[::UNJUDGED]
        if not KINDS[event.kind].register_act
    )


def told_of(who: Nameless) -> list[list[tuple[str, date]]]:
    """What was told first, and how it went on; of the missing, one sighting."""
    ended = [("returned", who.returned_on), ("handed_over", who.handed_over_on)]
    later = [(kind, day) for kind, day in ended if day]
    seen = [("seen", who.taken_on + timedelta(days=300))]
    return [[("abducted", who.taken_on), ("registered_missing", who.taken_on)], later or seen]


def report_of(code: str, day: date, staff: Any) -> models.Report:
    """A visit, three days after what it tells of."""
    at = datetime.combine(day + timedelta(days=3), time(9), tzinfo=UTC)
    return models.Report(
        code=code,
        channel="visit",
        told_at=at,
        recorded_at=at + timedelta(hours=1),
        source_grade="B",
        content_grade="plausible",
        by=staff,
    )


def event_of(person: models.Person, report: models.Report, kind: str, day: date, staff: Any) -> models.Event:
    """One claim of it."""
    return models.Event(
        report=report,
        person=person,
        kind=kind,
        place=person.origin if kind == "abducted" else None,
        recorded_at=report.recorded_at,
        by=staff,
        **date_columns("happened", dates.on(day)),
    )
