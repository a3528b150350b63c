"""From locked to open: K0 out of a slot, then the record, the keystore and Django's own secret."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from nacl.secret import Aead

from vegerin.guard import append_only, boot, keystore, office, owner, slots, tables

WRONG = "This passphrase opens nothing here."


class CannotOpen(Exception):
    """The office stays locked; the message is one sentence."""


class Delay:
    """After three failures every further one waits longer, up to a minute; nobody is ever locked out."""

    def __init__(self) -> None:
        self._failures, self._until = 0, 0.0
        self._lock = threading.Lock()

    def waits(self) -> bool:
        """Whether an attempt would be too early."""
        return time.monotonic() < self._until

    def failed(self) -> None:
        """Count a failure."""
        with self._lock:
            self._failures += 1
            if self._failures >= 3:
                self._until = time.monotonic() + min(60, 2 ** (self._failures - 3))

    def succeeded(self) -> None:
        """Begin again."""
        self._failures, self._until = 0, 0.0


_delay = Delay()
_settled = False
_made_when_missing: list[Callable[[], None]] = []


def made_when_missing(make: Callable[[], None]) -> None:
    """Enter what a room makes anew where it is gone, as after an upgrade that was cut off in the middle."""
    _made_when_missing.append(make)


def unlock(passphrase: str) -> None:
    """Open the office for this server or command; raises CannotOpen with the same words for every failure."""
    open_with(_k0(passphrase))


def upgrade(passphrase: str, *, owner_password: str) -> None:
    """Change the tables of an office on PostgreSQL as their owner, then open it."""
    k0 = _k0(passphrase)
    boot.unlock(k0)
    try:
        settle()
        with office.held(office.folder_from_environment() / "migrate.lock"):
            owner.change_tables(owner=settings.OFFICE.database["owner"], password=owner_password)
    except DatabaseError as error:
        boot.lock()
        raise CannotOpen(f"The tables were not changed: {str(error).strip().splitlines()[0]}") from None
    open_with(k0)


def _k0(passphrase: str) -> bytes:
    folder = office.folder_from_environment()
    if not slots.exist(folder):
        raise CannotOpen(f"There is no office in {folder}. Make one with: vegerin init")
    k0 = None if _delay.waits() else slots.open_with(folder, passphrase)
    if k0 is None:
        _delay.failed()
        raise CannotOpen(WRONG)
    _delay.succeeded()
    return k0


def forget_last_run() -> None:
    """A server begins: whoever sat here before has to sign in, and authors no longer reread."""
    keystore.current().forget_authors()
    Session.objects.all().delete()


def open_with(k0: bytes) -> None:
    """Hold K0, bring the record up to date, and refuse an office that is not sound."""
    boot.unlock(k0)
    try:
        settle()
        _bring_up_to_date()
        missing = append_only.tables_without_triggers()
        if missing:
            raise CannotOpen(f"Rows could be changed in {', '.join(missing)}: the triggers are missing.")
        for fault in owner.faults():
            raise CannotOpen(fault)
        _check_exercise()
        for make in _made_when_missing:
            make()
    except DatabaseError as error:
        boot.lock()
        raise CannotOpen(f"The record does not open ({type(error).__name__}).") from None
    except CannotOpen:
        boot.lock()
        raise


def settle() -> None:
    """Once a process, after K0 came: the secrets that Django itself keeps."""
    global _settled
    if _settled:
        return
    settings.SECRET_KEY = boot.key_for("django").hex()
    sealed = settings.OFFICE.database.get("password_sealed")
    if sealed:
        password = Aead(boot.key_for("postgres")).decrypt(bytes.fromhex(sealed)).decode()
        connections.settings["default"]["PASSWORD"] = password
    _settled = True


def _check_exercise() -> None:
    """An exercise office stays one: what office.json says must be what was founded (D33)."""
    founded_as = keystore.current().setting("exercise") == b"1"
    if founded_as != settings.OFFICE_IS_EXERCISE:
        raise CannotOpen("office.json was changed: an exercise office cannot become a real one.")


def _bring_up_to_date() -> None:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if connection.vendor == "postgresql":
        raise CannotOpen(
            "This version changes the tables. Run once, with the owner's password: vegerin upgrade"
        )
    with office.held(office.folder_from_environment() / "migrate.lock"):
        tables.change()
