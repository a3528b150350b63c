"""Whether the lists themselves show that people are hidden from all of them.

Three stories can explain why people stand on two lists more often than by chance: lists that depend on one
another, a few sharp classes of people, or people who differ by degrees. Where the third is as good as the
others, nothing says how many are so hard to find that every list misses them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from vegerin.engines.estimation.heterogeneity import Bound
from vegerin.engines.estimation.tables import OverlapTable

# Chosen on tables drawn from known populations (./run bench coverage prints how often each is flagged).
FEW_LISTS = 4  # up to here sharp classes cannot be told from people who differ by degrees
AS_GOOD_AS_DEPENDENT = (
    15.0  # BIC by which people who differ may fit worse than dependent lists, and be believed
)
AS_GOOD_AS_SHARP = 25.0  # and worse than sharp classes, of which more are tried
NOT_DESCRIBED = 10.0  # BIC by which sharp classes must win before dependent lists are left out of the range
CLEARLY = 2.706  # how much better than people all alike they must fit: chi-square, one-sided 5 %
BY_DEGREES = ("Mth Poisson2", "Mth Darroch")  # one parameter more than people all alike

ONLY_TWO = (
    "With two lists nothing can show whether some people are far harder to list than others, "
    "or whether one list was made from the other."
)
SAYS = (
    "These lists look as if some people were far harder to list than others, "
    "and nothing in them says how many such people there are."
)


@dataclass(frozen=True)
class Hidden:
    """Whether an estimate is a bound from below, and why."""

    at_least: bool
    says: str


def hidden_people(
    table: OverlapTable, chao: Mapping[str, Bound], *, dependent: float, sharp: float
) -> Hidden:
    """Compare the three stories of the same overlaps.

    With people who differ by degrees, those who are hard to list are missing from every list together, and
    every method is too low: on drawn tables of four lists by 24 to 31 percent. Two lists cannot tell the
    stories apart at all, so what they give is always a bound. From five lists on, sharp classes that fit
    clearly better are found, and counted, by the latent class model (within 8 % on drawn tables).

    Args:
        table: the overlaps.
        chao: the models of `heterogeneity.chao_models`.
        dependent: BIC of the best log-linear model.
        sharp: BIC of a few sharp classes (`few_classes.best_bic`).
    """
    if table.k == 2:
        return Hidden(True, ONLY_TWO)
    alike = chao.get("Mt")
    by_degrees = [chao[name] for name in BY_DEGREES if name in chao]
    if alike is None or not by_degrees:
        return Hidden(False, "")
    differ = min(by_degrees, key=lambda bound: bound.BIC)
    better = alike.BIC - differ.BIC + math.log(table.listed)  # the drop of -2 log L for one parameter
    hidden = (
        dependent + AS_GOOD_AS_DEPENDENT >= differ.BIC
        and (table.k <= FEW_LISTS or sharp + AS_GOOD_AS_SHARP >= differ.BIC)
        and better > CLEARLY
        and differ.point > alike.point
    )
    return Hidden(hidden, SAYS if hidden else "")


def dependence_refuted(*, dependent: float, sharp: float) -> bool:
    """Whether sharp classes explain the table so much better that log-linear models do not describe it.

    >>> dependence_refuted(dependent=230.0, sharp=190.0), dependence_refuted(dependent=230.0, sharp=225.0)
    (True, False)
    """
    return sharp < dependent - NOT_DESCRIBED
