"""Fit only those of thousands of models that can still matter.

A model never comes closer to the table than a larger model that holds all its terms. So the models are
fitted from the largest down, and one whose larger models already lie too far from the table, counted with
its own size, is left out: neither can it be best by AIC, nor would its weight in the average be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from vegerin.engines.estimation.fitting import Fits, fit, parameters_of
from vegerin.engines.estimation.models import ALL_ORDERS, hierarchical
from vegerin.engines.estimation.tables import OverlapTable, Whole

UNSEEN = 28.0  # a BIC this much worse has a weight below one in a million
ARRAYS = ("unlisted", "log_variance", "log_likelihood", "deviance", "settled")


@cache
def larger_by_one(k: int) -> tuple[tuple[int, ...], ...]:
    """For every hierarchical model of k lists, where the models with one term more stand.

    >>> larger_by_one(3)[0]
    (1, 2, 3)
    """
    models = hierarchical(k, ALL_ORDERS[k])
    place = {model: i for i, model in enumerate(models)}
    terms = range(1, 2**k)
    return tuple(
        tuple(place[more] for term in terms if term not in model and (more := model | {term}) in place)
        for model in models
    )


def fit_likely(table: OverlapTable) -> Fits:
    """All hierarchical models of a table; those that cannot matter are marked as without an estimate."""
    models, larger = hierarchical(table.k, ALL_ORDERS[table.k]), larger_by_one(table.k)
    log_n = float(np.log(table.listed))
    sizes = np.array([len(model) for model in models])
    of_pairs = [i for i, model in enumerate(models) if max(term.bit_count() for term in model) <= 2]
    found = _fit_some(table, of_pairs)
    parts = {name: np.array(getattr(found, name), copy=True) for name in ARRAYS}
    fitted = np.zeros(len(models), dtype=bool)
    fitted[of_pairs] = True
    least = np.zeros(len(models))  # the deviance is at least this
    for size in sorted(set(sizes.tolist()), reverse=True):
        new = [i for i in np.flatnonzero(sizes == size) if not fitted[i]]
        for i in new:
            least[i] = max((least[j] for j in larger[i]), default=0.0)
        best_bic, best_aic = _best(parts, found.parameters, log_n)
        size_bic, size_aic = found.parameters * log_n, found.parameters * 2.0
        kept = [
            i
            for i in new
            if least[i] + size_bic[i] <= best_bic + UNSEEN or least[i] + size_aic[i] <= best_aic
        ]
        if not kept:
            continue
        some = fit([models[i] for i in kept], table.counts, table.possible)
        for name in ARRAYS:
            parts[name][kept] = getattr(some, name)
        settled = some.settled[:, 0]
        least[np.array(kept)[settled]] = np.maximum(some.deviance[settled, 0], 0.0)
    return replace(found, **parts)  # type: ignore[arg-type]  # ARRAYS names arrays only


def _best(parts: Mapping[str, Any], parameters: Whole, log_n: float) -> tuple[float, float]:
    """The best BIC and AIC so far, up to what all models share."""
    there = parts["settled"][:, 0]
    if not there.any():
        return np.inf, np.inf
    deviance = parts["deviance"][there, 0]
    return float((deviance + parameters[there] * log_n).min()), float(
        (deviance + 2.0 * parameters[there]).min()
    )


def _fit_some(table: OverlapTable, which: Sequence[int]) -> Fits:
    """Fits of all models' shape in which only some are filled in."""
    models = hierarchical(table.k, ALL_ORDERS[table.k])
    some = fit([models[i] for i in which], table.counts, table.possible)
    filled: dict[str, Any] = {}
    for name in ARRAYS:
        blank = (
            np.zeros((len(models), 1), dtype=bool) if name == "settled" else np.full((len(models), 1), np.nan)
        )
        blank[list(which)] = getattr(some, name)
        filled[name] = blank
    used = table.possible.copy()
    used[0] = False
    return replace(some, models=models, parameters=parameters_of(models, used), **filled)
