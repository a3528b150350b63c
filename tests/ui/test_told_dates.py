"""Dates as tired people write them."""

from datetime import date

import pytest

from vegerin.engines.history.dates import BadDate
from vegerin.ui import told_dates

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2014", "2014"),
        ("٢٠١٤", "2014"),
        ("2014-08-03", "2014-08-03"),
        ("3/8/2014", "2014-08-03"),
        ("3 Aug 2014", "2014-08-03"),
        ("Aug 3, 2014", "2014-08-03"),
        ("3 آب 2014", "2014-08-03"),
        ("٣ أغسطس ٢٠١٤", "2014-08-03"),
        ("3 tebax 2014", "2014-08-03"),
        ("8/2014", "2014-08"),
        ("أيلول 2014", "2014-09"),
        ("تشرين الثاني 2015", "2015-11"),
        ("summer 2016", "2016-06-01/2016-08-31"),
        ("صيف 2016", "2016-06-01/2016-08-31"),
        ("havîna 2016", "2016-06-01/2016-08-31"),
        ("about 2016", "2015-01-01/2017-12-31"),
        ("2014 – 2016", "2014-01-01/2016-12-31"),
        ("2014-2016", "2014-01-01/2016-12-31"),
        ("Sep 2014 – Mar 2015", "2014-09-01/2015-03-31"),
        ("before 2016", "../2016-12-31"),
        ("قبل 2016", "../2016-12-31"),
        ("after March 2015", "2015-03-01/.."),
        ("Çarşema Sor 2014", "2014-04-16"),
        ("the ferman", "2014-08-03"),
        ("يوم الفرمان", "2014-08-03"),
    ],
)
def test_a_date_is_understood_as_it_is_said(written, meant):
    assert str(told_dates.read(written, today=TODAY)) == meant


@pytest.mark.parametrize("written", ["soon", "31 Feb 2015", "13/2015", "Xyz 2014", "2016 – 2014"])
def test_what_cannot_be_meant_is_asked_again(written):
    with pytest.raises(BadDate, match="not understood"):
        told_dates.read(written, today=TODAY)


def test_nobody_tells_what_lies_ahead():
    with pytest.raises(BadDate, match="ahead"):
        told_dates.read("2041", today=TODAY)


def test_the_feast_that_was_named_is_kept_beside_the_day():
    assert told_dates.read("Ramadan 2014", today=TODAY).anchor == "Ramadan 2014"
