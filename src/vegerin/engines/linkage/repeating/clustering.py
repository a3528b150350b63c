"""Who is one person in a list that repeats people: groups join while more speaks for it than against.

A record that says little cannot be told by any one other record, but by all that its group knows. Two groups
are compared column by column. A record's ratio against a group is the mean over the group's records, as if
its value were copied from one of theirs, taken by chance; a group's is the mean of its records' logarithms,
so that one record which fits both is no bridge. The best pairs of groups join first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.blocking import among
from vegerin.engines.linkage.repeating.weights import Weights, chances

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

MOST_ROUNDS = 80
THRESHOLD = 0.5
MANY, OF_MANY = 5, 0.97
GROUPS_WORD = 0.95  # how far a group is believed where a pair alone says nothing


@dataclass(frozen=True)
class Compared:
    """Pairs of records (m,); for each class m/u of each column (m, columns), NaN where not both say it."""

    one: Longs
    other: Longs
    ratios: tuple[Singles, ...]

    def part(self, which: Longs) -> Compared:
        """These pairs alone."""
        return Compared(self.one[which], self.other[which], tuple(each[which] for each in self.ratios))

    def and_more(self, more: Compared) -> Compared:
        """These pairs and those."""
        return Compared(
            np.concatenate((self.one, more.one)),
            np.concatenate((self.other, more.other)),
            tuple(np.concatenate(both) for both in zip(self.ratios, more.ratios, strict=True)),
        )


Compare = Callable[[Longs, Longs], Compared]


@dataclass(frozen=True)
class Groups:
    """Pairs of groups that pairs of records tie: how many tie them, how likely they are one person."""

    one: Longs
    other: Longs
    pairs: Longs
    p: Floats

    def part(self, which: Longs) -> Groups:
        """These pairs of groups alone."""
        return Groups(self.one[which], self.other[which], self.pairs[which], self.p[which])

    def names(self, count: int) -> Longs:
        """Each pair of groups as one number."""
        return self.one * count + self.other


def between(compared: Compared, group: Longs, weights: Weights) -> Groups:
    """How likely each two groups are one person, as their records' pairs say together."""
    count = len(group)
    a, b = group[compared.one], group[compared.other]
    apart = np.flatnonzero(a != b)
    compared, a, b = compared.part(apart), a[apart], b[apart]
    two, back, pairs = np.unique(
        np.minimum(a, b) * count + np.maximum(a, b), return_inverse=True, return_counts=True
    )
    sides = []
    for record, against in ((compared.one, b), (compared.other, a)):
        _, first, of_record = np.unique(record * count + against, return_index=True, return_inverse=True)
        # Each record's group first, by name, so that both sides of a pair of groups are told apart.
        sides.append((of_record, back[first] * 2 + (group[record] > against)[first]))
    totals = _both_ways(compared.ratios, sides, len(two))
    return Groups(two // count, two % count, pairs, chances(weights, totals)[:, 0])


def _both_ways(ratios: Sequence[Singles], sides: Sequence[tuple[Longs, Longs]], count: int) -> list[Floats]:
    """For each class ln of the ratios of all columns together (count,): of each record the mean ratio against
    the other group, and of these logarithms the mean over the records."""
    totals = [np.zeros(count) for _ in ratios]
    for column in range(ratios[0].shape[1]):
        said = np.flatnonzero(~np.isnan(ratios[0][:, column]))  # every class says the same columns
        logs, many = [np.zeros(2 * count) for _ in ratios], np.zeros(2 * count)
        values = [each[said, column] for each in ratios]
        for of_record, of_side in sides:
            back = of_record[said]
            spoken = np.bincount(back, minlength=len(of_side))
            many += np.bincount(of_side, spoken > 0, 2 * count)
            for total, value in zip(logs, values, strict=True):
                total += np.bincount(of_side, _log_means(value, back, spoken), 2 * count)
        for total, log in zip(totals, logs, strict=True):
            total += (log / np.maximum(many, 1)).reshape(count, 2).mean(axis=1)
    return totals


def _log_means(ratios: Singles, back: Longs, many: Longs) -> Floats:
    """ln of the mean ratio of each number in `back`, each so many times said; 0 where nothing is."""
    sums = np.bincount(back, ratios, len(many))
    return np.asarray(np.log(np.where(many > 0, np.maximum(sums, 1e-30) / np.maximum(many, 1), 1.0)))


def together(compared: Compared, back: Longs, count: int, weights: Weights) -> Floats:
    """The chance of one person (count,) where pairs with one number in `back` speak together."""
    totals = []
    for ratios in compared.ratios:
        total = np.zeros(count)
        for column in ratios.T:
            said = np.flatnonzero(~np.isnan(column))
            total += _log_means(column[said], back[said], np.bincount(back[said], minlength=count))
        totals.append(total)
    return chances(weights, totals)[:, 0]


def grouped(count: int, compared: Compared, compare: Compare, weights: Weights) -> tuple[Longs, Compared]:
    """A group number for each of `count` records, and all pairs, those compared on the way included."""
    group, refused = np.arange(count), np.empty(0, np.int64)
    known = between(compared, group, weights)
    for _ in range(MOST_ROUNDS):
        may_join = known.p >= least_chance(known.one, known.other, group)
        found = known.part(np.flatnonzero(may_join & ~among(known.names(count), np.sort(refused))))
        found = found.part(_each_others_best(found, count))
        if not len(found.one):
            break
        more = compare(*_missing(group, found, compared))
        compared = compared.and_more(more) if len(more.one) else compared
        sure = _still_likely(found, compared, group, weights)
        refused = np.concatenate((refused, found.names(count)[~sure]))
        one, other = found.one[sure], found.other[sure]
        changed = np.zeros(count, bool)
        changed[one] = changed[other] = True
        # A group that grew may be asked again.
        refused = refused[~(changed[refused // count] | changed[refused % count])]
        leader = np.arange(count)
        leader[other] = one
        group = leader[group]
        known = _known_again(known, compared, group, changed, weights)
    return group, compared


def least_chance(one: Longs, other: Longs, group: Longs) -> Floats:
    """From what chance on two groups join: two that many records tell of are sure to be one, or two people.

    A chance says what one record of each would; where it is doubtful though many were asked, they are two.
    """
    sizes = np.bincount(group, minlength=len(group))
    return np.where(np.minimum(sizes[one], sizes[other]) >= MANY, OF_MANY, THRESHOLD)


def _known_again(
    known: Groups, compared: Compared, group: Longs, changed: npt.NDArray[np.bool_], weights: Weights
) -> Groups:
    """What is known of each two groups after some of them changed: only those are asked anew."""
    kept = known.part(np.flatnonzero(~(changed[known.one] | changed[known.other])))
    asked = np.flatnonzero(changed[group[compared.one]] | changed[group[compared.other]])
    new = between(compared.part(asked), group, weights)
    return Groups(
        np.concatenate((kept.one, new.one)),
        np.concatenate((kept.other, new.other)),
        np.concatenate((kept.pairs, new.pairs)),
        np.concatenate((kept.p, new.p)),
    )


def _each_others_best(found: Groups, count: int) -> Longs:
    """Positions of the pairs that are the best of both their groups; ties by number."""
    order = np.lexsort((found.other, found.one, -found.p))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    best = np.full(count, len(order))
    np.minimum.at(best, found.one, rank)
    np.minimum.at(best, found.other, rank)
    return np.flatnonzero((best[found.one] == rank) & (best[found.other] == rank))


def _missing(group: Longs, found: Groups, compared: Compared) -> tuple[Longs, Longs]:
    """The pairs of records between these groups that were not compared yet."""
    count = len(group)
    sizes = np.bincount(group, minlength=count)
    partly = found.part(np.flatnonzero(sizes[found.one] * sizes[found.other] > found.pairs))
    order = np.argsort(group, kind="stable")
    starts = np.concatenate(([0], np.cumsum(sizes)))
    lefts, rights = [order[:0]], [order[:0]]
    for a, b in zip(partly.one.tolist(), partly.other.tolist(), strict=True):
        left, right = order[starts[a] : starts[a + 1]], order[starts[b] : starts[b + 1]]
        lefts.append(np.repeat(left, len(right)))
        rights.append(np.tile(right, len(left)))
    left, right = np.concatenate(lefts), np.concatenate(rights)
    low, high = np.minimum(left, right), np.maximum(left, right)
    wanted, known = low * count + high, compared.one * count + compared.other
    # Few are wanted and many are known: the few are sorted, not the many.
    known = np.sort(known[among(known, np.sort(wanted))])
    new = ~among(wanted, known)
    return low[new], high[new]


def _still_likely(found: Groups, compared: Compared, group: Longs, weights: Weights) -> npt.NDArray[np.bool_]:
    """Which of these are likely now that all their pairs are compared."""
    a, b = group[compared.one], group[compared.other]
    asked = among(np.minimum(a, b) * len(group) + np.maximum(a, b), np.sort(found.names(len(group))))
    again = between(compared.part(np.flatnonzero(asked)), group, weights)
    likely = again.names(len(group))[again.p >= least_chance(again.one, again.other, group)]
    return among(found.names(len(group)), np.sort(likely))


def belonging(compared: Compared, group: Longs, weights: Weights) -> Floats:
    """How likely each record (n,) belongs to the others of its group, all that they say together; 1 alone."""
    inside = np.flatnonzero(group[compared.one] == group[compared.other])
    pairs = compared.part(np.concatenate((inside, inside)))
    back = np.concatenate((compared.one[inside], compared.other[inside]))
    p = together(pairs, back, len(group), weights)
    alone = np.bincount(group, minlength=len(group))[group] == 1
    return np.where(alone, 1.0, p)


def pair_chances(compared: Compared, group: Longs, alone: Floats, weights: Weights) -> Floats:
    """How likely each pair is one person, what both groups say asked too; `alone`: as the pair alone says.

    Inside a group most of the word is the group's, but not all: it may hold two people. Between groups both
    the pair and all that its groups say must speak for it.
    """
    member = belonging(compared, group, weights)
    inside = GROUPS_WORD * member[compared.one] * member[compared.other] + (1 - GROUPS_WORD) * alone
    tied = between(compared, group, weights)
    a, b = group[compared.one], group[compared.other]
    names = np.minimum(a, b) * len(group) + np.maximum(a, b)
    place = np.minimum(np.searchsorted(tied.names(len(group)), names), max(0, len(tied.p) - 1))
    across = alone * np.sqrt(tied.p[place]) if len(tied.p) else alone
    return np.where(a == b, inside, across)
