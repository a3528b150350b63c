"""Boosted decision trees in NumPy: a score that may bend and combine what single weights cannot.

Gradient boosting of the logistic loss (Friedman 2001, doi:10.1214/aos/1013203451) with second-order leaves
(Chen & Guestrin 2016, doi:10.1145/2939672.2939785). All trees are complete, of one depth: data, not code.
What was not said is a number below all others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

NOT_SAID = np.float32(-99.0)
BINS = 64
SHRUNK, RIDGE, LEAST_WEIGHT, DRAWN = 0.1, 2.0, 20.0, 0.6
AT_ONCE = 32_768


@dataclass(frozen=True)
class Forest:
    """T trees of one depth: the column and threshold of each inner node, the log-odds of each leaf."""

    columns: npt.NDArray[np.int16]
    thresholds: Singles
    leaves: Singles
    start: float

    def log_odds(self, values: Singles) -> Floats:
        """Log-odds (m,) of rows (m, k); a row's answer does not depend on its neighbours."""
        result = np.empty(len(values))
        for at in range(0, len(values), AT_ONCE):
            result[at : at + AT_ONCE] = self._some(values[at : at + AT_ONCE])
        return result

    def _some(self, values: Singles) -> Floats:
        flat = np.ascontiguousarray(values).ravel()
        base = np.arange(len(values), dtype=np.int64) * values.shape[1]
        inner = self.columns.shape[1]
        total = np.full(len(values), self.start)
        for columns, thresholds, leaves in zip(self.columns, self.thresholds, self.leaves, strict=True):
            node = np.zeros(len(values), np.int64)
            while node[0] < inner if len(node) else False:
                node = 2 * node + 1 + (flat[base + columns[node]] > thresholds[node])
            total += leaves[node - inner]
        return total


def grow(
    values: Singles,
    right: Floats,
    weight: Floats,
    *,
    rounds: int,
    depth: int,
    rng: np.random.Generator,
    progress: Callable[[str], None] = lambda stage: None,
) -> Forest:
    """Boost `rounds` trees on rows (m, k) that are right (1) or not (0)."""
    edges = [_edges(values[:, column]) for column in range(values.shape[1])]
    binned = np.stack([np.searchsorted(edge, values[:, at]) for at, edge in enumerate(edges)]).astype(
        np.uint8
    )
    share = float((right * weight).sum() / weight.sum())
    start = float(np.log(share / (1 - share)))
    score = np.full(len(values), start)
    trees = []
    for at in range(rounds):
        if at % 25 == 0:
            progress(f"tree {at} of {rounds}")
        p = 1 / (1 + np.exp(-score))
        slope, bend = (p - right) * weight, np.maximum(p * (1 - p), 1e-9) * weight
        drawn = np.flatnonzero(rng.random(len(values)) < DRAWN)
        columns, cuts, leaves = _tree(binned[:, drawn], slope[drawn], bend[drawn], depth)
        thresholds = np.array(
            [edges[c][b] if b < len(edges[c]) else np.inf for c, b in zip(columns, cuts, strict=True)]
        )
        trees.append((columns, thresholds, leaves))
        score += leaves[_leaf_of(binned, columns, cuts)]
    return Forest(
        np.array([tree[0] for tree in trees], np.int16),
        np.array([tree[1] for tree in trees], np.float32),
        np.array([tree[2] for tree in trees], np.float32),
        start,
    )


def _edges(column: Singles) -> Singles:
    distinct = np.unique(column)
    if len(distinct) > BINS:
        distinct = np.unique(np.quantile(column[column > NOT_SAID], np.linspace(0, 1, BINS - 1)))
        distinct = np.concatenate(([NOT_SAID], distinct))
    # The right side of an edge is above it; the last edge parts nothing.
    return distinct[:-1].astype(np.float32)


def _tree(binned: Bytes, slope: Floats, bend: Floats, depth: int) -> tuple[Any, Any, Floats]:
    inner = 2**depth - 1
    columns, cuts = np.zeros(inner, np.int64), np.full(inner, BINS, np.int64)
    node = np.zeros(binned.shape[1], np.int64)
    for level in range(depth):
        first, count = 2**level - 1, 2**level
        best = np.full(count, 1e-6)
        for column, bins in enumerate(binned):
            place = (node - first) * BINS + bins
            g = np.bincount(place, slope, count * BINS).reshape(count, BINS).cumsum(axis=1)
            h = np.bincount(place, bend, count * BINS).reshape(count, BINS).cumsum(axis=1)
            all_g, all_h = g[:, -1:], h[:, -1:]
            gain = g**2 / (h + RIDGE) + (all_g - g) ** 2 / (all_h - h + RIDGE) - all_g**2 / (all_h + RIDGE)
            gain[(h < LEAST_WEIGHT / 8) | (all_h - h < LEAST_WEIGHT / 8)] = 0
            cut = gain.argmax(axis=1)
            found = gain[np.arange(count), cut]
            better = found > best
            best[better] = found[better]
            columns[first : first + count][better] = column
            cuts[first : first + count][better] = cut[better]
        node = 2 * node + 1 + (binned[columns[node], np.arange(binned.shape[1])] > cuts[node])
    leaf = node - inner
    g, h = np.bincount(leaf, slope, inner + 1), np.bincount(leaf, bend, inner + 1)
    return columns, cuts, np.asarray(np.round(-SHRUNK * g / (h + RIDGE), 5), np.float64)


def _leaf_of(binned: Bytes, columns: Any, cuts: Any) -> npt.NDArray[np.int64]:
    node = np.zeros(binned.shape[1], np.int64)
    inner = len(columns)
    rows = np.arange(binned.shape[1])
    while node[0] < inner:
        node = 2 * node + 1 + (binned[columns[node], rows] > cuts[node])
    return node - inner
