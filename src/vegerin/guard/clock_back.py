"""A clock that was lost is written again out of the record, as soon as the office is open.

Each room that enters times registers what enters them again: `clock_back.register("missions", enter)`.
While the office is locked nobody can know who is expected; then the duty screen says so, and sounds (D15).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from vegerin.guard import boot, clock, office, trail

_sources: dict[str, Callable[[], int]] = {}


def register(room: str, enter: Callable[[], int]) -> None:
    """`enter` enters whoever of this room must be heard from and stands not on the clock; how many."""
    _sources[room] = enter


def bring_back(**_: Any) -> bool:
    """Enter everybody again, if the clock was lost and the record is open; whether it still is lost."""
    folder = office.folder_from_environment()
    if boot.is_unlocked():
        _tell_of_tries(folder)
    if not clock.is_lost(folder) or not boot.is_unlocked():
        return clock.is_lost(folder)
    with transaction.atomic():
        entered = sum(enter() for enter in _sources.values())
        trail.record("clock.brought_back", by=None, detail={"codes": entered})
    clock.found_again(folder)
    return False


def _tell_of_tries(folder: Path) -> None:
    """Wrong codes that were typed while no trail could be written."""
    for tried in clock.take_tries(folder):
        detail = {"what": tried["what"], "at": tried["at"]}
        trail.record(clock.WRONG, by=None, about=tried["code"], detail=detail)
