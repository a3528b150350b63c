"""Pages of places: found in any spelling, house by house, on a map that shows homes and towns only."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from vegerin.guard.roles import Role
from vegerin.register import actions, gazetteer, queries
from vegerin.register.models import Place
from vegerin.register.queries.places import DRAWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(db) -> None:
    gazetteer.load()


def address(place: Place) -> str:
    return reverse("register:place", args=[place.pk])


@pytest.mark.parametrize("asked", ["Sinune", "سنوني", "sinûnê", "Snuny", "SINUNI"])
def test_a_place_is_found_without_the_marks_on_its_letters(clerk, client_for, asked) -> None:
    page = client_for(clerk).post(reverse("register:places"), {"q": asked}).content.decode()

    assert address(Place.objects.get(name="Sinuni")) in page


def test_what_was_looked_for_stands_in_no_address(clerk, client_for) -> None:
    answer = client_for(clerk).post(reverse("register:places"), {"q": "Sinuni"})

    assert answer.status_code == 200
    assert "?q=" not in answer.content.decode()


def test_same_named_places_stand_side_by_side_with_their_districts(clerk, client_for) -> None:
    page = client_for(clerk).post(reverse("register:places"), {"q": "Domiz"}).content.decode()

    assert {"Domiz (Sinjar)", "Domiz (Duhok)"} <= set(re.findall(r"Domiz \(\w+\)", page))


def test_a_page_of_a_place_gives_all_spellings_and_who_controlled_it(clerk, client_for) -> None:
    page = client_for(clerk).get(address(Place.objects.get(name="Sinjar"))).content.decode()

    for said in ("Şingal", "Şengal", "سنجار", "شنكال", "Daesh", "3 Aug 2014", "Nov 2015", "Shafaq"):
        assert said in page
    assert "<title>Place</title>" in page


def test_a_correction_stands_beside_what_it_corrects(officer, client_for) -> None:
    sinjar = Place.objects.get(name="Sinjar")
    [old] = sinjar.controls.all()
    told = {"controller": "Daesh", "begins": "3 Aug 2014", "ends": "13 Nov 2015", "source": "A paper, 2015"}

    client_for(officer).post(reverse("register:add_control", args=[sinjar.pk]) + f"?corrects={old.pk}", told)

    page = client_for(officer).get(address(sinjar)).content.decode()
    assert "<s>Daesh</s>" in page
    assert "A paper, 2015" in page
    assert [bool(row.corrected_by.all()) for row in queries.controls_told(officer, sinjar)] == [True, False]


def test_a_place_is_added_with_a_second_spelling(officer, client_for) -> None:
    browser = client_for(officer)
    answer = browser.post(reverse("register:add_place"), {"kmr": "Gundê Nû", "kind": "village"})
    place = Place.objects.get(name="Gundê Nû")
    browser.post(reverse("register:add_place_name", args=[place.pk]), {"text": "كندي نو", "language": "ar"})

    assert answer["Location"] == address(place)
    assert {name.text for name in place.names.all()} == {"Gundê Nû", "كندي نو"}


def test_whose_home_it_was_is_told_house_by_house(officer, client_for) -> None:
    village = make.village(by=officer)
    house = actions.add_household(village=village, house="by the well", by=officer)
    naze = make.person("Nazê Berces", by=officer, origin=village, household=house)
    xelil = make.person("Xelîl Berces", by=officer, origin=village, household=house)

    page = client_for(officer).get(address(village)).content.decode()

    assert "by the well" in page
    assert naze.code in page
    assert xelil.code in page


def test_who_is_hidden_from_a_reader_is_not_counted_in_her_village(officer, verifier, clerk) -> None:
    village = make.village(by=officer)
    make.person("Nazê Berces", by=officer, origin=village)
    hidden = make.person("Xelîl Berces", by=verifier, origin=village)
    actions.restrict_person(person=hidden, level="verifier", by=verifier)

    assert queries.people_from(clerk, village).count() == 1
    assert queries.people_from(verifier, village).count() == 2


@pytest.mark.parametrize("kind", ["camp_idp", "camp_detention", "captivity_place", "crossing"])
def test_no_camp_or_place_of_captivity_lists_people_or_lies_on_a_map(verifier, client_for, kind) -> None:
    place = Place.objects.filter(kind=kind).exclude(latitude=None).first()
    make.person("Nazê Berces", by=verifier, origin=place)

    page = client_for(verifier).get(address(place)).content.decode()

    assert queries.people_from(verifier, place).count() == 0
    assert '<svg class="map' not in page
    assert "Whose home it was" not in page
    assert "captives" not in page


@pytest.mark.parametrize("show", ["", "?show=region"])
def test_the_map_draws_homes_and_towns_only(verifier, client_for, show) -> None:
    page = client_for(verifier).get(reverse("register:map") + show).content.decode()

    drawn = {Place.objects.get(pk=found) for found in re.findall(r"/places/([0-9a-f-]{36})/", page)}
    assert len(drawn) > 10
    assert {place.kind for place in drawn} <= DRAWN
    assert not {"Tal Afar", "Raqqa", "Mosul", "al-Hol camp"} & {place.name for place in drawn}


def test_a_grave_is_no_place_of_the_list(verifier, client_for) -> None:
    grave = Place.objects.get(kind="mass_grave_site")

    assert client_for(verifier).get(address(grave)).status_code == 404
    assert queries.places_spelt(verifier, grave.name) == []


def test_who_may_not_read_the_register_finds_no_place(staff) -> None:
    auditor = staff(Role.AUDITOR)

    assert list(queries.places_for(auditor)) == []
    assert queries.controls_told(auditor, Place.objects.get(name="Sinjar")) == []


@pytest.mark.parametrize("path", ["register:places", "register:map"])
def test_a_list_of_places_asks_no_more_for_three_than_for_one(clerk, officer, client_for, path) -> None:
    browser, counts = client_for(clerk), []
    browser.get(reverse(path))
    for more in (0, 2):
        for _ in range(more):
            make.village("Aaa", by=officer)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(reverse(path))
        counts.append(len(asked))

    assert counts[0] == counts[1] < 20


def test_a_village_of_three_people_asks_no_more_than_one_of_one(officer, client_for) -> None:
    browser, counts = client_for(officer), []
    for people in (1, 3):
        village = make.village(by=officer)
        for number in range(people):
            house = actions.add_household(village=village, by=officer)
            make.person(f"Nazê Berces {number}", by=officer, origin=village, household=house)
        browser.get(address(village))
        with CaptureQueriesContext(connection) as asked:
            browser.get(address(village))
        counts.append(len(asked))

    assert counts[0] == counts[1]
