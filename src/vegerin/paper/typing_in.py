"""From a filled sheet to the record: each kind of form with the screen form it was printed from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from vegerin.guard import papers
from vegerin.guard.middleware import GuardedRequest
from vegerin.paper import actions
from vegerin.paper.describing import answers
from vegerin.paper.forms import AboutForm, AboutRequestForm, ArrivalForm, ConsentForm, today
from vegerin.paper.models import Sheet
from vegerin.register import actions as record
from vegerin.register import queries as register
from vegerin.register.forms import ReportForm
from vegerin.register.forms.requests import RequestForm, SoughtForm
from vegerin.register.models import Inquirer, Person, TracingRequest
from vegerin.register.views.report import write_report
from vegerin.register.views.requests import take


class Typing:
    """One form to be typed, beside who it is about and the photograph."""

    form_class: type[forms.Form]
    claim = "named"

    def __init__(self, request: GuardedRequest, sheet: Sheet) -> None:
        self.request, self.sheet = request, sheet
        sent = request.method == "POST"
        self.posted = (request.POST, request.FILES) if sent else (None, None)
        self.form = self.form_class(self.posted[0], initial=today())
        self.about: forms.Form = AboutForm(*self.posted, reader=request.reader)

    @property
    def forms(self) -> list[forms.Form]:
        """In the order in which they are typed."""
        return [self.form, self.about]

    def is_valid(self) -> bool:
        """Whether everything can be read, and the person is one of the register."""
        return self.form.is_valid() and self.about.is_valid()

    def person(self) -> Person | None:
        """Who it is about, where the register knows her."""
        return self.about.cleaned_data["person"]  # type: ignore[no-any-return]

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
    """One purpose, one answer; beside the report, on the request it belongs to."""

    form_class = ConsentForm

    def __init__(self, request: GuardedRequest, sheet: Sheet) -> None:
        super().__init__(request, sheet)
        self.about = AboutRequestForm(*self.posted)

    def is_valid(self) -> bool:
        """The request, where one is named, has somebody who asks."""
        if not (self.form.is_valid() and self.about.is_valid()):
            return False
        if self.about.cleaned_data["request"] and self.asked() is None:
            self.about.add_error("request", _("There is no such number, or it is not yours to see."))
            return False
        return True

    def asked(self) -> tuple[TracingRequest, Inquirer] | None:
        """The request and the one of its inquirers who says it: by name, else the first."""
        row = register.request_for(self.request.reader, self.about.cleaned_data["request"].strip() or "-")
        people = [one.inquirer for one in row.standing.select_related("inquirer")] if row else []
        name = self.form.cleaned_data["name"].strip().casefold()
        found = next((one for one in people if one.name.casefold() == name), people[0] if people else None)
        return (row, found) if row and found else None

    def person(self) -> None:
        """A consent is about the one who gives it."""

    def save(self) -> None:
        """The words as a report; the consent where the request reads it."""
        form: Any = self.form
        with transaction.atomic():
            super().save()
            if self.about.cleaned_data["request"] and (asked := self.asked()):
                row, who = asked
                record.record_consent(
                    request=row, inquirer=who, consent=form.as_consent(), by=self.request.reader
                )


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


class Request(Typing):
    """A visit, as on the page of a new request."""

    form_class = RequestForm

    def __init__(self, request: GuardedRequest, sheet: Sheet) -> None:
        super().__init__(request, sheet)
        data = self.posted[0]
        self.sought = [SoughtForm(data, prefix=f"s{number}") for number in range(SOUGHT)]
        self.sought[0].fields["name"].required = True
        del self.form.fields["serial"], self.about.fields["person"]

    @property
    def forms(self) -> list[forms.Form]:
        """Who asks, then who is sought."""
        return [self.form, *self.sought, self.about]

    def is_valid(self) -> bool:
        """All of them can be read."""
        answers = [one.is_valid() for one in self.forms]  # each of them, so that each shows what is wrong
        return all(answers)

    def save(self) -> None:
        """The request with its serial; the photograph lies with its words."""
        form: Any = self.form
        form.cleaned_data["serial"] = self.sheet.serial
        reader, photograph = self.request.reader, self.photograph()
        with transaction.atomic():
            taken = take(self.request, form, [one for one in self.sought if one.cleaned_data["name"]])
            if photograph:
                actions.add_photograph(
                    sheet=self.sheet, report=taken.report, photograph=photograph, by=reader
                )
            papers.record_print(what="filled_form", about=self.sheet.serial, by=reader)


SOUGHT = 2  # as many as stand on the sheet
TYPING: Mapping[str, type[Typing]] = {
    "request": Request,
    "call": Call,
    "arrival": Arrival,
    "consent": Consent,
}
