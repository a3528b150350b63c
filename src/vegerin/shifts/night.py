"""The night as the rota sees it: from 17:00 to 08:00 in Baghdad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

BEGINS, ENDS = time(17), time(8)
BOARD_AT = time(18)  # the board is printed


@dataclass(frozen=True)
class Span:
    """From one moment to another."""

    starts: datetime
    ends: datetime


def night_of(day: date) -> Span:
    """The night that begins on a day."""
    return Span(_at(day, BEGINS), _at(day + timedelta(days=1), ENDS))


def day_of(day: date) -> Span:
    """The working day, from the end of one night to the beginning of the next."""
    return Span(_at(day, ENDS), _at(day, BEGINS))


def tonight(now: datetime) -> Span:
    """The night that is, or the one that comes."""
    local = timezone.localtime(now)
    return night_of(local.date() - timedelta(days=1) if local.time() < ENDS else local.date())


def has_begun(now: datetime) -> bool:
    """Whether it is between 17:00 and 08:00."""
    return now >= tonight(now).starts


def board_is_due(now: datetime) -> datetime | None:
    """Since when tonight's board should have been printed; None before 18:00."""
    at = _at(timezone.localtime(tonight(now).starts).date(), BOARD_AT)
    return at if now >= at else None


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
