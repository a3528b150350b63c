"""Postings and portraits for those who were named; for everybody else they are not there, and not counted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Batch, CleanCopy, Custody, Evidence, Opening, Said, SeenAgain, Urgent
from vegerin.guard import files, keystore, prepared, sealing
from vegerin.guard.models import Decision, Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.register.lent import tasks_of

Thing = Evidence | Batch


def readers_to_name(reader: Reader) -> list[Staff]:
    """Who can be named for what is handed in."""
    return staff_with(*rules.who_may(Act.READ)) if rules.may(reader, Act.HAND_IN) else []


def tasks_for(reader: Reader) -> list[tuple[str, str]]:
    """Her own tasks of watching that run today, each let by two and listed (R110)."""
    return tasks_of(reader) if rules.may(reader, Act.HAND_IN) else []


def named_for(reader: Reader) -> list[UUID]:
    """The things and batches for which she is named and holds the key."""
    if not rules.may(reader, Act.READ):
        return []
    mine = keystore.current().members(staff=str(reader.staff.pk))
    codes = [one.compartment.partition(":") for one in mine if one.sealed]
    return [UUID(which) for kind, _colon, which in codes if kind == "evidence"]


def sealed_under(thing: Thing) -> UUID:
    """The thing whose readers open this: itself, or its batch."""
    return thing.batch_id or thing.pk if isinstance(thing, Evidence) else thing.pk


def named_readers(thing: Thing) -> list[Staff]:
    """Who is named, by working name."""
    held = [m.staff for m in keystore.current().members(compartment=thing.compartment) if m.sealed]
    return list(Staff.objects.filter(pk__in=held).order_by("working_name"))


def evidence_for(reader: Reader) -> QuerySet[Evidence]:
    """What exists for this reader."""
    return evidence_of(named_for(reader))


def evidence_of(named: list[UUID]) -> QuerySet[Evidence]:
    """These things, and what lies in these batches."""
    rows = Evidence.objects.filter(Q(batch=None, pk__in=named) | Q(batch__in=named))
    return rows.select_related("batch", "by", "roll")


def batches_for(reader: Reader) -> QuerySet[Batch]:
    """The batches that exist for this reader."""
    return Batch.objects.filter(pk__in=named_for(reader)).select_related("by")


def postings_for(reader: Reader) -> QuerySet[Evidence]:
    """Single ones, the newest first."""
    return evidence_for(reader).filter(batch=None).order_by("-recorded_at")


def details_of(reader: Reader, thing: Thing) -> dict[str, Any]:
    """Where it was seen, through whose hands it came, its hash."""
    content = sealing.unseal(
        bytes(thing.details), reader=reader, table=thing._meta.db_table, column="details", row=thing.pk
    )
    told: dict[str, Any] = json.loads(content)
    return told


def why_of(reader: Reader, line: Custody) -> str:
    """Why it was done, as it was written."""
    if not line.why or not sealing.may_open(bytes(line.why), reader=reader):
        return ""
    table = line._meta.db_table
    return sealing.unseal(bytes(line.why), reader=reader, table=table, column="why", row=line.pk).decode()


def said_of(evidence: Evidence) -> tuple[str, str]:
    """Who is in it, as was said last; unsaid, a child who may be undressed."""
    last = evidence.said.last()
    return (last.age, last.dress) if last else (Said.Age.MINOR, Said.Dress.MAY_BE)


def is_guarded(evidence: Evidence) -> bool:
    """Whether it is a child's, or shows somebody undressed, or nobody has said that it does not."""
    return said_of(evidence) != (Said.Age.ADULT, Said.Dress.DRESSED)


def copy_of(evidence: Evidence, what: str = CleanCopy.What.WHOLE) -> CleanCopy | None:
    """The latest clean copy of a kind."""
    return evidence.copies.filter(what=what).last()


