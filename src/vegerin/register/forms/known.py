"""Another spelling, and one more thing known of a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import BadDate
from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.models import NameKind, PersonFact
from vegerin.register.rules import Act, may
from vegerin.ui import told_dates
from vegerin.ui.fields import NOT_KNOWN, AnswerField, ManyAnswers, ToldField

What = PersonFact.What


class NameForm(forms.Form):
    """A name as somebody wrote or said it."""

    text = forms.CharField(
        label=_("The name"),
        help_text=_("In any script; it is kept as you write it."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    kind = AnswerField(label=_("What is it to her or him?"), choices=(), initial="as_written", required=True)

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, **kw)
        kinds = [kind for kind in NameKind if kind != NameKind.IMPOSED or may(reader, Act.ADD_IMPOSED)]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class FactForm(forms.Form):
    """Never asked twice, so written once and well."""

    what = AnswerField(
        label=_("What is known?"),
        choices=(
            (What.BORN, What.BORN.label),
            (What.ORIGIN, What.ORIGIN.label),
            (What.TONGUE, What.TONGUE.label),
            (What.VOICE, What.VOICE.label),
            (What.MARK, What.MARK.label),
        ),
        required=True,
    )
    value = ToldField(label=_("Known as"), choices=NOT_KNOWN)
    told_by = forms.CharField(
        label=_("From whom?"),
        help_text=_("As kin or role: her mother, a list, herself."),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "medium"}),
    )
    uses = forms.MultipleChoiceField(
        label=_("What may it be used for?"),
        help_text=_("As the one who told it said."),
        choices=PersonFact.Use.choices,
        required=False,
        widget=ManyAnswers,
    )

    def as_fact(self, reader: Reader) -> dict[str, Any]:
        """As the action takes it: a date, a place, words, or why it is not known."""
        said = self.cleaned_data
        told = {"told_by": said["told_by"], "told_on": timezone.localdate(), "uses": said["uses"]}
        return {"what": said["what"], "value": self.value_for(reader), **told}

    def value_for(self, reader: Reader) -> Any:
        """The value in the shape its kind needs."""
        said = self.cleaned_data["value"]
        if said.not_known or not said.value:
            return said.not_known or "unknown"
        if self.cleaned_data["what"] == What.BORN:
            try:
                return told_dates.read(said.value, today=timezone.localdate())
            except BadDate:
                return said.value
        if self.cleaned_data["what"] == What.ORIGIN:
            places = queries.place_named(reader, said.value)
            return places[0] if len(places) == 1 else said.value
        return said.value
