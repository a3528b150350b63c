"""Events and reports: what each claims, how it was judged, and its words for those who hold the key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from vegerin.engines.history.dates import InexactDate
from vegerin.engines.history.kinds import KINDS
from vegerin.guard import sealing, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours
from vegerin.register import histories
from vegerin.register.attachments import file_of
from vegerin.register.clusters import cluster_ids
from vegerin.register.models import (
    Attachment,
    CaseReview,
    Event,
    FamilyMark,
    Person,
    PersonFact,
    Phone,
    Report,
    Telling,
    Withdrawal,
)
from vegerin.register.queries.people import cluster_of, seen
from vegerin.register.rules import Act, may


@dataclass(frozen=True)
class ShownEvent:
    """One claim with how it was judged, and whether it stands."""

    row: Event
    kind: str
    says: str
    happened: InexactDate
    place: UUID | None
    verdict: str
    source_grade: str
    why: str
    decided_by_two: bool
    waits_for_second: bool
    corrected: bool
    opinion: bool
    report: Report | None


def events_for(reader: Reader, person: Person) -> list[ShownEvent]:
    """All that was told of her, as life went; what was corrected stands there too."""
    rows = told_about(reader, person)
    shown = map(shown_event, rows)
    return sorted(shown, key=lambda one: (str(one.happened.earliest or ""), one.row.recorded_at))


def told_about(reader: Reader, person: Person) -> list[Event]:
    """The events of all rows that are this person and exist for this reader."""
    cluster = {one.pk for one in cluster_of(reader, person)}
    told = histories.told_of(frozenset(cluster_ids(person.pk)))
    return [row for row in told if row.person_id in cluster]


def event_for(reader: Reader, event_id: UUID | str) -> Event | None:
    """One event, where its person exists for this reader."""
    return Event.objects.filter(seen(reader, "person"), pk=event_id).first()


def shown_event(row: Event) -> ShownEvent:
    """A row as it is shown."""
    judged = sorted(row.assessments.all(), key=lambda one: (one.recorded_at, one.pk))
    latest = judged[-1] if judged else None
    kind = KINDS[row.kind]
    signed = hasattr(row, "countersign")
    return ShownEvent(
        row=row,
        kind=row.kind,
        says=kind.says,
        happened=row.happened,
        place=(row.place.district_id or row.place_id) if row.place else None,
        verdict=latest.verdict if latest else "",
        source_grade=latest.source_grade if latest else "",
        why=latest.why if latest else "",
        decided_by_two=signed,
        waits_for_second=kind.needs_two and not signed and not row.opinion,
        corrected=bool(row.corrected_by.all()),
        opinion=row.opinion,
        report=row.report,
    )


@dataclass(frozen=True)
class ShownReport:
    """One telling: who told what when; whether its words open for this reader, or were taken back."""

    row: Report
    may_open: bool
    withdrawn: Withdrawal | None
    claims: tuple[ShownEvent, ...]
    files: int


def readable_reports(reader: Reader) -> QuerySet[Report]:
    """Reports about persons that exist for this reader, and those she wrote."""
    if not may(reader, Act.READ):
        return Report.objects.none()
    told = Event.objects.filter(report=OuterRef("pk"))
    about = Exists(told.filter(seen(reader, "person")))
    facts = Exists(PersonFact.objects.filter(seen(reader, "person"), report=OuterRef("pk")))
    theirs = Q(about) | Q(facts) | Q(by=reader.staff)
    # What was told of somebody nobody has found yet waits for the verifiers.
    return Report.objects.filter(theirs | Q(~Exists(told)) if may(reader, Act.ASSESS) else theirs)


def report_for(reader: Reader, code: str | UUID) -> Report | None:
    """One report by code or id."""
    reports = readable_reports(reader)
    try:
        return reports.filter(pk=UUID(str(code))).first()
    except ValueError:
        return reports.filter(code=str(code).upper()).first()


def reports_to_withdraw(reader: Reader) -> QuerySet[Report]:
    """Those she may have taken back by their number, readable to her or not; none of her own family (D30)."""
    if not (may(reader, Act.WITHDRAW_BY_NUMBER) or may(reader, Act.WITHDRAW)):
        return Report.objects.none()
    own = FamilyMark.objects.filter(by=reader.staff).values("person")
    told = Event.objects.filter(report=OuterRef("pk"), person__in=own)
    facts = PersonFact.objects.filter(report=OuterRef("pk"), person__in=own)
    return Report.objects.exclude(Exists(told) | Exists(facts)).select_related("withdrawal")


def report_to_withdraw(reader: Reader, number: str) -> Report | None:
    """The one that bears this number, or was typed from the sheet that bears it; each try is in the trail."""
    plain = "".join(number.split()).upper()
    numbered = Q(code=plain) | Q(serial=plain)
    report = reports_to_withdraw(reader).filter(numbered).first() if plain else None
    trail.record("report.looked_up", by=reader, about=f"report:{report.pk}" if report else "", secret=plain)
    return report


def reports_for(reader: Reader, person: Person) -> list[ShownReport]:
    """The reports that tell of her, latest first."""
    claims: dict[UUID, list[Event]] = {}
    reports: dict[UUID, Report] = {}
    for row in told_about(reader, person):
        if row.report is not None:
            claims.setdefault(row.report.pk, []).append(row)
            reports.setdefault(row.report.pk, row.report)
    latest = sorted(reports.values(), key=lambda one: (one.told_at, one.recorded_at), reverse=True)
    return [shown_report(reader, row, claims[row.pk]) for row in latest]


def shown_report(reader: Reader, row: Report, told: list[Event]) -> ShownReport:
    """A report as it is shown on one person's page: of its claims only those about her."""
    withdrawal = getattr(row, "withdrawal", None)
    claims = tuple(map(shown_event, told))
    opens = withdrawal is None and bool(row.words) and sealing.may_open(bytes(row.words), reader=reader)
    return ShownReport(row, opens, withdrawal, claims, len(row.attachments.all()))


