"""Adding strata up, and carrying doubt about the links between lists into the estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vegerin.engines.estimation.loglinear import average, rank
from vegerin.engines.estimation.screen import refusals
from vegerin.engines.estimation.tables import OverlapTable

DRAWS = 20_000
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Part:
    """One stratum or one drawing of the links: its total by the BIC average, or why it has none."""

    name: str
    listed: int
    point: float | None
    interval: tuple[float, float] | None
    says: str = ""


@dataclass(frozen=True)
class Together:
    """Parts and what they say together; `left_out` parts could not be estimated."""

    parts: tuple[Part, ...]
    point: float | None
    interval: tuple[float, float] | None
    left_out: int


def part(name: str, table: OverlapTable) -> Part:
    """The total of one table by the BIC average."""
    reasons = refusals(table)
    with np.errstate(all="ignore"):
        found = None if reasons or table.k < 3 else average(table, rank(table, most_in_full=4).fits)
    if found is None:
        says = reasons[0] if reasons else "No model has an estimate for this table."
        return Part(name, table.listed, None, None, says)
    return Part(name, table.listed, found.point, found.interval)


def add_up(parts: Sequence[Part], *, rng: np.random.Generator) -> Together:
    """The sum over strata, so that strata add up to the total that is published.

    Unlisted numbers are drawn log-normal within each stratum and added. A stratum without an estimate adds
    its listed people only: the sum is then a bound from below.

    >>> two = [Part("a", 10, 20.0, (15.0, 30.0)), Part("b", 5, None, None, "nobody on two lists")]
    >>> found = add_up(two, rng=np.random.default_rng(1))
    >>> round(found.point), found.left_out
    (25, 1)
    """
    total = np.full(DRAWS, float(sum(each.listed for each in parts)))
    for each in parts:
        if each.point is not None and each.interval is not None:
            middle, spread = _log_normal(each)
            total += np.exp(middle + spread * rng.standard_normal(DRAWS))
    left_out = sum(each.point is None for each in parts)
    if left_out == len(parts):
        return Together(tuple(parts), None, None, left_out)
    low, middle_one, high = (float(x) for x in np.quantile(total, [0.025, 0.5, 0.975]))
    return Together(tuple(parts), middle_one, (low, high), left_out)


def over_links(draws: Sequence[Part]) -> Together:
    """One estimate from several drawings of the links, by total variance of the log unlisted (Rubin 1987).

    The listed differ from drawing to drawing, so the median drawing's number is taken.

    >>> same = [Part(str(i), 10, 20.0, (15.0, 30.0)) for i in range(5)]
    >>> round(over_links(same).point, 6)
    20.0
    """
    good = [each for each in draws if each.point is not None]
    if len(good) < 2:
        return Together(tuple(draws), None, None, len(draws) - len(good))
    fitted = np.array([_log_normal(each) for each in good])
    between = float(fitted[:, 0].var(ddof=1)) * (1 + 1 / len(good))
    spread = float(np.sqrt((fitted[:, 1] ** 2).mean() + between))
    middle, listed = float(fitted[:, 0].mean()), float(np.median([each.listed for each in good]))
    low, point, high = (listed + float(np.exp(middle + z * spread)) for z in (-Z95, 0.0, Z95))
    return Together(tuple(draws), point, (low, high), len(draws) - len(good))


def _log_normal(each: Part) -> tuple[float, float]:
    assert each.point is not None
    assert each.interval is not None
    low, middle, high = (
        np.log(max(value - each.listed, 0.5)) for value in (each.interval[0], each.point, each.interval[1])
    )
    return float(middle), float((high - low) / (2 * Z95))
