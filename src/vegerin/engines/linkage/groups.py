"""Groups of numbers that are tied to one another, all at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]


def least_tied(count: int, one: Longs, other: Longs) -> Longs:
    """For each of `count` numbers the least that ties (one, other) lead to, itself where none does.

    >>> least_tied(5, np.array([1, 3]), np.array([3, 4])).tolist()
    [0, 1, 2, 1, 1]
    """
    least = np.arange(count)
    while True:
        low = np.minimum(least[one], least[other])
        np.minimum.at(least, one, low)
        np.minimum.at(least, other, low)
        least = least[least]
        if (least[one] == least[other]).all():
            return least


def pairs_inside(group: Longs) -> tuple[Longs, Longs]:
    """All pairs (i, j), i < j, of places with one value.

    >>> [side.tolist() for side in pairs_inside(np.array([7, 5, 7, 7]))]
    [[0, 2, 0], [2, 3, 3]]
    """
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    one, other = [order[:0]], [order[:0]]
    for gap in range(1, len(group)):
        inside = np.flatnonzero(ordered[:-gap] == ordered[gap:])
        if not len(inside):
            break
        one.append(order[inside])
        other.append(order[inside + gap])
    return np.concatenate(one), np.concatenate(other)
