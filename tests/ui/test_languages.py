"""Languages: direction, months, digits, and the choice that is kept."""

from datetime import date

import pytest
from django.utils import translation

from vegerin.guard.roles import Role
from vegerin.ui import calendar, dates, told_dates
from vegerin.ui.digits import in_eastern_digits
from vegerin.ui.languages import BY_CODE, LANGUAGES, language_of_page

DAY = date(2014, 8, 3)  # a Sunday


@pytest.mark.parametrize(
    ("code", "rtl"),
    [("en", False), ("ar", True), ("kmr", False), ("kmr-arab", True), ("ckb", True), ("de", False)],
)
def test_a_page_runs_as_its_language_is_written(code, rtl):
    with translation.override(code):
        assert translation.get_language_bidi() is rtl


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "3 Aug 2014"),
        ("ar", "3 آب 2014"),
        ("kmr", "3 Tebax 2014"),
        ("kmr-arab", "3 تەباخ 2014"),
        ("ckb", "3 ئاب 2014"),
        ("de", "3 Aug. 2014"),
    ],
)
def test_months_are_called_as_in_iraq(code, said):
    with translation.override(code):
        assert dates.day(DAY) == said


def test_the_third_of_august_was_a_sunday_in_kurdish_too():
    said = [calendar.format_date(DAY, "EEEE", code) for code in calendar.WEEKDAYS]

    assert said == ["Yekşem", "ئێکشەمب", "یەکشەممە"]


@pytest.mark.parametrize("code", sorted(BY_CODE))
@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_is_read_back_as_it_is_written(code, month):
    day = date(2015, month, 17)

    with translation.override(code):
        written = dates.day(day)

    assert told_dates.read(written, today=date(2026, 1, 1)).earliest == day


def test_a_catalogue_lies_in_the_folder_in_which_django_looks():
    assert [one.folder for one in LANGUAGES] == [translation.to_locale(one.code) for one in LANGUAGES]


def test_an_unknown_language_is_english():
    assert [language_of_page(code).code for code in (None, "xx", "de-ch")] == ["en", "en", "de"]


def test_eastern_digits_leave_ids_entities_fields_and_addresses_alone():
    page = (
        '<p data-n="12">12 · 03/08/2014 &#39;</p><bdi dir="ltr">P48213-7</bdi><bdi>7</bdi>'
        '<input value="5"><textarea>6</textarea><title>9</title> P10-1 <svg><text>2016</text></svg>'
    )

    assert in_eastern_digits(page) == (
        '<p data-n="12">١٢ · ٠٣/٠٨/٢٠١٤ &#39;</p><bdi dir="ltr">P48213-7</bdi><bdi>٧</bdi>'
        '<input value="5"><textarea>6</textarea><title>9</title> P10-1 <svg><text>٢٠١٦</text></svg>'
    )


@pytest.mark.django_db
def test_the_digits_of_a_page_are_the_readers_choice(office, staff, client_for):
    client = client_for(staff(Role.CLERK))
    client.cookies["django_language"] = "ar"
    western = client.get("/ui/").content.decode()

    client.post("/digits/", {"digits": "eastern", "next": "/"})
    eastern = client.get("/ui/").content.decode()

    assert "٢٠١٤" in eastern
    assert "٢٠١٤" not in western


@pytest.mark.django_db
def test_the_language_somebody_chooses_is_hers_next_time(office, staff, client_for):
    reader = staff(Role.CLERK)

    client_for(reader).post("/language/", {"language": "ar", "next": "/"})

    reader.staff.refresh_from_db()
    assert reader.staff.language == "ar"
