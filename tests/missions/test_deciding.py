"""A mission goes only when two independent lines, the conditions and two people say so (R31, R40–R46)."""

import pytest

from tests import factories as make
from tests.missions.conftest import TODAY, answer_all, soon
from vegerin.guard import decisions
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.lacks import lacks_of
from vegerin.missions.stages import Stage
from vegerin.register import actions as register

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def codes(attempt, reader):
    return [lack.code for lack in lacks_of(attempt, reader)]


def test_two_sign_and_it_may_go(attempt, planner, head):
    decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

    decisions.approve(decision=decision, by=head)

    assert queries.stage_of(attempt) is Stage.APPROVED


def test_r31_go_is_refused_with_one_source(planner, lead, head, officer, verifier, second):
    person = make.person("Xezal Mirad", by=officer)
    make.report(make.claim(person, "called"), by=verifier)
    make.signed(make.event(person, "alive_confirmed", TODAY, by=verifier), by=second)
    mission = actions.open_mission(lead=lead.staff, region=None, by=planner)
    actions.choose(mission=mission, persons=[person], by=planner)
    answer_all(mission, by=planner)

    with pytest.raises(Refused, match="comes from one source"):
        actions.propose_go(attempt=queries.last_attempt(mission), why="She called.", by=planner)


def test_r31_two_reports_of_one_number_are_one_source(planner, lead, officer, verifier, second):
    person = make.person("Xezal Mirad", by=officer)
    for _ in range(2):
        phone = register.NewPhone("0750 123 45 67")
        make.report(make.claim(person, "called"), by=verifier, phones=[phone])
    make.signed(make.event(person, "alive_confirmed", TODAY, by=verifier), by=second)
    mission = actions.open_mission(lead=lead.staff, region=None, by=planner)
    actions.choose(mission=mission, persons=[person], by=planner)
    answer_all(mission, by=planner)

    assert codes(queries.last_attempt(mission), planner) == ["one_source"]


@pytest.mark.parametrize("kind", ["trap", "public", "other_body", "taken"])
def test_r30_r108_go_is_refused_while_a_caution_is_open(kind, attempt, group, planner, verifier):
    register.raise_caution(kind=kind, person=group[0], by=verifier)

    with pytest.raises(Refused, match="Two people clear it who did not take the call"):
        actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)


def test_a_caution_raised_between_two_signatures_stops_the_second(attempt, group, planner, head, verifier):
    decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)
    register.raise_caution(kind="trap", person=group[0], by=verifier)

    with pytest.raises(Refused, match="may be a trap"):
        decisions.approve(decision=decision, by=head)
    assert queries.stage_of(attempt) is Stage.PLANNED


def test_go_is_refused_while_the_risk_sheet_has_gaps(planner, lead, group):
    mission = actions.open_mission(lead=lead.staff, region=None, by=planner)
    actions.choose(mission=mission, persons=group, by=planner)

    assert codes(queries.last_attempt(mission), planner) == ["risks"]


def test_r42_somebody_not_confirmed_stops_the_go_unless_she_goes_with_her_parent(
    attempt, mission, group, planner, officer, verifier
):
    child = make.person("Ferhad Dakhil", by=officer)
    actions.choose(mission=mission, persons=[child], by=planner)
    alone = codes(attempt, planner)
    register.add_kin(person=child, relative=group[0], kind="mother", tie="blood", by=officer)

    assert (alone, codes(attempt, planner)) == (["unconfirmed"], [])


def test_r44_planner_approver_and_lead_are_three(planner, head, staff, group):
    deputy = staff(Role.DEPUTY)
    mission = actions.open_mission(lead=head.staff, region=None, by=planner)
    actions.choose(mission=mission, persons=group, by=planner)
    answer_all(mission, by=planner)
    decision = actions.propose_go(attempt=queries.last_attempt(mission), why="Agreed.", by=planner)

    with pytest.raises(Refused, match="plans or leads a mission does not approve"):
        decisions.approve(decision=decision, by=head)
    decisions.approve(decision=decision, by=deputy)
    with pytest.raises(Refused, match="Who plans does not lead"):
        actions.open_mission(lead=planner.staff, region=None, by=planner)


def test_r42_a_change_of_members_voids_the_approval(approved, mission, confirmed, planner):
    actions.choose(mission=mission, persons=[confirmed("Basê Qasim")], by=planner)

    assert queries.stage_of(approved) is Stage.PLANNED
    with pytest.raises(Refused, match="no such step"):
        actions.take_step(attempt=approved, to="under_way", due=soon(), by=planner)


def test_r42_leaving_anyone_takes_the_groups_wish_a_reason_and_two(approved, mission, group, planner, head):
    with pytest.raises(Refused, match="what the group itself wishes"):
        actions.propose_leaving(mission=mission, person=group[0], wish=" ", why="Hurt.", by=planner)
    decision = actions.propose_leaving(
        mission=mission, person=group[0], wish="She asks us to go on.", why="Cannot walk.", by=planner
    )
    before = queries.group_of(mission)

    decisions.approve(decision=decision, by=head)

    assert (before, queries.group_of(mission)) == (group, group[1:])
    assert queries.stage_of(approved) is Stage.PLANNED


def test_d13_an_emergency_go_is_one_senior_with_a_reason_but_never_past_a_trap(
    attempt, group, head, verifier, planner
):
    caution = register.raise_caution(kind="trap", person=group[0], by=verifier)
    with pytest.raises(Refused, match="may be a trap"):
        actions.emergency_go(attempt=attempt, why="They walk now.", by=head)
    with pytest.raises(Refused, match="In an emergency the head"):
        actions.emergency_go(attempt=attempt, why="They walk now.", by=planner)
    cleared = register.propose_clearing(caution=caution, why="Her aunt met her.", by=verifier)
    decisions.approve(decision=cleared, by=head)

    decision = actions.emergency_go(attempt=attempt, why="They walk now.", by=head)

    assert queries.stage_of(attempt) is Stage.APPROVED
    assert decision.due_at is not None  # reviewed within 24 hours


def test_two_tabs_do_not_both_make_the_next_step(out, planner, lead):
    stale = type(out).objects.get(pk=out.pk)
    actions.take_step(attempt=out, to="broken_off", reason="bombing", by=planner)

    with pytest.raises(Refused, match="no such step"):
        actions.take_step(attempt=stale, to="holding", reason="weather", due=soon(), by=lead)


def test_d9_a_word_of_payment_asks_the_head_for_one_tick(attempt, mission, planner, head):
    note = actions.add_note(mission=mission, kind="plan", words="They ask for 5,000 dollars.", by=planner)
    with pytest.raises(Refused, match="No payment is planned or recorded here"):
        actions.propose_go(attempt=attempt, why="Agreed.", by=planner)

    actions.read_rule(note=note, by=head)

    assert codes(attempt, planner) == []


def test_r106_who_is_not_of_the_mission_does_not_know_of_it(mission, staff, planner, lead, head):
    others = [staff(role) for role in Role if role not in (Role.HEAD, Role.DEPUTY)]

    assert {
        reader.staff.working_name for reader in others if queries.mission_for(reader, mission.code)
    } == set()
    assert queries.mission_for(planner, mission.code) == mission
    assert queries.mission_for(lead, mission.code) == mission
    assert queries.mission_for(head, mission.code) == mission
