"""A seat: who is signed in at this browser, and her private key, parked so that only both halves open it.

The key is encrypted under HKDF(boot secret, cookie secret): the server alone cannot open it, the browser
alone cannot, and a restart forgets it. After a while without a page the key is dropped and the page is
covered until the passphrase is typed again; what was half typed is kept as a draft.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from vegerin.guard import boot, keystore, prepared
from vegerin.guard.models import Staff
from vegerin.guard.queries import reader_for
from vegerin.guard.reader import KeyRing, Reader

COOKIE = "seat"
IDLE_SECONDS = 10 * 60
_NOTED_EVERY = 30  # seconds between two writes of "still here"

Session = Any  # Django's session store: a mapping with `flush` and `cycle_key`


@dataclass(frozen=True)
class Seat:
    """What a browser's session says: somebody with her keys, or somebody covered, who must type again."""

    staff: Staff
    reader: Reader | None

    @property
    def covered(self) -> bool:
        """Whether the passphrase must be typed before anything is shown."""
        return self.reader is None


def take(session: Session, *, staff: Staff, private: bytes, cookie: str = "") -> str:
    """Seat somebody; returns the secret for her browser's cookie (the same again after a cover)."""
    same = session.get("staff") == str(staff.pk)
    secret = bytes.fromhex(cookie) if cookie and same else os.urandom(32)
    if not same:  # what a colleague looked for at this browser is not hers to find
        session.flush()
    session.cycle_key()
    session["staff"] = str(staff.pk)
    session["entered"] = _entered_with(staff)
    session["seen"] = int(time.time())
    session["key"] = base64.b64encode(Aead(_parking_key(secret)).encrypt(private, staff.pk.bytes)).decode()
    return secret.hex()


def go_on(session: Session, *, staff: Staff) -> None:
    """She chose another passphrase here: this seat stays hers, any other she has ends."""
    session["entered"] = _entered_with(staff)


def cover(session: Session) -> None:
    """Drop the key and keep the seat: idle, or by choice."""
    session.pop("key", None)


def leave(session: Session, cookie: str) -> None:
    """Sign out: the seat goes, and what she could reread as its author."""
    keystore.current().forget_authors(_session_name(cookie))
    session.flush()


def seat(session: Session, cookie: str) -> Seat | None:
    """Who sits here; None for nobody, or after a restart."""
    sitting = prepared.rows(_active, UUID(session["staff"])) if session.get("staff") else []
    if not sitting:
        return None
    [staff] = sitting
    if session.get("entered") != _entered_with(staff):
        return None
    if time.time() - session.get("seen", 0) > IDLE_SECONDS:
        cover(session)
    if "key" not in session:
        return Seat(staff, None)
    ring = _ring(staff, session["key"], cookie)
    if ring is None:
        return None
    if time.time() - session["seen"] > _NOTED_EVERY:
        session["seen"] = int(time.time())
    return Seat(staff, reader_for(staff, ring))


def _active(pk: UUID) -> QuerySet[Staff]:
    return Staff.objects.filter(pk=pk, is_active=True)


def private_key(session: Session, cookie: str, staff: Staff) -> bytes | None:
    """The parked private key, to wrap it under a new passphrase."""
    try:
        secret = bytes.fromhex(cookie)
        return Aead(_parking_key(secret)).decrypt(base64.b64decode(session["key"]), staff.pk.bytes)
    except (CryptoError, ValueError, KeyError):
        return None


def _ring(staff: Staff, parked: str, cookie: str) -> KeyRing | None:
    private = private_key({"key": parked}, cookie, staff)
    if private is None:
        return None
    secret = bytes.fromhex(cookie)
    return KeyRing(
        staff_id=str(staff.pk),
        private=private,
        session=_session_name(cookie),
        session_key=boot.derive(_parking_key(secret), "author"),
    )


def _entered_with(staff: Staff) -> str:
    """What tells one passphrase from the next, and says nothing about either."""
    return hashlib.sha256(staff.password.encode()).hexdigest()[:32]


def _session_name(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()[:32]


def _parking_key(secret: bytes) -> bytes:
    return boot.derive(boot.boot_secret() + secret, "parking")
