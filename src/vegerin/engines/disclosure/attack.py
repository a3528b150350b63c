"""What a reader can work out about hidden cells: smallest and largest values by linear programming.

The reader knows every published cell, that the sums hold, and that nobody is counted below zero. The solver
is HiGHS; one model is kept for a set of hidden cells and only its objective changes, so that each question
begins where the last one ended.
"""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

from vegerin.engines.disclosure.cells import Tables

Mask = NDArray[np.bool_]
Values = NDArray[np.float64]
CLOSE = 1e-6
MIP_SECONDS = 2.0


def quiet() -> highspy.Highs:
    """A solver that prints nothing and uses one thread, so that the same question has the same answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
    # Primal simplex: with only the objective changed, the last vertex is a place to begin (28 times faster).
    settings: dict[str, bool | int | str] = {
        "output_flag": False,
        "threads": 1,
        "presolve": "off",
        "solver": "simplex",
        "simplex_strategy": 4,
    }
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    return solver


class Attacker:
    """A reader who knows all cells but the hidden ones.

    >>> from vegerin.engines.disclosure.cells import Given, build
    >>> table = build([Given(("p",), [(("A",), 3), (("B",), 4), (("C",), 9)], {})])
    >>> hidden = np.array([True, True, False, False])
    >>> Attacker(table, hidden).interval(0)
    (0.0, 7.0)
    """

    def __init__(self, tables: Tables, hidden: Mask) -> None:
        self.counts = tables.counts.astype(float)
        self.columns = np.flatnonzero(hidden)
        self.place = np.full(hidden.size, -1)
        self.place[self.columns] = np.arange(self.columns.size)
        self.tables = tables
        self.solver = quiet()
        self.solver.passModel(self._model())
        self.asked = -1
        self.fractional: set[int] = set()  # cells whose extremes were found in tables with parts of people

    def _model(self) -> highspy.HighsLp:
        entries: list[list[tuple[int, float]]] = [[] for _ in self.columns]
        levels: list[float] = []
        for whole, parts in self.tables.sums:
            unknown = [(self.place[i], 1.0) for i in parts if self.place[i] >= 0]
            if self.place[whole] >= 0:
                unknown.append((self.place[whole], -1.0))
            if unknown:
                known = sum(self.counts[i] for i in parts if self.place[i] < 0)
                levels.append((self.counts[whole] if self.place[whole] < 0 else 0.0) - known)
                for column, sign in unknown:
                    entries[column].append((len(levels) - 1, sign))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(entries), len(levels)
        lp.col_cost_ = np.zeros(len(entries))
        lp.col_lower_ = np.zeros(len(entries))
        lp.col_upper_ = np.full(len(entries), highspy.kHighsInf)
        lp.row_lower_ = lp.row_upper_ = np.array(levels)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(column) for column in entries)])
        lp.a_matrix_.index_ = np.array([row for column in entries for row, _ in column], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([sign for column in entries for _, sign in column])
        return lp

    def extreme(self, cell: int, *, largest: bool) -> tuple[float, Values]:
        """The largest or smallest value of a hidden cell, and a whole table in which it has that value."""
        if self.place[cell] < 0:
            return float(self.counts[cell]), self.counts
        if self.asked >= 0:
            self.solver.changeColCost(self.asked, 0.0)
        self.asked = int(self.place[cell])
        self.solver.changeColCost(self.asked, -1.0 if largest else 1.0)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return np.inf, self.counts
        if status != highspy.HighsModelStatus.kOptimal:  # begin afresh once: a warm start may lead astray
            self.solver.clearSolver()
            self.solver.run()
        table = self.counts.copy()
        table[self.columns] = self.solver.getSolution().col_value
        return float(table[cell]), table

    def anywhere(self, cells: NDArray[np.int64], rng: np.random.Generator) -> Values:
        """A table that is extreme in many cells at once, in random directions."""
        cost = np.zeros(self.columns.size)
        cost[self.place[cells]] = (
            -rng.random(cells.size) if rng.random() < 0.5 else rng.normal(size=cells.size)
        )
        every = np.arange(cost.size, dtype=np.int32)
        self.solver.changeColsCost(cost.size, every, cost)
        self.solver.run()
        table = self.counts.copy()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            table[self.columns] = self.solver.getSolution().col_value
        self.solver.changeColsCost(cost.size, every, np.zeros(cost.size))
        self.asked = -1
        return table

    def interval(self, cell: int, *, seen_at_zero: bool = False) -> tuple[float, float]:
        """Everything a hidden cell can be; a cell already seen at zero needs no question about its least."""
        low, at_low = (0.0, self.counts) if seen_at_zero else self.extreme(cell, largest=False)
        high, at_high = self.extreme(cell, largest=True)
        if not (_is_whole(at_low) and _is_whole(at_high)):
            self.fractional.add(cell)
        return clean(low), clean(high)

    def whole_interval(self, cell: int) -> tuple[float, float]:
        """The same among whole numbers, for the tightest cells; the linear answer where time runs out."""
        solver = quiet()
        solver.setOptionValue("presolve", "choose")
        solver.setOptionValue("time_limit", MIP_SECONDS)
        model = self._model()
        model.integrality_ = [highspy.HighsVarType.kInteger] * self.columns.size
        solver.passModel(model)
        ends = []
        for cost in (1.0, -1.0):
            solver.changeColCost(int(self.place[cell]), cost)
            solver.run()
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return self.interval(cell)
            ends.append(float(solver.getSolution().col_value[self.place[cell]]))
        return clean(ends[0]), clean(ends[1])


def _is_whole(table: Values) -> bool:
    return bool(np.abs(table - np.round(table)).max() < CLOSE)


def clean(value: float) -> float:
    """The whole number nearby, where the solver means one."""
    nearest = round(value) if np.isfinite(value) else value
    return float(nearest) if abs(value - nearest) < CLOSE else float(value)
