"""The cheapest change of a table that no published sum would notice, by linear programming.

Its cells are those that must be hidden together: Kelly, Golden & Assad 1992, doi:10.1002/net.3230220405.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from vegerin.engines.disclosure.attack import Mask, Values, quiet
from vegerin.engines.disclosure.cells import Tables

MARGIN_COST, TOTAL_COST = 2.0, 50.0


class CheapestChange:
    """The cheapest change of a table in which one cell grows by a given amount and all sums still hold."""

    def __init__(self, tables: Tables) -> None:
        self.size = tables.counts.size
        self.counts = tables.counts.astype(float)
        self.cost = np.where([len(key) for key in tables.keys], 1.0, TOTAL_COST)
        inner = max((len(key) for key in tables.keys), default=0)
        is_whole = np.zeros(self.size, dtype=bool)
        is_whole[[whole for whole, _ in tables.sums]] = True
        self.cost[is_whole & np.array([0 < len(key) <= inner for key in tables.keys])] *= MARGIN_COST
        # Between cells of a kind the smaller one is hidden: less is lost.
        self.cost *= 1 + 0.05 * np.log1p(self.counts)
        self.solver = quiet()
        # Bounds change here from question to question, so the dual simplex after presolving is quicker.
        self.solver.setOptionValue("simplex_strategy", 1)
        self.solver.setOptionValue("presolve", "choose")
        self.solver.passModel(self._model(tables))

    def _model(self, tables: Tables) -> highspy.HighsLp:
        entries: list[list[tuple[int, float]]] = [[] for _ in range(self.size)]
        for row, (whole, parts) in enumerate(tables.sums):
            entries[whole].append((row, -1.0))
            for part in parts:
                entries[part].append((row, 1.0))
        both = [*entries, *([(row, -sign) for row, sign in column] for column in entries)]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * self.size, len(tables.sums)
        lp.col_cost_ = np.r_[self.cost, self.cost]
        lp.col_lower_ = np.zeros(2 * self.size)
        lp.col_upper_ = np.r_[np.full(self.size, highspy.kHighsInf), self.counts]
        lp.row_lower_ = lp.row_upper_ = np.zeros(len(tables.sums))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(column) for column in both)])
        lp.a_matrix_.index_ = np.array([row for column in both for row, _ in column], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([sign for column in both for _, sign in column])
        return lp

    def cheapest(self, cells: Sequence[int], amount: float, hidden: Mask, known: Mask) -> Values | None:
        """How each cell changes when some grow by `amount`; None when no unnoticed change does that."""
        cost = np.where(hidden, 1e-4, self.cost)
        every = np.arange(2 * self.size, dtype=np.int32)
        lower = np.zeros(2 * self.size)
        upper = np.r_[np.full(self.size, highspy.kHighsInf), self.counts]
        upper[: self.size][known] = 0.0
        upper[self.size :][known] = 0.0
        for cell in cells:
            lower[cell] = amount
            upper[self.size + cell] = 0.0
        self.solver.changeColsCost(every.size, every, np.r_[cost, cost])
        self.solver.changeColsBounds(every.size, every, lower, upper)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        value = np.array(self.solver.getSolution().col_value)
        return np.asarray(value[: self.size] - value[self.size :])
