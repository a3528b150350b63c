"""Form fields of the house: answers one sees at once, and not-known as an answer like the others.

Optional is the rule. Nothing is corrected behind the writer's back: what was written is kept as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import UNKNOWN, BadDate, InexactDate
from vegerin.ui import told_dates
from vegerin.ui.dates import day, inexact, moment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NOT_KNOWN: Sequence[tuple[str, str | _StrPromise]] = (
    ("unknown", _("Not known")),
    ("not_asked", _("Not asked")),
    ("refused", _("Would not say")),
    ("withheld", _("Not written here")),
)

# Words that somebody writes: in any script, and never offered again by the browser.
WRITTEN = {"dir": "auto", "autocomplete": "off"}


def line(
    label: Any, help_text: Any = "", *, required: bool = False, longest: int = 200, size: str = ""
) -> forms.CharField:
    """One line to write on, in any script."""
    attrs = WRITTEN | ({"class": size} if size else {})
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=longest, widget=widget
    )


def medium_line(label: Any, help_text: Any = "", *, longest: int = 120, **kw: Any) -> forms.CharField:
    """A shorter line, for names of places and offices."""
    return line(label, help_text, longest=longest, size="medium", **kw)


class Answers(forms.RadioSelect):
    """Answers side by side, 44 high, each with its word; never a drop-down."""

    template_name = "ui/widgets/answers.html"
    is_group = True

    def __init__(
        self, *args: Any, small: bool = False, icons: Mapping[str, str] | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.small = small
        self.icons = icons or {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The choices with their icons."""
        context = super().get_context(name, value, attrs)
        context["widget"]["small"] = self.small
        context["widget"]["icons"] = self.icons
        return context


class ManyAnswers(forms.CheckboxSelectMultiple):
    """Several of a few, as ticks under one another."""

    template_name = "ui/widgets/ticks.html"
    is_group = True


