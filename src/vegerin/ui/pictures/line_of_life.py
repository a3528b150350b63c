"""A person's line of life: fate, whereabouts, years, and the days on which something was told.

Captivity is one stretch of a line that begins at home. Solid is known, dashed believed, dotted not known.
A date known to a day is a mark; anything wider is a band from the earliest to the latest day. What is refuted
is left out by the caller. Time runs with the script.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from vegerin.ui.glyphs import GLYPHS
from vegerin.ui.pictures.life import Life, Look, Mark, Scale, Stay, Stretch, middle, scale_of, span_of
from vegerin.ui.pictures.life_labels import BOLD, FATE_Y, SIZE, label_text, leader, place_labels
from vegerin.ui.pictures.svg import Plane, tag, text, text_width
from vegerin.ui.words import listed

HEIGHT = 262
WHERE_Y, YEARS_Y, TOLD_Y = 154, 196, 222

STROKES: dict[Look, dict[str, object]] = {
    Look.HOME: {"stroke": "var(--leaf)", "stroke_width": 5},
    Look.KNOWN: {"stroke": "var(--ink)", "stroke_width": 5},
    Look.BELIEVED: {"stroke": "var(--ink)", "stroke_width": 3, "stroke_dasharray": "10 5"},
    Look.UNKNOWN: {
        "stroke": "var(--ink-faint)",
        "stroke_width": 2,
        "stroke_dasharray": "0.1 5",
        "stroke_linecap": "round",
    },
    Look.CLAIM: {"stroke": "var(--sun-ink)", "stroke_width": 3, "stroke_dasharray": "8 5"},
}


@dataclass(frozen=True)
class Labels:
    """The words of the lanes, in the language of the page."""

    fate: str = "Fate"
    whereabouts: str = "Whereabouts"
    told: str = "Told to us"
    today: str = "today"


@dataclass(frozen=True)
class Drawn:
    """The picture, and the labels that found no room: numbered, to be listed under it."""

    svg: str
    numbered: tuple[str, ...] = ()


def draw(life: Life, labels: Labels = Labels(), *, rtl: bool = False, width: float = 1200) -> Drawn:
    """The line of life as SVG, 262 high; pass 840 for paper.

    >>> draw(Life(today=date(2026, 11, 21))).svg.startswith("<svg")
    True
    """
    plane, scale = Plane(width, rtl), scale_of(life, width=width)
    placed = place_labels(life.marks, scale)
    parts = [
        lanes(plane, labels),
        years(plane, scale, labels),
        *(stretch_line(plane, scale, stretch) for stretch in life.stretches),
        *(band(plane, scale, mark, index) for index, mark in enumerate(life.marks)),
        whereabouts(plane, scale, life.stays),
        *(leader(plane, label) for label in placed),
        *(mark_glyph(plane, scale, mark) for mark in life.marks),
        *(label_text(plane, label) for label in placed),
        *(told_tick(plane, scale, day) for day in life.told),
        today_line(plane, scale, life.today, labels),
    ]
    numbered = tuple(listed((label.mark.title, label.mark.detail)) for label in placed if label.number)
    return Drawn(picture(parts, width), numbered)


def picture(parts: list[str], width: float) -> str:
    """The SVG around the parts; hidden from screen readers, who read the list below it."""
    paper = " on-paper" if width < 1000 else ""
    return tag(
        "svg",
        "".join(parts),
        class_=f"picture{paper}",
        viewBox=f"0 0 {width:.0f} {HEIGHT}",
        font_size=SIZE,
        fill="var(--ink)",
        aria_hidden="true",
        focusable="false",
    )


def lanes(plane: Plane, labels: Labels) -> str:
    """The three words at the beginning of the lanes."""
    words = ((labels.fate, FATE_Y), (labels.whereabouts, WHERE_Y), (labels.told, TOLD_Y))
    return "".join(text(word, plane.x(0), y + 4, fill="var(--ink-soft)") for word, y in words)


def stretch_line(plane: Plane, scale: Scale, stretch: Stretch) -> str:
    """One piece of the fate line."""
    x1, x2 = scale(stretch.start), scale(stretch.end)
    return plane.line(x1, x2, FATE_Y, **STROKES[stretch.look]) if x2 - x1 > 0.5 else ""


def band(plane: Plane, scale: Scale, mark: Mark, index: int) -> str:
    """Somewhere between these days."""
    if mark.is_a_day:
        return ""
    x1, x2 = span_of(scale, mark)
    if x2 - x1 < 14:
        x1, x2 = (x1 + x2) / 2 - 7, (x1 + x2) / 2 + 7
    open_ended = mark.earliest is None or mark.latest is None
    look = {"stroke_dasharray": "1 4", "stroke_linecap": "round"} if open_ended else {}
    return plane.box(
        x1, x2, FATE_Y - 10, 20, rx=4, fill="var(--ink)", fill_opacity=0.16, stroke="var(--ink-faint)", **look
    )


def mark_glyph(plane: Plane, scale: Scale, mark: Mark) -> str:
    """The glyph on the line; taken is an upright cut, never a cross."""
    x = plane.x(middle(scale, mark))
    if mark.glyph == "cut":
        return tag("rect", x=x - 1.5, y=FATE_Y - 13, width=3, height=26, fill="var(--ink)")
    ground = tag("circle", cx=x, cy=FATE_Y, r=8, fill="var(--surface)")
    shape = tag(
        "g",
        GLYPHS[mark.glyph],
        transform=f"translate({x - 8:.1f} {FATE_Y - 8})",
        color=f"var(--{mark.colour})",
    )
    return ground + shape


def whereabouts(plane: Plane, scale: Scale, stays: tuple[Stay, ...]) -> str:
    """Blocks with their places; a place without room for its name keeps its block."""
    parts, taken_until = [], -100.0
    for stay in sorted(stays, key=lambda stay: stay.start):
        x1 = scale(stay.start)
        x2 = max(scale(stay.end), x1 + 5)
        parts.append(plane.box(x1, x2, WHERE_Y - 4, 8, **BLOCKS[stay.look]))
        half = text_width(stay.place, SIZE) / 2
        centre = min(max((x1 + x2) / 2, scale.left + half), scale.right - half - 6)
        if centre - half > taken_until + 8:
            parts.append(text(stay.place, plane.x(centre), WHERE_Y + 21, text_anchor="middle"))
            taken_until = centre + half
    return "".join(parts)


BLOCKS: dict[str, dict[str, object]] = {
    "home": {"fill": "var(--leaf)"},
    "confirmed": {"fill": "var(--ink)"},
    "reported": {"fill": "var(--surface)", "stroke": "var(--ink)", "stroke_width": 1.5},
    "claim": {"fill": "var(--surface)", "stroke": "var(--sun-ink)", "stroke_width": 1.5},
}


def years(plane: Plane, scale: Scale, labels: Labels) -> str:
    """The axis, with as many years written as fit, and the break where childhood is folded."""
    faint: dict[str, object] = {"stroke": "var(--line-strong)"}
    parts = [plane.line(scale.left, scale.right, YEARS_Y, **faint)]
    if scale.folded:
        parts.append(text(str(scale.first.year), plane.x(scale.left), YEARS_Y + 17, **YEAR_WORDS))
        x = plane.x(scale.bend_x - 22)
        parts.append(tag("rect", x=x - 6, y=YEARS_Y - 5, width=12, height=10, fill="var(--surface)"))
        parts.append(text("//", x, YEARS_Y + 4, text_anchor="middle", fill="var(--ink-soft)"))
    start = scale.bend.year + (scale.folded or scale.bend > date(scale.bend.year, 1, 1))
    for year in range(start, scale.last.year + 1):
        x = scale(date(year, 1, 1))
        parts.append(tag("line", x1=plane.x(x), x2=plane.x(x), y1=YEARS_Y, y2=YEARS_Y + 5, **faint))
        if fits(year, start, scale) and scale.right - x > 20:
            parts.append(text(str(year), plane.x(x), YEARS_Y + 17, **YEAR_WORDS))
    return "".join(parts)


YEAR_WORDS: dict[str, object] = {"text_anchor": "middle", "fill": "var(--ink-soft)"}


def fits(year: int, start: int, scale: Scale) -> bool:
    """Whether this year is one of those written: 1, 2, 5 or 10 years apart, at least 44 px."""
    per_year = (scale.right - scale.bend_x) / max(1.0, (scale.last - scale.bend).days / 365.25)
    steps = (1, 2, 5, 10, 20)
    step = steps[min(bisect_right([per_year * step for step in steps], 44), len(steps) - 1)]
    return (year - start) % step == 0 if step > 1 else True


def told_tick(plane: Plane, scale: Scale, day: date) -> str:
    """The day on which a report reached us."""
    x = plane.x(scale(day))
    return tag("rect", x=x - 1, y=TOLD_Y - 6, width=2.4, height=12, fill="var(--ink)")


def today_line(plane: Plane, scale: Scale, today: date, labels: Labels) -> str:
    """Where we stand now, in fig."""
    x = plane.x(scale(today))
    line = tag("line", x1=x, x2=x, y1=FATE_Y - 20, y2=TOLD_Y + 10, stroke="var(--fig)", stroke_width=2)
    word = text(labels.today, x, TOLD_Y + 24, text_anchor="end", fill="var(--fig)", font_weight=BOLD)
    return line + word
