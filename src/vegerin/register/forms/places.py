"""Looking up a place, adding one, another spelling of it, and who controlled it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.register.forms.search import BOX
from vegerin.register.models import Place
from vegerin.ui.fields import AnswerField, InexactDateField, medium_line

LINE = {"dir": "auto", "autocomplete": "off", "class": "medium"}
KINDS = (Place.Kind.VILLAGE, Place.Kind.COLLECTIVE, Place.Kind.TOWN, Place.Kind.LOCALITY)
LANGUAGES = (("kmr", "Kurmancî"), ("ar", "العربية"), ("en", "English"))


class PlaceSearchForm(forms.Form):
    """Which place?"""

    q = forms.CharField(
        label=_("Name of a place"),
        help_text=_("In any script and spelling; a part of it is enough."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=BOX),
    )


class PlaceForm(forms.Form):
    """A place that the gazetteer lacks."""

    kmr = medium_line(_("Name in Kurmanji"))
    ar = medium_line(_("Name in Arabic"))
    en = medium_line(_("Name in English letters"))
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
    source = medium_line(_("From where do you know it?"), longest=400)

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

    text = medium_line(_("The name"), _("In any script; it is kept as you write it."), required=True)
    language = AnswerField(label=_("Language"), choices=LANGUAGES, required=True, initial="kmr")


class ControlForm(forms.Form):
    """Who controlled the place, from when to when."""

    controller = medium_line(_("Who controlled it?"), longest=60, required=True)
    begins = InexactDateField(label=_("From"))
    ends = InexactDateField(label=_("Until"))
    source = medium_line(_("Who says so?"), _("A newspaper and its day, a report's number."), required=True)
