"""The map as a picture: outlines from the house, names with room, and no person."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from vegerin.ui.pictures import map as pictures
from vegerin.ui.pictures.map import MOUNTAIN, Box, Frame, Sheet, Spot

SINJAR = Spot(41.86173, 36.31737, "Sinjar", "سنجار", rank=1, url="/places/1/")


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_degree_east_is_shorter_than_a_degree_north() -> None:
    sheet = Sheet(Frame(41, 36, 42, 37), 100)

    assert sheet.at(41, 37) == (0, 0)
    assert sheet.at(42, 36) == pytest.approx((100, sheet.height))
    assert sheet.height == pytest.approx(124.4, abs=0.1)


def test_a_town_is_named_in_both_scripts_and_leads_to_its_page() -> None:
    svg = pictures.draw_map([SINJAR], MOUNTAIN)

    # The lower line is drawn first, or its halo would take the dots below the upper one.
    assert words(svg) == ["سنجار", "Sinjar"]
    assert 'href="/places/1/"' in svg
    ET.fromstring(svg)


def test_a_place_outside_the_frame_is_not_drawn() -> None:
    assert words(pictures.draw_map([Spot(44.0, 36.19, "Erbil", rank=0)], MOUNTAIN)) == []


def test_of_two_names_without_room_the_more_important_one_is_written_and_both_are_marked() -> None:
    crowd = [Spot(41.86 + 0.001 * n, 36.317, f"A village with a long name {n}", rank=4) for n in range(6)]

    svg = pictures.draw_map([SINJAR, *crowd], MOUNTAIN)

    assert "Sinjar" in words(svg)
    assert len(words(svg)) < 8
    assert svg.count("<circle") == 7


def test_two_villages_of_one_name_are_both_marked_and_named_once() -> None:
    spots = [Spot(41.3, 36.4, "Halayqi", rank=4), Spot(41.9, 36.2, "Halayqi", rank=4)]

    svg = pictures.draw_map(spots, MOUNTAIN)

    assert words(svg) == ["Halayqi"]
    assert svg.count("<circle") == 2


def test_no_two_names_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Box] = []
    monkeypatch.setattr(pictures, "named", lambda spot, box, *rest: kept.append(box) or "")
    spots = [Spot(41.3 + n % 7 * 0.15, 36.1 + n // 7 * 0.08, f"Gundê {n}", rank=4) for n in range(42)]

    pictures.draw_map(spots, MOUNTAIN)

    assert len(kept) > 30
    assert not [1 for i, one in enumerate(kept) for other in kept[:i] if one.meets(other)]


def test_what_is_written_cannot_break_out_of_the_picture() -> None:
    svg = pictures.draw_map([Spot(41.8, 36.3, '<script>"&', rank=4)], MOUNTAIN)

    assert "<script" not in svg
    ET.fromstring(svg)
