"""Turns, stand-ins, handing over, going out alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.shifts import queries
from vegerin.shifts.models import Turn
from vegerin.shifts.night import Span, day_of, night_of
from vegerin.ui.fields import NOT_CHOSEN, AnswerField

DAYS_AHEAD = 14
MINUTES = (("30", _("30 minutes")), ("60", _("1 hour")), ("120", _("2 hours")), ("240", _("4 hours")))


def people(colleagues: Iterable[Staff]) -> list[tuple[str, str]]:
    """Colleagues as choices."""
    return [(str(person.pk), person.working_name) for person in colleagues]


class TurnForm(forms.Form):
    """Who is there, when, and as what."""

    staff = forms.ChoiceField(label=_("Who"))
    part = AnswerField(label=_("As what"), choices=Turn.Part.choices, initial=Turn.Part.DUTY, required=True)
    hours = AnswerField(
        label=_("Hours"),
        choices=(("night", _("Night, 17:00 to 08:00")), ("day", _("Day, 08:00 to 17:00"))),
        initial="night",
        required=True,
    )
    day = forms.ChoiceField(label=_("Beginning on"))

    def __init__(self, *args: Any, reader: Reader, days: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        everybody = [reader.staff, *queries.colleagues(reader)]
        self.fields["staff"].choices = [NOT_CHOSEN, *people(everybody)]  # type: ignore[attr-defined]
        self.fields["day"].choices = days  # type: ignore[attr-defined]

    def span(self) -> Span:
        """From when to when."""
        day = date.fromisoformat(self.cleaned_data["day"])
        return night_of(day) if self.cleaned_data["hours"] == "night" else day_of(day)

    def chosen(self) -> Staff:
        """Who."""
        return Staff.objects.get(pk=self.cleaned_data["staff"])


class StandInForm(forms.Form):
    """Who stands in for whom."""

    absent = forms.ChoiceField(label=_("When this colleague is away"))
    stands_in = forms.ChoiceField(label=_("this one stands in"))

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, **kw)
        everybody = people([reader.staff, *queries.colleagues(reader)])
        self.fields["absent"].choices = [NOT_CHOSEN, *everybody]  # type: ignore[attr-defined]
        self.fields["stands_in"].choices = [*everybody, ("", _("nobody"))]  # type: ignore[attr-defined]
        self.fields["stands_in"].required = False


class HandOverForm(forms.Form):
    """To whom, and what else must be known."""

    to = forms.ChoiceField(label=_("To whom"))
    note = forms.CharField(
        label=_("What else must be known"),
        help_text=_("Sealed to the two of you. What stands above need not be written again."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, **kw)
        night = queries.tonight_for(reader)
        next_ones = [person for person in night.people if person != reader.staff]
        others = [person for person in queries.colleagues(reader) if person not in next_ones]
        nobody_yet = [] if next_ones else [NOT_CHOSEN]
        self.fields["to"].choices = [*nobody_yet, *people([*next_ones, *others])]  # type: ignore[attr-defined]

    def chosen(self) -> Staff:
        """To whom."""
        return Staff.objects.get(pk=self.cleaned_data["to"])


class GoOutForm(forms.Form):
    """By when she must be heard from."""

    minutes = AnswerField(
        label=_("You are heard from again within"), choices=MINUTES, initial="60", required=True
    )

    def within(self) -> timedelta:
        """The time."""
        return timedelta(minutes=int(self.cleaned_data["minutes"]))


class WellForm(forms.Form):
    """Back, or when next."""

    again = AnswerField(
        label=_("You are heard from again within"),
        choices=(("", _("I am back")), *MINUTES),
        initial="",
        required=False,
    )

    def again_in(self) -> timedelta | None:
        """The time until the next word; None when she is back."""
        minutes = self.cleaned_data["again"]
        return timedelta(minutes=int(minutes)) if minutes else None
