"""Estimates with their intervals on one scale: by method, or leaving out each list in turn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vegerin.ui.pictures.svg import Plane, picture, tag, text

WIDTH, LEFT, RIGHT, TOP, ROW, SIZE = 840, 230.0, 120.0, 46.0, 34.0, 12.5


@dataclass(frozen=True)
class Estimate:
    """One row: its name, point and interval; both None where there is none, said in `words`."""

    name: str
    point: float | None
    low: float | None = None
    high: float | None = None
    words: str = ""


def draw_estimates(
    rows: Sequence[Estimate],
    *,
    title: str,
    listed: float,
    listed_word: str,
    published: tuple[float, float] | None = None,
    rtl: bool = False,
) -> str:
    """A dot and a line a row; the listed as an upright, the published range as a soft band behind all.

    The scale is logarithmic when the widest limit is more than eight times the listed.

    >>> draw_estimates([Estimate("A", 10, 8, 15)], title="x", listed=5, listed_word="listed")[:4]
    '<svg'
    """
    plane = Plane(WIDTH, rtl)
    bottom = TOP + ROW * len(rows)
    scale = _Scale([value for row in rows for value in (row.low, row.point, row.high) if value], listed)
    parts = []
    if published is not None:
        parts.append(
            plane.box(
                scale.x(published[0]),
                scale.x(published[1]),
                TOP - 8,
                bottom - TOP + 8,
                fill="var(--fig-soft)",
            )
        )
    parts += [_tick(plane, scale.x(value), value, bottom) for value in scale.ticks()]
    x = plane.x(scale.x(listed))
    parts.append(tag("line", x1=x, x2=x, y1=TOP - 12, y2=bottom, stroke="var(--ink)", stroke_width=2))
    parts.append(text(f"{listed_word} {listed:,.0f}", x, TOP - 20, text_anchor="middle", font_weight=600))
    for index, row in enumerate(rows):
        parts += _row(plane, scale, row, TOP + ROW * (index + 0.5))
    return picture(parts, title, WIDTH, bottom + 30, font_size=SIZE)


class _Scale:
    """From numbers to x; zero-based, or logarithmic from the listed where limits run far."""

    def __init__(self, values: Sequence[float], listed: float) -> None:
        finite = [value for value in values if math.isfinite(value)]
        self.high = max([*finite, listed, 1.0]) * 1.05
        self.low = max(listed, 1.0) * 0.8
        self.log = self.high > 8 * max(listed, 1.0)

    def x(self, value: float) -> float:
        value = min(max(value, self.low if self.log else 0.0), self.high)
        share = math.log(value / self.low) / math.log(self.high / self.low) if self.log else value / self.high
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def ticks(self) -> list[float]:
        """Four or five round numbers."""
        if self.log:
            powers = range(int(math.log10(self.low)), int(math.log10(self.high)) + 1)
            return [m * 10.0**p for p in powers for m in (1, 3) if self.low < m * 10.0**p < self.high][:6]
        unit = 10.0 ** math.floor(math.log10(self.high / 2))
        unit *= next((m for m in (1, 2, 5) if self.high / (unit * m) <= 6), 10)
        return [unit * i for i in range(int(self.high / unit) + 1)]


def _tick(plane: Plane, at: float, value: float, bottom: float) -> str:
    x = plane.x(at)
    line = tag("line", x1=x, x2=x, y1=TOP - 4, y2=bottom, stroke="var(--line)")
    return line + text(f"{value:,.0f}", x, bottom + 18, text_anchor="middle", fill="var(--ink-soft)")


def _row(plane: Plane, scale: _Scale, row: Estimate, y: float) -> list[str]:
    parts = [text(row.name, plane.x(LEFT - 14), y + 4, text_anchor="end")]
    if row.point is None:
        return [*parts, text(row.words, plane.x(LEFT), y + 4, fill="var(--ink-faint)")]
    if row.low is not None and row.high is not None:
        parts.append(plane.line(scale.x(row.low), scale.x(row.high), y, stroke="var(--ink)", stroke_width=2))
    parts.append(tag("circle", cx=plane.x(scale.x(row.point)), cy=y, r=5, fill="var(--ink)"))
    parts.append(text(f"{row.point:,.0f}", plane.x(WIDTH - RIGHT + 16), y + 4, fill="var(--ink-soft)"))
    return parts
