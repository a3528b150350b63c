"""The trail: every write, look, search, export and refusal is a row in a hash chain.

One writer at a time: SQLite's IMMEDIATE transaction, or an advisory lock in PostgreSQL. Names and search
terms never stand in it in clear: `secret` is sealed so that only the auditor can read it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from vegerin.guard import compartments, sealing
from vegerin.guard.models import TrailEntry
from vegerin.guard.reader import Reader

BEGINNING = "0" * 64
_ONE_WRITER = 0x7665_6765  # any number, the same everywhere


def record(
    kind: str, *, by: Reader | None, about: str = "", detail: dict[str, Any] | None = None, secret: str = ""
) -> TrailEntry:
    """Add a row. `about` and `detail` hold ids, codes and counts; `secret` is for the auditor's eyes."""
    with transaction.atomic():
        number, previous = _head()
        entry = TrailEntry(
            number=number + 1,
            at=timezone.now(),
            kind=kind,
            staff=str(by.staff.pk) if by else "",
            about=about,
            detail=detail or {},
            secret=_sealed(secret, number + 1),
            previous=previous,
        )
        entry.hash = hash_of(entry)
        entry.save()
    return entry


def hash_of(entry: TrailEntry) -> str:
    """The hash over everything the row says and the hash before it."""
    said = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.kind,
        entry.staff,
        entry.about,
        entry.detail,
        bytes(entry.secret).hex(),
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _head() -> tuple[int, str]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])
    last = TrailEntry.objects.order_by("-number").values_list("number", "hash").first()
    return last or (0, BEGINNING)


def _sealed(secret: str, number: int) -> bytes:
    if not secret:
        return b""
    return sealing.seal(
        secret, compartment=compartments.TRAIL, table="guard_trailentry", column="secret", row=number
    )
