"""What is asked twice on one page is answered once; outside a page nothing is kept."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from vegerin.guard import once
from vegerin.register import actions, queries

pytestmark = [pytest.mark.record, pytest.mark.django_db]


def test_one_page_asks_the_same_thing_once(officer) -> None:
    person = make.person("Nazê Berces", by=officer)

    with CaptureQueriesContext(connection) as first, once.page():
        queries.kin_of(officer, person)
    with CaptureQueriesContext(connection) as both, once.page():
        queries.kin_of(officer, person)
        queries.kin_of(officer, person)

    assert len(both) == len(first) > 0


def test_the_next_page_sees_what_was_written_since(officer) -> None:
    person, mother = make.person("Nazê", by=officer), make.person("Perî", by=officer)
    with once.page():
        assert queries.kin_of(officer, person) == []
    actions.add_kin(person=person, relative=mother, kind="mother", by=officer)

    with once.page():
        assert [one.person for one in queries.kin_of(officer, person)] == [mother]


def test_one_readers_answer_is_not_anothers(officer, verifier, clerk) -> None:
    person, hidden = make.person("Nazê", by=officer), make.person("Perî", by=verifier)
    actions.add_kin(person=person, relative=hidden, kind="mother", by=officer)
    actions.restrict_person(person=hidden, level="verifier", by=verifier)

    with once.page():
        seen = [[one.person for one in queries.kin_of(reader, person)] for reader in (verifier, clerk)]

    assert seen == [[hidden], []]


def test_what_a_caller_does_to_an_answer_stays_with_the_caller(officer) -> None:
    person = make.person("Nazê", by=officer)

    with once.page():
        queries.cluster_of(officer, person).clear()
        assert queries.cluster_of(officer, person) == [person]


def test_a_person_of_three_reports_and_kin_asks_no_more_than_one_of_one(officer, client_for) -> None:
    browser, counts = client_for(officer), []
    for many in (1, 3):
        person = make.person("Nazê Berces", by=officer)
        for number in range(many):
            make.report(make.claim(person, "seen", "2016-05"), by=officer)
            actions.add_kin(
                person=person, relative=make.person(f"Xelîl {number}", by=officer), kind="brother", by=officer
            )
        browser.get(f"/people/{person.code}/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/people/{person.code}/")
        counts.append(len(asked))

    assert counts[0] == counts[1] < 60
