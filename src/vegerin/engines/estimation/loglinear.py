"""Log-linear models of one table: fitted all together, ranked, averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from vegerin.engines.estimation.fitting import Fits, fit
from vegerin.engines.estimation.likely import fit_likely
from vegerin.engines.estimation.models import ALL_ORDERS, Model, hierarchical, independence, name, neighbours
from vegerin.engines.estimation.tables import Floats, OverlapTable

# With six lists or more not every model can be fitted: a beam of the best is followed term by term.
BEAM_WIDTH, BEAM_STEPS, BEAM_ORDER = 6, 24, 3
MANY = 2000  # models from which those that cannot matter are left out
LIKELY_ENOUGH = 1e-6  # weight below which a model adds nothing to the average


@dataclass(frozen=True)
class Fitted:
    """One model and what it says.

    Args:
        model: its name, such as "[12,3]".
        point: the total.
        se: of the total.
        BIC, AIC: information criteria; lower is better.
        deviance: distance to the saturated model, with df degrees of freedom.
    """

    model: str
    point: float
    se: float
    BIC: float
    AIC: float
    deviance: float
    df: int


@dataclass(frozen=True)
class Averaged:
    """The average over models by how well each is supported, with its 95 % interval."""

    point: float
    interval: tuple[float, float]
    models: int
    top_weight: float


@dataclass(frozen=True)
class Ranked:
    """All models of a table that were fitted; `order` leads from the best BIC down."""

    table: OverlapTable
    fits: Fits
    order: Sequence[int]
    search: str

    def fitted(self, i: int) -> Fitted:
        """One model by its index."""
        fits = self.fits
        return Fitted(
            model=name(fits.models[i]),
            point=self.table.listed + float(fits.unlisted[i, 0]),
            se=float(fits.standard_error[i, 0]),
            BIC=float(fits.bic(self.table.listed)[i, 0]),
            AIC=float(fits.aic()[i, 0]),
            deviance=max(0.0, float(fits.deviance[i, 0])),
            df=int(fits.cells - fits.parameters[i]),
        )

    def best(self, *, order: int | None = None, by: str = "BIC") -> int | None:
        """The best model with terms of at most `order` lists; None when none has an estimate."""
        values = self.fits.bic(self.table.listed)[:, 0] if by == "BIC" else self.fits.aic()[:, 0]
        allowed = [
            i
            for i, model in enumerate(self.fits.models)
            if np.isfinite(values[i]) and (order is None or max(t.bit_count() for t in model) <= order)
        ]
        return min(allowed, key=lambda i: (values[i], self.fits.parameters[i]), default=None)

    def index(self, model: Model) -> int:
        """Where a model stands among the fitted."""
        return list(self.fits.models).index(model)


def rank(table: OverlapTable, *, most_in_full: int = 5) -> Ranked:
    """Fit every hierarchical model (up to `most_in_full` lists) or those a beam search meets (up to eight).

    >>> table = OverlapTable.from_patterns(["A", "B", "C"],
    ...     {"100": 60, "010": 49, "110": 4, "001": 247, "101": 112, "011": 142, "111": 12})
    >>> ranked = rank(table)
    >>> best = ranked.fitted(ranked.order[0])
    >>> best.model, round(best.point, 4), round(best.BIC, 3)
    ('[12,3]', 730.9286, 76.028)
    """
    if table.k <= most_in_full:
        models: Sequence[Model] = hierarchical(table.k, ALL_ORDERS[table.k])
        search = f"all {len(models)} hierarchical models"
    else:
        models = beam(table)
        search = (
            f"{len(models)} models met by a beam of {BEAM_WIDTH} from independence, "
            f"one term at a time, up to {BEAM_ORDER} lists in a term"
        )
    in_full = table.k <= most_in_full and len(models) > MANY
    fits = fit_likely(table) if in_full else fit(models, table.counts, table.possible)
    bic = fits.bic(table.listed)[:, 0]
    order = [int(i) for i in np.argsort(bic, kind="stable") if np.isfinite(bic[i])]
    return Ranked(table, fits, order, search)


def beam(table: OverlapTable) -> list[Model]:
    """Models met from independence on, keeping the best few at each step until none is better."""
    start = independence(table.k)
    met: dict[Model, float] = {start: _bics(table, [start])[0]}
    kept = [start]
    for _ in range(BEAM_STEPS):
        new = sorted(
            {
                near
                for model in kept
                for near in neighbours(model, table.k, order=BEAM_ORDER)
                if near not in met
            },
            key=sorted,
        )
        if not new:
            break
        met.update(zip(new, _bics(table, new), strict=True))
        best = sorted(met, key=lambda model: met[model])[:BEAM_WIDTH]
        if best == kept:
            break
        kept = best
    return list(met)


def _bics(table: OverlapTable, models: Sequence[Model]) -> list[float]:
    return [float(x) for x in fit(models, table.counts, table.possible).bic(table.listed)[:, 0]]


def weights(bic: Floats) -> Floats:
    """How much each model is supported: proportional to exp(-BIC / 2).

    >>> weights(np.array([10.0, 10.0, np.inf])).tolist()
    [0.5, 0.5, 0.0]
    """
    lowest = bic.min()
    if not np.isfinite(lowest):
        return np.zeros_like(bic)
    support = np.exp(-(bic - lowest) / 2)
    return np.asarray(support / support.sum())


def average(table: OverlapTable, fits: Fits, *, level: float = 0.95) -> Averaged | None:
    """The unlisted as a mixture over models, each log-normal with its own doubt (Buckland & al. 1997).

    The point is the mixture's median: a single wild model cannot pull it away as it would a mean.
    """
    weight = weights(fits.bic(table.listed)[:, 0])
    likely = weight > LIKELY_ENOUGH
    if not likely.any():
        return None
    weight = weight[likely] / weight[likely].sum()
    unlisted = np.maximum(fits.unlisted[likely, 0], 1e-9)
    spread = np.sqrt(np.log1p(fits.standard_error[likely, 0] ** 2 / unlisted**2))
    middle = np.log(unlisted)

    def below(x: float, q: float) -> float:
        return float((weight * ndtr((x - middle) / spread)).sum()) - q

    def quantile(q: float) -> float:
        return float(
            np.exp(brentq(below, (middle - 9 * spread).min(), (middle + 9 * spread).max(), args=(q,)))
        )

    tail = (1 - level) / 2
    return Averaged(
        point=table.listed + quantile(0.5),
        interval=(table.listed + quantile(tail), table.listed + quantile(1 - tail)),
        models=int(likely.sum()),
        top_weight=float(weight.max()),
    )
