"""The latent class sampler of `latent_class`, written out in loops for numba (the extra `[fast]`).

The same steps in the same order, one chain after the other. Draws differ from those without numba, the
distribution does not (`tests/engines/estimation/test_latent_class.py` compares them).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from vegerin.engines.estimation.tables import Floats, Whole

# Without numba this file is not imported; mypy sees its decorators as untyped.
# mypy: disable-error-code="untyped-decorator,no-untyped-def"


@njit(cache=True)
def seed_with(seed: int) -> None:
    """Start numba's own chance."""
    np.random.seed(seed)


@njit(cache=True)
def binomial(n: int, p: float) -> int:
    """An exact binomial draw; large n is halved by beta draws (Devroye 1986, section X.4.3)."""
    found = 0
    while n > 60:
        i = (n + 1) // 2
        x = np.random.beta(i, n + 1 - i)
        if x >= p:
            n, p = i - 1, p / x
        else:
            found += i
            n, p = n - i, (p - x) / (1 - x)
    for _ in range(n):
        if np.random.random() < p:
            found += 1
    return found


@njit(cache=True)
def log_prior(weight: Floats, concentration: float) -> float:
    """As in `latent_class.log_prior`, for one chain."""
    k = weight.size
    left = weight[k - 1]
    total = (concentration - 1) * math.log(max(weight[k - 1], 1e-300))
    for j in range(k - 2, 0, -1):
        left += weight[j]
        total -= math.log(max(left, 1e-300))
    return total


@njit(cache=True)
def cell_chances(prob: Floats, on: Floats, out: Floats) -> float:
    """Chance of each cell within one class; returns that of being on no list."""
    none = 1.0
    for j in range(prob.size):
        none *= 1 - prob[j]
    for c in range(on.shape[0]):
        value = 1.0
        for j in range(prob.size):
            value *= prob[j] if on[c, j] > 0 else 1 - prob[j]
        out[c] = value
    return none


@njit(cache=True)
def run(
    weight: Floats,
    prob: Floats,
    concentration: Floats,
    count: Whole,
    on: Floats,
    steps: Floats,
    tries: int,
    most: float,
    unlisted: Floats,
    hidden: Floats,
) -> None:
    """Gibbs rounds, hiding moves and swaps; fills unlisted and hidden (rounds, chains), moves the state."""
    chains, classes, lists = prob.shape
    cells, listed = count.size, count.sum()
    cell = np.empty((classes, cells))
    none = np.empty(classes)
    new_cell, new_prob = np.empty(cells), np.empty(lists)
    seen, new_seen = np.empty(cells), np.empty(cells)
    new_weight = np.empty(classes)
    members = np.empty(classes)
    found = np.empty((classes, lists))
    for t in range(unlisted.shape[0]):
        for r in range(chains):
            w, p = weight[r], prob[r]
            missed = 0.0
            for k in range(classes):
                none[k] = cell_chances(p[k], on, cell[k])
                missed += w[k] * none[k]
            members[:] = 0.0
            found[:] = 0.0
            for c in range(cells):
                left, share = count[c], 0.0
                for k in range(classes):
                    share += w[k] * cell[k, c]
                for k in range(classes):
                    if left == 0:
                        break
                    part = w[k] * cell[k, c]
                    here = left if k == classes - 1 or part >= share else binomial(left, part / share)
                    share -= part
                    left -= here
                    members[k] += here
                    for j in range(lists):
                        found[k, j] += here * on[c, j]
            rate = np.random.gamma(listed) * missed / max(1 - missed, 1e-12)
            u = min(float(np.random.poisson(min(rate, 1e15))), most)
            unlisted[t, r] = u
            left_out, share, low = int(u), missed, 0.0
            for k in range(classes):
                part = w[k] * none[k]
                last = k == classes - 1 or part >= share
                here = left_out if last else binomial(left_out, part / share)
                share -= part
                left_out -= here
                members[k] += here
                if p[k].max() < 0.1:
                    low += here
            hidden[t, r] = low / max(u, 1.0)
            for k in range(classes):
                for j in range(lists):
                    x = np.random.beta(1 + found[k, j], 1 + members[k] - found[k, j])
                    p[k, j] = min(max(x, 1e-12), 1 - 1e-9)
            later, stick, gone = members.sum(), 1.0, 0.0
            for k in range(classes - 1):
                later -= members[k]
                v = min(
                    max(np.random.beta(1 + members[k], concentration[r] + max(later, 0.0)), 1e-12), 1 - 1e-12
                )
                w[k] = max(stick * v, 1e-250)
                stick *= 1 - v
                gone += math.log1p(-v)
            w[classes - 1] = max(stick, 1e-250)
            concentration[r] = np.random.gamma(0.25 + classes - 1) / (0.25 - gone)
            # Hiding moves: one class harder or easier to find, and as much larger or smaller.
            unseen = 0.0
            seen[:] = 0.0
            for k in range(classes):
                none[k] = cell_chances(p[k], on, cell[k])
                unseen += w[k] * none[k]
                for c in range(cells):
                    seen[c] += w[k] * cell[k, c]
            target = log_prior(w, concentration[r]) - listed * math.log(max(1 - unseen, 1e-300))
            for c in range(cells):
                target += count[c] * math.log(max(seen[c], 1e-300))
            for _ in range(tries):
                k = np.random.randint(classes)
                only = np.random.randint(2 * lists)
                shift = np.random.normal() * steps[np.random.randint(steps.size)]
                jacobian, old_none, new_none = 0.0, 0.0, 0.0
                for j in range(lists):
                    x = p[k, j]
                    old_none += math.log1p(-x)
                    new_prob[j] = x
                    if only >= lists or only == j:
                        y = 1 / (1 + math.exp(-min(max(math.log(x / (1 - x)) + shift, -25.0), 20.0)))
                        new_prob[j] = y
                        jacobian += math.log(y * (1 - y)) - math.log(x * (1 - x))
                    new_none += math.log1p(-new_prob[j])
                factor = math.expm1(old_none) / math.expm1(new_none)
                whole = 1 + (factor - 1) * w[k]
                missing = cell_chances(new_prob, on, new_cell)
                new_unseen = (unseen + w[k] * (factor * missing - none[k])) / whole
                new_target = -listed * math.log(max(1 - new_unseen, 1e-300))
                for c in range(cells):
                    new_seen[c] = (seen[c] + w[k] * (factor * new_cell[c] - cell[k, c])) / whole
                    new_target += count[c] * math.log(max(new_seen[c], 1e-300))
                for h in range(classes):
                    new_weight[h] = w[h] / whole
                new_weight[k] *= factor
                new_target += log_prior(new_weight, concentration[r])
                jacobian += math.log(factor) - classes * math.log(whole)
                if math.log(np.random.random()) < new_target - target + jacobian:
                    w[:] = new_weight
                    p[k] = new_prob
                    cell[k] = new_cell
                    seen[:] = new_seen
                    none[k], unseen, target = missing, new_unseen, new_target
            # Swap the places of two neighbours.
            k = np.random.randint(classes - 1)
            new_weight[:] = w
            new_weight[k], new_weight[k + 1] = w[k + 1], w[k]
            gain = log_prior(new_weight, concentration[r]) - log_prior(w, concentration[r])
            if math.log(np.random.random()) < gain:
                w[:] = new_weight
                for j in range(lists):
                    p[k, j], p[k + 1, j] = p[k + 1, j], p[k, j]
