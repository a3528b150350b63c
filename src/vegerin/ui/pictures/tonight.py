"""Tonight's line: what was promised, before and after now; overdue is red, the rest waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vegerin.ui.glyphs import GLYPHS
from vegerin.ui.pictures.svg import Plane, tag, text, text_width

WIDTH, HEIGHT = 1200, 92
MARGIN = 34.0
BEFORE, AFTER = timedelta(hours=8), timedelta(hours=8)
LINE_Y = 44.0


@dataclass(frozen=True)
class Call:
    """Somebody expects a call at a time."""

    at: datetime
    who: str


def draw_tonight(calls: Sequence[Call], now: datetime, *, now_word: str = "now", rtl: bool = False) -> str:
    """Sixteen hours around now as SVG.

    >>> draw_tonight([], datetime(2026, 11, 21, 21, 40)).startswith("<svg")
    True
    """
    plane = Plane(WIDTH, rtl)
    parts = [
        plane.line(MARGIN, x_of(now, now), LINE_Y, stroke="var(--ink)", stroke_width=3),
        plane.line(x_of(now, now), WIDTH - MARGIN, LINE_Y, stroke="var(--line-strong)"),
        *hours(plane, now),
        *marks(plane, [call for call in calls if now - BEFORE <= call.at <= now + AFTER], now),
        now_line(plane, now, now_word),
    ]
    return tag(
        "svg",
        "".join(parts),
        class_="tonight",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        font_size=12.5,
        fill="var(--ink)",
        aria_hidden="true",
        focusable="false",
    )


def x_of(at: datetime, now: datetime) -> float:
    """Where a time lies on an unmirrored line."""
    share = (at - (now - BEFORE)) / (BEFORE + AFTER)
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def hours(plane: Plane, now: datetime) -> list[str]:
    """A tick every two hours."""
    first = (now - BEFORE).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    first += timedelta(hours=first.hour % 2)
    shown = []
    for step in range(8):
        at = first + timedelta(hours=2 * step)
        if at > now + AFTER:
            break
        x = plane.x(x_of(at, now))
        shown.append(tag("line", x1=x, x2=x, y1=LINE_Y, y2=LINE_Y + 6, stroke="var(--line-strong)"))
        if abs(x_of(at, now) - x_of(now, now)) > 40:
            shown.append(text(f"{at:%H:%M}", x, LINE_Y + 22, text_anchor="middle", fill="var(--ink-soft)"))
    return shown


def marks(plane: Plane, calls: Sequence[Call], now: datetime) -> list[str]:
    """The calls with their names, as far as names have room; the list below has them all."""
    shown, free_from = [], -100.0
    for call in sorted(calls, key=lambda call: call.at):
        late = call.at < now
        x = x_of(call.at, now)
        colour = "var(--red)" if late else "var(--ink)"
        ground = tag("circle", cx=plane.x(x), cy=LINE_Y, r=9, fill="var(--surface)")
        glyph = GLYPHS["clock-full" if late else "clock-open"]
        shape = tag("g", glyph, transform=f"translate({plane.x(x) - 8:.1f} {LINE_Y - 8:.1f})", color=colour)
        shown += [ground, shape]
        half = text_width(call.who, 12.5, bold=True) / 2
        if x - half > free_from + 8:
            shown.append(
                text(call.who, plane.x(x), LINE_Y - 16, text_anchor="middle", fill=colour, font_weight=500)
            )
            free_from = x + half
    return shown


def now_line(plane: Plane, now: datetime, word: str) -> str:
    """Where we stand, in fig."""
    x = plane.x(x_of(now, now))
    line = tag("line", x1=x, x2=x, y1=LINE_Y - 14, y2=LINE_Y + 26, stroke="var(--fig)", stroke_width=2)
    return line + text(
        f"{word} {now:%H:%M}", x, LINE_Y + 41, text_anchor="middle", fill="var(--fig)", font_weight=600
    )
