"""The clock store: which code must be heard from by when. In clear, so that alarms need no key (D15).

It holds a mission's code, a time with its margin and the duty code, and nothing else: no name, no place.
It opens by itself after a restart, while the record is still locked.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext_noop as _

from vegerin.guard.office import write_safely
from vegerin.guard.refusals import Refused

FILE = "clock.json"
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}(-[A-Z0-9]{1,4})?")  # too short for a name, and no small letters
SOUND_AGAIN_AFTER = timedelta(minutes=15)  # taken, but no first step (D29)


class State(StrEnum):
    """How an expected time stands."""

    WAITING = "waiting"
    WITHIN_MARGIN = "within_margin"
    ALARM = "alarm"
    TAKEN = "taken"


SOUNDS = frozenset({State.ALARM})


@dataclass(frozen=True)
class Expected:
    """One code we must hear from."""

    code: str
    due: datetime
    margin_minutes: int
    duty_code: str
    taken_at: datetime | None = None
    first_step_at: datetime | None = None

    @property
    def overdue_from(self) -> datetime:
        """When silence becomes an alarm."""
        return self.due + timedelta(minutes=self.margin_minutes)

    def state(self, now: datetime) -> State:
        """How it stands now; *taken* without a first step falls back to an alarm."""
        if now < self.due:
            return State.WAITING
        if now < self.overdue_from:
            return State.WITHIN_MARGIN
        if self.first_step_at:
            return State.TAKEN
        if self.taken_at and now < self.taken_at + SOUND_AGAIN_AFTER:
            return State.TAKEN
        return State.ALARM


def expected(folder: Path) -> tuple[Expected, ...]:
    """All times of the store, the earliest first; an office without a store expects nobody."""
    file = folder / FILE
    if not file.exists():
        return ()
    rows = [_read_row(row) for row in json.loads(file.read_text("utf-8"))]
    return tuple(sorted(rows, key=lambda row: (row.due, row.code)))


def expect(folder: Path, *, code: str, due: datetime, margin_minutes: int, duty_code: str) -> None:
    """Enter a time, or move it: a code has one."""
    for word in (code, duty_code):
        if not CODE.fullmatch(word):
            raise Refused(
                _("{word} is not a code: 2 to 8 capital letters and digits, perhaps - and up to 4 more."),
                word=repr(word),
            )
    if due.tzinfo is None:
        raise Refused(_("A time on the clock needs its time zone."))
    row = Expected(code=code, due=due, margin_minutes=margin_minutes, duty_code=duty_code)
    with _rewriting(folder) as rows:
        rows[code] = row


def heard_from(folder: Path, *, code: str) -> None:
    """They were heard from: the time leaves the store."""
    with _rewriting(folder) as rows:
        rows.pop(code, None)


def take(folder: Path, *, code: str, duty_code: str, now: datetime) -> None:
    """Somebody on duty takes the alarm; without a first step it sounds again."""
    _change(folder, code, duty_code, lambda row: replace(row, taken_at=now, first_step_at=None))


def first_step(folder: Path, *, code: str, duty_code: str, now: datetime) -> None:
    """The first step was done: the alarm is silent until they are heard from or a new time is set."""
    _change(
        folder, code, duty_code, lambda row: replace(row, taken_at=row.taken_at or now, first_step_at=now)
    )


def _change(folder: Path, code: str, duty_code: str, changed: Callable[[Expected], Expected]) -> None:
    with _rewriting(folder) as rows:
        row = rows.get(code)
        if row is None or row.duty_code != duty_code.strip().upper():
            raise Refused(_("That is not the duty code of this alarm. It is on the printed board."))
        rows[code] = changed(row)


@contextmanager
def _rewriting(folder: Path) -> Iterator[dict[str, Expected]]:
    """The rows by code, written back whole when the block ends; one writer at a time."""
    descriptor = os.open(folder / f"{FILE}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        rows = {row.code: row for row in expected(folder)}
        yield rows
        told = [_written_row(row) for row in rows.values()]
        write_safely(folder / FILE, json.dumps(told, indent=1).encode())
    finally:
        os.close(descriptor)


def _read_row(row: dict[str, str | int | None]) -> Expected:
    times = {
        name: datetime.fromisoformat(str(row[name])) if row[name] else None
        for name in ("due", "taken_at", "first_step_at")
    }
    return Expected(**{**row, **times})  # type: ignore[arg-type]  # the file is ours, each key is a field


def _written_row(row: Expected) -> dict[str, str | int | None]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(row).items()
    }
