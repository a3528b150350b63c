"""What must be looked at and written in one go: whoever comes second waits, and sees what the first wrote.

SQLite's IMMEDIATE transactions wait by themselves; PostgreSQL waits at an advisory lock of that name.
"""

from __future__ import annotations

import hashlib

from django.db import connection


def wait_for_turn(what: str) -> None:
    """The first thing in a transaction that looks before it writes; the turn ends with the transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"A turn at {what!r} needs a transaction around it.")
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
