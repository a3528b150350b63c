"""A file that waits for its import: sealed under a key of the office, never on disk in clear.

The key comes from K0, so that a run can be continued by whoever may import, after a restart and without
the first person's keys. The file goes when its import is finished, or after a day.
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from vegerin.guard import boot, office

_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Waiting:
    """A file with what is known about it so far."""

    id: str
    list_name: str
    compiler: str
    released_on: str
    file_name: str
    staff: str
    raw: bytes = field(repr=False)


def keep(waiting: Waiting) -> None:
    """Seal the file beside the attachments; files that waited for a day go."""
    forget_old()
    head = asdict(waiting) | {"raw": ""}
    content = json.dumps(head, ensure_ascii=False).encode() + b"\n" + waiting.raw
    path = _path(waiting.id)
    office.write_safely(path, bytes(Aead(_key()).encrypt(content, waiting.id.encode())))


def waiting(file_id: str) -> Waiting | None:
    """The file, if it still waits."""
    try:
        path = _path(str(uuid.UUID(file_id)))
        content = Aead(_key()).decrypt(path.read_bytes(), path.stem.encode())
    except (OSError, ValueError, CryptoError):
        return None
    head, _, raw = content.partition(b"\n")
    return Waiting(**(json.loads(head) | {"raw": raw}))


def forget(file_id: str) -> None:
    """The file is not needed any more."""
    _path(file_id).unlink(missing_ok=True)


def forget_old() -> None:
    """Files whose import nobody began within a day."""
    for path in _folder().glob("*.list"):
        if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return office.folder_from_environment() / "attachments"


def _path(file_id: str) -> Path:
    return _folder() / f"{file_id}.list"


def _key() -> bytes:
    return boot.key_for("lists/waiting")