def words_of(reader: Reader, report: Report) -> str:
    """The words of a report, in clear for this once; each opening stands in the trail."""
    if report_for(reader, report.pk) is None:
        raise NotYours
    return opened(reader, report, "words", about=f"report:{report.pk}").decode()


def chain_of(reader: Reader, report: Report) -> list[tuple[Telling, str]]:
    """Who saw, told, relayed, interpreted and wrote; a name only for those who hold the key."""
    if report_for(reader, report.pk) is None:
        return []
    return [(link, name_in(reader, link)) for link in report.chain.all()]


def name_in(reader: Reader, link: Telling) -> str:
    """The sealed name in a step of the chain, or nothing."""
    if not link.name or not sealing.may_open(bytes(link.name), reader=reader):
        return ""
    return opened(reader, link, "name", about=f"report:{link.report_id}").decode()


def may_add_to(reader: Reader, report: Report) -> bool:
    """Whether she puts a file to it: who typed it, who may read its words, or whose case it tells of."""
    if report_for(reader, report.pk) is None:
        return False
    if report.by_id == reader.staff.pk:
        return True
    if report.words and sealing.may_open(bytes(report.words), reader=reader):
        return True
    last = CaseReview.objects.filter(person=OuterRef("person")).order_by("-recorded_at", "-id")
    cases = report.events.annotate(owner=Subquery(last.values("owner")[:1]))
    return cases.filter(owner=reader.staff).exists()


def phones_of(reader: Reader, report: Report) -> list[tuple[Phone, dict[str, str]]]:
    """The numbers of a report for those who hold the key; whether one may be rung is another question."""
    if report_for(reader, report.pk) is None:
        return []
    rows = [row for row in report.phones.all() if sealing.may_open(bytes(row.number), reader=reader)]
    return [(row, json.loads(opened(reader, row, "number", about=f"phone:{row.pk}"))) for row in rows]


def attachment_content(reader: Reader, attachment: Attachment) -> bytes:
    """The content of one attachment, opened by an act that stands in the trail."""
    if report_for(reader, attachment.report_id) is None:
        raise NotYours
    content = sealing.unseal(
        file_of(attachment.pk).read_bytes(),
        reader=reader,
        table="register_attachment",
        column="content",
        row=attachment.pk,
    )
    trail.record("attachment.opened", by=reader, about=f"attachment:{attachment.pk}")
    return content


def picture_counts(reader: Reader, report: Report) -> dict[str, int]:
    """A batch of pictures adds up: known in them + ruled out + open = all (R24)."""
    if report_for(reader, report.pk) is None:
        return {}
    counts = {"known": 0, "ruled_out": 0, "open": 0}
    for picture in report.attachments.prefetch_related("recognitions"):
        answers = {recognition.answer for recognition in picture.recognitions.all()}
        known = "known" if "known" in answers else "ruled_out" if answers == {"not_her"} else "open"
        counts[known] += 1
    return {**counts, "all": sum(counts.values())}


def opened(reader: Reader, row: Any, column: str, *, about: str) -> bytes:
    """A sealed cell, opened; the trail says by whom."""
    table = row._meta.db_table
    content = sealing.unseal(
        bytes(getattr(row, column)), reader=reader, table=table, column=column, row=row.pk
    )
    trail.record("sealed.opened", by=reader, about=about, detail={"column": column})
    return content
