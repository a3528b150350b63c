"""One list that repeats people, linked with itself: columns, keys, levels, EM, groups. Nothing is joined.

>>> from vegerin.engines.linkage.rows import Row
>>> said = [("1", "Tom", "Clifford", "1630-08-01"), ("2", "Thomas", "Clifford", "1630-08-01"),
...         ("3", "Emlie", "Bennet", "1861-01-01")]
>>> rows = [Row("log", at, dict(zip(("record_id", "given", "surname", "dob"), each)))
...         for at, each in enumerate(said, start=2)]
>>> link_repeating(rows).group
[0, 0, 2]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.repeating.clustering import Compared, grouped, pair_chances
from vegerin.engines.linkage.repeating.columns import Column, columns_of_list
from vegerin.engines.linkage.repeating.keys import Candidates, candidates
from vegerin.engines.linkage.repeating.levels import LEVELS, Levels, words_of
from vegerin.engines.linkage.repeating.weights import (
    Weights,
    by_chance,
    chances,
    class_ratios,
    family_of,
    learnt,
    rarity,
)
from vegerin.engines.linkage.rows import Row

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Say = Callable[[str], None]

BY_CHANCE = 500_000  # pairs that are drawn to see how often strangers agree
SEED = 20140803
AT_ONCE = 200_000  # pairs weighed together
WORTH = 1e-4
PAIR = 2


@dataclass(frozen=True)
class Repeating:
    """Pairs (m,) with their levels (m, columns) and class probabilities (m, 3): one person, kin or
    neighbours, strangers; a group number for each record; what was left out, and what was learnt."""

    rows: Sequence[Row]
    columns: Sequence[Column]
    left_out: Sequence[str]
    weights: Weights
    one: Longs
    other: Longs
    levels: Bytes
    p: Floats
    group: list[int]
    compared: int


def link_repeating(
    rows: Sequence[Row],
    *,
    seed: int = SEED,
    progress: Say = lambda stage: None,
    watch: Stopwatch | None = None,
) -> Repeating:
    """Which rows of one list are one person; everything is learnt from the list itself, without labels."""
    watch = watch or Stopwatch()
    with watch.stage("reading"):
        columns, left_out = columns_of_list(rows)
    if len(rows) < PAIR or not columns:
        return _nothing(rows, columns, left_out)
    progress("blocking")
    with watch.stage("blocking"):
        found = candidates(columns)
    progress("learning")
    with watch.stage("learning"):
        levels = levels_of(columns)
        one, other = found.one.astype(np.int64), found.other.astype(np.int64)
        said = compared_levels(levels, one, other)
        weights = _learnt(columns, levels, found, said, len(rows), seed)
    progress("groups")
    with watch.stage("groups"):
        compare = partial(_compared, columns, levels, weights)
        worth = _worth(compare(one, other, said), weights)
        one, other, said = one[worth], other[worth], said[worth]
        pairs = compare(one, other, said)
        group, pairs = grouped(len(rows), pairs, compare, weights)
        more = compared_levels(levels, pairs.one[len(one) :], pairs.other[len(one) :])
    with watch.stage("chances"):
        p = _chances(pairs, group, weights)
    return Repeating(
        rows, columns, left_out, weights, pairs.one, pairs.other, np.concatenate((said, more)), p,
        group.tolist(), len(found.one) + len(more),
    )  # fmt: skip


def _nothing(rows: Sequence[Row], columns: Sequence[Column], left_out: Sequence[str]) -> Repeating:
    """Each record alone: there is nothing to compare."""
    none, flat = np.empty(0, np.int64), np.ones((len(columns), LEVELS))
    weights = Weights(flat, flat, flat[None], 0.0, np.zeros(1))
    levels = np.empty((0, len(columns)), np.int8)
    group = list(range(len(rows)))
    return Repeating(rows, columns, left_out, weights, none, none, levels, np.empty((0, 3)), group, 0)


def levels_of(columns: Sequence[Column]) -> list[Levels]:
    """What compares each column."""
    words, first = words_of(columns)
    return [Levels(column, words, first.get(column.name, np.empty(0, np.int32))) for column in columns]


def compared_levels(levels: Sequence[Levels], one: Longs, other: Longs) -> Bytes:
    """The levels (m, columns) of pairs of records."""
    a, b = one.astype(np.int32), other.astype(np.int32)
    return np.column_stack([each.of(a, b) for each in levels]) if levels else np.zeros((len(one), 0), np.int8)


def _learnt(
    columns: Sequence[Column], levels: Sequence[Levels], found: Candidates, said: Bytes, count: int, seed: int
) -> Weights:
    drawn = np.random.default_rng(seed).integers(0, max(1, count), (2, BY_CHANCE))
    drawn = drawn[:, drawn[0] != drawn[1]]
    u = by_chance(columns, compared_levels(levels, drawn[0], drawn[1]))
    held = (found.always[:, None] >> np.arange(len(columns))) & 1
    rarer = _rarity(columns, found.one, found.other)
    return learnt(columns, said, rarer, u, unbiased=held == 0, records=count)


def _rarity(columns: Sequence[Column], one: Ints | Longs, other: Ints | Longs) -> Floats:
    return np.column_stack([rarity(column, one, other) for column in columns] or [np.zeros((len(one), 0))])


def _compared(
    columns: Sequence[Column], levels: Sequence[Levels], weights: Weights, one: Longs, other: Longs,
    said: Bytes | None = None,
) -> Compared:  # fmt: skip
    said = compared_levels(levels, one, other) if said is None else said
    family, parts = family_of(columns), []
    for at in range(0, max(1, len(one)), AT_ONCE):
        some = slice(at, at + AT_ONCE)
        logs = class_ratios(weights, said[some], _rarity(columns, one[some], other[some]), family)
        parts.append([np.where(said[some] == 0, np.nan, np.exp(each)).astype(np.float32) for each in logs])
    return Compared(one, other, tuple(np.concatenate(each) for each in zip(*parts, strict=True)))


def _worth(pairs: Compared, weights: Weights) -> Longs:
    """Positions of the pairs that may begin a group; of others those that are needed are compared again."""
    return np.flatnonzero(_alone(pairs, weights)[:, 0] >= WORTH)


def _alone(pairs: Compared, weights: Weights) -> Floats:
    """The chance of each class (m, classes), as each pair alone says."""
    totals = [np.nansum(np.log(np.maximum(each, 1e-30)), axis=1, dtype=float) for each in pairs.ratios]
    return chances(weights, totals)


def _chances(pairs: Compared, group: Longs, weights: Weights) -> Floats:
    """(m, 3): one person, with what both groups say; else kin or neighbours, else strangers."""
    alone = _alone(pairs, weights)
    same = pair_chances(pairs, group, alone[:, 0], weights)
    kin = alone[:, 1:-1].sum(axis=1) / np.maximum(1 - alone[:, 0], 1e-12)
    return np.column_stack([same, (1 - same) * kin, (1 - same) * (1 - kin)])
