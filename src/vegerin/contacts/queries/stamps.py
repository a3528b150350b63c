"""What is wrong with stamps and days; nothing, in a sound office."""

from __future__ import annotations

from django.utils import timezone

from vegerin.contacts import days, time_authority
from vegerin.contacts.models import Daily, Roll, Stamp
from vegerin.guard import office


def faults() -> list[str]:
    """Days that were changed, left out or do not follow one another; stamps that are not the authority's."""
    return [*wrong_days(), *wrong_rolls(), *wrong_stamps()]


def wrong_days() -> list[str]:
    """Each is signed by us and holds the day before."""
    wrong, before = [], days.BEGINNING
    for row in Daily.objects.order_by("day"):
        if not days.is_signed(row.text, row.signature) or days.hash_of(row.text) != row.hash:
            wrong.append(f"The list of {row.day} is not what was signed.")
        elif f"\nbefore {before}\n" not in row.text:
            wrong.append(f"The list of {row.day} does not hold the day before.")
        before = row.hash
    return wrong


def wrong_rolls() -> list[str]:
    """Each stands over the marks of what was taken in with it, and in the list of its day."""
    listed = {row.day: set(row.text.split()) for row in Daily.objects.all()}
    wrong = []
    for roll in Roll.objects.prefetch_related("items"):
        marks = sorted(item.mark for item in roll.items.all())
        if sorted(roll.marks) != marks or days.roll_hash(roll.marks) != roll.hash:
            wrong.append(f"What was taken in with roll {roll} is not what stands in it.")
        day = timezone.localdate(roll.recorded_at)
        if day in listed and roll.hash not in listed[day]:
            wrong.append(f"Roll {roll} is missing in the list of {day}.")
    return wrong


def wrong_stamps() -> list[str]:
    """Each leads to the pinned certificate, where that is still the one that was pinned."""
    authority = time_authority.of(office.folder_from_environment())
    wrong = []
    for stamp in Stamp.objects.select_related("roll") if authority else []:
        if stamp.authority != authority.fingerprint:  # type: ignore[union-attr]
            continue  # of an authority we had before
        try:
            time_authority.verified(authority, bytes(stamp.token), stamp.roll.hash)  # type: ignore[arg-type]
        except time_authority.Unreachable as why:
            wrong.append(f"The stamp of roll {stamp.roll}: {why}")
    return wrong
