"""Taking in: hashed as received, sealed at once, then a clean copy drawn in a sandbox (R24–R27)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.contacts import custody, days, seen_again
from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.actions.alarm import NewUrgent, say_it_cannot_wait
from vegerin.contacts.actions.stamps import sign_days
from vegerin.contacts.decoding import WHOLE, Clean, NotClean, clean_copies
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Batch, CleanCopy, Evidence, NoCopy, Roll, Said, Still
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.sandbox.wire import Box, Drawn
from vegerin.guard import actions as guard
from vegerin.guard import files, sealing, trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.codes import bears, new_code
from vegerin.register.sealed import sealed

LARGEST = 30 * 1024 * 1024
LARGEST_BATCH = 100  # as many files as one form may send


@dataclass(frozen=True)
class Story:
    """Where it was seen and through whose hands it came; all of it is sealed."""

    where: str
    hands: str
    purpose: str


@dataclass(frozen=True)
class NewFile:
    """A file as it was received."""

    content: bytes
    name: str = ""


def take_posting(
    *,
    file: NewFile,
    kind: str,
    story: Story,
    readers: Sequence[Staff],
    seen_at: datetime | None = None,
    watch: str = "",
    age: str = Said.Age.MINOR,
    dress: str = Said.Dress.MAY_BE,
    in_adversary_hands: bool = True,
    urgent: NewUrgent | None = None,
    by: Reader,
) -> Evidence:
    """One posting: sealed as it came before anything else is tried with it."""
    check_intake([file], story, readers, by=by)
    check_seen(seen_at, watch, by=by)
    with transaction.atomic():
        row = Evidence(
            code=new_code("E", digits=6, taken=bears(Evidence)),
            kind=Evidence.Kind(kind),
            seen_at=seen_at,
            watch=watch,
            in_adversary_hands=in_adversary_hands,
            by=by.staff,
        )
        guard.make_compartment(row.compartment, members=readers, by=by)
        seal_files([row], [file], story, by=by)
        Said.objects.create(evidence=row, age=Said.Age(age), dress=Said.Dress(dress), by=by.staff)
        custody.note("taken_in", row, by=by, why=story.purpose)
        if urgent:
            say_it_cannot_wait(evidence=row, new=urgent, by=by)
    make_copies([row], [file.content], by=by)
    sign_days(by=by)
    return row


def take_batch(
    *, new: Sequence[NewFile], story: Story, came_on: date, readers: Sequence[Staff], by: Reader
) -> Batch:
    """Portraits that came together, numbered as they came; how many there are never changes (R24)."""
    check_intake(new, story, readers, by=by)
    if len(new) < 2:
        raise Refused(_("One picture is no batch. Hand it in by itself."))
    with transaction.atomic():
        batch = Batch(code=new_code("B", digits=5, taken=bears(Batch)), size=len(new), came_on=came_on)
        batch.by = by.staff
        guard.make_compartment(batch.compartment, members=readers, by=by)
        told = json.dumps(asdict(story), ensure_ascii=False)
        batch.details = sealed(batch, "details", told, by=by)
        batch.save()
        with sealing.many():
            rows = [portrait(batch, number, by=by) for number in range(1, len(new) + 1)]
            seal_files(rows, new, story, by=by)
        custody.note("taken_in", batch, by=by, why=story.purpose)
    make_copies(rows, [file.content for file in new], by=by)
    sign_days(by=by)
    return batch


def portrait(batch: Batch, number: int, *, by: Reader) -> Evidence:
    """One of a batch."""
    code = f"{batch.code}-{number}"
    return Evidence(code=code, kind=Evidence.Kind.PORTRAIT, batch=batch, number=number, by=by.staff)


def check_intake(new: Sequence[NewFile], story: Story, readers: Sequence[Staff], *, by: Reader) -> None:
    """Refuse the whole of it, so that nothing is kept by half."""
    rules.check_may(by, Act.HAND_IN)
    if not all((story.where.strip(), story.hands.strip(), story.purpose.strip())):
        raise Refused(_("Say where it was seen, through whose hands it came, and to what end."))
    if not readers or not set(readers) <= set(queries.readers_to_name(by)):
        raise Refused(_("Name at least one reader who may open it."))
    if len(new) > LARGEST_BATCH:
        raise Refused(_("A batch holds 100 at most. Nothing was kept; hand it in as two."))
    if not new or not all(file.content for file in new):
        raise Refused(_("A file is empty. Nothing was kept; choose it again."))
    if any(len(file.content) > LARGEST for file in new):
        raise Refused(_("A file is larger than 30 MB. Nothing was kept; bring it to a verifier on a stick."))


def check_seen(seen_at: datetime | None, watch: str, *, by: Reader) -> None:
    """Refuse a time ahead of us, and a task of watching that is not hers or has ended (R110)."""
    if seen_at and seen_at > timezone.now():
        raise Refused(_("It was seen in the future. Write the day and hour when it was seen."))
    if watch and watch not in dict(queries.tasks_for(by)):
        raise Refused(_("That is no task of watching of yours that runs today."))


def seal_files(rows: Sequence[Evidence], new: Sequence[NewFile], story: Story, *, by: Reader) -> None:
    """The bytes as they came, sealed before anything reads them; and one roll of their marks."""
    told = [(hashlib.sha256(file.content).hexdigest(), os.urandom(16).hex()) for file in new]
    roll = write_roll([mark_of(*one) for one in told], by=by)
    for row, file, (digest, salt) in zip(rows, new, told, strict=True):
        row.roll, row.mark, row.length = roll, mark_of(digest, salt), len(file.content)
        row.file = files.keep(file.content, compartment=row.compartment, table=row._meta.db_table, row=row.pk)
        said = {**asdict(story), "name": file.name, "sha256": digest, "salt": salt}
        row.details = sealed(row, "details", json.dumps(said, ensure_ascii=False), by=by)
        row.save()


def mark_of(digest: str, salt: str) -> str:
    """What stands for a file outside its seal."""
    return hashlib.sha256(bytes.fromhex(salt) + bytes.fromhex(digest)).hexdigest()


def write_roll(marks: list[str], *, by: Reader) -> Roll:
    """The marks in order, and the hash that is stamped."""
    return Roll.objects.create(marks=marks, hash=days.roll_hash(marks), by=by.staff)


def make_copies(rows: Sequence[Evidence], contents: Sequence[bytes], *, by: Reader) -> None:
    """Clean copies where pictures could be read; where not, the file lies sealed all the same."""
    made = clean_copies(contents)
    with transaction.atomic(), sealing.many():
        for row, copy in zip(rows, made, strict=True):
            if isinstance(copy, NotClean):
                keep_why_not(row, copy, by=by)
            else:
                keep_copies(row, copy, by=by)
                seen_again.remember(row, [one.seen_as for one in copy.pictures], by=by)
        trail.record("evidence.copies", by=by, detail={"asked": len(rows), "made": copied(made)})


def copied(made: Iterable[Clean | NotClean]) -> int:
    """How many could be read."""
    return sum(isinstance(one, Clean) for one in made)


def keep_why_not(evidence: Evidence, why: NotClean, *, by: Reader) -> None:
    """Said once; a file that was tried again later keeps its first word."""
    if not hasattr(evidence, "no_copy"):
        NoCopy.objects.create(evidence=evidence, why=NoCopy.Why(why.why), by=by.staff)
    custody.note("not_copied", evidence, by=by)


def keep_copies(evidence: Evidence, made: Clean, *, by: Reader) -> None:
    """The picture, or each still with its place in the film."""
    if not made.is_film:
        keep_copy(evidence, made.pictures[0], CleanCopy.What.WHOLE, by=by)
        return
    for number, one in enumerate(made.pictures, start=1):
        copy = keep_copy(evidence, one, CleanCopy.What.STILL, by=by)
        Still.objects.create(copy=copy, number=number, second=one.second, by=by.staff)


def keep_copy(evidence: Evidence, made: Drawn, what: str, *, by: Reader) -> CleanCopy:
    """Seal a copy beside its original."""
    row = CleanCopy(evidence=evidence, what=what, width=made.width, height=made.height, by=by.staff)
    row.file = files.keep(
        made.picture, compartment=evidence.compartment, table=row._meta.db_table, row=row.pk
    )
    row.save()
    return row


def cut(picture: bytes, box: Box = WHOLE) -> Drawn:
    """A part of a clean copy, drawn anew; refused where nothing would be left."""
    left, top, right, bottom = box
    if not (0 <= left < right <= 100 and 0 <= top < bottom <= 100):
        raise Refused(
            _("The edges leave nothing of the picture. Left is less than right, top less than bottom.")
        )
    (made,) = clean_copies([picture], box=box)
    if isinstance(made, NotClean):
        raise Refused(_("This could not be cut."))
    return made.pictures[0]
