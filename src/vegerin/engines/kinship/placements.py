"""How the remains can fill one family's missing: every configuration with its weight, or placement by
placement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import comb

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Family, Grave, Node, ln_tables
from vegerin.engines.kinship.symmetry import Classes, before_in_class, classes_of, ln_ways

Placed = tuple[tuple[str, int], ...]

# A family is enumerated while its next level needs no more tables, and yields no more configurations, than
# this.
MOST_TABLES, MOST_CONFIGURATIONS = 6_000, 400_000


@dataclass(frozen=True)
class Configurations:
    """Ways to fill a family's missing with non-zero weight.

    `bodies[c, m]` is the remains at missing m in configuration c, or -1; `ln_weight[c]` is the ln likelihood
    ratio of the configuration against nobody placed. Where `classes` are given each row stands for all
    arrangements within them. `complete` says whether no configuration of non-zero weight was left out.
    """

    family: Family
    bodies: NDArray[np.intp]
    ln_weight: Array
    classes: Classes = ()
    complete: bool = True

    @property
    def placed(self) -> NDArray[np.intp]:
        """How many remains each configuration uses."""
        return np.asarray((self.bodies >= 0).sum(axis=1))

    @cached_property
    def ln_ways(self) -> Array:
        """ln of how many arrangements each row stands for."""
        return ln_ways(self.bodies, self.classes)

    def kept(self, keep: NDArray[np.bool_]) -> Configurations:
        """Some of them."""
        return Configurations(
            self.family, self.bodies[keep], self.ln_weight[keep], self.classes, self.complete
        )

    def with_weight(self, ln_weight: Array) -> Configurations:
        """The same with other likelihood ratios."""
        return Configurations(self.family, self.bodies, ln_weight, self.classes, self.complete)


def configurations(grave: Grave, family: Family, *, alike: Classes | None = None) -> Configurations | None:
    """Every configuration of a family, or None where there are too many to list.

    Args:
        grave: the remains.
        family: whose missing are filled.
        alike: who may be exchanged for whom, if not all brothers without descendants (`symmetry`).
    """
    listed = _listed(grave, family, ())
    if listed is None:
        classes = classes_of(family.pedigree, family.missing) if alike is None else alike
        if any(len(members) > 1 for members in classes):
            listed = _listed(grave, family, classes)
    return listed


def _listed(grave: Grave, family: Family, classes: Classes) -> Configurations | None:
    """Level by level: one table for the next missing person gives the weights of all remains there at once.
    Only exact zeros are left out, so nothing is unexamined.
    """
    if _surely_too_many(grave, family, classes):
        return None
    before = before_in_class(classes)
    bodies = np.full((1, len(family.missing)), -1, dtype=np.intp)
    weight = np.zeros(1)
    spent = 0
    for m, who in enumerate(family.missing):
        open_rows = np.arange(len(bodies)) if m not in before else np.flatnonzero(bodies[:, before[m]] >= 0)
        spent += len(open_rows)
        if spent > MOST_TABLES or len(open_rows) * (1 + grave.fits(who, family).sum()) > MOST_CONFIGURATIONS:
            return None
        nodes = [Node(_placed(family, row), who) for row in bodies[open_rows]]
        ratios = np.where(grave.fits(who, family), ln_tables(grave, family, nodes), -np.inf)
        for column in range(m):
            taken = bodies[open_rows, column] >= 0
            ratios[np.flatnonzero(taken), bodies[open_rows[taken], column]] = -np.inf
        if m in before:
            later = np.arange(ratios.shape[1]) > bodies[open_rows, before[m]][:, None]
            ratios = np.where(later, ratios, -np.inf)
        rows, body = np.nonzero(np.isfinite(ratios))
        added = bodies[open_rows[rows]].copy()
        added[:, m] = body
        bodies = np.vstack([bodies, added])
        weight = np.append(weight, weight[open_rows[rows]] + ratios[rows, body])
    return Configurations(family, bodies, weight, classes)


def _surely_too_many(grave: Grave, family: Family, classes: Classes) -> bool:
    """Where everything can mutate into everything nothing is excluded, and the list is at its longest."""
    possible = all(
        matrix is not None and (matrix > 0).all()
        for marker in grave.markers
        for matrix in (marker.states.male, marker.states.female)
    )
    if not possible or not grave.markers:
        return False
    groups = classes or tuple((m,) for m in range(len(family.missing)))
    tables = 1.0
    for sex in ("M", "F", "U"):
        sizes = [len(g) for g in groups if family.pedigree.person(family.missing[g[0]]).sex == sex]
        if sizes:
            sizes[-1] -= 1  # the last of all asks for no further table
            able = sum(sex == "U" or body.sex in {"U", sex} for body in grave.remains)
            tables *= _ways(sizes, able)
    return tables > MOST_TABLES


def _ways(sizes: Sequence[int], remains: int) -> float:
    """How many ways there are to choose remains for groups of these sizes.

    >>> _ways([1, 1], 2)
    7.0
    """
    ways = {0: 1.0}
    for size in sizes:
        further: dict[int, float] = defaultdict(float)
        for used, count in ways.items():
            for more in range(min(size, remains - used) + 1):
                further[used + more] += count * comb(remains - used, more)
        ways = further
    return sum(ways.values())


def _placed(family: Family, row: NDArray[np.intp]) -> Placed:
    return tuple((who, int(body)) for who, body in zip(family.missing, row, strict=True) if body >= 0)


@dataclass
class Explorer:
    """One family too large to list: conditional weights on demand, each computed once."""

    grave: Grave
    family: Family
    alike: Classes | None = None
    known: dict[Node, Array] = field(default_factory=dict)

    @cached_property
    def classes(self) -> Classes:
        """Who may be exchanged for whom."""
        if self.alike is not None:
            return self.alike
        return classes_of(self.family.pedigree, self.family.missing)

    @cached_property
    def _class_of(self) -> dict[str, tuple[str, ...]]:
        missing = self.family.missing
        return {missing[m]: tuple(missing[i] for i in members) for members in self.classes for m in members}

    def settled(self, placed: Placed) -> Placed:
        """The arrangement that stands for all that differ by an exchange."""
        by_class: dict[tuple[str, ...], list[int]] = {}
        for who, body in placed:
            by_class.setdefault(self._class_of[who], []).append(body)
        pairs = (
            pair
            for members, bodies in by_class.items()
            for pair in zip(members, sorted(bodies), strict=False)
        )
        return tuple(sorted(pairs))

    def node(self, placed: Placed, target: str) -> Node:
        """The question in the form shared by all that differ by an exchange."""
        own = self._class_of[target]
        taken = sum(who in own for who, _ in placed)
        return Node(self.settled(placed), own[taken])

    def ratios(self, placed: Placed, target: str) -> Array:
        """ln LR of each remains at the target given those placed; minus infinity where sexes differ."""
        node = self.node(placed, target)
        if node not in self.known:
            row = ln_tables(self.grave, self.family, [node])[0]
            self.known[node] = np.where(self.grave.fits(target, self.family), row, -np.inf)
        return self.known[node]

    def ln_weight(self, placed: Placed) -> float:
        """ln LR of a placement against nobody placed."""
        total = 0.0
        before: list[tuple[str, int]] = []
        for who, body in sorted(placed):
            total += float(self.ratios(tuple(before), who)[body])
            before.append((who, body))
        return total


def shares(c: Configurations, posterior: Array, remains: int) -> Array:
    """From the posterior of configurations to that of pairings."""
    table = np.array(
        [np.bincount(c.bodies[:, m] + 1, posterior, remains + 1)[1:] for m in range(c.bodies.shape[1])]
    )
    return evened(table, c.classes)


def evened(table: Array, classes: Sequence[Sequence[int]]) -> Array:
    """Each of a class with the mean of all: their order says nothing."""
    table = table.copy()
    for members in classes:
        if len(members) > 1:
            table[list(members)] = table[list(members)].mean(axis=0)
    return table
