"""The second look: do the families of the two records also match, and does either have a better counterpart?

Support counts only *other* members who are each other's best match, so that a record never supports itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.records import Ints, Records
from vegerin.engines.linkage.rivals import Repeated, Sides, log_odds, two_best

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

MATCHED_FAMILIES = 0.6  # so much support makes the other members of two families worth comparing
MOST_OF_A_FAMILY = 40
YEARS_APART = 8.0
USUAL_ODDS = 0.005  # of two members of two families: so much more than this is what the pair tells of them
MOST_TOLD = 30.0


def second_look(
    records: Records,
    families: Ints,
    one: Longs,
    other: Longs,
    p_same: Floats,
    *,
    repeated: Repeated | None = None,
) -> Floats:
    """Columns (m, k): support by other members, sizes, and the margin to the best competitor on each side.

    `repeated`: who seems to stand several times on a list that repeats people; she is no rival of herself.
    """
    sides = Sides.of_records(records, one, other, repeated)
    rivals = sides.best_others(p_same)
    mutual = (p_same >= rivals).all(axis=0) | sides.own.any(axis=0)
    matched = np.where(mutual, p_same, 0.0)
    pair = _FamilyPairs(families, one, other, repeated)
    support, strongest = pair.support(one, other, matched)
    within = pair.best_within(one, other, p_same)
    told = np.where(within, np.log1p(p_same / (1 - np.minimum(p_same, 0.999)) / USUAL_ODDS), 0.0)
    odds, (odds_one, odds_other) = log_odds(p_same), log_odds(rivals)
    crowds = sides.crowds(p_same)
    sizes = np.bincount(families, minlength=len(records))
    small = np.minimum(sizes[families[one]], sizes[families[other]])
    large = np.maximum(sizes[families[one]], sizes[families[other]])
    return np.column_stack(
        [
            odds,
            support,
            strongest,
            support / np.maximum(small - 1, 1),
            small,
            large,
            odds - odds_one,
            odds - odds_other,
            odds - np.maximum(odds_one, odds_other),
            np.maximum(odds_one, odds_other),
            mutual,
            pair.margin(records, matched),
            odds - crowds[0],
            odds - crowds[1],
            pair.others(one, other, np.where(within, p_same, 0.0)),
            pair.others(one, other, told),
            pair.odds_against_rivals(records, told),
        ]
    )


LOOKED_AT = (
    "odds", "support", "strongest", "share_supported", "smaller", "larger", "margin_one", "margin_other",
    "margin", "rival", "mutual", "family_margin", "one_of_list", "other_of_list",
    "hoped_support", "told_by_others", "family_of_list",
)  # fmt: skip


def more_pairs(
    records: Records,
    families: Ints,
    one: Longs,
    other: Longs,
    p_same: Floats,
    repeats: frozenset[int] = frozenset(),
) -> tuple[Longs, Longs]:
    """Pairs that no key brought together: other members of two matching families, of fitting sex and age."""
    pair = _FamilyPairs(families, one, other)
    total = np.bincount(pair.back, np.where(pair.best_within(one, other, p_same), p_same, 0.0))
    chosen = np.flatnonzero(total >= MATCHED_FAMILIES)
    both = zip(pair.low[pair.first[chosen]].tolist(), pair.high[pair.first[chosen]].tolist(), strict=True)
    order = np.argsort(families, kind="stable")
    starts = np.searchsorted(families[order], np.arange(len(records) + 1))
    found = [
        _across(order[starts[a] : starts[a + 1]], order[starts[b] : starts[b + 1]], len(records))
        for a, b in both
    ]
    new = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    new = np.setdiff1d(new, one * len(records) + other, assume_unique=True)
    a, b = new // len(records), new % len(records)
    # Within one list nobody is her own sister, but a family may be told of twice where a list repeats people.
    twice = np.isin(records.of_list[a], list(repeats)) & (families[a] != families[b])
    fits = _fits(records, a, b) & ((records.of_list[a] != records.of_list[b]) | twice)
    return a[fits], b[fits]


def _across(left: Longs, right: Longs, count: int) -> Longs:
    if len(left) > MOST_OF_A_FAMILY or len(right) > MOST_OF_A_FAMILY:
        return np.empty(0, np.int64)
    a, b = np.repeat(left, len(right)), np.tile(right, len(left))
    result: Longs = np.minimum(a, b).astype(np.int64) * count + np.maximum(a, b)
    return result


def _fits(records: Records, one: Longs, other: Longs) -> npt.NDArray[np.bool_]:
    """No other sex, born about the same time."""
    sexes = (records.sex[one] < 0) | (records.sex[other] < 0) | (records.sex[one] == records.sex[other])
    gap = np.fmax(
        records.born_low[one] - records.born_high[other], records.born_low[other] - records.born_high[one]
    )
    return np.asarray(sexes & ~(gap > YEARS_APART))


class _FamilyPairs:
    """Pairs of records grouped by the pair of their families."""

    def __init__(self, families: Ints, one: Longs, other: Longs, repeated: Repeated | None = None) -> None:
        self.repeated = repeated
        self.low, self.high = _in_order(families, one, other)
        packed = self.low.astype(np.int64) * (int(families.max(initial=0)) + 1) + self.high
        self.first, self.back = np.unique(packed, return_index=True, return_inverse=True)[1:]

    def support(self, one: Longs, other: Longs, matched: Floats) -> tuple[Floats, Floats]:
        """How many other members of the two families match one another, and how surely the surest."""
        support = self.others(one, other, matched)
        return support, np.minimum(self._strongest_other(one, other, matched), support + 1e-9)

    def others(self, one: Longs, other: Longs, value: Floats) -> Floats:
        """The sum over the pairs of other members of the two families."""
        total = np.bincount(self.back, value)[self.back]
        mine = _sum_by(self.back, one, value) + _sum_by(self.back, other, value) - value
        return np.maximum(0.0, total - mine)

    def best_within(self, one: Longs, other: Longs, p_same: Floats) -> npt.NDArray[np.bool_]:
        """Each is the best of the other's family: where names are few, the best of a whole list is chance."""
        count = int(max(one.max(initial=0), other.max(initial=0))) + 1
        back = self.back.astype(np.int64) * count
        top, _ = two_best(np.concatenate((back + one, back + other)), np.concatenate((p_same, p_same)))
        return np.asarray((p_same >= top[: len(one)]) & (p_same >= top[len(one) :]))

    def odds_against_rivals(self, records: Records, told: Floats) -> Floats:
        """Log-odds, all members together, of this family pair against all others of the same list."""
        total = np.minimum(np.bincount(self.back, told), MOST_TOLD)
        others = self._sides(records).sums_of_others(np.exp(total))
        return np.asarray((total - np.log1p(others).max(axis=0))[self.back])

    def _sides(self, records: Records) -> Sides:
        """The pairs of families as sides."""
        low, high = self.low[self.first], self.high[self.first]
        return Sides.of_families(records, low, high, self.repeated)

    def _strongest_other(self, one: Longs, other: Longs, matched: Floats) -> Floats:
        """The best match among other members: the family's best, or where this record is in it, the next."""
        order = np.lexsort((-matched, self.back))
        starts = np.searchsorted(self.back[order], np.arange(len(self.first)))
        ends = np.append(starts[1:], len(order))
        result = np.zeros(len(one))
        open_ = np.ones(len(one), bool)
        for rank in range(3):
            place = starts[self.back] + rank
            inside = open_ & (place < ends[self.back])
            best = order[np.minimum(place, len(order) - 1)]
            apart = inside & (one[best] != one) & (other[best] != other)
            result[apart] = matched[best[apart]]
            open_ &= ~apart
        return result

    def margin(self, records: Records, matched: Floats) -> Floats:
        """How much more of this family pair matches than of either family with any other of the same list."""
        total: Floats = np.bincount(self.back, matched).astype(np.float64)
        return np.asarray((total - self._sides(records).best_others(total).max(axis=0))[self.back])


def _in_order(families: Ints, one: Longs, other: Longs) -> tuple[Ints, Ints]:
    return np.minimum(families[one], families[other]), np.maximum(families[one], families[other])


def _sum_by(family_pair: Longs, record: Longs, matched: Floats) -> Floats:
    packed = family_pair.astype(np.int64) * (int(record.max(initial=0)) + 1) + record
    back = np.unique(packed, return_inverse=True)[1]
    return np.asarray(np.bincount(back, weights=matched)[back], np.float64)
