"""Fitting many Poisson log-linear models at once.

All models of a size, and all tables to which they are fitted, go through one Newton iteration together: the
last axis of every array is the fit. The cross-products X'WX that Newton's method needs are sums over the
cells that hold a union of two terms, so 2^k sums serve every model.

Where a term has no overlap at all its parameter goes to minus infinity: the cells it covers are taken out
and the other parameters fitted (the extended maximum likelihood estimate of Fienberg & Rinaldo 2012,
doi:10.1214/12-AOS986; for overlap tables Chan, Silverman & Vincent 2021, doi:10.1007/s00180-020-01024-0).
A fit that does not settle has no maximum likelihood estimate; `screen.existence` proves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import gammaln, xlogy

from vegerin.engines.estimation.models import Model
from vegerin.engines.estimation.tables import Flags, Floats, Whole

MOST_STEPS = 30
SETTLED, SETTLED_ROUGHLY = 1e-9, 1e-5
AT_ONCE = 512  # fits that go through one step together, so that their matrices stay in the processor's cache
WIDEST_STEP = 4.0  # largest change of a log expected count in one step


@dataclass(frozen=True)
class Fits:
    """M models fitted to T tables; arrays are (M, T).

    Args:
        unlisted: expected number of people on no list.
        log_variance: variance of its logarithm, from the information matrix.
        log_likelihood: Poisson, with constants.
        deviance: twice the distance to the saturated model.
        settled: False where there is no maximum likelihood estimate, or the cells do not identify it.
        parameters: number of terms with the constant, (M,).
        cells: number of possible cells.
    """

    models: Sequence[Model]
    unlisted: Floats
    log_variance: Floats
    log_likelihood: Floats
    deviance: Floats
    settled: Flags
    parameters: Whole
    cells: int

    @property
    def standard_error(self) -> Floats:
        """Of the total: the doubt about the expected number and the chance in the number itself."""
        with np.errstate(invalid="ignore", over="ignore"):  # fits without an estimate
            return np.sqrt(self.unlisted + self.unlisted**2 * self.log_variance)

    def bic(self, listed: Floats | float) -> Floats:
        """Bayesian information criterion; infinite where there is no estimate."""
        value = -2 * self.log_likelihood + self.parameters[:, None] * np.log(listed)
        return np.where(self.settled, value, np.inf)

    def aic(self) -> Floats:
        """Akaike's information criterion; infinite where there is no estimate."""
        return np.where(self.settled, -2 * self.log_likelihood + 2.0 * self.parameters[:, None], np.inf)


@cache
def holds(k: int) -> Floats:
    """holds[S, c] is 1 when cell c is on every list of S."""
    indices = np.arange(2**k)
    return np.asarray(indices[:, None] & indices[None, :] == indices[:, None], dtype=float)


def fit(
    models: Sequence[Model],
    counts: Whole | Floats,
    possible: Flags,
    *,
    starts: Floats | None = None,
    unlisted_known: bool = False,
    roughly: bool = False,
) -> Fits:
    """Fit every model to every table.

    Args:
        models: M hierarchical models of k lists.
        counts: (2^k,) or (2^k, T) numbers of people by cell; the first, on no list, is left out.
        possible: (2^k,) where people can stand.
        starts: (2^k, M) expected counts to begin from; by default the counts themselves.
        unlisted_known: take the first cell, on no list, as observed (for the profile of the total).
        roughly: stop at five digits instead of nine (for drawn tables).

    >>> from vegerin.engines.estimation.models import independence
    >>> fitted = fit([independence(2)], np.array([0, 10, 5, 5]), np.ones(4, dtype=bool))
    >>> round(float(fitted.unlisted[0, 0]), 6)  # 10 * 5 / 5
    10.0
    """
    tables = np.asarray(counts, dtype=float).reshape(len(possible), -1)
    m, t = len(models), tables.shape[1]
    used = possible.copy()
    used[0] = unlisted_known
    out = {
        name: np.full((m, t), np.nan) for name in ("unlisted", "log_variance", "log_likelihood", "deviance")
    }
    settled = np.zeros((m, t), dtype=bool)
    sizes = np.array([len(model) for model in models])
    constants = -gammaln(tables[used] + 1).sum(axis=0)
    saturated = (xlogy(tables[used], tables[used]) - tables[used]).sum(axis=0)
    for size in np.unique(sizes):
        of_size = np.flatnonzero(sizes == size)
        terms = np.array([sorted(models[int(i)], key=lambda s: (s.bit_count(), s)) for i in of_size]).T
        for begin in range(0, of_size.size * t, AT_ONCE):
            which = np.arange(begin, min(begin + AT_ONCE, of_size.size * t))
            a, b = which // t, which % t
            start = None if starts is None else starts[:, of_size[a]]
            one = _newton(terms[:, a], tables[:, b], used, start, SETTLED_ROUGHLY if roughly else SETTLED)
            where = (of_size[a], b)
            out["unlisted"][where], out["log_variance"][where] = one.unlisted, one.log_variance
            out["log_likelihood"][where] = one.kernel + constants[b]
            out["deviance"][where] = 2 * (saturated[b] - one.kernel)
            settled[where] = one.settled
    return Fits(
        models=models,
        settled=settled,
        parameters=parameters_of(models, used),
        cells=int(used.sum()),
        **out,
    )


