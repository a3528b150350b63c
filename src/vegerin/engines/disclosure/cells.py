"""Cells of one or several linked tables, their margins, and the sums that tie them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
TOTAL = "Total"

# A cell by what it fixes: ("sex", "F"), ("place", "Hardan"); what it leaves out is totalled. A margin that
# two tables share is one and the same cell, which is all that linking tables needs.
Key = frozenset[tuple[str, str]]


class NotATable(ValueError):
    """The cells do not make a table; the message says which and why."""


@dataclass(frozen=True)
class Tables:
    """All cells that can be published, and the sums between them.

    Args:
        keys: what each cell fixes.
        names: each cell as it is written, with "Total" where it sums.
        counts: how many people each cell holds.
        sums: rows of (whole, parts): the whole cell is the sum of the parts.
        published: whether a cell is meant to be published at all.
    """

    keys: tuple[Key, ...]
    names: tuple[Mapping[str, str], ...]
    counts: Counts
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    published: NDArray[np.bool_]

    def index(self) -> dict[Key, int]:
        """Where each cell stands."""
        return {key: i for i, key in enumerate(self.keys)}


@dataclass(frozen=True)
class Given:
    """One table as it was given: dimensions, inner cells, and trees of categories.

    Args:
        dimensions: names of the columns that are not the count.
        cells: category of each dimension, and how many.
        parents: for each dimension, the parent of each category that has one.
    """

    dimensions: tuple[str, ...]
    cells: Sequence[tuple[tuple[str, ...], int]]
    parents: Mapping[str, Mapping[str, str]]


def build(tables: Sequence[Given], *, margins: Iterable[frozenset[str]] | None = None) -> Tables:
    """Cells and sums of some tables.

    Args:
        tables: linked by the margins they share.
        margins: which margins are published, each by the dimensions it keeps; None for all of them.

    >>> cells = [(("F", "A"), 3), (("M", "A"), 9), (("F", "B"), 8), (("M", "B"), 2)]
    >>> one = Given(("sex", "place"), cells, {})
    >>> built = build([one])
    >>> len(built.keys), len(built.sums), int(built.counts.max())
    (9, 6, 22)
    """
    kept = None if margins is None else set(margins)
    keys: dict[Key, int] = {}
    names: list[Mapping[str, str]] = []
    counts: list[int] = []
    published: list[bool] = []
    sums: dict[tuple[int, tuple[int, ...]], None] = {}
    for table in tables:
        trees = [
            _Tree(name, {cell[d] for cell, _ in table.cells}, table.parents.get(name, {}))
            for d, name in enumerate(table.dimensions)
        ]
        held = _totals(table, trees)
        here: dict[tuple[str, ...], int] = {}
        for written in product(*(tree.nodes for tree in trees)):
            fixed = [
                (name, value) for name, value in zip(table.dimensions, written, strict=True) if value != TOTAL
            ]
            key = frozenset(fixed)
            count = held[written]
            if key not in keys:
                keys[key] = len(keys)
                names.append(dict(zip(table.dimensions, written, strict=True)))
                counts.append(count)
                of_margin = frozenset(name for name, _ in fixed)
                published.append(kept is None or len(fixed) == len(table.dimensions) or of_margin in kept)
            elif counts[keys[key]] != count:
                cell = ", ".join(f"{name} {value}" for name, value in sorted(fixed)) or TOTAL
                raise NotATable(f"Linked tables disagree about {cell}: {counts[keys[key]]} and {count}.")
            here[written] = keys[key]
        for row in _sums(here, trees):
            sums[row] = None
    return Tables(
        tuple(keys),
        tuple(names),
        np.array(counts, dtype=np.int64),
        tuple(sums),
        np.array(published, dtype=bool),
    )


class _Tree:
    """The categories of one dimension, from its leaves up to the total."""

    def __init__(self, name: str, leaves: set[str], parents: Mapping[str, str]) -> None:
        if TOTAL in leaves:
            raise NotATable(f'{name} holds "{TOTAL}", which is made from the inner cells. Leave it out.')
        self.ancestors = {leaf: list(_upward(name, leaf, parents)) for leaf in sorted(leaves)}
        inner = sorted({node for line in self.ancestors.values() for node in line[1:-1]})
        wrong = sorted(set(inner) & leaves)
        if wrong:
            raise NotATable(
                f"{name} {wrong[0]} is a parent and holds people of its own. Give it a child for them."
            )
        self.nodes = [*self.ancestors, *inner, TOTAL]
        self.children: dict[str, list[str]] = {}
        for line in self.ancestors.values():
            for child, parent in pairwise(line):
                if child not in self.children.setdefault(parent, []):
                    self.children[parent].append(child)


def _upward(name: str, leaf: str, parents: Mapping[str, str]) -> Iterator[str]:
    seen = {leaf}
    yield leaf
    node = leaf
    while node in parents and parents[node] != TOTAL:
        node = parents[node]
        if node in seen:
            raise NotATable(f"The hierarchy of {name} goes in a circle at {node}.")
        seen.add(node)
        yield node
    yield TOTAL


def _totals(table: Given, trees: Sequence[_Tree]) -> dict[tuple[str, ...], int]:
    held = dict.fromkeys(product(*(tree.nodes for tree in trees)), 0)
    for cell, count in table.cells:
        for above in product(*(tree.ancestors[value] for tree, value in zip(trees, cell, strict=True))):
            held[above] += count
    return held


def _sums(
    here: Mapping[tuple[str, ...], int], trees: Sequence[_Tree]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    for written, index in here.items():
        for d, tree in enumerate(trees):
            children = tree.children.get(written[d])
            if children:
                parts = tuple(here[(*written[:d], child, *written[d + 1 :])] for child in children)
                if parts != (index,):
                    yield index, parts
