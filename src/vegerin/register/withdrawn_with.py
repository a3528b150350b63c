"""What other rooms sealed of a report's own words: it goes with the report when that is withdrawn (D4).

A room says so in `apps.ready`. What the office itself observed or decided is not the caller's, and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vegerin.register.models import Report

Rows = Callable[[Report], Iterable[tuple[str, object]]]
SAYING: dict[str, Rows] = {}


def register(room: str, rows: Rows) -> None:
    """Name the sealed rows, as table and id, that go with a report; the same room twice is a mistake."""
    if SAYING.setdefault(room, rows) is not rows:
        raise ValueError(f"The room {room!r} says it twice.")


def rows_of(report: Report) -> list[tuple[str, object]]:
    """The sealed rows of all rooms that go with this report."""
    return [row for rows in SAYING.values() for row in rows(report)]
