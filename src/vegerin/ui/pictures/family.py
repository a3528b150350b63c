"""A family by blood, as people know it: boxes with a name and a word, parents above, children below.

No squares and circles, no strokes through anybody: those stand in forensics only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vegerin.ui.pictures.pedigree import Relative, generations
from vegerin.ui.pictures.svg import Plane, picture, tag, text, text_width

NARROWEST, HIGH, GAP, DROP, EDGE, SIZE, SMALL = 120.0, 50.0, 16.0, 52.0, 8.0, 14.0, 12.5
BOLDER = 1.08  # names stand in a heavier weight than the measured one
LINE = {"stroke": "var(--line-strong, #857a81)", "stroke_width": 1.5}


@dataclass(frozen=True)
class Box:
    """One person: her parents by id, a short name, a word for what is known, and whether she is in focus."""

    id: str
    father: str | None
    mother: str | None
    name: str
    word: str
    focus: bool = False


def draw_family(boxes: Sequence[Box], *, title: str, rtl: bool = False) -> str:
    """Generations from top to bottom, children hung from their parents.

    >>> draw_family([Box("a", None, None, "Gulê", "Missing")], title="family")[:4]
    '<svg'
    """
    levels = generations([Relative(box.id, box.father, box.mother, "") for box in boxes])
    wide = _wide(boxes)
    places = _places(boxes, levels, wide)
    width = max((x + wide for x, _ in places.values()), default=0.0) + EDGE
    height = max((y + HIGH for _, y in places.values()), default=0.0) + EDGE
    plane = Plane(width, rtl)
    bars = _bars(boxes, places)
    parts = [_hung(plane, box, places, bars, wide) for box in boxes]
    parts += [_box(plane, box, places[box.id], wide) for box in boxes]
    return picture(parts, title, width, height, width=f"{width:.0f}")


def _wide(boxes: Sequence[Box]) -> float:
    """All boxes as wide as the longest words in them: nobody's name is cut."""
    words = [text_width(box.name, SIZE) * BOLDER for box in boxes]
    words += [text_width(box.word, SMALL) for box in boxes]
    return max([NARROWEST, *(width + 2 * EDGE for width in words)])


def _places(boxes: Sequence[Box], levels: dict[str, int], wide: float) -> dict[str, tuple[float, float]]:
    """Each generation in a row, under its parents as near as the row allows."""
    places: dict[str, tuple[float, float]] = {}
    for level in sorted(set(levels.values())):
        row = [box for box in boxes if levels[box.id] == level]
        left = EDGE
        for box in sorted(row, key=lambda one: (_under(one, places), boxes.index(one))):
            left = max(left, min(_under(box, places), 1e6 if level else 0.0)) if level else left
            places[box.id] = (left, EDGE + level * (HIGH + DROP))
            left += wide + GAP
    return places


def _under(box: Box, places: dict[str, tuple[float, float]]) -> float:
    """Where the parents of somebody stand; a spouse from outside comes first."""
    known = [places[parent][0] for parent in (box.father, box.mother) if parent in places]
    return sum(known) / len(known) if known else 0.0


Couple = tuple[str | None, str | None]


def _bars(boxes: Sequence[Box], places: dict[str, tuple[float, float]]) -> dict[Couple, float]:
    """How far above their children each couple's line runs: its own, so that no two families join."""
    couples: dict[float, list[Couple]] = {}
    for box in sorted(boxes, key=lambda one: places[one.id]):
        row = couples.setdefault(places[box.id][1], [])
        if (box.father, box.mother) not in row:
            row.append((box.father, box.mother))
    return {
        couple: DROP * (at + 1) / (len(row) + 1) for row in couples.values() for at, couple in enumerate(row)
    }


def _hung(
    plane: Plane, box: Box, places: dict[str, tuple[float, float]], bars: dict[Couple, float], wide: float
) -> str:
    """The line from the parents to a child."""
    x, y = places[box.id]
    child, bar = x + wide / 2, y - bars[box.father, box.mother]
    parts = []
    for parent in (box.father, box.mother):
        if parent in places:
            above, top = places[parent][0] + wide / 2, places[parent][1] + HIGH
            parts.append(_upright(plane, above, top, bar))
            parts.append(plane.line(above, child, bar, **LINE))
    return "".join(parts) + (_upright(plane, child, bar, y) if parts else "")


def _upright(plane: Plane, x: float, y1: float, y2: float) -> str:
    return tag("line", x1=plane.x(x), y1=y1, x2=plane.x(x), y2=y2, **LINE)


def _box(plane: Plane, box: Box, place: tuple[float, float], wide: float) -> str:
    x, y = place
    fill = "var(--fig-soft, #f5eaf2)" if box.focus else "var(--surface, #fffdfb)"
    edge = {**LINE, "stroke": "var(--fig, #6b2d63)"} if box.focus else LINE
    middle = plane.x(x + wide / 2)
    parts = [
        plane.box(x, x + wide, y, HIGH, rx=4, fill=fill, **edge),
        text(box.name, middle, y + 21, text_anchor="middle", font_size=SIZE, font_weight=600),
        text(box.word, middle, y + 39, text_anchor="middle", font_size=SMALL),
    ]
    return tag("g", "".join(parts), **({"class_": "focus"} if box.focus else {}))
