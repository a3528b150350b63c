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


@pytest.mark.parametrize("content", [None, b"", b"[{", b'{"a": 1}'], ids=["gone", "empty", "cut", "other"])
def test_d15_one_file_that_is_lost_or_broken_loses_no_time(folder: Path, content: bytes | None) -> None:
    kept = clock.expected(folder)

    (folder / clock.FILE).unlink()
    if content is not None:
        (folder / clock.FILE).write_bytes(content)

    assert (clock.expected(folder), clock.is_lost(folder)) == (kept, False)


def test_d15_when_both_files_are_gone_the_clock_is_lost_until_all_were_entered_again(folder: Path) -> None:
    for name in (clock.FILE, clock.TWIN):
        (folder / name).unlink()

    gone = clock.is_lost(folder)
    clock.expect(folder, code="M8", due=SIX, margin_minutes=30, duty_code="DUTY3")
    one_is_back = clock.is_lost(folder)
    clock.found_again(folder)

    assert (gone, one_is_back, clock.is_lost(folder)) == (True, True, False)
    assert only(folder).code == "M8"


def test_an_office_that_never_kept_a_time_has_lost_none(tmp_path: Path) -> None:
    before = clock.is_lost(tmp_path)
    clock.expect(tmp_path, code="M8", due=SIX, margin_minutes=30, duty_code="DUTY3")

    assert (before, clock.is_lost(tmp_path)) == (False, False)


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


def test_a_margin_that_was_written_as_text_is_read_all_the_same(folder: Path) -> None:
    file = folder / clock.FILE
    file.write_text(file.read_text("utf-8").replace('"margin_minutes": 30', '"margin_minutes": "30"'))
    assert '"30"' in file.read_text("utf-8")

    assert only(folder).state(SIX + minutes(30)) is State.ALARM


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


def test_a_late_word_over_the_telephone_counts_as_an_alarm_that_was_heeded(folder: Path) -> None:
    alarm = SIX + minutes(30)
    clock.take(folder, code="M7", duty_code="DUTY2", now=alarm + minutes(3))
    clock.first_step(folder, code="M7", duty_code="DUTY2", now=alarm + minutes(9))

    clock.heard_by_duty(folder, code="M7", duty_code="DUTY2", now=alarm + minutes(50))

    assert clock.expected(folder) == ()
    assert clock.heeded(folder) == (
        clock.Heeded("M7", alarm, alarm + minutes(3), alarm + minutes(9), alarm + minutes(50)),
    )
    assert clock.heeded(folder)[0].in_time


def test_an_alarm_without_a_step_for_a_quarter_of_an_hour_was_not_heeded_in_time(folder: Path) -> None:
    clock.heard_by_duty(folder, code="M7", duty_code="DUTY2", now=SIX + minutes(46))

    assert [alarm.in_time for alarm in clock.heeded(folder)] == [False]


def test_a_time_that_was_kept_is_no_alarm(folder: Path) -> None:
    clock.heard_by_duty(folder, code="M7", duty_code="DUTY2", now=SIX, again=minutes(60))

    assert only(folder).due == SIX + minutes(60)
    assert clock.heeded(folder) == ()


def test_only_the_right_duty_code_says_that_they_were_heard(folder: Path) -> None:
    with pytest.raises(Refused, match="duty code"):
        clock.heard_by_duty(folder, code="M7", duty_code="DUTY9", now=SIX)

    assert only(folder).code == "M7"


@pytest.fixture
def out_alone(tmp_path: Path) -> Path:
    clock.expect(tmp_path, code="OUT-7KQ", due=SIX, margin_minutes=10, duty_code="D4", check_word="RTM4K")
    return tmp_path


def test_whoever_is_out_alone_checks_in_with_code_and_word(out_alone: Path) -> None:
    clock.check_in(out_alone, code=" out-7kq", word="rtm4k ", now=SIX, again=minutes(30))
    assert only(out_alone).due == SIX + minutes(30)

    clock.check_in(out_alone, code="OUT-7KQ", word="RTM4K", now=SIX + minutes(20))
    assert clock.expected(out_alone) == ()


def test_silence_of_one_who_is_out_alone_alarms(out_alone: Path) -> None:
    assert only(out_alone).state(SIX + minutes(10)) is State.ALARM


def test_five_wrong_words_leave_only_the_duty_code(out_alone: Path) -> None:
    for word in ("A", "B", "C", "D", "E", "RTM4K"):
        with pytest.raises(Refused, match="do not fit"):
            clock.check_in(out_alone, code="OUT-7KQ", word=word, now=SIX)

    clock.heard_by_duty(out_alone, code="OUT-7KQ", duty_code="d4", now=SIX)

    assert clock.expected(out_alone) == ()


def test_the_check_in_word_stands_nowhere_in_clear(out_alone: Path) -> None:
    assert "RTM4K" not in (out_alone / clock.FILE).read_text()


def test_a_mission_without_a_word_is_not_silenced_by_an_empty_one(folder: Path) -> None:
    with pytest.raises(Refused, match="do not fit"):
        clock.check_in(folder, code="M7", word="", now=SIX)

    assert only(folder).code == "M7"


def test_drawn_codes_may_enter_the_store() -> None:
    assert clock.CODE.fullmatch(clock.draw_code("OUT"))
    assert clock.draw_word() != clock.draw_word()


def test_d15_five_wrong_duty_codes_ask_for_a_seat_and_leave_the_alarm_sounding(folder: Path) -> None:
    late = SIX + minutes(40)
    for number in range(5):
        with pytest.raises(clock.WrongCode, match="not the duty code"):
            clock.first_step(folder, code="M7", duty_code=f"D{number}", now=late)

    with pytest.raises(clock.TooManyTries, match="Its alarm sounds on"):
        clock.first_step(folder, code="M7", duty_code="DUTY2", now=late)

    assert only(folder).state(late) is State.ALARM


def test_d15_whoever_is_seated_on_duty_is_never_shut_out_by_the_tries_of_another(folder: Path) -> None:
    for number in range(7):
        with pytest.raises(Refused):
            clock.take(folder, code="M7", duty_code=f"D{number}", now=SIX)

    clock.take(folder, code="M7", duty_code="DUTY2", now=SIX, seated=True)

    assert (only(folder).taken_at, only(folder).wrong_codes) == (SIX, 0)


def test_a_store_written_before_tries_were_counted_is_read(folder: Path) -> None:
    file = folder / clock.FILE
    file.write_text(file.read_text("utf-8").replace('"wrong_codes": 0', '"wrong_words": 0'))

    assert only(folder).wrong_codes == 0
