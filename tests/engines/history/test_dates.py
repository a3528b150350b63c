"""Dates as people tell them, against days that were published."""

import doctest
from datetime import date

import pytest

from vegerin.engines.history import dates, feasts, kinds, legal, status, wish
from vegerin.engines.history.dates import BadDate, InexactDate, age_on, before, between, day, year


@pytest.mark.parametrize("module", [dates, feasts, kinds, legal, status, wish])
def test_every_example_in_the_module_is_true(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("feast", "published"),
    [
        (feasts.carsema_sor(2015), date(2015, 4, 15)),
        (feasts.carsema_sor(2017), date(2017, 4, 19)),
        (feasts.carsema_sor(2018), date(2018, 4, 18)),
        (feasts.carsema_sor(2024), date(2024, 4, 17)),
        (feasts.carsema_sor(2025), date(2025, 4, 16)),
        (feasts.cejna_cemaiye(2019), date(2019, 10, 6)),
        (feasts.rojiyen_ezi(2021), date(2021, 12, 17)),
        (feasts.cile_havine(2014), date(2014, 8, 2)),
        (feasts.ramadan(2014), date(2014, 6, 28)),
        (feasts.ramadan(2016), date(2016, 6, 6)),
        (feasts.ramadan(2017), date(2017, 5, 27)),
        (feasts.ramadan(2025), date(2025, 3, 1)),
        (feasts.eid_al_fitr(2015), date(2015, 7, 17)),
        (feasts.eid_al_fitr(2020), date(2020, 5, 24)),
        (feasts.eid_al_adha(2014), date(2014, 10, 4)),
        (feasts.eid_al_adha(2016), date(2016, 9, 12)),
        (feasts.ferman(), date(2014, 8, 3)),
    ],
)
def test_a_feast_covers_its_published_day_and_keeps_its_name(feast, published) -> None:
    assert feast.earliest <= published <= feast.latest
    assert feast.anchor


def test_the_summer_feast_ended_on_the_eve_of_the_ferman() -> None:
    assert (feasts.ferman().earliest - feasts.cile_havine(2014).latest).days == 1


def test_an_islamic_year_that_begins_twice_in_a_civil_year_covers_both() -> None:
    both = feasts.ramadan(2030)  # about 5 January and 26 December

    assert (both.earliest.month, both.latest.year) == (1, 2031)


@pytest.mark.parametrize(("name", "function"), feasts.ANCHORS.items())
def test_every_anchor_is_reached_by_its_name(name, function) -> None:
    assert feasts.by_anchor(name, 2014) == function(2014)


def test_an_unknown_anchor_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadDate, match="Known: carsema_sor"):
        feasts.by_anchor("newroz", 2014)


@pytest.mark.parametrize("bad", ["03/08/2014", "2014-13", "", "2014-08-03-01", "soon"])
def test_a_date_that_cannot_be_read_is_refused(bad) -> None:
    with pytest.raises(BadDate, match="is not a date"):
        dates.parse(bad)


def test_a_range_cannot_end_before_it_begins() -> None:
    with pytest.raises(BadDate, match="Swap the two"):
        between(date(2016, 1, 2), date(2016, 1, 1))


@pytest.mark.parametrize("told", [(-1, 3), (5, 4), (4, 200)])
def test_an_age_that_is_none_is_refused(told) -> None:
    with pytest.raises(BadDate, match="is not an age"):
        dates.Age(*told, on=date(2014, 8, 3))


@pytest.mark.parametrize("years", range(0, 90, 7))
def test_an_age_and_the_birth_it_implies_agree(years) -> None:
    on = date(2016, 2, 29)
    told = dates.Age(years, years, on)

    assert age_on(told.born(), on) == told


def test_there_is_no_age_before_the_birth_nor_without_one() -> None:
    assert age_on(year(2015), date(2014, 8, 3)) is None
    assert age_on(before(day(2015, 1, 1)), date(2016, 1, 1)) is None


def test_two_dates_overlap_when_both_could_be_one_day() -> None:
    assert year(2014).overlaps(day(2014, 8, 3))
    assert not year(2014).overlaps(day(2015, 1, 1))
    assert InexactDate().overlaps(year(1990))
