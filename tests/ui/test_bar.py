"""The bar keeps to one line: what has no room stands behind *More*."""

from __future__ import annotations

from vegerin.ui.bar import Shown
from vegerin.ui.context import in_the_bar


def doors(*words: str, current: str = "") -> list[Shown]:
    return [Shown(word, f"/{word}/", word == current, False, "") for word in words]


def test_few_doors_all_stand_in_the_bar() -> None:
    shown = in_the_bar(doors("Desk", "Search", "Lists"))

    assert [door.word for door in shown["doors_first"]] == ["Desk", "Search", "Lists"]
    assert shown["doors_more"] == []


def test_what_has_no_room_stands_behind_more_in_its_order_and_nothing_is_lost() -> None:
    words = ["Desk", "Search", "New report", "Lists", "Places", "Shifts", "Figures", "Organisations", "Staff"]

    shown = in_the_bar(doors(*words, current="Staff"))

    assert [door.word for door in shown["doors_first"] + shown["doors_more"]] == words
    assert sum(len(door.word) for door in shown["doors_first"]) < 60
    assert shown["doors_more"]
    assert shown["more_is_current"]


def test_where_two_kinds_of_digits_are_chosen_a_door_fewer_stands_in_the_bar() -> None:
    words = doors("Desk", "Search", "Missions", "What stops it", "Places", "Shifts", "Figures", "Staff")

    assert [door.word for door in in_the_bar(words)["doors_first"]][-1] == "Places"
    assert [door.word for door in in_the_bar(words, taken=4)["doors_first"]][-1] == "What stops it"


def test_nothing_is_put_behind_more_alone_where_it_would_fit_instead_of_more() -> None:
    shown = in_the_bar(doors("Desk", "Search", "New report", "Lists", "Places", "Shifts", "Figures"))

    assert len(shown["doors_more"]) != 1
