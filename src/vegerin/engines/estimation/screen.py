"""What must hold before any model is believed: lists, overlaps, and estimates that exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from vegerin.engines.estimation.fitting import Fits, holds
from vegerin.engines.estimation.models import Model, name
from vegerin.engines.estimation.tables import OverlapTable

OK, NO_ESTIMATE, NOT_IDENTIFIABLE = "ok", "MLE does not exist", "not identifiable"
FEWEST_ON_A_LIST = 5
FEWEST_SHARED = 5  # people on two lists or more, below which nothing is published
FEWEST_OVERLAPS = 7  # below it a two-list estimate is badly biased (Seber 1982, section 3.1)
COPIED_SHARE = 0.95  # of the smaller list standing on the larger: more than chance or diligence explains


@dataclass(frozen=True)
class Screen:
    """What was looked at before estimating."""

    n_per_list: Mapping[str, int]
    overlaps: Mapping[str, int]
    connected: bool
    existence: Mapping[str, str]
    copies: tuple[tuple[str, str], ...]
    refusals: tuple[str, ...]


def screen(table: OverlapTable, existence_of: Mapping[str, str]) -> Screen:
    """Look at a table: sizes, overlaps, whether the lists hang together, and which may be copies.

    >>> table = OverlapTable.from_patterns(["A", "B", "C"], {"100": 9, "010": 9, "001": 9})
    >>> screen(table, {}).refusals[0]
    'No person stands on two lists, so nothing says how much the lists miss.'
    """
    pairs = {
        f"{table.lists[a]} & {table.lists[b]}": table.overlap(a, b)
        for a, b in combinations(range(table.k), 2)
    }
    return Screen(
        n_per_list={list_name: int(n) for list_name, n in zip(table.lists, table.per_list, strict=True)},
        overlaps=pairs,
        connected=connected(table),
        existence=existence_of,
        copies=tuple(
            (table.lists[a], table.lists[b])
            for a, b in combinations(range(table.k), 2)
            if copied(table, a, b)
        ),
        refusals=tuple(refusals(table)),
    )


def refusals(table: OverlapTable) -> list[str]:
    """Why a table cannot be estimated at all, in sentences for a press officer."""
    said = []
    if table.listed == 0:
        return ["No list holds anybody."]
    if not any(table.overlap(a, b) for a, b in combinations(range(table.k), 2)):
        said.append("No person stands on two lists, so nothing says how much the lists miss.")
    elif not connected(table):
        said.append(
            "The lists fall into groups that share nobody; each group may describe other people, "
            "so nothing says how many both miss."
        )
    shared = int(table.frequencies[2:].sum())
    if not said and shared < FEWEST_SHARED:
        number = "1 person stands" if shared == 1 else f"{shared} people stand"
        said.append(f"Only {number} on more than one list: too few to say how many the lists miss.")
    if len(said) == 0 and table.counts[1:].max() == table.listed and table.counts[-1] == table.listed:
        said.append("Every list holds the same people, so nothing says whether others were missed.")
    return said


def connected(table: OverlapTable) -> bool:
    """Whether every list can be reached from every other through people they share.

    >>> connected(OverlapTable.from_patterns(["A", "B", "C"], {"110": 3, "001": 4}))
    False
    """
    reached, waiting = {0}, [0]
    while waiting:
        a = waiting.pop()
        for b in range(table.k):
            if b not in reached and table.overlap(a, b):
                reached.add(b)
                waiting.append(b)
    return len(reached) == table.k


def copied(table: OverlapTable, a: int, b: int) -> bool:
    """Whether one list looks like a copy of the other: nearly all of it stands there too."""
    smaller, larger = sorted((int(table.per_list[a]), int(table.per_list[b])))
    if smaller < 2 * FEWEST_ON_A_LIST:
        return False
    by_chance = larger / table.listed
    return table.overlap(a, b) >= COPIED_SHARE * smaller and by_chance < 0.8


def existence(table: OverlapTable, fits: Fits) -> dict[str, str]:
    """For every fitted model whether its estimate exists and the cells identify it.

    A fit that settled inside is its own proof. The others are decided by linear programming.
    """
    return {
        name(model): OK if fits.settled[i, 0] else why_not(table, model)
        for i, model in enumerate(fits.models)
    }


def why_not(table: OverlapTable, model: Model) -> str:
    """Whether one model's maximum likelihood estimate exists (Fienberg & Rinaldo 2012), and is identified.

    It exists when some strictly positive table has the same totals as the observed one, once cells of terms
    without any overlap are taken out; it is identified when the remaining cells tell the parameters apart.

    >>> table = OverlapTable.from_patterns(["A", "B", "C"], {"100": 40, "010": 30, "001": 20, "110": 6})
    >>> why_not(table, frozenset({1, 2, 4, 3})), why_not(table, frozenset({1, 2, 4, 3, 5, 6}))
    ('MLE does not exist', 'not identifiable')
    """
    superset = holds(table.k)
    used = table.possible.copy()
    used[0] = False
    y = table.counts * used
    totals = superset @ y
    kept_terms = [term for term in model if totals[term] > 0]
    for term in model:
        if totals[term] == 0:
            used &= superset[term] == 0
    design = superset[[0, *kept_terms]][:, used]
    if not _positive_table_exists(design, y[used]):
        return NO_ESTIMATE
    if np.linalg.matrix_rank(design) < len(design):
        return NOT_IDENTIFIABLE
    return OK


def _positive_table_exists(design: np.ndarray, y: np.ndarray) -> bool:
    cells = y.size
    if cells == 0:
        return False
    # Maximise s with x >= s in every cell, the same totals, and s at most 1.
    found = linprog(
        c=np.r_[np.zeros(cells), -1.0],
        A_ub=np.c_[-np.eye(cells), np.ones(cells)],
        b_ub=np.zeros(cells),
        A_eq=np.c_[design, np.zeros(len(design))],
        b_eq=design @ y,
        bounds=[(0, None)] * cells + [(0, 1)],
    )
    return bool(found.x is not None and found.x[-1] > 1e-7)


def weak_overlaps(table: OverlapTable, lists: Sequence[int]) -> list[str]:
    """Pairs whose overlap is too small to say much."""
    return [
        f"{table.lists[a]} & {table.lists[b]}"
        for a, b in combinations(lists, 2)
        if table.overlap(a, b) < FEWEST_OVERLAPS
    ]
