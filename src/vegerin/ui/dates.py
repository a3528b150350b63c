"""Dates as people read them, with the months as they are called in Iraq; digits 0-9, see `ui.digits`.

Never Django's own: its Sorani months are of another calendar, its Arabic ones are not said in Iraq.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol

from babel import dates as babel
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vegerin.ui import calendar
from vegerin.ui.languages import language_of_page

SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


class Inexact(Protocol):
    """From the earliest to the latest day, and how exactly it is known."""

    @property
    def earliest(self) -> date | None: ...

    @property
    def latest(self) -> date | None: ...

    @property
    def precision(self) -> str: ...


def in_pattern(value: date | datetime, pattern: str) -> str:
    """A date in a pattern of Babel's letters, in the language of the page."""
    language = language_of_page(get_language())
    if language.babel:
        return str(babel.format_date(_local(value), pattern, locale=language.babel))
    return calendar.format_date(_local(value), pattern, language.code)


def day(value: date | datetime) -> str:
    """3 Aug 2014, in Baghdad's day."""
    return in_pattern(value, "d MMM yyyy")


def month(value: date | datetime) -> str:
    """Aug 2014."""
    return in_pattern(value, "LLL yyyy")


def weekday(value: date | datetime) -> str:
    """Saturday, 21 November."""
    return in_pattern(value, _("EEEE, d MMMM"))


def clock(value: datetime) -> str:
    """21:40, Baghdad."""
    return timezone.localtime(value).strftime("%H:%M")


def moment(value: datetime) -> str:
    """3 Aug 2014, 21:40."""
    return _("{day}, {time}").format(day=day(value), time=clock(value))


def inexact(value: Inexact | None) -> str:
    """An inexact date in the shortest true words."""
    if value is None or (value.earliest is None and value.latest is None):
        return _("not known")
    if value.earliest is None:
        return _("before {day}").format(day=day(value.latest))  # type: ignore[arg-type]
    if value.latest is None:
        return _("after {day}").format(day=day(value.earliest))
    return _between(value.earliest, value.latest, str(value.precision))


def _between(earliest: date, latest: date, precision: str) -> str:
    if earliest == latest:
        return day(earliest)
    if _is_whole_month(earliest, latest):
        return month(earliest)
    if _is_whole_year(earliest, latest):
        return str(earliest.year)
    if precision == "season":
        return _season(earliest)
    if earliest.month == 1 and earliest.day == 1 and latest.month == 12 and latest.day == 31:
        return _("{first} – {last}").format(first=earliest.year, last=latest.year)
    exact = month if _starts_month(earliest) and _starts_month(latest + timedelta(days=1)) else day
    return _("{first} – {last}").format(first=exact(earliest), last=exact(latest))


def _season(earliest: date) -> str:
    sentences = {
        "spring": _("spring {year}"),
        "summer": _("summer {year}"),
        "autumn": _("autumn {year}"),
        "winter": _("winter {year}"),
    }
    name = SEASONS.get(earliest.month, "")
    return sentences[name].format(year=earliest.year) if name else month(earliest)


def _starts_month(value: date) -> bool:
    return value.day == 1


def _is_whole_month(earliest: date, latest: date) -> bool:
    return _starts_month(earliest) and earliest.month == latest.month and _ends_month(latest, earliest)


def _ends_month(latest: date, earliest: date) -> bool:
    return latest.year == earliest.year and _starts_month(latest + timedelta(days=1))


def _is_whole_year(earliest: date, latest: date) -> bool:
    year = earliest.year
    return (earliest, latest) == (date(year, 1, 1), date(year, 12, 31))


def ago(value: date | datetime, *, today: date | None = None) -> str:
    """How long ago, in the largest unit that is honest."""
    days = ((today or timezone.localdate()) - _local(value)).days
    if days <= 0:
        return _("today")
    if days < 60:
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    if days < 730:
        months = days // 30
        return ngettext("{n} month ago", "{n} months ago", months).format(n=months)
    years = days // 365
    return ngettext("{n} year ago", "{n} years ago", years).format(n=years)


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
