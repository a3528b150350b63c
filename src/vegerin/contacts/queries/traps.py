"""Checklists: whose are still to be filled in, which ask for a verifier, why, and what would change it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from vegerin.contacts import rules
from vegerin.contacts.models import LOOK_WITHIN, CallerNamed, Checklist, FromCaptivity, InDanger, TrapMark
from vegerin.contacts.rules import Act
from vegerin.contacts.trap_file import marks_of
from vegerin.engines.history import weigh
from vegerin.guard import decisions, prepared, sealing
from vegerin.guard.desk import ENOUGH
from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Event, Person, Phone, Report
from vegerin.register.queries import people_for
from vegerin.register.queries.reports import readable_reports

FROM_CAPTIVITY = ("call", "voice_note", "message", "video", "social", "posting")
TOLD_BY_HER = ("called", "wrote", "photographed")
NOTED_WITHIN = timedelta(hours=24)
NOT_NOTED = "contacts.not_noted"
LOOKED_THROUGH = 200  # the oldest of them


def to_note(reader: Reader) -> QuerySet[Report]:
    """Her own contacts whose checklist is empty, until two have said why; the oldest first."""
    return _to_note(reader, reader.staff.pk)


def next_to_note(reader: Reader) -> list[Report]:
    """As many of them as a desk needs."""
    return prepared.rows(_to_note, reader, reader.staff.pk, first=ENOUGH)


def _to_note(reader: Reader, me: UUID) -> QuerySet[Report]:
    if not rules.may(reader, Act.NOTE):
        return Report.objects.none()
    # Through the calls, few of which are open: the index of writers would walk all she ever wrote.
    by = Coalesce("by", "by")
    return _without_checklist(Report.objects.alias(writer=by).filter(writer=me))


def _without_checklist(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Contacts in which she may have spoken herself; what was withdrawn is asked of nobody."""
    told = Event.objects.filter(kind__in=TOLD_BY_HER).values("report")
    about_nobody_yet = Phone.objects.filter(from_captivity=True, report__events=None).values("report")
    by_who_rang = FromCaptivity.objects.values("report")
    asked = reports.filter(
        Q(pk__in=told) | Q(pk__in=about_nobody_yet) | Q(pk__in=by_who_rang), channel__in=FROM_CAPTIVITY
    )
    return asked.filter(checklist=None, not_noted=None, withdrawal=None).order_by("recorded_at")


def forgotten(reader: Reader) -> list[Report]:
    """Of colleagues' contacts those that nobody noted within a day, for whoever may say why not."""
    if not rules.may(reader, Act.CLEAR):
        return []
    late = prepared.rows(_late, reader.staff.pk, timezone.now() - NOTED_WITHIN, first=LOOKED_THROUGH)
    # Only then what she may read: asked of every report, it takes a large office half a second.
    return list(_readable(reader, [report.pk for report in late])[:ENOUGH]) if late else []


def _late(me: UUID, before: datetime) -> QuerySet[Report]:
    return _without_checklist(Report.objects.all()).exclude(by=me).filter(recorded_at__lt=before)


def _readable(reader: Reader, reports: list[UUID]) -> QuerySet[Report]:
    theirs = readable_reports(reader).filter(pk__in=reports)
    return theirs.select_related("by").order_by("recorded_at")


def overdue_to_note(report: Report) -> bool:
    """Whether the day in which it is remembered has passed."""
    return report.recorded_at < timezone.now() - NOTED_WITHIN


def why_not_waits(report: Report) -> bool:
    """Whether somebody has said why not, and nobody has signed yet."""
    return decisions.waits_already(kind=NOT_NOTED, about=f"unnoted:{report.pk}")


