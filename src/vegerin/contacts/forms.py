"""What is asked for about a contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.contacts.models import Asked, Fit, HelperNote, NewsAnswer, SourceCard
from vegerin.contacts.signs import SIGNS
from vegerin.guard.meanwhile import Row, UponWhatStands, who
from vegerin.guard.models import Staff
from vegerin.register.models import Source
from vegerin.ui.dates import moment
from vegerin.ui.fields import AnswerField, ClockField, DayField, ManyAnswers, line


class ChecklistForm(forms.Form):
    """What was noticed."""

    signs = forms.MultipleChoiceField(
        label=_("What did you notice?"), choices=list(SIGNS.items()), required=False, widget=ManyAnswers
    )
    place = line(_("Which place was offered, if one was?"))
    wording = line(_("Words that are not like her, as spoken"))
    account = line(_("Name of the account or channel, if it was none by telephone"))

    @property
    def named(self) -> dict[str, str]:
        """What the trap file would know again."""
        return {key: self.cleaned_data[key] for key in ("place", "wording", "account")}


class TakeForm(forms.Form):
    """Who looks at it, by which line."""

    next_line = line(_("The next independent line you will try"), required=True)


class ClearForm(forms.Form):
    """Why it was no trap."""

    why = line(_("Why this was no trap, and who else says so"), longest=300, required=True)


class WhyNotForm(forms.Form):
    """Why nobody fills a checklist in."""

    why = line(_("Why it is not filled in"), longest=300, required=True)


class QuestionForm(forms.Form):
    """Something only the family can know."""

    question = line(_("The question"), longest=300, required=True)
    answer = line(_("The answer"), longest=300, required=True)


class AnswerForm(forms.Form):
    """How it was answered."""

    outcome = forms.ChoiceField(label=_("How it was answered"), choices=Asked.Outcome.choices)


class FitForm(UponWhatStands):
    """How one report fits each explanation."""

    def __init__(self, *args: Any, fits: list[Fit], **kw: Any) -> None:
        self.fits = fits
        super().__init__(*args, initial={row.explanation: row.how for row in fits}, **kw)
        for explanation in Fit.Explanation:
            self.fields[explanation.value] = AnswerField(
                label=explanation.label, choices=Fit.How.choices, small=True
            )

    def rows_kept(self) -> list[Fit]:
        """Every word on this report."""
        return self.fits

    def told_by(self, row: Row) -> dict[str, str]:
        """Its word under its explanation."""
        return {row.explanation: row.how}

    def said(self) -> dict[str, str]:
        """Only what was answered."""
        return {one: how for one in Fit.Explanation.values if (how := self.cleaned_data[one])}


class NewsDayForm(forms.Form):
    """By when every caller is rung."""

    day = DayField(label=_("Every caller is rung by: day"))
    clock = ClockField(label=_("Time, Baghdad"))


class NewsCallForm(forms.Form):
    """A call in twenty seconds."""

    name = line(_("About whom? The name"), longest=120, required=True)
    father = line(_("The father's name"), longest=120)
    village = line(_("The village"), longest=120)
    number = forms.CharField(
        label=_("The number at which we may ring"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off", "class": "medium"}),
    )


class NewsAnswerForm(forms.Form):
    """What became of it."""

    what = forms.ChoiceField(choices=NewsAnswer.What.choices)


class SourceForm(forms.Form):
    """A source by code name."""

    code_name = line(
        _("Code name"), longest=20, help_text=_("A word that says nothing of who it is."), required=True
    )
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=Staff.objects.none(), empty_label="—", to_field_name="pk"
    )

    def __init__(self, *args: Any, deputies: list[Staff], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["deputy"]
        field.queryset = Staff.objects.filter(pk__in=[one.pk for one in deputies])  # type: ignore[attr-defined]


class CardForm(UponWhatStands):
    """Who it is."""

    def __init__(self, *args: Any, source: Source, **kw: Any) -> None:
        self.source = source
        super().__init__(*args, **kw)

    words = forms.CharField(
        label=_("Who it is, for you and your deputy alone"),
        help_text=_("Unwritten is safest. Not even the head or recovery opens this."),
        max_length=600,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3, "autocomplete": "off"}),
    )

    def rows_kept(self) -> list[SourceCard]:
        """What was written of this source; which words, only opening it shows."""
        return list(self.source.cards.select_related("by"))

    def meanwhile(self, later: Sequence[Row]) -> str:
        """The words stay closed: opening them is an act of its own."""
        return say(
            "{name} wrote down who it is meanwhile, {when}. Nothing of yours is kept yet. Open what stands "
            "there first, or keep yours in its place."
        ).format(name=who(later[-1]), when=moment(later[-1].recorded_at))


class HelperForm(forms.Form):
    """What is owed to a helper."""

    kind = AnswerField(label=_("What?"), choices=HelperNote.Kind.choices, required=True)
    on = DayField(label=_("Day"))
    words = line(_("In words, sealed"))


class BurnForm(forms.Form):
    """What happened."""

    what = AnswerField(
        label=_("What happened?"),
        choices=(
            ("known", _("May be known to the captors")),
            ("taken", _("Was taken")),
            ("killed", _("Was killed")),
        ),
        required=True,
    )
    contact = forms.ModelChoiceField(
        label=_("Who of us goes to the family"),
        help_text=_("Only if somebody was killed."),
        queryset=Staff.objects.none(),
        required=False,
        empty_label="–",
    )
    next_on = DayField(label=_("When"), required=False)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["contact"]
        field.queryset = Staff.objects.filter(is_active=True).order_by("working_name")  # type: ignore[attr-defined]


class AgainForm(forms.Form):
    """When next."""

    next_on = DayField(label=_("When next?"))
