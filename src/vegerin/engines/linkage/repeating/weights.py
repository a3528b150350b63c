"""What each level of each column weighs, learnt from the list itself by EM (Fellegi & Sunter 1969).

Classes of pairs: one person; kin or neighbours, but another person, of three sorts; strangers. Among
strangers a level is as frequent as among pairs drawn by chance (u), among one person's records as EM finds
(m). Kin agree on what a family says and are strangers in the rest, so that no class can take another's place:
without them siblings, who agree on father, mother and village, would be learnt as the same person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.repeating.columns import Column, Kind
from vegerin.engines.linkage.repeating.levels import ALIKE, ELSEWHERE, EXACT, LEVELS, UNLIKE

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

ROUNDS, STILL = 60, 1e-4
LEARNT_FROM = 300_000  # pairs: of more every second, third, …
BELIEVED = 20.0  # what is believed before anything is seen counts as so many pairs
SAME_M = (0, 0.14, 0.03, 0.04, 0.05, 0.06, 0.04, 0.64)
# Where EM begins for kin: one household; parent and child, whose names stand elsewhere; one place.
KIN_M = (SAME_M, (0, 0.3, 0.5, 0.05, 0.05, 0.02, 0.02, 0.06), None)
# What is believed of strangers, as so many pairs drawn.
CHANCE = np.array([188, 4, 2, 2, 1, 1, 2.0])
CHANCE_SEX = np.array([100, 0, 0, 0, 0, 0, 100.0])
LEAST_U, LEAST = 1e-6, 1e-9
MOST_SHARE = 0.05  # of all pairs, for each class, when EM begins
# How often, at most, anybody would believe one person's records to be unlike.
MOST_UNLIKE = {"given": 0.3, "sex": 0.12}
MOST_UNLIKE_NAME, MOST_UNLIKE_ELSE = 0.35, 0.5
OWN_LEVELS = slice(UNLIKE, ELSEWHERE + 1)


@dataclass(frozen=True)
class Weights:
    """m and u (columns, levels), m of each sort of kin (sorts, columns, levels); the share of each class
    among all pairs of the list, strangers the rest."""

    m: Floats
    u: Floats
    kin: Floats
    same: float
    family: Floats


def rarity(column: Column, one: Ints | Longs, other: Ints | Longs) -> Floats:
    """How much rarer the values (m,) of these pairs are than those on which two strangers usually agree."""
    shares = np.bincount(column.ids[column.said], minlength=len(column.forms)) / max(1, column.said.sum())
    a, b = column.ids[one], column.ids[other]
    share = np.maximum(np.sqrt(shares[a] * shares[b]), LEAST)
    return np.where((a >= 0) & (b >= 0), np.log((shares**2).sum() / share), 0.0)


def log_ratios(m: Floats, u: Floats, levels: Bytes, rarer: Floats) -> Floats:
    """ln(m/u) of each pair and column (m, columns); an agreement on a rare value weighs more.

    >>> m, u = np.full((1, LEVELS), 0.1), np.full((1, LEVELS), 0.01)
    >>> log_ratios(m, u, np.array([[EXACT], [0]], np.int8), np.zeros((2, 1))).round(2).tolist()
    [[2.3], [0.0]]
    """
    table = np.log(m / u)
    table[:, 0] = 0.0
    found = np.take_along_axis(table.T, levels.astype(np.int64), axis=0)
    return np.asarray(found + np.where(levels >= ALIKE, rarer, 0.0))


def class_ratios(weights: Weights, levels: Bytes, rarer: Floats, family: Bools) -> list[Floats]:
    """ln(m/u) of each pair and column, for one person and then for each sort of kin."""
    kin = [log_ratios(each, weights.u, levels, rarer * family) for each in weights.kin]
    return [log_ratios(weights.m, weights.u, levels, rarer), *kin]


def chances(weights: Weights, totals: Sequence[Floats]) -> Floats:
    """The chance of each class (m, classes), strangers last, from all columns' ln(m/u) together."""
    shares = [weights.same, *weights.family.tolist(), 1 - weights.same - weights.family.sum()]
    logs = np.column_stack([*totals, np.zeros(len(totals[0]))]) + np.log(shares)
    logs -= logs.max(axis=1, keepdims=True)
    p = np.exp(logs)
    return np.asarray(p / p.sum(axis=1, keepdims=True))


