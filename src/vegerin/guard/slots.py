"""The slot file: K0 under the passphrase of each opener, one Argon2id slot each.

The file names nobody: a stranger at a seized disk learns how many openers there are, not who.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from vegerin.guard import office, passphrases

MOST = 6  # each further slot makes a wrong passphrase slower to refuse


class TooManyOpeners(Exception):
    """Every slot is taken; close one first."""


def add(folder: Path, *, k0: bytes, passphrase: str) -> str:
    """Add a slot; returns its id, which the record keeps with the opener."""
    slots = _read(folder)
    if len(slots) >= MOST:
        raise TooManyOpeners(f"There are {MOST} openers already; close one first.")
    slot_id, salt, cost = os.urandom(8).hex(), os.urandom(16), passphrases.usual()
    wrap = passphrases.stretch(passphrase, salt=salt, cost=cost).wrap
    slots[slot_id] = {
        "salt": base64.b64encode(salt).decode(),
        "cost": [cost.memory_kib, cost.rounds, cost.lanes],
        "sealed": base64.b64encode(Aead(wrap).encrypt(k0, slot_id.encode())).decode(),
    }
    _write(folder, slots)
    return slot_id


def remove(folder: Path, slot_id: str) -> None:
    """Close an opener's slot."""
    slots = _read(folder)
    slots.pop(slot_id, None)
    _write(folder, slots)


def open_with(folder: Path, passphrase: str) -> bytes | None:
    """K0, if the passphrase opens one of the slots."""
    for slot_id, slot in _read(folder).items():
        halves = passphrases.stretch(
            passphrase, salt=base64.b64decode(slot["salt"]), cost=passphrases.Cost(*slot["cost"])
        )
        try:
            return Aead(halves.wrap).decrypt(base64.b64decode(slot["sealed"]), slot_id.encode())
        except CryptoError:
            continue
    return None


def exist(folder: Path) -> bool:
    """Whether there is an office in this folder: slots are written last."""
    return (folder / "slots.json").exists()


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    file = folder / "slots.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def _write(folder: Path, slots: dict[str, dict[str, Any]]) -> None:
    office.write_safely(folder / "slots.json", json.dumps(slots, indent=1).encode())
