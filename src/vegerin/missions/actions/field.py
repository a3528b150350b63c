"""What a field phone may show: one group, code names only, for hours, revocable at once (R36, scenario L)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import queries, rules
from vegerin.missions.code_names import words_in
from vegerin.missions.models import Attempt, FieldPass, FieldPassRevoked
from vegerin.missions.rules import Act

LONGEST = timedelta(hours=24)


def give_pass(*, attempt: Attempt, hours: int, by: Reader) -> tuple[FieldPass, str]:
    """A pass and its secret, shown once; code names are drawn anew, in the language of whoever gives it."""
    rules.check_may(by, Act.PLAN)
    if queries.is_over(attempt) or hasattr(attempt.mission, "closed"):
        raise Refused(_("This attempt has ended. A pass is given for the next one."))
    if not timedelta(0) < timedelta(hours=hours) <= LONGEST:
        raise Refused(_("A pass lasts 24 hours at most."))
    group = queries.group_of(attempt.mission)
    words = words_in(get_language() or "en")
    names = secrets.SystemRandom().sample(words * (len(group) // len(words) + 1), len(group))
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        row = FieldPass.objects.create(
            attempt=attempt,
            secret_hash=hash_of(secret),
            code_names=names,
            expires_at=timezone.now() + timedelta(hours=hours),
            by=by.staff,
        )
        trail.record("mission.pass_given", by=by, about=f"mission:{attempt.mission_id}")
    return row, secret


def revoke_pass(*, field_pass: FieldPass, by: Reader) -> None:
    """From now on the phone shows nothing."""
    if not (rules.may(by, Act.PLAN) or rules.may(by, Act.MOVE)):
        raise Refused(str(rules.SENTENCES[Act.MOVE]))
    with transaction.atomic():
        FieldPassRevoked.objects.get_or_create(field_pass=field_pass, defaults={"by": by.staff})
        trail.record("mission.pass_revoked", by=by, about=f"mission:{field_pass.attempt.mission_id}")


def hash_of(secret: str) -> str:
    """What the record keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