def by_chance(columns: Sequence[Column], levels: Bytes) -> Floats:
    """u: how often each level is met in pairs (m, columns) drawn by chance; agreement by its values' shares.

    In a short list few pairs are there to draw, and many of them one person's: what is believed counts.
    """
    u = np.zeros((len(columns), LEVELS))
    for at, column in enumerate(columns):
        count = int(column.said.sum())
        there = min(len(levels), count * (count - 1) / 2)
        met = np.bincount(levels[:, at], minlength=LEVELS)[1:] + 0.5
        values = np.bincount(column.ids[column.said], minlength=1).astype(float)
        met[EXACT - 1] = met.sum() * (values * (values - 1)).sum() / max(1, count * (count - 1))
        believed = CHANCE_SEX if column.kind is Kind.CATEGORY else CHANCE
        u[at, 1:] = (met / met.sum() * there + believed) / (there + sum(believed))
    return np.maximum(u, LEAST_U)


def learnt(
    columns: Sequence[Column], levels: Bytes, rarer: Floats, u: Floats, *, unbiased: Bools, records: int
) -> Weights:
    """m, and the shares of the classes, by EM over the pairs compared; all others count as strangers.

    `unbiased` (m, columns): whether some key without that column brought the pair together; only such pairs
    say how often one person's records differ in it.
    """
    every = slice(None, None, 1 + len(levels) // LEARNT_FROM)
    part = len(levels[every]) / max(1, len(levels))
    all_pairs, share = records * (records - 1) / 2 * part, min(MOST_SHARE, 2 / max(1, records - 1))
    levels, rarer, unbiased = levels[every], rarer[every], unbiased[every]
    family, first = family_of(columns), _first(columns, u)
    believed = first * BELIEVED
    kin_shares = np.full(len(KIN_M), share)
    weights = Weights(_bounded(first[0], columns), u, _kin(first[1:], u, family), share, kin_shares)
    for _ in range(ROUNDS):
        totals = [each.sum(axis=1) for each in class_ratios(weights, levels, rarer, family)]
        p = chances(weights, totals)
        counted = np.stack([_counted(levels, p[:, at], unbiased) + believed[at] for at in range(len(first))])
        counted[:, :, 0] = 0.0
        found = np.maximum(counted / counted.sum(axis=2, keepdims=True), LEAST)
        shares = (p[:, :-1].sum(axis=0) + 1) / (all_pairs + 2.0 * len(first))
        kin = _kin(found[1:], u, family)
        new = Weights(_bounded(found[0], columns), u, kin, float(shares[0]), shares[1:])
        moved = float(np.abs(new.m - weights.m).max())
        weights = new
        if moved < STILL:
            break
    return weights


def family_of(columns: Sequence[Column]) -> Bools:
    """Which columns kin may share, years of birth included: siblings are of one age, more or less."""
    return np.array([column.family or column.kind is Kind.DATE for column in columns], bool)


def _first(columns: Sequence[Column], u: Floats) -> Floats:
    """Where EM begins: one person, and each sort of kin (classes, columns, levels)."""
    place = np.array([column.kind in (Kind.PLACE, Kind.CODE) for column in columns])[:, None]
    same = np.tile(np.array(SAME_M, float), (len(columns), 1))
    kin = [np.where(place, same, u if each is None else np.array(each, float)) for each in KIN_M]
    return np.asarray(np.maximum(np.stack([same, *kin]), LEAST))


def _counted(levels: Bytes, p: Floats, unbiased: Bools) -> Floats:
    """How often each level (columns, levels) is met, each pair as likely as it is of the class."""
    columns = zip(levels.T, unbiased.T, strict=True)
    return np.stack([np.bincount(level, p * asked, LEVELS) for level, asked in columns])


def _kin(found: Floats, u: Floats, family: Bools) -> Floats:
    """m of kin: as found for what families say; else as of strangers, but a name may stand elsewhere."""
    own = np.tile(u, (len(found), 1, 1))
    parts = found[:, :, OWN_LEVELS]
    unlike = u[None, :, OWN_LEVELS].sum(axis=2, keepdims=True)
    own[:, :, OWN_LEVELS] = np.maximum(parts / parts.sum(axis=2, keepdims=True) * unlike, LEAST)
    return np.asarray(np.where(family[None, :, None], found, own))


def _bounded(m: Floats, columns: Sequence[Column]) -> Floats:
    """m with no column unlike more often than anybody would believe of one person's records."""
    most = np.array([_most_unlike(column) for column in columns])[:, None]
    unlike = m[:, OWN_LEVELS].sum(axis=1, keepdims=True)
    over = unlike > most
    result = m * np.where(over, (1 - most) / np.maximum(1 - unlike, LEAST), 1.0)
    result[:, OWN_LEVELS] = m[:, OWN_LEVELS] * np.where(over, most / unlike, 1.0)
    return result


def _most_unlike(column: Column) -> float:
    usual = MOST_UNLIKE_NAME if column.kind is Kind.NAME else MOST_UNLIKE_ELSE
    return MOST_UNLIKE.get(column.name, usual)
