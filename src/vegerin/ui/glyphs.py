"""The shapes of the status vocabulary on a 16 grid: shape says what, filling says how sure.

Circle life, square death, pin place, house home, diamond work, bar judgement, triangle danger, clock time;
dotted < dashed < half < full. Shared by badges and by the line of life, so both speak one language.
"""

from __future__ import annotations

from collections.abc import Mapping

PIN = "M8 15C4.8 11.4 3 8.8 3 6.3a5 5 0 0 1 10 0C13 8.8 11.2 11.4 8 15z"
HOUSE = "M8 1.8 1.8 7.2V14.4H14.2V7.2z"
DIAMOND = "M8 1.4 14.6 8 8 14.6 1.4 8z"
LINE = 'fill="none" stroke="currentColor" stroke-width="1.8"'
DOTTED = f'{LINE} stroke-dasharray="0.1 3.3" stroke-linecap="round"'
DASHED = f'{LINE} stroke-dasharray="3.4 2.5"'
FULL = 'fill="currentColor"'
CIRCLE = '<circle cx="8" cy="8" r="6" {}/>'
SQUARE = '<rect x="2.2" y="2.2" width="11.6" height="11.6" {}/>'
HANDS = '<path d="M8 4.4V8.2L10.6 9.8" fill="none" stroke-width="1.7" stroke-linecap="round" stroke="{}"/>'

GLYPHS: Mapping[str, str] = {
    "circle-dotted": CIRCLE.format(DOTTED),
    "circle-dashed": CIRCLE.format(DASHED),
    "circle-half": CIRCLE.format(LINE) + f'<path d="M8 2a6 6 0 0 0 0 12z" {FULL}/>',
    "circle-full": f'<circle cx="8" cy="8" r="6.8" {FULL}/>',
    "square-dotted": SQUARE.format(DOTTED),
    "square-half": SQUARE.format(LINE) + f'<path d="M2.2 2.2H8v11.6H2.2z" {FULL}/>',
    "square-full": f'<rect x="1.6" y="1.6" width="12.8" height="12.8" {FULL}/>',
    "square-on-line": f'<rect x="3" y="1" width="10" height="10" {FULL}/><path d="M0.8 14.2H15.2" {LINE}/>',
    "pin-dashed": f'<path d="{PIN}" fill="none" stroke="currentColor" stroke-width="1.7" '
    'stroke-dasharray="2.8 2.1"/>',
    "pin-half": f'<path d="{PIN}" {LINE}/><path d="M8 15C4.8 11.4 3 8.8 3 6.3a5 5 0 0 1 5-5z" {FULL}/>',
    "pin-full": f'<path d="{PIN}" {FULL} stroke="currentColor" stroke-width="1.4"/>',
    "house-full": f'<path d="{HOUSE}" {FULL} stroke="currentColor" stroke-linejoin="round"/>',
    "house-open": f'<path d="{HOUSE}" {LINE} stroke-linejoin="round"/>',
    "diamond-open": f'<path d="{DIAMOND}" {LINE}/>',
    "diamond-half": f'<path d="{DIAMOND}" {LINE}/><path d="M8 1.4V14.6L1.4 8z" {FULL}/>',
    "diamond-full": f'<path d="{DIAMOND}" {FULL} stroke="currentColor"/>',
    "clock-open": CIRCLE.format(LINE) + HANDS.format("currentColor"),
    "clock-full": f'<circle cx="8" cy="8" r="7" {FULL}/>' + HANDS.format("var(--surface)"),
    "triangle": '<path d="M8 1.6 15 14.2H1z" fill="currentColor" stroke="currentColor" '
    'stroke-linejoin="round"/><path d="M8 6V9.6M8 11.6v.6" stroke="var(--surface)" stroke-width="1.7" '
    'stroke-linecap="round"/>',
    "barred": CIRCLE.format(LINE) + f'<path d="M3.8 12.2 12.2 3.8" {LINE}/>',
    "padlock": '<rect x="2.6" y="7" width="10.8" height="7.4" rx="1" fill="currentColor"/>'
    f'<path d="M5 7V4.8a3 3 0 0 1 6 0V7" {LINE}/>',
    "cut": f'<rect x="6.6" y="0" width="2.8" height="16" {FULL}/>',
    "bar-solid": f'<rect x="1" y="4" width="22" height="4" {FULL}/>',
    "bar-dashed": f'<path d="M1 4h6v4H1zM9 4h6v4H9zM17 4h6v4h-6z" {FULL}/>',
    "bar-dotted": "".join(f'<circle cx="{x}" cy="6" r="1.9" {FULL}/>' for x in (3, 9, 15, 21)),
    "bar-struck": '<path d="M1 6H23" stroke="currentColor" stroke-width="2.4"/>'
    '<path d="M8 11 16 1" stroke="currentColor" stroke-width="2"/>',
}


def is_bar(name: str) -> bool:
    """Whether it is drawn 24 by 12 instead of on the square grid."""
    return name.startswith("bar-")


def glyph_svg(name: str, classes: str = "") -> str:
    """One glyph as a picture of its own; the word beside it says what it means."""
    box = "0 0 24 12" if is_bar(name) else "0 0 16 16"
    bar = " bar" if is_bar(name) else ""
    extra = f" {classes}" if classes else ""
    return (
        f'<svg class="glyph{bar}{extra}" viewBox="{box}" aria-hidden="true" focusable="false">'
        f"{GLYPHS[name]}</svg>"
    )
