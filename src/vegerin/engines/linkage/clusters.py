"""Who is one person, over all lists: best pairs first, and never two records of one list together.

Connected components would chain siblings into one person; here a pair that a constraint forbids comes back
as a question instead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.records import Records

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


def clusters(
    records: Records,
    one: Longs,
    other: Longs,
    p_same: Floats,
    *,
    threshold: float = 0.5,
    repeats: frozenset[int] = frozenset(),
) -> tuple[list[int], list[int]]:
    """A cluster number for each record, and the positions of pairs that a constraint forbade."""
    leader = list(range(len(records)))
    members: dict[int, list[int]] = {at: [at] for at in range(len(records))}
    known = {(int(a), int(b)): float(p) for a, b, p in zip(one, other, p_same, strict=True) if p >= 0.02}
    forbidden = []
    worth = np.flatnonzero(p_same >= threshold)
    # Ties by position: the same input gives the same clusters.
    for at in worth[np.argsort(-p_same[worth], kind="stable")].tolist():
        a, b = leader[int(one[at])], leader[int(other[at])]
        if a == b:
            continue
        if _may_join(records, members[a], members[b], known, repeats):
            kept, gone = min(a, b), max(a, b)
            for member in members[gone]:
                leader[member] = kept
            members[kept] += members.pop(gone)
        else:
            forbidden.append(at)
    return leader, forbidden


def _may_join(
    records: Records,
    left: Sequence[int],
    right: Sequence[int],
    known: dict[tuple[int, int], float],
    repeats: frozenset[int],
) -> bool:
    """No list twice, one sex, and together more for than against."""
    lists = [int(records.of_list[at]) for at in (*left, *right)]
    strict = [of_list for of_list in lists if of_list not in repeats]
    if len(set(strict)) < len(strict):
        return False
    if len({int(records.sex[at]) for at in (*left, *right)} - {-1}) > 1:
        return False
    odds = 0.0
    for a in left:
        for b in right:
            p = min(max(known.get((min(a, b), max(a, b)), 0.02), 1e-3), 1 - 1e-3)
            odds += float(np.log(p / (1 - p)))
    return odds > 0 or len(left) == len(right) == 1
