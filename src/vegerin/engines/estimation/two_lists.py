"""Two lists: Lincoln-Petersen, Chapman, and three intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

Interval = tuple[float, float]
Z95 = 1.96


@dataclass(frozen=True)
class TwoLists:
    """Estimates from two lists. None where there is none."""

    lincoln_petersen: float | None
    lp_variance: float | None
    chapman: float
    chapman_variance: float
    chapman_se: float
    wald95: Interval
    chao_log95: Interval | None
    transformed_logit95: Interval


def two_lists(n1: int, n2: int, m: int) -> TwoLists:
    """The number of people, from two lists and their overlap.

    Chapman (1951) with Seber's variance (1970, doi:10.2307/2334049); Chao's log interval (1987,
    doi:10.2307/2531532); Sadinle's transformed logit (2009, doi:10.1080/03610910903168595). Valid only
    when both lists could have held anybody and neither was made from the other.

    Args:
        n1: people on the first list.
        n2: people on the second.
        m: people on both.

    Returns:
        Limits never lie below the listed count, except Wald's, which is symmetric by its definition. Without
        overlap Lincoln and Petersen have no answer; with full overlap the interval is the count itself.

    >>> found = two_lists(15, 10, 5)
    >>> found.lincoln_petersen, round(found.chapman, 3), [round(x, 2) for x in found.chao_log95]
    (30.0, 28.333, [22.39, 49.11])
    """
    listed = n1 + n2 - m
    chapman = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    se = math.sqrt(variance)
    return TwoLists(
        lincoln_petersen=n1 * n2 / m if m else None,
        lp_variance=n1 * n2 * (n1 - m) * (n2 - m) / m**3 if m else None,
        chapman=chapman,
        chapman_variance=variance,
        chapman_se=se,
        wald95=(chapman - Z95 * se, chapman + Z95 * se),
        chao_log95=log_interval(listed, chapman - listed, variance),
        transformed_logit95=transformed_logit(n1, n2, m),
    )


def log_interval(listed: float, unlisted: float, variance: float) -> Interval | None:
    """Chao's interval: log-normal for the unlisted, so that it begins above the listed count.

    >>> [round(x, 2) for x in log_interval(20, 25 / 3, 34.9206)]
    [22.39, 49.11]
    """
    if unlisted <= 0 or variance <= 0:
        return None
    factor = math.exp(Z95 * math.sqrt(math.log1p(variance / unlisted**2)))
    return listed + unlisted / factor, listed + unlisted * factor


def transformed_logit(n1: int, n2: int, m: int) -> Interval:
    """Sadinle's interval, with half a person added to each cell, never below the listed count."""
    listed = float(n1 + n2 - m)
    if n1 == m and n2 == m:
        return listed, listed
    both, first, second = m + 0.5, n1 - m + 0.5, n2 - m + 0.5
    unlisted = first * second / both
    spread = math.exp(Z95 * math.sqrt(1 / both + 1 / first + 1 / second + both / (first * second)))
    return (
        max(listed, listed - 0.5 + unlisted / spread),
        max(listed, listed - 0.5 + unlisted * spread),
    )
