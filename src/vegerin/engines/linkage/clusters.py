"""Who is one person, over all lists: best pairs first, and never two records of one list together.

Connected components would chain siblings into one person; here a pair that a constraint forbids comes back
as a question instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.groups import least_tied
from vegerin.engines.linkage.records import Records

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

LEAST_KNOWN, PAIR = 0.02, 2
# A pair's word against a group that another pair speaks for: how rare it is that any two rows are one person
# lies in every pair, and would count once for each. Chosen on invented lists (seeds 21, 31, 32, 401, 402).
# Where a list repeats people groups are long and nothing is gained: there every word counts in full.
AGAINST = 0.65


Pair = tuple[int, int]


@dataclass(frozen=True)
class Judged:
    """What people decided: pairs (i, j), i < j, that are one person, and pairs that are two."""

    same: tuple[Pair, ...] = ()
    different: frozenset[Pair] = frozenset()

    @staticmethod
    def of(said: Mapping[Pair, bool]) -> Judged:
        """From pairs, each one person or not."""
        return Judged(
            tuple(sorted(pair for pair, same in said.items() if same)),
            frozenset(pair for pair, same in said.items() if not same),
        )

    def forbid(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether anybody said *different* of somebody here and somebody there."""
        return bool(self.different) and any(
            (min(a, b), max(a, b)) in self.different for a in left for b in right
        )


NOBODY_SAID = Judged()


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
    judged: Judged = NOBODY_SAID,
) -> tuple[list[int], list[int]]:
    """A cluster number for each record, and the positions of pairs that a constraint forbade.

    `judged`: what people decided stands, whatever the lists say; where two of their words cannot both hold,
    those who were said to be two stay two. It asks for all pairs anew, with no `earlier` run.
    Nobody is judged anew whom no chain of likely pairs ties to a pair that came after the `earlier` run.
    """
    likely = np.flatnonzero(p_same >= threshold)
    joined = np.array(judged.same, np.int64).reshape(-1, 2)
    ties = np.concatenate((one[likely], joined[:, 0])), np.concatenate((other[likely], joined[:, 1]))
    tied = least_tied(len(records), *ties)
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
    for a, b in judged.same:
        _join(leader, members, a, b, judged)
    for at, a, b in zip(worth.tolist(), one[worth].tolist(), other[worth].tolist(), strict=True):
        a, b = leader[a], leader[b]
        if a == b:
            continue
        left, right = members.get(a, [a]), members.get(b, [b])
        may = _may_join(records, left, right, known, repeats)
        if not (may and _join(leader, members, a, b, judged)):
            forbidden.append(at)
    return leader, sorted(forbidden)


def _join(leader: list[int], members: dict[int, list[int]], a: int, b: int, judged: Judged) -> bool:
    """Make one group of those of two records, unless people said that they are two; whether it is one now."""
    a, b = leader[a], leader[b]
    if a == b:
        return True
    left, right = members.get(a, [a]), members.get(b, [b])
    if judged.forbid(left, right):
        return False
    kept, gone = min(a, b), max(a, b)
    for member in members.pop(gone, [gone]):
        leader[member] = kept
    members[kept] = left + right if kept == a else right + left
    return True


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
    """No list twice, one sex, and together more for than against.

    What people joined already, two rows of one list say, is no reason against a third.
    """
    lists = [{int(records.of_list[at]) for at in side} for side in (left, right)]
    if (lists[0] & lists[1]) - repeats:
        return False
    sexes = [{int(records.sex[at]) for at in side} - {-1} for side in (left, right)]
    if all(sexes) and not sexes[0] & sexes[1]:
        return False
    odds, against = 0.0, 1.0 if (lists[0] | lists[1]) & repeats else AGAINST
    for a in left:
        for b in right:
            p = min(max(known.get((min(a, b), max(a, b)), LEAST_KNOWN), 1e-3), 1 - 1e-3)
            said = float(np.log(p / (1 - p)))
            odds += said if said > 0 else against * said
    return odds > 0 or len(left) == len(right) == 1
