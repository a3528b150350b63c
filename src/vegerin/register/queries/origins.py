"""From how many origins a sign of life came: two reports that stem from one origin count once (R31, R55)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from vegerin.engines.history.kinds import KINDS, Sign
from vegerin.engines.history.status import Verdict
from vegerin.guard.reader import Reader
from vegerin.register.models import Event, Person, Report
from vegerin.register.queries.people import people_for

LIFE = frozenset(code for code, kind in KINDS.items() if kind.sign is Sign.LIFE)


def origins_of_life(reader: Reader, persons: Iterable[Person]) -> dict[UUID, set[str]]:
    """For each person that exists for this reader: the origins of the signs of life that still stand."""
    ids = people_for(reader).filter(pk__in=[person.pk for person in persons])
    told = Event.objects.filter(person__in=ids, kind__in=LIFE, opinion=False, corrected_by=None)
    told = told.exclude(report=None).select_related("report")
    told = told.prefetch_related("assessments", "report__chain", "report__phones")
    found: dict[UUID, set[str]] = defaultdict(set)
    for event in told:
        judged = max(event.assessments.all(), key=lambda one: (one.recorded_at, one.pk), default=None)
        if event.report is not None and (judged is None or judged.verdict != Verdict.REFUTED):
            found[event.person_id].add(origin_of(event.report))
    return dict(found)


def origin_of(report: Report) -> str:
    """Where it began: a source, the one who saw it, a number; else the report itself."""
    if report.source_id:
        return f"source:{report.source_id}"
    saw = next((step for step in report.chain.all() if step.person_id and step.step == "saw"), None)
    if saw is not None:
        return f"person:{saw.person_id}"
    number = next((phone.same_as for phone in report.phones.all()), "")
    return f"number:{number}" if number else f"report:{report.pk}"