class AnswerField(forms.ChoiceField):
    """One of a few answers, all visible; optional unless said otherwise."""

    def __init__(
        self,
        *,
        choices: Sequence[tuple[str, str | _StrPromise]],
        small: bool = False,
        icons: Mapping[str, str] | None = None,
        required: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(choices=choices, widget=Answers(small=small, icons=icons), required=required, **kw)


NOT_CHOSEN = ("", "—")  # nobody is named, and nothing said, because it stood first


@dataclass(frozen=True)
class Told:
    """A value, or which of the four not-knowns stands for it."""

    value: str = ""
    not_known: str = ""

    def __bool__(self) -> bool:
        return bool(self.value or self.not_known)


class ToldWidget(forms.MultiWidget):
    """A line to write on and the not-knowns beside it."""

    template_name = "ui/widgets/told.html"
    is_group = True

    def __init__(self, choices: Sequence[tuple[str, str | _StrPromise]] = NOT_KNOWN, **kw: Any) -> None:
        super().__init__([forms.TextInput(), Answers(small=True, choices=choices)], **kw)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The line says what it is; the legend above names both."""
        self.widgets[0].attrs.update({"aria-label": say("In words"), "dir": "auto", "autocomplete": "off"})
        return super().get_context(name, value, attrs)

    def decompress(self, value: Told | None) -> list[str]:
        """Back into line and choice."""
        return [value.value, value.not_known] if value else ["", ""]


class ToldField(forms.MultiValueField):
    """Something told, or not known; writing something wins over a ticked not-known."""

    def __init__(self, *, choices: Sequence[tuple[str, str | _StrPromise]] = NOT_KNOWN, **kw: Any) -> None:
        kw.setdefault("required", False)
        parts = (forms.CharField(required=False), forms.ChoiceField(choices=choices, required=False))
        super().__init__(parts, require_all_fields=False, widget=ToldWidget(choices), **kw)

    def compress(self, data_list: list[str]) -> Told:
        """A value and no not-known, or the other way round."""
        value, not_known = [*(data_list or []), "", ""][:2]
        return Told(value.strip()) if value and value.strip() else Told("", not_known or "")


class ChosenFile(forms.FileInput):
    """A file, asked for in the reader's language and not in the browser's; works without script."""

    template_name = "ui/widgets/file.html"


class FileField(forms.FileField):
    """One file."""

    widget = ChosenFile


class Passphrase(forms.PasswordInput):
    """A passphrase with *Show* beside it, where script runs."""

    template_name = "ui/widgets/passphrase.html"


class InexactDateField(forms.CharField):
    """A date as it was told: a day, a month, a season, a year, before, after, a feast.

    Gives an `InexactDate`. What was written stays as it was written until somebody writes it differently.
    """

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("required", False)
        kw.setdefault(
            "help_text", _("A year is enough. Also: Aug 2014, summer 2016, before 2016, Çarşema Sor 2015.")
        )
        super().__init__(**kw)
        self.widget.attrs.update({"autocomplete": "off", "class": "medium", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        """A date of the record as somebody would write it."""
        if isinstance(value, InexactDate):
            return inexact(value) if value.is_known else ""
        return told_dates.in_readers_words(value)

    def clean(self, value: Any) -> InexactDate:
        """The date that was meant; one that cannot be meant says what to write."""
        text = super().clean(value)
        if not text:
            return UNKNOWN
        today = timezone.localdate()
        try:
            return told_dates.read(text, today=today)
        except BadDate as problem:
            if str(problem) == "ahead":
                sentence = say("{written} lies ahead of us. Write a date up to {year}.")
                raise forms.ValidationError(sentence.format(written=text, year=today.year)) from None
            sentence = say("“{written}” was not understood. Write a year, a month and a year, or 3 Aug 2014.")
            raise forms.ValidationError(sentence.format(written=text)) from None


class DayField(forms.CharField):
    """One day, written as people write it; today and tomorrow are days too. Gives a `date`."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.widget.attrs.update({"autocomplete": "off", "class": "day", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        """A day as somebody would write it."""
        return day(value) if isinstance(value, date) else told_dates.in_readers_words(value)

    def clean(self, value: Any) -> date | None:
        """The day that was meant."""
        text = super().clean(value)
        return the_day(text) if text else None


def the_day(text: str) -> date:
    """The one day that was meant; else what to write."""
    today = timezone.localdate()
    for word, days in ((say("today"), 0), (say("tomorrow"), 1), (say("yesterday"), -1)):
        if told_dates.plain(text) == told_dates.plain(word):
            return today + timedelta(days=days)
    try:
        meant = told_dates.read(text, today=date.max)
    except BadDate:
        meant = UNKNOWN
    if meant.earliest is None or meant.earliest != meant.latest:
        sentence = say("“{written}” is not one day. Write today, tomorrow or {day}.")
        raise forms.ValidationError(sentence.format(written=text, day=day(today)))
    return meant.earliest


MOMENT = re.compile(r"(.+?)(?:T|[\s,،]+)(\d{1,2})[:.]?(\d{2})")


class MomentField(forms.CharField):
    """A day and an hour in Baghdad on one line: tomorrow 6:00 · 3 Aug 2014, 21:40 · 2014-08-03T21:40."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.widget.attrs.update({"autocomplete": "off", "class": "medium", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        """A moment as somebody would write it."""
        return moment(value) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        """The moment that was meant."""
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch(
            r"(.+?)(?:T|[\s,،]+)(\d{1,2})[:.]?(\d{2})", told_dates.in_latin_digits(text).strip()
        )
        if found is None or int(found[2]) > 23 or int(found[3]) > 59:
            sentence = say("“{written}” is no day and hour. Write {moment}.")
            raise forms.ValidationError(sentence.format(written=text, moment=moment(timezone.now())))
        at = datetime.combine(the_day(found[1]), time(int(found[2]), int(found[3])))
        return timezone.make_aware(at)


class ClockField(forms.CharField):
    """A time of day in 24 hours: 21:38, 21.38 or 2138. Gives a `time`."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.widget.attrs.update({"autocomplete": "off", "class": "clock", "inputmode": "text", "dir": "ltr"})

    def prepare_value(self, value: Any) -> Any:
        """21:38."""
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:
        """The time that was meant."""
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})[:.\s]?(\d{2})?", told_dates.plain(text))
        if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
            return time(int(found[1]), int(found[2] or 0))
        raise forms.ValidationError(say("“{written}” is no time. Write 21:38.").format(written=text))
