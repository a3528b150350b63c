"""Which records of one list are one family: as the list says, else by names, row, day asked and village.

Many lists keep a family's rows together, or asked the whole family on one day; others are sorted in any way.
How much nearness tells is therefore counted in each list: how much oftener two such rows name one father than
two rows drawn by chance (`kin_pairs.py`).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.kin_evidence import judged_odds
from vegerin.engines.linkage.kin_pairs import pairs_worth_asking
from vegerin.engines.linkage.records import Ints, Records
from vegerin.engines.linkage.trees import Forest

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NOT_ASKED = -1.5  # log-odds of two members that nothing brought together
SURELY, MOST_ODDS = 0.5, 6.0
LARGEST_FAMILY = 30


def families_of(records: Records, trees: Forest, known: Ints | None = None) -> Ints:
    """A family number per record, the number of its first record; never over two lists.

    `trees`: the model's for kin. `known`: the families of the first records, which lists that came later do
    not change.
    """
    first = 0 if known is None else len(known)
    leader = ([] if known is None else known.tolist()) + list(range(first, len(records)))
    said: dict[int, int] = {}
    for at, household in enumerate(records.household[first:].tolist(), start=first):
        if household >= 0:
            leader[at] = said.setdefault(household, at)
    for of_list in np.unique(records.of_list[first:]).tolist():
        members = first + np.flatnonzero(records.of_list[first:] == of_list)
        if (records.household[members] < 0).any():
            _of_one_list(members, records, trees, leader)
    return np.array(leader, np.int32)


def _of_one_list(members: Longs, records: Records, trees: Forest, leader: list[int]) -> None:
    one, other, near = pairs_worth_asking(members, records)
    odds = judged_odds(one, other, near, members, records, trees)
    families: dict[int, list[int]] = defaultdict(list)
    for at in members.tolist():
        families[leader[at]].append(at)
    asked = {
        (a, b): odd
        for a, b, odd in zip(
            one.tolist(), other.tolist(), np.clip(odds, -MOST_ODDS, MOST_ODDS).tolist(), strict=True
        )
    }
    likely = np.flatnonzero(odds > SURELY)
    for at in likely[np.argsort(-odds[likely], kind="stable")].tolist():
        a, b = leader[int(one[at])], leader[int(other[at])]
        if a != b and _may_join(families[a], families[b], asked, records):
            kept, gone = min(a, b), max(a, b)
            for member in families[gone]:
                leader[member] = kept
            families[kept] = sorted(families[kept] + families.pop(gone))


def _may_join(
    left: list[int], right: list[int], asked: dict[tuple[int, int], float], records: Records
) -> bool:
    """One said household at most, and together more for than against."""
    if len(left) + len(right) > LARGEST_FAMILY:
        return False
    if records.household[left[0]] >= 0 and records.household[right[0]] >= 0:
        return False
    return sum(asked.get((min(a, b), max(a, b)), NOT_ASKED) for a in left for b in right) > 0
