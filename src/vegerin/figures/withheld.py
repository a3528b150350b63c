"""Which of our own counts are not told to those who read nobody: the small, and what would give them away.

Two sums stand on the page: women, girls, men and boys make everybody, and formula A makes what remains.
One number missing in a sum is no secret, so a second one goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from vegerin.engines.estimation.people import Number
from vegerin.figures.models import OutsideFigure

Quantity, Group = OutsideFigure.Quantity, OutsideFigure.Group
OURS = (Quantity.ABDUCTED, Quantity.RETURNED, Quantity.REMAINING, Quantity.HANDED_OVER)
GROUPS = (Group.ALL, Group.FEMALE, Group.MALE)
# Below this a number would point at people; whoever reads the register sees them anyway.
SMALLEST = 5
Cell = tuple[str, str]


def withheld(numbers: Mapping[Cell, Number]) -> frozenset[Cell]:
    """Of our counts by quantity and group, those that are not told."""
    gone = {cell for cell, number in numbers.items() if is_small(number)}
    counted = -1
    while counted != len(gone):
        counted = len(gone)
        gone |= {cell for quantity in OURS for cell in _of_groups(quantity, numbers, gone)}
        gone |= {cell for group in GROUPS for cell in _of_formula(group, gone)}
    return frozenset(gone)


def is_small(number: Number) -> bool:
    """Whether a number, or an end of its range, would point at people."""
    return any(0 < end < SMALLEST for end in (number.low, number.likeliest, number.high))


def _of_groups(quantity: str, numbers: Mapping[Cell, Number], gone: set[Cell]) -> set[Cell]:
    """Where one part goes the other goes too; also where those of unknown sex are few, by difference."""
    parts: set[Cell] = {(quantity, Group.FEMALE), (quantity, Group.MALE)}
    whole = numbers[quantity, Group.ALL].likeliest
    of_unknown_sex = whole - sum(numbers[part].likeliest for part in parts)
    return parts if parts & gone or 0 < of_unknown_sex < SMALLEST else set()


def _of_formula(group: str, gone: set[Cell]) -> set[Cell]:
    """Abducted = returned + remaining + handed over: of four, none goes alone."""
    hidden = [quantity for quantity in OURS if (quantity, group) in gone]
    if len(hidden) != 1:
        return set()
    second = Quantity.REMAINING if hidden[0] != Quantity.REMAINING else Quantity.RETURNED
    return {(second, group)}


def cells() -> list[Cell]:
    """Every count of ours."""
    return [(str(quantity), str(group)) for quantity, group in product(OURS, GROUPS)]
