"""Consent to one use of a photograph, a voice, words or a name; and taking it back (R60, R80)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.actions.tasks import write_task
from vegerin.register.models import Person, UseConsent, UseWithdrawn
from vegerin.register.rules import Act, check_may
from vegerin.register.task_kinds import Kind


def consent_to_use(
    *,
    person: Person,
    what: str,
    use: str,
    receiver: str,
    how: str,
    said_back: str,
    until: date | None = None,
    by: Reader,
) -> UseConsent:
    """She lets one thing be used once, by one receiver; it was read aloud and she said it back."""
    check_may(by, Act.RECORD_WISH)
    if not use.strip() or not receiver.strip():
        raise Refused(_("Write which use, and by whom. Each other use asks again."))
    if not said_back.strip():
        raise Refused(_("Read it aloud, and write how she or he said it back."))
    if until is not None and until < timezone.localdate():
        raise Refused(_("This day has passed."))
    with transaction.atomic():
        row = UseConsent.objects.create(
            person=person, what=UseConsent.What(what), use=use.strip(), receiver=receiver.strip(),
            how=UseConsent.How(how), said_back=said_back.strip(), until=until, by=by.staff,
        )  # fmt: skip
        trail.record("use.consented", by=by, about=f"person:{person.pk}", detail={"what": what})
    return row


def withdraw_use(*, consent: UseConsent, by: Reader) -> UseWithdrawn:
    """She took it back, on any day and without a reason; the receiver is told by a day."""
    check_may(by, Act.RECORD_WISH)
    if UseWithdrawn.objects.filter(consent=consent).exists():
        raise Refused(_("This was taken back already."))
    with transaction.atomic():
        row = UseWithdrawn.objects.create(consent=consent, by=by.staff)
        write_task(consent.person, Kind.USE_WITHDRAWN, who=consent.receiver[:30], by=by)
        trail.record("use.withdrawn", by=by, about=f"person:{consent.person_id}")
    return row
