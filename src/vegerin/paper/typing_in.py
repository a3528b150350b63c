"""From a filled sheet to the record: each kind of form with the screen form it was printed from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vegerin.guard import papers
from vegerin.guard.middleware import GuardedRequest
from vegerin.paper import actions
from vegerin.paper.describing import answers
from vegerin.paper.forms import AboutForm, ArrivalForm, ConsentForm, today
from vegerin.paper.models import Sheet
from vegerin.register import queries as register
from vegerin.register.forms import ReportForm
from vegerin.register.models import Person
from vegerin.register.views.report import write_report


class Typing:
    """One form to be typed, beside who it is about and the photograph."""

    form_class: type[forms.Form]
    claim = "named"

    def __init__(self, request: GuardedRequest, sheet: Sheet) -> None:
        self.request, self.sheet = request, sheet
        data = request.POST if request.method == "POST" else None
        self.form = self.form_class(data, initial=today())
        self.about = AboutForm(data, request.FILES if data is not None else None)

    @property
    def forms(self) -> list[forms.Form]:
        """In the order in which they are typed."""
        return [self.form, self.about]

    def is_valid(self) -> bool:
        """Whether everything can be read, and the person is one of the register."""
        if not (self.form.is_valid() and self.about.is_valid()):
            return False
        if self.about.cleaned_data["person"] and self.person() is None:
            self.about.add_error("person", _("There is no person of this number, or it is not yours to see."))
            return False
        return True

    def person(self) -> Person | None:
        """Who it is about, where the register knows her."""
        code = self.about.cleaned_data["person"].strip().upper()
        return register.person_for(self.request.reader, code) if code else None

    def photograph(self) -> bytes:
        """The filled sheet, where it was added at once."""
        file = self.about.cleaned_data["photograph"]
        return bytes(file.read()) if file else b""

    def save(self) -> None:
        """As a report whose words are the answers, sealed."""
        actions.type_in(
            sheet=self.sheet,
            words=answers(self.form),
            claim=self.claim,
            person=self.person(),
            photograph=self.photograph(),
            by=self.request.reader,
        )


class Arrival(Typing):
    """Somebody has arrived."""

    form_class = ArrivalForm
    claim = "in_reception"


class Consent(Typing):
    """One purpose, one answer."""

    form_class = ConsentForm


class Call(Typing):
    """The same report as on the screen, with a serial."""

    form_class = ReportForm

    def save(self) -> None:
        """Claims, chain and promise as from the screen form."""
        person, photograph = self.person(), self.photograph()
        files = [actions.as_file(self.sheet, photograph)] if photograph else []
        form: Any = self.form
        people = [person] if person else []
        write_report(self.request, form, people, serial=self.sheet.serial, files=files)
        papers.record_print(what="filled_form", about=self.sheet.serial, by=self.request.reader)


TYPING: Mapping[str, type[Typing]] = {"call": Call, "arrival": Arrival, "consent": Consent}
