"""What the chains have seen of a family too large to list, as a list with exact weights.

Every table that a chain asked for gives the weights of all remains at one place, given who lay at the others:
so the states visited, and all that lie one step from them, are known exactly. Over this list the grave is
summed; how much lies outside is counted on visits made after the list was closed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Node
from vegerin.engines.kinship.placements import Configurations, Explorer, Placed

# Lighter than the heaviest by more than this (ln) is left out of the list; so are all but this many.
NEGLIGIBLE, MOST_LISTED = 30.0, 100_000


def listed(
    explorer: Explorer, ln_prior: Array, *, nodes: int | None = None, down_to: float = NEGLIGIBLE
) -> Configurations:
    """The configurations known from the first so many tables, with their ln likelihood ratios.

    Args:
        explorer: a family too large to list.
        ln_prior: ln prior odds of each pairing.
        nodes: how many tables count; all unless stated.
        down_to: how much lighter (ln) than the heaviest the lightest may be.
    """
    known = dict(list(explorer.known.items())[:nodes])
    weights = _weights(explorer, known)
    missing = explorer.family.missing
    place = {who: m for m, who in enumerate(missing)}
    bodies = np.full((len(weights), len(missing)), -1, dtype=np.intp)
    for row, placed in enumerate(weights):
        for who, body in placed:
            bodies[row, place[who]] = body
    ln_weight = np.array(list(weights.values()))
    found = Configurations(explorer.family, bodies, ln_weight, explorer.classes, complete=False)
    with_prior = ln_weight + prior_of(bodies, ln_prior) + found.ln_ways
    order = np.argsort(-with_prior, kind="stable")[:MOST_LISTED]
    order = np.sort(order[with_prior[order] > with_prior.max() - down_to])
    if 0 not in order:  # nobody placed is always possible, and stands first
        order = np.append(0, order)
    return replace(found, bodies=bodies[order], ln_weight=ln_weight[order])


def prior_of(bodies: NDArray[np.intp], ln_prior: Array) -> Array:
    """ln prior odds of each configuration: those of its pairings together."""
    total = np.zeros(len(bodies))
    for m in range(bodies.shape[1]):
        lies = bodies[:, m] >= 0
        total[lies] += ln_prior[m, bodies[lies, m]]
    return total


def _weights(explorer: Explorer, known: dict[Node, Array]) -> dict[Placed, float]:
    """ln weight of every placement that the tables reach from nobody placed, to and fro."""
    steps: dict[Placed, list[tuple[Placed, float]]] = defaultdict(list)
    for node, row in known.items():
        used = {body for _, body in node.placed}
        for body in np.flatnonzero(np.isfinite(row)).tolist():
            if body not in used:
                more = explorer.settled((*node.placed, (node.target, body)))
                steps[node.placed].append((more, float(row[body])))
                steps[more].append((node.placed, -float(row[body])))
    weights: dict[Placed, float] = {(): 0.0}
    waiting: list[Placed] = [()]
    while waiting:
        here = waiting.pop()
        for there, change in steps[here]:
            if there not in weights:
                weights[there] = weights[here] + change
                waiting.append(there)
    return weights


def keys(configurations: Configurations) -> set[bytes]:
    """Every configuration as a key."""
    return {row.tobytes() for row in configurations.bodies}
