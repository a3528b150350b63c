"""Overlap tables: how many people stand on exactly which of several linked lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

FEWEST_LISTS, MOST_LISTS = 2, 8
LARGEST_COUNT = 10**8


class NotATable(ValueError):
    """The cells do not make an overlap table; the message says which and why."""


@dataclass(frozen=True)
class OverlapTable:
    """Counts of people by the lists they stand on.

    Args:
        lists: names of the k lists.
        counts: 2^k numbers; bit j of an index says whether list j has the person. Index 0, on no list, is 0
            because it is what we ask about.
        possible: False where nobody can stand (a structural zero: a list that could not reach a place).

    >>> table = OverlapTable.from_patterns(["A", "B"], {"10": 10, "01": 5, "11": 5})
    >>> table.listed, table.per_list.tolist(), table.overlap(0, 1)
    (20, [15, 10], 5)
    """

    lists: tuple[str, ...]
    counts: Whole
    possible: Flags

    @classmethod
    def from_patterns(
        cls, lists: Sequence[str], cells: Mapping[str, int], *, impossible: Iterable[str] = ()
    ) -> OverlapTable:
        """A table from patterns such as "101": digit j says whether list j has these people."""
        counts = np.zeros(2 ** len(lists), dtype=np.int64)
        possible = np.ones(2 ** len(lists), dtype=bool)
        for pattern, count in cells.items():
            counts[index_of(pattern)] += count
        for pattern in impossible:
            possible[index_of(pattern)] = False
        if np.any(counts[~possible]):
            wrong = pattern_of(int(np.flatnonzero(counts * ~possible)[0]), len(lists))
            raise NotATable(f"Pattern {wrong} is said to be impossible, yet people stand there.")
        return cls(tuple(lists), counts, possible)

    @property
    def k(self) -> int:
        """How many lists there are."""
        return len(self.lists)

    @cached_property
    def listed(self) -> int:
        """How many people stand on one list at least."""
        return int(self.counts[1:].sum())

    @cached_property
    def per_list(self) -> Whole:
        """How many people each list has."""
        indices = np.arange(self.counts.size)
        return np.array([self.counts[indices >> j & 1 == 1].sum() for j in range(self.k)])

    def overlap(self, a: int, b: int) -> int:
        """How many people stand on both lists."""
        both = 1 << a | 1 << b
        return int(self.counts[np.arange(self.counts.size) & both == both].sum())

    @cached_property
    def frequencies(self) -> Whole:
        """How many people stand on exactly 0, 1, ... k lists (0 for none, which is not known)."""
        return np.bincount(on_how_many(self.k), weights=self.counts, minlength=self.k + 1).astype(np.int64)

    def without(self, j: int) -> OverlapTable:
        """The table as it would be had list j never been made; those on j alone become unlisted."""
        indices = np.arange(self.counts.size)
        rest = (indices & (1 << j) - 1) | (indices >> (j + 1)) << j
        counts = np.bincount(rest, weights=self.counts, minlength=self.counts.size // 2).astype(np.int64)
        counts[0] = 0
        possible = np.zeros(counts.size, dtype=bool)
        np.logical_or.at(possible, rest, self.possible)
        return OverlapTable(self.lists[:j] + self.lists[j + 1 :], counts, possible)

    def merged(self, a: int, b: int) -> OverlapTable:
        """The table with lists a and b taken as one: for a list that was copied from another."""
        indices = np.arange(self.counts.size)
        either = (indices >> a | indices >> b) & 1
        joined = (indices & ~(1 << a)) | either << a
        counts = np.bincount(joined, weights=self.counts, minlength=self.counts.size).astype(np.int64)
        possible = np.zeros(counts.size, dtype=bool)
        np.logical_or.at(possible, joined, self.possible)
        names = list(self.lists)
        names[a] = f"{names[a]} + {names[b]}"
        return OverlapTable(tuple(names), counts, possible)._without_empty(b)

    def _without_empty(self, j: int) -> OverlapTable:
        kept = self.without(j)
        assert kept.listed == self.listed  # nobody stood on list j alone
        return kept

    def ordered(self) -> tuple[OverlapTable, tuple[int, ...]]:
        """The table with lists in a fixed order that depends on the counts alone, and that order.

        Methods that use chance work on this one, so that the order in which lists are given plays no part.
        """
        indices = np.arange(self.counts.size)

        def about(j: int) -> tuple[object, ...]:
            on = self.counts * (indices >> j & 1)
            sizes = np.bincount(on_how_many(self.k), weights=on, minlength=self.k + 1)
            shared = sorted(self.overlap(j, other) for other in range(self.k) if other != j)
            return (-int(self.per_list[j]), *sizes.tolist(), *shared, tuple(sorted(on[on > 0].tolist())))

        order = tuple(sorted(range(self.k), key=about))
        return self.taken(order), order

    def cells_taken(self, order: Sequence[int]) -> Whole:
        """For every cell of the reordered table, which cell it was."""
        indices = np.arange(self.counts.size)
        old = np.zeros_like(indices)
        for new, j in enumerate(order):
            old |= (indices >> new & 1) << j
        return old

    def taken(self, order: Sequence[int]) -> OverlapTable:
        """The same table with its lists in another order."""
        old = self.cells_taken(order)
        return OverlapTable(tuple(self.lists[j] for j in order), self.counts[old], self.possible[old])


def index_of(pattern: str) -> int:
    """The cell of a pattern.

    >>> index_of("100"), index_of("011")
    (1, 6)
    """
    return sum(1 << j for j, digit in enumerate(pattern) if digit == "1")


def pattern_of(index: int, k: int) -> str:
    """The pattern of a cell.

    >>> pattern_of(6, 3)
    '011'
    """
    return "".join(str(index >> j & 1) for j in range(k))


def on_how_many(k: int) -> Whole:
    """For every cell of k lists, how many lists it is on."""
    return np.array([index.bit_count() for index in range(2**k)])
