"""The probability that someone is alive, year after year, between reports and at each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vegerin.engines.history.weigh import Told, Weights, icd203, numbers, updated, weights_in_concert

# Each stretch begins at a time (years) and has a hazard (deaths per person-year) until the next begins.
Hazard = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Heard:
    """A report and when the thing it tells happened, in years on the case's own clock."""

    at: float
    report: Told


@dataclass(frozen=True)
class Alive:
    """The filter's answer: P(alive), its word, and every step (time, report, weight, P after)."""

    p_alive: float
    icd203: str
    steps: tuple[tuple[float, str, float, float], ...]


def constant(hazard_per_year: float) -> Hazard:
    """The same hazard at all times."""
    return ((-math.inf, hazard_per_year),)


def survival(hazard: Hazard, *, since: float, until: float) -> float:
    """The chance of living from one time to another under a hazard that is constant in stretches.

    >>> round(survival(((0, 0.1), (2, 0.02)), since=0, until=12), 6) == round(math.exp(-0.4), 6)
    True
    """
    total = 0.0
    stretches = sorted(hazard)
    for index, (begins, rate) in enumerate(stretches):
        ends = stretches[index + 1][0] if index + 1 < len(stretches) else math.inf
        total += rate * max(0.0, min(until, ends) - max(since, begins))
    return math.exp(-total)


def alive(
    heard: Sequence[Heard],
    *,
    hazard: Hazard,
    p0: float,
    start: float,
    evaluate_at: float,
    using: Weights | None = None,
) -> Alive:
    """An exact forward filter with two states, of which death is never left.

    Between reports P falls by survival; at a report its odds are multiplied by the report's likelihood ratio.
    Reports about a time after `evaluate_at` are not known yet. The order of entry plays no part.

    >>> told = Told("c", True, "A2", "private_question_correct")
    >>> answer = alive([Heard(9, told)], hazard=constant(0.02), p0=1, start=0, evaluate_at=12)
    >>> round(answer.p_alive, 6), answer.icd203
    (0.918177, 'very likely')
    """
    known = sorted((h for h in heard if h.at <= evaluate_at), key=lambda h: (h.at, h.report.id))
    weights = weights_in_concert([h.report for h in known], using=using)
    p, now = p0, start
    steps = []
    for each in known:
        p *= survival(hazard, since=now, until=each.at)
        now = max(now, each.at)
        added = weights[each.report.id]
        p = updated(p, [added])
        steps.append((each.at, each.report.id, added, p))
    p *= survival(hazard, since=now, until=evaluate_at)
    return Alive(p, icd203(p), tuple(steps))


def under_three_hazards(
    heard: Sequence[Heard],
    *,
    p0: float = 1.0,
    start: float = 0.0,
    evaluate_at: float,
    using: Weights | None = None,
) -> Mapping[str, Alive]:
    """The same filter under the low, central and high hazard of the table: never a single curve."""
    return {
        name: alive(heard, hazard=constant(rate), p0=p0, start=start, evaluate_at=evaluate_at, using=using)
        for name, rate in numbers("hazard_per_year").items()
    }


def shown(probability: float, *, verified: bool = False) -> float:
    """What a page shows: between 1 and 99 percent unless it is verified.

    >>> shown(0.9999), shown(0.9999, verified=True)
    (0.99, 0.9999)
    """
    return probability if verified else min(max(probability, 0.01), 0.99)