def rang_again(reader: Reader) -> list[Report]:
    """Reports from a number of an earlier trap of which nobody has noted anything yet (R33).

    The number alone asks for a verifier: whoever took the call may have gone home without a word.
    """
    if not rules.may(reader, Act.WEIGH):
        return []
    since = dict(prepared.rows(_marked_numbers))
    if not since:
        return []
    told = Report.objects.filter(phones__same_as__in=since, checklist=None, not_noted=None).distinct()
    return [
        report
        for report in told.prefetch_related("phones").order_by("recorded_at")
        if any(
            since.get(phone.same_as, report.recorded_at) < report.recorded_at for phone in report.phones.all()
        )
    ]


def _marked_numbers() -> QuerySet[Any, Any]:
    rows = TrapMark.objects.filter(kind=TrapMark.Kind.NUMBER, report__checklist__cleared=None)
    return rows.order_by("-recorded_at").values_list("mark", "recorded_at")


def report_to_note(reader: Reader, report_id: UUID) -> Report | None:
    """One of hers; for a verifier also one whose number the trap file knows."""
    mine = to_note(reader).filter(pk=report_id).first()
    return mine or next((one for one in rang_again(reader) if one.pk == report_id), None)


def forgotten_report(reader: Reader, report_id: UUID) -> Report | None:
    """A colleague's contact that nobody noted within a day."""
    if not rules.may(reader, Act.CLEAR):
        return None
    late = _late(reader.staff.pk, timezone.now() - NOTED_WITHIN).filter(pk=report_id)
    return _readable(reader, [report.pk for report in late]).first()


def waiting(reader: Reader) -> QuerySet[Checklist]:
    """What asks for a verifier and has none yet, the oldest first."""
    return open_contacts(reader).filter(taken=None)


def open_contacts(reader: Reader) -> QuerySet[Checklist]:
    """All that two have not cleared yet, the oldest first."""
    if not rules.may(reader, Act.WEIGH):
        return Checklist.objects.none()
    rows = Checklist.objects.exclude(band=Checklist.Band.NORMAL).filter(cleared=None)
    return rows.select_related("report", "taken__by", "asked").prefetch_related("asked_next__asked")


def asked_now(staff: Staff) -> int:
    """How many open contacts a verifier was asked to look at."""
    return Checklist.objects.filter(asked=staff, cleared=None).count()


def who_is_asked(checklist: Checklist) -> Staff | None:
    """The verifier who is asked now, by name."""
    asked = [row.asked for row in checklist.asked_next.all()]
    return asked[-1] if asked else checklist.asked


def overdue_holds(reader: Reader) -> list[Checklist]:
    """Holds at which nobody has looked within the time; never to whoever took the call (D8)."""
    if not rules.may(reader, Act.CALL_VERIFIER):
        return []
    return prepared.rows(_holds_before, reader.staff, timezone.now() - LOOK_WITHIN)


def _holds_before(staff: Staff, moment: datetime) -> QuerySet[Checklist]:
    rows = Checklist.objects.filter(band=Checklist.Band.HOLD, taken=None, cleared=None)
    late = rows.filter(recorded_at__lte=moment).exclude(by=staff).exclude(report__by=staff)
    late = late.select_related("report", "asked").prefetch_related("asked_next__asked")
    return late.order_by("recorded_at")


def overdue_hold(reader: Reader, checklist_id: UUID) -> Checklist | None:
    """One of them."""
    return next((one for one in overdue_holds(reader) if one.pk == checklist_id), None)


@dataclass(frozen=True)
class Verifiers:
    """Those who could be asked, and how many open contacts each was asked to look at."""

    staff: list[Staff]
    busy: Counter[UUID | None]


def verifiers() -> Verifiers:
    """As they stand now, for however many contacts."""
    asked = Checklist.objects.filter(cleared=None).values_list("asked", flat=True)
    return Verifiers(staff_with(Role.VERIFIER), Counter(asked))


def next_verifier(checklist: Checklist, known: Verifiers | None = None) -> Staff | None:
    """Who is asked next: of those not asked yet, then of all, the one with the fewest on her hands."""
    known = known or verifiers()
    asked = {checklist.asked_id, *(row.asked_id for row in checklist.asked_next.all())}
    took = {checklist.by_id, checklist.report.by_id}
    others = [one for one in known.staff if one.pk not in took]
    fresh = [one for one in others if one.pk not in asked] or [
        one for one in others if one != who_is_asked(checklist)
    ]
    return min(fresh, key=lambda one: (known.busy[one.pk], one.working_name), default=None)


