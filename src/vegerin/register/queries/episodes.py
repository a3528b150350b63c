"""What somebody chose to tell of her captivity: for its named readers; for others it is not there (D5)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Max

from vegerin.guard import keystore, sealing, trail
from vegerin.guard.models import Staff, TrailEntry
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Episode, EpisodePurpose, Person
from vegerin.register.models.episodes import telling_of
from vegerin.register.queries.people import people_for

READ = "episodes.opened"
# Who may be named as a reader, once she has agreed: those who care for her, and who looks for others.
MAY_BE_NAMED = (
    Role.PSYCHOLOGIST, Role.CHILD_PROTECTION, Role.CARE_WORKER, Role.DOCTOR, Role.VERIFIER,
    Role.LEGAL_ADVISER,
)  # fmt: skip


@dataclass(frozen=True)
class ToldRow:
    """One thing kept of a telling, opened."""

    row: Episode
    told: dict[str, Any]


def episodes_purpose() -> str:
    """What episodes are kept for; nothing while they are off."""
    latest = EpisodePurpose.objects.order_by("recorded_at", "id").last()
    return latest.purpose if latest else ""


def may_read_telling(reader: Reader, person: Person) -> bool:
    """Whether she is named as a reader of this telling, is one who may be still, and somebody has told."""
    named = reader.has(*MAY_BE_NAMED) and reader.can_open(telling_of(person.pk))
    return named and people_for(reader).filter(pk=person.pk).exists()


def told_by(reader: Reader, person: Person, *, why: str = "read") -> list[ToldRow]:
    """All that is kept of her telling, as it came; what was taken back is gone. The opening is traced."""
    if not may_read_telling(reader, person):
        return []
    trail.record(READ, by=reader, about=f"person:{person.pk}", detail={"why": why})
    table = Episode._meta.db_table
    rows = []
    for row in person.episodes.select_related("by"):
        try:
            content = sealing.unseal(
                bytes(row.content), reader=reader, table=table, column="content", row=row.pk
            )
        except (sealing.Destroyed, sealing.NotYours):
            continue
        rows.append(ToldRow(row, {"what": "episode", **json.loads(content)}))
    return rows


def tellings_for(reader: Reader, *, most: int | None = None) -> list[Person]:
    """Whose tellings she is a named reader of, the last told first; `most` of them."""
    if not reader.has(*MAY_BE_NAMED):
        return []
    told = people_for(reader).filter(episodes__isnull=False)
    told = told.annotate(last=Max("episodes__recorded_at")).order_by("-last", "pk")
    readable = (person for person in told.iterator() if reader.can_open(telling_of(person.pk)))
    return list(islice(readable, most))


def readers_of_telling(reader: Reader, person: Person) -> list[Staff]:
    """Who else is named."""
    if not may_read_telling(reader, person):
        return []
    members = keystore.current().members(compartment=telling_of(person.pk))
    return list(Staff.objects.filter(pk__in=[one.staff for one in members if one.sealed]))


def who_read_telling(reader: Reader, person: Person, *, most: int = 8) -> list[tuple[datetime, str, str]]:
    """Who read it, when and what for, the latest first; the trail holds every opening, writing included."""
    if not may_read_telling(reader, person):
        return []
    opened = TrailEntry.objects.filter(kind=READ, about=f"person:{person.pk}").order_by("-number")
    # Opened again within the same hour, by the same one and for the same, it stands once.
    hours = {(f"{row.at:%F %H}", row.staff, row.detail["why"]): row for row in reversed(opened[:200])}
    rows = [row for (_hour, _staff, why), row in reversed(hours.items()) if why != "write"][:most]
    names = dict(Staff.objects.filter(pk__in=[row.staff for row in rows]).values_list("pk", "working_name"))
    return [(row.at, names.get(UUID(row.staff), ""), row.detail["why"]) for row in rows]
