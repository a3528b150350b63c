"""Means over a Dirichlet along its sticks: Gauss-Jacobi quadrature, exact for polynomials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

import numpy as np
from scipy.special import roots_jacobi

from vegerin.engines.kinship.elimination import Array

NODES_AT_ONCE = 4_096


def sticks(alpha: tuple[float, ...], nodes: int) -> Iterator[tuple[Array, Array]]:
    """Nodes on the simplex with weights for Dirichlet(alpha), some thousands at a time."""
    sticks = [_beta_nodes(a, sum(alpha[k + 1 :]), nodes) for k, a in enumerate(alpha[:-1])]
    for part in _chunks(len(sticks), nodes):
        left = np.ones(len(part))
        weight = np.ones(len(part))
        q = np.empty((len(part), len(alpha)))
        for k, (places, chances) in enumerate(sticks):
            q[:, k] = left * places[part[:, k]]
            left = left * (1 - places[part[:, k]])
            weight = weight * chances[part[:, k]]
        q[:, -1] = left
        yield q, weight


def _chunks(sticks: int, nodes: int) -> Iterator[np.ndarray]:
    rows: list[Sequence[int]] = []
    for combination in product(range(nodes), repeat=sticks):
        rows.append(combination)
        if len(rows) == NODES_AT_ONCE:
            yield np.array(rows, dtype=np.intp)
            rows = []
    if rows:
        yield np.array(rows, dtype=np.intp).reshape(len(rows), sticks)


@lru_cache(maxsize=10_000)
def _beta_nodes(a: float, b: float, nodes: int) -> tuple[Array, Array]:
    """Gauss-Jacobi nodes and weights for a Beta(a, b) mean."""
    x, weight = roots_jacobi(nodes, b - 1, a - 1)
    return (x + 1) / 2, weight / weight.sum()
