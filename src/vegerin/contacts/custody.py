"""The log of custody: one way to write a line, and one to see that none was changed."""

from __future__ import annotations

from django.db import transaction

from vegerin.contacts.models import Batch, Custody, Evidence
from vegerin.guard import trail
from vegerin.guard.models import TrailEntry
from vegerin.guard.reader import Reader
from vegerin.register.sealed import sealed


def note(what: str, thing: Evidence | Batch, *, by: Reader, why: str = "") -> Custody:
    """A line: who is the reader, when is now, and the trail's hash chain holds it too."""
    with transaction.atomic():
        entry = trail.record(f"evidence.{what}", by=by, about=f"{thing.code}:{thing.pk}")
        row = Custody(
            what=Custody.What(what),
            evidence=thing if isinstance(thing, Evidence) else None,
            batch=thing if isinstance(thing, Batch) else None,
            trail_number=entry.number,
            trail_hash=entry.hash,
            by=by.staff,
        )
        if why.strip():
            row.why = sealed(row, "why", why.strip(), by=by, compartment=thing.compartment)
        row.save()
    return row


def lines_of(thing: Evidence | Batch) -> list[Custody]:
    """In order; of one in a batch, with what was done to the batch."""
    rows = Custody.objects.select_related("by").filter(
        **{"evidence": thing} if isinstance(thing, Evidence) else {"batch": thing}
    )
    if isinstance(thing, Evidence) and thing.batch_id:
        rows = rows | Custody.objects.select_related("by").filter(batch=thing.batch_id)
    return list(rows.order_by("trail_number"))


def changed_lines(thing: Evidence | Batch) -> list[int]:
    """The numbers of lines that the trail does not hold as they stand here; none, in a sound office."""
    rows = {row.trail_number: row for row in lines_of(thing)}
    held = {entry.number: entry for entry in TrailEntry.objects.filter(number__in=rows)}
    return [number for number, row in rows.items() if not _agrees(row, held.get(number))]


def _agrees(row: Custody, entry: TrailEntry | None) -> bool:
    if entry is None or entry.hash != row.trail_hash or trail.hash_of(entry) != entry.hash:
        return False
    about = str(row.evidence_id or row.batch_id)
    return (entry.kind, entry.staff, entry.about.partition(":")[2]) == (
        f"evidence.{row.what}",
        str(row.by_id),
        about,
    )
