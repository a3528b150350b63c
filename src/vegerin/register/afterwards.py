"""What rooms ask once a report is kept: one act each, on the page that says so, in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable

from vegerin.guard.desk import Do
from vegerin.guard.reader import Reader
from vegerin.register.models import Report

Lends = Callable[[Reader, Report], Do | None]
LENDING: dict[str, Lends] = {}


def register(room: str, lends: Lends) -> None:
    """Lend an act; the same room twice is a mistake."""
    if LENDING.setdefault(room, lends) is not lends:
        raise ValueError(f"The room {room!r} lends two acts.")
