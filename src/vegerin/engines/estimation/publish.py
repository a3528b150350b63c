"""From the families of methods to the range that may be published for one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vegerin.engines.estimation.answer import Interval, Published, not_estimable, published
from vegerin.engines.estimation.hidden import ONLY_TWO, dependence_refuted, hidden_people

if TYPE_CHECKING:
    from vegerin.engines.estimation.estimate import Estimation


@dataclass(frozen=True)
class Family:
    """What one family of methods says of a total: its point and 95 % interval."""

    point: float
    interval: Interval


def families_of(estimation: Estimation) -> Mapping[str, Family]:
    """Every family of methods that the table does not speak against; Chapman's where there are two lists.

    When a few sharp classes of people explain the table much better than the best of all log-linear models,
    the average over those models describes some other table. It is still printed, but leaves the range.
    """
    found: dict[str, Family] = {}
    if estimation.table.k == 2:
        pair = estimation.pair
        return {"chapman": Family(pair.chapman, pair.chao_log95 or pair.transformed_logit95)}
    refuted = dependence_refuted(dependent=estimation.best_dependent, sharp=estimation.sharp)
    if estimation.averaged is not None:
        found["bic_average"] = Family(estimation.averaged.point, estimation.averaged.interval)
    if estimation.graphs is not None:
        graph = estimation.graphs["prior_1_over_N"]
        found["dga"] = Family(graph.median, graph.interval)
    if estimation.classes is not None:
        classes = estimation.classes
        found["latent_class"] = Family(classes.median, (classes.q025, classes.q975))
    if refuted and len(found) > 1 and "bic_average" in found:
        del found["bic_average"]
        estimation.warn(
            "range.without_loglinear",
            "A few classes of people explain these lists far better than any model of lists that depend "
            "on one another, so the log-linear average is shown but not part of the range.",
        )
    return found


def range_of(estimation: Estimation) -> Published:
    """What may be published about one table."""
    table = estimation.table
    if estimation.refusals:
        return not_estimable(table.listed, estimation.refusals)
    if table.k == 2:
        estimation.warn("two_lists.only", ONLY_TWO)
        if estimation.pair.lincoln_petersen is None:
            return not_estimable(table.listed, ["The two lists share nobody."])
    families = estimation.families
    if not families:
        return not_estimable(table.listed, ["No model has an estimate for this table."])
    found = hidden_people(
        table,
        estimation.chao if table.k > 2 else {},
        dependent=estimation.best_dependent if table.k > 2 else 0.0,
        sharp=estimation.sharp if table.k > 2 else 0.0,
    )
    if found.at_least:
        estimation.warn("heterogeneity", found.says)
    return published(
        table.listed,
        {name: family.interval for name, family in families.items()},
        {name: family.point for name, family in families.items()},
        at_least=found.at_least,
        why=found.says,
    )
