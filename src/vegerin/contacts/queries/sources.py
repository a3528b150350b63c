"""My sources, what they told, what they touched. Nothing here gives two identities (R15)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from vegerin.contacts import rules
from vegerin.contacts.models import Burned, FamilyContact, HelperNote, SourceCard
from vegerin.contacts.rules import Act
from vegerin.guard import prepared, sealing, trail
from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register.models import Caution, Place, Report, Source
from vegerin.register.models.reports import SourceGrade
from vegerin.register.queries import cautions_open, sources_of

TELLS_BEFORE_HEARD = 3  # reports, until somebody asks how they are (R55)


def my_sources(reader: Reader) -> list[Source]:
    """Those I handle or deputise for, by code name."""
    return sources_of(reader) if rules.may(reader, Act.HANDLE) else []


def my_source(reader: Reader, source_id: UUID) -> Source | None:
    """One of them."""
    return next((one for one in my_sources(reader) if one.pk == source_id), None)


def deputies_for(reader: Reader) -> list[Staff]:
    """Who else handles sources."""
    return [one for one in staff_with(Role.SOURCE_HANDLER) if one.pk != reader.staff.pk]


@dataclass(frozen=True)
class ShownSource:
    """One source of mine: how far it can be relied on, and apart from it how what it said was judged."""

    row: Source
    reports: int
    reliability: str
    contents: tuple[tuple[str, int], ...]
    has_card: bool
    last_debrief: date | None
    last_rest: date | None
    caution: Caution | None
    since_heard: int = 0

    @property
    def relied_on(self) -> str:
        """How far, in words and with the letter of the grade."""
        return f"{SourceGrade(self.reliability).label} ({self.reliability})" if self.reliability else "–"

    @property
    def must_be_heard(self) -> bool:
        """Whether they told often enough since somebody last asked how they are (R55)."""
        return self.since_heard >= TELLS_BEFORE_HEARD


def shown_source(source: Source) -> ShownSource:
    """As its handler sees it, without who it is."""
    return next(iter(shown_sources([source])))


def shown_sources(sources: list[Source]) -> list[ShownSource]:
    """The same for each of many, with as few questions as for one."""
    told: dict[UUID | None, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(source__in=sources).order_by("-told_at"):
        told[report.source_id].append(report)
    cautions = {row.source_id: row for row in Caution.objects.filter(source__in=sources, cleared=None)}
    cards = set(SourceCard.objects.filter(source__in=sources).values_list("source", flat=True))
    notes: dict[UUID, dict[str, date]] = defaultdict(dict)
    for note in HelperNote.objects.filter(source__in=sources):
        notes[note.source_id][note.kind] = note.on
    return [
        _shown(one, told[one.pk], notes[one.pk], cautions.get(one.pk), has_card=one.pk in cards)
        for one in sources
    ]


def _shown(
    source: Source, reports: list[Report], notes: dict[str, date], caution: Caution | None, *, has_card: bool
) -> ShownSource:
    contents = Counter(report.content_grade for report in reports)
    heard = notes.get(HelperNote.Kind.DEBRIEF)
    return ShownSource(
        source,
        len(reports),
        reports[0].source_grade if reports else "",
        tuple(sorted(contents.items())),
        has_card,
        notes.get(HelperNote.Kind.DEBRIEF),
        notes.get(HelperNote.Kind.REST),
        caution,
        len([one for one in reports if heard is None or one.recorded_at.date() > heard]),
    )


def sources_to_hear(reader: Reader) -> list[Source]:
    """Of mine those that told often since somebody listened; as few questions for many as for one."""
    mine = my_sources(reader)
    debriefs = HelperNote.objects.filter(source__in=mine, kind=HelperNote.Kind.DEBRIEF)
    heard = {note.source_id: note.on for note in debriefs.order_by("on")}
    told = Counter(
        source_id
        for source_id, at in Report.objects.filter(source__in=mine).values_list("source", "recorded_at")
        if source_id not in heard or at.date() > heard[source_id]
    )
    return [one for one in mine if told[one.pk] >= TELLS_BEFORE_HEARD]


def open_card(reader: Reader, source: Source) -> str:
    """Who it is, for handler and deputy, one at a time; each opening stands in the trail."""
    card = source.cards.last()
    if card is None:
        return ""
    table = card._meta.db_table
    words = sealing.unseal(bytes(card.words), reader=reader, table=table, column="words", row=card.pk)
    trail.record("source.card_opened", by=reader, about=f"source:{source.pk}")
    return words.decode()


def helper_words(reader: Reader, note: HelperNote) -> str:
    """What was noted, for those two."""
    if not note.words or not sealing.may_open(bytes(note.words), reader=reader):
        return ""
    table = note._meta.db_table
    return sealing.unseal(bytes(note.words), reader=reader, table=table, column="words", row=note.pk).decode()


def sources_beside(source: Source) -> list[Source]:
    """Other sources that told of the same people."""
    people = source.reports.values("events__person")
    rows = Source.objects.filter(reports__events__person__in=people, reports__events__person__isnull=False)
    return list(rows.exclude(pk=source.pk).distinct())


def places_told_by(source: Source) -> list[Place]:
    """Where it said somebody was."""
    places = source.reports.exclude(events__place=None).values("events__place")
    return list(Place.objects.filter(pk__in=places))


def burned_of(source: Source) -> list[Burned]:
    """When it was said that it is known to the captors, taken or killed."""
    rows = source.burned.select_related("caution").prefetch_related(
        "places__place", "family_contacts__contact"
    )
    return list(rows.order_by("recorded_at"))


def places_touched(reader: Reader) -> list[Place]:
    """Places of sources that two have not cleared yet, for whoever sees cautions."""
    if not rules.may(reader, Act.SEE_STOPS):
        return []
    rows = Place.objects.filter(pk__in=Burned.objects.filter(caution__cleared=None).values("places__place"))
    return list(rows.order_by("name"))


def stops(reader: Reader) -> QuerySet[Caution]:
    """All that stops missions and two have not cleared yet."""
    rows = cautions_open(reader) if rules.may(reader, Act.SEE_STOPS) else Caution.objects.none()
    return rows.select_related("person", "source", "raised_by")


def families_due(reader: Reader) -> list[FamilyContact]:
    """Families of fallen helpers to whom this reader goes, each with its next day."""
    latest: dict[UUID, FamilyContact] = {}
    for row in prepared.rows(_visits_to_families):
        latest[row.burned_id] = row
    return [row for row in latest.values() if row.contact_id == reader.staff.pk]


def _visits_to_families() -> QuerySet[FamilyContact]:
    return FamilyContact.objects.select_related("burned").order_by("recorded_at", "id")
