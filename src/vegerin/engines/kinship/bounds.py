"""What may be left out of a grave, with a proof of how little it can matter.

Every assignment that uses configuration c can be turned into a heavier one: by releasing a placement of c,
and
by giving the released remains to a family that wants them more. Summed over all assignments this bounds the
posterior of c by ratios of weights that are all known:

    P(c) <= w(c) / w(c without m) * R(body at m) * P(c without m)

where R(v) <= 1 is the weight of all configurations of another family that do without v over the weight of
those they become with v.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.placements import Configurations
from vegerin.engines.kinship.symmetry import canonical

Weighted = tuple[Configurations, Array]


def set_aside(ready: Sequence[Weighted], allowed: float, *, remains: int) -> tuple[list[Weighted], float]:
    """Leave out configurations whose posteriors together cannot exceed what is allowed; and that sum."""
    wanted = np.array([_wish(c, weight, remains) for c, weight in ready])
    kept: list[Weighted] = []
    dropped = 0.0
    for f, (c, single) in enumerate(ready):
        weight = single + c.ln_ways
        others = np.delete(wanted, f, axis=0)
        elsewhere = np.minimum(others.min(axis=0), 0.0) if len(others) else np.zeros(remains)
        bound = np.exp(ln_bound(c, weight, elsewhere))
        order = np.argsort(bound)
        out = order[np.cumsum(bound[order]) <= allowed / len(ready)]
        keep = np.ones(len(weight), dtype=bool)
        keep[out] = False
        dropped += float(bound[out].sum())
        kept.append((c.kept(keep), single[keep]))
    return kept, dropped


def ln_bound(c: Configurations, weight: Array, elsewhere: Array) -> Array:
    """ln of the largest posterior that each configuration can have.

    Args:
        c: all configurations of a family, or those left.
        weight: ln weights, prior included.
        elsewhere: ln R of each remains, at most 0.
    """
    keys, place_value = _keys(c)
    order = np.argsort(keys)
    bound = np.zeros(len(weight))
    for placed in range(1, c.bodies.shape[1] + 1):
        rows = np.flatnonzero(c.placed == placed)
        for m in range(c.bodies.shape[1]):
            filled = rows[c.bodies[rows, m] >= 0]
            body = c.bodies[filled, m]
            without = c.bodies[filled].copy()
            without[:, m] = -1
            less = (canonical(without, c.classes) + 1) @ place_value
            part = order[np.minimum(np.searchsorted(keys, less, sorter=order), len(order) - 1)]
            ratio = np.minimum(weight[filled] - weight[part] + elsewhere[body] + bound[part], 0.0)
            bound[filled] = np.minimum(bound[filled], np.where(keys[part] == less, ratio, 0.0))
    return bound


def _keys(c: Configurations) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for each configuration, and what a body at each place adds to it."""
    base = int(c.bodies.max(initial=0)) + 2
    width = c.bodies.shape[1]
    if base**width >= 2**62:  # too many for a number each: a hash of 64 bits
        place_value = np.asarray(np.random.default_rng(width).integers(1, 2**62, width), dtype=np.int64)
        return (c.bodies + 1) @ place_value, place_value
    place_value = np.array([base**m for m in range(width)], dtype=np.int64)
    return (c.bodies + 1) @ place_value, place_value


def _wish(c: Configurations, weight: Array, remains: int) -> Array:
    """ln R of each remains in this family: how much lighter it is without them, at the least.

    Not sought where rows stand for several arrangements or some are missing: R = 1 is always true.
    """
    if c.classes or not c.complete:
        return np.full(remains, np.inf)
    keys, place_value = _keys(c)
    wish = np.full(remains, np.inf)
    for m in range(c.bodies.shape[1]):
        others = keys - (c.bodies[:, m] + 1) * place_value[m]
        unique, group = np.unique(others, return_inverse=True)
        total = _sums(weight, group, len(unique))
        nobody = int(np.searchsorted(unique, 0))
        for body in np.unique(c.bodies[:, m]).tolist():
            if body >= 0:
                wish[body] = min(wish[body], _wish_for(c, weight, m, body, group, total, nobody))
    return wish


def _wish_for(
    c: Configurations,
    weight: Array,
    m: int,
    body: int,
    group: NDArray[np.intp],
    total: Array,
    nobody: int,
) -> float:
    """ln R where missing m takes this body: groups that gain keep their others, the rest let them go."""
    with_body = np.full(len(total), -np.inf)
    rows = np.flatnonzero(c.bodies[:, m] == body)
    with_body[group[rows]] = weight[rows]
    taken = np.zeros(len(total), dtype=bool)
    taken[group[(np.delete(c.bodies, m, axis=1) == body).any(axis=1)]] = True
    if not np.isfinite(with_body[nobody]):
        return np.inf
    ratio = np.where(taken, -np.inf, _minus(total, with_body) - with_body)
    lets_go = (ratio > ratio[nobody] + np.log(2)) | (np.arange(len(total)) == nobody)
    lets_go &= ~taken
    alone = np.logaddexp.reduce(_minus(total, with_body)[lets_go]) - with_body[nobody]
    return float(max(alone, ratio[~lets_go].max(initial=-np.inf)))


def _sums(weight: Array, group: NDArray[np.intp], n: int) -> Array:
    peak = np.full(n, -np.inf)
    np.maximum.at(peak, group, weight)
    return np.asarray(peak + np.log(np.bincount(group, np.exp(weight - peak[group]), n)))


def _minus(total: Array, part: Array) -> Array:
    """ln(exp(total) - exp(part)), never below what rounding leaves."""
    with np.errstate(divide="ignore"):
        rest = np.log1p(-np.exp(np.minimum(part - total, 0.0)))
    return np.asarray(total + np.maximum(rest, -34.0))
