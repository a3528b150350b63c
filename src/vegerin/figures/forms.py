"""Writing down what others published: the statement in its own words, and each figure in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.figures.models import OutsideFigure
from vegerin.figures.values import Number
from vegerin.register.models import NotKnown
from vegerin.ui import told_dates
from vegerin.ui.fields import AnswerField, DayField, InexactDateField, Told, ToldField, line

UNKNOWN = (("unknown", _("Said to be unknown")), ("withheld", _("Not published")))


class FigureForm(forms.Form):
    """One figure of a statement."""

    quantity = AnswerField(label=_("What is counted?"), choices=OutsideFigure.Quantity.choices, required=True)
    value = ToldField(label=_("The number, as published"), choices=UNKNOWN)
    exactness = AnswerField(
        label=_("How exactly is it said?"),
        choices=OutsideFigure.Exactness.choices,
        initial="exact",
        small=True,
    )
    group = AnswerField(
        label=_("Who is counted?"), choices=OutsideFigure.Group.choices, initial="all", small=True
    )
    definition = line(
        _("Their definition, if it is another one"),
        _("Such as: women and girls only, by age at return."),
        longest=300,
    )

    def clean_value(self) -> int | NotKnown:
        """A whole number, or why there is none."""
        told: Told = self.cleaned_data["value"]
        if told.not_known:
            return NotKnown(told.not_known)
        digits = re.sub(r"[,.\s٬+]", "", told.value.translate(told_dates.DIGITS))
        if not digits.isdecimal():
            raise forms.ValidationError(_("Write a number such as 3,585, or choose one of the answers."))
        return int(digits)

    def number(self) -> Number:
        """The figure as the action takes it."""
        told = self.cleaned_data
        return Number(
            quantity=told["quantity"],
            value=told["value"],
            group=told["group"] or OutsideFigure.Group.ALL,
            exactness=told["exactness"] or OutsideFigure.Exactness.EXACT,
            definition=told["definition"],
        )


class StatementForm(FigureForm):
    """A statement and its first figure."""

    issuer = line(
        _("Who published it?"), _("An office, a ministry, a newspaper."), longest=120, required=True
    )
    words = line(_("In their own words"), _("Copied, in their language."), longest=600)
    as_of = InexactDateField(label=_("For which day does it speak?"))
    published_on = DayField(label=_("Published on"), required=False)
    source = line(_("Where can it be read?"), longest=300)
    licence = line(_("Licence, if it has one"), longest=120)
    note = line(_("Note"), longest=400)

    field_order: Sequence[str] = (
        "issuer", "words", "as_of", "published_on", "source", "licence",
        "quantity", "value", "exactness", "group", "definition", "note",
    )  # fmt: skip

    def statement(self) -> dict[str, Any]:
        """The statement as the action takes it."""
        names = ("issuer", "words", "as_of", "published_on", "source", "licence", "note")
        return {name: self.cleaned_data[name] for name in names} | {"numbers": [self.number()]}


class CorrectionForm(StatementForm):
    """A statement that takes the place of an earlier one."""

    why = line(_("Who corrected it, and what?"), required=True, longest=300)
    field_order: Sequence[str] = ("why", *StatementForm.field_order)

    def statement(self) -> dict[str, Any]:
        """The statement with its reason."""
        return super().statement() | {"why": self.cleaned_data["why"]}


class DoneForm(forms.Form):
    """What was corrected."""

    why = line(_("What was corrected, or why no number changes"), required=True, longest=300)
