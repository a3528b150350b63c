"""Who else a record may be: the other candidates of one list, and how strongly they speak against a pair.

A list names a person once, so that another candidate who fits better tells against this one. Where a list
repeats people that holds only between people: who seems to be she herself, once more, is no rival.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.groups import least_tied, pairs_inside
from vegerin.engines.linkage.records import Ints, Records

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SHARED = 2  # members that make one family of two, as of one that is told of twice


@dataclass(frozen=True)
class Repeated:
    """Which lists repeat people, and for each record who that seems to be, and which family."""

    lists: Bools
    person: Longs
    family: Longs


def repeated(records: Records, families: Ints, person: list[int], repeats: frozenset[int]) -> Repeated:
    """Who seems to be whom; two families are one where they share two persons, or the only one."""
    who = np.asarray(person, np.int64)
    one, other = pairs_inside(who)
    both = np.stack([families[one], families[other]], axis=1).astype(np.int64)
    apart, shared = np.unique(both, axis=0, return_counts=True)
    sizes = np.bincount(families, minlength=len(families))
    tied = apart[(shared >= SHARED) | (sizes[apart].min(axis=1) == 1)]
    lists = np.isin(np.arange(len(records.lists)), list(repeats))
    return Repeated(lists, who, least_tied(len(families), tied[:, 0], tied[:, 1]))


@dataclass(frozen=True)
class Sides:
    """m pairs seen from both sides: `group` (2, m) is one number for "this one against that list", `who`
    (2, m) the other end, `own` (2, m) whether that is the same person or family, once more."""

    group: Longs
    who: Longs
    own: Bools

    @staticmethod
    def of_records(records: Records, one: Longs, other: Longs, known: Repeated | None) -> Sides:
        """Pairs of records."""
        return _sides(records, one, other, known, None if known is None else known.person)

    @staticmethod
    def of_families(records: Records, low: Ints, high: Ints, known: Repeated | None) -> Sides:
        """Pairs of families: a family's number is its first record's, so it says the list too."""
        ends = low.astype(np.int64), high.astype(np.int64)
        return _sides(records, *ends, known, None if known is None else known.family)

    def best_others(self, value: Floats) -> Floats:
        """For both sides (2, m) the best value of somebody else of that list."""
        of_each, back, values = self._by_who(value)
        top, second = two_best(of_each, values)
        return np.asarray(np.where(values >= top, second, top)[back].reshape(2, -1))

    def sums_of_others(self, value: Floats) -> Floats:
        """For both sides (2, m) the sum of the values of all others of that list."""
        of_each, back, values = self._by_who(value)
        group = np.unique(of_each, return_inverse=True)[1]
        total = np.bincount(group, values)[group] - values
        return np.asarray(np.maximum(total, 0.0)[back].reshape(2, -1))

    def crowds(self, p_same: Floats) -> Floats:
        """ln(1 + the odds of all others of that list): by Bayes one at most of a list is she."""
        return np.asarray(np.log1p(self.sums_of_others(np.exp(log_odds(p_same)))))

    def _by_who(self, value: Floats) -> tuple[Longs, Longs, Floats]:
        """Each (group, who) once: its group, where it stands for every side, its best value; own ones 0."""
        values = np.where(self.own, 0.0, value).ravel()
        group, who = self.group.ravel(), self.who.ravel()
        count = int(who.max(initial=0)) + 1
        each, back = np.unique(group * count + who, return_inverse=True)
        best = np.zeros(len(each))
        np.maximum.at(best, back, values)
        return each // count, back, best


def _sides(records: Records, one: Longs, other: Longs, known: Repeated | None, same: Longs | None) -> Sides:
    mine, theirs = np.stack((one, other)), np.stack((other, one))
    of_list = records.of_list[theirs].astype(np.int64)
    group = mine * len(records.lists) + of_list
    if known is None or same is None:
        return Sides(group, theirs, np.zeros(group.shape, bool))
    repeats = known.lists[of_list]
    who = np.where(repeats, same[theirs], len(records) + theirs)
    return Sides(group, who, repeats & (same[mine] == same[theirs]))


def log_odds(p: Floats) -> Floats:
    """Never beyond ±8, so that two sure ones are not told apart."""
    clipped = np.clip(p, 3e-4, 1 - 3e-4)
    result: Floats = np.log(clipped / (1 - clipped))
    return result


def two_best(group: Longs, value: Floats) -> tuple[Floats, Floats]:
    """For each row the best and second-best value of its group."""
    order = np.lexsort((-value, group))
    ordered, values = group[order], value[order]
    fresh = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(group) else np.empty(0, bool)
    first = np.flatnonzero(fresh)
    number = np.cumsum(fresh) - 1
    has = np.zeros(len(first), bool)
    inside = first + 1 < len(group)
    has[inside] = ordered[first[inside] + 1] == ordered[first[inside]]
    second = np.zeros(len(first))
    second[has] = values[first[has] + 1]
    top_of, second_of = np.empty(len(group)), np.empty(len(group))
    top_of[order], second_of[order] = values[first][number], second[number]
    return top_of, second_of