def copies_to_look_at(evidence: Evidence) -> list[CleanCopy]:
    """The picture, or the stills of a film in their order; nothing where none could be made."""
    whole = copy_of(evidence)
    stills = evidence.copies.filter(what=CleanCopy.What.STILL).order_by("still__number")
    return [whole] if whole else list(stills.select_related("still"))


def copy_for_a_family(evidence: Evidence) -> CleanCopy | None:
    """The face where one was cut out; the whole only of the grown-up and dressed, and of no film (D12)."""
    face = copy_of(evidence, CleanCopy.What.FACE)
    return face or (None if is_guarded(evidence) else copy_of(evidence))


def picture_of(reader: Reader, copy: CleanCopy) -> bytes:
    """A clean copy's bytes, for the viewer alone; the custody line is the action's."""
    return files.read(copy.file, reader=reader, table=copy._meta.db_table, row=copy.pk)


def openings(thing: Thing) -> QuerySet[Opening]:
    """Those that allow to look at it: its own, and its batch's."""
    if isinstance(thing, Batch):
        return Opening.objects.filter(batch=thing)
    of_it = Q(evidence=thing) | (Q(batch=thing.batch_id) if thing.batch_id else Q(pk=None))
    return Opening.objects.filter(of_it)


def open_until(reader: Reader, thing: Thing) -> datetime | None:
    """Until when this reader may look; None when two have not let her."""
    rows = openings(thing).filter(viewer=reader.staff, until__gt=timezone.now()).order_by("until")
    last = rows.last()
    return last.until if last else None


def opening_waits(reader: Reader, thing: Thing) -> bool:
    """Whether her proposal waits for a second signature."""
    rows = Decision.objects.filter(kind="evidence.open", signature=None, proposed_by=reader.staff)
    return any(row.payload["thing"] in _names(thing) for row in rows)


def _names(thing: Thing) -> set[str]:
    batch = str(thing.batch_id) if isinstance(thing, Evidence) and thing.batch_id else ""
    return {str(thing.pk), batch} - {""}


def may_open_alone(reader: Reader, evidence: Evidence) -> bool:
    """Whether she is the one authorised viewer of what cannot wait (D12)."""
    urgent = getattr(evidence, "urgent", None)
    return urgent is not None and urgent.viewer_id == reader.staff.pk


@dataclass(frozen=True)
class Before:
    """The same picture, handed in before or after."""

    other: Evidence
    later: bool


def seen_again(reader: Reader, evidence: Evidence) -> list[Before]:
    """Where the same picture was handed in too, of what exists for her."""
    mine = evidence_for(reader).values("pk")
    earlier = SeenAgain.objects.filter(evidence=evidence, earlier__in=mine).select_related("earlier__batch")
    later = SeenAgain.objects.filter(earlier=evidence, evidence__in=mine).select_related("evidence__batch")
    return [
        *(Before(row.earlier, later=False) for row in earlier.order_by("earlier__recorded_at")),
        *(Before(row.evidence, later=True) for row in later.order_by("evidence__recorded_at")),
    ]


NOT_OPENED = {"evidence__openings": None, "evidence__withdrawn": None}


def urgent_now(reader: Reader) -> list[Urgent]:
    """What cannot wait and nobody has opened yet, as text alone, for whoever hears of it (D12)."""
    return prepared.rows(_not_opened, reader)


def _not_opened(reader: Reader) -> QuerySet[Urgent]:
    rows = Urgent.objects.filter(**NOT_OPENED)
    if not rules.may(reader, Act.HEAR):
        rows = rows.filter(viewer=reader.staff)
    return rows.select_related("viewer", "region", "evidence").order_by("recorded_at")


def destroyed(items: Iterable[Evidence]) -> set[UUID]:
    """Those of them whose key was destroyed."""
    rows = Evidence.objects.filter(pk__in=[one.pk for one in items], withdrawn__isnull=False)
    return set(rows.values_list("pk", flat=True))
