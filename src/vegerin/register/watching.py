"""Tasks of watching, one of which is named with what was found there; a room enters its own (R110)."""

from __future__ import annotations

from collections.abc import Callable

from vegerin.guard.reader import Reader

Tasks = Callable[[Reader], list[tuple[str, str]]]  # id and purpose of her own that run today
LENDING: dict[str, Tasks] = {}


def register(room: str, tasks: Tasks) -> None:
    """Enter them; the same room twice is a mistake."""
    if LENDING.setdefault(room, tasks) is not tasks:
        raise ValueError(f"The room {room!r} enters its tasks twice.")


def tasks_of(reader: Reader) -> list[tuple[str, str]]:
    """All of hers."""
    return [task for tasks in LENDING.values() for task in tasks(reader)]
