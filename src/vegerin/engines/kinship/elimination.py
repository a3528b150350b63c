"""Sum a product of factors over all hidden states, by a plan found once for each shape.

The plan (which two factors to join next) is opt_einsum's greedy one; joining is a matrix product over a
batch,
because the same family is asked the same question at many loci and for many remains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray
from opt_einsum import paths

Array = NDArray[np.float64]
Labels = tuple[int, ...]


@dataclass(frozen=True)
class Join:
    """Replace factors `left` and `right` by their product, summed over what nobody else needs."""

    left: int
    right: int
    lonely_left: tuple[int, ...]
    lonely_right: tuple[int, ...]
    turn_left: tuple[int, ...]
    turn_right: tuple[int, ...]
    shape_left: tuple[int, ...]
    shape_right: tuple[int, ...]
    shape: tuple[int, ...]
    summed: bool


@dataclass(frozen=True)
class Plan:
    """The joins of one shape, the axes to sum at the end, the order of the answer, the largest factor met."""

    joins: tuple[Join, ...]
    lonely: tuple[int, ...]
    turn: tuple[int, ...]
    largest: int


@lru_cache(maxsize=20_000)
def plan(factors: tuple[Labels, ...], wanted: Labels, sizes: tuple[int, ...]) -> Plan:
    """How to contract factors with these labels; `sizes[label]` is the number of states."""
    terms = [tuple(labels) for labels in factors]
    joins: list[Join] = []
    largest = max((_size(term, sizes) for term in terms), default=1)
    for pair in _order(terms, wanted, sizes):
        left, right = min(pair), max(pair)
        right_labels, left_labels = terms.pop(right), terms.pop(left)
        needed = set(wanted).union(*terms)
        join, labels = _join(left, right, left_labels, right_labels, needed, sizes)
        joins.append(join)
        terms.append(labels)
        largest = max(largest, _size(labels, sizes))
    last = terms[0] if terms else ()
    lonely = tuple(1 + place for place, label in enumerate(last) if label not in wanted)
    left_over = [label for label in last if label in wanted]
    turn = (0, *(1 + left_over.index(label) for label in wanted))
    return Plan(tuple(joins), lonely, turn, largest)


def contract(steps: Plan, arrays: Sequence[Array]) -> Array:
    """The sum; every array has the batch as its first axis, then one axis a label."""
    stack = list(arrays)
    for join in steps.joins:
        right, left = stack.pop(join.right), stack.pop(join.left)
        stack.append(_joined(join, left, right))
    result = stack[0]
    if steps.lonely:
        result = result.sum(axis=steps.lonely)
    return result.transpose(steps.turn)


def _order(terms: list[Labels], wanted: Labels, sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    if len(terms) < 2:
        return []
    size_of = {label: sizes[label] for term in terms for label in term}
    path = paths.greedy([frozenset(term) for term in terms], frozenset(wanted), size_of)
    return [(pair[0], pair[1]) for pair in path if len(pair) == 2]


def _size(labels: Labels, sizes: tuple[int, ...]) -> int:
    return prod(sizes[label] for label in labels)


def _join(
    left: int, right: int, mine: Labels, yours: Labels, needed: set[int], sizes: tuple[int, ...]
) -> tuple[Join, Labels]:
    lonely_left = tuple(1 + i for i, x in enumerate(mine) if x not in yours and x not in needed)
    lonely_right = tuple(1 + i for i, x in enumerate(yours) if x not in mine and x not in needed)
    mine = tuple(x for x in mine if x in yours or x in needed)
    yours = tuple(x for x in yours if x in mine or x in needed)
    both = [x for x in mine if x in yours]
    kept, summed = [x for x in both if x in needed], [x for x in both if x not in needed]
    only_mine, only_yours = [x for x in mine if x not in both], [x for x in yours if x not in both]
    turn_left = (0, *(1 + mine.index(x) for x in (*kept, *only_mine, *summed)))
    turn_right = (0, *(1 + yours.index(x) for x in (*kept, *summed, *only_yours)))
    k, a, s, b = (_size(tuple(part), sizes) for part in (kept, only_mine, summed, only_yours))
    labels = (*kept, *only_mine, *only_yours)
    join = Join(
        left, right, lonely_left, lonely_right, turn_left, turn_right,
        (k, a, s), (k, s, b), tuple(sizes[x] for x in labels), bool(summed),
    )  # fmt: skip
    return join, labels


def _joined(join: Join, left: Array, right: Array) -> Array:
    if join.lonely_left:
        left = left.sum(axis=join.lonely_left)
    if join.lonely_right:
        right = right.sum(axis=join.lonely_right)
    batch = len(left)
    left = left.transpose(join.turn_left).reshape(batch, *join.shape_left)
    right = right.transpose(join.turn_right).reshape(batch, *join.shape_right)
    product = left @ right if join.summed else left * right
    return product.reshape(batch, *join.shape)
