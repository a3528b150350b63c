"""What must be cleared before anybody walks: one raises it, two who did not take the call clear it."""

import pytest

from tests import factories as make
from tests.racing import race
from vegerin.guard import decisions
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.actions.cautions import CLEAR
from vegerin.register.models import CautionCleared

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def person(officer):
    return make.person("Xezal Mirad", by=officer)


def test_r30_a_caution_counts_at_once_and_the_clerk_learns_of_none(person, verifier, staff):
    clerk, planner = staff(Role.CLERK), staff(Role.PLANNER)

    caution = actions.write_caution(
        kind="trap", person=person, source=None, received_by=clerk.staff, by=clerk
    )

    assert queries.cautions_about(planner, [person]) == [caution]
    assert queries.cautions_about(verifier, [person]) == [caution]
    assert queries.cautions_about(clerk, [person]) == []
    assert queries.caution_for(clerk, caution.pk) is None


def test_r31_clearing_takes_two_who_did_not_take_the_call(person, staff, office):
    receiver, second, third = (staff(Role.VERIFIER) for _ in range(3))
    caution = actions.write_caution(
        kind="trap", person=person, source=None, received_by=receiver.staff, by=receiver
    )

    with pytest.raises(Refused, match="You took this call"):
        actions.propose_clearing(caution=caution, why="The aunt met her.", by=receiver)
    decision = actions.propose_clearing(caution=caution, why="The aunt met her.", by=second)
    with pytest.raises(Refused, match="You took this call"):
        decisions.approve(decision=decision, by=receiver)
    with pytest.raises(Refused, match="second person"):
        decisions.approve(decision=decision, by=second)
    assert queries.cautions_about(second, [person]) == [caution]

    decisions.approve(decision=decision, by=third)

    assert queries.cautions_about(second, [person]) == []


def test_r34_a_source_under_caution_touches_everybody_it_told_of(person, officer, verifier, staff):
    handler, deputy = staff(Role.SOURCE_HANDLER), staff(Role.SOURCE_HANDLER)
    source = actions.add_source(code_name="Heron", deputy=deputy.staff, by=handler)
    make.report(make.claim(person, "seen"), by=handler, source=source)
    other = make.person("Naza Elo", by=officer)

    caution = actions.raise_caution(kind="compromised", source=source, by=handler)

    assert queries.cautions_about(verifier, [person]) == [caution]
    assert queries.cautions_about(verifier, [other]) == []


def test_a_clerk_raises_none_by_hand(person, staff):
    with pytest.raises(Refused, match="Verifiers, handlers, planners"):
        actions.raise_caution(kind="public", person=person, by=staff(Role.CLERK))


@pytest.fixture
def caution(person, staff):
    receiver = staff(Role.VERIFIER, name="receiver")
    return actions.write_caution(
        kind="trap", person=person, source=None, received_by=receiver.staff, by=receiver
    )


def waiting(caution, by):
    """A proposal as it waits; two of one caution could, before the second was refused."""
    about, payload = f"caution:{caution.pk}", {"caution": str(caution.pk)}
    return decisions.propose(kind=CLEAR, about=about, reason="The aunt met her.", payload=payload, by=by)


def test_a_second_proposal_to_clear_one_caution_is_refused_with_a_sentence(caution, staff):
    first, second = staff(Role.VERIFIER), staff(Role.VERIFIER)
    actions.propose_clearing(caution=caution, why="The aunt met her.", by=first)

    with pytest.raises(Refused, match="waits for a second signature"):
        actions.propose_clearing(caution=caution, why="So did I.", by=second)


def test_of_two_that_wait_the_second_signature_is_a_sentence_and_it_can_be_refused(
    caution, staff, office, client_for
):
    pair = [waiting(caution, staff(Role.VERIFIER)) for _each in range(2)]
    browser = client_for(office.head)
    addresses = [f"/decisions/{decision.pk}/" for decision in pair]

    answers = [browser.post(address, {"answer": "yes"}) for address in addresses]
    refused = browser.post(addresses[1], {"answer": "no", "reason": "Done already."})

    assert [answer.status_code for answer in (*answers, refused)] == [302, 403, 302]
    assert "Two have cleared this already" in answers[1].content.decode()
    assert CautionCleared.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_two_proposals_at_once_clear_it_once(caution, staff, office):
    pair = [waiting(caution, staff(Role.VERIFIER)) for _each in range(2)]

    ended = race(*(lambda one=one: decisions.approve(decision=one, by=office.head) for one in pair))

    assert ended == {"done": 1, "refused": 1}
    assert CautionCleared.objects.count() == 1
