"""Bayesian averaging over decomposable graphs of dependence between three to five lists.

Madigan & York 1997 (doi:10.1093/biomet/84.1.19), as in Johndrow, Lum & Ball's package dga: hyper-Dirichlet
priors give every graph's marginal likelihood in closed form, for every number of unlisted people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from scipy.special import gammaln, logsumexp

from vegerin.engines.estimation.tables import Floats, OverlapTable, Whole

FEWEST, MOST = 3, 5
PIECES_IN_FULL = 3_000_000  # graphs times numbers that are summed one by one; beyond it a log grid is used
FINE_UNTIL, FINE_RATIO = 1500, 1.0015
PILED_UP = 0.01  # of the posterior in the top twentieth of the range: then the range decides, not the lists


@dataclass(frozen=True)
class GraphAverage:
    """The posterior of the total, averaged over graphs."""

    mean: float
    median: float
    mode: float
    interval: tuple[float, float]
    interval80: tuple[float, float]
    graphs: int
    top_model_probability: float
    top_model: str
    depends_on_range: bool


@dataclass(frozen=True)
class _Graph:
    cliques: tuple[int, ...]
    separators: tuple[int, ...]

    def name(self) -> str:
        words = ["".join(str(j + 1) for j in range(9) if clique >> j & 1) for clique in self.cliques]
        return "[" + ",".join(sorted(words, key=lambda word: (-len(word), word))) + "]"


@cache
def decomposable_graphs(k: int) -> tuple[_Graph, ...]:
    """Every decomposable graph on k lists: 8, 61 and 822 for three, four and five.

    >>> [len(decomposable_graphs(k)) for k in (3, 4, 5)]
    [8, 61, 822]
    """
    pairs = list(combinations(range(k), 2))
    found = (
        _decomposed([pair for bit, pair in enumerate(pairs) if edges >> bit & 1], k)
        for edges in range(2 ** len(pairs))
    )
    return tuple(graph for graph in found if graph is not None)


def _decomposed(edges: Iterable[tuple[int, int]], k: int) -> _Graph | None:
    """Cliques and separators by taking off simplicial nodes one by one; None if that gets stuck."""
    near = [0] * k
    for a, b in edges:
        near[a] |= 1 << b
        near[b] |= 1 << a
    cliques: list[int] = []
    separators: list[int] = []
    left = (1 << k) - 1
    while left:
        for j in range(k):
            around = near[j] & left
            if left >> j & 1 and all(around & ~(near[i] | 1 << i) == 0 for i in range(k) if around >> i & 1):
                break
        else:
            return None
        clique = around | 1 << j
        if not any(clique & other == clique for other in cliques):
            cliques.append(clique)
        left &= ~(1 << j)
    # The separators of a junction tree: a spanning tree of largest overlaps (Lauritzen 1996, section 2.1).
    joined = [cliques[0]]
    for _ in cliques[1:]:
        a, b = max(
            ((a, b) for a in joined for b in cliques if b not in joined),
            key=lambda ab: (ab[0] & ab[1]).bit_count(),
        )
        separators.append(a & b)
        joined.append(b)
    return _Graph(tuple(cliques), tuple(separators))


def graph_average(
    table: OverlapTable, *, max_unlisted: int, delta: float, prior: str = "1/N"
) -> GraphAverage:
    """The posterior of the total over decomposable graphs, all equally likely beforehand.

    Args:
        table: three to five lists.
        max_unlisted: the range of the unlisted, from 1.
        delta: prior weight of each cell of the whole table, such as 2^-k.
        prior: "1/N" (proportional to one over the total) or "uniform", over the range.

    Returns:
        Mean, median and mode of the total; central 95 % and 80 % intervals. `depends_on_range` says that the
        posterior piles up at the end of the range: then the range decides and not the lists.

    >>> table = OverlapTable.from_patterns(["A", "B", "C"],
    ...     {"100": 60, "010": 49, "110": 4, "001": 247, "101": 112, "011": 142, "111": 12})
    >>> found = graph_average(table, max_unlisted=6260, delta=1 / 8)
    >>> found.median, found.interval
    (731.0, (694.0, 787.0))
    """
    graphs = decomposable_graphs(table.k)
    unlisted, width = _grid(max_unlisted, len(graphs))
    log_posterior = _log_weights(table, graphs, unlisted, delta) + np.log(width)
    total = table.listed + unlisted
    if prior == "1/N":
        log_posterior -= np.log(total)
    everything = logsumexp(log_posterior)
    by_graph = np.exp(logsumexp(log_posterior, axis=1) - everything)
    posterior = np.exp(logsumexp(log_posterior, axis=0) - everything)
    cumulative = np.cumsum(posterior)
    top = int(by_graph.argmax())

    def quantile(q: float) -> float:
        i = int(np.searchsorted(cumulative, q))
        if i >= total.size:
            return float(total[-1])
        if width[i] == 1:
            return float(total[i])
        before = cumulative[i - 1] if i else 0.0
        return float(np.floor(total[i] + width[i] * ((q - before) / posterior[i] - 0.5)))

    density = posterior / width
    return GraphAverage(
        mean=float((posterior * total).sum()),
        median=quantile(0.5),
        mode=float(total[int(density.argmax())]),
        interval=(quantile(0.025), quantile(0.975)),
        interval80=(quantile(0.1), quantile(0.9)),
        graphs=len(graphs),
        top_model_probability=float(by_graph[top]),
        top_model=graphs[top].name(),
        depends_on_range=bool(posterior[unlisted > 0.95 * max_unlisted].sum() > PILED_UP),
    )


def _grid(most: int, graphs: int) -> tuple[Floats, Floats]:
    """Numbers of unlisted people, and how many numbers each stands for."""
    if most * graphs <= PIECES_IN_FULL or most <= FINE_UNTIL:
        return np.arange(1.0, most + 1), np.ones(most)
    steps = int(np.ceil(np.log(most / FINE_UNTIL) / np.log(FINE_RATIO)))
    edges = np.unique(np.round(np.geomspace(FINE_UNTIL, most, steps + 1)))
    coarse = (edges[:-1] + 1 + edges[1:]) / 2
    return np.r_[np.arange(1.0, FINE_UNTIL + 1), coarse], np.r_[np.ones(FINE_UNTIL), np.diff(edges)]


def _log_weights(table: OverlapTable, graphs: tuple[_Graph, ...], unlisted: Floats, delta: float) -> Floats:
    """Log of likelihood times the multinomial's factor, for each graph and number of unlisted, (G, U)."""
    sets = sorted({s for graph in graphs for s in (*graph.cliques, *graph.separators) if s})
    by_set = np.array([_log_margin(table, s, unlisted, delta) for s in sets])
    uses = np.zeros((len(graphs), len(sets)))
    for row, graph in enumerate(graphs):
        for clique in graph.cliques:
            uses[row, sets.index(clique)] += 1
        for separator in graph.separators:
            if separator:
                uses[row, sets.index(separator)] -= 1
    factor = gammaln(table.listed + unlisted + 1) - gammaln(unlisted + 1)
    return np.asarray(uses @ by_set + factor)


def _log_margin(table: OverlapTable, of: int, unlisted: Floats, delta: float) -> Floats:
    """Log Dirichlet-multinomial probability of the margin of some lists."""
    margin = _margin(table.counts, of, table.k)
    prior = delta * 2.0 ** (table.k - of.bit_count())
    whole = prior * margin.size
    fixed = gammaln(margin[1:] + prior).sum() - margin.size * gammaln(prior) + gammaln(whole)
    return np.asarray(
        fixed + gammaln(margin[0] + unlisted + prior) - gammaln(whole + table.listed + unlisted), dtype=float
    )


def _margin(counts: Whole, of: int, k: int) -> Floats:
    """Counts by the lists of a set only; the first cell is on none of them."""
    indices = np.arange(counts.size) & of
    kept = np.unique(indices)
    return np.array([counts[indices == index].sum() for index in kept], dtype=float)
