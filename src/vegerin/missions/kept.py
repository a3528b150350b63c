"""What survived a mission: read by those who go on with it, one place at a time (D14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from vegerin.guard.compartments import roles_of
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.missions.actions.fading import MOVED_TO
from vegerin.missions.models import Note, NoteMoved
from vegerin.missions.others import opened
from vegerin.register.models import Person
from vegerin.register.queries import people_for, whose_remains

READERS: frozenset[Role] = frozenset().union(*(roles_of(code) for code in MOVED_TO.values()))
ASKED_AGAIN_AFTER = 30  # days, after which a sighting of others still held is old


def kept_for(reader: Reader) -> QuerySet[NoteMoved]:
    """What was moved to a compartment of one of her roles, the newest first."""
    hers = {code for code in MOVED_TO.values() if reader.has(*roles_of(code))}
    rows = NoteMoved.objects.filter(to__in=hers).select_related("note__person", "note__by", "by")
    return rows.prefetch_related("opened__by").order_by("-recorded_at")


def unopened_for(reader: Reader) -> QuerySet[NoteMoved]:
    """Those of them nobody has opened."""
    return kept_for(reader).filter(opened=None)


@dataclass(frozen=True)
class Kept:
    """One of them, without its words."""

    row: NoteMoved
    person: Person | None  # where the reader may know of her
    days: int

    @property
    def is_new(self) -> bool:
        """Whether nobody has opened it."""
        return not self.row.opened.all()

    @property
    def is_old(self) -> bool:
        """Whether a sighting of others has aged."""
        return self.row.note.kind == Note.Kind.OTHERS_SEEN and self.days > ASKED_AGAIN_AFTER


def shown(reader: Reader, rows: Iterable[NoteMoved]) -> list[Kept]:
    """What the list says of each; whom it is about is asked once for all."""
    kept = list(rows)
    about = {row.note.person_id: row.note.kind for row in kept if row.note.person_id}
    dead = [pk for pk, kind in about.items() if kind == Note.Kind.DEATH]
    seen = people_for(reader).in_bulk(about) | whose_remains(reader).in_bulk(dead)
    today = timezone.localdate()
    return [
        Kept(row, seen.get(row.note.person_id), (today - timezone.localdate(row.note.recorded_at)).days)
        for row in kept
    ]


def one_kept(reader: Reader, moved_id: UUID) -> NoteMoved | None:
    """One of hers."""
    return kept_for(reader).filter(pk=moved_id).first()


def words_of(reader: Reader, row: NoteMoved) -> str:
    """Its words; empty where its key was destroyed or is not hers yet."""
    return opened(reader, row, "words")
