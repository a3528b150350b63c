"""What each report adds for or against a claim: a line from the prior to where all of them lead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vegerin.ui.pictures.svg import Plane, picture, tag, text

WIDTH, LEFT, RIGHT, TOP, ROW, SIZE = 840, 250.0, 90.0, 40.0, 28.0, 12.5
FARTHEST = math.log(99)  # a page shows 1 to 99 percent
TICKS = (0.05, 0.2, 0.45, 0.55, 0.8, 0.95)  # the bands of ICD 203


@dataclass(frozen=True)
class Added:
    """A report and the log-odds it added; negative speaks against the claim."""

    name: str
    weight: float


def draw_log_odds(
    added: Sequence[Added], *, prior: float, title: str, prior_word: str, after_word: str, rtl: bool = False
) -> str:
    """One row a report, in the order given; solid for, dashed against.

    >>> draw_log_odds([Added("a", 0.8)], prior=0.5, title="x", prior_word="before", after_word="after")[:4]
    '<svg'
    """
    plane = Plane(WIDTH, rtl)
    at = math.log(prior / (1 - prior)) if 0 < prior < 1 else math.copysign(FARTHEST, prior - 0.5)
    bottom = TOP + ROW * (len(added) + 2)
    parts = [_tick(plane, probability, bottom) for probability in TICKS]
    parts += _end(plane, prior_word, at, TOP + ROW / 2)
    for index, report in enumerate(added, start=1):
        y = TOP + ROW * (index + 0.5)
        dash = None if report.weight >= 0 else "8 5"
        parts.append(text(report.name, plane.x(LEFT - 14), y + 4, text_anchor="end"))
        look = {"stroke": "var(--ink)", "stroke_width": 4, "stroke_dasharray": dash}
        parts.append(plane.line(_x(at), _x(at + report.weight), y, **look))
        at += report.weight
        x = plane.x(_x(at))
        parts.append(tag("line", x1=x, x2=x, y1=y, y2=y + ROW, stroke="var(--line-strong)"))
    parts += _end(plane, after_word, at, TOP + ROW * (len(added) + 1.5))
    return picture(parts, title, WIDTH, bottom + 26, font_size=SIZE)


def _x(log_odds: float) -> float:
    held = min(max(log_odds, -FARTHEST), FARTHEST)
    return LEFT + (held / FARTHEST + 1) / 2 * (WIDTH - LEFT - RIGHT)


def _tick(plane: Plane, probability: float, bottom: float) -> str:
    x = plane.x(_x(math.log(probability / (1 - probability))))
    line = tag("line", x1=x, x2=x, y1=TOP - 8, y2=bottom, stroke="var(--line)")
    if 0.4 < probability < 0.6:  # the two edges of "roughly even" stand too close for two numbers
        return line
    return line + text(f"{probability:.0%}", x, bottom + 16, text_anchor="middle", fill="var(--ink-soft)")


def _end(plane: Plane, word: str, at: float, y: float) -> list[str]:
    probability = (
        min(max(1 / (1 + math.exp(-at)), 0.01), 0.99) if abs(at) < 700 else (0.99 if at > 0 else 0.01)
    )
    return [
        text(word, plane.x(LEFT - 14), y + 4, text_anchor="end", font_weight=600),
        tag("circle", cx=plane.x(_x(at)), cy=y, r=5, fill="var(--fig)"),
        text(f"{probability:.0%}", plane.x(WIDTH - RIGHT + 16), y + 4, font_weight=600),
    ]
