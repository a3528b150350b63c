"""Sealing: an envelope that only the members of a compartment can open, and that can be destroyed.

Each sealed cell has its own data key; the data key lies in the keystore, sealed to the compartment. The
envelope is bound to table, column, row and compartment: moved to another place it does not open.

    envelope = version (1) + key id (16) + XChaCha20-Poly1305(nonce 24 + padded content + tag 16)
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import Aead

from vegerin.guard import compartments, keystore
from vegerin.guard.keystore import RowKey
from vegerin.guard.reader import Reader, seal_to
from vegerin.guard.refusals import NotYours

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = ["Altered", "Destroyed", "NotYours", "destroy", "many", "may_open", "seal", "unseal"]

BACKUPS_KEPT = timedelta(days=14)
_VERSION = b"\1"
_PADDED_TO = 256  # the length of a sealed word tells nothing about the word


class Destroyed(Exception):
    """The key was destroyed; nobody can open this any more."""


class Altered(Exception):
    """The envelope was changed or moved to another row."""


def seal(
    value: bytes | str,
    *,
    compartment: str,
    table: str,
    column: str,
    row: object,
    author: Reader | None = None,
) -> bytes:
    """Seal a value for the members of a compartment; `author` may reread it until she signs out."""
    key_id, data_key = os.urandom(16), os.urandom(32)
    content = value.encode() if isinstance(value, str) else value
    store = keystore.current()
    with store.work():
        public_half = compartments.public_half(compartment)
        stored = RowKey(key_id, compartment, table, column, str(row), seal_to(public_half, data_key))
        store.add_row_key(stored)
        if author and author.keys and author.keys.session:
            copy = bytes(Aead(author.keys.session_key).encrypt(data_key, key_id))
            store.add_author_key(key_id, session=author.keys.session, sealed=copy)
    return _VERSION + key_id + bytes(Aead(data_key).encrypt(_padded(content), _bound(stored)))


def unseal(envelope: bytes, *, reader: Reader, table: str, column: str, row: object) -> bytes:
    """Open an envelope; raises NotYours, Destroyed or Altered."""
    envelope = bytes(envelope)
    stored = keystore.current().row_key(envelope[1:17])
    if stored is None:
        raise Destroyed("The key of this was destroyed; nobody can open it any more.")
    if (stored.place, stored.part, stored.row) != (table, column, str(row)):
        raise Altered("This was sealed for another place.")
    data_key = _data_key(stored, reader)
    try:
        return _unpadded(Aead(data_key).decrypt(envelope[17:], _bound(stored)))
    except CryptoError:
        raise Altered("This was changed since it was sealed.") from None


def may_open(envelope: bytes, *, reader: Reader) -> bool:
    """Whether unsealing would succeed for this reader."""
    stored = keystore.current().row_key(bytes(envelope)[1:17])
    if stored is None:
        return False
    try:
        _data_key(stored, reader)
    except NotYours:
        return False
    return True


def is_destroyed(envelope: bytes) -> bool:
    """Whether the envelope's key is gone."""
    return keystore.current().row_key(bytes(envelope)[1:17]) is None


def destroy(*, table: str, row: object, by: Reader | None) -> int:
    """Destroy every data key of one row; what was sealed there stays as noise. How many keys went."""
    from vegerin.guard import trail  # noqa: PLC0415 -- the trail seals its secrets through this module

    gone = keystore.current().destroy_rows(place=table, row=str(row))
    trail.record("key.destroyed", by=by, about=f"{table}:{row}", detail={"keys": gone})
    return gone


def final_on(destroyed_at: datetime) -> date:
    """The day after which no backup of the keystore holds the key any more."""
    return timezone.localdate(destroyed_at + BACKUPS_KEPT)


def many() -> AbstractContextManager[object]:
    """A block whose seals share one keystore transaction: for imports and generators.

    Open it inside the record's transaction and let it end before that commits, so that no row is
    ever kept whose key was not.
    """
    return keystore.current().work()


def _data_key(stored: RowKey, reader: Reader) -> bytes:
    if reader.keys is None:
        raise NotYours
    half = reader.keys.half_of(stored.compartment)
    if half is not None:
        return SealedBox(PrivateKey(half)).decrypt(stored.sealed)
    if reader.keys.session:
        own = keystore.current().author_key(stored.id, session=reader.keys.session)
        if own is not None:
            return Aead(reader.keys.session_key).decrypt(own, stored.id)
    raise NotYours


def _bound(stored: RowKey) -> bytes:
    parts = (stored.place, stored.part, stored.row, stored.compartment)
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)


def _padded(content: bytes) -> bytes:
    whole = len(content).to_bytes(8, "big") + content
    return whole + bytes(-len(whole) % _PADDED_TO)


def _unpadded(whole: bytes) -> bytes:
    return whole[8 : 8 + int.from_bytes(whole[:8], "big")]
