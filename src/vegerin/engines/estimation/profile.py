"""Profile-likelihood intervals for the total under one log-linear model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq
from scipy.special import gammaln, xlogy

from vegerin.engines.estimation.fitting import fit
from vegerin.engines.estimation.models import Model
from vegerin.engines.estimation.tables import Floats, OverlapTable

DROP_95 = 1.920729410347062  # half the 95 % point of chi-square with one degree of freedom
POINTS = 41
WIDER = 4  # times the range is widened before a side is called open


@dataclass(frozen=True)
class Profile:
    """The total with the largest profile likelihood and its 95 % interval; an open side is infinite."""

    point: float
    interval: tuple[float, float]


def profile(table: OverlapTable, model: Model, *, unlisted: float, log_sd: float) -> Profile:
    """The multinomial profile likelihood of the total (Cormack 1992, doi:10.2307/2532572).

    For every total N the model is fitted with N - n people on no list; the likelihood of N is then read along
    the ridge and cut 1.92 below its top.

    Args:
        table: the overlaps.
        model: a model with an estimate.
        unlisted: its estimate of the unlisted, where the search begins.
        log_sd: standard deviation of its logarithm.

    >>> from vegerin.engines.estimation.models import independence
    >>> table = OverlapTable.from_patterns(["A", "B"], {"10": 10, "01": 5, "11": 5})
    >>> found = profile(table, independence(2), unlisted=10, log_sd=0.7)
    >>> found.interval[0] < found.point < found.interval[1]
    True
    """
    low = max(unlisted, 0.01) * np.exp(-4 * log_sd) + 1e-3
    high = max(unlisted, 0.01) * np.exp(4 * log_sd) + 4.0
    for _ in range(WIDER):
        grid = np.linspace(np.log(low), np.log(high), POINTS)
        heights = log_likelihood(table, model, np.exp(grid))
        top = heights.max()
        open_low, open_high = heights[0] > top - 2 * DROP_95, heights[-1] > top - 2 * DROP_95
        if open_low and low > 1e-3:
            low = max(low / 20, 1e-3)
        elif open_high:
            high *= 20
        else:
            break
    curve = CubicSpline(grid, heights)
    return _read(curve, grid, float(table.listed))


def _read(curve: CubicSpline, grid: Floats, listed: float) -> Profile:
    summits = [x for x in curve.derivative().roots(extrapolate=False) if grid[0] <= x <= grid[-1]]
    at = max([grid[0], grid[-1], *summits], key=lambda x: float(curve(x)))
    cut = float(curve(at)) - DROP_95

    def crossing(inner: float, outer: float, beyond: float) -> float:
        if float(curve(outer)) > cut:
            return beyond
        return float(np.exp(brentq(lambda x: float(curve(x)) - cut, inner, outer)))

    lower = 0.0 if at == grid[0] else crossing(at, grid[0], 0.0)
    upper = np.inf if at == grid[-1] else crossing(at, grid[-1], np.inf)
    return Profile(listed + float(np.exp(at)), (listed + lower, listed + upper))


def log_likelihood(table: OverlapTable, model: Model, unlisted: Floats) -> Floats:
    """The profile log-likelihood at each number of unlisted people."""
    tables = np.repeat(table.counts[:, None].astype(float), unlisted.size, axis=1)
    tables[0] = unlisted
    fitted = fit([model], tables, table.possible, unlisted_known=True)
    total = table.listed + unlisted
    # The Poisson kernel is sum y log(mu) - N, as the fitted total is N; the multinomial needs y log(mu / N).
    constants = -gammaln(tables[table.possible] + 1).sum(axis=0)
    kernel = fitted.log_likelihood[0] - constants + total - xlogy(total, total)
    return np.asarray(gammaln(total + 1) - gammaln(unlisted + 1) + kernel)
