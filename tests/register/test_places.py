"""Places: three spellings, same-named ones kept apart, and who controlled them on a day."""

from collections import Counter
from datetime import date

import pytest
from django.utils import translation

from vegerin.engines.history.dates import parse
from vegerin.guard.refusals import Refused
from vegerin.register import actions, gazetteer, queries
from vegerin.register.models import Place, PlaceName

pytestmark = pytest.mark.record


@pytest.fixture(autouse=True)
def _places(db) -> None:
    gazetteer.load()


def test_the_gazetteer_is_there_and_comes_in_once() -> None:
    assert Place.objects.count() == 430
    assert gazetteer.load() == 0
    assert PlaceName.objects.filter(language="ar", text="سنجار").count() == 1


@pytest.mark.parametrize("text", ["Sinûnê", "سنوني", "Sinuni", "sinun"])
def test_a_place_is_found_in_any_of_its_spellings(officer, text) -> None:
    assert "Sinuni" in {place.name for place in queries.place_named(officer, text)}


def test_places_of_one_name_are_all_offered_and_never_one_alone(officer) -> None:
    shared = Counter(PlaceName.objects.filter(position=0, language="ar").values_list("text", flat=True))
    twice = [name for name, count in shared.items() if count > 1]
    assert twice

    for name in twice:
        same = {p.pk for p in queries.place_named(officer, name)}
        assert len(same) > 1


def test_the_controller_of_a_place_follows_the_day(officer) -> None:
    sinjar = Place.objects.get(name="Sinjar")

    days = [date(2014, 8, 2), date(2014, 8, 3), date(2015, 6, 1), date(2015, 11, 20), date(2015, 12, 1)]
    assert [queries.controller_of(sinjar, day) for day in days] == ["", "Daesh", "Daesh", "Daesh", ""]


def test_a_village_was_controlled_as_its_district_was_unless_told_otherwise(officer) -> None:
    village = Place.objects.filter(kind="village", district__name="Sinjar").first()
    assert queries.controller_of(village, date(2014, 10, 1)) == "Daesh"

    actions.record_control(
        place=village,
        controller="defenders of the mountain",
        begins=parse("2014-08-03"),
        ends=parse("2015-11"),
        by=officer,
    )

    assert queries.controller_of(village, date(2014, 10, 1)) == "defenders of the mountain"


def test_a_corrected_control_no_longer_counts_and_stays(officer) -> None:
    sinjar = Place.objects.get(name="Sinjar")
    [old] = sinjar.controls.all()

    actions.record_control(
        place=sinjar,
        controller="Daesh",
        begins=parse("2014-08-03"),
        ends=parse("2015-11-13"),
        corrects=old,
        by=officer,
    )

    assert queries.controller_of(sinjar, date(2015, 11, 20)) == ""
    assert sinjar.controls.count() == 2


def test_a_place_is_named_in_the_language_of_the_page(officer) -> None:
    sinjar = Place.objects.get(name="Sinjar")
    assert queries.place_name(officer, sinjar) == "Sinjar"

    with translation.override("ar"):
        assert queries.place_name(officer, str(sinjar.pk)) == "سنجار"
    with translation.override("kmr"):
        assert queries.place_name(officer, sinjar) == "Şingal"
    assert queries.place_name(officer, "") == ""


def test_an_added_place_lies_in_the_nearest_district(officer) -> None:
    place = actions.add_place(
        names={"kmr": "Gundê Nû"}, latitude=36.33, longitude=41.87, invented=True, by=officer
    )

    assert (place.name, place.district.name, place.invented) == ("Gundê Nû", "Sinjar", True)
    with pytest.raises(Refused, match="at least one language"):
        actions.add_place(names={"ar": " "}, by=officer)
