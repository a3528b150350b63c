"""What cannot wait sounds at once, in text alone: a code, an age, a region, an hour (D12)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.contacts.models import Evidence, Urgent
from vegerin.contacts.queries import evidence as queries
from vegerin.guard import clock, office, trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.models import Place


@dataclass(frozen=True)
class NewUrgent:
    """Text alone: how old, which region, who opens it. No picture, no name, no word of the posting."""

    age_band: str
    viewer: Staff
    region: Place | None = None


def say_it_cannot_wait(*, evidence: Evidence, new: NewUrgent, by: Reader) -> Urgent:
    """The duty screen sounds at once, also while the office is locked: it holds a code and a time (D15)."""
    if new.viewer not in queries.named_readers(evidence):
        raise Refused(_("The one who opens it at any hour is one of its readers."))
    folder = office.folder_from_environment()
    with transaction.atomic():
        row = Urgent.objects.create(
            evidence=evidence,
            code=clock.draw_code("NOW", taken=Urgent.objects.values_list("code", flat=True)),
            duty_code=f"D{clock.draw_word(4)}",
            age_band=Urgent.AgeBand(new.age_band),
            region=new.region,
            viewer=new.viewer,
            by=by.staff,
        )
        trail.record("evidence.urgent", by=by, about=f"{row.code}:{evidence.pk}")
        # Inside the transaction: should it fail, an alarm too many is better than one too few.
        clock.expect(folder, code=row.code, due=timezone.now(), margin_minutes=0, duty_code=row.duty_code)
    return row


def answered(thing: object) -> None:
    """Somebody may look: its code leaves the duty screen."""
    urgent = getattr(thing, "urgent", None)
    if urgent is not None:
        clock.heard_from(office.folder_from_environment(), code=urgent.code)


def enter_again() -> int:
    """What cannot wait and nobody has opened, on a clock that was lost: it sounds again at once."""
    folder = office.folder_from_environment()
    known = {row.code for row in clock.expected(folder)}
    waiting = [row for row in Urgent.objects.filter(**queries.NOT_OPENED) if row.code not in known]
    for row in waiting:
        clock.expect(folder, code=row.code, due=row.recorded_at, margin_minutes=0, duty_code=row.duty_code)
    return len(waiting)
