"""What was agreed about a next call, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vegerin.ui.dates import day, moment

if TYPE_CHECKING:
    from vegerin.register.models.promises import Promise


def promise_words(promise: Promise) -> str:
    """Who rings whom, and when."""
    if promise.who == "they_ring":
        return _("They ring us on {when}. We do not ring them.").format(when=moment(promise.at))
    return _("We ring on {when}.").format(when=moment(promise.at))


def how_late(at: datetime, now: datetime) -> str:
    """In 20 minutes, 1 h 40 late, tomorrow."""
    minutes = round((at - now).total_seconds() / 60)
    if minutes >= 24 * 60 or minutes <= -24 * 60:
        return day(at)
    length = _hours(abs(minutes))
    return (
        _("in {length}").format(length=length) if minutes >= 0 else _("{length} late").format(length=length)
    )


def _hours(minutes: int) -> str:
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes}").format(hours=minutes // 60, minutes=minutes % 60)
