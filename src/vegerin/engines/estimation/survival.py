"""Time since abduction: Kaplan-Meier, log-rank, Aalen-Johansen, exponential and Weibull.

`event` is 1 where something happened at `time` and 0 where someone was still missing when last looked at.
For intervals (it happened between two dates) see `intervals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from vegerin.engines.estimation.tables import Floats, Whole

Z95 = 1.959963984540054
RETURNED, DIED = 1, 2


@dataclass(frozen=True)
class Step:
    """The share still missing after a time, with log-log 95 % limits (None where they do not exist)."""

    time: float
    n_risk: int
    n_event: int
    surv: float
    se: float
    lo: float | None
    hi: float | None


@dataclass(frozen=True)
class PlainLimits:
    """Limits on the scale of log S, cut at 1."""

    time: float
    lo: float | None
    hi: float | None


@dataclass(frozen=True)
class Curve:
    """A Kaplan-Meier curve with two kinds of limits."""

    curve: tuple[Step, ...]
    ci_log: tuple[PlainLimits, ...]


def kaplan_meier(time: Sequence[float], event: Sequence[int]) -> Curve:
    """The share to whom it has not happened yet (Kaplan & Meier 1958, doi:10.2307/2281868).

    Greenwood's variance; limits log-log as Kalbfleisch & Prentice advise, and plain log.

    >>> found = kaplan_meier([6, 6, 6, 6, 7, 9, 10, 10], [1, 1, 1, 0, 1, 0, 1, 0])
    >>> [(step.time, round(step.surv, 3)) for step in found.curve]
    [(6.0, 0.625), (7.0, 0.469), (10.0, 0.234)]
    """
    when, happened = np.asarray(time, dtype=float), np.asarray(event)
    survival, greenwood = 1.0, 0.0
    steps, limits = [], []
    for t in np.unique(when[happened > 0]):
        at_risk = int((when >= t).sum())
        events = int(((when == t) & (happened > 0)).sum())
        survival *= 1 - events / at_risk
        if events == at_risk:  # nobody is left: the curve ends at zero and has no limits there
            steps.append(Step(float(t), at_risk, events, 0.0, 0.0, None, None))
            limits.append(PlainLimits(float(t), None, None))
            break
        greenwood += events / (at_risk * (at_risk - events))
        se_log = greenwood**0.5
        spread = np.exp(Z95 * se_log / abs(np.log(survival)))
        steps.append(
            Step(
                float(t),
                at_risk,
                events,
                survival,
                survival * se_log,
                float(survival**spread),
                float(survival ** (1 / spread)),
            )
        )
        low, high = survival * np.exp(-Z95 * se_log), survival * np.exp(Z95 * se_log)
        limits.append(PlainLimits(float(t), float(low), min(1.0, float(high))))
    return Curve(tuple(steps), tuple(limits))


@dataclass(frozen=True)
class LogRank:
    """Whether groups differ, over all times."""

    chisq: float
    p: float


def log_rank(times: Sequence[Sequence[float]], events: Sequence[Sequence[int]]) -> LogRank:
    """Mantel's log-rank test of two groups or more.

    >>> found = log_rank([[6, 7, 10], [1, 2, 3]], [[1, 1, 1], [1, 1, 1]])
    >>> round(found.chisq, 3)
    5.052
    """
    groups = len(times)
    when = np.concatenate([np.asarray(t, dtype=float) for t in times])
    happened = np.concatenate([np.asarray(e) for e in events]) > 0
    group = np.repeat(np.arange(groups), [len(t) for t in times])
    excess, covariance = np.zeros(groups), np.zeros((groups, groups))
    for t in np.unique(when[happened]):
        at_risk = np.bincount(group[when >= t], minlength=groups).astype(float)
        died = np.bincount(group[(when == t) & happened], minlength=groups).astype(float)
        n, d = at_risk.sum(), died.sum()
        share = at_risk / n
        excess += died - d * share
        if n > 1:
            covariance += d * (n - d) / (n - 1) * (np.diag(share) - np.outer(share, share))
    # One group is determined by the others.
    inverse = np.linalg.pinv(covariance[:-1, :-1])
    chisq = float(excess[:-1] @ inverse @ excess[:-1])
    return LogRank(chisq, float(chi2.sf(chisq, groups - 1)))


@dataclass(frozen=True)
class Shares:
    """Shares still missing, back, and dead after a time, with standard errors of the last two."""

    time: float
    p_missing: float
    p_alive: float
    p_dead: float
    se_alive: float
    se_dead: float


@dataclass(frozen=True)
class SharesCurve:
    """Shares over time."""

    curve: tuple[Shares, ...]


def aalen_johansen(time: Sequence[float], event: Sequence[int]) -> SharesCurve:
    """Shares returned and dead when either ends being missing (Aalen & Johansen 1978).

    Standard errors by the infinitesimal jackknife: each person's pull, squared and summed.

    Args:
        time: when it happened or was last looked at.
        event: 0 still missing, 1 returned, 2 died.

    >>> found = aalen_johansen([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 0, 1, 1, 0, 2, 0])
    >>> last = found.curve[-1]
    >>> round(last.p_missing, 3), round(last.p_alive, 3), round(last.p_dead, 3)
    (0.225, 0.425, 0.35)
    """
    when, what = np.asarray(time, dtype=float), np.asarray(event)
    missing, share = 1.0, np.zeros(3)
    pull_missing, pull = np.zeros(when.size), np.zeros((3, when.size))
    rows = []
    for t in np.unique(when[what > 0]):
        at_risk = (when >= t).astype(float)
        n = at_risk.sum()
        for cause in (RETURNED, DIED):
            now = (when == t) & (what == cause)
            d = now.sum()
            share[cause] += missing * d / n
            pull[cause] += pull_missing * d / n + missing * (now / n - d * at_risk / n**2)
        now = (when == t) & (what > 0)
        d = now.sum()
        pull_missing = pull_missing * (1 - d / n) - missing * (now / n - d * at_risk / n**2)
        missing *= 1 - d / n
        se = np.sqrt((pull**2).sum(axis=1))
        rows.append(
            Shares(
                float(t),
                float(missing),
                float(share[RETURNED]),
                float(share[DIED]),
                float(se[RETURNED]),
                float(se[DIED]),
            )
        )
    return SharesCurve(tuple(rows))


@dataclass(frozen=True)
class Exponential:
    """A constant rate."""

    rate: float
    events: int
    exposure: float


def exponential(time: Sequence[float], event: Sequence[int]) -> Exponential:
    """A constant rate: events per time looked at.

    >>> exponential([1, 2, 3], [1, 0, 1])
    Exponential(rate=0.3333333333333333, events=2, exposure=6.0)
    """
    events, exposure = int(np.sum(np.asarray(event) > 0)), float(np.sum(time))
    return Exponential(events / exposure if exposure else 0.0, events, exposure)


@dataclass(frozen=True)
class Weibull:
    """S(t) = exp(-(t / scale) ^ shape)."""

    shape: float
    scale: float
    loglik: float


def weibull(time: Sequence[float], event: Sequence[int]) -> Weibull | None:
    """The Weibull curve by maximum likelihood; None without an event, or when all fall on one time.

    The scale follows from the shape in closed form, and the shape is the root of one monotone equation.

    >>> found = weibull([1, 2, 3, 4], [1, 1, 1, 0])
    >>> round(found.shape, 4), round(found.scale, 4)
    (1.8315, 3.1619)
    """
    when, happened = np.asarray(time, dtype=float), np.asarray(event) > 0
    if not happened.any() or (when[happened] <= 0).any():
        return None
    kept = when > 0
    when, happened = when[kept], happened[kept]
    log_time = np.log(when)
    top = log_time.max()

    def slope(shape: float) -> float:
        weight = np.exp(shape * (log_time - top))
        return float((weight * log_time).sum() / weight.sum() - 1 / shape - log_time[happened].mean())

    if slope(1e6) <= 0:
        return None
    shape = float(brentq(slope, 1e-6, 1e6, xtol=1e-14, rtol=1e-14))
    d = int(happened.sum())
    scale = float(np.exp(top) * (np.exp(shape * (log_time - top)).sum() / d) ** (1 / shape))
    loglik = d * (np.log(shape) - shape * np.log(scale)) + (shape - 1) * log_time[happened].sum() - d
    return Weibull(shape, scale, float(loglik))


def counts(event: Sequence[int]) -> Whole:
    """How many of each outcome, for a sentence."""
    return np.bincount(np.asarray(event, dtype=int), minlength=3)


def band(curve: SharesCurve, *, outcome: str = "p_alive") -> list[tuple[float, float, float, float]]:
    """Time, share, and 95 % limits on the log-log scale, for the picture of return."""
    error = {"p_alive": "se_alive", "p_dead": "se_dead"}[outcome]
    rows = []
    for row in curve.curve:
        share, se = getattr(row, outcome), getattr(row, error)
        if 0 < share < 1:
            spread = float(np.exp(Z95 * se / (share * abs(np.log(share)))))
            rows.append((row.time, share, share**spread, share ** (1 / spread)))
        else:
            rows.append((row.time, share, share, share))
    return rows


def as_floats(values: Sequence[float]) -> Floats:
    """An array of numbers."""
    return np.asarray(values, dtype=float)
