"""How likely two records of one list are of one household: brother and sister, parent and child, a couple.

The odds before any name is read come from where the rows stand (`nearness`), counted in the list itself; the
names are then asked under each kind of kinship, and the kinds are added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.records import Records

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ROWS_AROUND = 12
LARGEST_DAY, LARGEST_BLOCK = 150, 60
ONE_FATHER = 0.5  # share of the pairs of a household whose fathers' names agree: brothers and sisters
FAR, LEAST_COUNTED = 0, 30
USUAL_FAMILY = 4
USUAL_SHARE, SMALL_LIST = 0.01, 100  # of a name or a place, until a list holds more than so many
AGREE, CLASH = 0.85, 0.12  # two members who should bear one name: do they, with slips of the pen
ONE_PLACE, TWO_PLACES = 0.75, 0.2  # villages have several names
KINDS = {"siblings": 0.5, "parent_and_child": 0.26, "couple": 0.07, "other": 0.17}


def pairs_worth_asking(members: Longs, records: Records) -> tuple[Longs, Longs, Longs]:
    """Pairs (m,) of rows near each other, asked on one day, or of one father; and how near (m,) they are."""
    count = len(records)
    found = [_around(members), _same_day(members, records), *_same_names(members, records)]
    packed = np.unique(np.concatenate([one * count + other for one, other in found]))
    one, other = packed // count, packed % count
    told = (records.household[one] < 0) | (records.household[other] < 0)
    return one[told], other[told], nearness(one[told], other[told], records)


def _around(members: Longs) -> tuple[Longs, Longs]:
    pairs = [(members[:-gap], members[gap:]) for gap in range(1, min(ROWS_AROUND, len(members) - 1) + 1)]
    pairs.append((members[:0], members[:0]))
    return np.concatenate([one for one, _ in pairs]), np.concatenate([other for _, other in pairs])


def _same_day(members: Longs, records: Records) -> tuple[Longs, Longs]:
    day = records.asked_on[members].astype(np.int64)
    exact = day % 100 > 0
    return _within(members[exact], day[exact], LARGEST_DAY)


def _same_names(members: Longs, records: Records) -> Iterator[tuple[Longs, Longs]]:
    """One father and village, or father and grandfather, or mother and village."""
    village, names = _labels(records), _first_keys(records)
    for role, other in (("father", "village"), ("father", "grandfather"), ("mother", "village")):
        one = names[records.parts[role][members]]
        two = village[members] if other == "village" else names[records.parts[other][members]]
        said = (one != 0) & (two != 0)
        yield _within(members[said], _packed(one[said], two[said]), LARGEST_BLOCK)


def _packed(one: Longs, other: Longs) -> Longs:
    with np.errstate(over="ignore"):
        return np.asarray(one * np.int64(1_000_003) + other)


def _within(members: Longs, key: Longs, largest: int) -> tuple[Longs, Longs]:
    """All pairs of members with one key, where not too many share it; members ascend."""
    order = np.argsort(key, kind="stable")
    members, key = members[order], key[order]
    edges = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1], [True])))
    sizes = np.diff(edges) if len(key) else np.empty(0, np.int64)
    ones, others = [members[:0]], [members[:0]]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= largest)]).tolist():
        block = members[edges[:-1][sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        ones.append(block[:, one].ravel())
        others.append(block[:, other].ravel())
    return np.concatenate(ones), np.concatenate(others)


def nearness(one: Longs, other: Longs, records: Records) -> Longs:
    """0 far apart in the list; else by rows between and whether they were asked on one day."""
    rows = np.digitize(other - one, [1.5, 3.5, 6.5, ROWS_AROUND + 0.5])  # 4: far
    a, b = records.asked_on[one], records.asked_on[other]
    day = np.where((a < 0) | (b < 0) | (a % 100 == 0) | (b % 100 == 0), 1, np.where(a == b, 2, 0))
    return np.where((rows == 4) & (day < 2), FAR, 1 + 3 * rows + day)


def _labels(records: Records) -> Longs:
    """A number for each record's village, all its spellings together; 0 not said."""
    pooled = [records.villages.pooled(form) for form in range(len(records.villages.forms))]
    number = {label: at for at, label in enumerate(sorted(set(pooled)), start=1)}
    of_form = np.array([*(number[label] for label in pooled), 0], np.int64)
    return np.asarray(of_form[records.village])


def _first_keys(records: Records) -> Longs:
    """The likeliest key of each form, and a last 0 for what was not said."""
    return np.asarray(records.spellings.key_array()[:, 0])


@dataclass(frozen=True)
class Asked:
    """What two records' parts say: whether they agree (m,), whether both are said (m,), how common (m,)."""

    agree: Bools
    said: Bools
    share: Floats

    def ratio(self, agree: float = AGREE, clash: float = CLASH) -> Floats:
        """Likelihood ratio that these are one name, against two drawn by chance."""
        found = np.where(self.agree, agree / self.share, clash / np.maximum(1 - self.share, 0.5))
        return np.where(self.said, found, 1.0)


