"""Which lists hold the same people: bars of counts over a grid of lists (an UpSet picture)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vegerin.ui.pictures.svg import Plane, picture, tag, text

WIDTH, LEFT, TOP, BARS, ROW, SIZE = 840, 180.0, 28.0, 140.0, 26.0, 12.5


@dataclass(frozen=True)
class Cell:
    """People on exactly these lists."""

    on: frozenset[str]
    count: int


def draw_overlap(
    lists: Sequence[str], cells: Sequence[Cell], *, title: str, rtl: bool = False, most: int = 16
) -> str:
    """The largest cells first; each column's dots say which lists its people stand on.

    >>> draw_overlap(["A", "B"], [Cell(frozenset("A"), 9), Cell(frozenset("AB"), 4)], title="x")[:4]
    '<svg'
    """
    plane = Plane(WIDTH, rtl)
    shown = sorted(cells, key=lambda cell: (-cell.count, sorted(cell.on)))[:most]
    step = (WIDTH - LEFT - 20) / max(len(shown), 1)
    highest = max((cell.count for cell in shown), default=1) or 1
    parts = [_list_row(plane, name, row) for row, name in enumerate(lists)]
    for column, cell in enumerate(shown):
        parts += _column(
            plane, lists, cell, x=LEFT + step * (column + 0.5), height=BARS * cell.count / highest
        )
    height = TOP + BARS + 24 + ROW * len(lists)
    return picture(parts, title, WIDTH, height, font_size=SIZE)


def _row_y(row: int) -> float:
    return TOP + BARS + 24 + ROW * row


def _list_row(plane: Plane, name: str, row: int) -> str:
    y = _row_y(row)
    ground = plane.box(0, WIDTH, y - ROW / 2, ROW, fill="var(--sunken)") if row % 2 == 0 else ""
    return ground + text(name, plane.x(LEFT - 12), y + 4, text_anchor="end", fill="var(--ink-soft)")


def _column(plane: Plane, lists: Sequence[str], cell: Cell, *, x: float, height: float) -> list[str]:
    base = TOP + BARS
    parts = [
        plane.box(x - 9, x + 9, base - height, height, fill="var(--ink-soft)"),
        text(f"{cell.count:,}", plane.x(x), base - height - 6, text_anchor="middle"),
    ]
    on = [row for row, name in enumerate(lists) if name in cell.on]
    if len(on) > 1:
        ends = {"y1": _row_y(on[0]), "y2": _row_y(on[-1]), "stroke": "var(--ink)", "stroke_width": 2}
        parts.append(tag("line", x1=plane.x(x), x2=plane.x(x), **ends))
    for row, name in enumerate(lists):
        full = name in cell.on
        fill, edge = ("var(--ink)", None) if full else ("var(--surface)", "var(--line-strong)")
        parts.append(tag("circle", cx=plane.x(x), cy=_row_y(row), r=5, fill=fill, stroke=edge))
    return parts
