"""The keystore: every wrapped key, in a small SQLCipher file of its own beside either database.

Its own key is drawn by chance and lies in `keystore.key`, wrapped under K0. Destroying a row's key
means: delete it with `secure_delete`, truncate the WAL, and give the whole file a new key, so that no
copy of the deleted page can be opened any more. Readers hold a shared lock, destruction an exclusive one.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from nacl.secret import Aead
from sqlcipher3 import dbapi2

from vegerin.guard import boot, office
from vegerin.guard.sqlcipher.base import open_encrypted

TABLES = """
CREATE TABLE compartment (code TEXT PRIMARY KEY, kind TEXT NOT NULL, public BLOB NOT NULL,
                          recovery BLOB, made_at TEXT NOT NULL);
CREATE TABLE member (compartment TEXT NOT NULL REFERENCES compartment ON DELETE CASCADE,
                     staff TEXT NOT NULL, sealed BLOB, keeper INTEGER NOT NULL DEFAULT 0,
                     asked_by TEXT NOT NULL DEFAULT '', asked_at TEXT NOT NULL,
                     PRIMARY KEY (compartment, staff));
CREATE INDEX member_of ON member (staff);
CREATE TABLE row_key (id BLOB PRIMARY KEY, compartment TEXT NOT NULL REFERENCES compartment,
                      place TEXT NOT NULL, part TEXT NOT NULL, row TEXT NOT NULL, sealed BLOB NOT NULL);
CREATE INDEX row_key_of ON row_key (place, row);
CREATE TABLE author_key (id BLOB NOT NULL REFERENCES row_key ON DELETE CASCADE, session TEXT NOT NULL,
                         sealed BLOB NOT NULL, PRIMARY KEY (id, session));
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
    "temp_store = MEMORY",
)


@dataclass(frozen=True)
class RowKey:
    """One row's data key as stored: for whom, for which cell, sealed."""

    id: bytes
    compartment: str
    place: str
    part: str
    row: str
    sealed: bytes


@dataclass(frozen=True)
class Member:
    """Somebody in a compartment; without `sealed` she still waits for a member to grant it."""

    compartment: str
    staff: str
    sealed: bytes | None
    keeper: bool
    asked_by: str
    asked_at: str


class KeystoreBroken(Exception):
    """The keystore does not open with its key."""


