"""What follows an outcome is somebody's duty until it is done; the clock store agrees with the record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.missions.conftest import soon
from vegerin.guard import clock
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.models import NoteExtended

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def ended(out, person, outcome, *, by, second):
    line = actions.tick(attempt=out, person=person, outcome=outcome, age="grown", by=by)
    actions.tick_second(line=line, by=second)
    return line


def duties(attempt):
    return [what for _line, what in queries.follow_ups(attempt)]


def test_r51_two_lost_and_one_hurt_leave_five_duties(out, group, reception, planner):
    for person, outcome in zip(group, ("died", "died", "received_hurt"), strict=True):
        ended(out, person, outcome, by=reception, second=planner)

    assert sorted(duties(out)) == ["family", "family", "remains", "remains", "treatment"]


def test_d14_the_place_of_remains_is_moved_before_the_duty_is_done(out, mission, group, reception, planner):
    line = ended(out, group[0], "died", by=reception, second=planner)
    with pytest.raises(Refused, match="and move it, first"):
        actions.follow(line=line, what="remains", by=reception)
    note = actions.add_note(
        mission=mission, kind="death", person=group[0], words="Under the two oaks.", by=planner
    )
    actions.move_note(note=note, by=planner)

    actions.follow(line=line, what="remains", by=reception)

    assert duties(out) == ["family"]
    with pytest.raises(Refused, match="does not follow"):
        actions.follow(line=line, what="treatment", by=reception)
    with pytest.raises(Refused, match="done already"):
        actions.follow(line=line, what="remains", by=reception)


@pytest.mark.parametrize("outcome", ["stayed", "recaptured"])
def test_r7_who_stayed_or_was_taken_again_is_a_live_lead(outcome, out, group, reception, planner):
    ended(out, group[0], outcome, by=reception, second=planner)

    latest = group[0].reviews.order_by("recorded_at").last()

    assert (latest.review_class, latest.review_on) == ("live", timezone.localdate() + timedelta(days=3))


def test_d15_who_is_out_and_not_on_the_clock_is_entered_again(out, mission, office):
    for name in (clock.FILE, clock.TWIN):
        (office.folder / name).unlink()

    again = actions.keep_clock_right(), actions.keep_clock_right()

    assert again == (1, 0)
    assert [row.code for row in clock.expected(office.folder)] == [f"{mission.code}-1"]


def test_r49_the_duty_screen_takes_no_group_off_the_board(out, mission, office, client):
    address, told = f"/duty/{mission.code}-1/", {"duty_code": mission.duty_code, "act": "heard"}

    refused = client.post(address, told)
    again = client.post(address, {**told, "again": "120"})

    assert (refused.status_code, again.status_code) == (403, 302)
    assert "until their mission has ended" in refused.content.decode()
    assert clock.expected(office.folder)[0].due > timezone.now() + timedelta(minutes=118)


def test_d14_thirty_days_after_its_end_no_extension_keeps_a_note(out, mission, planner):
    note = actions.add_note(mission=mission, kind="plan", words="By the dry well.", by=planner)
    actions.take_step(attempt=out, to="broken_off", reason="bombing", by=planner)
    end = out.steps.last().recorded_at
    far = end + timedelta(days=90)
    NoteExtended.objects.create(note=note, until=far, by=planner.staff)  # as if extended again and again

    assert queries.expires(note) == end + timedelta(days=30)


def test_a_time_with_its_own_margin(out, planner, office):
    actions.heard_from(attempt=out, next_due=soon(3), margin_minutes=15, by=planner)

    assert [row.margin_minutes for row in clock.expected(office.folder)] == [15]


def test_r36_who_planned_or_led_it_sees_no_plan_once_the_role_is_taken_away(mission, planner, lead):
    received_in = frozenset({Role.RECEPTION_MANAGER})

    seen = {reader: queries.sees_plan(reader, mission) for reader in (planner, lead)}
    later = {one: queries.sees_plan(replace(one, roles=received_in), mission) for one in (planner, lead)}

    assert (set(seen.values()), set(later.values())) == ({True}, {False})
