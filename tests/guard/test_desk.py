"""Desks: ten things, ranked; one line for the rest; only danger to life sounds (D29)."""

from datetime import UTC, datetime, timedelta

import pytest

from vegerin.guard import clock, desk
from vegerin.guard.desk import Item, More, Nothing, Queue, Rank, Rest
from vegerin.guard.roles import Role

pytestmark = pytest.mark.usefixtures("in_english")

NIGHT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def things(n: int, rank: Rank, queue: str = "") -> list[Item]:
    return [Item(rank, f"{rank.name} {i}", at=NIGHT + timedelta(minutes=i), queue=queue) for i in range(n)]


def test_every_rank_has_a_heading():
    assert set(desk.HEADINGS) == set(Rank)


def test_a_desk_shows_ten_things_and_one_line_for_the_rest():
    shown = desk.laid_out(
        [*things(4, Rank.WORK, "To judge"), *things(9, Rank.OVERDUE), Rest("To judge", 20, "/x/")]
    )

    assert [(queue.title, len(queue.rows)) for queue in shown.queues] == [("Overdue", 9), ("To judge", 1)]
    assert shown.rest == (More("To judge", 23, "/x/"),)
    assert shown.more == 23


def test_danger_stands_first_and_a_flood_hides_no_other_queue():
    shown = desk.laid_out([*things(1, Rank.WORK), *things(30, Rank.OVERDUE), *things(2, Rank.DANGER)])

    assert [(queue.title, len(queue.rows)) for queue in shown.queues] == [
        ("Danger to life", 2),
        ("Overdue", 7),
        ("Your work", 1),
    ]


@pytest.mark.parametrize("rank", Rank)
def test_only_danger_to_life_sounds(rank: Rank):
    assert desk.laid_out(things(1, rank)).sounds is (rank is Rank.DANGER)


def test_danger_somebody_has_in_hand_is_silent():
    assert not desk.laid_out([Item(Rank.DANGER, "M7-2", taken=True)]).sounds


def test_an_empty_queue_says_what_is_next_and_a_full_one_does_not():
    empty = Nothing(Rank.OVERDUE, "No calls are overdue", "The next one is at 22:00.")

    assert desk.laid_out([empty]).queues == (
        Queue("Overdue", (), "No calls are overdue", "The next one is at 22:00."),
    )
    assert desk.laid_out([empty, *things(1, Rank.OVERDUE)]).queues[0].nothing == ""


def test_of_a_thing_lent_twice_the_later_rooms_words_stand():
    items = [Item(Rank.DANGER, "M7-2", about="clock:M7-2"), Item(Rank.DANGER, "Group 7", about="clock:M7-2")]

    assert [item.title for item in desk.ranked(items)] == ["Group 7"]


def test_a_room_lends_only_once(monkeypatch):
    monkeypatch.setattr(desk, "_rooms", {})
    desk.register("missions", lambda reader: [])

    with pytest.raises(ValueError, match="twice"):
        desk.register("missions", lambda reader: [])


@pytest.mark.record
def test_a_code_nobody_has_heard_from_sounds_on_the_desk_of_the_duty_officer_alone(office, staff):
    clock.expect(office.folder, code="M7-2", due=NIGHT.replace(year=2020), margin_minutes=5, duty_code="D1")

    assert desk.desk_for(staff(Role.DUTY_OFFICER)).sounds
    assert not desk.desk_for(staff(Role.CLERK)).sounds
