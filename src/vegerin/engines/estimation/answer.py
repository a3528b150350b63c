"""From several methods' intervals to what may be published, in a sentence with its doubt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Interval = tuple[float, float]

WELL_AGREED = "agree"
APART = "apart"


@dataclass(frozen=True)
class Published:
    """What may be published about the total.

    Args:
        low, high: the union of the methods' 95 % intervals, rounded outward to two digits; None when there
            is none.
        median: where the methods agree, the latent class median (else the middle one of the methods' points).
        at_least: people who are hard to list make this a bound from below.
        words: the sentence for the press.
        rests_on: methods whose intervals are in the union.
        why: the reason for `at_least`.
    """

    low: float | None
    high: float | None
    at_least: bool
    words: str
    median: float | None = None
    agreement: str = ""
    rests_on: tuple[str, ...] = ()
    why: str = ""


def not_estimable(listed: int, reasons: Sequence[str]) -> Published:
    """The refusal, as a sentence.

    >>> not_estimable(96, ["No person stands on two lists."]).words[:50]
    'Not estimable: how many were never listed cannot b'
    """
    words = " ".join(
        [
            "Not estimable: how many were never listed cannot be told from these lists.",
            *reasons,
            people(listed),
        ]
    )
    return Published(None, None, False, words)


def people(listed: int) -> str:
    """How many are listed, as a sentence."""
    return "1 person is listed." if listed == 1 else f"{listed:,} people are listed."


def published(
    listed: int,
    intervals: Mapping[str, Interval],
    points: Mapping[str, float],
    *,
    at_least: bool,
    why: str = "",
) -> Published:
    """The union of the methods' intervals, and how it may be said.

    When all intervals share a point the methods agree, and the latent class median may be named. When they do
    not, only the range may. When people are hidden from all lists it is a bound from below.

    Args:
        listed: people on one list at least.
        intervals: the 95 % interval of each method, by its name.
        points: each method's point.
        at_least: whether the lists show that some people are much harder to list.
        why: the reason for `at_least`, as a sentence.
    """
    low = max(float(listed), outward_down(min(low for low, _ in intervals.values())))
    high = max(low, outward_up(max(high for _, high in intervals.values())))
    agree = max(low for low, _ in intervals.values()) <= min(high for _, high in intervals.values())
    median = points.get("latent_class") if agree and "latent_class" in points else middle(points.values())
    return Published(
        low=low,
        high=high,
        at_least=at_least,
        words=in_words(listed, low, high, agree=agree, at_least=at_least, why=why, methods=len(intervals)),
        median=median,
        agreement=WELL_AGREED if agree else APART,
        rests_on=tuple(intervals),
        why=why if at_least else "",
    )


def in_words(
    listed: int, low: float, high: float, *, agree: bool, at_least: bool, why: str, methods: int
) -> str:
    """The sentence for the press.

    >>> said = in_words(4400, 8900, 21000, agree=True, at_least=False, why="", methods=3)
    >>> said.split(": ")[0]
    'Between 8,900 and 21,000 people, of whom 4,400 are listed'
    """
    if at_least:
        return (
            f"At least {written(low)} people, of whom {listed:,} are listed. {why} "
            "The true number may be much higher; no upper limit can be given."
        )
    never = f"between {written(low - listed)} and {written(high - listed)} were never on any list"
    first = f"Between {written(low)} and {written(high)} people, of whom {listed:,} are listed: {never}."
    count = {1: "One method gives", 2: "Two methods", 3: "Three methods"}.get(methods, f"{methods} methods")
    if methods == 1:
        second = "One method gives this range, and nothing confirms it"
    elif agree:
        second = f"{count} agree within this range"
    else:
        second = f"{count} disagree, so no single number may be named from this range"
    if methods == 1:
        return f"{first} {second}."
    return (
        f"{first} {second}. Tried on populations of known size, such ranges held the true number at least "
        "19 times in 20. People whom no list could ever have reached are not counted."
    )


def written(number: float) -> str:
    """A number as it is written."""
    return f"{round(number):,}" if math.isfinite(number) else "no limit"


def middle(points: Iterable[float]) -> float | None:
    """The middle one of some points."""
    ordered = sorted(points)
    return float(ordered[len(ordered) // 2]) if ordered else None


def outward_down(number: float) -> float:
    """Two significant digits, downward.

    >>> outward_down(9187.9), outward_down(0.0)
    (9100.0, 0.0)
    """
    return _rounded(number, math.floor)


def outward_up(number: float) -> float:
    """Two significant digits, upward.

    >>> outward_up(13865.0), outward_up(192.0)
    (14000.0, 200.0)
    """
    return _rounded(number, math.ceil)


def _rounded(number: float, towards: Callable[[float], int]) -> float:
    if not math.isfinite(number) or number <= 0:
        return max(0.0, number)
    unit = 10.0 ** max(0, math.floor(math.log10(number)) - 1)
    return float(towards(round(number / unit, 9)) * unit)
