"""Forms that begin on paper: an arrival, a consent; printing a batch; typing in by serial."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.ui.fields import AnswerField, ClockField, DayField, InexactDateField, ManyAnswers
from vegerin.ui.languages import BY_CODE

TEXT = {"dir": "auto", "autocomplete": "off"}
SEXES = (("female", _("Female")), ("male", _("Male")))
NEEDS = (
    ("water", _("Water and food")),
    ("clothes", _("Clothes and shoes")),
    ("wash", _("A wash")),
    ("doctor", _("A doctor today")),
    ("medicine", _("A medicine that is taken each day")),
    ("sleep", _("A quiet place to sleep")),
    ("call", _("A call to somebody of the family")),
    ("nothing", _("Nothing now")),
)
INTERPRETERS = (
    ("nobody", _("Nobody")),
    ("woman", _("A woman")),
    ("man", _("A man")),
    ("declined", _("None is wished")),
)
HOW_SIGNED = (
    ("signature", _("By hand")),
    ("thumb", _("By thumb")),
    ("voice", _("By voice")),
)
PURPOSES = (
    ("search", _("To look for somebody of mine")),
    ("partner", _("To give my name and needs to a partner that helps")),
    ("authority", _("To give papers to an authority")),
    ("picture", _("To use one picture, once")),
    ("sample", _("To give a DNA sample")),
    ("media", _("To speak with the press")),
)
YES_NO = (("given", _("Yes")), ("refused", _("No")))


def line(label: Any, *, help_text: Any = "", required: bool = False, longest: int = 200) -> forms.CharField:
    """A line to write on."""
    widget = forms.TextInput(attrs=dict(TEXT))
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=longest, widget=widget
    )


class SignedForm(forms.Form):
    """How it was given (D3): read aloud, said back, by hand, thumb or voice, before a witness."""

    how_signed = AnswerField(label=_("How was it given?"), choices=HOW_SIGNED)
    said_back = line(_("Said back, in her or his own words"), longest=400)
    interpreter = AnswerField(
        label=_("Who interpreted?"),
        help_text=_("Never a child, never a relative. To wish none needs no reason."),
        choices=INTERPRETERS,
    )
    witness = line(_("Witness"), help_text=_("A role or a working name; nobody of the family."), longest=60)

    def clean(self) -> dict[str, Any]:
        """A thumb or a voice stands for something only before a witness, said back."""
        said = super().clean() or {}
        if said.get("how_signed") in {"thumb", "voice"}:
            for name in ("said_back", "witness"):
                if not said.get(name):
                    self.add_error(name, _("A thumb or a voice needs this: it was read aloud to somebody."))
        return said


class ArrivalForm(SignedForm):
    """Somebody has arrived: what she needs now. Nothing of what was."""

    name = line(_("The name to be called by"), required=True)
    whole_name = line(_("Name, whole"), help_text=_("Given name, father, grandfather, as far as she wishes."))
    sex = AnswerField(label=_("Sex"), choices=SEXES, small=True)
    born = InexactDateField(label=_("Born"))
    village = line(_("Home village or collective"), longest=120)
    arrived = DayField(label=_("Day of arrival"))
    arrived_clock = ClockField(label=_("Time, Baghdad"), required=False)
    travels_with = line(
        _("Who stays together with her or him?"), help_text=_("Names only; not how they are related.")
    )
    language = line(_("Language she or he wishes to speak"), longest=60)
    needs = forms.MultipleChoiceField(
        label=_("What is needed now?"), choices=NEEDS, required=False, widget=ManyAnswers
    )
    sizes = line(_("Sizes of clothes and shoes"), longest=80)
    wishes = forms.CharField(
        label=_("Anything else she or he wishes to say"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    field_order = (
        "name", "whole_name", "sex", "born", "village", "arrived", "arrived_clock", "travels_with",
        "language", "needs", "sizes", "wishes", *SignedForm.base_fields,
    )  # fmt: skip


class ConsentForm(SignedForm):
    """One purpose, one answer; a yes to one thing is no yes to another."""

    name = line(_("Who says it?"), required=True)
    purpose = AnswerField(label=_("What for?"), choices=PURPOSES, required=True)
    receiver = line(_("To whom may it go?"), longest=120)
    answer = AnswerField(label=_("The answer"), choices=YES_NO, required=True)
    until = DayField(label=_("Until which day?"), required=False)

    field_order = ("name", "purpose", "receiver", "answer", "until", *SignedForm.base_fields)


class PrintForm(forms.Form):
    """How many of which form, in which language."""

    form = AnswerField(label=_("Which form?"), choices=(), required=True)
    language = AnswerField(label=_("In which language?"), choices=(), required=True)
    sheets = forms.IntegerField(
        label=_("How many sheets?"),
        help_text=_("At most 50 at once. Each has its own serial."),
        min_value=1,
        max_value=50,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "day", "dir": "ltr"}),
    )

    def __init__(
        self, *args: Any, kinds: list[tuple[str, str]], languages: tuple[str, ...], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["form"].choices = kinds  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, BY_CODE[code].own_name) for code in languages]  # type: ignore[attr-defined]


class SerialForm(forms.Form):
    """The serial at the head of the sheet."""

    serial = forms.CharField(
        label=_("Serial on the sheet"),
        help_text=_("As F204817-3, or scan the square beside it."),
        max_length=16,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "medium"}),
    )


class PhotographForm(forms.Form):
    """The filled sheet as a photograph."""

    photograph = forms.FileField(
        label=_("Photograph of the sheet"), help_text=_("Kept sealed, with the words."), required=True
    )


class AboutForm(forms.Form):
    """Who it is in the register, and the photograph."""

    person = forms.CharField(
        label=_("Number of the person, if known"),
        help_text=_("As P48213-7. Empty: the register looks later."),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "medium"}),
    )
    photograph = forms.FileField(
        label=_("Photograph of the sheet"), help_text=_("Kept sealed, with the words."), required=False
    )


def today() -> dict[str, Any]:
    """What a form begins with."""
    return {"arrived": timezone.localdate()}
