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
    assert TrailEntry.objects.filter(kind="paper.printed").count() == 1
    assert "Copy 1." in page


def test_the_printed_board_is_not_for_everybody(out_alone, staff, client_for):
    assert client_for(staff(Role.CLERK)).get("/duty/paper/").status_code == 404


def wrong(client, n=5, act="first_step"):
    return [client.post("/duty/OUT-7KQ/", {"duty_code": f"D{100 + n}", "act": act}) for n in range(n)]


def tries():
    from vegerin.guard.models import TrailEntry

    return list(TrailEntry.objects.filter(kind="duty.wrong_code").values_list("about", "staff"))


def test_d15_after_five_wrong_codes_only_who_is_seated_on_duty_silences_an_alarm(
    client, out_alone, staff, client_for
):
    answers = wrong(client)
    guessed = client.post("/duty/OUT-7KQ/", {"duty_code": "D4", "act": "first_step"})
    by_a_clerk = client_for(staff(Role.CLERK)).post("/duty/OUT-7KQ/", {"duty_code": "D4"})

    assert {one.status_code for one in [*answers, guessed, by_a_clerk]} == {403}
    assert "Its alarm sounds on" in guessed.content.decode()
    board = client.get("/duty/board/").content.decode()
    assert ('data-sounds="yes"' in board, "signs in and types" in board) == (True, True)

    on_duty = client_for(staff(Role.DUTY_OFFICER)).post("/duty/OUT-7KQ/", {"duty_code": "D4"})

    assert on_duty.status_code == 302
    assert 'data-sounds="no"' in client.get("/duty/board/").content.decode()


def test_wrong_codes_are_in_the_trail_by_whom_if_she_is_seated(client, out_alone, staff, client_for):
    clerk = staff(Role.CLERK)

    wrong(client, 1)
    wrong(client_for(clerk), 1)
    client.post("/duty/check-in/", {"code": "out-7kq", "word": "WRONG"})
    client.post("/duty/check-in/", {"code": "NAZÊ", "word": "WRONG"})

    assert tries() == [("OUT-7KQ", ""), ("OUT-7KQ", str(clerk.staff.pk)), ("OUT-7KQ", "")]


def test_wrong_codes_typed_while_the_office_is_locked_come_into_the_trail_when_it_opens(
    client, out_alone, unlocked_again
):
    k0 = boot._k0
    boot.lock()
    wrong(client, 7)
    boot.unlock(k0)

    client.get("/duty/board/")
    client.get("/duty/board/")

    assert tries() == [("OUT-7KQ", "")] * 5


def test_one_account_on_duty_waits_after_five_wrong_codes_and_a_colleague_answers(
    out_alone, staff, client_for
):
    first, second = (client_for(staff(Role.DUTY_OFFICER)) for _each in range(2))

    wrong(first)
    waits = first.post("/duty/OUT-7KQ/", {"duty_code": "D4"})

    assert (waits.status_code, "within ten minutes" in waits.content.decode()) == (403, True)
    assert second.post("/duty/OUT-7KQ/", {"duty_code": "D4"}).status_code == 302
