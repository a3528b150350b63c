"""An organisation, what is agreed with it, and what is handed to it."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.register.models import Agreement, Organisation
from vegerin.ui.fields import AnswerField, DayField, ManyAnswers, line, medium_line


class OrganisationForm(forms.Form):
    """A body that is not this office."""

    name = line(_("Name of the organisation"), longest=160, required=True)
    kind = AnswerField(label=_("What is it?"), choices=Organisation.Kind.choices, required=True)
    works_on = line(_("What it works on"), longest=300)


class AgreementForm(forms.Form):
    """For what, what, until when."""

    purpose = line(
        _("For which purpose?"), _("Nothing is shared for another one."), longest=300, required=True
    )
    what = forms.MultipleChoiceField(
        label=_("What may be shared?"), choices=Agreement.What.choices, widget=ManyAnswers
    )
    begins = DayField(label=_("From"))
    ends = DayField(label=_("Until"), help_text=_("Every agreement has a last day."))
    paper = line(_("Where the signed paper lies"), longest=120)


class EndForm(forms.Form):
    """Sooner than agreed."""

    last_day = DayField(label=_("Last day"))
    why = line(_("Why"), longest=300, required=True)


class ShareForm(forms.Form):
    """Something is handed over."""

    what = AnswerField(label=_("What is handed over?"), choices=Agreement.What.choices, required=True)
    says = line(_("In a few words"), _("Without a name."), longest=300, required=True)
    code = medium_line(
        _("Whom does it concern?"), _("Her or his number here; leave empty for figures."), longest=12
    )
    consent = line(
        _("Whose consent is there?"), _("Who agreed, when, read aloud or in writing."), longest=300
    )
    shared_on = DayField(label=_("Day"))

    def __init__(self, *args: object, **kw: object) -> None:
        kw["initial"] = {"shared_on": timezone.localdate(), **(kw.get("initial") or {})}  # type: ignore[dict-item]
        super().__init__(*args, **kw)  # type: ignore[arg-type]
