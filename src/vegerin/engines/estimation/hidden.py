"""Whether the lists themselves show that people are hidden from all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vegerin.engines.estimation.heterogeneity import Bound
from vegerin.engines.estimation.tables import OverlapTable

# Chosen on tables drawn from known populations (benchmarks/coverage.py prints how often each is flagged).
MOST_LISTS = 4  # from five lists on, latent classes find the hidden themselves (within 8 % on such tables)
NEARLY_AS_GOOD = 10.0  # BIC by which unequal people may fit worse than dependent lists, and still be believed
BETTER_THAN_ALIKE = 2.0  # BIC by which they must fit better than independent lists

SAYS = (
    "These lists look as if some people were far harder to list than others, "
    "and with so few lists nothing says how many such people there are."
)


@dataclass(frozen=True)
class Hidden:
    """Whether an estimate is a bound from below, and why."""

    at_least: bool
    says: str


def hidden_people(table: OverlapTable, chao: Mapping[str, Bound], best_bic: float) -> Hidden:
    """Compare two stories of the same overlaps: lists that depend on one another, or people who differ.

    When people who differ explain the table nearly as well as the best story of dependent lists, and clearly
    better than independence, then those who are hard to list are missing from every list together, and
    every method is too low: on drawn tables by 24 to 31 percent.

    Args:
        table: the overlaps.
        chao: the models of `heterogeneity.chao_models`.
        best_bic: BIC of the best log-linear model.
    """
    if table.k > MOST_LISTS or "Mt" not in chao:
        return Hidden(False, "")
    unequal = [bound.BIC for name, bound in chao.items() if name.startswith("Mth")]
    best = min(unequal, default=float("inf"))
    hidden = best <= best_bic + NEARLY_AS_GOOD and best <= chao["Mt"].BIC - BETTER_THAN_ALIKE
    return Hidden(hidden, SAYS if hidden else "")
