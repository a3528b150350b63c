"""Which cells to hide: the small ones, and as few others as keep the small ones from being worked out.

A sensitive cell is safe when, from all that is published, it could still be at least the threshold, and the
smallest and largest value it could have lie at least the threshold apart. Found cell by cell: the cheapest
change of the table that a reader could not notice is computed (Kelly, Golden & Assad 1992,
doi:10.1002/net.3230220405), its cells are hidden, and at the end every hidden cell that turns out not to be
needed is published again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from vegerin.engines.disclosure.attack import CLOSE, Attacker, Mask, Values, quiet
from vegerin.engines.disclosure.cells import Key, Tables

MARGIN_COST, TOTAL_COST = 2.0, 50.0
MOST_REVIEWED = 20_000  # hidden times sensitive cells, beyond which the last pass is left out for time
TIGHT, MOST_WHOLE = 1.0, 5
MOST_WITNESSES = 400
MANY, ROUNDS, BATCH = 150, 25, 40  # sensitive cells from which they are protected in batches


@dataclass(frozen=True)
class Violation:
    """A cell that can be worked out too well, and why."""

    cell: int
    says: str


@dataclass
class Protection:
    """What is hidden, what a reader can work out, and what is wrong with it.

    Args:
        primary: sensitive cells.
        hidden: sensitive cells and those hidden for their sake.
        intervals: what each hidden cell could be.
        violations: the audit; empty when every sensitive cell is safe.
    """

    primary: Mask
    hidden: Mask
    intervals: dict[int, tuple[float, float]] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)


def sensitive(
    tables: Tables, *, threshold: int, zeros: bool, earlier: Sequence[Mapping[Key, int]] = ()
) -> Mask:
    """Cells with fewer people than the threshold, and cells that changed by fewer since a release."""
    small = tables.counts < threshold
    if not zeros:
        small &= tables.counts > 0
    for release in earlier:
        for i, key in enumerate(tables.keys):
            if key in release and 0 < abs(int(tables.counts[i]) - release[key]) < threshold:
                small[i] = True
    return np.asarray(small & tables.published)


def known_before(tables: Tables, earlier: Sequence[Mapping[Key, int]]) -> Mask:
    """Cells whose present count stands in an earlier release: no hiding helps them."""
    return np.array(
        [
            any(release.get(key) == int(count) for release in earlier)
            for key, count in zip(tables.keys, tables.counts, strict=True)
        ],
        dtype=bool,
    )


class _Search:
    """The hidden set as it grows and shrinks, with tables that prove what is safe."""

    def __init__(self, tables: Tables, primary: Mask, known: Mask, threshold: int) -> None:
        self.tables, self.primary, self.known, self.threshold = tables, primary, known, threshold
        self.counts = tables.counts.astype(float)
        self.free = ~tables.published & ~known  # never published: hidden without being counted
        self.hidden = (primary | self.free) & ~known
        self.witnesses: list[Values] = [self.counts]
        self.attacker: Attacker | None = None
        self.flow = _Flow(tables)
        self.largest, self.smallest = self.counts.copy(), self.counts.copy()

    def targets(self) -> list[int]:
        """Sensitive cells that can be protected, the smallest first: they need the widest berth."""
        cells = np.flatnonzero(self.primary & ~self.known)
        return sorted(map(int, cells), key=lambda i: (self.counts[i], i))

    def remember(self, table: Values) -> None:
        """Keep a table that fits everything published: it proves something about all its cells."""
        if len(self.witnesses) < MOST_WITNESSES:
            self.witnesses.append(table)
        np.maximum(self.largest, table, out=self.largest)
        np.minimum(self.smallest, table, out=self.smallest)

    def proven(self, cell: int) -> bool:
        """Whether the tables at hand already prove a cell safe."""
        high, low = self.largest[cell] + CLOSE, self.smallest[cell]
        return bool(high >= self.threshold and high - low >= self.threshold)

    def safe(self, cell: int) -> bool:
        """Whether a sensitive cell is safe, asking the reader where the tables at hand do not prove it."""
        if self.proven(cell):
            return True
        if self.attacker is None:
            self.attacker = Attacker(self.tables, self.hidden)
        for largest in (True, False):
            value, table = self.attacker.extreme(cell, largest=largest)
            if value == np.inf:
                self.largest[cell] = np.inf
            self.remember(table)
            if self.proven(cell):
                return True
        return False

    def prove_many(self, rng: np.random.Generator) -> list[int]:
        """Targets that many random questions at once do not prove safe."""
        self.attacker = self.attacker or Attacker(self.tables, self.hidden)
        left = [cell for cell in self.targets() if not self.proven(cell)]
        for _ in range(ROUNDS):
            if not left:
                break
            self.remember(self.attacker.anywhere(np.array(left), rng))
            left = [cell for cell in left if not self.proven(cell)]
        return left

    def hide(self, cells: Mask) -> None:
        """Hide more cells; what was proven stays proven."""
        self.hidden |= cells
        self.attacker = None

    def publish(self, cell: int) -> bool:
        """Publish a hidden cell again if every sensitive cell stays safe; else leave it hidden."""
        before = (self.witnesses, self.attacker, self.largest, self.smallest)
        self.hidden[cell] = False
        self.attacker = None
        self.witnesses = [table for table in self.witnesses if abs(table[cell] - self.counts[cell]) < CLOSE]
        stack = np.array(self.witnesses)
        self.largest, self.smallest = stack.max(axis=0), stack.min(axis=0)
        if all(self.safe(target) for target in self.targets()):
            return True
        self.hidden[cell] = True
        self.witnesses, self.attacker, self.largest, self.smallest = before
        return False


class _Flow:
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


def protect(
    tables: Tables, *, threshold: int, zeros: bool, earlier: Sequence[Mapping[Key, int]] = ()
) -> Protection:
    """Hide what must be hidden, and prove it.

    Args:
        tables: one table or several linked ones.
        threshold: the smallest count that may be published.
        zeros: whether a zero is sensitive.
        earlier: counts published before; what still holds is known, what changed a little is sensitive.

    >>> from vegerin.engines.disclosure.cells import Given, build
    >>> cells = [(("F", "A"), 3), (("M", "A"), 9), (("F", "B"), 8), (("M", "B"), 12)]
    >>> found = protect(build([Given(("sex", "place"), cells, {})]), threshold=5, zeros=False)
    >>> int(found.hidden.sum()), found.violations
    (4, [])
    """
    primary = sensitive(tables, threshold=threshold, zeros=zeros, earlier=earlier)
    known = known_before(tables, earlier)
    search = _Search(tables, primary, known, threshold)
    if len(search.targets()) > MANY:
        _protect_together(search, threshold)
    hopeless: set[int] = set()
    for cell in search.targets():
        for amount in (threshold - tables.counts[cell], threshold):
            if search.safe(cell):
                break
            change = search.flow.cheapest([cell], float(max(amount, 1)), search.hidden, known)
            if change is None:
                continue
            search.hide((np.abs(change) > CLOSE) & tables.published)
            search.remember(search.counts + change)
        if not search.safe(cell):
            hopeless.add(cell)
    if not hopeless:
        _publish_the_needless(search)
    return _audited(search, threshold)


def _protect_together(search: _Search, threshold: int) -> None:
    """For large tables: protect the unproven cells in batches, by one change of the table for each batch."""
    rng = np.random.default_rng(0)  # chance only chooses which questions are asked
    left = search.prove_many(rng)
    for begin in range(0, len(left), BATCH):
        some = [cell for cell in left[begin : begin + BATCH] if not search.proven(cell)]
        change = search.flow.cheapest(some, float(threshold), search.hidden, search.known) if some else None
        if change is not None:
            search.hide((np.abs(change) > CLOSE) & search.tables.published)
            search.remember(search.counts + change)
    search.prove_many(rng)


def _publish_the_needless(search: _Search) -> None:
    extra = np.flatnonzero(search.hidden & ~search.primary & search.tables.published)
    if extra.size * len(search.targets()) > MOST_REVIEWED:
        return
    for cell in sorted(map(int, extra), key=lambda i: (-search.flow.cost[i], -search.counts[i], i)):
        search.publish(cell)


def _audited(search: _Search, threshold: int) -> Protection:
    """Everything a reader can work out, asked anew of a reader who knows nothing of the search."""
    hidden, tables = search.hidden & search.tables.published, search.tables
    found = Protection(search.primary, hidden | (search.primary & ~search.hidden))
    reader = Attacker(tables, search.hidden)
    for cell in map(int, np.flatnonzero(hidden)):
        found.intervals[cell] = reader.interval(cell, seen_at_zero=search.smallest[cell] < CLOSE)
    tightest = sorted(
        (cell for cell in found.intervals if search.primary[cell]),
        key=lambda cell: found.intervals[cell][1] - found.intervals[cell][0],
    )
    for cell in [cell for cell in tightest if cell in reader.fractional][:MOST_WHOLE]:
        low, high = found.intervals[cell]
        if min(high - threshold, high - low - threshold) < TIGHT and np.isfinite(high):
            found.intervals[cell] = reader.whole_interval(cell)
    for cell in map(int, np.flatnonzero(search.primary & search.known)):
        count = float(tables.counts[cell])
        found.intervals[cell] = (count, count)
        says = "stands in an earlier release with this count: it cannot be hidden any more"
        found.violations.append(Violation(cell, says))
    for cell, (low, high) in sorted(found.intervals.items()):
        if search.known[cell]:
            continue
        if search.primary[cell] and (high < threshold or high - low < threshold):
            says = (
                f"could only be {low:g} to {high:g}; it should reach {threshold} and leave {threshold} open"
            )
            found.violations.append(Violation(cell, says))
        elif high - low < CLOSE:
            found.violations.append(Violation(cell, f"can be worked out exactly: {low:g}"))
    return found
