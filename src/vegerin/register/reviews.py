"""How often a case or request is looked at (D29), and when next; imports spread over the span."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zlib import crc32

# A live lead is looked at within days, an open case each quarter, a quiet one once a year with a call.
EVERY = {"live": timedelta(days=3), "open": timedelta(days=90), "quiet": timedelta(days=365)}
# Freed is not closed (R77): a returned person is seen again after these months, then each year.
AFTER_RETURN = (1, 3, 6, 12, 24)


def next_review(review_class: str, *, today: date) -> date:
    """When it is looked at again.

    >>> next_review("open", today=date(2026, 11, 21))
    datetime.date(2027, 2, 19)
    """
    return today + EVERY[review_class]


def day_among(busy: Mapping[date, int], review_class: str, *, mark: str, today: date) -> date:
    """A day within the span of the class on which the fewest come back, so that no day drowns a desk.

    `busy` says how many come back on each day. Among equals the mark of the case decides.

    >>> today = date(2026, 11, 21)
    >>> [day_among({today + timedelta(days=2): 5}, "live", mark=mark, today=today).day for mark in "abc"]
    [22, 24, 22]
    """
    span = EVERY[review_class].days
    first = crc32(mark.encode()) % span
    days = [today + timedelta(days=1 + (first + n) % span) for n in range(span)]
    return min(days, key=lambda day: busy.get(day, 0))


def next_contact(returned_on: date, *, today: date) -> date:
    """When somebody who came back is spoken with next.

    >>> returned = date(2026, 1, 10)
    >>> [str(next_contact(returned, today=date(2026, month, 1))) for month in (2, 5, 8)]
    ['2026-02-10', '2026-07-10', '2027-01-10']
    >>> str(next_contact(date(2020, 2, 29), today=date(2026, 11, 21)))
    '2027-02-28'
    """
    later = (after_months(returned_on, months) for months in (*AFTER_RETURN, *range(36, 12 * 60, 12)))
    return next((day for day in later if day > today), today + EVERY["quiet"])


def after_months(start: date, months: int) -> date:
    """The same day some months later; a 31st that is not there becomes the last of the month before it.

    >>> after_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
