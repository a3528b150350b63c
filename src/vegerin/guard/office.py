"""The office's own folder: what lies in it and where. Knows no Django and no keys.

office.json      neutral name, which database, exercise or not (clear)
slots.json       one slot per opener, each holding K0 under a passphrase
clock.json       mission codes and times, in clear so that alarms need no key (D15)
clock-twin.json  the same again, should the first be lost
clock-heeded.json  what became of past alarms: codes and times, in clear
record.db        the record (SQLCipher), unless a PostgreSQL server holds it
keystore.db      wrapped keys (SQLCipher); keystore.key is its own key under K0
attachments/     sealed files
checkpoints.txt  signed heads of the trail: numbers and hashes only
time-authority.json  whom to ask for stamps of time, if the head has set it: an address and certificates
tls/             the local certificate authority and the server's certificate
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1


class OfficeError(Exception):
    """The office's folder cannot be used; the message is one sentence."""


@dataclass(frozen=True)
class Office:
    """An office as its folder describes it."""

    folder: Path
    name: str = "Office"
    exercise: bool = False
    database: dict[str, Any] = field(default_factory=lambda: {"kind": "sqlcipher"})
    hosts: list[str] = field(default_factory=list)
    format: int = FORMAT

    def path(self, name: str) -> Path:
        """A file of the folder."""
        return self.folder / name

    @property
    def on_postgres(self) -> bool:
        """Whether a PostgreSQL server holds the record."""
        return bool(self.database["kind"] == "postgresql")


def folder_from_environment() -> Path:
    """The folder that `vegerin --office` chose, or `office` here."""
    return Path(os.environ.get("VEGERIN_OFFICE", "office")).absolute()


def read(folder: Path) -> Office:
    """The office of a folder; where there is none yet, an office of defaults."""
    file = folder / "office.json"
    if not file.exists():
        return Office(folder)
    try:
        told = json.loads(file.read_text("utf-8"))
    except ValueError:
        raise OfficeError(f"{file} cannot be read as JSON. Bring it back from a backup.") from None
    if told.get("format") != FORMAT:
        raise OfficeError(f"{file} was written by another version ({told.get('format')}, here {FORMAT}).")
    return Office(folder, **told)


def write(office: Office) -> None:
    """Write the description, and make the folders; only the owner may look in."""
    office.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    office.path("attachments").mkdir(mode=0o700, exist_ok=True)
    told = asdict(office)
    del told["folder"]
    write_safely(office.path("office.json"), json.dumps(told, ensure_ascii=False, indent=1).encode())


def write_safely(file: Path, content: bytes) -> None:
    """Replace a file so that a power cut leaves the old one or the new one."""
    beside = file.with_name(file.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def held(file: Path, how: int = fcntl.LOCK_EX) -> Iterator[None]:
    """One process at a time, or with `LOCK_SH` several that change nothing; a killed one lets go."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)