class Parts:
    """How one list's rows agree in their parts, and how common each name is there."""

    def __init__(self, members: Longs, records: Records) -> None:
        self.records, self.keys, self.first = records, records.spellings.key_array(), _first_keys(records)
        names = np.concatenate([self.first[records.parts[role][members]] for role in ("given", "father")])
        self.known, counts = np.unique(names[names != 0], return_counts=True)
        self.shares = (counts + USUAL_SHARE * SMALL_LIST) / (counts.sum() + SMALL_LIST)

    def asked(self, role: str, one: Longs, other_role: str, other: Longs) -> Asked:
        """A part of one row held against a part of the other."""
        a, b = self.records.parts[role][one], self.records.parts[other_role][other]
        left, right = self.keys[a], self.keys[b]
        agree = ((left[:, :, None] == right[:, None, :]) & (left != 0)[:, :, None]).any(axis=(1, 2))
        return Asked(agree, (a >= 0) & (b >= 0), np.maximum(self._share(a), self._share(b)))

    def _share(self, form: npt.NDArray[np.int32]) -> Floats:
        key = self.first[form]
        if not len(self.known):
            return np.full(len(form), USUAL_SHARE)
        place = np.minimum(np.searchsorted(self.known, key), len(self.known) - 1)
        return np.where(self.known[place] == key, self.shares[place], USUAL_SHARE)


def kin_odds(one: Longs, other: Longs, near: Longs, members: Longs, records: Records) -> Floats:
    """Log-odds (m,) that the pairs are of one household."""
    parts = Parts(members, records)
    fathers = parts.asked("father", one, "father", other)
    before = odds_before(near, fathers, len(members))
    mothers = parts.asked("mother", one, "mother", other).ratio()
    grandfathers = parts.asked("grandfather", one, "grandfather", other).ratio()
    namesake = parts.asked("given", one, "given", other)
    older = born(records, other) - born(records, one)  # years by which `one` is the older
    one_of_two_parents = [
        parent(parts, *ends) for parent in (_father_of, _mother_of)
        for ends in ((one, other, older), (other, one, -older))
    ]  # fmt: skip
    siblings = fathers.ratio() * grandfathers * mothers * namesake.ratio(0.02, 1.0)
    ratio = (
        KINDS["siblings"] * siblings * np.where(np.abs(older) > 26, 0.1, 1.2)
        + KINDS["parent_and_child"] * sum(one_of_two_parents) / 4
        + KINDS["couple"] * _couple(records, one, other, older)
        + KINDS["other"] * np.where(fathers.said & fathers.agree, 1.0, 0.6)
    )
    return np.asarray(before + np.log(ratio * _place(records, members, one, other)))


def odds_before(near: Longs, fathers: Asked, members: int) -> Floats:
    """Log-odds by nearness: how much oftener such rows name one father than by chance."""
    chance = float(np.dot(fathers.share, fathers.said) / max(1, fathers.said.sum()))
    share = np.full(int(near.max(initial=0)) + 1, USUAL_FAMILY / max(members, 15 * USUAL_FAMILY))
    for kind in np.unique(near[near != FAR]).tolist():
        those = (near == kind) & fathers.said
        if those.sum() >= LEAST_COUNTED:
            rate = float(fathers.agree[those].mean())
            chance_here = min(chance, 0.3)
            share[kind] = max(share[kind], min((rate - chance_here) / (ONE_FATHER - chance_here), 0.9))
    return np.asarray(np.log(share / (1 - share))[near])


def _father_of(parts: Parts, parent: Longs, child: Longs, older: Floats) -> Floats:
    ratio = parts.asked("given", parent, "father", child).ratio()
    ratio = ratio * parts.asked("father", parent, "grandfather", child).ratio()
    return np.asarray(ratio * _parental(parts.records, parent, older, sex=1))


def _mother_of(parts: Parts, parent: Longs, child: Longs, older: Floats) -> Floats:
    ratio = parts.asked("given", parent, "mother", child).ratio()
    return np.asarray(ratio * _parental(parts.records, parent, older, sex=0))


def _parental(records: Records, parent: Longs, older: Floats, *, sex: int) -> Floats:
    """Of the parent's sex, and 14 to 55 years older."""
    sexes = np.where(records.sex[parent] < 0, 1.0, np.where(records.sex[parent] == sex, 1.9, 0.03))
    years = np.where(np.isnan(older), 1.0, np.where((older >= 14) & (older <= 55), 2.5, 0.03))
    return np.asarray(sexes * years)


def _couple(records: Records, one: Longs, other: Longs, older: Floats) -> Floats:
    said = (records.sex[one] >= 0) & (records.sex[other] >= 0)
    sexes = np.where(said, np.where(records.sex[one] != records.sex[other], 1.9, 0.03), 1.0)
    grown = np.fmax(born(records, one), born(records, other)) < 1999
    years = np.where(np.isnan(older), 1.0, np.where((np.abs(older) <= 15) & grown, 3.0, 0.1))
    return np.asarray(sexes * years)


def born(records: Records, which: Longs) -> Floats:
    """The middle of the years in which each may be born."""
    return np.asarray((records.born_low[which] + records.born_high[which]) / 2)


def _place(records: Records, members: Longs, one: Longs, other: Longs) -> Floats:
    label = _labels(records)
    counts = np.bincount(label[members], minlength=int(label.max(initial=0)) + 1).astype(float)
    counts[0] = 0
    share = (counts + USUAL_SHARE * SMALL_LIST) / (counts.sum() + SMALL_LIST)
    a, b = label[one], label[other]
    both = np.maximum(share[a], share[b])
    found = np.where(a == b, ONE_PLACE / both, TWO_PLACES / np.maximum(1 - both, 0.5))
    return np.where((a > 0) & (b > 0), found, 1.0)
