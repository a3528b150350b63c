"""Captivity episodes are off; switched on by two for a purpose, they open to named readers only (D5)."""

import pytest

from tests import factories as make
from vegerin.guard import decisions
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import NotYours, Refused
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
        actions.keep_told(person=person, told={"what": "episode", "id": str(number)}, by=reader)


def test_episodes_are_off_by_default(person, psychologist) -> None:
    with pytest.raises(Refused, match="Episodes are off"):
        tell(person, psychologist)
    assert not Episode.objects.exists()


def test_thirty_one_are_kept_as_they_came_for_named_readers_only(
    person, psychologist, switched_on, verifier, officer
) -> None:
    tell(person, psychologist, count=31)

    told = [one.told["id"] for one in queries.told_by(psychologist, person)]
    assert told == [str(number) for number in range(31)]
    for reader in (verifier, officer, *switched_on):
        assert queries.told_by(reader, person) == []
    assert TrailEntry.objects.filter(kind="episodes.opened").count() == 1


def test_who_read_it_stands_beside_it(person, psychologist, switched_on) -> None:
    tell(person, psychologist)
    queries.told_by(psychologist, person)

    assert [name for _at, name, _why in queries.who_read_telling(psychologist, person)] == ["psychologist"]


def test_a_reader_is_named_by_one_who_is_named(person, psychologist, switched_on, verifier, staff) -> None:
    tell(person, psychologist)
    stranger = staff(Role.PSYCHOLOGIST, name="stranger")

    with pytest.raises(NotYours):
        actions.name_reader(person=person, staff=stranger.staff, by=stranger)
    actions.name_reader(person=person, staff=verifier.staff, by=psychologist)

    assert len(queries.told_by(verifier, person)) == 1
    assert queries.told_by(stranger, person) == []


def test_another_who_hears_people_does_not_write_into_it(person, psychologist, switched_on, staff) -> None:
    tell(person, psychologist)

    with pytest.raises(NotYours):
        tell(person, staff(Role.PSYCHOLOGIST, name="stranger"))


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
