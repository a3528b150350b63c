"""Somebody of the register named in a form: a name alone is nobody yet, and one is chosen."""

import pytest

from tests import factories as make
from vegerin.guard.roles import Role
from vegerin.register import actions
from vegerin.register.models import KinTie, Person

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def officer(office, staff):
    return staff(Role.REGISTER_OFFICER, name="maple")


@pytest.fixture
def family(officer):
    """A daughter, and two women who bear her mother's name."""
    return [make.person(*names, by=officer) for names in (["Nazê Berces"], ["Gulê Xelef"], ["كولي خلف"])]


def related(client, daughter: Person, **told: str):
    page = client.post(f"/people/{daughter.code}/kin/new/", {"kind": "mother", "tie": "claimed", **told})
    return page, list(KinTie.objects.values_list("person", "relative"))


def test_a_name_asks_back_who_is_meant_and_relates_nobody_yet(client_for, officer, family):
    daughter, mother, namesake = family

    page, ties = related(client_for(officer), daughter, relative="Gulê Xelef")

    shown = page.content.decode()
    assert ties == []
    assert "Choose who is meant." in shown
    for one in (mother, namesake):
        assert f'type="radio" name="relative_meant" value="{one.code}"' in shown
    assert "checked" not in shown.partition("relative_meant")[2].partition("</fieldset>")[0]


def test_who_was_chosen_is_who_is_meant(client_for, officer, family):
    daughter, _mother, namesake = family
    told = {"relative": "Gulê Xelef", "relative_for": "Gulê Xelef", "relative_meant": namesake.code}

    page, ties = related(client_for(officer), daughter, **told)

    assert (page.status_code, ties) == (302, [(daughter.pk, namesake.pk)])


def test_a_choice_among_others_does_not_hold_for_a_name_written_since(client_for, officer, family):
    daughter, _mother, namesake = family
    told = {"relative": "Nobody Here", "relative_for": "Gulê Xelef", "relative_meant": namesake.code}

    page, ties = related(client_for(officer), daughter, **told)

    assert ties == []
    assert "Nobody with such a name or number." in page.content.decode()


def test_a_number_is_enough(client_for, officer, family):
    daughter, mother, _namesake = family

    page, ties = related(client_for(officer), daughter, relative=mother.code)

    assert (page.status_code, ties) == (302, [(daughter.pk, mother.pk)])


def test_nobody_is_kin_because_a_word_stood_first(client_for, officer, family):
    daughter, mother, _namesake = family

    page, ties = related(client_for(officer), daughter, relative=mother.code, kind="")

    assert (page.status_code, ties) == (200, [])


def test_a_name_does_not_tell_of_somebody_this_reader_may_not_see(client_for, officer, family, staff):
    daughter, _mother, _namesake = family
    oak = staff(Role.VERIFIER, name="oak")
    hidden = make.person("Gulê Xelef", by=oak)
    actions.restrict_person(person=hidden, level="verifier", by=oak)

    page, _ties = related(client_for(officer), daughter, relative="Gulê Xelef")
    by_number, ties = related(client_for(officer), daughter, relative=hidden.code)

    assert hidden.code not in page.content.decode()
    assert ties == []
    assert "Nobody with such a name or number." in by_number.content.decode()
