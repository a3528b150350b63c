"""The invented villages and their people: names, households, kin, and three who were entered twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from vegerin.config.exercise.names import Name, villages
from vegerin.config.exercise.office import SEXES, Exercise
from vegerin.config.exercise.people import Invented
from vegerin.config.exercise.plan import Plan
from vegerin.engines.history import dates
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Place, PlaceName
from vegerin.register.values import NewName


def enter_villages(exercise: Exercise) -> None:
    """The invented villages, with every name they have."""
    by = exercise.reader(Role.REGISTER_OFFICER)
    for village in villages():
        first = {"en": village.name.en[0], "kmr": village.name.kmr[0], "ar": village.name.arab[0]}
        source = "Invented for the exercise."
        place = register.add_place(names=first, kind=village.kind, source=source, invented=True, by=by)
        enter_second_names(place, village.name)
        exercise.villages.append(place)


def enter_second_names(place: Place, name: Name) -> None:
    """A collective town has an official name beside its own."""
    PlaceName.objects.bulk_create(
        PlaceName(place=place, language=language, text=text, position=1)
        for language, forms in (("en", name.en), ("kmr", name.kmr), ("ar", name.arab))
        for text in forms[1:]
    )


def first_told(*plans: Plan) -> dict[int, date]:
    """The day on which each person was first named to the office."""
    days: dict[int, date] = {}
    for told in sorted((one for plan in plans for one in plan.told), key=lambda one: one.on):
        for saying in told.sayings:
            days.setdefault(saying.who, told.on)
    return days


def enter_people(
    exercise: Exercise, people: Iterable[Invented], *, live: frozenset[int], first_told: dict[int, date]
) -> None:
    """A case for each person, in her own spelling and in two others."""
    by = exercise.reader(Role.REGISTER_OFFICER)
    owner = exercise.reader(Role.LIAISON).staff
    for person in people:
        village = exercise.villages[person.village]
        if person.household not in exercise.houses:
            exercise.houses[person.household] = register.add_household(village=village, by=by)
        exercise.people[person.number] = register.add_person(
            names=names_of(person),
            sex=SEXES[person.sex],
            born=dates.parse(str(person.born)),
            origin=village,
            household=exercise.houses[person.household],
            owner=owner,
            review_on=review_day(exercise.today, person.number, live=person.number in live),
            review_class="live" if person.number in live else "open",
            told_by="family",
            told_on=first_told[person.number],
            by=by,
        )


def names_of(person: Invented) -> list[NewName]:
    """Her name at birth in Kurmanji, and as it is written in Arabic and in English."""
    return [
        NewName(" ".join(name.kmr[0] for name in person.chain), kind="birth", language="kmr"),
        NewName(" ".join(name.arab[0] for name in person.chain), language="ar"),
        NewName(" ".join(name.en[0] for name in person.chain), language="en"),
    ]


def review_day(today: date, number: int, *, live: bool) -> date:
    """When the case is looked at again: live leads within days, the others over three months."""
    return today + timedelta(days=number % 4 if live else 2 + number * 7 % 90)


def enter_kin(exercise: Exercise, people: Sequence[Invented]) -> None:
    """Parents and marriages; the other side of each tie is read from it."""
    by = exercise.reader(Role.REGISTER_OFFICER)
    for person in people:
        ties = [("father", "blood", person.father), ("mother", "blood", person.mother)]
        if person.sex == "F":
            ties.append(("husband", "legal", person.spouse))
        for kind, tie, number in ties:
            if number:
                relative = exercise.people[number]
                register.add_kin(
                    person=exercise.people[person.number], relative=relative, kind=kind, tie=tie, by=by
                )


def enter_doubles(exercise: Exercise, people: Sequence[Invented]) -> None:
    """Three people whom another caller spelled otherwise: somebody says whether they are one."""
    clerk, officer = exercise.reader(Role.CLERK), exercise.reader(Role.REGISTER_OFFICER)
    for person in people[40:160:40]:
        spelt = " ".join((name.de or name.en)[-1] for name in person.chain[:2])
        double = register.add_person(
            names=[NewName(spelt, language="de")],
            sex=SEXES[person.sex],
            team="register",
            review_on=exercise.today + timedelta(days=3),
            told_by="caller from abroad",
            by=clerk,
        )
        why = "Same father, same village by another caller, two years apart."
        register.propose_judgement(
            a=exercise.people[person.number], b=double, verdict="same", why=why, by=officer
        )