def checklist_for(reader: Reader, checklist_id: UUID) -> Checklist | None:
    """One checklist, for verifiers."""
    if not rules.may(reader, Act.WEIGH):
        return None
    rows = Checklist.objects.select_related("report", "taken__by", "by", "asked", "cleared__by")
    return rows.filter(pk=checklist_id).first()


def clearing_waits(checklist: Checklist) -> bool:
    """Whether somebody has proposed to clear it, and nobody has signed yet."""
    return decisions.waits_already(kind="contacts.clear", about=f"checklist:{checklist.pk}")


def look_by(checklist: Checklist) -> datetime:
    """By when somebody looks."""
    return checklist.recorded_at + LOOK_WITHIN


def people_of(report: Report) -> list[Person]:
    """Whom a contact is about, each once."""
    rows = report.events.select_related("person").order_by("recorded_at", "id")
    return list({event.person_id: event.person for event in rows}.values())


def dangers_to(reader: Reader, person: Person) -> list[InDanger]:
    """Contacts in which she may have been made to speak, for those who must know."""
    if not rules.may(reader, Act.HEAR_OF_DANGER) or not people_for(reader).filter(pk=person.pk).exists():
        return []
    return list(InDanger.objects.filter(person=person).select_related("checklist__report"))


@dataclass(frozen=True)
class Sign:
    """One sign, its weight, and what the chance would be without it."""

    code: str
    ratio: float
    without: float


@dataclass(frozen=True)
class Why:
    """What the signs add up to, weight by weight."""

    chance: float
    action: str
    signs: tuple[Sign, ...]
    named: Mapping[str, str]


def why(reader: Reader, checklist: Checklist) -> Why:
    """The chance of a trap, and what would change it."""
    told = noted_of(reader, checklist)
    signs = list(told.pop("signs"))
    return weighed_signs(signs, named=told)


def weighed_signs(signs: Iterable[str], *, named: Mapping[str, str]) -> Why:
    """What signs add up to; the heaviest first."""
    signs, ratios = list(signs), weigh.defaults().trap_lr
    found = weigh.trap(signs)
    rows = [
        Sign(one, ratios[one], weigh.trap([other for other in signs if other != one]).p_trap) for one in signs
    ]
    return Why(found.p_trap, found.action, tuple(sorted(rows, key=lambda row: -row.ratio)), named)


def noted_of(reader: Reader, checklist: Checklist) -> dict[str, Any]:
    """What was noted, for those who may open it; what the caller named only until the report is withdrawn."""
    told = _opened(checklist, "signs", reader)
    apart = CallerNamed.objects.filter(checklist=checklist).first()
    return {"signs": [], **told, **(_opened(apart, "words", reader) if apart else {})}


def _opened(row: Checklist | CallerNamed, column: str, reader: Reader) -> dict[str, Any]:
    envelope, table = bytes(getattr(row, column)), row._meta.db_table
    try:
        opened = sealing.unseal(envelope, reader=reader, table=table, column=column, row=row.pk)
    except sealing.Destroyed:
        return {}
    return dict(json.loads(opened))


def signs_of(reader: Reader, checklist: Checklist) -> list[str]:
    """The signs."""
    return list(_opened(checklist, "signs", reader).get("signs", []))


def kinds_marked_before(report: Report, named: Mapping[str, str]) -> set[TrapMark.Kind]:
    """What of this contact came up in an earlier one that asked for caution and was not cleared."""
    marks = set(marks_of(report, named))
    rows = TrapMark.objects.filter(mark__in=[mark for _, mark in marks]).exclude(report=report)
    known = rows.filter(report__checklist__cleared=None).values_list("kind", "mark")
    return {TrapMark.Kind(kind) for kind, mark in known if (kind, mark) in marks}