def parameters_of(models: Sequence[Model], used: Flags) -> Whole:
    """How many parameters each model has that some possible cell speaks of, with the constant."""
    speaks = holds(used.size.bit_length() - 1) @ used > 0
    return np.array([1 + sum(bool(speaks[term]) for term in model) for model in models])


@dataclass(frozen=True)
class _Settled:
    unlisted: Floats
    log_variance: Floats
    kernel: Floats
    settled: Flags


def _newton(terms: Whole, y: Floats, used: Flags, start: Floats | None, close: float) -> _Settled:
    """Newton's method for fits that share the number of terms; terms (p, B), y (2^k, B)."""
    superset = holds(used.size.bit_length() - 1)
    p, size = terms.shape
    y = y * used[:, None]
    # Terms without overlap go to minus infinity, and the cells they cover to zero.
    gone = np.take_along_axis(superset @ y, terms, axis=0) == 0
    active = np.repeat(used[:, None], size, axis=1)
    if gone.any():
        covered = np.zeros((used.size, size))
        np.put_along_axis(covered, terms, gone.astype(float), axis=0)
        active &= superset.T @ covered == 0
    y = y * active
    # The constant comes last: the last pivot of the elimination is then 1 / its variance.
    every = np.vstack([terms, np.zeros((1, size), dtype=terms.dtype)])
    out_of_model = np.vstack([gone, np.zeros((1, size), dtype=bool)])
    eta = np.log(np.where(active, (y + 0.5) if start is None else start, 1.0))
    mu = np.where(active, np.exp(eta), 0.0)
    result = _Settled(
        np.full(size, np.inf), np.full(size, np.inf), np.zeros(size), np.zeros(size, dtype=bool)
    )
    left = np.arange(size)
    theta = np.zeros((p + 1, size))
    first = True
    for _step in range(MOST_STEPS):
        theta_new, variance, singular = _solve(
            every, out_of_model, superset @ mu, superset @ (mu * eta + y - mu)
        )
        eta_new = np.where(active, _predict(every, theta_new, superset), 0.0)
        if not first:
            change = np.abs(eta_new - eta).max(axis=0)
            shorter = np.minimum(1.0, WIDEST_STEP / np.maximum(change, 1e-300))
            theta_new = theta + shorter * (theta_new - theta)
            eta_new = eta + shorter * (eta_new - eta)
        moved = np.abs(theta_new - theta).max(axis=0) if not first else np.full(left.size, np.inf)
        theta, eta, first = theta_new, eta_new, False
        mu = np.where(active, np.exp(np.clip(eta, -700, 700)), 0.0)
        done = (moved < close * (1 + np.abs(theta).max(axis=0))) | singular
        if done.any() or _step == MOST_STEPS - 1:
            stop = done if _step < MOST_STEPS - 1 else np.ones(left.size, dtype=bool)
            there = left[stop]
            result.unlisted[there] = np.exp(np.clip(theta[-1, stop], -700, 700))
            result.log_variance[there] = variance[stop]
            result.kernel[there] = (y[:, stop] * eta[:, stop] - mu[:, stop]).sum(axis=0)
            result.settled[there] = (done & ~singular)[stop]
            go = ~stop
            if not go.any():
                break
            left, every, out_of_model = left[go], every[:, go], out_of_model[:, go]
            theta, eta, mu, y, active = theta[:, go], eta[:, go], mu[:, go], y[:, go], active[:, go]
    return result


def _predict(every: Whole, theta: Floats, superset: Floats) -> Floats:
    """Log expected counts: the sum of the terms each cell holds."""
    full = np.zeros((superset.shape[0], theta.shape[1]))
    np.put_along_axis(full, every, theta, axis=0)
    return superset.T @ full


def _solve(every: Whole, out: Flags, weight: Floats, right: Floats) -> tuple[Floats, Floats, Flags]:
    """Weighted least squares for every fit: parameters, variance of the constant, and where it is singular.

    Gaussian elimination written out over p so that each operation runs over all fits.
    """
    p, size = every.shape
    columns = np.arange(size)
    a = np.empty((p, p + 1, size))
    a[:, :p] = weight[every[:, None] | every[None, :], columns]
    a[:, p] = np.take_along_axis(right, every, axis=0)
    if out.any():
        kept = ~out
        a[:, :p] *= kept[:, None] & kept[None, :]
        a[np.arange(p), np.arange(p)] += out
        a[:, p] *= kept
    diagonal = a[np.arange(p), np.arange(p)].copy()
    for j in range(p - 1):
        factor = a[j + 1 :, j] / a[j, j]
        a[j + 1 :, j + 1 :] -= factor[:, None] * a[j, j + 1 :]
    pivots = a[np.arange(p), np.arange(p)]
    singular = (pivots <= 1e-12 * diagonal).any(axis=0) | ~np.isfinite(pivots).all(axis=0)
    theta = np.empty((p, size))
    for j in range(p - 1, -1, -1):
        theta[j] = (a[j, p] - (a[j, j + 1 : p] * theta[j + 1 :]).sum(axis=0)) / a[j, j]
    theta[:, singular] = 0.0
    theta[out] = 0.0
    return theta, np.asarray(1 / a[p - 1, p - 1]), np.asarray(singular)
