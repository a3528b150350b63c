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
from django.db.models import QuerySet
from django.utils import timezone
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from vegerin.guard import boot, compartments, office, prepared, sealing
from vegerin.guard.models import Checkpoint, TrailEntry
from vegerin.guard.reader import Reader

BEGINNING = "0" * 64
CHECKPOINTS = "checkpoints.txt"
CHECKPOINT_EVERY = 500
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
        if entry.number % CHECKPOINT_EVERY == 0:
            transaction.on_commit(lambda: checkpoint() and None)
    return entry


def checkpoint() -> Checkpoint | None:
    """Sign the trail's head; its number and hash also go to checkpoints.txt, to be handed to others."""
    with transaction.atomic():
        number, hash_ = _head()
        if number == 0 or Checkpoint.objects.filter(number=number).exists():
            return None
        signature = _signing_key().sign(_signed(number, hash_)).signature.hex()
        made = Checkpoint.objects.create(number=number, hash=hash_, at=timezone.now(), signature=signature)
    with (office.folder_from_environment() / CHECKPOINTS).open("a", encoding="ascii") as file:
        file.write(f"{number} {hash_} {signature}\n")
    return made


def faults() -> list[str]:
    """What is wrong with the trail: rows changed, missing or put in, heads that were signed and are gone."""
    heads = _known_heads()
    number, previous = 0, BEGINNING
    for entry in TrailEntry.objects.order_by("number").iterator():
        number += 1
        if entry.number != number or entry.previous != previous:
            return [f"The trail is broken before row {entry.number}: a row is missing or was put in."]
        if hash_of(entry) != entry.hash:
            return [f"Row {entry.number} of the trail was changed."]
        if heads.pop(number, entry.hash) != entry.hash:
            return [f"Row {entry.number} of the trail is not the one that was signed."]
        previous = entry.hash
    return [f"The trail ends at row {number}, but row {max(heads)} was signed."] if heads else []


def _known_heads() -> dict[int, str]:
    """Signed heads of the record and of checkpoints.txt; a forged one counts for nothing."""
    rows = [(c.number, c.hash, c.signature) for c in Checkpoint.objects.all()]
    file = office.folder_from_environment() / CHECKPOINTS
    if file.exists():
        lines = [line.split() for line in file.read_text("ascii").splitlines()]
        rows += [(int(number), hash_, signature) for number, hash_, signature in lines]
    return {number: hash_ for number, hash_, signature in rows if _is_signed(number, hash_, signature)}


def _is_signed(number: int, hash_: str, signature: str) -> bool:
    try:
        _signing_key().verify_key.verify(_signed(number, hash_), bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True


def _signing_key() -> SigningKey:
    return SigningKey(boot.key_for("trail-checkpoints"))


def _signed(number: int, hash_: str) -> bytes:
    return f"vegerin trail {number} {hash_}".encode()


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
    return next(iter(prepared.rows(_newest, first=1)), (0, BEGINNING))


def _newest() -> QuerySet[Any, Any]:
    return TrailEntry.objects.order_by("-number").values_list("number", "hash")


def _sealed(secret: str, number: int) -> bytes:
    if not secret:
        return b""
    return sealing.seal(
        secret, compartment=compartments.TRAIL, table="guard_trailentry", column="secret", row=number
    )
