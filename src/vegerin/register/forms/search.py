"""One box for any spelling, and a few things that narrow it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.kinds import Fate
from vegerin.register.owners import Group
from vegerin.ui.fields import ManyAnswers
from vegerin.ui.status import look_of

# The one box of a page: any script, and the key / leads to it.
BOX = {"type": "search", "class": "big", "dir": "auto", "autocomplete": "off", "data-key": "Slash"}
BESIDE = ("sex", "born_from", "born_to", "village", "fate", "on_list")


class SearchForm(forms.Form):
    """Who is the call about?"""

    q = forms.CharField(
        label=_("Name of a person"),
        help_text=_(
            "Any part of the name, in any script and spelling. Add a village or a year to narrow it."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**BOX, "data-moves": ""}),
    )
    sex = forms.MultipleChoiceField(
        label=_("Sex"),
        choices=(("female", _("Women, girls")), ("male", _("Men, boys"))),
        widget=ManyAnswers,
        required=False,
    )
    born_from = forms.IntegerField(label=_("Born from"), min_value=1880, max_value=2100, required=False)
    born_to = forms.IntegerField(label=_("to"), min_value=1880, max_value=2100, required=False)
    village = forms.CharField(label=_("Village"), max_length=120, required=False)
    fate = forms.ChoiceField(label=_("What is known"), required=False)
    on_list = forms.ChoiceField(label=_("On the list"), required=False)

    def __init__(self, *args: Any, groups: Iterable[Group] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        lists = [(group.value, group.title) for group in groups]
        self.choices_of("fate", [(fate.value, str(look_of(f"fate.{fate.value}").word)) for fate in Fate])
        self.choices_of("on_list", lists)
        if not lists:
            del self.fields["on_list"]
        for name in ("born_from", "born_to"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "year"})
        self.fields["village"].widget.attrs.update({"dir": "auto", "autocomplete": "off"})
        for name in BESIDE:  # they stand beside the form, not in it
            if name in self.fields:
                self.fields[name].widget.attrs["form"] = "search"

    def choices_of(self, name: str, choices: list[tuple[str, str]]) -> None:
        """A choice that may be left open."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", say("any")), *choices]

    def born(self) -> tuple[int, int] | None:
        """The years asked for; one of them alone means that year onwards, or up to it."""
        first, last = self.cleaned_data.get("born_from"), self.cleaned_data.get("born_to")
        return (first or 1880, last or 2100) if first or last else None

    def one_sex(self) -> str:
        """The sex asked for; both or neither mean all."""
        chosen = self.cleaned_data.get("sex") or []
        return chosen[0] if len(chosen) == 1 else ""
