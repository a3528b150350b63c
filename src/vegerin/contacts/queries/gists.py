"""The gists of those tellings whose named reader the reader is: what co-presence is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max

from vegerin.contacts import gist
from vegerin.contacts.models import Gist
from vegerin.guard import sealing
from vegerin.guard.reader import Reader
from vegerin.register.models import Person
from vegerin.register.models.episodes import telling_of
from vegerin.register.queries import people_for

Rows = list[dict[str, Any]]


def gist_of(reader: Reader, person: Person, *, upto: int) -> Rows | None:
    """The gist as far as this row of her telling; nothing where there is none, or it holds less or more."""
    row = Gist.objects.filter(person=person, upto=upto).first()
    return opened(reader, row) if row else None


def opened(reader: Reader, row: Gist) -> Rows | None:
    """Its rows; nothing for others than the named readers, and where its key was destroyed."""
    table = row._meta.db_table
    try:
        content = sealing.unseal(bytes(row.content), reader=reader, table=table, column="content", row=row.pk)
    except (sealing.NotYours, sealing.Destroyed):
        return None
    return gist.read(content)


def gists(reader: Reader) -> Iterator[tuple[Person, int, Rows | None]]:
    """Of each telling she may read whose it is, its last row, and its gist where that is whole."""
    told = people_for(reader).filter(episodes__isnull=False).annotate(last=Max("episodes__position"))
    rows = {row.person_id: row for row in Gist.objects.filter(person__in=people_for(reader))}
    for person in told.order_by("pk"):
        if reader.can_open(telling_of(person.pk)):
            row = rows.get(person.pk)
            whole = row is not None and row.upto == person.last
            yield person, person.last, opened(reader, row) if row is not None and whole else None


def stale_gists(reader: Reader) -> list[tuple[Person, int]]:
    """Tellings she may read whose gist is missing or not whole, and their last row."""
    return [(person, last) for person, last, rows in gists(reader) if rows is None]
