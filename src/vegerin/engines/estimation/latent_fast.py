"""`latent_chains.slope` written out in loops for numba (the extra `[fast]`): the same numbers, sooner."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from vegerin.engines.estimation.tables import Floats

# Without numba this file is not imported; mypy sees its decorators as untyped.
# mypy: disable-error-code="untyped-decorator"


@njit(cache=True, error_model="numpy")
def log_of_left(odds: float) -> float:
    """Log of one minus the probability with these log-odds."""
    return -math.log1p(math.exp(odds)) if odds < 0 else -odds - math.log1p(math.exp(-odds))


@njit(cache=True, error_model="numpy")
def slope(
    odds: Floats,
    sticks: Floats,
    concentration: Floats,
    on: Floats,
    count: Floats,
    on_unseen: Floats,
    listed: float,
) -> tuple[Floats, Floats, Floats, Floats]:
    """The log posterior of every chain, its slope, and the odds of being unlisted."""
    chains, classes, lists = odds.shape
    cells, hidden = on.shape[0], on_unseen.shape[0]
    height, unlisted = np.zeros(chains), np.zeros(chains)
    of_odds, of_sticks = np.empty_like(odds), np.empty_like(sticks)
    prob, base = np.empty((classes, lists)), np.empty(classes)
    cell, unseen = np.empty((classes, cells)), np.empty((classes, hidden))
    members = np.empty(classes)
    for r in range(chains):
        total, rest = 0.0, 0.0
        for k in range(classes):
            none = rest
            if k < classes - 1:
                broken = log_of_left(-sticks[r, k])
                left = broken - sticks[r, k]
                none += broken
                rest += left
                total += broken + concentration[r] * left
            for j in range(lists):
                x = odds[r, k, j]
                out = log_of_left(x)
                prob[k, j] = math.exp(x + out)
                none += out
                total += x + 2 * out
            base[k] = none
        found = 1.0
        for k in range(classes):
            for u in range(hidden):
                value = base[k]
                for j in range(lists):
                    value += odds[r, k, j] * on_unseen[u, j]
                unseen[k, u] = math.exp(value)
                found -= unseen[k, u]
            unlisted[r] += unseen[k, 0]
            members[k] = 0.0
            for j in range(lists):
                of_odds[r, k, j] = 1.0
        unlisted[r] /= found
        for c in range(cells):
            seen = 0.0
            for k in range(classes):
                value = base[k]
                for j in range(lists):
                    value += odds[r, k, j] * on[c, j]
                cell[k, c] = math.exp(value)
                seen += cell[k, c]
            total += count[c] * math.log(seen) if seen > 0 else -np.inf
            for k in range(classes):
                here = cell[k, c] * count[c] / seen if seen > 0 else 0.0
                members[k] += here
                for j in range(lists):
                    of_odds[r, k, j] += here * on[c, j]
        height[r] = total - listed * math.log(found) if found > 0 else -np.inf
        everyone = 0.0
        for k in range(classes):
            for u in range(hidden):
                here = unseen[k, u] * listed / found
                members[k] += here
                for j in range(lists):
                    of_odds[r, k, j] += here * on_unseen[u, j]
            everyone += members[k]
            for j in range(lists):
                of_odds[r, k, j] -= (members[k] + 2) * prob[k, j]
        for k in range(classes - 1):
            piece = math.exp(log_of_left(-sticks[r, k]))
            of_sticks[r, k] = members[k] + 1 - piece * (everyone + 1 + concentration[r])
            everyone -= members[k]
    return height, of_odds, of_sticks, unlisted
