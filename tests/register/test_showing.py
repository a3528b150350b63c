"""Nobody signs blind: a decision names whom it is about, and only to those who may see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from vegerin.engines.history import dates
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.values import NewName

pytestmark = pytest.mark.record


@pytest.fixture
def person(officer):
    return actions.add_person(names=[], team="register", review_on=date(2030, 1, 1), by=officer)


@pytest.fixture
def proposed(person, officer) -> Decision:
    actions.add_name(person=person, text="Rêzan Baran Hogir", kind="birth", by=officer)
    actions.record_event(person=person, kind="returned", happened=dates.parse("2017-03-02"), by=officer)
    return Decision.objects.get(kind="register.countersign")


def test_the_second_signer_reads_whom_and_what_and_can_open_the_person(proposed, person, staff, client_for):
    page = client_for(staff(Role.HEAD)).get(reverse("guard:decision", args=[proposed.pk])).content.decode()

    assert "Rêzan Baran Hogir" in page
    assert "2 Mar 2017" in page
    assert reverse("register:person", args=[person.code]) in page


def test_whom_a_reader_may_not_see_is_not_named_by_a_decision(person, officer, staff, client_for, verifier):
    actions.add_name(person=person, text="Rêzan Baran Hogir", kind="birth", by=officer)
    actions.record_event(person=person, kind="identified", happened=dates.parse("2017-03-02"), by=officer)
    browser = client_for(staff(Role.FORENSIC_OFFICER))
    before = browser.get(reverse("guard:decisions")).content.decode()

    actions.restrict_person(person=person, level="verifier", by=verifier)

    assert "Rêzan" in before
    assert "Rêzan" not in browser.get(reverse("guard:decisions")).content.decode()


@pytest.mark.parametrize("role", [Role.DNA_OFFICER, Role.FORENSIC_OFFICER])
def test_forensics_signs_what_rests_on_remains_and_reads_no_name_of_the_living(
    proposed, officer, role, staff, client_for
):
    reader = staff(role)
    dead = actions.add_person(
        names=[NewName("Hogir Baran")], team="register", review_on=date(2030, 1, 1), by=officer
    )
    actions.record_event(person=dead, kind="identified", happened=dates.parse("2019-03-02"), by=officer)

    desk, room = (client_for(reader).get(address).content.decode() for address in ("/", "/decisions/"))

    assert "Rêzan" not in desk + room
    assert "Hogir Baran" in room
    assert client_for(reader).get(reverse("guard:decision", args=[proposed.pk])).status_code == 404
    with pytest.raises(Refused):
        decisions.approve(decision=proposed, by=reader)


@pytest.mark.parametrize("role", [Role.DNA_OFFICER, Role.FORENSIC_OFFICER])
def test_forensics_sees_no_person_no_search_and_no_kin_and_signs_all_the_same(
    person, officer, role, staff, client_for
):
    reader = staff(role)
    browser = client_for(reader)
    father = actions.add_person(
        names=[NewName("Berken Zerdest")], team="register", review_on=date(2030, 1, 1), by=officer
    )
    dead = actions.add_person(
        names=[NewName("Hogir Baran")], team="register", review_on=date(2030, 1, 1), by=officer
    )
    actions.add_kin(person=dead, relative=father, kind="father", by=officer)
    actions.record_event(person=dead, kind="identified", happened=dates.parse("2019-03-02"), by=officer)
    waits = Decision.objects.get(kind="register.countersign_remains")
    address = reverse("guard:decision", args=[waits.pk])

    shut = [
        browser.get(at).status_code for at in (f"/people/{dead.code}/", f"/people/{father.code}/", "/search/")
    ]
    page = browser.get(address).content.decode()
    signed = browser.post(address, {"answer": "yes"})

    assert shut == [404, 404, 404]
    assert queries.search(reader, "Hogir", limit=9).hits == ()
    assert "Hogir Baran" in page and "Berken" not in page and dead.code not in page
    assert (signed.status_code, dead.events.get().countersign.by) == (302, reader.staff)


def test_a_pair_shows_both_names(person, officer, verifier, client_for):
    other = actions.add_person(
        names=[NewName("Rizan Baran")], team="register", review_on=date(2030, 1, 1), by=officer
    )
    actions.add_name(person=person, text="Rêzan Baran Hogir", kind="birth", by=officer)
    actions.propose_judgement(a=person, b=other, verdict="same", why="Same father.", by=officer)

    page = client_for(verifier).get(reverse("guard:decisions")).content.decode()

    assert "Rêzan Baran Hogir" in page and "Rizan Baran" in page
