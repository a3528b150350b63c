"""Recording what a report claims, and judging it. An end of the belief scale waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from vegerin.engines.history.dates import UNKNOWN, InexactDate
from vegerin.engines.history.kinds import KINDS
from vegerin.engines.history.status import Verdict
from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.actions.status import refresh_status
from vegerin.register.models import Assessment, Countersign, Event, Person, Place, Report, Unjudged
from vegerin.register.models.base import date_columns
from vegerin.register.models.reports import SourceGrade
from vegerin.register.rules import OF_REMAINS, Act, check_may

COUNTERSIGN = "register.countersign"
COUNTERSIGN_REMAINS = "register.countersign_remains"  # forensics signs these and no others
# What an event may say beside kind, date and district. Who held somebody, prices and looks have no place.
DETAILS = frozenset(
    {"review_on", "force", "authority", "access", "lawyer", "visited_on", "how", "outcome", "for"}
)


def record_event(
    *,
    person: Person,
    kind: str,
    happened: InexactDate = UNKNOWN,
    report: Report | None = None,
    place: Place | None = None,
    country: str = "",
    details: Mapping[str, str] | None = None,
    opinion: bool = False,
    corrects: Event | None = None,
    by: Reader,
) -> Event:
    """Record one claim about one person; a correction names the event it replaces."""
    check_may(by, Act.RECORD_EVENT)
    return write_event(
        person=person,
        kind=kind,
        happened=happened,
        report=report,
        place=place,
        country=country,
        details=details,
        opinion=opinion,
        corrects=corrects,
        by=by,
    )


def write_event(
    *,
    person: Person,
    kind: str,
    happened: InexactDate,
    report: Report | None,
    place: Place | None,
    country: str,
    details: Mapping[str, str] | None,
    opinion: bool,
    corrects: Event | None,
    by: Reader,
) -> Event:
    """The row, its first judgement as the report was graded, and the question to a second person."""
    check_event(kind, details=details or {}, person=person, corrects=corrects)
    with transaction.atomic():
        event = Event.objects.create(
            person=person,
            kind=kind,
            report=report,
            place=place,
            country=country.upper(),
            details=dict(details or {}),
            opinion=opinion,
            corrects=corrects,
            by=by.staff,
            **date_columns("happened", happened),
        )
        if report is not None:
            write_assessment(event, report.content_grade, report.source_grade, "", by=by)
            wait_for_a_verifier(event)
        if corrects is not None:
            wait_no_more(corrects)
        if KINDS[kind].needs_two and not opinion:
            ask_second(event, by=by)
        refresh_status([person.pk])
        trail.record("event.recorded", by=by, about=f"person:{person.pk}", detail={"kind": kind})
    return event


def record_event_of_two(
    *,
    person: Person,
    kind: str,
    happened: InexactDate,
    first: Staff,
    settled: UUID,
    details: Mapping[str, str] | None = None,
    by: Reader,
) -> Event:
    """An event whose two signatures a room has taken already, such as the two ticks of an arrival."""
    if first.pk == by.staff.pk:
        raise Refused("The second signature is another person's.")
    check_event(kind, details=details or {}, person=person, corrects=None)
    with transaction.atomic():
        event = Event.objects.create(
            person=person,
            kind=kind,
            details=dict(details or {}),
            by=first,
            **date_columns("happened", happened),
        )
        if KINDS[kind].needs_two:
            Countersign.objects.create(event=event, decision=settled, by=by.staff)
        refresh_status([person.pk])
        trail.record("event.recorded", by=by, about=f"person:{person.pk}", detail={"kind": kind, "by": 2})
    return event


def check_event(kind: str, *, details: Mapping[str, str], person: Person, corrects: Event | None) -> None:
    """Refuse what is no event."""
    if kind not in KINDS:
        raise Refused(f"There is no kind of event {kind!r}. See docs/reference/states.md.")
    unknown = sorted(set(details) - DETAILS)
    if unknown:
        raise Refused(f"An event has no place for {', '.join(unknown)}. Put it into the words of the report.")
    if corrects is not None and corrects.person_id != person.pk:
        raise Refused("A correction stays with its person. Enter *by mistake* here and a new event there.")


def ask_second(event: Event, *, by: Reader) -> Decision:
    """Put the event before a second person."""
    return decisions.propose(
        kind=COUNTERSIGN_REMAINS if event.kind in OF_REMAINS else COUNTERSIGN,
        about=f"person:{event.person_id}",
        reason=KINDS[event.kind].says,
        payload={"event": str(event.pk)},
        by=by,
    )


def signed_second(decision: Decision, by: Reader) -> Countersign:
    """What the second signature does: from now on the event counts as decided by two."""
    from vegerin.register.actions import lives, tasks  # noqa: PLC0415 -- a return sets work going that judges and searches
    from vegerin.register.actions.judging import check_not_own_family  # noqa: PLC0415

    event = Event.objects.get(pk=decision.payload["event"])
    check_not_own_family(event.person, by=by)
    if event.corrected_by.exists():
        raise Refused("This was corrected since it was written. Look at the correction; refuse this one.")
    row = Countersign.objects.create(event=event, decision=decision.pk, by=by.staff)
    wait_no_more(event)
    refresh_status([event.person_id])
    trail.record("event.countersigned", by=by, about=f"person:{event.person_id}", detail={"kind": event.kind})
    if event.kind == "returned":
        tasks.after_return(event.person, event.happened.latest, by=by)
    if event.kind in ("returned", "alive_confirmed"):
        lives.after_life(event.person, by=by)
    return row


def assess_event(*, event: Event, verdict: str, source_grade: str = "", why: str, by: Reader) -> Assessment:
    """Judge an event: corroborated, plausible, doubted, refuted. The latest judgement counts."""
    check_may(by, Act.ASSESS)
    if not why.strip():
        raise Refused("Say why, in a sentence.")
    with transaction.atomic():
        row = write_assessment(event, verdict, source_grade or grade_of(event), why.strip(), by=by)
        wait_no_more(event)
        refresh_status([event.person_id])
        trail.record("event.assessed", by=by, about=f"person:{event.person_id}", detail={"verdict": verdict})
    return row


def write_assessment(event: Event, verdict: Any, source_grade: Any, why: str, *, by: Reader) -> Assessment:
    """The row: source and content apart."""
    return Assessment.objects.create(
        event=event, verdict=Verdict(verdict), source_grade=SourceGrade(source_grade), why=why, by=by.staff
    )


def wait_for_a_verifier(event: Event) -> None:
    """What was told stands on a desk until somebody judges it."""
    if not KINDS[event.kind].register_act:
        Unjudged.objects.create(event=event, person_id=event.person_id, recorded_at=event.recorded_at)


def wait_no_more(event: Event) -> None:
    """It was judged, corrected, or signed by two."""
    Unjudged.objects.filter(event=event).delete()


def grade_of(event: Event) -> str:
    """How the source was graded when it was told."""
    return event.report.source_grade if event.report else SourceGrade.F
