"""Opening a case: a name as it was told, and what else is known today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import UNKNOWN
from vegerin.ui.fields import AnswerField, DayField, InexactDateField

# An open case is looked at again after this many days; never without a day (R29).
LOOK_AGAIN_AFTER = timedelta(days=90)
NAME = {"dir": "auto", "autocomplete": "off"}


class PersonForm(forms.Form):
    """Who is missing?"""

    name = forms.CharField(
        label=_("Name, as it was told"),
        help_text=_("Given name, father, grandfather. In any script; it is kept as you write it."),
        max_length=200,
        widget=forms.TextInput(attrs=NAME),
    )
    other_name = forms.CharField(
        label=_("Another spelling or script, if there is one"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=NAME),
    )
    sex = AnswerField(
        label=_("Sex"),
        choices=(
            ("female", _("Female")),
            ("male", _("Male")),
            ("not_asked", _("Not asked")),
            ("unknown", _("Not known")),
        ),
    )
    born = InexactDateField(label=_("Born"))
    village = forms.CharField(
        label=_("Home village or collective"),
        help_text=_("As the family says it."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=NAME),
    )
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    taken = AnswerField(
        label=_("What is known of her or his fate?"),
        choices=(
            ("abducted", _("Taken")),
            ("taken_or_killed", _("Taken or killed, not known which")),
            ("named", _("Only that the family names her or him")),
        ),
        initial="named",
    )
    taken_when = InexactDateField(label=_("When, if taken"))
    told_by = forms.CharField(
        label=_("Who told you?"),
        help_text=_("Mother, brother, a list, a neighbour. No names of sources."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={**NAME, "class": "medium"}),
    )
    review_on = DayField(
        label=_("Look at this case again by"),
        help_text=_("You look after it until it is handed over."),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        kw.setdefault("initial", {})
        kw["initial"] = {"review_on": timezone.localdate() + LOOK_AGAIN_AFTER, **kw["initial"]}
        super().__init__(*args, **kw)

    def sex_and_born(self) -> dict[str, Any]:
        """Sex and birth as the action takes them: the value, or why it is not known."""
        born = self.cleaned_data.get("born") or UNKNOWN
        return {
            "sex": self.cleaned_data.get("sex") or "not_asked",
            "born": born if born.is_known else "not_asked",
        }
