"""The second look: do the families of the two records also match, and does either have a better counterpart?

Support counts only *other* members who are each other's best match, so that a record never supports itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vegerin.engines import names
from vegerin.engines.linkage.records import Ints, Records

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


def families_of(records: Records) -> Ints:
    """A family number per record, unique over all lists: the list's household, else father and village."""
    numbers: dict[tuple[object, ...], int] = {}
    skeleton = [next(iter(names.part_keys(form).keys), form) for form in records.spellings.forms]
    found = np.empty(len(records), np.int32)
    for at in range(len(records)):
        found[at] = numbers.setdefault(_family_key(records, at, skeleton), len(numbers))
    return found


def _family_key(records: Records, at: int, skeleton: list[str]) -> tuple[object, ...]:
    of_list = int(records.of_list[at])
    if records.household[at] >= 0:
        return of_list, "household", int(records.household[at])
    father = int(records.parts["father"][at])
    if father < 0:
        return of_list, "alone", at
    village = int(records.village[at])
    return of_list, skeleton[father], records.villages.forms[village] if village >= 0 else ""


def second_look(records: Records, families: Ints, one: Longs, other: Longs, p_same: Floats) -> Floats:
    """Columns (m, k): support by other members, sizes, and the margin to the best competitor on each side."""
    mutual = _mutual_best(records, one, other, p_same)
    support = _support(families, one, other, np.where(mutual, p_same, 0.0))
    rival_one = _best_rival(records, one, other, p_same)
    rival_other = _best_rival(records, other, one, p_same)
    margin = _log_odds(p_same) - _log_odds(np.maximum(rival_one, rival_other))
    sizes = np.bincount(families, minlength=int(families.max(initial=0)) + 1)
    smaller = np.minimum(sizes[families[one]], sizes[families[other]])
    alone = (smaller <= 1).astype(float)
    return np.column_stack(
        [
            _log_odds(p_same) / 8,
            np.maximum(_log_odds(p_same), 0) / 8,
            np.minimum(support, 4) / 4,
            (support > 0.5).astype(float),
            (support > 1.5).astype(float),
            alone,
            np.log1p(smaller) / 4 * (support < 0.5),
            np.clip(margin, -8, 8) / 8,
            np.maximum(np.clip(margin, -8, 8), 0) / 8,
            _log_odds(rival_one) / 8,
            _log_odds(rival_other) / 8,
            mutual.astype(float),
            mutual * (support > 0.5),
            np.clip(margin, -8, 8) / 8 * (support > 0.5),
            _log_odds(p_same) / 8 * (support > 0.5),
            _log_odds(p_same) / 8 * (support > 1.5),
        ]
    )


def _log_odds(p: Floats) -> Floats:
    clipped = np.clip(p, 3e-4, 1 - 3e-4)
    result: Floats = np.log(clipped / (1 - clipped))
    return result


def _against(records: Records, mine: Longs, theirs: Longs) -> Longs:
    """One number for "this record against that list"."""
    return mine * len(records.lists) + records.of_list[theirs]


def _best_rival(records: Records, mine: Longs, theirs: Longs, p_same: Floats) -> Floats:
    """For each pair the best other candidate of the same list for `mine`."""
    both = np.concatenate((_against(records, mine, theirs), _against(records, theirs, mine)))
    top, second = _two_best(both, np.concatenate((p_same, p_same)), len(records) * len(records.lists))
    here = _against(records, mine, theirs)
    return np.where(p_same >= top[here], second[here], top[here])


def _two_best(group: Longs, value: Floats, count: int) -> tuple[Floats, Floats]:
    order = np.lexsort((-value, group))
    group, value = group[order], value[order]
    first = (
        np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1]))) if len(group) else np.empty(0, int)
    )
    top, second = np.zeros(count), np.zeros(count)
    top[group[first]] = value[first]
    has = first[first + 1 < len(group)]
    has = has[group[has + 1] == group[has]]
    second[group[has]] = value[has + 1]
    return top, second


def _mutual_best(records: Records, one: Longs, other: Longs, p_same: Floats) -> npt.NDArray[np.bool_]:
    both = np.concatenate((_against(records, one, other), _against(records, other, one)))
    top, _ = _two_best(both, np.concatenate((p_same, p_same)), len(records) * len(records.lists))
    return (p_same >= top[_against(records, one, other)]) & (p_same >= top[_against(records, other, one)])


def _support(families: Ints, one: Longs, other: Longs, matched: Floats) -> Floats:
    """How many other members of the two families are matched with one another."""
    low, high = np.minimum(families[one], families[other]), np.maximum(families[one], families[other])
    packed = low.astype(np.int64) * (int(families.max(initial=0)) + 1) + high
    back = np.unique(packed, return_inverse=True)[1]
    total = np.bincount(back, weights=matched)[back]
    mine = _sum_by(back, one, matched) + _sum_by(back, other, matched) - matched
    return np.maximum(0.0, total - mine)


def _sum_by(family_pair: Longs, record: Longs, matched: Floats) -> Floats:
    packed = family_pair.astype(np.int64) * (int(record.max(initial=0)) + 1) + record
    back = np.unique(packed, return_inverse=True)[1]
    return np.asarray(np.bincount(back, weights=matched)[back], np.float64)
