"""A few sharp classes of people, fitted by maximum likelihood: how well do they explain a table?

Not used for estimates (`latent_class` averages over the number of classes). Its BIC is set beside those of
lists that depend on one another and of people who differ by degrees, to see which story a table tells.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, xlogy

from vegerin.engines.estimation.tables import Floats, OverlapTable

STARTS, MOST_CLASSES = 3, 3
WIDEST = 12.0  # of a log-odds


def best_bic(table: OverlapTable) -> float:
    """The lowest BIC of two or three classes; infinite where the lists are too few to tell them apart.

    >>> table = OverlapTable.from_patterns(["A", "B", "C"], {"100": 60, "010": 49, "001": 247, "110": 4})
    >>> best_bic(table)
    inf
    """
    cells = int(table.possible.sum()) - 1
    found = [
        _bic(table, classes)
        for classes in range(2, MOST_CLASSES + 1)
        if classes * (table.k + 1) < cells  # fewer parameters than cells
    ]
    return min(found, default=np.inf)


def _bic(table: OverlapTable, classes: int) -> float:
    """BIC of one number of classes, as of a Poisson model with the total left free."""
    rng = np.random.default_rng(0)  # chance only chooses where the searches begin
    ordered = table.ordered()[0]
    seen = ordered.possible.copy()
    seen[0] = False
    on = (np.arange(seen.size)[:, None] >> np.arange(table.k) & 1).astype(float)
    count = ordered.counts.astype(float)
    share = np.clip(ordered.per_list / ordered.listed, 0.02, 0.98)
    best = -np.inf
    for _ in range(STARTS):
        odds = np.log(share / (1 - share)) + rng.normal(0, 1.5, (classes, table.k))
        start = np.clip(np.append(odds.ravel(), np.zeros(classes)), -WIDEST, WIDEST)
        ended = minimize(
            _against,
            start,
            args=(on[seen], count[seen], classes),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-WIDEST, WIDEST)] * start.size,
            options={"maxiter": 150, "ftol": 1e-8, "maxcor": 20},
        )
        best = max(best, -float(ended.fun))
    listed = float(table.listed)
    # Poisson with n people expected: n log(n) - n joins the shares, and every cell its factorial.
    log_likelihood = best + float(xlogy(listed, listed)) - listed - float(gammaln(count[seen] + 1).sum())
    return -2 * log_likelihood + classes * (table.k + 1) * float(np.log(listed))


def _against(x: Floats, on: Floats, count: Floats, classes: int) -> tuple[float, Floats]:
    """Minus the log-likelihood of the listed cells' shares, and its slope."""
    odds, weight = x[:-classes].reshape(classes, -1), x[-classes:]
    # Log-odds are bounded, so nothing here runs out of range.
    cell = np.exp(odds @ on.T - np.logaddexp(0, odds).sum(axis=1)[:, None] + weight[:, None])
    seen = cell.sum(axis=0)
    everything, listed = seen.sum(), count.sum()
    value = float(count @ np.log(seen) - listed * np.log(everything))
    people = cell * (count / seen - listed / everything)
    members = people.sum(axis=1)
    slope = people @ on - members[:, None] / (1 + np.exp(-odds))
    return -value, -np.append(slope.ravel(), members)
