"""Writing names: any number for a person; of a name forced on her only the given part can be found."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import transaction

from vegerin.engines import names
from vegerin.engines.history.dates import UNKNOWN, InexactDate
from vegerin.engines.names.romanising import romanised
from vegerin.guard import sealing, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import indexing, owners
from vegerin.register.models import NameKind, Person, PersonName, Report, WrittenName
from vegerin.register.models.base import date_columns
from vegerin.register.rules import Act, check_may
from vegerin.register.values import NewWrittenName

LONGEST = 200
AT_ONCE = 2000
# What heads a page: the name she asks to be called by, then the one her family gave her (D2).
HEADS = (NameKind.CALLED_BY, NameKind.BIRTH, NameKind.AS_WRITTEN, NameKind.SHORT_FORM)


def add_name(
    *,
    person: Person,
    text: str,
    kind: str = NameKind.AS_WRITTEN,
    script: str = "",
    language: str = "",
    used_from: InexactDate = UNKNOWN,
    used_to: InexactDate = UNKNOWN,
    report: Report | None = None,
    corrects: PersonName | None = None,
    by: Reader,
) -> PersonName:
    """Write down one name in one spelling."""
    kind = NameKind(kind)
    check_may(by, Act.ADD_IMPOSED if kind is NameKind.IMPOSED else Act.ADD_NAME)
    text = checked(text)
    parsed = names.parse(text)
    shown = given_part(parsed) if kind is NameKind.IMPOSED else text
    with transaction.atomic():
        written = WrittenName.objects.create(
            owner_type="person",
            owner_id=str(person.pk),
            text=shown,
            script=script or parsed.script,
            language=language,
            kind=kind,
            romanised=names.romanised(shown)[:LONGEST],
        )
        indexing.index([written])
        name = PersonName(
            person=person,
            written=written,
            kind=kind,
            parts=[[part.text, part.role] for part in names.parse(shown).parts],
            report=report,
            corrects=corrects,
            by=by.staff,
            **date_columns("from", used_from),
            **date_columns("to", used_to),
        )
        if shown != text:
            name.sealed_rest = sealed_rest(name.pk, text, by=by)
        name.save()
        give_head(person)
        trail.record("name.added", by=by, about=f"person:{person.pk}", detail={"kind": str(kind)})
    return name


def take_back_name(*, name: PersonName, by: Reader) -> PersonName:
    """Say that a name is not hers: a new row that names the old one. The old spelling is no longer found."""
    check_may(by, Act.ADD_IMPOSED if name.kind == NameKind.IMPOSED else Act.ADD_NAME)
    with transaction.atomic():
        written = WrittenName.objects.create(
            owner_type="taken_back", owner_id=str(name.person_id), text=name.written.text, kind=name.kind
        )
        row = PersonName.objects.create(
            person=name.person, written=written, kind=name.kind, corrects=name, not_so=True, by=by.staff
        )
        name.written.keys.all().delete()
        give_head(name.person)
        trail.record("name.taken_back", by=by, about=f"person:{name.person_id}")
    return row


def add_written_names(new: Iterable[NewWrittenName], *, by: Reader) -> int:
    """Write down and index the names of another room's rows; how many."""
    check_may(by, Act.IMPORT)
    count = 0
    for batch in batches(new, AT_ONCE):
        unknown = {name.owner_type for name in batch} - owners.types()
        if unknown:
            raise ValueError(f"No room describes {', '.join(sorted(unknown))}; see register.owners.")
        with transaction.atomic():
            written = WrittenName.objects.bulk_create(written_name(name) for name in batch)
            indexing.index(written)
        count += len(written)
    return count


def take_out_written_names(*, owner_type: str, kept: Mapping[str, Collection[str]], by: Reader) -> int:
    """Another room took rows back: what they wrote is found no more, but for the names each owner keeps."""
    check_may(by, Act.IMPORT)
    names_of = WrittenName.objects.filter(owner_type=owner_type, owner_id__in=list(kept))
    standing = names_of.filter(taken_out__isnull=True)
    return indexing.take_out(name for name in standing if name.text not in kept[name.owner_id])


def written_name(new: NewWrittenName) -> WrittenName:
    """A row's name as it was written."""
    text = checked(new.text)
    return WrittenName(
        owner_type=new.owner_type,
        owner_id=new.owner_id,
        text=text,
        script=names.parse(text).script,
        romanised=romanised(text)[:LONGEST],
    )


def batches(new: Iterable[NewWrittenName], size: int) -> Iterator[list[NewWrittenName]]:
    """Lists of at most so many."""
    batch: list[NewWrittenName] = []
    for name in new:
        batch.append(name)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def checked(text: str) -> str:
    """The text without blanks around it; refuses none, and what is no name any more."""
    text = " ".join(text.split())
    if not text:
        raise Refused("Write the name.")
    if len(text) > LONGEST:
        raise Refused("A name has at most 200 letters; put the rest into the report.")
    return text


def given_part(parsed: names.ParsedName) -> str:
    """The only part of an imposed name that may be found (D23)."""
    return parsed.part("given") or next((part.text for part in parsed.names), "…")


def sealed_rest(name_id: uuid.UUID, text: str, *, by: Reader) -> bytes:
    """The whole imposed name with its kunya and lineage, for verifiers, compared inside one pair only."""
    rest = json.dumps({"as_told": text}, ensure_ascii=False)
    return sealing.seal(
        rest,
        compartment="report:verifier",
        table="register_personname",
        column="sealed_rest",
        row=name_id,
        author=by,
    )


def give_head(person: Person) -> None:
    """Write the name that heads her page; the one action that writes this cache."""
    person.name = head_of(person)
    Person.objects.filter(pk=person.pk).update(name=person.name)


def head_of(person: Person) -> str:
    """The name that heads a page: by kind, then the one written down last."""
    standing = person.names.filter(corrected_by=None, not_so=False).select_related("written")
    by_kind = {name.kind: name.written.text for name in standing}
    return next((by_kind[kind] for kind in HEADS if kind in by_kind), "")
