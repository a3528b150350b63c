"""A clock that was lost: the screen says so and sounds without any key; the open record brings all back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.contacts.pictures import portrait
from tests.contacts.test_evidence import STORY
from vegerin.contacts.actions import intake, urgent
from vegerin.contacts.actions.alarm import NewUrgent
from vegerin.contacts.models import Evidence
from vegerin.guard import boot, clock
from vegerin.guard.models import TrailEntry
from vegerin.guard.roles import Role
from vegerin.missions import actions as missions
from vegerin.missions.actions.moving import set_time, write_step
from vegerin.missions.stages import Stage
from vegerin.shifts import actions as shifts

pytestmark = [pytest.mark.django_db, pytest.mark.record]
SAYS = "The clock was lost"


@pytest.fixture
def expected(office, staff, clerk, verifier):
    """A group that is out, a posting that cannot wait, somebody out alone; one posting was opened already."""
    planner, lead = staff(Role.PLANNER, name="rojda"), staff(Role.FIELD_LEAD, name="sirwan")
    attempt = missions.open_mission(lead=lead.staff, region=None, by=planner).attempts.get()
    write_step(attempt, Stage.APPROVED, group="", by=office.head)
    write_step(attempt, Stage.UNDER_WAY, by=planner)
    set_time(attempt, timezone.now() + timedelta(hours=3), 30, by=planner)
    for number in (1, 2):
        intake.take_posting(
            file=intake.NewFile(portrait(number)), kind="picture", story=STORY, readers=[verifier.staff],
            urgent=NewUrgent("unknown", verifier.staff), by=clerk,
        )  # fmt: skip
    urgent.open_alone(evidence=Evidence.objects.order_by("recorded_at").first(), why="Now.", by=verifier)
    opened = Evidence.objects.order_by("recorded_at").first().urgent.code
    clock.heard_from(office.folder, code=opened)
    shifts.go_out(back_in=timedelta(hours=1), by=clerk)
    back, _word = shifts.go_out(back_in=timedelta(hours=1), by=verifier)
    shifts.say_well(outing=back, again=None, by=verifier)
    return {(row.code, row.margin_minutes) for row in clock.expected(office.folder)}


def lose(office):
    for name in (clock.FILE, clock.TWIN):
        (office.folder / name).unlink()


def test_d12_d15_the_open_record_brings_back_group_posting_and_whoever_is_out(
    expected, office, client, client_for, clerk
):
    lose(office)

    board = client.get("/duty/board/").content.decode()

    found = clock.expected(office.folder)
    assert {row.code for row in found} == {code for code, _margin in expected}
    assert len(found) == 3
    assert (SAYS in board, 'data-sounds="yes"' in board) == (False, True)
    sounding = {row.code[:3] for row in found if row.state(timezone.now()) is clock.State.ALARM}
    assert sounding == {"NOW", "OUT"}
    assert TrailEntry.objects.filter(kind="clock.brought_back").count() == 1


def test_d15_while_the_office_is_locked_it_says_so_and_sounds(expected, office, client, unlocked_again):
    lose(office)
    boot.lock()

    locked = client.get("/duty/board/").content.decode()

    assert (SAYS in locked, 'data-sounds="yes"' in locked) == (True, True)
    assert clock.is_lost(office.folder)


def test_d15_any_page_of_an_open_office_brings_it_back(expected, office, client_for, clerk):
    lose(office)

    client_for(clerk).get("/")

    assert not clock.is_lost(office.folder)
    assert len(clock.expected(office.folder)) == 3
