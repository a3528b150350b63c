"""Which forms there are on paper, and which screen form each one is: one definition, two renderings.

A new form is an entry here. Its fields, labels, helps and choices are those of the Django form; a field that
is left out of the paper is named with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.paper.forms import ArrivalForm, ConsentForm
from vegerin.register.forms import ReportForm
from vegerin.register.forms.requests import RequestForm, SoughtForm
from vegerin.ui.languages import BY_CODE


@dataclass(frozen=True)
class Part:
    """A screen form, or a piece of one, on the sheet; written out as often as there is room for."""

    form: type[forms.BaseForm]
    title: Promise | str = ""
    times: int = 1


@dataclass(frozen=True)
class PaperForm:
    """One kind of form."""

    code: str
    title: Promise
    parts: tuple[Part, ...]
    pages: int  # of each sheet, in every language
    left_out: frozenset[str] = frozenset()
    said_first: tuple[Promise, ...] = ()  # read aloud before anything is written
    signed: bool = False  # signature or thumb, and a witness


FORMS: Mapping[str, PaperForm] = {
    one.code: one
    for one in (
        PaperForm(
            "request",
            _("A request"),
            (
                Part(RequestForm),
                Part(SoughtForm, _("Somebody who is sought"), times=2),
            ),
            pages=3,
            # How it reached us is this paper; its serial stands at the head.
            left_out=frozenset({"how_asked", "serial"}),
            said_first=(
                _("We take every request. We cannot say today what we know; we say this to everyone."),
                _("You may leave out any question. You may stop at any time."),
            ),
            signed=True,
        ),
        PaperForm(
            "call",
            _("A call"),
            (Part(ReportForm),),
            pages=2,
            # The grade is given while typing.
            left_out=frozenset({"people", "gravity"}),
            said_first=(
                _("We say the same to everyone who calls: we write it down, and cannot say what we know."),
                _("Never ring a number from captivity back. Send nothing to it."),
            ),
        ),
        PaperForm(
            "arrival",
            _("An arrival"),
            (Part(ArrivalForm),),
            pages=2,
            said_first=(
                _("You may leave out any question. You may stop at any time."),
                _("Nobody is told that you are here before you were asked yourself."),
            ),
            signed=True,
        ),
        PaperForm(
            "consent",
            _("A consent"),
            (Part(ConsentForm),),
            pages=1,
            said_first=(
                _("This is read aloud in your language. Say it back in your own words."),
                _("No is an answer. You may take a yes back on any day, without a reason."),
            ),
            signed=True,
        ),
    )
}


def told_of(_reader: Reader, about: str) -> str:
    """Which form in which language, of a batch that `form:language` stands for."""
    form, _colon, language = about.partition(":")
    return f"{FORMS[form].title}, {BY_CODE[language].own_name}"
