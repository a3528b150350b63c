"""Tables on a phone: each row stands as terms, so each cell says whose column it is."""

from __future__ import annotations

import re
from itertools import chain

HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SPAN = re.compile(r'colspan="(\d+)"')
# A button says itself what it does, and a head that only a screen reader hears is not shown on a phone.
SPEAKS_FOR_ITSELF = ("<form", "<button", "visually-hidden")


def with_labels(table: str) -> str:
    """The table, each cell of its body with the head of its column in `data-label`."""
    head, body_tag, body = table.partition("<tbody")
    labels = [_label(one) for one in HEAD.findall(head)]
    return head + body_tag + ROW.sub(lambda row: _row(row[0], labels), body)


def _label(head: str) -> str:
    """What a head says, as an attribute can hold it; nothing where it is not to be seen."""
    return "" if "visually-hidden" in head else TAG.sub("", head).strip().replace('"', "&quot;")


def _row(row: str, labels: list[str]) -> str:
    left = chain(labels)
    return CELL.sub(lambda cell: _cell(cell, left), row)


def _cell(cell: re.Match[str], labels: chain[str]) -> str:
    """One cell with its label, if it needs one; a wide one takes as many heads as it covers."""
    name, attributes, inside = cell.groups()
    wide = SPAN.search(attributes)
    covers = [next(labels, "") for _ in range(int(wide[1]) if wide else 1)]
    bare = name == "th" or wide or "data-label" in attributes or not covers[0]
    if bare or not TAG.sub("", inside).strip() or any(one in inside for one in SPEAKS_FOR_ITSELF):
        return cell[0]
    return f'<{name}{attributes} data-label="{covers[0]}">{inside}</{name}>'
