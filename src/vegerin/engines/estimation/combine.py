"""Adding strata up, and carrying doubt about the links between lists into the estimate.

Both go family by family through the same union as a single table (`publish`), so that what is published of
the whole rests on the same methods as what is published of its parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vegerin.engines.estimation.answer import Interval, Published, not_estimable, published
from vegerin.engines.estimation.publish import Family
from vegerin.engines.estimation.tables import Floats

DRAWS = 20_000
Z95 = 1.959963984540054
STEADIEST_FIRST = ("latent_class", "dga", "bic_average", "chapman")
PART_UNKNOWN = "One part at least cannot be estimated, and only its listed people are counted."


@dataclass(frozen=True)
class Part:
    """One stratum or one drawing of the links: what each family says of it, and what may be published."""

    name: str
    listed: int
    families: Mapping[str, Family]
    range: Published

    @property
    def point(self) -> float | None:
        """The point that is added up: the steadiest family's; None where nothing can be estimated."""
        found = _family(self, STEADIEST_FIRST[0])
        return None if found is None else found.point

    @property
    def says(self) -> str:
        """Why there is no estimate."""
        return "" if self.families else self.range.words


@dataclass(frozen=True)
class Together:
    """Parts and what they say together; `left_out` parts could not be estimated."""

    parts: tuple[Part, ...]
    families: Mapping[str, Family]
    range: Published
    left_out: int

    @property
    def point(self) -> float | None:
        """The steadiest family's point of the whole; of strata it is the sum of theirs."""
        return next((self.families[name].point for name in STEADIEST_FIRST if name in self.families), None)


def add_up(parts: Sequence[Part], *, rng: np.random.Generator) -> Together:
    """The sum over strata: points add up exactly, intervals by drawing each stratum's unlisted.

    A stratum for which a family has no answer is taken by its steadiest family. A stratum without any adds
    its listed people only, and the sum is then a bound from below; so it is where one of the strata is.

    >>> known = Part("a", 10, {"dga": Family(20.0, (15.0, 30.0))}, not_estimable(10, []))
    >>> unknown = Part("b", 5, {}, not_estimable(5, ["Nobody is on two lists."]))
    >>> found = add_up([known, unknown], rng=np.random.default_rng(1))
    >>> found.families["dga"].point, found.left_out, found.range.at_least
    (25.0, 1, True)
    """
    listed = sum(part.listed for part in parts)
    good = [part for part in parts if part.families]
    left_out = len(parts) - len(good)
    if not good:
        reasons = ["No part of the table can be estimated."]
        return Together(tuple(parts), {}, not_estimable(listed, reasons), left_out)
    names = [name for name in STEADIEST_FIRST if any(name in part.families for part in good)]
    summed = {name: _sum(good, name, listed, rng) for name in names}
    at_least = left_out > 0 or any(part.range.at_least for part in good)
    hidden = next((part.range.why for part in good if part.range.why), "")
    return Together(
        tuple(parts),
        summed,
        _published(listed, summed, at_least, PART_UNKNOWN if left_out else hidden),
        left_out,
    )


def _sum(parts: Sequence[Part], name: str, listed: int, rng: np.random.Generator) -> Family:
    total = np.full(DRAWS, float(listed))
    point = float(listed)
    for part in parts:
        family = _family(part, name)
        assert family is not None  # parts without any family were left out
        middle, spread = _log_normal(part.listed, family)
        total += np.exp(middle + spread * rng.standard_normal(DRAWS))
        point += family.point - part.listed
    low, high = (float(x) for x in np.quantile(total, [0.025, 0.975]))
    return Family(point, (min(low, point), max(high, point)))


def over_links(draws: Sequence[Part]) -> Together:
    """One estimate from several drawings of the links, by total variance of the log unlisted (Rubin 1987).

    The listed differ from drawing to drawing, so the median drawing's number is taken. It is a bound from
    below when it is one in half of the drawings.

    >>> one = Part("0", 10, {"dga": Family(20.0, (15.0, 30.0))}, not_estimable(10, []))
    >>> round(over_links([one] * 5).families["dga"].point, 6)
    20.0
    """
    good = [part for part in draws if part.families]
    left_out = len(draws) - len(good)
    listed = int(np.median([part.listed for part in (good or draws)]))
    if len(good) < 2:
        reasons = [
            "The links between the lists are too doubtful: hardly any drawing of them can be estimated."
        ]
        return Together(tuple(draws), {}, not_estimable(listed, reasons), left_out)
    names = [name for name in STEADIEST_FIRST if any(name in part.families for part in good)]
    pooled = {name: _pooled(good, name, listed) for name in names}
    hidden = [part.range.why for part in good if part.range.at_least]
    at_least = 2 * len(hidden) >= len(good)
    return Together(
        tuple(draws), pooled, _published(listed, pooled, at_least, hidden[0] if hidden else ""), left_out
    )


def _pooled(parts: Sequence[Part], name: str, listed: int) -> Family:
    fitted: Floats = np.array(
        [_log_normal(part.listed, family) for part in parts if (family := _family(part, name)) is not None]
    )
    between = float(fitted[:, 0].var(ddof=1)) * (1 + 1 / len(fitted))
    spread = float(np.sqrt((fitted[:, 1] ** 2).mean() + between))
    middle = float(fitted[:, 0].mean())
    low, point, high = (listed + float(np.exp(middle + z * spread)) for z in (-Z95, 0.0, Z95))
    return Family(point, (low, high))


def _family(part: Part, name: str) -> Family | None:
    """What a family says of a part, or the steadiest of those that say anything."""
    return next((part.families[each] for each in (name, *STEADIEST_FIRST) if each in part.families), None)


def _published(listed: int, families: Mapping[str, Family], at_least: bool, why: str) -> Published:
    intervals: dict[str, Interval] = {name: family.interval for name, family in families.items()}
    points = {name: family.point for name, family in families.items()}
    return published(listed, intervals, points, at_least=at_least, why=why)


def _log_normal(listed: int, family: Family) -> tuple[float, float]:
    low, middle, high = (
        np.log(max(value - listed, 0.5)) for value in (family.interval[0], family.point, family.interval[1])
    )
    return float(middle), float((high - low) / (2 * Z95))
