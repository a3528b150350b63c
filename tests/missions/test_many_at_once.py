"""A board asks for all its missions at once; each shows what is its own, and what it would show alone."""

import pytest

from tests import factories as make
from tests.missions.conftest import answer_all
from vegerin.guard.roles import Role
from vegerin.missions import actions, around, lacks, queries
from vegerin.register import actions as register

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def four(mission, group, planner, lead, head, officer, verifier, second, confirmed):
    """One that may go; one of nobody; a mother with her child; one of whom little is known."""
    mother, child, alone = (
        confirmed("Şîrîn Berces"),
        make.person("Delal", by=officer),
        make.person("Kes", by=officer),
    )
    register.add_kin(person=child, relative=mother, kind="mother", tie="blood", by=officer)
    twin = confirmed("Kes Mirad")
    make.joined(alone, twin, by=verifier, second=second)
    nobody, family, little = (
        actions.open_mission(lead=lead.staff, region=None, by=planner) for _one in range(3)
    )
    actions.choose(mission=family, persons=[mother, child], by=planner)
    actions.choose(mission=little, persons=[alone, make.person("Naza", by=officer)], by=planner)
    actions.add_note(mission=little, kind="plan", words="They ask for money.", by=planner)
    register.raise_caution(kind="public", person=mother, by=head)
    answer_all(family, by=planner)
    return [mission, nobody, family, little]


def test_what_lacks_is_the_same_for_one_asked_alone_and_among_others(four, planner):
    board = queries.boards_for(planner)
    known = lacks.known_for(planner, board)

    together = {one.code: lacks.lacks_of(queries.last_attempt(one), planner, known) for one in board}

    alone = {one.code: lacks.lacks_of(queries.last_attempt(one), planner) for one in four}
    assert together == alone
    assert [[lack.code for lack in together[one.code]] for one in four] == [
        [],
        ["group", "risks"],
        ["caution.public"],
        ["one_source", "unconfirmed", "payment", "risks"],
    ]


def test_a_board_knows_nothing_of_a_mission_that_is_not_the_readers(four, staff, lead, head, confirmed):
    other = staff(Role.PLANNER, name="other")
    theirs = actions.open_mission(lead=lead.staff, region=None, by=other)
    actions.choose(mission=theirs, persons=[confirmed("Perî Elo")], by=other)

    assert [one.code for one in queries.boards_for(other)] == [theirs.code]
    assert {one.code for one in queries.boards_for(head)} == {one.code for one in [*four, theirs]}


def test_who_may_not_see_cautions_learns_of_none_among_many(four, verifier, staff):
    known = {
        reader: lacks.known_for(reader, four).cautions
        for reader in (verifier, staff(Role.FIELD_LEAD, name="l2"))
    }

    assert [bool(found) for found in known.values()] == [True, False]


def test_a_group_on_the_way_is_stopped_by_what_is_its_own(out, four, group, planner, head):
    family = four[2]
    known = around.known_of([out.mission, family])

    assert known.to_be_cleared(out.mission) == []
    assert len(known.to_be_cleared(family)) == 1
    assert not around.came_up_on_the_way(out, known)

    register.raise_caution(kind="public", person=group[0], by=head)

    assert around.came_up_on_the_way(out, around.known_of([out.mission, family]))
