"""Consent to one use."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import UseConsent
from vegerin.ui.fields import AnswerField, DayField, line


class UseForm(forms.Form):
    """One thing, one use, one receiver."""

    what = AnswerField(label=_("What may be used?"), choices=UseConsent.What.choices, required=True)
    use = line(_("For which one use?"), help_text=_("Each other use asks again."), required=True, longest=160)
    receiver = line(_("By whom?"), required=True, longest=120)
    until = DayField(label=_("Until which day, if she or he set one"), required=False)
    how = AnswerField(label=_("How was it given?"), choices=UseConsent.How.choices, required=True)
    said_back = line(
        _("Said back, in her or his own words"),
        help_text=_("After it was read aloud."),
        required=True,
        longest=300,
    )
