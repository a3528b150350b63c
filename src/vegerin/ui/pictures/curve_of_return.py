"""Shares back, dead and still missing over the years: steps with bands of doubt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vegerin.ui.pictures.svg import Plane, picture, tag, text

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM, SIZE = 840, 300, 56.0, 150.0, 20.0, 36.0, 12.5


@dataclass(frozen=True)
class Band:
    """A step curve: time, share, and its limits; the name stands at its end."""

    name: str
    points: Sequence[tuple[float, float, float, float]]
    colour: str = "ink"
    dash: str | None = None


def draw_curve(bands: Sequence[Band], *, title: str, unit: str, rtl: bool = False) -> str:
    """Steps, not curves: a share changes on the day something happened.

    >>> draw_curve([Band("back", [(1, 0.1, 0.05, 0.2)])], title="x", unit="years")[:4]
    '<svg'
    """
    plane = Plane(WIDTH, rtl)
    # A little beyond the last day, so that its step is seen.
    last = 1.04 * max((point[0] for band in bands for point in band.points), default=1.0) or 1.0
    parts = [_share_line(plane, share) for share in (0, 0.25, 0.5, 0.75, 1)]
    parts += [_time_tick(plane, time, last) for time in _round_times(last)]
    parts.append(text(unit, plane.x(WIDTH - RIGHT), HEIGHT - 4, text_anchor="end", fill="var(--ink-soft)"))
    for band in bands:
        parts += _band(plane, band, last)
    return picture(parts, title, WIDTH, HEIGHT, font_size=SIZE)


def _x(time: float, last: float) -> float:
    return LEFT + time / last * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return TOP + (1 - min(max(share, 0.0), 1.0)) * (HEIGHT - TOP - BOTTOM)


def _round_times(last: float) -> list[float]:
    unit = 10.0 ** math.floor(math.log10(last))
    unit *= next(m for m in (0.2, 0.5, 1, 2) if last / (unit * m) <= 6)
    return [unit * i for i in range(int(last / unit) + 1)]


def _share_line(plane: Plane, share: float) -> str:
    line = plane.line(LEFT, WIDTH - RIGHT, _y(share), stroke="var(--line)")
    return line + text(
        f"{share:.0%}", plane.x(LEFT - 8), _y(share) + 4, text_anchor="end", fill="var(--ink-soft)"
    )


def _time_tick(plane: Plane, time: float, last: float) -> str:
    return text(
        f"{time:g}", plane.x(_x(time, last)), HEIGHT - 18, text_anchor="middle", fill="var(--ink-soft)"
    )


def _band(plane: Plane, band: Band, last: float) -> list[str]:
    if not band.points:
        return []
    colour = f"var(--{band.colour})"
    upper = _steps(plane, [(time, high) for time, _, _, high in band.points], last)
    lower = _steps(plane, [(time, low) for time, _, low, _ in band.points], last)
    middle = _steps(plane, [(time, share) for time, share, _, _ in band.points], last)
    end = band.points[-1]
    return [
        tag("path", d="M" + "L".join([*upper, *reversed(lower)]) + "Z", fill=colour, fill_opacity="0.1"),
        tag(
            "path",
            d="M" + "L".join(middle),
            fill="none",
            stroke=colour,
            stroke_width=2,
            stroke_dasharray=band.dash,
        ),
        text(band.name, plane.x(WIDTH - RIGHT + 10), _y(end[1]) + 4, fill=colour, font_weight=600),
    ]


def _steps(plane: Plane, points: Sequence[tuple[float, float]], last: float) -> list[str]:
    corners: list[tuple[float, float]] = []
    before = 0.0 if points[0][1] < 0.5 else 1.0  # shares back begin at none, shares missing at all
    corners.append((0.0, before))
    for time, share in points:
        corners += [(time, before), (time, share)]
        before = share
    corners.append((last, before))
    return [f"{plane.x(_x(time, last)):.1f} {_y(share):.1f}" for time, share in corners]
