"""Opening, looking, checking and letting go of what was taken in; each act is a line of custody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.contacts import custody
from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.actions.alarm import answered
from vegerin.contacts.actions.intake import cut, keep_copy, make_copies, mark_of
from vegerin.contacts.decoding import is_film
from vegerin.contacts.models import Batch, CleanCopy, Evidence, Opening, Said, Withdrawn
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.queries.evidence import Thing
from vegerin.contacts.sandbox.wire import Box
from vegerin.guard import actions as guard
from vegerin.guard import decisions, files, sealing
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused

OPEN, ALONE, READER, DESTROY = "evidence.open", "evidence.alone", "evidence.reader", "evidence.destroy"
FOR_A_DAY, FOR_A_BATCH = timedelta(hours=24), timedelta(days=14)


def propose_opening(*, thing: Thing, why: str, by: Reader) -> Decision:
    """A named reader asks to look; a second person signs (domain.md §4)."""
    check_named(thing, by)
    if queries.open_until(by, thing):
        raise Refused(_("Two have let you open this already."))
    if queries.opening_waits(by, thing):
        raise Refused(_("Your proposal waits for a second signature already."))
    with transaction.atomic():
        custody.note("asked", thing, by=by, why=why)
        return decisions.propose(
            kind=OPEN, about=f"evidence:{thing.pk}", reason=why, payload=told(thing), by=by
        )


def told(thing: Thing) -> dict[str, str]:
    """What a decision remembers."""
    return {"thing": str(thing.pk), "kind": "batch" if isinstance(thing, Batch) else "item"}


def thing_of(decision: Decision) -> Thing:
    """And reads again."""
    model = Batch if decision.payload["kind"] == "batch" else Evidence
    found: Thing = model.objects.get(pk=decision.payload["thing"])
    return found


def opening_decided(decision: Decision, by: Reader) -> Opening:
    """What the second signature does: who asked may look, for a while."""
    thing = thing_of(decision)
    custody.note("allowed", thing, by=by)
    transaction.on_commit(lambda: answered(thing))
    long = FOR_A_BATCH if isinstance(thing, Batch) else FOR_A_DAY
    return let_look(thing, decision.proposed_by, long, decision, by=by)


def let_look(thing: Thing, viewer: Staff, long: timedelta, decision: Decision, *, by: Reader) -> Opening:
    """The row that allows it."""
    return Opening.objects.create(
        evidence=thing if isinstance(thing, Evidence) else None,
        batch=thing if isinstance(thing, Batch) else None,
        viewer=viewer,
        until=timezone.now() + long,
        decision=decision.pk,
        by=by.staff,
    )


@dataclass(frozen=True)
class Seen:
    """One picture as it lies before the viewer."""

    picture: bytes
    number: int
    second: int | None  # of a film

    @property
    def at(self) -> str:
        """When in the film, as a player shows it."""
        return str(timedelta(seconds=self.second or 0)).removeprefix("0:")


def look(*, evidence: Evidence, why: str, by: Reader) -> list[Seen]:
    """The clean copy, or a film's stills, for the viewer alone; who looks and why is written before."""
    check_open(evidence, by)
    copies = queries.copies_to_look_at(evidence)
    if not copies:
        raise Refused(_("There is no picture to look at. The file lies sealed as it came."))
    if not why.strip():
        raise Refused(_("Say why you look at it, in a sentence."))
    custody.note("opened", evidence, by=by, why=why)
    return [
        Seen(queries.picture_of(by, copy), number, copy.still.second if hasattr(copy, "still") else None)
        for number, copy in enumerate(copies, start=1)
    ]


def say_who_is_in_it(*, evidence: Evidence, age: str, dress: str, by: Reader) -> Said:
    """Whoever looked says whether a child is in it, and whether everybody is dressed."""
    check_open(evidence, by)
    with transaction.atomic():
        custody.note("said", evidence, by=by)
        return Said.objects.create(evidence=evidence, age=Said.Age(age), dress=Said.Dress(dress), by=by.staff)


def cut_face(*, evidence: Evidence, box: Box, still: int = 1, by: Reader) -> CleanCopy:
    """The face alone, cut from the copy or from one still: all that a family is shown of a child (D12)."""
    check_open(evidence, by)
    copies = queries.copies_to_look_at(evidence)
    if not copies:
        raise Refused(_("There is no picture to look at. The file lies sealed as it came."))
    if not 1 <= still <= len(copies):
        raise Refused(_("This film has no still of that number."))
    made = cut(queries.picture_of(by, copies[still - 1]), box)
    with transaction.atomic():
        custody.note("face_cut", evidence, by=by)
        return keep_copy(evidence, made, CleanCopy.What.FACE, by=by)


