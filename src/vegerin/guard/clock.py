"""The clock store: which code must be heard from by when. In clear, so that alarms need no key (D15).

It holds a mission's code, a time with its margin and the duty code, and nothing else: no name, no place.
It opens by itself after a restart, while the record is still locked; it is kept twice, and where both are
lost the duty screen says so and sounds until the record was open (`clock_back`). Whoever goes out alone (R39)
has a code here too, and a check-in word of her own, kept as a hash. A further file counts what became of each
alarm.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from vegerin.guard.office import held, write_safely
from vegerin.guard.refusals import Refused

FILE = "clock.json"
TWIN = "clock-twin.json"  # the same, should the first be lost or unreadable
LOST = "clock-lost"  # both were: what stands there now may not be all
HEEDED = "clock-heeded.json"  # what became of past alarms: code, times, nothing else
WRONG = "duty.wrong_code"  # how the trail calls them
KEPT = 500  # past alarms
TRIED = "clock-tried.json"  # wrong codes and words typed while the record was locked: code, what, time
TRIES = 5  # wrong check-in words, after which only the duty code counts; wrong duty codes: `TooManyTries`
LETTERS = "ABCDEFGHJKMNPQRTUVWXYZ2346789"  # none that are taken for another over the telephone
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}(-[A-Z0-9]{1,4})?")  # too short for a name, and no small letters
SOUND_AGAIN_AFTER = timedelta(minutes=15)  # taken, but no first step (D29)


class WrongCode(Refused):
    """Not the duty code of this alarm, or not her word."""


class TooManyTries(Refused):
    """The alarm sounds on; whoever is on duty signs in and answers it with the code of the board."""


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
    check_word: str = ""  # of one who is out alone: salt and hash
    wrong_words: int = 0
    wrong_codes: int = 0  # typed by nobody in particular

    @property
    def asks_for_a_seat(self) -> bool:
        """Whether so many wrong duty codes were typed that only who is on duty and signed in answers it."""
        return self.wrong_codes >= TRIES

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
    rows = _kept_in(folder / FILE)
    rows = _kept_in(folder / TWIN) if rows is None else rows
    return tuple(sorted(rows or (), key=lambda row: (row.due, row.code)))


def is_lost(folder: Path) -> bool:
    """Whether times were kept here once, and nobody knows any more that these are all."""
    return (folder / LOST).exists() or _both_gone(folder)


def found_again(folder: Path) -> None:
    """Whoever must be heard from was entered again out of the record."""
    with _rewriting(folder):
        (folder / LOST).unlink(missing_ok=True)


def _both_gone(folder: Path) -> bool:
    """The lock stays when the files go; so an office that never kept a time has lost none."""
    written_once = (folder / f"{FILE}.lock").exists()
    return written_once and _kept_in(folder / FILE) is None and _kept_in(folder / TWIN) is None


def _kept_in(file: Path) -> list[Expected] | None:
    """The times of one file; nothing where it is gone or cannot be read."""
    try:
        return [_read_row(row) for row in json.loads(file.read_text("utf-8"))]
    except (OSError, ValueError, TypeError, KeyError):
        return None


@dataclass(frozen=True)
class Heeded:
    """What became of one alarm."""

    code: str
    overdue_from: datetime
    taken_at: datetime | None
    first_step_at: datetime | None
    heard_at: datetime

    @property
    def in_time(self) -> bool:
        """A first step, or their voice, within a quarter of an hour."""
        return (
            min(self.first_step_at or self.heard_at, self.heard_at) <= self.overdue_from + SOUND_AGAIN_AFTER
        )


def expect(
    folder: Path, *, code: str, due: datetime, margin_minutes: int, duty_code: str, check_word: str = ""
) -> None:
    """Enter a time, or move it: a code has one."""
    for word in (code, duty_code):
        if not CODE.fullmatch(word):
            raise Refused(
                _("{word} is not a code: 2 to 8 capital letters and digits, perhaps - and up to 4 more."),
                word=repr(word),
            )
    if due.tzinfo is None:
        raise Refused(_("A time on the clock needs its time zone."))
    kept = _hashed(check_word) if check_word else ""
    row = Expected(code=code, due=due, margin_minutes=margin_minutes, duty_code=duty_code, check_word=kept)
    with _rewriting(folder) as rows:
        rows[code] = row


def heard_from(folder: Path, *, code: str, again: timedelta | None = None) -> None:
    """They were heard from: the time leaves the store, or the next one is `again` from now."""
    with _rewriting(folder) as rows:
        if code in rows:
            _heard(folder, rows, rows[code], now=datetime.now(UTC), again=again)


def heard_by_duty(
    folder: Path,
    *,
    code: str,
    duty_code: str,
    now: datetime,
    again: timedelta | None = None,
    seated: bool = False,
) -> None:
    """The duty officer has heard them: they are back, or the next time is `again` from now. Needs no key."""
    with _on_duty(folder, code, duty_code, seated=seated) as (rows, row):
        _heard(folder, rows, row, now=now, again=again)


def check_in(folder: Path, *, code: str, word: str, now: datetime, again: timedelta | None = None) -> None:
    """She herself, with her code and her word, from any telephone; works while the office is locked."""
    with _rewriting(folder) as rows:
        row = rows.get(code.strip().upper())
        counts = row is not None and row.wrong_words < TRIES
        right = counts and row is not None and _fits(word, row.check_word)
        if counts and row is not None and not right:
            rows[row.code] = replace(row, wrong_words=row.wrong_words + 1)
        elif row is not None and right:
            _heard(folder, rows, row, now=now, again=again)
    if not right:
        raise (WrongCode if counts else Refused)(
            _("That code and word do not fit. Ring the duty officer, who can enter it for you.")
        )


def draw_code(prefix: str, *, taken: Iterable[str] = ()) -> str:
    """A code that says nothing and is heard right over a bad line, such as OUT-7KQ."""
    while (code := f"{prefix}-{draw_word(3)}") in set(taken):
        pass
    return code


def draw_word(length: int = 5) -> str:
    """Letters and digits that are not taken for one another."""
    return "".join(secrets.choice(LETTERS) for _each in range(length))


def heeded(folder: Path) -> tuple[Heeded, ...]:
    """Past alarms, the earliest first."""
    file = folder / HEEDED
    if not file.exists():
        return ()
    names = ("overdue_from", "taken_at", "first_step_at", "heard_at")
    return tuple(
        Heeded(row["code"], *(datetime.fromisoformat(row[name]) if row[name] else None for name in names))  # type: ignore[arg-type]
        for row in json.loads(file.read_text("utf-8"))
    )


def take(folder: Path, *, code: str, duty_code: str, now: datetime, seated: bool = False) -> None:
    """Somebody on duty takes the alarm; without a first step it sounds again."""
    with _on_duty(folder, code, duty_code, seated=seated) as (rows, row):
        rows[code] = replace(row, taken_at=now, first_step_at=None, wrong_codes=0)


def first_step(folder: Path, *, code: str, duty_code: str, now: datetime, seated: bool = False) -> None:
    """The first step was done: the alarm is silent until they are heard from or a new time is set."""
    with _on_duty(folder, code, duty_code, seated=seated) as (rows, row):
        rows[code] = replace(row, taken_at=row.taken_at or now, first_step_at=now, wrong_codes=0)


@contextmanager
def _on_duty(
    folder: Path, code: str, duty_code: str, *, seated: bool
) -> Iterator[tuple[dict[str, Expected], Expected]]:
    """The rows and this one, for who types its duty code; who is seated on duty counts her tries elsewhere.

    Wrong codes never silence an alarm, and never close the screen to those on duty: they ask for a seat.
    """
    refusal: Refused | None = None
    with _rewriting(folder) as rows:
        row = rows.get(code)
        if row is not None and row.asks_for_a_seat and not seated:
            refusal = TooManyTries(_TOO_MANY)
        elif row is not None and hmac.compare_digest(*map(_typed, (row.duty_code, duty_code))):
            yield rows, row
        else:
            refusal = (WrongCode if row else Refused)(
                _("That is not the duty code of this alarm. It is on the printed board.")
            )
            if row is not None and not seated:
                rows[code] = replace(row, wrong_codes=row.wrong_codes + 1)
    if refusal is not None:
        raise refusal


_TOO_MANY = _(
    "Five wrong duty codes were typed for this code. Its alarm sounds on. Whoever is on duty signs in, comes"
    " back to this page and types the code of the printed board."
)


def _typed(code: str) -> bytes:
    return code.strip().upper().encode()


def keep_try(folder: Path, *, code: str, what: str, now: datetime) -> None:
    """A wrong code or word while the record is locked: kept until the trail can be written."""
    with _alone_at(folder / TRIED) as file:
        tried = [*_tries_in(file), {"code": code, "what": what, "at": now.isoformat()}]
        write_safely(file, json.dumps(tried[-KEPT:]).encode())


def take_tries(folder: Path) -> list[dict[str, str]]:
    """Those that were kept, for the trail; they are kept no longer."""
    if not (folder / TRIED).exists():
        return []
    with _alone_at(folder / TRIED) as file:
        tried = _tries_in(file)
        file.unlink(missing_ok=True)
    return tried


def _tries_in(file: Path) -> list[dict[str, str]]:
    try:
        tried: list[dict[str, str]] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return tried


def _heard(
    folder: Path, rows: dict[str, Expected], row: Expected, *, now: datetime, again: timedelta | None
) -> None:
    _write_down(folder, row, now)
    if again is None:
        del rows[row.code]
    else:
        fresh = replace(row, due=now + again, taken_at=None, first_step_at=None)
        rows[row.code] = replace(fresh, wrong_words=0, wrong_codes=0)


def _write_down(folder: Path, row: Expected | None, now: datetime) -> None:
    """Count what became of an alarm; a time that was kept is not one."""
    if row is None or now < row.overdue_from:
        return
    new = Heeded(row.code, row.overdue_from, row.taken_at, row.first_step_at, now)
    told = [_with_times_written(asdict(one)) for one in (*heeded(folder), new)][-KEPT:]
    write_safely(folder / HEEDED, json.dumps(told, indent=1).encode())


def _hashed(word: str, salt: bytes = b"") -> str:
    salt = salt or os.urandom(16)
    return salt.hex() + hashlib.scrypt(word.strip().upper().encode(), salt=salt, n=4096, r=8, p=1).hex()


def _fits(word: str, kept: str) -> bool:
    return bool(kept) and hmac.compare_digest(_hashed(word, bytes.fromhex(kept[:32])), kept)


@contextmanager
def _rewriting(folder: Path) -> Iterator[dict[str, Expected]]:
    """The rows by code, written back whole when the block ends; one writer at a time."""
    if _both_gone(folder):
        (folder / LOST).touch(0o600)
    with _alone_at(folder / FILE):
        rows = {row.code: row for row in expected(folder)}
        yield rows
        told = json.dumps([_written_row(row) for row in rows.values()], indent=1).encode()
        for name in (TWIN, FILE):
            write_safely(folder / name, told)


@contextmanager
def _alone_at(file: Path) -> Iterator[Path]:
    """One writer of a file at a time."""
    with held(file.with_name(f"{file.name}.lock")):
        yield file


def _read_row(row: dict[str, str | int | None]) -> Expected:
    times = {
        name: datetime.fromisoformat(str(row[name])) if row[name] else None
        for name in ("due", "taken_at", "first_step_at")
    }
    margin = int(row["margin_minutes"] or 0)  # once written as text: the duty screen reads it all the same
    told: dict[str, Any] = {**row, **times, "margin_minutes": margin}
    return Expected(**told)  # the file is ours, each key is a field


def _written_row(row: Expected) -> dict[str, str | int | None]:
    return _with_times_written(asdict(row))


def _with_times_written(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
