"""What waits on somebody's desk: promised calls, claims nobody has judged, her own reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from vegerin.engines.history.kinds import KINDS
from vegerin.guard import leaving, once, prepared
from vegerin.guard.reader import Reader
from vegerin.register.models import Assessment, Countersign, Event, Person, Report, Unjudged
from vegerin.register.models.promises import Promise
from vegerin.register.queries.people import seen
from vegerin.register.rules import Act, may

MOST_PROMISES = 22
REGISTER_ACTS = tuple(code for code, kind in KINDS.items() if kind.register_act)


def promises_open(reader: Reader) -> QuerySet[Promise]:
    """Promised calls nobody has written an answer to, the earliest first.

    The shift at the telephone shares them. Whoever else writes reports, a psychologist, a care worker, keeps
    what she agreed herself and what a leaver passed on to her, and hears of no other call.
    """
    return _promises_open(reader, *_whose_promises(reader))


@once.asked
def next_promises(reader: Reader) -> list[Promise]:
    """As many of them as a desk may need, and a few more."""
    return prepared.rows(_promises_open, reader, *_whose_promises(reader), first=MOST_PROMISES)


def _whose_promises(reader: Reader) -> tuple[UUID, list[UUID], list[UUID]]:
    """Herself, the promises passed on to her, and those passed on to somebody else."""
    me = reader.staff.pk
    if may(reader, Act.SHARE_CALLS) or not may(reader, Act.REPORT):
        return me, [], []
    keepers = {UUID(what[8:]): to for what, to in leaving.passed_on().items() if what.startswith("promise:")}
    hers = [what for what, to in keepers.items() if to.pk == me]
    return me, hers, [what for what in keepers if what not in hers]


def _promises_open(
    reader: Reader, me: UUID, hers: Sequence[UUID], passed_away: Sequence[UUID]
) -> QuerySet[Promise]:
    """Those this reader keeps: all of the shift's, or her own."""
    if not may(reader, Act.REPORT):
        return Promise.objects.none()
    visible = Q(person=None) | seen(reader, "person")
    if not may(reader, Act.SHARE_CALLS):
        visible &= (Q(by=me) & ~Q(pk__in=passed_away)) | Q(pk__in=hers)
    return Promise.objects.filter(visible, answer=None).select_related("person", "report").order_by("at")


def claims_to_judge(reader: Reader) -> QuerySet[Event]:
    """What was told and nobody has judged, the newest first."""
    if not may(reader, Act.ASSESS):
        return Event.objects.none()
    told = Event.objects.filter(seen(reader, "person"), unjudged__isnull=False)
    return told.select_related("person", "report").order_by("-unjudged__recorded_at")


def claims_waiting(reader: Reader) -> int:
    """How many they are."""
    return prepared.how_many(_unjudged, reader) if may(reader, Act.ASSESS) else 0


def _unjudged(reader: Reader) -> QuerySet[Unjudged]:
    return Unjudged.objects.filter(seen(reader, "person"))


def claims_nobody_judged() -> QuerySet[Event]:
    """The same from the rows themselves, for whoever keeps or checks `Unjudged`."""
    # A report carries a grade from the start (R16); judged is what somebody gave a reason for.
    judged = Assessment.objects.filter(event=OuterRef("pk"), why__gt="")
    corrected = Event.objects.filter(corrects=OuterRef("pk"))
    signed = Countersign.objects.filter(event=OuterRef("pk"))
    told = Event.objects.filter(~Exists(judged), ~Exists(corrected), ~Exists(signed), report__isnull=False)
    return told.exclude(kind__in=REGISTER_ACTS)


def reports_of(reader: Reader) -> QuerySet[Report]:
    """What she wrote herself, the newest first."""
    mine = Report.objects.filter(by=reader.staff).order_by("-recorded_at")
    return mine.select_related("withdrawal").prefetch_related("events__assessments", "events__countersign")


def nobody_is_registered(reader: Reader) -> bool:
    """Whether the register is still empty: what an office does first."""
    return not prepared.rows(_anybody, first=1)


def _anybody() -> QuerySet[Any, Any]:
    return Person.objects.values_list("pk")
