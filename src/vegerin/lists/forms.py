"""What is asked for when a list is imported, and when a row is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.lists.columns import ColumnsWrong, Field, checked_columns
from vegerin.lists.models import OwnersWord
from vegerin.lists.raw_rows import RawRow, Unreadable
from vegerin.lists.reading import Table, read_table
from vegerin.lists.words import FIELD_WORDS, why_unreadable
from vegerin.ui.fields import AnswerField, DayField, FileField
from vegerin.ui.scripts import isolated


class SameFileForm(forms.Form):
    """The file of an import that stands still, once more."""

    file = FileField(label=_("The same file"))


class FileForm(forms.Form):
    """A file, and which release of which list it is."""

    file = FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), the headings in the first row. It is never kept in clear."),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("This file is empty. Choose it again."),
        },
    )
    list_name = forms.CharField(
        label=_("Which list"),
        max_length=120,
        help_text=_("The same name as last time makes this its next release."),
        error_messages={"required": _("Write the name of the list.")},
        widget=forms.TextInput(attrs={"list": "known-lists", "autocomplete": "off", "dir": "auto"}),
    )
    compiler = forms.CharField(
        label=_("Who compiled it"),
        max_length=120,
        required=False,
        help_text=_("A person’s code, an office or an organisation."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    released_on = DayField(
        label=_("Day of the release"), error_messages={"required": _("Write the day of the release.")}
    )

    def clean_list_name(self) -> str:
        """One name, without blanks around it."""
        return " ".join(str(self.cleaned_data["list_name"]).split())

    def clean_released_on(self) -> Any:
        """A day up to today."""
        day = self.cleaned_data["released_on"]
        if day > timezone.localdate():
            sentence = say("{written} lies ahead of us. Write a day up to today.")
            raise forms.ValidationError(sentence.format(written=day.isoformat()))
        return day

    def clean_file(self) -> Any:
        """A file that can be read as a list; the sentence says what it is instead."""
        file = self.cleaned_data["file"]
        self.raw = file.read()
        try:
            self.table: Table = read_table(self.raw, file.name)
        except Unreadable as error:
            raise forms.ValidationError(why_unreadable(error)) from None
        if not any(isinstance(row, RawRow) for row in self.table.rows()):
            sentence = say("{name} has headings and no row that can be read. Choose another file.")
            raise forms.ValidationError(sentence.format(name=isolated(file.name)))
        return file


class ColumnsForm(forms.Form):
    """What each column holds."""

    def __init__(
        self, *args: Any, headings: Sequence[str], guessed: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings = list(headings)
        choices = [(str(kind), words) for kind, words in FIELD_WORDS.items()]
        for place, heading in enumerate(self.headings):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=heading, choices=choices, initial=str(guessed.get(heading, Field.NOT_USED))
            )

    def clean(self) -> dict[str, Any]:
        """A mapping that can be used."""
        cleaned = super().clean() or {}
        chosen = {heading: cleaned.get(f"column{place}", "") for place, heading in enumerate(self.headings)}
        try:
            self.columns = checked_columns(chosen, self.headings)
        except ColumnsWrong as error:
            raise forms.ValidationError(_sentence_for(error)) from None
        return cleaned


def _sentence_for(error: ColumnsWrong) -> str:
    if error.code == "twice":
        words = FIELD_WORDS[Field(error.values["kind"])]
        sentence = say("“{one}” and “{other}” are both “{kind}”. Choose one of them.")
        return sentence.format(one=error.values["one"], other=error.values["other"], kind=words)
    if error.code == "no_name":
        return say("No column holds a name. Say which one does.")
    return say("This choice is not known. Choose again.")


class PersonCodeForm(forms.Form):
    """Which person a row is."""

    code = forms.CharField(
        label=_("Person’s number"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "medium"}),
        error_messages={"required": _("Write the person’s number, as P48213-7.")},
    )
    verdict = AnswerField(
        label=_("Your decision"),
        choices=[("same", _("Same")), ("different", _("Different")), ("unsure", _("Unsure"))],
        required=True,
    )
    why = forms.CharField(
        label=_("Why"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class TakeBackForm(forms.Form):
    """What is wrong with a release."""

    why = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=300,
        help_text=_(
            "The wrong file, day or list, or a column read as something else. The second person reads this."
        ),
        error_messages={"required": _("Say what is wrong with it.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class OwnersWordForm(forms.Form):
    """The question to the list's owner, or the answer."""

    word = forms.ChoiceField(choices=OwnersWord.Word.choices)
