"""Twenty guesses a role at real things: what is not hers answers, byte for byte, like what does not exist."""

from __future__ import annotations

import time
import uuid
from statistics import median

import pytest

from tests import factories as make
from vegerin.contacts import actions as contacts
from vegerin.guard.roles import Role
from vegerin.register import actions
from vegerin.register.rules import Act, who_may

pytestmark = pytest.mark.django_db
NOBODY, NO_CODE = uuid.UUID(int=7), "P00000-0"


@pytest.fixture
def hidden(office, staff):
    """A person known to verifiers only, with a sealed report, an event and a waiting decision."""
    verifier = staff(Role.VERIFIER)
    village = make.village("Gundê Darê", by=verifier)
    person = make.person("Xezal Mirad Qasim", by=verifier, origin=village)
    report = make.report(make.claim(person, "seen", "2016"), by=verifier, words="By the well of Gundê Darê.")
    actions.restrict_person(person=person, level="verifier", by=verifier)
    noted = contacts.fill_checklist(report=report, signs=["duress_word"], by=verifier)
    told = {"person": person.code, "report": report.pk, "event": report.events.get().pk}
    return {**told, "contact": noted.pk}


def guesses(told: dict) -> list[str]:
    """Addresses of real things, and of things that might be."""
    person, report, event = told["person"], told["report"], told["event"]
    return [
        f"/people/{person}/",
        *[
            f"/people/{person}/{what}/"
            for what in ("print", "family", "same", "review", "names/new", "facts/new")
        ],
        *[f"/reports/{report}/{what}/" for what in ("kept", "withdraw")],
        *[f"/events/{event}/{what}/" for what in ("assess", "correct")],
        f"/contacts/questions/{person}/",
        f"/contacts/weighing/{person}/",
        f"/contacts/why/{told['contact']}/",
        *[f"/contacts/{page}/{person}/" for page in ("told", "before", "worth")],
        *[f"/contacts/told/{person}/{what}/" for what in ("begin", "episode", "saw", "take-back")],
        f"/reports/{report}/words/",
    ]


ABSENT = {"person": NO_CODE, "report": NOBODY, "event": NOBODY, "contact": NOBODY}
OUTSIDE = [role for role in Role if role not in who_may(Act.READ_RESTRICTED)]


def answer(browser, address):
    """How an address answers, as a page and as a form."""
    sent = browser.post(address) if address.endswith("/words/") else browser.get(address)
    return sent.status_code, dict(sent.headers), sent.content


@pytest.mark.parametrize("role", OUTSIDE)
def test_what_is_hidden_from_a_role_answers_like_what_does_not_exist(client_for, staff, hidden, role):
    browser = client_for(staff(role))
    nowhere = answer(browser, "/no-such-page/")

    answers = {
        real: (answer(browser, real), answer(browser, absent))
        for real, absent in zip(guesses(hidden), guesses(ABSENT), strict=True)
    }

    assert {real: pair for real, pair in answers.items() if pair != (nowhere, nowhere)} == {}


def test_a_verifier_finds_them(client_for, staff, hidden):
    browser = client_for(staff(Role.VERIFIER))

    assert browser.get(f"/people/{hidden['person']}/").status_code == 200
    assert "Gundê Darê" in browser.post(f"/reports/{hidden['report']}/words/").content.decode()


def test_search_does_not_find_what_is_hidden(client_for, staff, hidden):
    officer, verifier = client_for(staff(Role.REGISTER_OFFICER)), client_for(staff(Role.VERIFIER))

    typed = [
        browser.post("/search/as-you-type/", {"q": "Xezal Mirad"}).content.decode()
        for browser in (officer, verifier)
    ]

    assert [hidden["person"] in page for page in typed] == [False, True]


def test_both_take_about_as_long(client_for, staff, hidden):
    browser = client_for(staff(Role.CLERK))
    pairs = {f"/people/{hidden['person']}/": [], f"/people/{NO_CODE}/": []}

    for _ in range(15):
        for address, seconds in pairs.items():
            began = time.perf_counter()
            browser.get(address)
            seconds.append(time.perf_counter() - began)

    real, absent = (median(seconds) for seconds in pairs.values())
    assert 0.5 < real / absent < 2
