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

import numpy as np

from vegerin.engines.disclosure.attack import CLOSE, Attacker, Mask, Values
from vegerin.engines.disclosure.cells import Key, Tables
from vegerin.engines.disclosure.cheapest import CheapestChange
from vegerin.engines.disclosure.sensitive import completed, known_before, must_reach, sensitive

MOST_REVIEWED = 20_000  # hidden times sensitive cells, beyond which the last pass is left out for time
TIGHT, MOST_WHOLE = 1.0, 5
MOST_WITNESSES = 400
MANY, ROUNDS, BATCH = 150, 25, 40  # sensitive cells from which they are protected in batches
MOST_TRIES, WORTH_TRYING, SPREAD = 8, 600, 0.6


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


class _Search:
    """The hidden set as it grows and shrinks, with tables that prove what is safe."""

    def __init__(
        self,
        tables: Tables,
        primary: Mask,
        known: Mask,
        *,
        reach: Values,
        threshold: int,
        rng: np.random.Generator | None = None,
    ) -> None:
        self.tables, self.primary, self.known = tables, primary, known
        self.reach, self.threshold = reach, threshold
        self.counts = tables.counts.astype(float)
        self.free = ~tables.published & ~known  # never published: hidden without being counted
        self.hidden = (primary | self.free) & ~known
        self.witnesses: list[Values] = [self.counts]
        self.attacker: Attacker | None = None
        self.flow = CheapestChange(tables)
        self.hopeless: set[int] = set()
        if rng is not None:
            self.flow.cost *= np.exp(SPREAD * rng.standard_normal(self.counts.size))
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
        return bool(high >= self.reach[cell] and high - low >= self.threshold)

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
    before = [completed(tables, release) for release in earlier]
    primary = sensitive(tables, threshold=threshold, zeros=zeros, earlier=before)
    known = known_before(tables, before)
    reach = must_reach(tables, threshold=threshold, earlier=before)

    def searched(rng: np.random.Generator | None) -> _Search:
        return _searched(_Search(tables, primary, known, reach=reach, threshold=threshold, rng=rng))

    best = searched(None)
    # Small tables: other prices of the same cells lead elsewhere, and the shortest way is kept.
    tries = min(MOST_TRIES, WORTH_TRYING // tables.counts.size) if primary.any() else 0
    for seed in range(1, tries):
        best = min(best, searched(np.random.default_rng(seed)), key=_how_much_is_lost)
    return _audited(best)


def _searched(search: _Search) -> _Search:
    """Hide cells until every sensitive one is safe, then publish again those that were not needed."""
    if len(search.targets()) > MANY:
        _protect_together(search)
    counts, published = search.tables.counts, search.tables.published
    for cell in search.targets():
        needed = max(1.0, float(search.reach[cell] - counts[cell]))
        for amount in (needed, max(needed, float(search.threshold))):
            if search.safe(cell):
                break
            change = search.flow.cheapest([cell], amount, search.hidden, search.known)
            if change is None:
                continue
            search.hide((np.abs(change) > CLOSE) & published)
            search.remember(search.counts + change)
        if not search.safe(cell):
            search.hopeless.add(cell)
    if not search.hopeless:
        _publish_the_needless(search)
    return search


def _how_much_is_lost(search: _Search) -> tuple[int, int, float]:
    """Unsafe cells first, then hidden cells, then their people."""
    gone = search.hidden & search.tables.published
    return len(search.hopeless), int(gone.sum()), float(search.counts[gone].sum())


def _protect_together(search: _Search) -> None:
    """For large tables: protect the unproven cells in batches, by one change of the table for each batch."""
    rng = np.random.default_rng(0)  # chance only chooses which questions are asked
    left = search.prove_many(rng)
    for begin in range(0, len(left), BATCH):
        some = [cell for cell in left[begin : begin + BATCH] if not search.proven(cell)]
        if not some:
            continue
        amount = max(float(search.threshold), float((search.reach - search.counts)[some].max()))
        change = search.flow.cheapest(some, amount, search.hidden, search.known)
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


def _audited(search: _Search) -> Protection:
    """Everything a reader can work out, asked anew of a reader who knows nothing of the search."""
    hidden, tables = search.hidden & search.tables.published, search.tables
    threshold, reach = search.threshold, search.reach
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
        if min(high - reach[cell], high - low - threshold) < TIGHT and np.isfinite(high):
            found.intervals[cell] = reader.whole_interval(cell)
    for cell in map(int, np.flatnonzero(search.primary & search.known)):
        count = float(tables.counts[cell])
        found.intervals[cell] = (count, count)
        says = "stands in an earlier release with this count: it cannot be hidden any more"
        found.violations.append(Violation(cell, says))
    for cell, (low, high) in sorted(found.intervals.items()):
        if search.known[cell]:
            continue
        if search.primary[cell] and (high < reach[cell] or high - low < threshold):
            says = (
                f"could only be {low:g} to {high:g}; "
                f"it should reach {reach[cell]:g} and leave {threshold} open"
            )
            found.violations.append(Violation(cell, says))
        elif high - low < CLOSE:
            found.violations.append(Violation(cell, f"can be worked out exactly: {low:g}"))
    return found
