"""A file that waits for its import: sealed under a key of the office, never on disk in clear.

The key comes from K0, so that a run can be continued by whoever may import, after a restart and without
the first person's keys. The file goes when its import is finished, or after a day.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
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


def waits(file_id: str) -> bool:
    """Whether the file is there."""
    return _path(file_id).exists()


def forget(file_id: str) -> None:
    """The file is not needed any more."""
    _path(file_id).unlink(missing_ok=True)


def forget_old() -> None:
    """Files whose import nobody began within a day, and the marks of runs of yesterday."""
    for path in [*_folder().glob("*.list"), *_folder().glob("*.run")]:
        if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            path.unlink(missing_ok=True)


class RunsAlready(Exception):
    """Somebody's import of this release runs in this or another process."""


@contextmanager
def only_one(release_id: str) -> Iterator[None]:
    """Hold the release for one run; a killed process lets go by itself."""
    descriptor = os.open(_folder() / f"{release_id}.run", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise RunsAlready from None
    os.utime(descriptor)  # a run that goes on is none of yesterday's
    try:
        yield
    finally:
        os.close(descriptor)


def is_held(release_id: str) -> bool:
    """Whether an import of this release runs, in whatever process."""
    if not (_folder() / f"{release_id}.run").exists():
        return False
    try:
        with only_one(release_id):
            return False
    except RunsAlready:
        return True


def _folder() -> Path:
    return office.folder_from_environment() / "attachments"


def _path(file_id: str) -> Path:
    return _folder() / f"{file_id}.list"


def _key() -> bytes:
    return boot.key_for("lists/waiting")
