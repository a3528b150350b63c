"""A second factor that needs no network: six digits from an authenticator (TOTP), or a recovery code.

The secret is sealed to the person's own key, so it opens only after her passphrase has.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import time
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP

from vegerin.guard import trail
from vegerin.guard.models import RecoveryCode, Staff, TrailEntry
from vegerin.guard.reader import KeyRing, Reader, seal_to
from vegerin.guard.roles import LEADERS

CODES = 8
OFF = "second_factor.off"
TOLD_FOR = timedelta(days=7)
TOLD_OF_OTHERS = LEADERS
_DRIFT = 1  # a clock may be half a minute wrong either way


def draw() -> bytes:
    """A new secret, not yet in use."""
    return os.urandom(20)


def address(secret: bytes, *, label: str) -> str:
    """What an authenticator scans; it names the office by its neutral name only."""
    return f"otpauth://totp/{quote(label)}?secret={base64.b32encode(secret).decode()}"


def switch_on(*, staff: Staff, secret: bytes, code: str, by: Reader) -> list[str] | None:
    """Use the secret from now on, if the code proves it arrived; returns the recovery codes, shown once."""
    step = _step_of(secret, code, after=0)
    if step is None:
        return None
    codes = [secrets.token_hex(5) for _ in range(CODES)]
    staff.second_factor = seal_to(bytes(staff.public_key), secret)
    staff.second_factor_step = step
    with transaction.atomic():
        staff.save(update_fields=["second_factor", "second_factor_step"])
        staff.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(staff=staff, digest=_digest(code)) for code in codes)
        trail.record("second_factor.on", by=by, about=str(staff.pk))
    return codes


def switch_off(*, staff: Staff, by: Reader) -> None:
    """Passphrase alone from now on."""
    staff.second_factor = b""
    with transaction.atomic():
        staff.save(update_fields=["second_factor"])
        staff.recovery_codes.all().delete()
        trail.record(OFF, by=by, about=str(staff.pk))


def switched_off_lately(reader: Reader) -> list[tuple[Staff, datetime]]:
    """Who signs in by passphrase alone since some day of this week: her own, and all of them to who leads."""
    people = Staff.objects.filter(is_active=True, second_factor=b"")
    if not reader.has(*TOLD_OF_OTHERS):
        people = people.filter(pk=reader.staff.pk)
    known = {str(one.pk): one for one in people}
    rows = TrailEntry.objects.filter(kind=OFF, about__in=known, at__gte=timezone.now() - TOLD_FOR)
    latest = dict(rows.order_by("number").values_list("about", "at"))
    return [(known[pk], at) for pk, at in latest.items()]


def accepts(staff: Staff, ring: KeyRing, code: str) -> bool:
    """Whether this code lets her in; each counts once."""
    if not staff.second_factor:
        return True
    plain = "".join(code.split()).lower()
    step = _step_of(ring.open(bytes(staff.second_factor)), plain, after=staff.second_factor_step)
    if step is not None:
        return bool(
            Staff.objects.filter(pk=staff.pk, second_factor_step__lt=step).update(second_factor_step=step)
        )
    return bool(RecoveryCode.objects.filter(staff=staff, digest=_digest(plain)).delete()[0])


def _step_of(secret: bytes, code: str, *, after: int) -> int | None:
    if not (code.isascii() and code.isdigit()):
        return None
    totp = TOTP(secret)
    totp.time = time.time()
    if not totp.verify(int(code), tolerance=_DRIFT, min_t=after + 1):
        return None
    return int(totp.t())


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
