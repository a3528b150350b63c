"""Judging what was told: an event, a correction, a withdrawal, who is the same person, the next review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import CaseReview, Withdrawal
from vegerin.register.models.reports import SourceGrade
from vegerin.ui.fields import AnswerField, DayField, InexactDateField

WHY = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


class AssessForm(forms.Form):
    """How much can be rested on it?"""

    verdict = AnswerField(
        label=_("What it says"),
        choices=(
            ("corroborated", _("Corroborated")),
            ("plausible", _("Plausible")),
            ("doubted", _("Doubted")),
            ("refuted", _("Refuted")),
        ),
        required=True,
    )
    source_grade = forms.ChoiceField(
        label=_("Who told it"),
        help_text=_("Judged apart from what is said."),
        choices=[(grade.value, grade.label) for grade in SourceGrade],
        initial=SourceGrade.F,
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("One sentence a colleague would accept."),
        max_length=400,
        widget=WHY,
    )


class CorrectForm(forms.Form):
    """What was told rightly, but written wrongly."""

    mistaken = AnswerField(
        label=_("What is wrong?"),
        choices=(("date", _("When or where")), ("all", _("It was entered by mistake"))),
        initial="date",
        required=True,
    )
    happened = InexactDateField(label=_("When it happened"))
    place = forms.CharField(
        label=_("District"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    why = forms.CharField(label=_("Why"), max_length=400, widget=WHY)


class WithdrawForm(forms.Form):
    """By whose wish the words are destroyed."""

    wish_of = AnswerField(label=_("By whose wish?"), choices=Withdrawal.Wish.choices, required=True)
    sure = forms.BooleanField(
        label=_(
            "The words and files of this report are destroyed for good. That it was told stays in the record."
        ),
        widget=forms.CheckboxInput,
    )


class NumberForm(forms.Form):
    """Which report, by the number on its paper."""

    number = forms.CharField(
        label=_("Number of the report or of its paper"),
        help_text=_("A letter, digits, and a last digit after the line. It stands at the head of the sheet."),
        max_length=16,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "medium"}),
    )


class WithdrawByNumberForm(WithdrawForm):
    """The same by whoever does not read it, who says how she knows whose wish it is."""

    why = forms.CharField(
        label=_("How do you know that it is her wish?"),
        help_text=_(
            "Who asked, when, with which paper. The second person reads this; nothing of what was told."
        ),
        max_length=400,
        widget=WHY,
    )
    field_order = ("wish_of", "why", "sure")


class JudgeForm(forms.Form):
    """Are these two one person?"""

    other = forms.CharField(
        label=_("Number of the other person"),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "medium"}),
    )
    verdict = AnswerField(
        label=_("What do you say?"),
        choices=(
            ("same", _("The same person")),
            ("different", _("Two persons")),
            ("unsure", _("Cannot be said")),
        ),
        required=True,
    )
    why = forms.CharField(label=_("Why"), max_length=400, widget=WHY)


class ReviewForm(forms.Form):
    """Who looks after the case, and when it is looked at again."""

    review_class = AnswerField(label=_("How urgent is it?"), choices=CaseReview.Class.choices, required=True)
    review_on = DayField(label=_("Look again by"))
