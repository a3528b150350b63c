"""Sessions as Django keeps them, encrypted under the boot secret: a name looked for may stand in one."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from vegerin.guard import boot, prepared

BOUND = b"session"


class SessionStore(db.SessionStore):
    """After a restart no session can be read any more: whoever sat here signs in again."""

    def load(self) -> dict[str, Any]:
        """What stands in it; nothing where it is unknown or its time is over."""
        for row in prepared.rows(_of_key, self.session_key or "", timezone.now()):
            return self.decode(row.session_data)
        self._session_key = None
        return {}

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What is written into the record."""
        return base64.b64encode(_box().encrypt(json.dumps(session_dict).encode(), BOUND)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was written; nothing when it was written before the restart."""
        try:
            return dict(json.loads(_box().decrypt(base64.b64decode(session_data), BOUND)))
        except (CryptoError, ValueError):
            return {}


def _of_key(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def _box() -> Aead:
    return Aead(boot.derive(boot.boot_secret(), "sessions"))
