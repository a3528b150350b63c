"""What speaks for it that she lives, weight by weight; it is shown, and writes no status by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from vegerin.contacts import rules
from vegerin.contacts.models import Checklist, Fit, Opened
from vegerin.contacts.queries.traps import signs_of
from vegerin.contacts.rules import Act
from vegerin.engines.history import weigh
from vegerin.engines.history.kinds import KINDS, Sign
from vegerin.engines.history.weigh import Told, numbers
from vegerin.guard import sealing
from vegerin.guard.reader import Reader
from vegerin.register.models import Event, Person, Report
from vegerin.register.queries import cautions_about, cluster_of, origin_of

PRIOR = 0.5  # before any report: we do not know, and say so on the page
DIGITS = {"corroborated": "2", "plausible": "3", "doubted": "4"}
# How the kind of event, and through whom it came, is an observation of the table.
SEEN = {
    "seen": "eyewitness_knew",
    "photographed": "undated_photo",
    "wrote": "voice_one_relative",
    "called": "voice_one_relative",
    "death_witnessed": "eyewitness_knew",
    "buried_unverified": "eyewitness_stranger",
}
RUMOUR = "rumour"
ORIGINS_NEEDED = 2


@dataclass(frozen=True)
class Line:
    """One report, what it says, and what it adds."""

    told: Told
    event: Event | None
    added: float
    without: float
    linchpin: bool

    @property
    def place_kept(self) -> float:
        """What a possible trap leaves of what it says of places; never of it that she lives (D8)."""
        return 1 - self.told.p_trap


@dataclass(frozen=True)
class Weighing:
    """All reports of life and death together."""

    lines: tuple[Line, ...]
    weighed: weigh.Weighed
    lowest: float
    highest: float
    prior: float = PRIOR


def reports_of_life(reader: Reader, person: Person) -> list[Report]:
    """The reports that say that she lives or is dead, the oldest first."""
    return list({event.report_id: event.report for event in _events(reader, person) if event.report}.values())


def _events(reader: Reader, person: Person) -> list[Event]:
    if not rules.may(reader, Act.WEIGH):
        return []
    signs = [code for code, kind in KINDS.items() if kind.sign is not Sign.NONE]
    rows = Event.objects.filter(person__in=cluster_of(reader, person), kind__in=signs, opinion=False)
    rows = rows.filter(corrected_by=None).exclude(report=None).select_related("report__checklist")
    rows = rows.prefetch_related("assessments", "report__chain", "report__phones")
    return list(rows.order_by("report__told_at", "recorded_at", "id"))


def weighing_of(reader: Reader, person: Person) -> Weighing | None:
    """What they say together; nothing for whoever does not weigh."""
    found: dict[UUID, tuple[Told, Event]] = {}
    right_on = days_of_right_answers(person)
    for event in _events(reader, person):
        told = told_of(reader, event, right_on=right_on)
        if told is not None and event.report_id is not None:
            found.setdefault(event.report_id, (told, event))
    reports = [told for told, _event in found.values()]
    if not reports:
        return None
    weighed = weigh.weigh(reports, prior=PRIOR)
    return laid_out(weighed, reports, {told.id: event for told, event in found.values()})


def laid_out(weighed: weigh.Weighed, reports: Sequence[Told], events: Mapping[str, Event]) -> Weighing:
    """What the engine says, line by line, as the page shows it."""
    lines = [
        Line(
            told,
            events.get(told.id),
            weighed.weights[told.id],
            weighed.leave_one_group_out[told.dependence_group],
            told.dependence_group in weighed.linchpins,
        )
        for told in reports
    ]
    without = [*weighed.leave_one_group_out.values(), weighed.probability]
    return Weighing(tuple(lines), weighed, min(without), max(without))


def days_of_right_answers(person: Person) -> set[date]:
    """The days on which a question only the family can answer was answered rightly."""
    rows = Opened.objects.filter(person=person, asked__outcome="right").select_related("asked")
    return {timezone.localdate(opened.asked.recorded_at) for opened in rows}


def told_of(reader: Reader, event: Event, *, right_on: Collection[date] = ()) -> Told | None:
    """One event as the engine weighs it; what was refuted is left out, and stands among the events."""
    report = event.report
    assert report is not None
    judged = max(event.assessments.all(), key=lambda one: (one.recorded_at, one.pk), default=None)
    if judged is not None and judged.verdict == "refuted":
        return None
    grade = judged.source_grade if judged else report.source_grade
    verdict = judged.verdict if judged else report.content_grade
    steps = [link.step for link in report.chain.all()]
    says, origin = KINDS[event.kind].sign is Sign.LIFE, origin_of(report)
    kind = "undated_photo" if report.channel == "posting" else SEEN.get(event.kind, RUMOUR)
    if event.kind == "called" and timezone.localdate(report.told_at) in right_on:
        kind = "private_question_correct"
    return Told(
        report.code,
        says,
        grade + DIGITS.get(verdict, "6"),
        kind,
        hops=steps.count("relayed"),
        group=origin,
        origin=f"{origin} {says}",
        p_trap=chance_of_trap(reader, report),
    )


def chance_of_trap(reader: Reader, report: Report) -> float:
    """It takes from what was said of places, never from it that she lives."""
    checklist: Checklist | None = getattr(report, "checklist", None)
    if checklist is not None and sealing.is_destroyed(bytes(checklist.signs)):
        return numbers("trap_action")[checklist.band]  # at least so much: its band stands
    if checklist is None or not sealing.may_open(bytes(checklist.signs), reader=reader):
        return 0.0
    return weigh.trap(signs_of(reader, checklist)).p_trap


def fits_of(reader: Reader, person: Person) -> dict[tuple[UUID, str], str]:
    """How each report fits each explanation; the latest counts."""
    if not rules.may(reader, Act.WEIGH):
        return {}
    rows = Fit.objects.filter(person=person).order_by("recorded_at", "id")
    return {(row.report_id, row.explanation): row.how for row in rows}


def fits_on(reader: Reader, person: Person, report: Report) -> list[Fit]:
    """Every word on one report, the oldest first."""
    if not rules.may(reader, Act.WEIGH):
        return []
    return list(Fit.objects.filter(person=person, report=report).select_related("by"))


def lacks_for_alive(reader: Reader, person: Person) -> list[str]:
    """What is missing before she may be proposed as alive: a right answer, a second line, nothing open."""
    found = weighing_of(reader, person)
    lacks = []
    if not Opened.objects.filter(person=person, asked__outcome="right").exists():
        lacks.append(_("No question that only the family can answer has been answered rightly."))
    if found is None or len({line.told.group for line in found.lines if line.told.says}) < ORIGINS_NEEDED:
        lacks.append(_("All comes from one origin. A second independent line is needed."))
    if [caution for caution in cautions_about(reader, [person]) if caution.kind == "trap"]:
        lacks.append(_("A contact about this person may be a trap. Two clear it first."))
    return lacks