@dataclass(frozen=True)
class Checked:
    """What checking found."""

    unchanged: bool  # the bytes have the hash that they came with, and the mark that was stamped
    log_whole: bool  # every line of custody is in the trail as it stands here


def check(*, evidence: Evidence, by: Reader) -> Checked:
    """Hash the sealed original again and compare; it is read as bytes and decoded by nobody."""
    check_named(evidence, by)
    told_then = queries.details_of(by, evidence)
    try:
        content = files.read(evidence.file, reader=by, table=evidence._meta.db_table, row=evidence.pk)
    except (sealing.Altered, FileNotFoundError):
        content = b""
    digest = hashlib.sha256(content).hexdigest()
    same = digest == told_then["sha256"] and mark_of(digest, told_then["salt"]) == evidence.mark
    whole = not custody.changed_lines(evidence)
    custody.note("verified" if same and whole else "changed", evidence, by=by)
    if same and may_be_tried(evidence, content):
        make_copies([evidence], [content], by=by)
    return Checked(same, whole)


def may_be_tried(evidence: Evidence, content: bytes) -> bool:
    """The server fell between sealing and copying; or it is a film from before we could look at one."""
    if queries.copies_to_look_at(evidence):
        return False
    before = getattr(evidence, "no_copy", None)
    return before is None or (before.why in ("kind", "here") and is_film(content))


def refuse_to_give_out(*, thing: Thing, by: Reader) -> None:
    """Export, print, download: always refused, always written down (R25, R26)."""
    check_named(thing, by)
    custody.note("refused", thing, by=by)
    raise Refused(str(rules.NEVER_LEAVES))


def propose_reader(*, thing: Thing, staff: Staff, why: str, by: Reader) -> Decision:
    """A named reader proposes one more; two decide, and then her next session grants the key."""
    check_named(thing, by)
    if staff in queries.named_readers(thing):
        raise Refused(_("This colleague is named for it already."))
    payload = {**told(thing), "staff": str(staff.pk)}
    return decisions.propose(
        kind=READER, about=f"evidence:{thing.pk}", reason=why, payload=payload, concerns=staff, by=by
    )


def reader_decided(decision: Decision, by: Reader) -> None:
    """She waits for the key; a member's session grants it."""
    thing, staff = thing_of(decision), Staff.objects.get(pk=decision.payload["staff"])
    custody.note("reader", thing, by=by)
    guard.ask_into_compartment(code=thing.compartment, staff=staff, by=by)


def propose_destroying(*, evidence: Evidence, wish_of: str, why: str, by: Reader) -> Decision:
    """Somebody in it, or who handed it in, wishes it gone (D4)."""
    check_named(evidence, by)
    if not wish_of.strip():
        raise Refused(_("Say by whose wish: a role, no name."))
    payload = {**told(evidence), "wish_of": wish_of.strip()[:60]}
    return decisions.propose(
        kind=DESTROY, about=f"evidence:{evidence.pk}", reason=why, payload=payload, by=by
    )


def destroying_decided(decision: Decision, by: Reader) -> Withdrawn:
    """The keys go; the row, its line of custody and the count of its batch remain."""
    evidence = Evidence.objects.get(pk=decision.payload["thing"])
    row = Withdrawn.objects.create(
        evidence=evidence, wish_of=decision.payload["wish_of"], decision=decision.pk, by=by.staff
    )
    custody.note("destroyed", evidence, by=by)
    transaction.on_commit(lambda: answered(evidence))  # nobody can open it: its alarm would never end
    sealing.destroy(table=evidence._meta.db_table, row=evidence.pk, by=by)
    for copy in evidence.copies.all():
        sealing.destroy(table=copy._meta.db_table, row=copy.pk, by=by)
    return row


def check_named(thing: Thing, by: Reader) -> None:
    """For everybody who is not named it does not exist; nor does one whose key was destroyed open."""
    if queries.sealed_under(thing) not in queries.named_for(by):
        raise NotYours
    if isinstance(thing, Evidence) and hasattr(thing, "withdrawn"):
        raise Refused(_("Its key was destroyed. Nobody can open this any more."))


def check_open(evidence: Evidence, by: Reader) -> None:
    """Named, and two have let her look; or she alone, where time was short."""
    check_named(evidence, by)
    if queries.open_until(by, evidence) is None:
        raise Refused(_("Two let you look: propose it, and a second person signs."))
