"""Icons on a 16 grid, 1.6 stroke, round ends, drawn by us; each always stands beside a word."""

from __future__ import annotations

from collections.abc import Mapping

ICONS: Mapping[str, str] = {
    "arrow": "M2.5 8h11M9 3.5 13.5 8 9 12.5",
    "chevron": "M6 3l5 5-5 5",
    "undo": "M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6",
    "list": "M6 4h8M6 8h8M6 12h8M2.4 4h.2M2.4 8h.2M2.4 12h.2",
    "message": "M2 3h12v8H7l-3.2 2.6V11H2z",
    "clock": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 4.8V8l2.2 1.6",
    "check": "M3 8.5l3.2 3.2L13 4.6",
    "telephone": "M4.4 2.2 6.6 5 5.2 6.6c.8 1.7 2.4 3.3 4.2 4.2l1.6-1.4 2.8 2.2-1 2.2c-5.2 "
    ".4-10.8-5.2-10.6-10.6z",
    "lock": "M3.5 7.2h9v6.6h-9zM5.2 7.2V5a2.8 2.8 0 0 1 5.6 0v2.2",
    "search": "M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2M10.4 10.4 14 14",
    "plus": "M8 2.8v10.4M2.8 8h10.4",
    "print": "M4.5 6V2.4h7V6M4.5 11.6H2.4V6.2h11.2v5.4h-2.1M4.5 9.8h7v4h-7z",
    "pause": "M5.4 3.2v9.6M10.6 3.2v9.6",
    "door": "M3.5 14V2.4h9V14M2 14h12M9.8 8.2v.4",
    "home": "M2.4 7.4 8 2.6l5.6 4.8V14H2.4zM6.4 14v-4h3.2v4",
    "more": "M2.4 4h11.2M2.4 8h11.2M2.4 12h11.2",
    "tag": "M2.4 2.4h5.4l5.8 5.8-5.4 5.4-5.8-5.8zM5.2 5.2v.1",
    "wave": "M2 9c1.5-3 3-3 4.5-1s3 2 4.5 0 2-1.5 3-1",
    "pen": "M3 13l.8-3L11 2.8l2.2 2.2L6 12.2zM9.6 4.2l2.2 2.2",
    "people": "M6 7.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8M1.8 13.6c0-2.4 1.8-4 "
    "4.2-4s4.2 1.6 4.2 4M11 7.2a2 2 0 0 0 0-4M11.8 9.8c1.5.4 2.4 1.8 2.4 3.8",
    "document": "M3.5 2h6l3 3v9h-9zM9.5 2v3h3M5.8 8.4h4.4M5.8 11h4.4",
    "upload": "M8 10.8V2.8M4.6 6 8 2.6 11.4 6M2.6 11v2.6h10.8V11",
    "sun": "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.2v1.2M8 13.6v1.2M1.2 8h1.2M13.6 8h1.2M3.2 "
    "3.2l.9.9M11.9 11.9l.9.9M3.2 12.8l.9-.9M11.9 4.1l.9-.9",
    "barred": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M3.8 12.2l8.4-8.4",
}

# They point along the reading direction; clocks, checks, telephones, locks and lenses do not.
MIRRORED = frozenset({"arrow", "chevron", "undo", "list", "message"})


def icon_svg(name: str) -> str:
    """One icon, hidden from screen readers because its word is always there."""
    mirror = " mirror" if name in MIRRORED else ""
    return (
        f'<svg class="icon{mirror}" viewBox="0 0 16 16" fill="none" stroke="currentColor" '
        'stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" '
        f'focusable="false"><path d="{ICONS[name]}"/></svg>'
    )
