"""Who plays in which story: nobody in two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from vegerin.config.exercise.fates import TAKEN_ON
from vegerin.config.exercise.people import Invented
from vegerin.config.exercise.plan import Saying, Told

# A number nobody has: 000 is no network, so that no exercise ever rings a telephone.
TRAP_NUMBER, HER_NUMBER = "+964 000 555 0143", "+90 000 555 0178"


@dataclass
class Cast:
    """Who plays in which story: nobody in two."""

    people: Sequence[Invented]
    today: date
    taken: set[int] = field(default_factory=set)

    def choose(self, *, count: int = 1, fits: Callable[[Invented], bool]) -> list[int]:
        """The first people who fit and are not yet in a story."""
        found = [person.number for person in self.people if person.number not in self.taken and fits(person)]
        self.taken.update(found[:count])
        return found[:count]

    def one(
        self, sex: str, *, ages: tuple[int, int], fits: Callable[[Invented], bool] = lambda _: True
    ) -> int:
        """One person of that sex who was of that age when they came."""
        (number,) = self.choose(
            fits=lambda one: one.sex == sex and ages[0] <= 2014 - one.born <= ages[1] and fits(one)
        )
        return number

    def daughter_and_mother(self, *, ages: tuple[int, int]) -> tuple[int, int]:
        """A girl of that age and her mother, both in no story yet."""
        free = [person for person in self.people if person.mother and person.mother not in self.taken]
        girls = {person.number: person.mother for person in free if person.mother}
        her = self.one("F", ages=ages, fits=lambda one: one.number in girls)
        self.taken.add(girls[her])
        return her, girls[her]

    def siblings_of(self, number: int, *, count: int) -> list[int]:
        """Brothers and sisters of one person who are in no story yet."""
        person = self.people[number - 1]
        return self.choose(
            count=count, fits=lambda one: one.father is not None and one.father == person.father
        )

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)


def first(*people: int) -> Told:
    """The family's own report, with which each case begins."""
    sayings = [
        saying
        for who in people
        for saying in (
            Saying(who, "named", "2014-09-15"),
            Saying(who, "abducted", TAKEN_ON, place="home"),
            Saying(who, "registered_missing", "2014-10-02"),
        )
    ]
    words = "Navên wan ev in. Roja ferman ji mal hatin birin."
    return Told(date(2014, 10, 2), "visit", words, tuple(sayings), "kmr", "brother", grade="B")
