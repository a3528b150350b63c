"""A map of places on outlines that lie in the house: no tiles, no network, no people.

Towns are open diamonds, villages dots, the place in question a house. Nobody's whereabouts are ever drawn.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from vegerin.ui.glyphs import GLYPHS
from vegerin.ui.pictures.svg import tag, text, text_width

Point = tuple[float, float]
UNDER = 18.0  # from a name to the other script under it
AROUND_A_NAME = 3.0  # so that names stand apart


@dataclass(frozen=True)
class Frame:
    """What a map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies inside."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


MOUNTAIN = Frame(41.12, 36.0, 42.55, 36.62)
REGION = Frame(38.5, 34.9, 45.0, 37.6)
# The same for a phone: less land, so that words stay large enough.
MOUNTAIN_NARROW = Frame(41.5, 36.06, 42.12, 36.6)
REGION_NARROW = Frame(41.0, 35.3, 44.3, 37.4)


@dataclass(frozen=True)
class Spot:
    """One place: the lower its rank, the sooner it is named."""

    longitude: float
    latitude: float
    name: str
    other_name: str = ""
    rank: int = 3
    url: str = ""
    here: bool = False

    @property
    def is_town(self) -> bool:
        """Towns are diamonds and are named in both scripts."""
        return self.rank <= 1


@dataclass(frozen=True)
class Sheet:
    """A frame on paper of some width; a degree of longitude is shorter than one of latitude."""

    frame: Frame
    width: float

    @property
    def scale(self) -> float:
        """Pixels to a degree of latitude."""
        middle = math.radians((self.frame.south + self.frame.north) / 2)
        return self.width / ((self.frame.east - self.frame.west) * math.cos(middle))

    @property
    def height(self) -> float:
        """As high as the land is."""
        return (self.frame.north - self.frame.south) * self.scale

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a point lies on the paper."""
        share = (longitude - self.frame.west) / (self.frame.east - self.frame.west)
        return share * self.width, (self.frame.north - latitude) * self.scale


@dataclass(frozen=True)
class Box:
    """Room taken by a word or a mark."""

    left: float
    top: float
    right: float
    bottom: float

    def wider(self, by: float) -> Box:
        """The same with room around it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Box) -> bool:
        """Whether two overlap."""
        return not (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )


def around(longitude: float, latitude: float, *, high: float = 0.42, wide: float = 1.85) -> Frame:
    """A frame with one place in its middle, `wide` times as wide as high on paper."""
    half = high * wide / math.cos(math.radians(latitude))
    return Frame(longitude - half, latitude - high, longitude + half, latitude + high)


def draw_map(spots: Iterable[Spot], frame: Frame, *, width: float = 1100, classes: str = "map") -> str:
    """The outlines inside a frame, the places on them, and as many names as have room.

    >>> draw_map([], MOUNTAIN).startswith('<svg class="map"')
    True
    """
    return _drawn(tuple(spots), frame, width, classes)


@lru_cache(maxsize=100)  # the same places in the same words give the same drawing
def _drawn(spots: tuple[Spot, ...], frame: Frame, width: float, classes: str) -> str:
    sheet = Sheet(frame, width)
    inside = sorted(
        (spot for spot in spots if frame.holds(spot.longitude, spot.latitude)),
        key=lambda spot: (not spot.here, spot.rank, spot.name),
    )
    parts = [*land(sheet), *marks_and_names(inside, sheet)]
    return tag(
        "svg",
        "".join(parts),
        class_=classes,
        viewBox=f"0 0 {width:g} {sheet.height:.0f}",
        font_size=13,
        fill="var(--ink)",
        direction="ltr",
        aria_hidden="true",
        focusable="false",
    )


@cache
def outlines() -> dict[str, list[list[Point]]]:
    """Borders, rivers and the ridge."""
    file = resources.files("vegerin.ui.pictures") / "resources" / "outlines.json"
    lines: dict[str, list[list[Point]]] = json.loads(file.read_text("utf-8"))
    return lines


def land(sheet: Sheet) -> list[str]:
    """The mountain, the rivers and the borders under everything else."""
    drawn = outlines()
    ridge = path([drawn["ridge"]], sheet) + "Z"  # type: ignore[list-item]
    return [
        tag("path", d=ridge, fill="var(--sunken)", stroke="var(--line)", stroke_linejoin="round"),
        tag(
            "path",
            d=path(drawn["rivers"], sheet),
            fill="none",
            stroke="var(--line)",
            stroke_width=3,
            stroke_linejoin="round",
        ),
        tag(
            "path",
            d=path(drawn["borders"], sheet),
            fill="none",
            stroke="var(--line-strong)",
            stroke_dasharray="6 4",
        ),
    ]


