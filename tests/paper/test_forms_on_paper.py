"""One definition, two renderings: a form on paper asks what the screen form asks, in four languages."""

import re

import numpy as np
import pytest
import zxingcpp
from django.utils import translation

from tests.stories.pixels import rows_of
from vegerin.guard.roles import Role
from vegerin.paper import actions, rendering
from vegerin.paper.definitions import FORMS
from vegerin.paper.describing import described
from vegerin.paper.models import KINDS, PAPER_LANGUAGES
from vegerin.register.codes import is_right

BOTH = [(form, language) for form in FORMS for language in PAPER_LANGUAGES]


def test_every_kind_of_form_is_defined():
    assert set(FORMS) == set(KINDS)


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.code)
@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_paper_asks_what_the_screen_asks_in_the_same_words_and_order(form, language):
    with translation.override(language):
        on_screen = [
            str(bound.label)
            for part in form.parts
            for _again in range(part.times)
            for bound in part.form()
            if bound.name not in form.left_out and not bound.is_hidden
        ]

    told = described(form, language=language)

    assert [field["label"] for part in told["parts"] for field in part["fields"]] == on_screen


@pytest.mark.parametrize(("form", "language"), BOTH)
def test_a_sheet_speaks_its_own_language_whatever_the_reader_speaks(form, language):
    with translation.override("de"):
        told = described(FORMS[form], language=language)

    letters = re.compile("[A-Za-z]{4,}" if told["rtl"] else "[\u0621-\u06d5]{4,}")
    foreign = [text for text in texts(told) if letters.search(text) and text not in OWN_NAMES]
    assert foreign == []


# Languages are named in their own script; a feast and a code are written as they are.
OWN_NAMES = {"Kurmancî", "العربية"}


def test_a_clock_is_drawn_as_it_is_read_and_short_questions_share_a_row():
    told = {
        field["label"]: field
        for part in described(FORMS["call"], language="en")["parts"]
        for field in part["fields"]
    }

    assert (told["Day"]["kind"], told["Day"]["short"]) == ("day", True)
    assert (told["Time, Baghdad"]["kind"], told["Time, Baghdad"]["short"]) == ("clock", True)
    assert told["The words, as spoken"]["short"] is False


def texts(told):
    for part in told["parts"]:
        for field in part["fields"]:
            yield field["label"]
            yield from field["choices"]
    yield told["title"]
    yield from told["said_first"]
    yield from told["day_words"]
    yield from told["clock_words"]


@pytest.mark.parametrize(
    ("language", "words"),
    {
        "en": ["Day", "Month", "Year"],
        "ar": ["اليوم", "الشهر", "السنة"],
        "kmr": ["Roj", "Meh", "Sal"],
        "kmr-arab": ["رۆژ", "هەیڤ", "سال"],
    }.items(),
)
def test_the_boxes_of_a_day_say_which_is_which(language, words):
    assert described(FORMS["request"], language=language)["day_words"] == words


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "language"), BOTH)
def test_each_form_is_a_pdf_of_as_many_pages_as_it_says_that_names_nobody(office, staff, form, language):
    clerk = staff(Role.CLERK, name="lilac")
    printing = actions.print_sheets(form=form, language=language, sheets=1, by=clerk)

    pdf = rendering.pdf_of(printing)

    assert pdf.startswith(b"%PDF")
    assert re.search(rb"/(Title|Author) ?[(<]", pdf) is None
    assert len(rendering.pictures_of(printing, ppi=20)) == FORMS[form].pages


@pytest.mark.django_db
def test_a_sheet_bears_working_name_copy_and_serial_and_no_office(office, staff, settings):
    settings.OFFICE_NAME = "Nivîsîngeh"
    clerk = staff(Role.CLERK, name="lilac")
    first = actions.print_sheets(form="arrival", language="en", sheets=1, by=clerk)
    second = actions.print_sheets(form="arrival", language="en", sheets=2, by=clerk)

    values = rendering.values_of(second)

    assert (first.copy, second.copy) == (1, 2)
    assert values["printed"].startswith("Printed for \u2068lilac\u2069")
    assert "Copy 2." in values["printed"]
    assert "Nivîsîngeh" not in str(values)
    assert "survivor" not in str(values).lower()
    assert [is_right(sheet["serial"]) for sheet in values["sheets"]] == [True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "language"), [("request", "en"), ("call", "ar"), ("arrival", "kmr"), ("consent", "kmr-arab")]
)
def test_the_square_on_the_printed_page_is_read_as_the_serial_and_nothing_else(office, staff, form, language):
    printing = actions.print_sheets(form=form, language=language, sheets=1, by=staff(Role.CLERK))

    first, *_others = rendering.pictures_of(printing, ppi=80)

    assert [code.text for code in zxingcpp.read_barcodes(grey(first))] == [printing.rows.get().serial]


def grey(png: bytes) -> np.ndarray:
    """A page as a scanner sees it."""
    rows = rows_of(png)
    return np.array([[row[i + 1] for i in range(0, len(row), channels)] for channels, row in rows], np.uint8)


def test_lines_are_high_enough_to_write_on_while_standing():
    sheet = rendering.TEMPLATE.read_text("utf-8")

    assert "#let box-line(height: 11mm)" in sheet
    assert "size: if rtl { 12.5pt } else { 12pt }" in sheet
