"""A batch's count, what families said, and what is to be verified. It is never *48 found*."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Batch, Evidence, SecondLine, SetAside, Showing, ShowingAnswer
from vegerin.contacts.queries.evidence import (
    copy_for_a_family,
    destroyed,
    evidence_for,
    evidence_of,
    named_for,
)
from vegerin.guard import prepared, sealing
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.register.models import Sought
from vegerin.register.queries import requests_for, sought_for

KNOWS = ShowingAnswer.Answer.KNOWS


@dataclass(frozen=True)
class Count:
    """known + open + aside = size, always (R24)."""

    known: int  # one family or more says so; each is a claim to verify
    agreed: int  # of these: a second, independent line says the same
    open: int
    aside: int

    @property
    def size(self) -> int:
        """All of it."""
        return self.known + self.open + self.aside


@dataclass(frozen=True)
class Claim:
    """One family's word, with what a second line says."""

    answer: ShowingAnswer
    sought: Sought | None  # None: that family's request does not exist for this reader
    lines: tuple[SecondLine, ...]

    @property
    def says(self) -> str:
        """What the second lines come to: *agrees*, *differs* or nothing yet; one that differs weighs more."""
        said = {line.says for line in self.lines}
        return next((word for word in ("differs", "agrees") if word in said), "")


@dataclass(frozen=True)
class Portrait:
    """One of a batch, as its number stands in the list: never with a picture."""

    row: Evidence
    state: str  # known, agreed, open, aside
    claims: tuple[Claim, ...]
    shown: int
    aside: SetAside | None
    destroyed: bool
    ready: bool  # a family may be shown something of it


def portraits_of(reader: Reader, batch: Batch) -> list[Portrait]:
    """All of a batch in their order."""
    items = list(evidence_for(reader).filter(batch=batch).order_by("number"))
    gone, aside, claims = destroyed(items), set_aside_now(items), claims_of(reader, items)
    shown = dict.fromkeys((one.pk for one in items), 0)
    for which in Showing.objects.filter(evidence__in=items).values_list("evidence", flat=True):
        shown[which] += 1
    found = []
    for one in items:
        mine, put = tuple(claims.get(one.pk, ())), aside.get(one.pk)
        state = state_of(mine, is_aside=put is not None or one.pk in gone)
        ready = one.pk not in gone and put is None and copy_for_a_family(one) is not None
        found.append(Portrait(one, state, mine, shown[one.pk], put, one.pk in gone, ready))
    return found


def state_of(claims: Iterable[Claim], *, is_aside: bool) -> str:
    """Where it is counted, once."""
    standing = [claim for claim in claims if claim.says != "differs"]
    if is_aside:
        return "aside"
    if not standing:
        return "open"
    return "agreed" if any(claim.says == "agrees" for claim in standing) else "known"


def count_of(portraits: Iterable[Portrait]) -> Count:
    """How a batch adds up."""
    states = [one.state for one in portraits]
    known = states.count("known") + states.count("agreed")
    return Count(known, states.count("agreed"), states.count("open"), states.count("aside"))


def set_aside_now(items: Iterable[Evidence]) -> dict[UUID, SetAside]:
    """Those that are set aside now."""
    latest = {row.evidence_id: row for row in SetAside.objects.filter(evidence__in=items)}
    return {which: row for which, row in latest.items() if row.why != SetAside.Why.AGAIN}


def claims_of(reader: Reader, items: Iterable[Evidence]) -> dict[UUID, list[Claim]]:
    """What families said of each, side by side; a family that this reader may not know has no name here."""
    rows = ShowingAnswer.objects.filter(showing__evidence__in=items, answer=KNOWS)
    rows = rows.select_related("showing__evidence", "sought", "report", "by").prefetch_related("second_lines")
    visible = set(requests_for(reader).values_list("pk", flat=True))
    found: dict[UUID, list[Claim]] = {}
    for row in rows:
        sought = row.sought if row.sought and row.sought.request_id in visible else None
        claim = Claim(row, sought, tuple(row.second_lines.all()))
        found.setdefault(row.showing.evidence_id, []).append(claim)
    return found


def to_verify(reader: Reader) -> list[ShowingAnswer]:
    """Claims no second line has been followed for, of what exists for her; not those she sat with."""
    if not rules.may(reader, Act.SIGN):
        return []
    named = named_for(reader)
    return prepared.rows(_unfollowed, reader.staff, named) if named else []


def _unfollowed(staff: Staff, named: list[UUID]) -> QuerySet[ShowingAnswer]:
    rows = ShowingAnswer.objects.filter(
        answer=KNOWS, second_lines=None, showing__evidence__in=evidence_of(named)
    )
    others = rows.exclude(by=staff).exclude(showing__sat_with=staff)
    return others.select_related("showing__evidence__batch")


def answer_for(reader: Reader, answer_id: UUID) -> ShowingAnswer | None:
    """One claim."""
    rows = ShowingAnswer.objects.filter(pk=answer_id, showing__evidence__in=evidence_for(reader))
    return rows.select_related("showing__evidence__batch", "sought").first()


def showing_for(reader: Reader, showing_id: UUID) -> Showing | None:
    """One of her own showings that is not answered yet: nobody comes back to the picture afterwards."""
    rows = Showing.objects.filter(
        pk=showing_id, by=reader.staff, answer=None, evidence__in=evidence_for(reader)
    )
    return rows.select_related("evidence__batch", "request", "inquirer").first()


def unanswered(reader: Reader) -> Showing | None:
    """The picture that lies before somebody now."""
    rows = Showing.objects.filter(by=reader.staff, answer=None, evidence__in=evidence_for(reader))
    return rows.select_related("evidence").last()


def sought_of(reader: Reader, showing: Showing) -> list[Sought]:
    """Whom this family seeks, for those who may read its request."""
    rows = Sought.objects.filter(request=showing.request)
    return [one for one in rows if sought_for(reader, one.pk) is not None]


def line_of(reader: Reader, line: SecondLine) -> str:
    """Which line was followed."""
    if not sealing.may_open(bytes(line.line), reader=reader):
        return ""
    table = line._meta.db_table
    return sealing.unseal(bytes(line.line), reader=reader, table=table, column="line", row=line.pk).decode()
