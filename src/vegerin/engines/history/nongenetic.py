"""How much sex, age, region, a birth date or a mark speaks for "this is the missing person".

Hypotheses: the person found is the missing one, against someone from the population. The mean likelihood
ratio under the population is 1 for every table (a property test). Looks beyond marks are never used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Observed:
    """One thing that may be observed, its likelihood ratio, and how often the population shows it."""

    value: str
    lr: float
    frequency: float


def mean_under_population(table: Sequence[Observed]) -> float:
    """The likelihood ratio a random person of the population gets on average; 1 when the table is right."""
    return sum(row.lr * row.frequency for row in table)


def category(*, missing: str, error: float, population: Mapping[str, float]) -> tuple[Observed, ...]:
    """A recorded category, such as sex or region, that is mistaken with probability `error`.

    A mistaken record falls on the other categories in proportion to how common they are.

    >>> [round(row.lr, 3) for row in category(missing="F", error=0.05, population={"F": 0.5, "M": 0.5})]
    [1.9, 0.1]
    """
    share = population[missing] / sum(population.values())
    return tuple(
        Observed(
            value,
            (1 - error) / share if value == missing else error / (1 - share),
            frequency / sum(population.values()),
        )
        for value, frequency in population.items()
    )


def match(
    *, share: float, error: float, match: str = "match", other: str = "other"
) -> tuple[Observed, Observed]:
    """Agreement or not with a category that `share` of the population has.

    >>> [round(row.lr, 3) for row in match(share=1 / 6, error=0.05)]
    [5.7, 0.06]
    """
    if share >= 1:  # everybody agrees, the missing person too: nothing is learnt
        return Observed(match, 1.0, 1.0), Observed(other, 1.0, 0.0)
    miss = error / (1 - share)
    return Observed(match, (1 - error) / share, share), Observed(other, miss, 1 - share)


def age_interval(
    *, age: int, within: int, error: float, ages: Mapping[int, float]
) -> tuple[Observed, Observed]:
    """An estimated age inside or outside the interval age ± within; `ages` is the population, from 0.

    The interval is clipped at the youngest and oldest age there is, and has as many ages as it has: thirteen
    for 40 ± 6, where a peer counts twelve.

    >>> uniform = {year: 1.0 for year in range(1, 81)}
    >>> [round(row.lr, 6) for row in age_interval(age=40, within=6, error=0.05, ages=uniform)]
    [5.846154, 0.059701]
    """
    total = sum(ages.values())
    inside = sum(weight for year, weight in ages.items() if abs(year - age) <= within) / total
    if inside <= 0:
        raise ValueError(f"Nobody in the population is {age} ± {within} years old. Widen the ages.")
    return match(share=inside, error=error, match="in", other="out")


def interval_against_interval(
    *, recorded: tuple[int, int], estimated: tuple[int, int], error: float, ages: Mapping[int, float]
) -> float:
    """An age estimate (an interval) against what the family recorded (an interval), both from 0.

    Each true age in the recorded interval is weighed by the population. The estimate holds the true age with
    probability 1-error; otherwise it is some other interval of the same length, by how many people it holds.
    """

    def share(interval: tuple[int, int]) -> float:
        return sum(weight for year, weight in ages.items() if interval[0] <= year <= interval[1])

    both = (max(recorded[0], estimated[0]), min(recorded[1], estimated[1]))
    total, seen, said = sum(ages.values()), share(estimated), share(recorded)
    if said <= 0 or seen <= 0:
        raise ValueError("An age interval holds nobody of the population. Widen the ages.")
    held = share(both) / said if both[0] <= both[1] else 0.0
    if seen >= total:
        return 1.0
    return (1 - error) * held / (seen / total) + error * (1 - held) / (1 - seen / total)


def birth_date(*, alpha: Sequence[float], population: Sequence[float] | None = None) -> tuple[Observed, ...]:
    """The gap between a recorded and a claimed birth date, by interval.

    `alpha` are Dirichlet weights of gaps for the same person; the population is even over the intervals
    unless said otherwise.

    >>> [round(row.lr, 4) for row in birth_date(alpha=[1, 4, 60, 11, 6, 4, 4])][:3]
    [0.0778, 0.3111, 4.6667]
    """
    even = population or [1.0] * len(alpha)
    return tuple(
        Observed(str(index), (weight / sum(alpha)) / (share / sum(even)), share / sum(even))
        for index, (weight, share) in enumerate(zip(alpha, even, strict=True))
    )


def mark(*, rarity: float, found_when_there: float) -> tuple[Observed, Observed, Observed]:
    """A scar, a birthmark or a tattoo that the family described.

    >>> [round(row.lr, 3) for row in mark(rarity=0.02, found_when_there=0.9)]
    [50.0, 0.102, 1.0]
    """
    seen = rarity * found_when_there
    absent = (1 - found_when_there) / (1 - seen) if seen < 1 else 1.0
    return (
        Observed("seen", 1 / rarity, seen),
        Observed("not seen", absent, 1 - seen),
        Observed("not looked for", 1.0, 0.0),
    )
