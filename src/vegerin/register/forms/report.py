"""A report in six fields and two minutes: who rang, about whom, who tells, the words, listeners, next call.

What follows from it is worked out later, by others.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.ui.fields import WRITTEN, AnswerField, ClockField, DayField, InexactDateField

HOW = (
    ("they_rang", _("They rang us")),
    ("we_rang", _("We rang")),
    ("message", _("Message")),
    ("visit", _("Visit")),
    ("other", _("Other")),
)
HOW_ICONS = {"they_rang": "telephone", "we_rang": "telephone", "message": "message", "visit": "door"}
CHANNELS = {"they_rang": "call", "we_rang": "call", "message": "message", "visit": "visit", "other": "letter"}
BY_WHAT = (
    ("voice_note", _("Voice note")),
    ("message", _("Written")),
    ("video", _("Video")),
    ("social", _("Social media")),
)
VOICE = (
    ("knew", _("Knew it")),
    ("unsure", _("Not sure")),
    ("did_not", _("Did not")),
    ("not_asked", _("Not asked")),
)
LANGUAGES = (("kmr", "Kurmancî"), ("ar", "العربية"), ("other", _("Other")))
CLAIMS = (
    ("called", _("She or he spoke: I am alive")),
    ("seen", _("Somebody saw her or him")),
    ("return_claimed", _("Said to be back")),
    ("death_witnessed", _("Said to have died")),
    ("none", _("A question, or something else")),
)
NEXT = (("we_ring", _("We ring")), ("they_ring", _("They ring us")), ("no", _("No")))
READERS = (
    ("verifier", _("Nothing grave")),
    ("care", _("Violence suffered")),
    ("child_protection", _("A child in danger")),
    ("head", _("Our own people or a source")),
)
# Whose words they are: the step of the chain of telling that said them (D10).
WHOSE = (
    ("saw", _("Hers or his, the one it is about")),
    ("told", _("Of who tells it")),
    ("relayed", _("Of somebody else, passed on")),
    ("wrote", _("Mine, in short")),
)


class ReportForm(forms.Form):
    """Write what was said."""

    how = AnswerField(label=_("Who rang whom, and when?"), choices=HOW, icons=HOW_ICONS, initial="they_rang")
    by_what = AnswerField(label=_("If not by telephone"), choices=BY_WHAT, small=True)
    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Time, Baghdad"))
    number = forms.CharField(
        label=_("Number, if you see one"),
        help_text=_("Kept sealed. Nobody rings it back."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off", "class": "medium"}),
    )
    about = forms.CharField(
        label=_("About whom?"),
        help_text=_("Leave empty if you do not know yet."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={**WRITTEN, "type": "search"}),
    )
    people = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    teller = forms.CharField(
        label=_("Who tells it?"),
        help_text=_("As kin or role: mother, neighbour, herself."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={**WRITTEN, "class": "medium"}),
    )
    voice = AnswerField(label=_("Was the voice known?"), choices=VOICE)
    voice_by = forms.CharField(
        label=_("By whom?"),
        help_text=_("As kin: her mother, her brother."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={**WRITTEN, "class": "medium"}),
    )
    claim = AnswerField(label=_("What does it say of her or him?"), choices=CLAIMS, initial="none")
    words = forms.CharField(
        label=_("The words, as spoken"),
        help_text=_("In the language they were said. Short is fine."),
        required=False,
        widget=forms.Textarea(attrs={"class": "spoken", "dir": "auto", "rows": 5}),
    )
    whose = AnswerField(label=_("Whose words are these?"), choices=WHOSE)
    language = AnswerField(label=_("Language"), choices=LANGUAGES, small=True, initial="kmr")
    listening = forms.CharField(
        label=_("Who else was listening?"),
        help_text=_("Voices, sounds, the line."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=WRITTEN),
    )
    next_call = AnswerField(label=_("Next call agreed?"), choices=NEXT)
    next_day = DayField(label=_("Day"), required=False)
    next_clock = ClockField(label=_("Time, Baghdad"), required=False)
    happened = InexactDateField(label=_("When was that, if not today?"))
    place = forms.CharField(
        label=_("Which district, if it was said?"),
        help_text=_("A town or district, never a house."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={**WRITTEN, "class": "medium"}),
    )
    gravity = AnswerField(label=_("Is something grave in the words?"), choices=READERS, initial="verifier")

    def __init__(self, *args: Any, people: tuple[str, ...] = (), **kw: Any) -> None:
        now = timezone.localtime()
        kw["initial"] = {
            "day": now.date(),
            "clock": now.time().replace(second=0, microsecond=0),
            "people": people,
            **(kw.get("initial") or {}),
        }
        super().__init__(*args, **kw)
        written = self.data.getlist("people") if isinstance(self.data, QueryDict) else []
        codes = dict.fromkeys([*people, *written])
        self.fields["people"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something was said; nobody tells from the future; an agreed call has a time."""
        data = super().clean() or {}
        if not any(data.get(name) for name in ("words", "about", "people", "listening")):
            self.add_error("words", _("Write at least a few words, or about whom it was."))
        told = self.told_at(data)
        if told and told > timezone.now() + timedelta(minutes=1):
            self.add_error("clock", _("This time lies ahead of us. Write when it was said."))
        if data.get("next_call") in {"we_ring", "they_ring"} and not data.get("next_day"):
            self.add_error("next_day", _("Write the day that was agreed."))
        if data.get("next_call") == "we_ring" and self.from_captivity(data):
            self.add_error("next_call", _("Nobody rings into captivity. Write when she or he rings again."))
        return data

    @staticmethod
    def from_captivity(data: dict[str, Any]) -> bool:
        """Whether she herself rang, and nobody else tells it (D6)."""
        teller = (data.get("teller") or "").strip().casefold()
        herself = {"", *(word.casefold() for word in ("herself", "himself", str(_("herself"))))}
        return data.get("claim") == "called" and teller in herself

    @staticmethod
    def told_at(data: dict[str, Any]) -> datetime | None:
        """When it was told, in Baghdad."""
        return _moment(data.get("day"), data.get("clock"))

    @staticmethod
    def next_at(data: dict[str, Any]) -> datetime | None:
        """When the next call was agreed for; noon when only a day was said."""
        if data.get("next_call") not in {"we_ring", "they_ring"}:
            return None
        return _moment(data.get("next_day"), data.get("next_clock") or time(12))


def _moment(day: date | None, clock: time | None) -> datetime | None:
    if day is None or clock is None:
        return None
    return timezone.make_aware(datetime.combine(day, clock))
