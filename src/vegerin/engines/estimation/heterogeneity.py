"""When some people are harder to list than others: bounds, sample coverage, models of Chao and Darroch.

These use how many people stand on one list, on two, on three. They are plain checks beside the main
methods, and the first of them, Chao's, is a bound from below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from vegerin.engines.estimation.tables import Floats, OverlapTable, Whole, on_how_many
from vegerin.engines.estimation.two_lists import log_interval


@dataclass(frozen=True)
class Bound:
    """An estimate that may be a lower bound, with its log-normal interval."""

    point: float
    se: float
    BIC: float
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class Coverage:
    """Sample coverage (Chao & Tsay 1998): the share of everybody's listings that the lists hold."""

    coverage: float
    low: float
    one_step: float
    unstable: float


def chao_models(table: OverlapTable) -> Mapping[str, Bound]:
    """Equal catchability, Chao's bounds, Poisson2 and Darroch, without and with unequal lists.

    Log-linear forms of Rivest & Baillargeon 2007 (doi:10.1111/j.1541-0420.2006.00708.x): the expected count
    of a cell depends on how many lists it is on (`Mh`) and also on which (`Mth`).

    >>> table = OverlapTable.from_patterns(["A", "B", "C"],
    ...     {"100": 69, "010": 55, "001": 63, "110": 21, "101": 17, "011": 18, "111": 28})
    >>> round(chao_models(table)["Mh Chao"].point, 2)
    479.15
    """
    on = on_how_many(table.k)
    alike = np.column_stack([np.ones(on.size), on])
    unequal = np.column_stack([np.ones(on.size), *((np.arange(on.size) >> j) & 1 for j in range(table.k))])
    found = {"M0": _fit(table, alike), "Mt": _fit(table, unequal)}
    for letter, base in (("Mh", alike), ("Mth", unequal)):
        found[f"{letter} Chao"] = _chao(table, base, on)
        found[f"{letter} Poisson2"] = _fit(table, np.column_stack([base, 2.0**on - 1]))
        found[f"{letter} Darroch"] = _fit(table, np.column_stack([base, on**2 / 2]))
    return {name: bound for name, bound in found.items() if bound is not None}


def _chao(table: OverlapTable, base: Floats, on: Whole) -> Bound | None:
    # People on three lists or more are left free unless they would be fewer than expected.
    free = list(range(3, table.k + 1))
    while True:
        excess = np.column_stack([base, *(np.maximum(on - size + 1, 0) for size in free)])
        fitted = _glm(table, excess)
        if fitted is None:  # nobody is on so many lists: the excess would be minus infinity
            if not free:
                return None
            free.pop()
            continue
        negative = [size for size, eta in zip(free, fitted[0][base.shape[1] :], strict=True) if eta < 0]
        if not negative:
            return _bound(table, *fitted)
        free = [size for size in free if size not in negative]


def _fit(table: OverlapTable, design: Floats) -> Bound | None:
    fitted = _glm(table, design)
    return None if fitted is None else _bound(table, *fitted)


def _glm(table: OverlapTable, design: Floats) -> tuple[Floats, Floats, float] | None:
    """Poisson regression on the listed cells: parameters, covariance, BIC; None if it diverges."""
    used = table.possible.copy()
    used[0] = False
    x, y = design[used], table.counts[used].astype(float)
    mu = y + 0.5
    eta = np.log(mu)
    theta = np.zeros(x.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(60):
            information = x.T @ (x * mu[:, None])
            try:
                new = np.linalg.solve(information, x.T @ (mu * eta + y - mu))
            except np.linalg.LinAlgError:
                return None
            new_eta = x @ new
            step = min(1.0, 4.0 / max(float(np.abs(new_eta - eta).max()), 1e-300)) if theta.any() else 1.0
            moved = float(np.abs(new - theta).max())
            theta = theta + step * (new - theta) if theta.any() else new
            eta = x @ theta
            mu = np.exp(np.clip(eta, -300, 300))
            if moved < 1e-9 * (1 + float(np.abs(theta).max())):
                break
        else:
            return None
        try:
            covariance = np.linalg.inv(x.T @ (x * mu[:, None]))
        except np.linalg.LinAlgError:
            return None
    log_likelihood = float((xlogy(y, mu) - mu - gammaln(y + 1)).sum())
    return (
        np.asarray(theta),
        np.asarray(covariance, dtype=float),
        -2 * log_likelihood + x.shape[1] * float(np.log(table.listed)),
    )


def _bound(table: OverlapTable, theta: Floats, covariance: Floats, bic: float) -> Bound | None:
    if theta[0] > 200 or not np.isfinite(covariance[0, 0]):
        return None
    unlisted = float(np.exp(theta[0]))
    variance = unlisted + unlisted**2 * float(covariance[0, 0])
    interval = log_interval(table.listed, unlisted, variance)
    return Bound(table.listed + unlisted, float(np.sqrt(max(variance, 0))), bic, interval)


def coverage(table: OverlapTable) -> Coverage | None:
    """Sample coverage for three lists (Chao & Tsay 1998, doi:10.1080/01621459.1998.10474109).

    `low` takes everybody as equally easy to list; `one_step` corrects once for dependence and is still rather
    low; `unstable` corrects fully and may be far off when coverage is below 0.55. Else None.

    >>> table = OverlapTable.from_patterns(["A", "B", "C"],
    ...     {"100": 69, "010": 55, "001": 63, "110": 21, "101": 17, "011": 18, "111": 28})
    >>> found = coverage(table)
    >>> round(found.low), round(found.one_step), round(found.unstable)
    (407, 508, 971)
    """
    n = table.per_list.astype(float)
    if table.k != 3 or not n.all():
        return None
    alone = np.array([table.counts[1 << j] for j in range(3)], dtype=float)
    share = 1 - float((alone / n).mean())
    if share <= 0:
        return None
    low = (table.listed - float(alone.mean())) / share
    # For each pair: people on one of the two (counted on both sides) and not on the third list.
    slope = shift = 0.0
    for a, b in ((0, 1), (0, 2), (1, 2)):
        outside_third = float(alone[a] + alone[b] + 2 * table.counts[1 << a | 1 << b])
        slope += outside_third * table.overlap(a, b) / (n[a] * n[b]) / (3 * share)
        shift += outside_third / (3 * share)
    first = low + slope * low - shift
    unstable = (low - shift) / (1 - slope) if slope < 1 else float("inf")
    return Coverage(share, low, low + slope * first - shift, unstable)
