"""Remains against missing persons: a grid of posteriors, and bars of one remains with its rivals."""

from __future__ import annotations

from collections.abc import Sequence

from vegerin.ui.pictures.svg import Plane, caption, picture, tag, text, text_width
from vegerin.ui.words import listed

CELL, SIZE, BAR, ROW = 26.0, 12.5, 220.0, 26.0


def draw_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    posterior: Sequence[Sequence[float]],
    *,
    title: str,
    rtl: bool = False,
) -> str:
    """A square for each pairing, as large as it is probable; the number stands in its title.

    >>> draw_grid(["V1"], ["M1"], [[0.9]], title="grave").count("<rect")
    2
    """
    left = max((text_width(row, SIZE) for row in rows), default=0.0) + 14
    top = max((text_width(column, SIZE) for column in columns), default=0.0) + 14
    width, height = left + CELL * len(columns) + 8, top + CELL * len(rows) + 8
    plane = Plane(width, rtl)
    parts = [_column_name(plane, name, left + CELL * (i + 0.5), top - 6) for i, name in enumerate(columns)]
    for r, name in enumerate(rows):
        y = top + CELL * r
        anchor = "start" if rtl else "end"
        parts.append(text(name, plane.x(left - 8), y + CELL * 0.66, text_anchor=anchor))
        for c, value in enumerate(posterior[r]):
            says = f"{listed((name, columns[c]))}: {in_figures(value)}"
            parts.append(_cell(plane, left + CELL * c, y, value, says))
    return picture(parts, title, width, height, font_size=SIZE)


def draw_bars(bars: Sequence[tuple[str, float]], *, policy: float, title: str, rtl: bool = False) -> str:
    """The posterior of each candidate as a bar, the policy as a line that it has to pass.

    >>> draw_bars([("M1", 0.9), ("M2", 0.1)], policy=0.9995, title="V1")[:4]
    '<svg'
    """
    left = max((text_width(name, SIZE) for name, _ in bars), default=0.0) + 14
    width, height = left + BAR + 70, ROW * len(bars) + 10
    plane = Plane(width, rtl)
    parts = []
    for i, (name, value) in enumerate(bars):
        y = 5 + ROW * i
        anchor = "start" if rtl else "end"
        parts.append(text(name, plane.x(left - 8), y + ROW * 0.62, text_anchor=anchor))
        parts.append(plane.box(left, left + BAR * value, y + 5, ROW - 12, fill="var(--ink-soft, #666)"))
        anchor = "end" if rtl else "start"
        parts.append(text(in_figures(value), plane.x(left + BAR + 8), y + ROW * 0.62, text_anchor=anchor))
    mark = plane.x(left + BAR * policy)
    parts.append(
        tag("line", x1=mark, y1=0, x2=mark, y2=height, stroke="var(--ink, #222)", stroke_dasharray="2 3")
    )
    return picture(parts, title, width, height, font_size=SIZE)


def in_figures(probability: float) -> str:
    """Four decimals; what rounds to certainty or to nothing is not printed as if it were.

    >>> [in_figures(p) for p in (0.25, 0.99999, 0.00001)]
    ['0.2500', '> 0.9999', '< 0.0001']
    """
    if probability > 0.9999:
        return "> 0.9999"
    return "< 0.0001" if probability < 0.0001 else f"{probability:.4f}"


def _cell(plane: Plane, x: float, y: float, value: float, says: str) -> str:
    frame = plane.box(x, x + CELL, y, CELL, fill="none", stroke="var(--line, #ccc)")
    side = (CELL - 6) * max(min(value, 1.0), 0.0) ** 0.5
    middle_x, middle_y = x + CELL / 2, y + CELL / 2
    mark = plane.box(
        middle_x - side / 2, middle_x + side / 2, middle_y - side / 2, side, fill="var(--ink, #222)"
    )
    return tag("g", caption(says) + frame + (mark if side > 0.5 else ""))


def _column_name(plane: Plane, name: str, x: float, y: float) -> str:
    at = plane.x(x)
    return text(name, at, y, transform=f"rotate(-90 {at:.1f} {y:.1f})", dominant_baseline="middle")
