"""Rounding instead of hiding, to base 3 or by the 10-5 rule, and what a reader still finds out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import highspy
import numpy as np

from vegerin.engines.disclosure.attack import CLOSE, Values, clean, quiet
from vegerin.engines.disclosure.cells import Tables

LEAST_10_5 = 10
LEAST_OPEN = 2.0  # between the least and the most a small cell can be: three values at least
MOST_ASKED = 1500  # small cells that are asked about; the smallest first


def base3(count: int, cell: Mapping[str, str], *, seed: int) -> int:
    """A count rounded to a multiple of 3, up or down by chance, to the right one on average (Stats NZ).

    17 becomes 18 with probability 2/3 and 15 with 1/3; multiples of 3 stay. The chance hangs on cell and
    seed, so that asking twice brings no second answer.

    >>> {base3(17, {"place": str(i)}, seed=1) for i in range(50)}, base3(6, {}, seed=1)
    ({18, 15}, 6)
    """
    rest = count % 3
    if rest == 0:
        return count
    written = repr((seed, count, sorted(cell.items()))).encode()
    chance = int.from_bytes(hashlib.sha256(written).digest()[:8], "big") / 2**64
    return count - rest + (3 if chance < rest / 3 else 0)


def ten_five(count: int) -> int | None:
    """Below 10 nothing is said; the rest is rounded to the nearest 5 (Office for National Statistics).

    >>> [ten_five(count) for count in (9, 10, 12, 13)]
    [None, 10, 10, 15]
    """
    return None if count < LEAST_10_5 else (count + 2) // 5 * 5


def bounds_base3(published: int) -> tuple[float, float]:
    """What a count can be when base 3 shows this: two more or less.

    >>> bounds_base3(0), bounds_base3(6)
    ((0.0, 2.0), (4.0, 8.0))
    """
    return max(0.0, published - 2.0), published + 2.0


def bounds_ten_five(published: int | None) -> tuple[float, float]:
    """What a count can be when the 10-5 rule shows this, or nothing.

    >>> bounds_ten_five(None), bounds_ten_five(10), bounds_ten_five(15)
    ((0.0, 9.0), (10.0, 12.0), (13.0, 17.0))
    """
    if published is None:
        return 0.0, LEAST_10_5 - 1.0
    return max(float(LEAST_10_5), published - 2.0), published + 2.0


def worked_out(
    tables: Tables, bounds: Sequence[tuple[float, float]], cells: Sequence[int]
) -> dict[int, tuple[float, float]]:
    """What some cells can be to a reader who knows how all were rounded, and that the true counts add up.

    Each end is found by linear programming, and rounded inward, as people come whole.

    Args:
        tables: cells and their sums.
        bounds: the least and most each cell can be by its own rounding.
        cells: which are asked about.
    """
    solver = quiet()
    solver.passModel(_model(tables, bounds))
    found = {}
    for cell in cells[:MOST_ASKED]:
        ends: list[float] = []
        for cost in (1.0, -1.0):
            solver.changeColCost(cell, cost)
            solver.run()
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                solver.clearSolver()  # begin afresh once: a warm start may lead astray
                solver.run()
            ends.append(clean(float(solver.getSolution().col_value[cell])))
        solver.changeColCost(cell, 0.0)
        found[cell] = (float(np.ceil(ends[0] - CLOSE)) + 0.0, float(np.floor(ends[1] + CLOSE)))
    return found


def _model(tables: Tables, bounds: Sequence[tuple[float, float]]) -> highspy.HighsLp:
    size = tables.counts.size
    entries: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    for row, (whole, parts) in enumerate(tables.sums):
        entries[whole].append((row, -1.0))
        for part in parts:
            entries[part].append((row, 1.0))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(tables.sums)
    lp.col_cost_ = np.zeros(size)
    limits: Values = np.array(bounds)
    lp.col_lower_, lp.col_upper_ = limits[:, 0].copy(), limits[:, 1].copy()
    lp.row_lower_ = lp.row_upper_ = np.zeros(len(tables.sums))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(column) for column in entries)])
    lp.a_matrix_.index_ = np.array([row for column in entries for row, _ in column], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([sign for column in entries for _, sign in column])
    return lp
