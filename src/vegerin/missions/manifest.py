"""A manifest that adds up: who was expected, how it ended for each, who arrived, who is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vegerin.missions.models import Line
from vegerin.missions.stages import ARRIVED
from vegerin.register.models import Person


@dataclass(frozen=True)
class Totals:
    """How many, by women, men, girls and boys."""

    women: int = 0
    men: int = 0
    girls: int = 0
    boys: int = 0
    not_said: int = 0

    @property
    def all(self) -> int:
        """The sum."""
        return self.women + self.men + self.girls + self.boys + self.not_said


@dataclass(frozen=True)
class Manifest:
    """Who is expected, who has a line, what adds up to what."""

    expected: list[Person]
    lines: list[Line]

    @property
    def without_outcome(self) -> list[Person]:
        """Those of the group for whom nobody has said how it ended."""
        said = {line.person_id for line in self.lines}
        return [person for person in self.expected if person.pk not in said]

    @property
    def ticked_once(self) -> list[Line]:
        """Lines that still need the second of two."""
        return [line for line in self.lines if not hasattr(line, "ticked")]

    @property
    def arrived(self) -> Totals:
        """Everybody who arrived: in the car."""
        return totals(line for line in self.lines if line.outcome in ARRIVED)

    @property
    def counted(self) -> Totals:
        """Those of them who go into a published figure: not the children born in captivity (D19)."""
        return totals(line for line in self.lines if line.outcome in ARRIVED and not line.born_in_captivity)

    @property
    def is_complete(self) -> bool:
        """Every listed person has an outcome, and every line both ticks."""
        return bool(self.lines) and not self.without_outcome and not self.ticked_once


def totals(lines: Iterable[Line]) -> Totals:
    """The lines by sex and age on arrival."""
    counts = {"women": 0, "men": 0, "girls": 0, "boys": 0, "not_said": 0}
    names = {
        ("female", "grown"): "women",
        ("male", "grown"): "men",
        ("female", "child"): "girls",
        ("male", "child"): "boys",
    }
    for line in lines:
        counts[names.get((line.sex, line.age), "not_said")] += 1
    return Totals(**counts)
