"""A form's field for somebody of the register: by number, or by name and then by choosing who is meant.

    class SawForm(forms.Form):
        who = MeantField(label=_("Who was seen"))

        def __init__(self, *args, reader, **kw):
            super().__init__(*args, **kw)
            self.fields["who"].reader = reader

A name alone is nobody yet: who bears it is shown, with parents, home and fate, and one of them is chosen.
It works without script; the search is written down as any search is.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.register import queries
from vegerin.register.actions import note_search
from vegerin.register.models import Person
from vegerin.register.shown import Line, lines_for

MOST_MEANT = 6


class MeantWidget(forms.TextInput):
    """A line to write on and, once a name was written, those who bear it."""

    template_name = "register/widgets/meant.html"

    def __init__(self) -> None:
        super().__init__({"dir": "auto", "autocomplete": "off", "maxlength": 200})
        self.found: list[Line] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Who was chosen, as long as the words are those they were found for; else the words."""
        words = (data.get(name) or "").strip()
        return data.get(f"{name}_meant") or words if words == data.get(f"{name}_for") else words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The words with those they may mean."""
        return super().get_context(name, value, attrs) | {"found": self.found}


class MeantField(forms.CharField):
    """Gives the `Person` who is meant, or None where nothing was written."""

    def __init__(self, **kw: Any) -> None:
        kw.setdefault("help_text", _("Name, father, village in any script; or the number."))
        super().__init__(widget=MeantWidget(), max_length=200, **kw)
        self.reader: Reader

    def clean(self, value: Any) -> Person | None:
        """The person with this number; of a name, the question who is meant."""
        text = super().clean(value)
        if not text:
            return None
        person = queries.person_for(self.reader, text)
        if person is None:
            raise forms.ValidationError(self._asked_back(text))
        return person

    def _asked_back(self, text: str) -> str:
        hits = queries.search(self.reader, text, limit=MOST_MEANT).hits
        people = [hit.person for hit in hits if hit.person]
        note_search(text=text, found=len(people), by=self.reader)
        self.widget.found = lines_for(self.reader, people)
        if not people:
            return say("Nobody with such a name or number.")
        return say("Choose who is meant.")
