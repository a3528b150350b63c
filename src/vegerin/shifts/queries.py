"""What is read of shifts: the rota, tonight's people and what they can sign, pages handed over, outings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from nacl.exceptions import CryptoError

from vegerin.guard import clock, decisions, desk, office, once, prepared
from vegerin.guard.models import Decision, Staff
from vegerin.guard.queries import all_roles
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.shifts.models import HandOver, HandOverNote, Outing, StandIn, Turn
from vegerin.shifts.night import Span, day_of, night_of, tonight
from vegerin.shifts.rules import Act, may

Roles = frozenset[Role]


@dataclass(frozen=True)
class Tonight:
    """Who is there tonight, and what they cannot do by two."""

    span: Span
    duty: tuple[Staff, ...]
    second: tuple[Staff, ...]
    ill: tuple[Staff, ...]
    not_by_two: tuple[Any, ...]  # titles of kinds of decisions, translated

    @property
    def people(self) -> tuple[Staff, ...]:
        """Everybody on tonight's rota, once."""
        return tuple({person.pk: person for person in (*self.duty, *self.second)}.values())

    @property
    def makes_two(self) -> bool:
        """Whether two people are there at all."""
        return len(self.people) >= 2


@dataclass(frozen=True)
class Slot:
    """One day or night of the rota, and its turns."""

    span: Span
    at_night: bool
    turns: tuple[Turn, ...]


def turns_between(span: Span) -> QuerySet[Turn]:
    """Turns that touch a span, dropped ones too."""
    touching = Turn.objects.filter(starts_at__lt=span.ends, ends_at__gt=span.starts)
    return touching.select_related("staff", "dropped")


def rota(reader: Reader, first: date, *, days: int = 7) -> list[Slot]:
    """The days and nights from a day on, with their turns."""
    if not may(reader, Act.SEE):
        return []
    spans = [
        (make(first + timedelta(days=n)), at_night)
        for n in range(days)
        for make, at_night in ((day_of, False), (night_of, True))
    ]
    turns = list(turns_between(Span(spans[0][0].starts, spans[-1][0].ends)))
    return [Slot(span, at_night, tuple(t for t in turns if _touches(t, span))) for span, at_night in spans]


def _touches(turn: Turn, span: Span) -> bool:
    return turn.starts_at < span.ends and turn.ends_at > span.starts


@once.asked
def tonight_for(reader: Reader, now: datetime | None = None) -> Tonight:
    """Who is there tonight; during the night, who is still there."""
    now = now or timezone.now()
    span = tonight(now)
    if not may(reader, Act.SEE):
        return Tonight(span, (), (), (), ())
    turns = prepared.rows(_of_the_night, max(now, span.starts), span.starts, span.ends)
    there = [turn for turn in turns if not hasattr(turn, "dropped")]
    duty, second = (_people(turn for turn in there if turn.part == part) for part in Turn.Part)
    ill = _people(turn for turn in turns if hasattr(turn, "dropped") and turn.dropped.why == "ill")
    return Tonight(span, duty, second, ill, tuple(kinds_without_two((*duty, *second))))


def _of_the_night(after: datetime, begins: datetime, ends: datetime) -> QuerySet[Turn]:
    # A day that runs into the evening is not the night's.
    at_night = Q(starts_at__gte=begins) | Q(ends_at__gte=ends)
    return turns_between(Span(after, ends)).filter(at_night)


def _people(turns: Iterable[Turn]) -> tuple[Staff, ...]:
    return tuple({turn.staff_id: turn.staff for turn in turns if turn.staff.is_active}.values())


def kinds_without_two(people: Iterable[Staff]) -> list[Any]:
    """The decisions by two that these people cannot make among themselves."""
    roles = all_roles()
    held = {person.pk: roles[person.pk] for person in people}
    return [
        kind.title or kind.code
        for kind in decisions.KINDS.values()
        if kind.when is decisions.BEFORE
        and not any(held[a] & kind.proposers and held[b] & kind.deciders for a, b in permutations(held, 2))
    ]


def not_signable_by(people: Iterable[Staff]) -> list[Decision]:
    """Decisions that wait now and that none of these people can sign: to be signed before they are alone."""
    roles, people = all_roles(), list(people)
    open_now = prepared.rows(_open_decisions, list(decisions.KINDS))
    return [one for one in open_now if not any(_may_sign(one, person, roles[person.pk]) for person in people)]


def _open_decisions(kinds: list[str]) -> QuerySet[Decision]:
    return Decision.objects.filter(signature=None, kind__in=kinds).order_by("proposed_at")


