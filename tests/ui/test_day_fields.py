"""Boxes for a day: what the house writes into them is in the reader's words, and it reads it again."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone, translation

from vegerin.engines.history import dates
from vegerin.ui.digits import EASTERN
from vegerin.ui.fields import DayField, InexactDateField, MomentField
from vegerin.ui.languages import LANGUAGES

CODES = [language.code for language in LANGUAGES]
DAYS = [date(2026, month, 21) for month in range(1, 13)] + [date(2014, 8, 3), date(2015, 12, 1)]
BAGHDAD = ZoneInfo("Asia/Baghdad")


@pytest.mark.parametrize("code", CODES)
def test_a_day_is_shown_in_the_readers_months_and_read_again_in_both_digits(code):
    field = DayField()

    with translation.override(code):
        shown = [field.prepare_value(day) for day in DAYS]
        read = [field.clean(text) for text in shown]
        read_eastern = [field.clean(text.translate(EASTERN)) for text in shown]

    assert read == read_eastern == DAYS


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "written", ["2026-11-21", "21/11/2026", "٢٠٢٦-١١-٢١", "21 Nov 2026", "21 تشرين الثاني 2026"]
)
def test_a_day_may_be_written_in_numbers_or_another_language_s_months(code, written):
    with translation.override(code):
        assert DayField().clean(written) == date(2026, 11, 21)


def test_an_arabic_box_shows_no_english_month():
    class Form(forms.Form):
        day = DayField(initial=date(2026, 11, 21))
        when = InexactDateField(initial=dates.month(2014, 8))

    with translation.override("ar"):
        boxes = str(Form()["day"]), str(Form()["when"])

    assert 'value="21 تشرين الثاني 2026"' in boxes[0]
    assert 'value="آب 2014"' in boxes[1]


def test_a_draft_begun_in_another_language_is_shown_in_the_readers_words():
    with translation.override("en"):
        kept = DayField().prepare_value(date(2026, 11, 21))

    with translation.override("ar"):
        shown = DayField().prepare_value(kept), DayField().prepare_value("21/11/2026")

    assert kept == "21 Nov 2026"
    assert shown == ("21 تشرين الثاني 2026", "21/11/2026")


@pytest.mark.parametrize("code", CODES)
def test_a_moment_is_shown_and_read_again(code):
    at = datetime(2026, 11, 21, 6, 5, tzinfo=BAGHDAD)

    with translation.override(code):
        shown = MomentField().prepare_value(at)
        read = [MomentField().clean(text) for text in (shown, shown.translate(EASTERN), "2026-11-21T06:05")]

    assert read == [at, at, at]


def test_a_moment_may_be_tomorrow_and_needs_its_hour():
    tomorrow = MomentField().clean("tomorrow 6:00")

    assert timezone.localtime(tomorrow).strftime("%H:%M") == "06:00"
    with pytest.raises(forms.ValidationError, match="is no day and hour"):
        MomentField().clean("tomorrow")
