"""What only a family knows: collected beforehand, shown once, answered in six ways (D1, D8)."""

import pytest

from tests import factories as make
from vegerin.contacts import actions, queries
from vegerin.contacts.models import Asked
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions as register

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def test_d1_a_question_is_shown_once_and_consumed(person, verifier, staff):
    liaison = staff(Role.LIAISON, name="liaison")
    first = actions.collect_question(person=person, question="Which tree?", answer="The fig", by=liaison)
    actions.collect_question(person=person, question="Which song?", answer="The long one", by=liaison)

    opened = actions.open_question(person=person, by=verifier)
    actions.record_answer(opened=opened, outcome="not_remembered", by=verifier)

    assert opened.question == first
    assert queries.words_of(verifier, opened) == ("Which tree?", "The fig")
    assert queries.left_of(verifier, person) == 1
    assert actions.open_question(person=person, by=verifier).question != first
    with pytest.raises(Refused, match="No question is left"):
        actions.open_question(person=person, by=verifier)


def test_d8_four_ways_of_not_saying_are_not_wrong():
    assert set(Asked.Outcome.values) == {
        "right", "wrong", "not_remembered", "would_not_say", "line_cut", "never_told",
    }  # fmt: skip


def test_a_clerk_collects_no_question_and_sees_none(person, clerk, client_for):
    with pytest.raises(Refused, match="Liaisons and verifiers"):
        actions.collect_question(person=person, question="Which tree?", answer="The fig", by=clerk)

    assert client_for(clerk).get(f"/contacts/questions/{person.code}/").status_code == 404


def test_asking_through_the_page(person, verifier, client_for):
    client = client_for(verifier)
    address = f"/contacts/questions/{person.code}/"
    client.post(address, {"question": "Which tree?", "answer": "The fig"})
    before = client.get(address).content.decode()
    client.post(f"{address}ask/")
    during = client.get(address).content.decode()
    client.post(f"{address}ask/", {"outcome": "right"})
    after = client.get(address).content.decode()

    assert "Which tree?" not in before
    assert "Which tree?" in during
    assert "Which tree?" not in after
    assert "0 questions are left." in after


def test_d1_questions_of_a_request_are_taken_too_and_once(person, verifier, officer, staff):
    liaison = staff(Role.LIAISON, name="liaison")
    asked = register.NewQuestion("What did the goat break?", "The blue jug")
    request = make.request("Xezal Mirad", questions=[asked], by=liaison)
    sought = request.sought.get()
    register.link_sought(sought=sought, person=person, verdict="same", why="Mother.", by=officer)

    assert queries.left_of(verifier, person) == 1
    opened = actions.open_question(person=person, by=verifier)

    assert queries.words_of(verifier, opened) == ("What did the goat break?", "The blue jug")
    assert queries.left_of(verifier, person) == 0


def test_d1_a_question_that_was_asked_does_not_open_again_on_the_familys_request(
    person, verifier, officer, staff, client_for
):
    liaison = staff(Role.LIAISON, name="liaison")
    asked = register.NewQuestion("What did the goat break?", "The blue jug")
    request = make.request("Xezal Mirad", questions=[asked], by=liaison)
    register.link_sought(
        sought=request.sought.get(), person=person, verdict="same", why="Mother.", by=officer
    )
    opened = actions.open_question(person=person, by=verifier)
    client = client_for(verifier)

    page = client.get(f"/requests/{request.code}/").content.decode()
    answer = client.post(f"/requests/questions/{opened.known_id}/").content.decode()

    assert "It is never shown again" in page
    assert f"/requests/questions/{opened.known_id}/" not in page
    assert "It is never shown again; ask the family for another" in answer
    assert "goat" not in page + answer