def path(lines: Sequence[Sequence[Point]], sheet: Sheet) -> str:
    """Lines as one path; those that never come near the frame are left out."""
    margin = Box(-sheet.width, -sheet.height, 2 * sheet.width, 2 * sheet.height)
    words = []
    for line in lines:
        points = [sheet.at(*point) for point in line]
        if any(margin.left <= x <= margin.right and margin.top <= y <= margin.bottom for x, y in points):
            words.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))
    return "".join(words)


def marks_and_names(spots: Sequence[Spot], sheet: Sheet) -> list[str]:
    """Every mark is drawn; a name only where it meets no mark and no other name."""
    taken = [mark_box(sheet.at(spot.longitude, spot.latitude)) for spot in spots]
    marks, names, said = [], [], set[str]()
    for spot in spots:
        x, y = sheet.at(spot.longitude, spot.latitude)
        marks.append(link(spot, mark(spot, x, y)))
        if spot.name in said:  # two villages of one name: written once, told apart where they are listed
            continue
        for place in places_for_name(spot, x, y):
            if fits(place[0], taken, own=mark_box((x, y)), sheet=sheet):
                taken.append(place[0].wider(AROUND_A_NAME))
                said.add(spot.name)
                names.append(link(spot, named(spot, *place)))
                break
    return marks + names


def mark_box(point: Point) -> Box:
    """The room of a mark."""
    return Box(point[0] - 5, point[1] - 5, point[0] + 5, point[1] + 5)


def mark(spot: Spot, x: float, y: float) -> str:
    """House, diamond or dot."""
    if spot.here:
        glyph = GLYPHS["house-full"]
        return tag(
            "g", glyph, transform=f"translate({x - 10:.1f} {y - 10:.1f}) scale(1.25)", color="var(--leaf)"
        )
    if spot.is_town:
        glyph = GLYPHS["diamond-open"]
        ground = tag("circle", cx=x, cy=y, r=4, fill="var(--surface)")
        return ground + tag("g", glyph, transform=f"translate({x - 6:.1f} {y - 6:.1f}) scale(0.75)")
    return tag("circle", cx=x, cy=y, r=3.2, stroke="var(--surface)")


def places_for_name(spot: Spot, x: float, y: float) -> list[tuple[Box, float, float, str]]:
    """Where a name may stand: after its mark, before it, above, below."""
    size = size_of(spot)
    wide = max(text_width(spot.name, size, bold=spot.is_town), text_width(spot.other_name, 12.5))
    under = UNDER if spot.other_name else 0.0
    tall = size + under
    gap = 13.0 if spot.here else 8.0
    top = y - size / 2 - under / 2
    return [
        (Box(x + gap, top, x + gap + wide, top + tall), x + gap, top + size * 0.85, "start"),
        (Box(x - gap - wide, top, x - gap, top + tall), x - gap, top + size * 0.85, "end"),
        (
            Box(x - wide / 2, y - gap - tall, x + wide / 2, y - gap),
            x,
            y - gap - tall + size * 0.85,
            "middle",
        ),
        (Box(x - wide / 2, y + gap, x + wide / 2, y + gap + tall), x, y + gap + size * 0.85, "middle"),
    ]


def size_of(spot: Spot) -> float:
    """Larger for the place in question and for towns."""
    return 16.0 if spot.here else 14.0 if spot.is_town else 13.0


def fits(box: Box, taken: Sequence[Box], *, own: Box, sheet: Sheet) -> bool:
    """Inside the paper, over nothing else."""
    inside = (
        box.left >= 4 and box.top >= 4 and box.right <= sheet.width - 4 and box.bottom <= sheet.height - 4
    )
    return inside and not any(box.meets(other) for other in taken if other != own)


def named(spot: Spot, box: Box, x: float, y: float, anchor: str) -> str:
    """A name with a halo of paper; the other script under it."""
    look = {"text_anchor": anchor, "paint_order": "stroke", "stroke": "var(--surface)", "stroke_width": 3.5}
    weight = 600 if spot.is_town or spot.here else 400
    words = text(spot.name, x, y, font_size=size_of(spot), font_weight=weight, **look)
    if not spot.other_name:
        return words
    # First what stands beneath: its halo would take the dots of the name above.
    return text(spot.other_name, x, y + UNDER, font_size=12.5, fill="var(--ink-soft)", **look) + words


def link(spot: Spot, body: str) -> str:
    """Leads to the place for whoever points at it; the list under the map serves the keyboard."""
    return tag("a", body, href=spot.url, tabindex=-1) if spot.url else body
