"""Papers, rulings, and what somebody can be known again by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.legal import Legal
from vegerin.register.models import Description, Document, PersonFact
from vegerin.register.words import LEGAL
from vegerin.ui.fields import AnswerField, DayField, FileField, ManyAnswers, line


class DocumentForm(forms.Form):
    """One paper, by what was seen of it. What it prints of religion is written down by nobody."""

    kind = forms.ChoiceField(label=_("Which paper?"), choices=Document.Kind.choices)
    seen = AnswerField(label=_("Did we see it?"), choices=Document.Seen.choices, required=True)
    number = line(_("Number"), help_text=_("Number, register and page are kept sealed."), longest=60)
    register = line(_("Register"), longest=60)
    page = line(_("Page"), longest=20)
    office = line(_("Which office gave it out?"), longest=120)
    kept_by = line(
        _("Who has it now?"), help_text=_("As kin or role: her mother, the court, we."), longest=60
    )


class RulingForm(forms.Form):
    """What a court has said. It changes nothing of what we hold to be so."""

    legal = AnswerField(
        label=_("What did it say?"),
        choices=[(legal.value, LEGAL[legal.value]) for legal in Legal if legal is not Legal.NONE],
        required=True,
    )
    ruled_on = DayField(label=_("On which day?"))
    court = line(_("Which court?"), longest=120)
    number = line(_("Number of the ruling"), longest=60)


class DescribeForm(forms.Form):
    """A mark, teeth, an old break, what was worn or carried. Asked once, of whoever knew her or him."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Description.Kind.choices)
    part = forms.ChoiceField(label=_("Where on the body?"), choices=Description.Part.choices, required=False)
    side = AnswerField(
        label=_("Which side?"), choices=[side for side in Description.Side.choices if side[0]], small=True
    )
    words = line(
        _("In their words"),
        help_text=_("Kept sealed. Not how somebody looks: what tells her or him apart."),
        required=True,
        longest=400,
    )
    told_by = line(_("From whom?"), help_text=_("As kin or role."), required=True, longest=60)
    uses = forms.MultipleChoiceField(
        label=_("What may it be used for?"),
        help_text=_("As the one who told it said."),
        choices=[use for use in PersonFact.Use.choices if use[0] != PersonFact.Use.FIGURES],
        required=False,
        widget=ManyAnswers,
    )
    picture = FileField(
        label=_("A picture or drawing of it"), help_text=_("Kept sealed; never of a face."), required=False
    )
