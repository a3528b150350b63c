"""What waits on somebody's desk: promised calls, claims nobody has judged, her own reports."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from vegerin.engines.history.kinds import KINDS
from vegerin.guard.reader import Reader
from vegerin.register.models import Assessment, Countersign, Event, Person, Report
from vegerin.register.models.promises import Promise
from vegerin.register.queries.people import seen
from vegerin.register.rules import Act, may

# Behind the first few, more than so many are not counted: a desk says that there are many, not how many.
MOST_COUNTED = 60
REGISTER_ACTS = tuple(code for code, kind in KINDS.items() if kind.register_act)


def promises_open(reader: Reader) -> QuerySet[Promise]:
    """Promised calls nobody has written an answer to, the earliest first; the shift shares them."""
    if not may(reader, Act.REPORT):
        return Promise.objects.none()
    visible = Q(person=None) | seen(reader, "person")
    return Promise.objects.filter(visible, answer=None).select_related("person", "report").order_by("at")


def claims_to_judge(reader: Reader) -> QuerySet[Event]:
    """What was told and nobody has judged, the newest first."""
    if not may(reader, Act.ASSESS):
        return Event.objects.none()
    # A report carries a grade from the start (R16); judged is what somebody gave a reason for.
    judged = Assessment.objects.filter(event=OuterRef("pk"), why__gt="")
    corrected = Event.objects.filter(corrects=OuterRef("pk"))
    signed = Countersign.objects.filter(event=OuterRef("pk"))
    # Each is asked of one event after another, the newest first, until the desk has enough: to name the kinds
    # that are told instead of those that are not makes SQLite gather and sort every claim of the office.
    told = Event.objects.filter(~Exists(judged), ~Exists(corrected), ~Exists(signed), report__isnull=False)
    told = told.filter(seen(reader, "person")).exclude(kind__in=REGISTER_ACTS)
    return told.select_related("person", "report").order_by("-recorded_at")


def reports_of(reader: Reader) -> QuerySet[Report]:
    """What she wrote herself, the newest first."""
    mine = Report.objects.filter(by=reader.staff).order_by("-recorded_at")
    return mine.select_related("withdrawal").prefetch_related("events__assessments", "events__countersign")


def nobody_is_registered(reader: Reader) -> bool:
    """Whether the register is still empty: what an office does first."""
    return not Person.objects.exists()
