"""Sessions as Django keeps them, encrypted under the boot secret: a name looked for may stand in one."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.contrib.sessions.backends import db
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from vegerin.guard import boot

BOUND = b"session"


class SessionStore(db.SessionStore):
    """After a restart no session can be read any more: whoever sat here signs in again."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What is written into the record."""
        return base64.b64encode(_box().encrypt(json.dumps(session_dict).encode(), BOUND)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was written; nothing when it was written before the restart."""
        try:
            return dict(json.loads(_box().decrypt(base64.b64decode(session_data), BOUND)))
        except (CryptoError, ValueError):
            return {}


def _box() -> Aead:
    return Aead(boot.derive(boot.boot_secret(), "sessions"))
