"""How the remains can fill one family's missing: every configuration with its weight, or placement by
placement.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Family, Grave, Node, ln_tables

Placed = tuple[tuple[str, int], ...]

# A family is enumerated while its next level needs no more tables, and yields no more configurations, than
# this.
MOST_TABLES, MOST_CONFIGURATIONS = 12_000, 400_000


@dataclass(frozen=True)
class Configurations:
    """All ways to fill a family's missing with non-zero weight.

    `bodies[c, m]` is the remains at missing m in configuration c, or -1; `ln_weight[c]` is the ln likelihood
    ratio of the configuration against nobody placed.
    """

    family: Family
    bodies: NDArray[np.intp]
    ln_weight: Array

    @property
    def placed(self) -> NDArray[np.intp]:
        """How many remains each configuration uses."""
        return np.asarray((self.bodies >= 0).sum(axis=1))

    def kept(self, keep: NDArray[np.bool_]) -> Configurations:
        """Some of them."""
        return Configurations(self.family, self.bodies[keep], self.ln_weight[keep])


def configurations(grave: Grave, family: Family) -> Configurations | None:
    """Every configuration of a family, or None where there are too many to list.

    Level by level: one table for the next missing person gives the weights of all remains there at once.
    Only exact zeros are left out, so nothing is unexamined.
    """
    bodies = np.full((1, len(family.missing)), -1, dtype=np.intp)
    weight = np.zeros(1)
    spent = 0
    for m, who in enumerate(family.missing):
        spent += len(bodies)
        if spent > MOST_TABLES or len(bodies) * (1 + grave.fits(who, family).sum()) > MOST_CONFIGURATIONS:
            return None
        nodes = [Node(_placed(family, row), who) for row in bodies]
        ratios = np.where(grave.fits(who, family), ln_tables(grave, family, nodes), -np.inf)
        for column in range(m):
            taken = bodies[:, column] >= 0
            ratios[np.flatnonzero(taken), bodies[taken, column]] = -np.inf
        rows, body = np.nonzero(np.isfinite(ratios))
        added = bodies[rows].copy()
        added[:, m] = body
        bodies = np.vstack([bodies, added])
        weight = np.append(weight, weight[rows] + ratios[rows, body])
    return Configurations(family, bodies, weight)


def _placed(family: Family, row: NDArray[np.intp]) -> Placed:
    return tuple((who, int(body)) for who, body in zip(family.missing, row, strict=True) if body >= 0)


@dataclass
class Explorer:
    """One family too large to list: conditional weights on demand, each computed once."""

    grave: Grave
    family: Family
    known: dict[Node, Array] = field(default_factory=dict)

    def ratios(self, placed: Placed, target: str) -> Array:
        """ln LR of each remains at the target given those placed; minus infinity where sexes differ."""
        node = Node(tuple(sorted(placed)), target)
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
