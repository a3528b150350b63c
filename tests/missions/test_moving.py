"""On the way: pauses, holding, times, alarms without any key (R41, R46, R48, R49, D15)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.missions.conftest import soon
from vegerin.guard import clock
from vegerin.guard.refusals import Refused
from vegerin.missions import actions, queries
from vegerin.missions.stages import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def test_r41_a_pause_ends_only_when_another_has_signed_its_condition(out, planner, lead):
    with pytest.raises(Refused, match="before they go on"):
        actions.take_step(attempt=out, to="paused_medical", due=soon(), by=planner)
    actions.take_step(
        attempt=out, to="paused_medical", condition="The wound is dressed.", due=soon(), by=planner
    )
    (condition,) = queries.conditions_open(out)
    with pytest.raises(Refused, match="condition for going on is not signed"):
        actions.take_step(attempt=out, to="under_way", due=soon(), by=lead)
    with pytest.raises(Refused, match="Somebody else than who set"):
        actions.sign_condition(condition=condition, by=planner)

    actions.sign_condition(condition=condition, by=lead)
    actions.take_step(attempt=out, to="under_way", due=soon(), by=lead)

    assert queries.stage_of(out) is Stage.UNDER_WAY


def test_r46_the_clock_store_knows_code_and_time_and_nothing_else(out, mission, office):
    (row,) = clock.expected(office.folder)

    assert row.code == f"{mission.code}-1"
    assert row.duty_code == mission.duty_code
    assert row.state(timezone.now()) is clock.State.WAITING
    assert row.state(row.overdue_from) is clock.State.ALARM


def test_r49_holding_sets_a_new_time_and_never_silences(out, planner, office):
    with pytest.raises(Refused, match="Set the time"):
        actions.take_step(attempt=out, to="holding", reason="weather", by=planner)
    due = soon(20)

    actions.take_step(attempt=out, to="holding", reason="weather", due=due, by=planner)

    assert [row.due for row in clock.expected(office.folder)] == [due]


@pytest.mark.parametrize("hours", [-1, 49])
def test_a_time_lies_ahead_and_within_two_days(out, planner, hours):
    with pytest.raises(Refused, match="within the next 48 hours"):
        actions.heard_from(attempt=out, next_due=timezone.now() + timedelta(hours=hours), by=planner)


def test_being_heard_from_sets_the_next_time(out, planner):
    first = queries.open_check_in(out)

    second = actions.heard_from(attempt=out, next_due=soon(6), by=planner)

    assert queries.open_check_in(out) == second
    first.refresh_from_db()
    assert first.heard.by == planner.staff


def test_an_ended_attempt_leaves_the_clock_store(out, planner, office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_step(attempt=out, to="broken_off", reason="bombing", by=planner)

    assert clock.expected(office.folder) == ()


def test_r40_two_tries_broken_off_and_the_third_is_another_attempt(out, mission, planner):
    actions.take_step(attempt=out, to="broken_off", reason="injury", by=planner)

    again = actions.next_attempt(mission=mission, by=planner)

    assert (again.number, queries.stage_of(again), len(queries.group_of(mission))) == (2, Stage.PLANNED, 3)


def test_r48_phases_come_in_order_and_a_step_back_says_why(out, planner):
    for phase in ("contact", "verify", "approve", "pick_up", "transit"):
        actions.enter_phase(attempt=out, phase=phase, by=planner)
    with pytest.raises(Refused, match="After On the way comes Crossing"):
        actions.enter_phase(attempt=out, phase="reception", by=planner)
    with pytest.raises(Refused, match="Say why"):
        actions.enter_phase(attempt=out, phase="pick_up", by=planner)

    actions.enter_phase(attempt=out, phase="pick_up", reason="no_contact", by=planner)

    assert queries.phase_of(out) == "pick_up"


def test_nobody_is_picked_up_before_the_go(attempt, planner):
    for phase in ("contact", "verify", "approve"):
        actions.enter_phase(attempt=attempt, phase=phase, by=planner)

    with pytest.raises(Refused, match="before the mission is under way"):
        actions.enter_phase(attempt=attempt, phase="pick_up", by=planner)


def test_d15_a_duty_code_is_not_guessed_in_a_night(mission):
    assert len(mission.duty_code) == 5
    assert set(mission.duty_code) <= set(clock.LETTERS)
