"""Shared ancestry of a population (theta): the founders' alleles are drawn one after another.

Balding & Nichols (1994, doi:10.1016/0379-0738(94)90222-4): the population's own frequencies q are Dirichlet
around the table's, with concentration (1 - theta) / theta, the same q for all founders of all components of
a hypothesis. Typed founders update q at once. What remains is an average of the likelihood over q, a
polynomial
in q: it is taken exactly, either by one joint factor over the untyped founders' copies, or by Gauss-Jacobi
quadrature along the sticks of the Dirichlet, whichever is smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np
from scipy.special import roots_jacobi

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.elimination import Array, contract
from vegerin.engines.kinship.gametes import KNOWN, Batch, Shape, blueprint, factors
from vegerin.engines.kinship.likelihood import Question, plan_of, prepared
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree

# The largest joint factor, and the largest number of quadrature nodes, that are worked through.
LARGEST_FACTOR, MOST_NODES, NODES_AT_ONCE = 400_000, 3_000_000, 4_096


def likelihood_theta(pedigree: Pedigree, marker: Marker, seen: Mapping[str, Seen], *, theta: float) -> float:
    """Probability of what was seen at one marker where all founders share a population.

    Args:
        pedigree: all components of the hypothesis in one, unrelated people too: they share the population.
        marker: as for `likelihood`.
        seen: as for `likelihood`.
        theta: between 0 and 1; 0 gives `likelihood`.
    """
    ready = prepared(Question(pedigree, marker, seen))
    if not ready.shape.members:
        return 1.0
    known, alpha = _typed_founders(ready.shape, ready.genotypes, ready.states.prior * (1 - theta) / theta)
    shape = replace(ready.shape, shared_founders=True)
    batch = ready.batch(len(ready.states))
    return known * _average(shape, batch, alpha)


def _typed_founders(
    shape: Shape, genotypes: Mapping[int, tuple[int, ...]], alpha: Array
) -> tuple[float, Array]:
    """The probability of the typed founders' alleles in order, and the Dirichlet after having seen them."""
    chance, counts = 1.0, alpha.copy()
    for person, member in enumerate(shape.members):
        if not (member.is_founder and member.seen == KNOWN):
            continue
        if member.inbreeding:
            raise BadInput("Inbreeding of a typed founder and theta cannot be used together. Set one to 0.")
        for allele in genotypes[person]:
            chance *= counts[allele] / counts.sum()
            counts[allele] += 1
    return chance, counts


def _average(shape: Shape, batch: Batch, alpha: Array) -> float:
    drawn = blueprint(shape)
    copies = len(drawn.founder_labels)
    inbred = any(member.inbreeding for member in shape.members)
    n = len(alpha)
    if not copies and not inbred:
        return _value(shape, batch, None)
    if not inbred and n**copies <= LARGEST_FACTOR:
        return _value(shape, batch, founders_in_order(alpha, copies)[None])
    return _by_quadrature(shape, batch, alpha, copies + 2 * sum(bool(m.inbreeding) for m in shape.members))


def _value(shape: Shape, batch: Batch, founders: Array | None) -> float:
    arrays = factors(shape, (batch,))
    if founders is not None:
        arrays.append(founders)
    return float(contract(plan_of(shape, batch.prior.shape[1]), arrays)[0])


def founders_in_order(alpha: Array, copies: int) -> Array:
    """The probability of each sequence of founder alleles, one axis a copy.

    >>> founders_in_order(np.array([1.0, 1.0]), 2).tolist()
    [[0.3333333333333333, 0.16666666666666666], [0.16666666666666666, 0.3333333333333333]]
    """
    n, total = len(alpha), alpha.sum()
    joint = np.ones(())
    for drawn in range(copies):
        weight = np.broadcast_to(alpha, (*joint.shape, n)).copy()
        for axis in range(drawn):
            same = np.eye(n).reshape((1,) * axis + (n,) + (1,) * (drawn - axis - 1) + (n,))
            weight += same
        joint = joint[..., None] * weight / (total + drawn)
    return joint


def _by_quadrature(shape: Shape, batch: Batch, alpha: Array, degree: int) -> float:
    """The mean over q; exact, since each stick meets a polynomial of at most this degree."""
    present = np.flatnonzero(alpha)
    nodes = degree // 2 + 1
    if nodes ** (len(present) - 1) > MOST_NODES:
        raise BadInput(
            f"theta with {degree} untyped founder alleles over {len(present)} states is too large. "
            "Type a founder, remove far relatives, or set theta to 0."
        )
    total = 0.0
    for q, weight in _sticks(tuple(alpha[present]), nodes):
        rows = np.zeros((len(q), len(alpha)))
        rows[:, present] = q
        total += float(weight @ _values_at(shape, batch, rows))
    return total


def _values_at(shape: Shape, batch: Batch, q: Array) -> Array:
    many = Batch(
        q,
        np.broadcast_to(batch.male, (len(q), *batch.male.shape[1:])),
        np.broadcast_to(batch.female, (len(q), *batch.female.shape[1:])),
        {who: np.broadcast_to(codes, (len(q), codes.shape[1])) for who, codes in batch.genotypes.items()},
        {who: np.broadcast_to(table, (len(q), *table.shape[1:])) for who, table in batch.evidence.items()},
    )
    separate = replace(shape, shared_founders=True, separate_founders=True)
    return contract(plan_of(separate, q.shape[1]), factors(separate, (many,)))


def _sticks(alpha: tuple[float, ...], nodes: int) -> Iterator[tuple[Array, Array]]:
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
