"""Papers of a person, and what she can be known again by; numbers and words are sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from vegerin.guard import files, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.models import Description, Document, Person, PersonFact
from vegerin.register.rules import Act, check_may
from vegerin.register.sealed import sealed


def add_document(
    *,
    person: Person,
    kind: str,
    seen: str,
    number: str = "",
    register: str = "",
    page: str = "",
    office: str = "",
    kept_by: str = "",
    replaces: Document | None = None,
    by: Reader,
) -> Document:
    """One paper; its number, register and page are sealed. A correction names the row it replaces."""
    check_may(by, Act.ADD_PAPER)
    row = Document(
        person=person,
        kind=Document.Kind(kind),
        seen=Document.Seen(seen),
        office=office.strip(),
        kept_by=kept_by.strip(),
        replaces=replaces,
        by=by.staff,
    )
    told = {"number": number.strip(), "register": register.strip(), "page": page.strip()}
    with transaction.atomic():
        if any(told.values()):
            row.number = sealed(row, "number", json.dumps(told, ensure_ascii=False), by=by)
        row.save()
        trail.record("document.added", by=by, about=f"person:{person.pk}", detail={"kind": str(kind)})
    return row


def describe_person(
    *,
    person: Person,
    kind: str,
    words: str,
    part: str = "",
    side: str = "",
    told_by: str,
    told_on: date | None = None,
    uses: Iterable[str] = (),
    picture: bytes = b"",
    by: Reader,
) -> Description:
    """A mark, teeth, an old break, what was worn or carried; asked once, the words and the picture sealed."""
    check_may(by, Act.DESCRIBE)
    if not words.strip() or not told_by.strip():
        raise Refused("Write what it is, and who told it.")
    row = Description(
        person=person,
        kind=Description.Kind(kind),
        part=Description.Part(part),
        side=Description.Side(side),
        told_by=told_by.strip(),
        told_on=told_on or timezone.localdate(),
        uses=[PersonFact.Use(use) for use in uses],
        by=by.staff,
    )
    with transaction.atomic():
        row.words = sealed(row, "words", words.strip(), by=by)
        if picture:
            row.picture = files.keep(
                picture, compartment=row.compartment, table=row._meta.db_table, row=row.pk, author=by
            )
        row.save()
        trail.record("person.described", by=by, about=f"person:{person.pk}", detail={"kind": str(kind)})
    return row
