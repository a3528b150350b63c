"""What must be cleared before anybody walks: one raises it, two who did not take the call clear it."""

import pytest

from tests import factories as make
from vegerin.guard import decisions
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries

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
