"""Dates as people tell them: from the earliest to the latest day, how exact, why, and by which anchor.

People date by feasts, harvests and school classes; the anchor they used is kept beside the range.

    BadDate   a range that ends before it begins, or an anchor nobody knows
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FERMAN = date(2014, 8, 3)


class BadDate(ValueError):
    """The date cannot be meant; the message says what is wrong and what would be right."""


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"
    BEFORE = "before"
    AFTER = "after"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class InexactDate:
    """From the earliest to the latest day that is meant; an open end is None.

    >>> print(InexactDate(date(2015, 1, 1), date(2016, 9, 1)))
    2015-01-01/2016-09-01
    """

    earliest: date | None = None
    latest: date | None = None
    precision: Precision = Precision.UNKNOWN
    basis: str = ""
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.latest < self.earliest:
            raise BadDate(f"It ends on {self.latest}, before it begins on {self.earliest}. Swap the two.")

    @property
    def is_known(self) -> bool:
        """Whether at least one end is known."""
        return self.earliest is not None or self.latest is not None

    def told_on(self, told: date) -> InexactDate:
        """The same date, bounded by the day it was told: nobody tells what is still to come.

        >>> year(2026).told_on(date(2026, 3, 1)).latest
        datetime.date(2026, 3, 1)
        """
        if self.latest is not None and self.latest <= told:
            return self
        earliest = min(self.earliest, told) if self.earliest else None
        return InexactDate(earliest, told, self.precision, self.basis, self.anchor)

    def overlaps(self, other: InexactDate) -> bool:
        """Whether both could be the same day."""
        begins = max(self.earliest or date.min, other.earliest or date.min)
        ends = min(self.latest or date.max, other.latest or date.max)
        return begins <= ends

    def __str__(self) -> str:
        """As ISO writes it, as short as the precision allows.

        >>> print(month(2014, 8), "|", before(day(2015, 3, 1)), "|", InexactDate())
        2014-08 | ../2015-03-01 | unknown
        """
        if not self.is_known:
            return "unknown"
        if self.precision is Precision.MONTH and self.earliest:
            return f"{self.earliest:%Y-%m}"
        if self.precision is Precision.YEAR and self.earliest:
            return f"{self.earliest:%Y}"
        if self.earliest == self.latest:
            return str(self.earliest)
        return f"{self.earliest or '..'}/{self.latest or '..'}"


UNKNOWN = InexactDate()


def on(value: date, *, basis: str = "", anchor: str = "") -> InexactDate:
    """One day."""
    return InexactDate(value, value, Precision.DAY, basis, anchor)


def day(year: int, month: int, day: int, *, basis: str = "") -> InexactDate:
    """One day by its numbers."""
    return on(date(year, month, day), basis=basis)


def month(year: int, month: int, *, basis: str = "") -> InexactDate:
    """Some day of a month.

    >>> month(2016, 2).latest
    datetime.date(2016, 2, 29)
    """
    last = monthrange(year, month)[1]
    return InexactDate(date(year, month, 1), date(year, month, last), Precision.MONTH, basis)


def year(year: int, *, basis: str = "") -> InexactDate:
    """Some day of a year."""
    return InexactDate(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, basis)


SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


def season(year: int, name: str, *, basis: str = "") -> InexactDate:
    """Some day of a season; the winter of a year begins in its December.

    >>> str(season(2015, "winter"))
    '2015-12-01/2016-02-29'
    """
    if name not in SEASONS:
        raise BadDate(f"There is no season {name!r}. Known: {', '.join(SEASONS)}.")
    first, last = SEASONS[name]
    end_year = year + (last < first)
    end = date(end_year, last, monthrange(end_year, last)[1])
    return InexactDate(date(year, first, 1), end, Precision.SEASON, basis, name)


def between(earliest: date, latest: date, *, basis: str = "", anchor: str = "") -> InexactDate:
    """Some day from the first to the last, both meant."""
    return InexactDate(earliest, latest, Precision.RANGE, basis, anchor)


def before(other: InexactDate, *, basis: str = "") -> InexactDate:
    """On or before the other date."""
    return InexactDate(None, other.latest, Precision.BEFORE, basis)


def after(other: InexactDate, *, basis: str = "") -> InexactDate:
    """On or after the other date."""
    return InexactDate(other.earliest, None, Precision.AFTER, basis)


def parse(text: str) -> InexactDate:
    """A date as forms and lists write it: 2014-08-03, 2014-08 or 2014.

    >>> [str(parse(text)) for text in ("2014-08-03", "2014-08", "2014")]
    ['2014-08-03', '2014-08', '2014']
    """
    try:
        numbers = [int(part) for part in text.strip().split("-")]
        return (year, month, day)[len(numbers) - 1](*numbers)
    except (ValueError, IndexError, TypeError):
        raise BadDate(f"{text!r} is not a date. Write 2014-08-03, 2014-08 or 2014.") from None


def birth_as_written(text: str) -> InexactDate:
    """A birth date from a paper. Whoever had no recorded day stands as 1 July: only the year is meant.

    >>> str(birth_as_written("1998-07-01")), birth_as_written("1998-07-01").anchor
    ('1998', '1 July')
    >>> str(birth_as_written("1998-07-02"))
    '1998-07-02'
    """
    written = parse(text)
    if written.precision is not Precision.DAY or written.earliest is None:
        return written
    if (written.earliest.month, written.earliest.day) != (7, 1):
        return written
    whole = year(written.earliest.year, basis="1 July stands for a day nobody recorded")
    return InexactDate(whole.earliest, whole.latest, Precision.YEAR, whole.basis, "1 July")


@dataclass(frozen=True)
class Age:
    """An age as it was told: from the youngest to the oldest, on a day.

    >>> Age(9, 11, date(2014, 8, 3)).born()
    InexactDate(earliest=datetime.date(2002, 8, 4), latest=datetime.date(2005, 8, 3), \
precision=<Precision.RANGE: 'range'>, basis='age 9 to 11 on 2014-08-03', anchor='')
    """

    youngest: int
    oldest: int
    on: date

    def __post_init__(self) -> None:
        if not 0 <= self.youngest <= self.oldest <= 130:
            raise BadDate(f"An age from {self.youngest} to {self.oldest} is not an age. Write 0 to 130.")

    def born(self) -> InexactDate:
        """When somebody of this age was born."""
        told = f"{self.youngest}" if self.youngest == self.oldest else f"{self.youngest} to {self.oldest}"
        earliest = same_day(self.on, years=-(self.oldest + 1)) + timedelta(days=1)
        return between(earliest, same_day(self.on, years=-self.youngest), basis=f"age {told} on {self.on}")


def age_on(born: InexactDate, on: date) -> Age | None:
    """How old somebody was on a day, as a range; None where the birth is open or lies after it.

    >>> age_on(year(1998), date(2014, 8, 3))
    Age(youngest=15, oldest=16, on=datetime.date(2014, 8, 3))
    """
    if born.earliest is None or born.latest is None or born.earliest > on:
        return None
    return Age(max(0, full_years(born.latest, on)), full_years(born.earliest, on), on)


def full_years(start: date, end: date) -> int:
    """Birthdays passed from one day to another."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def same_day(value: date, *, years: int) -> date:
    """The same day some years later or earlier; 29 February becomes the 28th."""
    try:
        return value.replace(year=value.year + years)
    except ValueError:
        return value.replace(year=value.year + years, day=28)
