"""Everything that is said about one overlap table, part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from vegerin.engines.answers import Reason, Stopwatch
from vegerin.engines.estimation import decomposable, screen
from vegerin.engines.estimation.answer import Published
from vegerin.engines.estimation.bootstrap import Bootstrapped, bootstrap
from vegerin.engines.estimation.few_classes import best_bic
from vegerin.engines.estimation.heterogeneity import Bound, chao_models, coverage
from vegerin.engines.estimation.latent_class import ENOUGH_DRAWS, MOST_DRAWS, LatentClass, latent_class
from vegerin.engines.estimation.loglinear import Averaged, Ranked, average, rank
from vegerin.engines.estimation.models import hierarchical, independence
from vegerin.engines.estimation.profile import profile
from vegerin.engines.estimation.publish import Family, families_of, range_of
from vegerin.engines.estimation.tables import OverlapTable
from vegerin.engines.estimation.two_lists import TwoLists, two_lists

TOP_MODELS = 5
MAX_UNLISTED_TIMES = 200


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    only: frozenset[str] = frozenset()
    chains: int = 4
    bootstraps: int = 1000
    max_unlisted: int | None = None
    delta: float | None = None
    seed: int | None = None
    most_draws: int = MOST_DRAWS
    enough_draws: int = ENOUGH_DRAWS


class Estimation:
    """One table and its estimates; each is computed once, when it is asked for."""

    def __init__(self, table: OverlapTable, options: Options, watch: Stopwatch | None = None) -> None:
        self.table, self.options = table, options
        self.watch = watch or Stopwatch()
        self.warnings: list[Reason] = []

    @cached_property
    def seed(self) -> int:
        """The seed asked for, or one that follows from the counts and not from the order of the lists."""
        if self.options.seed is not None:
            return self.options.seed
        counts = self.table.ordered()[0].counts
        return int.from_bytes(hashlib.sha256(",".join(map(str, counts)).encode()).digest()[:4], "big")

    def rng(self, part: int) -> np.random.Generator:
        """Chance for one part, apart from the others, so that leaving one out changes no other."""
        return np.random.default_rng([self.seed, part])

    def warn(self, code: str, says: str) -> None:
        """Add a remark once."""
        if code not in {reason.code for reason in self.warnings}:
            self.warnings.append(Reason(code, {}, says))

    @cached_property
    def ranked(self) -> Ranked:
        """All log-linear models."""
        with self.watch.stage("loglinear"), np.errstate(all="ignore"):
            return rank(self.table)

    @cached_property
    def refusals(self) -> list[str]:
        """Why the table cannot be estimated, if so."""
        return screen.refusals(self.table)

    # Parts, in the order in which they are printed

    def screen(self) -> Mapping[str, Any]:
        """What was looked at before estimating."""
        looked = screen.screen(self.table, self._existence())
        for a, b in looked.copies:
            self.warn(
                "screen.copy", f"Nearly all of {a} or {b} stands on the other: if one was copied, merge them."
            )
        small = [name for name, n in looked.n_per_list.items() if n < screen.FEWEST_ON_A_LIST]
        if small:
            self.warn("screen.small_list", f"Too few people to say much: {', '.join(small)}.")
        weak = screen.weak_overlaps(self.table, range(self.table.k))
        if weak:
            self.warn(
                "screen.weak_overlap",
                f"Fewer than {screen.FEWEST_OVERLAPS} people on both: {', '.join(weak)}.",
            )
        return {
            "n_listed": self.table.listed,
            "n_per_list": looked.n_per_list,
            "overlaps": looked.overlaps,
            "connected": looked.connected,
            "refusals": looked.refusals,
            "copies": looked.copies,
            "existence": looked.existence,
        }

    def _existence(self) -> dict[str, str]:
        """For every model up to four lists; for more, every model of pairs that was fitted."""
        if not self.table.listed:
            return {}
        with np.errstate(all="ignore"):
            if self.table.k <= 4:
                return screen.existence(self.table, self.ranked.fits)
            if self.table.k == 5:
                from vegerin.engines.estimation.fitting import fit  # noqa: PLC0415 -- only for five lists

                pairs = fit(hierarchical(5, 2), self.table.counts, self.table.possible)
                return screen.existence(self.table, pairs)
            return screen.existence(self.table, self.ranked.fits)

    def independence(self) -> Mapping[str, Any] | None:
        """No list depends on another."""
        return self._model(self.ranked.index(independence(self.table.k)))

    def chapman(self) -> TwoLists | None:
        """Two lists only."""
        if self.table.k != 2:
            return None
        found = self.pair
        if found.lincoln_petersen is None:
            self.warn(
                "two_lists.no_overlap",
                "No overlap: Lincoln and Petersen have no answer; Chapman's is a guess.",
            )
        return found

    @cached_property
    def pair(self) -> TwoLists:
        """The first two lists, as if there were no others."""
        return self._two_lists(self.table)

    def _two_lists(self, table: OverlapTable) -> TwoLists:
        return two_lists(int(table.per_list[0]), int(table.per_list[1]), table.overlap(0, 1))

    def chao_lower_bound(self) -> Mapping[str, Any] | None:
        """Chao's bound with lists alike (Mh) and with unequal lists (Mth)."""
        found = self.chao
        if "Mh Chao" not in found:
            return None
        unequal = found.get("Mth Chao")
        return {**asdict(found["Mh Chao"]), "unequal_lists": unequal and asdict(unequal)}

    @cached_property
    def chao(self) -> Mapping[str, Bound]:
        """The models that use how many lists people are on."""
        with np.errstate(all="ignore"):
            return chao_models(self.table)

    def heterogeneity(self) -> Mapping[str, Bound]:
        """The models of Chao, Poisson and Darroch."""
        return self.chao

    def sample_coverage(self) -> Any:
        """Three lists only."""
        return coverage(self.table)

    def best_bic(self) -> Mapping[str, Any] | None:
        """The best of all models."""
        return self._model(self.ranked.best())

    def best_bic_pairs(self) -> Mapping[str, Any] | None:
        """The best with terms of two lists at most."""
        return self._model(self.ranked.best(order=2))

    def best_aic(self) -> Mapping[str, Any] | None:
        """The best of all by AIC."""
        return self._model(self.ranked.best(by="AIC"))

    def best_aic_pairs(self) -> Mapping[str, Any] | None:
        """The best by AIC with terms of two lists at most."""
        return self._model(self.ranked.best(order=2, by="AIC"))

    def _model(self, i: int | None) -> Mapping[str, Any] | None:
        if i is None or not self.ranked.fits.settled[i, 0]:
            return None
        fits = self.ranked.fits
        with self.watch.stage("profile"), np.errstate(all="ignore"):
            along = profile(
                self.table,
                fits.models[i],
                unlisted=float(fits.unlisted[i, 0]),
                log_sd=min(float(fits.log_variance[i, 0]) ** 0.5, 5.0),
            )
        return {
            **asdict(self.ranked.fitted(i)),
            "interval": along.interval,
            "interval_profile95": along.interval,
            "point_profile": along.point,
        }

    def top_models(self) -> list[Mapping[str, Any]]:
        """The best few by BIC."""
        return [self._short(i) for i in self.ranked.order[:TOP_MODELS]]

    def top_models_pairs(self) -> list[Mapping[str, Any]]:
        """The best few with terms of two lists at most."""
        models = self.ranked.fits.models
        of_pairs = [i for i in self.ranked.order if max(term.bit_count() for term in models[i]) <= 2]
        return [self._short(i) for i in of_pairs[:TOP_MODELS]]

    def _short(self, i: int) -> Mapping[str, Any]:
        fitted = self.ranked.fitted(i)
        return {"model": fitted.model, "point": fitted.point, "BIC": fitted.BIC}

    @cached_property
    def averaged(self) -> Averaged | None:
        """All models, weighted by BIC."""
        with np.errstate(all="ignore"):
            return average(self.table, self.ranked.fits)

    def bic_average(self) -> Averaged | None:
        """All models, weighted by BIC."""
        return self.averaged

    def bootstrap(self) -> Bootstrapped | None:
        """Intervals that choose the model anew for every drawn table."""
        if self.table.k < 3 or not self.options.bootstraps:
            return None
        with self.watch.stage("bootstrap"), np.errstate(all="ignore"):
            return bootstrap(self.ranked, bootstraps=self.options.bootstraps, rng=self.rng(1))

    def dga(self) -> Mapping[str, Any] | None:
        """Decomposable graphs, with both priors."""
        if self.graphs is None:
            self.warn("dga.lists", "Graph averaging needs three to five lists that could each hold anybody.")
        return self.graphs

    @cached_property
    def graphs(self) -> Mapping[str, decomposable.GraphAverage] | None:
        """Decomposable graphs, with both priors."""
        if not decomposable.FEWEST <= self.table.k <= decomposable.MOST or not self.table.possible.all():
            return None
        asked = self.options
        most = asked.max_unlisted or MAX_UNLISTED_TIMES * self.table.listed
        delta = asked.delta or 2.0**-self.table.k
        with self.watch.stage("dga"):
            found = {
                key: decomposable.graph_average(self.table, max_unlisted=most, delta=delta, prior=prior)
                for key, prior in (("prior_1_over_N", "1/N"), ("uniform", "uniform"))
            }
        if found["prior_1_over_N"].depends_on_range:
            self.warn(
                "dga.range",
                "The graph average piles up at the end of its range: the range decides, not the lists.",
            )
        return found

    @cached_property
    def classes(self) -> LatentClass | None:
        """Latent classes by Gibbs sampling."""
        if self.table.k < 3:
            return None
        with self.watch.stage("latent_class"), np.errstate(all="ignore"):
            found = latent_class(
                self.table,
                rng=self.rng(2),
                chains=self.options.chains,
                most_draws=self.options.most_draws,
                enough_draws=self.options.enough_draws,
            )
        if not found.converged:
            self.warn(
                "latent_class.not_converged",
                f"Not converged: the chains of the latent class model do not agree (R-hat {found.rhat:.3f}, "
                f"worth {found.ess:.0f} independent draws after {found.iterations} draws each).",
            )
        return found

    def latent_class(self) -> LatentClass | None:
        """Latent classes by Gibbs sampling."""
        return self.classes

    def leave_one_list_out(self) -> list[Mapping[str, Any]]:
        """The BIC average without each list in turn (Chapman where two are left)."""
        return self.left_out

    @cached_property
    def left_out(self) -> list[Mapping[str, Any]]:
        """The BIC average without each list in turn."""
        with self.watch.stage("leave_one_list_out"), np.errstate(all="ignore"):
            return [self._without(j) for j in range(self.table.k)] if self.table.k > 2 else []

    def _without(self, j: int) -> Mapping[str, Any]:
        left = self.table.without(j)
        row: dict[str, Any] = {"without": self.table.lists[j], "point": None, "interval": None}
        reasons = screen.refusals(left)
        if reasons:
            return {**row, "says": reasons[0]}
        if left.k == 2:
            found = self._two_lists(left)
            return {**row, "point": found.chapman, "interval": found.chao_log95 or found.transformed_logit95}
        averaged = average(left, rank(left, most_in_full=4).fits)
        return row if averaged is None else {**row, "point": averaged.point, "interval": averaged.interval}

    def range(self) -> Published:
        """What may be published, and which lists it hangs on."""
        said = self.publishable
        if said.low is None or said.high is None:
            return said
        high = np.inf if said.at_least else said.high
        for row in self.left_out:
            if row["point"] is not None and not said.low <= row["point"] <= high:
                self.warn(
                    f"leave_one_out.{row['without']}",
                    f"Without {row['without']} the estimate would be {row['point']:,.0f}, outside the range: "
                    "much hangs on this list.",
                )
        return said

    @cached_property
    def publishable(self) -> Published:
        """What may be published: the union of the families, or why there is none."""
        return range_of(self)

    @cached_property
    def families(self) -> Mapping[str, Family]:
        """The points and intervals of the families of methods on which the range rests."""
        return families_of(self)

    @cached_property
    def best_dependent(self) -> float:
        """BIC of the best log-linear model."""
        return self.ranked.fitted(self.ranked.order[0]).BIC if self.ranked.order else float("inf")

    @cached_property
    def sharp(self) -> float:
        """BIC of a few sharp classes of people."""
        with self.watch.stage("few_classes"), np.errstate(all="ignore"):
            return best_bic(self.table)


PARTS: tuple[str, ...] = (
    "screen",
    "independence",
    "chapman",
    "chao_lower_bound",
    "heterogeneity",
    "sample_coverage",
    "best_bic",
    "best_bic_pairs",
    "best_aic",
    "best_aic_pairs",
    "top_models",
    "top_models_pairs",
    "bic_average",
    "bootstrap",
    "dga",
    "latent_class",
    "leave_one_list_out",
    "range",
)


def estimates(estimation: Estimation) -> dict[str, Any]:
    """Every part that was asked for; a table without people has only its screen and its refusal."""
    only = estimation.options.only
    if "range" in only:  # what is published is never shown without what each list adds to it
        only = only | {"leave_one_list_out"}
    asked = [part for part in PARTS if not only or part in only]
    if not estimation.table.listed:
        asked = [part for part in asked if part in {"screen", "range"}]
    result = {}
    for part in asked:
        method: Callable[[], Any] = getattr(estimation, part)
        result[part] = method()
    return result
