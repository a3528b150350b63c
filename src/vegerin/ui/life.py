"""A line of life as the component shows it: the picture, the paper picture, the list below 600 px."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from vegerin.ui.pictures.life import Life, Look
from vegerin.ui.pictures.line_of_life import STROKES, Labels, draw
from vegerin.ui.pictures.svg import tag

PAPER_WIDTH = 840


@dataclass(frozen=True)
class Stop:
    """One entry of the upright list, and what the line below it is."""

    glyph: str
    colour: str
    title: str
    detail: str
    stretch: str


def life_context(life: Life, *, as_known: SafeString | str = "") -> dict[str, Any]:
    """Values for `ui/components/life.html`."""
    labels = Labels(_("Fate"), _("Whereabouts"), _("Told to us"), _("today"))
    rtl = get_language_bidi()
    drawn = draw(life, labels, rtl=rtl)
    return {
        "picture": mark_safe(drawn.svg),  # noqa: S308 -- every word in it is escaped by svg.text
        "paper": mark_safe(draw(life, labels, rtl=rtl, width=PAPER_WIDTH).svg),  # noqa: S308
        "numbered": drawn.numbered,
        "legend": legend(),
        "stops": [*stops(life)],
        "as_known": as_known,
    }


def stops(life: Life) -> list[Stop]:
    """The marks in order, each with the look of the line that follows it."""
    marks = [mark for mark in life.marks if mark.earliest or mark.latest]
    return [
        Stop(
            mark.glyph,
            f"in-{mark.colour}",
            mark.title,
            mark.detail,
            next((s.look for s in life.stretches if s.start <= (mark.latest or life.today) < s.end), "none"),
        )
        for mark in sorted(marks, key=lambda mark: mark.latest or mark.earliest or life.today)
    ]


def legend() -> list[tuple[SafeString, str]]:
    """What each stroke means, in words."""
    strokes = [(Look.KNOWN, _("known")), (Look.BELIEVED, _("believed")), (Look.UNKNOWN, _("not known"))]
    samples = [(tag("line", x1=0, y1=6, x2=30, y2=6, **STROKES[look]), word) for look, word in strokes]
    ink = "var(--ink)"
    samples += [
        (
            tag(
                "rect",
                x=1,
                y=1,
                width=27,
                height=10,
                rx=3,
                fill=ink,
                fill_opacity=0.16,
                stroke="var(--ink-faint)",
            ),
            _("somewhere between these days"),
        ),
        (tag("rect", x=14, y=0, width=2.4, height=12, fill=ink), _("the day a report reached us")),
    ]
    return [(sample_of(drawn), word) for drawn, word in samples]


def sample_of(drawn: str) -> SafeString:
    """One stroke as a small picture."""
    return format_html(
        '<svg viewBox="0 0 30 12" aria-hidden="true">{}</svg>',
        mark_safe(drawn),  # noqa: S308 -- drawn by svg.tag from constants
    )
