"""The clock store: alarms that need no key (D15, D29)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vegerin.guard import clock
from vegerin.guard.clock import State
from vegerin.guard.refusals import Refused

SIX = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 06:00 in Baghdad


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clock.expect(tmp_path, code="M7", due=SIX, margin_minutes=30, duty_code="DUTY2")
    return tmp_path


def only(folder: Path) -> clock.Expected:
    (row,) = clock.expected(folder)
    return row


def test_an_office_without_a_store_expects_nobody(tmp_path: Path) -> None:
    assert clock.expected(tmp_path) == ()


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (SIX - minutes(1), State.WAITING),
        (SIX, State.WITHIN_MARGIN),
        (SIX + minutes(29), State.WITHIN_MARGIN),
        (SIX + minutes(30), State.ALARM),
    ],
)
def test_silence_becomes_an_alarm_when_the_margin_has_passed(
    folder: Path, at: datetime, state: State
) -> None:
    assert only(folder).state(at) is state


def test_a_taken_alarm_sounds_again_after_15_minutes_without_a_first_step(folder: Path) -> None:
    taken = SIX + minutes(40)

    clock.take(folder, code="M7", duty_code="duty2", now=taken)

    assert only(folder).state(taken + minutes(14)) is State.TAKEN
    assert only(folder).state(taken + minutes(15)) is State.ALARM


def test_a_first_step_keeps_it_silent_until_a_new_time_is_set(folder: Path) -> None:
    clock.first_step(folder, code="M7", duty_code="DUTY2", now=SIX + minutes(41))
    assert only(folder).state(SIX + minutes(300)) is State.TAKEN

    clock.expect(folder, code="M7", due=SIX + minutes(360), margin_minutes=30, duty_code="DUTY2")

    assert only(folder).state(SIX + minutes(400)) is State.ALARM


def test_another_duty_code_takes_nothing(folder: Path) -> None:
    with pytest.raises(Refused, match="duty code"):
        clock.take(folder, code="M7", duty_code="DUTY9", now=SIX)

    assert only(folder).taken_at is None


def test_an_unknown_code_is_refused_with_the_same_sentence(folder: Path) -> None:
    with pytest.raises(Refused, match="That is not the duty code of this alarm"):
        clock.take(folder, code="M8", duty_code="DUTY2", now=SIX)


def test_those_who_were_heard_from_leave_the_store(folder: Path) -> None:
    clock.heard_from(folder, code="M7")

    assert clock.expected(folder) == ()


@pytest.mark.parametrize("name", ["Nazê", "naze berces", "A" * 9, "", "M 7", "<B>"])
def test_nothing_that_could_be_a_name_enters_the_clear_store(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="is not a code"):
        clock.expect(tmp_path, code=name, due=SIX, margin_minutes=30, duty_code="DUTY2")


def test_a_time_without_its_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="time zone"):
        clock.expect(tmp_path, code="M7", due=datetime(2026, 11, 21, 6), margin_minutes=30, duty_code="DUTY2")


def test_the_store_is_read_as_it_was_written_after_a_restart(folder: Path) -> None:
    clock.take(folder, code="M7", duty_code="DUTY2", now=SIX)

    assert only(folder) == clock.Expected("M7", SIX, 30, "DUTY2", taken_at=SIX)
    assert (folder / clock.FILE).stat().st_mode & 0o077 == 0
