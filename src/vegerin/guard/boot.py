"""What this process holds while it runs, in memory only: K0, and a secret of this boot.

K0 is the office's root key. It comes from a slot (`guard.slots`) at unlock and everything else is
derived from it by HKDF, each purpose with its own label. The boot secret parks people's keys in their
sessions (`guard.parking`): a restart draws a new one, so a restart forgets every key.
Worker processes of one server share both through an inherited memory file, see `share`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Layout of the shared memory file: boot secret, one byte "unlocked", K0.
_SECRET, _FLAG, _K0, _SIZE = 0, 32, 33, 65

_boot_secret = os.urandom(32)
_k0: bytes | None = None
_shared: int | None = None


class Locked(Exception):
    """The office is locked: nobody has typed an opener's passphrase since the start."""


def derive(key: bytes, label: str) -> bytes:
    """Thirty-two bytes for one purpose; two labels never give the same."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vegerin/1/" + label.encode()).derive(key)


def unlock(k0: bytes) -> None:
    """Hold K0 from now on, here and in the other workers of this server."""
    global _k0
    if len(k0) != 32:
        raise ValueError(f"K0 has 32 bytes, not {len(k0)}.")
    _k0 = k0
    if _shared is not None:
        os.pwrite(_shared, k0, _K0)
        os.pwrite(_shared, b"\1", _FLAG)


def lock() -> None:
    """Forget K0, here and in the other workers."""
    global _k0
    _k0 = None
    if _shared is not None:
        os.pwrite(_shared, bytes(_SIZE - _FLAG), _FLAG)


def is_unlocked() -> bool:
    """Whether this process may open the office."""
    return _find_k0() is not None


def key_for(purpose: str) -> bytes:
    """The key of one purpose ("record", "keystore", "django"); raises Locked."""
    return derive(k0(), purpose)


def k0() -> bytes:
    """The root key itself, to put it into another opener's slot; raises Locked."""
    found = _find_k0()
    if found is None:
        raise Locked("The office is locked.")
    return found


def record_key() -> bytes:
    """The raw key of the record's SQLCipher file."""
    return key_for("record")


def boot_secret() -> bytes:
    """Thirty-two bytes that live as long as this server runs."""
    return _boot_secret if _shared is None else os.pread(_shared, 32, _SECRET)


def share() -> int:
    """Make the memory file that further workers inherit; returns its descriptor."""
    descriptor = os.memfd_create("guard", 0)
    os.set_inheritable(descriptor, True)
    os.pwrite(descriptor, _boot_secret + bytes(_SIZE - _FLAG), 0)
    inherit(descriptor)
    if _k0 is not None:
        unlock(_k0)
    return descriptor


def inherit(descriptor: int) -> None:
    """Use the memory file of the parent."""
    global _shared
    _shared = descriptor


@contextmanager
def holding(k0: bytes) -> Iterator[None]:
    """K0 for the length of a block, for commands."""
    unlock(k0)
    try:
        yield
    finally:
        lock()


def _find_k0() -> bytes | None:
    if _shared is None:
        return _k0
    # pread, never read: descriptors inherited by several workers share one position.
    held = os.pread(_shared, 33, _FLAG)
    return held[1:] if held[:1] == b"\1" else None
