"""Who may have been where somebody was: periods in one region that overlap, and how surely they do.

The answer is for one sought person, and it is the next person worth asking; no list by place is made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from vegerin.engines.history.dates import InexactDate


class HowSure(IntEnum):
    """How surely two were in one region at one time; the surest first."""

    SAW = 1  # she said herself that she saw her
    AT_ONE_TIME = 2  # if the dates are right, there was a day on which both were there
    PERHAPS = 3  # the dates allow it


@dataclass(frozen=True)
class Presence:
    """Somebody in a region, from the day it began to the day it ended, as inexactly as it was told."""

    who: str
    region: str
    begins: InexactDate
    ends: InexactDate

    @property
    def may_last(self) -> tuple[date, date]:
        """From the earliest beginning to the latest end."""
        return self.begins.earliest or date.min, self.ends.latest or date.max

    @property
    def surely_lasts(self) -> tuple[date, date] | None:
        """From the latest beginning to the earliest end, if that is a time at all."""
        if self.begins.latest is None or self.ends.earliest is None:
            return None
        within = self.begins.latest, self.ends.earliest
        return within if within[0] <= within[1] else None


@dataclass(frozen=True)
class Overlap:
    """Two who may have been in one region: from when to when, and how surely."""

    who: str
    region: str
    earliest: date
    latest: date
    how_sure: HowSure

    @property
    def rank(self) -> tuple[HowSure, int, int, str]:
        """The surest first; of the sure ones the longest, of the others the most exact."""
        days = (self.latest - self.earliest).days
        long_first = self.how_sure is not HowSure.PERHAPS
        return self.how_sure, -days if long_first else days, -self.latest.toordinal(), self.who


def overlaps(sought: Iterable[Presence], others: Iterable[Presence]) -> list[Overlap]:
    """Of each of the others the best overlap with the sought one, the most worth asking first.

    >>> from vegerin.engines.history.dates import year, day
    >>> her = Presence("her", "region 4", day(2015, 3, 1), day(2015, 9, 30))
    >>> ana = Presence("ana", "region 4", year(2014), year(2016))
    >>> [(one.who, one.how_sure.name, str(one.earliest)) for one in overlaps([her], [ana])]
    [('ana', 'AT_ONE_TIME', '2015-03-01')]
    """
    others = list(others)
    best: dict[str, Overlap] = {}
    for one in sought:
        for other in others:
            found = _overlap(one, other) if other.who != one.who else None
            if found and (found.who not in best or found.rank < best[found.who].rank):
                best[found.who] = found
    return sorted(best.values(), key=lambda one: one.rank)


def _overlap(sought: Presence, other: Presence) -> Overlap | None:
    if sought.region != other.region or not _dated(sought) or not _dated(other):
        return None
    may = _both(sought.may_last, other.may_last)
    if may is None:
        return None
    sure = HowSure.AT_ONE_TIME if _at_one_time(sought, other) else HowSure.PERHAPS
    return Overlap(other.who, other.region, *may, sure)


def _at_one_time(one: Presence, other: Presence) -> bool:
    """Whether both lasted on some day, whatever the true days within what was told are."""
    sure_one, sure_other = one.surely_lasts, other.surely_lasts
    if sure_one and sure_other and _both(sure_one, sure_other):
        return True
    return _lies_within(one.may_last, sure_other) or _lies_within(other.may_last, sure_one)


def _dated(one: Presence) -> bool:
    """Without any date it overlaps everything, which says nothing."""
    return one.begins.is_known or one.ends.is_known


def _both(one: tuple[date, date], other: tuple[date, date]) -> tuple[date, date] | None:
    begins, ends = max(one[0], other[0]), min(one[1], other[1])
    return (begins, ends) if begins <= ends else None


def _lies_within(inner: tuple[date, date], outer: tuple[date, date] | None) -> bool:
    return outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]
