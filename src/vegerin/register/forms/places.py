"""Looking up a place, adding one, another spelling of it, and who controlled it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import Place
from vegerin.ui.fields import AnswerField, InexactDateField

LINE = {"dir": "auto", "autocomplete": "off", "class": "medium"}
KINDS = (Place.Kind.VILLAGE, Place.Kind.COLLECTIVE, Place.Kind.TOWN, Place.Kind.LOCALITY)
LANGUAGES = (("kmr", "Kurmancî"), ("ar", "العربية"), ("en", "English"))


def line(label: Any, help_text: Any = "", **kw: Any) -> forms.CharField:
    """One line to write on."""
    kw.setdefault("required", False)
    kw.setdefault("max_length", 120)
    return forms.CharField(label=label, help_text=help_text, widget=forms.TextInput(attrs=LINE), **kw)


class PlaceSearchForm(forms.Form):
    """Which place?"""

    q = forms.CharField(
        label=_("Name of a place"),
        help_text=_("In any script and spelling; a part of it is enough."),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "class": "big",
                "dir": "auto",
                "autocomplete": "off",
                "data-key": "Slash",
            }
        ),
    )


class PlaceForm(forms.Form):
    """A place that the gazetteer lacks."""

    kmr = line(_("Name in Kurmanji"))
    ar = line(_("Name in Arabic"))
    en = line(_("Name in English letters"))
    kind = AnswerField(
        label=_("What is it?"), choices=[(kind.value, kind.label) for kind in KINDS], initial="village"
    )
    latitude = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False, widget=forms.TextInput(attrs=LINE)
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        help_text=_("Of the village, never of a house or a grave."),
        min_value=-180,
        max_value=180,
        required=False,
        widget=forms.TextInput(attrs=LINE),
    )
    source = line(_("From where do you know it?"), max_length=400)

    def clean(self) -> dict[str, Any]:
        """A name in one script at least; both coordinates or none."""
        data = super().clean() or {}
        if not any(data.get(language) for language in ("kmr", "ar", "en")):
            self.add_error("kmr", _("Write the place's name in at least one script."))
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Write both numbers, or neither."))
        return data


class PlaceNameForm(forms.Form):
    """Another spelling."""

    text = line(_("The name"), _("In any script; it is kept as you write it."), required=True)
    language = AnswerField(label=_("Language"), choices=LANGUAGES, required=True, initial="kmr")


class ControlForm(forms.Form):
    """Who controlled the place, from when to when."""

    controller = line(_("Who controlled it?"), max_length=60, required=True)
    begins = InexactDateField(label=_("From"))
    ends = InexactDateField(label=_("Until"))
    source = line(_("Who says so?"), _("A newspaper and its day, a report's number."), required=True)
