"""Events known only to lie between two dates: Turnbull's curve, exponential and Weibull.

Someone was still missing at `left` and no longer at `right`; equal dates are exact.
 Intervals are open on the left and closed on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import minimize

from vegerin.engines.estimation.survival import Weibull
from vegerin.engines.estimation.tables import Flags, Floats

MOST_ROUNDS = 100_000
MOST_WORK = 1_500_000_000  # cell updates: a bound on time for very long lists
SETTLED = 1e-13


@dataclass(frozen=True)
class Point:
    """The share to whom it has not happened after the middle of a Turnbull interval."""

    time: float
    surv: float


@dataclass(frozen=True)
class PointCurve:
    """Turnbull's curve."""

    curve: tuple[Point, ...]


@dataclass(frozen=True)
class Rate:
    """A constant rate and its log-likelihood."""

    rate: float
    loglik: float


def innermost(left: Floats, right: Floats) -> list[tuple[float, float]]:
    """Turnbull's intervals: the only places where probability can lie.

    >>> innermost(np.array([0.0, 2.0, 3.0]), np.array([4.0, 5.0, np.inf]))
    [(3.0, 4.0)]
    """
    # At one time: the start of an exact date, then ends, then starts of open intervals.
    starts = [(a, -1 if a == b else 1, 0) for a, b in zip(left, right, strict=True)]
    ends = [(r, 0, 1) for r in right]
    edges = sorted(set(starts + ends))
    return [(float(a[0]), float(b[0])) for a, b in pairwise(edges) if a[2] == 0 and b[2] == 1]


def turnbull(left: Sequence[float], right: Sequence[float]) -> PointCurve:
    """The curve without a model (Turnbull 1976, doi:10.1111/j.2517-6161.1976.tb01597.x), by self-consistency.

    >>> [round(point.surv, 6) for point in turnbull([0, 0, 2], [2, 2, np.inf]).curve]
    [0.333333]
    """
    begins, ends = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    places = innermost(begins, ends)
    pairs, people = np.unique(np.column_stack([begins, ends]), axis=0, return_counts=True)
    holds = np.array([[_within(a, b, p, q) for p, q in places] for a, b in pairs], dtype=float)
    mass = np.full(len(places), 1 / len(places))
    for _ in range(min(MOST_ROUNDS, max(200, MOST_WORK // holds.size))):
        new = mass * (holds.T @ (people / (holds @ mass))) / begins.size
        moved = float(np.abs(new - mass).max())
        mass = new
        if moved < SETTLED:
            break
    survival = np.clip(1 - np.cumsum(mass), 0, 1)
    return PointCurve(
        tuple(
            Point((p + q) / 2, float(s)) for (p, q), s in zip(places, survival, strict=True) if np.isfinite(q)
        )
    )


def _within(left: float, right: float, p: float, q: float) -> bool:
    if p == q:  # an exact date lies in (left, right], and in itself
        return left < p <= right or left == p == right
    return left <= p and q <= right


def interval_exponential(left: Sequence[float], right: Sequence[float]) -> Rate | None:
    """A constant rate from intervals, by maximum likelihood.

    >>> found = interval_exponential([0, 0, 1], [1, 1, np.inf])
    >>> round(found.rate, 6)  # S(1) = 1/3
    1.098612
    """
    found = _maximise(left, right, with_shape=False)
    return None if found is None else Rate(1 / found.scale, found.loglik)


def interval_weibull(left: Sequence[float], right: Sequence[float]) -> Weibull | None:
    """A Weibull curve from intervals, by maximum likelihood; None when the intervals do not bound it."""
    return _maximise(left, right, with_shape=True)


def _maximise(left: Sequence[float], right: Sequence[float], *, with_shape: bool) -> Weibull | None:
    begins, ends = np.maximum(np.asarray(left, dtype=float), 0.0), np.asarray(right, dtype=float)
    exact: Flags = begins == ends
    if not np.isfinite(ends).any() or (ends[exact] <= 0).any():
        return None
    middle = np.where(np.isfinite(ends), (begins + np.where(np.isfinite(ends), ends, begins)) / 2, begins)
    begin = np.log(max(float(middle.mean()), 1e-6))

    def against(x: Floats) -> float:
        return -_log_likelihood(
            begins, ends, exact, float(np.exp(x[1])) if with_shape else 1.0, float(np.exp(x[0]))
        )

    at = np.array([begin, 0.0]) if with_shape else np.array([begin])
    for _ in range(4):  # the simplex is restarted until it stays: its first end may be false
        found = minimize(
            against, at, method="Nelder-Mead", options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 4000}
        )
        stays = float(np.abs(found.x - at).max()) < 1e-9
        at = found.x
        if stays:
            break
    if not np.isfinite(found.fun) or np.abs(at[1:]).max(initial=0) > 12 or abs(at[0] - begin) > 25:
        return None
    return Weibull(float(np.exp(at[1])) if with_shape else 1.0, float(np.exp(at[0])), -float(found.fun))


def _log_likelihood(left: Floats, right: Floats, exact: Flags, shape: float, scale: float) -> float:
    with np.errstate(all="ignore"):
        at_left = (left / scale) ** shape
        at_right = (right / scale) ** shape
        between = np.log(-np.expm1(at_left - at_right)) - at_left
        density = np.log(shape / scale) + (shape - 1) * np.log(right / scale) - at_right
        total = float(np.where(exact, density, between).sum())
    return total if np.isfinite(total) else -1e300
