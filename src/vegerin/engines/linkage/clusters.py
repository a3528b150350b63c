"""Who is one person, over all lists: best pairs first, and never two records of one list together.

Connected components would chain siblings into one person; here a pair that a constraint forbids comes back
as a question instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.groups import least_tied
from vegerin.engines.linkage.records import Records

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

LEAST_KNOWN, PAIR = 0.02, 2


@dataclass(frozen=True)
class Earlier:
    """What an earlier run found: its records' cluster numbers, its forbidden pairs, how many pairs it had."""

    cluster: Sequence[int]
    forbidden: Sequence[int]
    pairs: int


def clusters(
    records: Records,
    one: Longs,
    other: Longs,
    p_same: Floats,
    *,
    threshold: float = 0.5,
    repeats: frozenset[int] = frozenset(),
    earlier: Earlier | None = None,
) -> tuple[list[int], list[int]]:
    """A cluster number for each record, and the positions of pairs that a constraint forbade.

    Nobody is judged anew whom no chain of likely pairs ties to a pair that came after the `earlier` run.
    """
    likely = np.flatnonzero(p_same >= threshold)
    tied = least_tied(len(records), one[likely], other[likely])
    leader, forbidden, redone = list(range(len(records))), [], np.ones(len(records), bool)
    if earlier:
        fresh = np.zeros(len(records), bool)
        fresh[tied[one[likely[likely >= earlier.pairs]]]] = True
        redone = fresh[tied]
        for at in np.flatnonzero(~redone[: len(earlier.cluster)]).tolist():
            leader[at] = earlier.cluster[at]
        forbidden = [at for at in earlier.forbidden if not redone[one[at]]]
    worth = likely[redone[one[likely]]]
    known = _known(one, other, p_same, np.flatnonzero((p_same >= LEAST_KNOWN) & redone[one]), tied)
    # Ties by position: the same input gives the same clusters.
    worth = worth[np.argsort(-p_same[worth], kind="stable")]
    members: dict[int, list[int]] = {}
    for at, a, b in zip(worth.tolist(), one[worth].tolist(), other[worth].tolist(), strict=True):
        a, b = leader[a], leader[b]
        if a == b:
            continue
        left, right = members.get(a, [a]), members.get(b, [b])
        if _may_join(records, left, right, known, repeats):
            kept, gone = min(a, b), max(a, b)
            for member in members.pop(gone, [gone]):
                leader[member] = kept
            members[kept] = left + right if kept == a else right + left
        else:
            forbidden.append(at)
    return leader, sorted(forbidden)


def _known(
    one: Longs, other: Longs, p_same: Floats, which: Longs, tied: Longs
) -> dict[tuple[int, int], float]:
    """The pairs that may be asked for: inside one group of records, and only where more than two are tied."""
    sizes = np.bincount(tied, minlength=len(tied))
    which = which[(tied[one[which]] == tied[other[which]]) & (sizes[tied[one[which]]] > PAIR)]
    pairs = zip(one[which].tolist(), other[which].tolist(), strict=True)
    return dict(zip(pairs, p_same[which].tolist(), strict=True))


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
            p = min(max(known.get((min(a, b), max(a, b)), LEAST_KNOWN), 1e-3), 1 - 1e-3)
            odds += float(np.log(p / (1 - p)))
    return odds > 0 or len(left) == len(right) == 1
