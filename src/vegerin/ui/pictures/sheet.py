"""One file that stands by itself: pictures below one another, with colours for light, dark and paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vegerin.ui.pictures.svg import caption, tag, text

MARGIN, HEAD, SIZE = 16.0, 26.0, 13.0

# The names of colours that pages give; a file that stands alone must bring its own.
COLOURS = (
    ":root{--ink:#261e25;--ink-soft:#544951;--ink-faint:#6c6169;--line:#dcd4cc;--line-strong:#857a81;"
    "--paper:#fff;--surface:#fffdfb;--sunken:#ece7e1;--fig:#6b2d63;--fig-soft:#f5eaf2;--leaf:#1b6350;"
    "font-family:sans-serif}"
    "@media (prefers-color-scheme:dark){:root{--ink:#efe8e3;--ink-soft:#c9bec3;--ink-faint:#a99da3;"
    "--line:#40373d;--line-strong:#908389;--paper:#1a1518;--surface:#231d21;--sunken:#151013;--fig:#e2b2db;"
    "--fig-soft:#3a2637;--leaf:#8bd1b6}}"
    "@media print{:root{--ink:#000;--ink-soft:#555;--ink-faint:#555;--line:#bbb;--line-strong:#777;"
    "--paper:#fff;--surface:#fff;--sunken:#eee;--fig:#000;--fig-soft:#ddd;--leaf:#333}}"
)


def draw_sheet(pictures: Sequence[tuple[str, str]], *, title: str) -> str:
    """Titled pictures below one another in one SVG file.

    >>> draw_sheet([("a", '<svg viewBox="0 0 10 20"></svg>')], title="sheet").count("<svg")
    2
    """
    body, y, width = [], MARGIN, 0.0
    for name, picture in pictures:
        w, h = size_of(picture)
        body.append(text(name, MARGIN, y + SIZE, font_weight="bold", font_size=SIZE))
        body.append(
            picture.replace("<svg", f'<svg x="{MARGIN:g}" y="{y + HEAD:g}" width="{w:g}" height="{h:g}"', 1)
        )
        y += HEAD + h + MARGIN
        width = max(width, w, len(name) * SIZE * 0.62)
    width += 2 * MARGIN
    ground = tag("rect", width=width, height=y, fill="var(--paper, #fff)")
    return tag(
        "svg",
        caption(title) + tag("style", COLOURS) + ground + "".join(body),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {y:.0f}",
        width=width,
        height=y,
        fill="var(--ink, #222)",
    )


def size_of(picture: str) -> tuple[float, float]:
    """Width and height of a picture, from its viewBox."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    if found is None:
        raise ValueError("a picture without a viewBox")
    return float(found[1]), float(found[2])
