"""Does a statement add up? Sums of its own figures, and which of two formulas its remainder follows.

Numbers like these went to print with digits swapped, sexes swapped and one table under another's name; so
each statement is added up where it is shown. Nothing is corrected: what was published stays as published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vegerin.figures.models import OutsideFigure

Quantity = OutsideFigure.Quantity
Group = OutsideFigure.Group
# Each sum of groups that makes another group.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (Group.ALL, (Group.WOMEN, Group.MEN, Group.GIRLS, Group.BOYS)),
    (Group.ALL, (Group.FEMALE, Group.MALE)),
    (Group.FEMALE, (Group.WOMEN, Group.GIRLS)),
    (Group.MALE, (Group.MEN, Group.BOYS)),
)
Numbers = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Sum:
    """Parts that were stated, what they make, and what was stated for the whole."""

    quantity: str
    whole: str
    parts: tuple[int, ...]
    stated: int

    @property
    def agrees(self) -> bool:
        """Whether it adds up."""
        return sum(self.parts) == self.stated


@dataclass(frozen=True)
class Remainder:
    """What remains by each of the two formulas, and what was stated."""

    after_bodies: int | None  # A: abducted less returned less bodies handed over
    before_bodies: int  # B: abducted less returned
    stated: int

    @property
    def letter(self) -> str:
        """A, B, or nothing where it follows neither."""
        return "A" if self.stated == self.after_bodies else "B" if self.stated == self.before_bodies else ""


def numbers_of(figures: Iterable[OutsideFigure]) -> dict[tuple[str, str], int]:
    """The exact numbers of a statement that count what their name says; others stay out."""
    return {
        (one.quantity, one.group): one.value
        for one in figures
        if one.value is not None and one.exactness == OutsideFigure.Exactness.EXACT and not one.definition
    }


def sums_of(numbers: Numbers) -> list[Sum]:
    """Every sum that the stated figures allow."""
    found = []
    for quantity in Quantity.values:
        for whole, groups in PARTS:
            parts = [numbers.get((quantity, group)) for group in groups]
            stated = numbers.get((quantity, whole))
            known = tuple(part for part in parts if part is not None)
            if stated is not None and len(known) == len(parts):
                found.append(Sum(quantity, whole, known, stated))
    return found


def remainder_of(numbers: Numbers) -> Remainder | None:
    """Which formula the stated remainder follows; None where not enough was stated."""
    abducted = numbers.get((Quantity.ABDUCTED, Group.ALL))
    if abducted is None:
        sexes = [numbers.get((Quantity.ABDUCTED, group)) for group in (Group.FEMALE, Group.MALE)]
        abducted = sum(sexes) if None not in sexes else None  # type: ignore[arg-type]
    returned, stated = (
        numbers.get((quantity, Group.ALL)) for quantity in (Quantity.RETURNED, Quantity.REMAINING)
    )
    if abducted is None or returned is None or stated is None:
        return None
    bodies = numbers.get((Quantity.HANDED_OVER, Group.ALL))
    before = abducted - returned
    return Remainder(None if bodies is None else before - bodies, before, stated)
