"""Copies of the office: the record while people work, and keys that no copy holds longer than 14 days.

A destroyed key would live on in every older copy of the keystore. So each new copy first takes the keystore
out of those that are older; what they still hold of sealed words opens no more, the rest stays readable.
The record is copied before the keystore: a copy may know a key too many, never one too few.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from datetime import datetime
from pathlib import Path

from django.db import connection

from vegerin.guard import boot, keystore, office, sealing
from vegerin.guard.refusals import Refused
from vegerin.guard.sqlcipher.base import open_encrypted

NAME = "office-%Y-%m-%dT%H%M%SZ"
KEYS = ("keystore.db", "keystore.key")
SMALL = (
    "office.json",
    "slots.json",
    "recovery.sealed",
    "clock.json",
    "checkpoints.txt",
    "time-authority.json",
)
FOLDERS = ("attachments", "tls")


def make(to: Path, *, now: datetime) -> Path:
    """Copy the open office into a new folder under `to`; returns it. It is whole once it bears its name."""
    home = office.folder_from_environment()
    if to.resolve().is_relative_to(home.resolve()):
        raise Refused("A copy inside the office's own folder is lost together with it. Name another place.")
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    take_keys_from_old(to, now=now)
    whole = to / now.strftime(NAME)
    part = whole.with_suffix(".part")
    part.mkdir(mode=0o700)
    _copy_record(part)
    keystore.current().copy_to(part)
    for name in SMALL:
        if (home / name).exists():
            shutil.copy2(home / name, part / name)
    for name in FOLDERS:
        shutil.copytree(home / name, part / name)
    part.replace(whole)
    return whole


def take_keys_from_old(to: Path, *, now: datetime) -> list[Path]:
    """Take the keystore out of copies that are older than backups of it may be; returns those copies."""
    old = [copy for copy in sorted(to.glob("office-*")) if _has_keys(copy) and _too_old(copy, now)]
    for copy in old:
        for name in KEYS:
            _overwrite_and_remove(copy / name)
    return old


def _too_old(copy: Path, now: datetime) -> bool:
    try:
        made = datetime.strptime(copy.name.removesuffix(".part"), NAME).replace(tzinfo=now.tzinfo)
    except ValueError:
        return False
    return now - made >= sealing.BACKUPS_KEPT


def _has_keys(copy: Path) -> bool:
    return any((copy / name).exists() for name in KEYS)


def _copy_record(part: Path) -> None:
    if connection.vendor != "sqlite":
        return  # the server's own pg_dump copies it
    source, copy = (
        open_encrypted(str(file), boot.record_key())
        for file in (connection.settings_dict["NAME"], part / "record.db")
    )
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()


def _overwrite_and_remove(file: Path) -> None:
    if not file.exists():
        return
    with file.open("r+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        opened.write(os.urandom(file.stat().st_size))
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()
