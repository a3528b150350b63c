"""What `vegerin check` looks at. Rooms add their own: `checks.register("statuses", wrong_statuses)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection

from vegerin.guard import append_only, keystore, owner, trail
from vegerin.guard.compartments import KINDS, RECOVERY_PUBLIC

Check = Callable[[], list[str]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check; it returns a sentence for each thing that is wrong."""
    _checks[name] = check


def run() -> Iterator[tuple[str, list[str]]]:
    """Every check with what it found."""
    for name, check in {**OWN, **_checks}.items():
        try:
            yield name, check()
        except DatabaseError as error:
            yield (
                name,
                [f"This could not be read at all ({type(error).__name__}): bring it back from a backup."],
            )


def _triggers() -> list[str]:
    return [
        f"Rows of {table} could be changed: its triggers are missing."
        for table in append_only.tables_without_triggers()
    ]


def _integrity() -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        # Pages that the WAL supersedes would read as damaged.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.execute("PRAGMA cipher_integrity_check")
        damaged = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("PRAGMA integrity_check")
        damaged += [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
    return [f"The record's file is damaged: {what}" for what in damaged]


def _keystore() -> list[str]:
    store = keystore.current()
    wrong = [] if store.setting(RECOVERY_PUBLIC) else ["There is no recovery key."]
    for code, kind in store.compartments().items():
        if kind not in KINDS:
            wrong.append(f"The compartment {code} is of no known kind.")
        if not any(member.sealed for member in store.members(compartment=code)):
            wrong.append(f"Nobody can open the compartment {code}.")
    return wrong


OWN: dict[str, Check] = {
    "triggers": _triggers,
    "owner": owner.faults,
    "integrity": _integrity,
    "keystore": _keystore,
    "trail": trail.faults,
}
