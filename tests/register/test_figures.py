"""Every figure is the length of a list of people, each once; and it comes out again as it was printed."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from vegerin.register import actions, queries

pytestmark = pytest.mark.record
DAY = date(2017, 6, 15)


def codes(by_fate) -> dict[str, list[str]]:
    return {fate: [person.code for person in people] for fate, people in by_fate.items()}


@pytest.fixture
def three(officer):
    """Two rows for one missing girl, and a man taken or killed."""
    girl, again, man = (
        make.person(name, by=officer) for name in ("Nesrîn Mirad", "نسرين مراد", "Mirad Qasim")
    )
    make.event(girl, "registered_missing", "2015-02-01", by=officer)
    make.event(again, "seen", "2017-06-01", by=officer)
    make.event(man, "taken_or_killed", "2014-08-03", by=officer)
    return girl, again, man


def test_a_figure_is_the_list_of_those_it_counts(three, officer) -> None:
    girl, again, man = three

    assert codes(queries.people_by_fate(officer, as_of=DAY)) == {
        "missing": [girl.code],
        "believed_alive": [again.code],
        "taken_or_killed": [man.code],
    }


def test_a_person_of_two_rows_is_counted_once(three, officer, verifier) -> None:
    girl, again, man = three
    make.joined(girl, again, by=officer, second=verifier)

    counted = queries.counted(officer, as_of=DAY)

    assert {frozenset(one.rows) for one in counted} == {
        frozenset({girl.code, again.code}),
        frozenset({man.code}),
    }
    assert {one.status.fate.value for one in counted} == {"believed_alive", "taken_or_killed"}


def test_a_printed_figure_comes_out_again_after_people_were_joined(three, officer, verifier) -> None:
    girl, again, _ = three
    then = datetime.now(UTC)
    printed = codes(queries.people_by_fate(officer, as_of=DAY, known_by=then))
    make.joined(girl, again, by=officer, second=verifier)

    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC)):
        assert codes(queries.people_by_fate(officer, as_of=DAY, known_by=then)) == printed
        assert codes(queries.people_by_fate(officer, as_of=DAY)) != printed


def test_counting_agrees_with_each_persons_page(three, officer) -> None:
    for one in queries.counted(officer, as_of=DAY):
        assert one.status == queries.status_for(officer, one.person, as_of=DAY)


def test_counting_asks_the_database_as_often_for_many_as_for_three(three, officer) -> None:
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            queries.counted(officer, as_of=DAY)
        asked.append(len(captured))
        for number in range(5):
            make.event(make.person(f"Kes {number}", by=officer), "seen", by=officer)

    assert asked[0] == asked[1]


def test_proof_that_they_live_shows_its_date_and_what_it_rests_on(three, officer) -> None:
    _, again, _ = three
    [event] = queries.events_for(officer, again)

    status = queries.status_for(officer, again, as_of=DAY)
    assert (status.last_sign_of_life, status.rests_on) == (date(2017, 6, 1), (str(event.row.pk),))


def test_a_withdrawn_report_still_counts(three, officer, verifier) -> None:
    girl, _, _ = three
    report = make.report(make.claim(girl, "called", "2017-06-10"), by=officer)
    before = codes(queries.people_by_fate(officer, as_of=DAY))

    actions.withdraw_report(report=report, wish_of="about", by=verifier)

    assert codes(queries.people_by_fate(officer, as_of=DAY)) == before
