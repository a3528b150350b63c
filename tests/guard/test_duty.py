"""The duty screen: works locked, without any key; checking in alone; the printed board (D15, R39)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from vegerin.guard import boot, clock
from vegerin.guard.roles import Role

pytestmark = pytest.mark.record


@pytest.fixture
def out_alone(office):
    due = timezone.now() - timedelta(minutes=40)
    clock.expect(
        office.folder, code="OUT-7KQ", due=due, margin_minutes=10, duty_code="D4", check_word="RTM4K"
    )
    return office


def test_a_silent_worker_sounds_while_the_office_is_locked(client, out_alone, unlocked_again):
    boot.lock()

    board = client.get("/duty/board/").content.decode()

    assert 'data-sounds="yes"' in board
    assert "OUT-7KQ" in board


def test_she_checks_in_without_any_key_while_the_office_is_locked(client, out_alone, unlocked_again):
    boot.lock()

    refused = client.post("/duty/check-in/", {"code": "OUT-7KQ", "word": "WRONG"})
    heard = client.post("/duty/check-in/", {"code": "OUT-7KQ", "word": "rtm4k", "again": "60"})

    assert (refused.status_code, heard.status_code) == (403, 302)
    assert 'data-sounds="no"' in client.get("/duty/board/").content.decode()
    assert clock.expected(out_alone.folder)[0].due > timezone.now() + timedelta(minutes=59)


def test_the_duty_officer_enters_what_she_heard_over_the_telephone(client, out_alone):
    client.post("/duty/OUT-7KQ/", {"duty_code": "d4", "act": "heard"})

    assert clock.expected(out_alone.folder) == ()


def test_the_screen_shows_neither_duty_code_nor_word(client, out_alone):
    screen = client.get("/duty/").content.decode()

    assert "OUT-7KQ" in screen
    assert "RTM4K" not in screen
    assert ">D4<" not in screen


def test_the_printed_board_bears_the_duty_codes_and_is_traced(out_alone, staff, client_for):
    from vegerin.guard.models import TrailEntry

    page = client_for(staff(Role.DUTY_OFFICER)).get("/duty/paper/").content.decode()

    assert ">D4<" in page
    assert TrailEntry.objects.filter(kind="duty.printed").count() == 1


def test_the_printed_board_is_not_for_everybody(out_alone, staff, client_for):
    assert client_for(staff(Role.CLERK)).get("/duty/paper/").status_code == 404
