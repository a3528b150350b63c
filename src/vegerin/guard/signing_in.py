"""Sign-in: one answer for every failure, and a growing delay instead of a lock-out."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from nacl.exceptions import CryptoError

from vegerin.guard import actions, boot, passphrases, second_factor, trail
from vegerin.guard.models import FailedSignIn, Staff
from vegerin.guard.queries import reader_for
from vegerin.guard.reader import KeyRing, Reader

FREE_FAILURES = 3
LONGEST = timedelta(minutes=5)


def sign_in(*, working_name: str, passphrase: str, code: str = "") -> tuple[Reader, bytes] | None:
    """The reader and her private key; None for every kind of failure, after the same work."""
    working_name = working_name.strip()
    staff = Staff.objects.filter(working_name=working_name, is_active=True).first()
    halves = passphrases.recognise(passphrase, staff.password if staff else "")
    early = _is_early(working_name)
    found = _opened(staff, halves, code) if staff and halves and not early else None
    if found is None:
        _count_failure(working_name)
        trail.record("sign_in.failed", by=None, about=str(staff.pk) if staff else "")
        return None
    reader, private = found
    FailedSignIn.objects.filter(name_hash=_name_hash(working_name)).delete()
    trail.record("sign_in", by=reader)
    return reader, private


def uncover(staff: Staff, passphrase: str) -> tuple[Reader, bytes] | None:
    """The passphrase again, for one who is seated; counted and delayed like a sign-in."""
    halves = passphrases.recognise(passphrase, staff.password)
    if halves is None or _is_early(staff.working_name):
        _count_failure(staff.working_name)
        trail.record("sign_in.failed", by=None, about=str(staff.pk))
        return None
    try:
        private = actions.open_private_key(staff, halves)
    except CryptoError:
        return None
    FailedSignIn.objects.filter(name_hash=_name_hash(staff.working_name)).delete()
    return reader_for(staff, KeyRing(staff_id=str(staff.pk), private=private)), private


def _opened(staff: Staff, halves: passphrases.Halves, code: str) -> tuple[Reader, bytes] | None:
    try:
        private = actions.open_private_key(staff, halves)
    except CryptoError:
        return None
    ring = KeyRing(staff_id=str(staff.pk), private=private)
    if not second_factor.accepts(staff, ring, code):
        return None
    return reader_for(staff, ring), private


def _is_early(working_name: str) -> bool:
    now = timezone.now()
    return FailedSignIn.objects.filter(name_hash=_name_hash(working_name), waits_until__gt=now).exists()


def _count_failure(working_name: str) -> None:
    with transaction.atomic():
        row, _ = FailedSignIn.objects.get_or_create(name_hash=_name_hash(working_name))
        row.failures += 1
        if row.failures >= FREE_FAILURES:
            seconds = 2 ** min(row.failures - FREE_FAILURES, 10)
            row.waits_until = timezone.now() + min(LONGEST, timedelta(seconds=seconds))
        row.save()


def _name_hash(working_name: str) -> str:
    return hmac.new(boot.key_for("names-that-failed"), working_name.encode(), hashlib.sha256).hexdigest()
