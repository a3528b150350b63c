"""Our own list of each day: the rolls in order, with the day before, signed with the office's Ed25519 key.

    vegerin day 1
    day 2026-11-20
    before <SHA-256 of the day before, or 64 zeros>
    roll <SHA-256>

Any program that knows Ed25519 verifies it; docs/reference/stamps.md has the line for openssl.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from vegerin.guard import boot

BEGINNING = "0" * 64


def text_of(day: date, *, before: str, rolls: Iterable[str]) -> str:
    """What is signed."""
    return "\n".join(
        ["vegerin day 1", f"day {day}", f"before {before}", *(f"roll {one}" for one in rolls), ""]
    )


def roll_hash(marks: Iterable[str]) -> str:
    """SHA-256 over the marks, one a line."""
    return hashlib.sha256("".join(f"{mark}\n" for mark in marks).encode()).hexdigest()


def hash_of(text: str) -> str:
    """What the next day holds of this one."""
    return hashlib.sha256(text.encode()).hexdigest()


def signed(text: str) -> str:
    """The signature, in hexadecimal."""
    return _key().sign(text.encode()).signature.hex()


def is_signed(text: str, signature: str) -> bool:
    """Whether the office signed exactly this."""
    try:
        _key().verify_key.verify(text.encode(), bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True


def public_key() -> bytes:
    """The office's public half in PEM, to be handed to others beforehand."""
    half = Ed25519PublicKey.from_public_bytes(bytes(_key().verify_key))
    return half.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _key() -> SigningKey:
    return SigningKey(boot.key_for("evidence-days"))
