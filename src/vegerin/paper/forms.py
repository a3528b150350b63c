"""Forms that begin on paper: an arrival, a consent; printing a batch; typing in by serial."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.register.forms import requests
from vegerin.register.forms.requests import HowGiven
from vegerin.register.meant import MeantField
from vegerin.ui.fields import (
    AnswerField,
    ClockField,
    DayField,
    FileField,
    InexactDateField,
    ManyAnswers,
    line,
)
from vegerin.ui.languages import BY_CODE

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


class Signed(HowGiven):
    """How it was given (D3); a thumb or a voice stands for something only before a witness, said back."""

    def clean(self) -> dict[str, Any]:
        """What a thumb or a voice needs."""
        said = super().clean() or {}
        if said.get("how") in {"thumb", "voice"}:
            for name in ("said_back", "witness"):
                if not said.get(name):
                    self.add_error(name, _("A thumb or a voice needs this: it was read aloud to somebody."))
        return said


class ArrivalForm(Signed):
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
        "language", "needs", "sizes", "wishes", *HowGiven.base_fields,
    )  # fmt: skip


class ConsentForm(Signed, requests.ConsentForm):
    """One purpose, one answer, as on the page of a request; a yes to one thing is no yes to another."""

    name = line(_("Who says it?"), required=True)

    field_order = ("name", *requests.ConsentForm.field_order)


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

    photograph = FileField(
        label=_("Photograph of the sheet"), help_text=_("Kept sealed, with the words."), required=True
    )


class AboutForm(forms.Form):
    """Who it is in the register, and the photograph."""

    person = MeantField(
        label=_("Who it is in the register, if known"),
        help_text=_("A name, or a number as P48213-7. Empty: the register looks later."),
        required=False,
    )
    photograph = FileField(
        label=_("Photograph of the sheet"), help_text=_("Kept sealed, with the words."), required=False
    )

    def __init__(self, *args: Any, reader: Reader, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["person"].reader = reader  # type: ignore[attr-defined]


class AboutRequestForm(forms.Form):
    """Which request it belongs to, and the photograph."""

    request = forms.CharField(
        label=_("Number of the request, if there is one"),
        help_text=_("As T48213-7."),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "medium"}),
    )
    photograph = FileField(
        label=_("Photograph of the sheet"), help_text=_("Kept sealed, with the words."), required=False
    )


def today() -> dict[str, Any]:
    """What a form begins with."""
    return {"arrived": timezone.localdate()}
