"""A check-in line: when they were heard, a box as wide as the margin of the next time, red for silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from vegerin.ui.pictures.svg import Plane, tag, text

WIDTH, HEIGHT = 840, 74
EDGE = 40.0
LINE_Y = 34.0
BEFORE, AFTER = timedelta(hours=1), timedelta(minutes=30)
APART = 46.0  # a time needs so much room


def draw_check_ins(
    heard: Sequence[datetime],
    *,
    due: datetime | None,
    margin: timedelta,
    now: datetime,
    now_word: str = "now",
    rtl: bool = False,
) -> str:
    """The line as SVG; all it says stands beside it in words.

    >>> at = datetime(2026, 11, 21, 21, 30)
    >>> draw_check_ins([], due=at, margin=timedelta(minutes=15), now=at).count("<rect")
    1
    """
    line = _Line(Plane(WIDTH, rtl), *_span(heard, due, margin, now))
    overdue = due + margin if due else now
    parts = [
        line.stroke(line.starts, min(now, line.ends), "var(--ink)", 3),
        line.stroke(now, line.ends, "var(--line-strong)", 1),
        *_box(line, due, margin),
        line.stroke(overdue, now, "var(--red)", 6) if due and now > overdue else "",
        *_dots(line, heard),
        _expected(line, due),
        _now(line, now, now_word),
    ]
    return tag(
        "svg", "".join(parts), class_="check-ins", viewBox=f"0 0 {WIDTH} {HEIGHT}", font_size=12.5,
        fill="var(--ink)", aria_hidden="true", focusable="false",
    )  # fmt: skip


class _Line:
    """Where a time lies between the first and the last."""

    def __init__(self, plane: Plane, starts: datetime, ends: datetime) -> None:
        self.plane, self.starts, self.ends = plane, starts, ends

    def at(self, moment: datetime) -> float:
        """Unmirrored."""
        share = (moment - self.starts) / (self.ends - self.starts)
        return EDGE + share * (WIDTH - 2 * EDGE)

    def stroke(self, come_from: datetime, to: datetime, colour: str, width: int) -> str:
        """A level stroke between two times."""
        return self.plane.line(self.at(come_from), self.at(to), LINE_Y, stroke=colour, stroke_width=width)

    def word(self, words: str, moment: datetime, y: float, **looks: object) -> str:
        """Words under or over a time."""
        return text(words, self.plane.x(self.at(moment)), y, text_anchor="middle", **looks)


def _span(
    heard: Sequence[datetime], due: datetime | None, margin: timedelta, now: datetime
) -> tuple[datetime, datetime]:
    first = min([now - BEFORE, *heard[-6:]])
    return first, max([now + AFTER, *([due + margin + AFTER] if due else [])])


def _box(line: _Line, due: datetime | None, margin: timedelta) -> list[str]:
    if due is None:
        return []
    looks = {"fill": "var(--sun-soft)", "stroke": "var(--sun-ink)", "stroke_width": 1.5}
    return [line.plane.box(line.at(due), line.at(due + margin), LINE_Y - 10, 20, **looks)]


def _dots(line: _Line, heard: Sequence[datetime]) -> list[str]:
    shown, free_from = [], -100.0
    for moment in heard[-6:]:
        x = line.at(moment)
        shown.append(tag("circle", cx=line.plane.x(x), cy=LINE_Y, r=6, fill="var(--ink)"))
        if x > free_from:
            shown.append(line.word(f"{moment:%H:%M}", moment, LINE_Y + 28, fill="var(--ink-soft)"))
            free_from = x + APART
    return shown


def _expected(line: _Line, due: datetime | None) -> str:
    if due is None:
        return ""
    return line.word(f"{due:%H:%M}", due, LINE_Y + 28, fill="var(--sun-ink)", font_weight=600)


def _now(line: _Line, now: datetime, word: str) -> str:
    x = line.plane.x(line.at(now))
    mark = tag("line", x1=x, x2=x, y1=LINE_Y - 14, y2=LINE_Y + 14, stroke="var(--fig)", stroke_width=2)
    return mark + line.word(f"{word} {now:%H:%M}", now, LINE_Y - 20, fill="var(--fig)", font_weight=600)