def _may_sign(decision: Decision, person: Staff, roles: Roles) -> bool:
    concerned = person.pk in {decision.proposed_by_id, decision.concerns_id}
    return bool(roles & decisions.KINDS[decision.kind].deciders) and not concerned


def goes_home_at(now: datetime, staying: Iterable[Staff]) -> datetime | None:
    """When the last of those who are here now and not tonight goes home."""
    here = turns_between(Span(now, now + timedelta(minutes=1))).filter(dropped=None)
    return max((t.ends_at for t in here.exclude(staff__in=[person.pk for person in staying])), default=None)


def stand_ins() -> dict[UUID, Staff]:
    """Who stands in for whom: the latest row for somebody counts."""
    rows = StandIn.objects.select_related("stands_in").order_by("recorded_at")
    latest = {row.absent_id: row.stands_in for row in rows}
    return {absent: person for absent, person in latest.items() if person and person.is_active}


def colleagues(reader: Reader) -> list[Staff]:
    """Everybody who shares shifts, but the reader."""
    roles = all_roles()
    sharing = {role for role in Role if role not in {Role.PARTNER, Role.FIELD_LEAD}}
    everybody = Staff.objects.filter(is_active=True).exclude(pk=reader.staff.pk).order_by("working_name")
    return [person for person in everybody if roles[person.pk] & sharing]


# Handing over


def hand_over_for(reader: Reader, hand_over_id: str) -> HandOver | None:
    """A page she signed or is to sign; leaders see all."""
    hers = Q(by=reader.staff) | Q(to=reader.staff)
    rows = HandOver.objects.select_related("by", "to", "signature__by").filter(pk=hand_over_id)
    return rows.filter(Q() if may(reader, Act.PLAN) else hers).first()


def hand_overs_of(reader: Reader) -> QuerySet[HandOver]:
    """The pages she signed or is to sign, the newest first."""
    rows = HandOver.objects.select_related("by", "to", "signature__by")
    return rows.filter(Q(by=reader.staff) | Q(to=reader.staff))


def to_sign(reader: Reader) -> list[HandOver]:
    """The newest page of each colleague that waits for her signature."""
    return list({row.by_id: row for row in prepared.rows(_unsigned, reader.staff)}.values())


def _unsigned(to: Staff) -> QuerySet[HandOver]:
    return HandOver.objects.filter(to=to, signature=None).select_related("by").order_by("recorded_at")


def lines_now(reader: Reader) -> list[desk.Item]:
    """What this reader's shift would hand over now."""
    return [item for item in desk.handed_over_by(reader) if not item.about.startswith("shift:")]


def lines_of(reader: Reader, hand_over: HandOver) -> list[desk.Item]:
    """The lines of a page as far as this reader sees them and they still stand."""
    wanted = {line["about"] for line in hand_over.lines}
    return [item for item in lines_now(reader) if item.about in wanted]


def unseen_by(reader: Reader, colleague: Reader) -> list[desk.Item]:
    """What she has on her desk and her colleague may not see: it stays with her, or goes to somebody else."""
    theirs = {item.about for item in lines_now(colleague)}
    return [item for item in lines_now(reader) if item.about not in theirs]


def note_for(reader: Reader, hand_over: HandOver) -> str:
    """The note, for those to whom it is sealed."""
    row = HandOverNote.objects.filter(hand_over=hand_over, reads=reader.staff).first()
    if row is None or reader.keys is None:
        return ""
    try:
        return reader.keys.open(bytes(row.sealed)).decode()
    except CryptoError:  # sealed to a key pair that was given up
        return ""


# Out alone


@dataclass(frozen=True)
class Out:
    """Somebody out alone, and when she must be heard from."""

    outing: Outing
    expected: clock.Expected
    state: clock.State


def out_alone(reader: Reader) -> list[Out]:
    """Who is out: her own for everybody, all of them for those who plan."""
    rows = {row.code: row for row in clock.expected(office.folder_from_environment())}
    outings = Outing.objects.filter(code__in=rows).select_related("by")
    if not may(reader, Act.PLAN):
        outings = outings.filter(by=reader.staff)
    now = timezone.now()
    return [Out(one, rows[one.code], rows[one.code].state(now)) for one in outings]


def own_outing(reader: Reader, outing_id: object) -> Out | None:
    """Her own open outing of an address."""
    return next(
        (
            out
            for out in out_alone(reader)
            if str(out.outing.pk) == str(outing_id) and out.outing.by == reader.staff
        ),
        None,
    )