class Keystore:
    """The file, opened for each piece of work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "keystore.db"
        self.key_file = folder / "keystore.key"
        self._kept = threading.local()

    @classmethod
    def make(cls, folder: Path) -> Keystore:
        """A new, empty keystore."""
        store = cls(folder)
        store._write_key(store.key_file, os.urandom(32))
        with store._opened() as db:
            db.executescript(TABLES)
        return store

    @contextmanager
    def work(self) -> Iterator[Any]:
        """A connection with a transaction that is on disk when the block ends; nests within a thread."""
        with self._opened() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def destroy_rows(self, *, place: str, row: str) -> int:
        """Destroy the data keys of one row beyond return; how many there were."""
        with self._alone() as connection:
            found = connection.execute("DELETE FROM row_key WHERE place = ? AND row = ?", (place, row))
            return int(found.rowcount)

    def destroy_compartment(self, code: str) -> None:
        """Destroy a compartment: its members' halves and every data key in it."""
        with self._alone() as connection:
            connection.execute("DELETE FROM row_key WHERE compartment = ?", (code,))
            connection.execute("DELETE FROM compartment WHERE code = ?", (code,))

    # Compartments and their members

    def add_compartment(self, code: str, *, kind: str, public: bytes, recovery: bytes | None) -> None:
        """Enter a compartment's public half, and its private half sealed to the recovery key."""
        with self.work() as db:
            db.execute(
                "INSERT INTO compartment VALUES (?, ?, ?, ?, ?)", (code, kind, public, recovery, _now())
            )

    def public_half(self, code: str) -> bytes | None:
        """What anyone may seal to."""
        found = self._one("SELECT public FROM compartment WHERE code = ?", (code,))
        return found[0] if found else None

    def put_member(
        self, code: str, staff: str, *, sealed: bytes | None, asked_by: str = "", keeper: bool = False
    ) -> None:
        """Enter a member: with her sealed half, or waiting for one."""
        with self.work() as db:
            db.execute(
                "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET sealed = excluded.sealed, keeper = min(keeper, excluded.keeper)",
                (code, staff, sealed, keeper, asked_by, _now()),
            )

    def remove_member(self, code: str, staff: str) -> None:
        """Take somebody's half away."""
        with self.work() as db:
            db.execute("DELETE FROM member WHERE compartment = ? AND staff = ?", (code, staff))

    def forget_staff(self, staff: str, *, waiting_again: bool) -> list[str]:
        """Take away all halves of somebody; with `waiting_again` she waits for new ones (lost passphrase)."""
        with self.work() as db:
            codes = [
                code for (code,) in db.execute("SELECT compartment FROM member WHERE staff = ?", (staff,))
            ]
            if waiting_again:
                db.execute("UPDATE member SET sealed = NULL WHERE staff = ?", (staff,))
            else:
                db.execute("DELETE FROM member WHERE staff = ?", (staff,))
        return codes

    def members(self, *, compartment: str = "", staff: str = "") -> list[Member]:
        """Who is in a compartment, or in which ones somebody is."""
        column, value = ("compartment", compartment) if compartment else ("staff", staff)
        rows = self._all(f"SELECT * FROM member WHERE {column} = ? ORDER BY compartment, staff", (value,))  # noqa: S608
        return [Member(c, s, sealed, bool(keeper), by, at) for c, s, sealed, keeper, by, at in rows]

    def waiting(self) -> list[Member]:
        """Everybody who waits for a member to grant her a compartment."""
        rows = self._all("SELECT * FROM member WHERE sealed IS NULL ORDER BY asked_at", ())
        return [Member(c, s, sealed, bool(keeper), by, at) for c, s, sealed, keeper, by, at in rows]

    def compartments(self) -> dict[str, str]:
        """Code to kind of all compartments."""
        return dict(self._all("SELECT code, kind FROM compartment ORDER BY code", ()))

    def recovery_half(self, code: str) -> bytes | None:
        """The private half sealed to the recovery key, where the kind is recoverable."""
        found = self._one("SELECT recovery FROM compartment WHERE code = ?", (code,))
        return found[0] if found else None

    # Data keys of rows

    def add_row_key(self, key: RowKey) -> None:
        """Enter one row's sealed data key."""
        with self.work() as db:
            db.execute(
                "INSERT INTO row_key VALUES (?, ?, ?, ?, ?, ?)",
                (key.id, key.compartment, key.place, key.part, key.row, key.sealed),
            )

    def row_key(self, key_id: bytes) -> RowKey | None:
        """One row's sealed data key; None once it is destroyed."""
        found = self._one("SELECT * FROM row_key WHERE id = ?", (key_id,))
        return RowKey(*found) if found else None

    def add_author_key(self, key_id: bytes, *, session: str, sealed: bytes) -> None:
        """Let the author reread what she wrote, until she signs out."""
        with self.work() as db:
            db.execute("INSERT OR REPLACE INTO author_key VALUES (?, ?, ?)", (key_id, session, sealed))

    def author_key(self, key_id: bytes, *, session: str) -> bytes | None:
        """The author's own copy of a data key in this session."""
        found = self._one("SELECT sealed FROM author_key WHERE id = ? AND session = ?", (key_id, session))
        return found[0] if found else None

    def forget_authors(self, session: str | None = None) -> None:
        """At sign-out one session's copies go; at a restart all."""
        with self.work() as db:
            db.execute("DELETE FROM author_key WHERE ? IS NULL OR session = ?", (session, session))

    def setting(self, name: str) -> bytes | None:
        """A value kept beside the keys, such as the recovery key's public half."""
        found = self._one("SELECT value FROM setting WHERE name = ?", (name,))
        return found[0] if found else None

    def put_setting(self, name: str, value: bytes) -> None:
        """Keep a value beside the keys."""
        with self.work() as db:
            db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    # The file itself

    def _one(self, query: str, values: Sequence[Any]) -> Any:
        with self._opened() as db:
            return db.execute(query, values).fetchone()

    def _all(self, query: str, values: Sequence[Any]) -> list[Any]:
        with self._opened() as db:
            return list(db.execute(query, values).fetchall())

    def copy_to(self, folder: Path) -> None:
        """The keystore as it is now, and its key, into another folder; others may go on writing."""
        with self._lock(fcntl.LOCK_SH):  # nobody gives the file another key meanwhile
            source = self._open()
            copy = open_encrypted(str(folder / self.file.name), self._read_key(self.key_file))
            try:
                source.backup(copy)
            finally:
                source.close()
                copy.close()
            office.write_safely(folder / self.key_file.name, self.key_file.read_bytes())

    @contextmanager
    def _alone(self) -> Iterator[Any]:
        """A connection while nobody else works; what was deleted in it cannot be brought back."""
        if getattr(self._kept, "at_work", None) is not None:
            raise RuntimeError("Destroy keys outside of `sealing.many()`: it needs the keystore for itself.")
        with self._lock(fcntl.LOCK_EX):
            connection = self._connection()
            yield connection
            self._rekey(connection)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        held = getattr(self._kept, "at_work", None)
        if held is not None:
            yield held
            return
        with self._lock(fcntl.LOCK_SH):
            self._kept.at_work = connection = self._connection()
            try:
                yield connection
            finally:
                self._kept.at_work = None

    def _connection(self) -> Any:
        """This thread's connection; a new one after another process has given the file a new key."""
        key_now = (os.getpid(), self.key_file.stat().st_ino, self.key_file.stat().st_mtime_ns)
        if getattr(self._kept, "key", None) != key_now:
            self.close()
            self._kept.connection, self._kept.key = self._open(), key_now
        return self._kept.connection

    def close(self) -> None:
        """Let go of this thread's connection; before a fork, say."""
        connection = getattr(self._kept, "connection", None)
        self._kept.connection = self._kept.key = None
        if connection is not None:
            connection.close()

    def _lock(self, how: int) -> AbstractContextManager[None]:
        return office.held(self.folder / "keystore.lock", how)

    def _open(self) -> Any:
        # A crash between the new key's writing and the rekey leaves two key files: one of them opens.
        for key_file in (self.key_file, self.key_file.with_suffix(".next")):
            if not key_file.exists():
                continue
            connection = open_encrypted(
                str(self.file), self._read_key(key_file), isolation_level=None, timeout=20
            )
            try:
                for pragma in PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except dbapi2.DatabaseError:
                connection.close()
                continue
            if key_file != self.key_file:
                key_file.replace(self.key_file)
            return connection
        raise KeystoreBroken(
            "The keystore does not open. Bring keystore.db and keystore.key back from one backup."
        )

    def _rekey(self, connection: Any) -> None:
        new_key, beside = os.urandom(32), self.key_file.with_suffix(".next")
        self._write_key(beside, new_key)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute(f"PRAGMA rekey = \"x'{new_key.hex()}'\"").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        beside.replace(self.key_file)
        self.close()

    def _read_key(self, file: Path) -> bytes:
        return Aead(boot.key_for("keystore")).decrypt(file.read_bytes(), b"keystore.key")

    def _write_key(self, file: Path, key: bytes) -> None:
        office.write_safely(file, bytes(Aead(boot.key_for("keystore")).encrypt(key, b"keystore.key")))


_current: Keystore | None = None


def current() -> Keystore:
    """The keystore of the office this process works for."""
    global _current
    folder = office.folder_from_environment()
    if _current is None or _current.folder != folder:
        _current = Keystore(folder)
    return _current


def _now() -> str:
    return timezone.now().isoformat()
