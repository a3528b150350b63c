"""Captivity episodes are off; switched on by two for a purpose, they open to named readers only (D5)."""

import pytest

from tests import factories as make
from vegerin.engines.history.dates import year
from vegerin.guard import decisions
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.models import Episode

pytestmark = pytest.mark.record


@pytest.fixture
def psychologist(staff):
    return staff(Role.PSYCHOLOGIST, name="psychologist")


@pytest.fixture
def person(officer):
    return make.person("Nesrîn", by=officer)


@pytest.fixture
def switched_on(staff, psychologist):
    head, deputy = staff(Role.HEAD), staff(Role.DEPUTY)
    decision = actions.propose_episodes(purpose="A court asks for dates, at her wish.", by=head)
    decisions.approve(decision=decision, by=deputy)
    return head, deputy


def tell(person, reader, count: int = 1) -> None:
    for number in range(count):
        actions.record_episode(person=person, happened=year(2014), region=f"region {number}", by=reader)


def test_episodes_are_off_by_default(person, psychologist) -> None:
    with pytest.raises(Refused, match="Episodes are off"):
        tell(person, psychologist)
    assert not Episode.objects.exists()


def test_thirty_one_episodes_are_kept_in_her_order_for_named_readers_only(
    person, psychologist, switched_on, verifier, officer
) -> None:
    tell(person, psychologist, count=31)

    told = [episode["region"] for episode in queries.episodes_of(psychologist, person)]
    assert told == [f"region {number}" for number in range(31)]
    for reader in (verifier, officer, *switched_on):
        assert queries.episodes_of(reader, person) == []
    assert TrailEntry.objects.filter(kind="sealed.opened").count() == 31


def test_switching_off_stops_the_writing(person, psychologist, switched_on) -> None:
    head, deputy = switched_on
    decisions.approve(decision=actions.propose_episodes(purpose="", by=head), by=deputy)

    with pytest.raises(Refused, match="off"):
        tell(person, psychologist)


def test_a_statement_taken_elsewhere_stands_instead_of_asking_again(person, officer) -> None:
    actions.set_fact(
        person=person, what="statement", value="commission, file 12", told_by="herself", by=officer
    )

    assert [f.value for f in queries.facts_for(officer, person) if f.what == "statement"] == [
        "commission, file 12"
    ]
