"""For one sought person: who may have seen her, where and when, as the next person worth asking.

Drawn from tellings whose named reader the reader is, and from reports in which somebody said she saw her.
One answer at a time, and for one person: there is no list by place, by day or by captor (D5, D23).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils import timezone

from vegerin.contacts import gist, rules, telling
from vegerin.contacts.queries.episodes import Asking, before_asking, known_events, telling_for
from vegerin.contacts.queries.gists import Rows, gists
from vegerin.contacts.rules import Act
from vegerin.engines.history.copresence import HowSure, Overlap, Presence, overlaps
from vegerin.engines.history.dates import FERMAN, InexactDate, age_on, on
from vegerin.engines.history.kinds import KINDS, Fate, Where
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.register.models import Person, Telling
from vegerin.register.queries import (
    cluster_of,
    events_for,
    people_for,
    place_name,
    status_for,
)
from vegerin.register.queries.episodes import READ

# Where she was taken from says nothing: a whole village was there.
HELD = frozenset(code for code, kind in KINDS.items() if kind.where is Where.IN_CAPTIVITY) - {"abducted"}
REFUTED = "refuted"
GROWN = 18
_NEVER = datetime.min.replace(tzinfo=UTC)  # a gist holds no step of the pace, so no moment


@dataclass(frozen=True)
class Worth:
    """The next person worth asking: who, where and when both may have been, how surely, at which pace."""

    person: Person
    region: str
    earliest: date | None
    latest: date | None
    how_sure: HowSure
    asking: Asking

    @property
    def waits(self) -> bool:
        """Whether she said: not yet."""
        until = self.asking.not_before
        return self.asking.answer == "later" and (until is None or until > timezone.localdate())


def next_worth_asking(reader: Reader, sought: Person, *, why: str) -> Worth | None:
    """The one person to ask next about the one who is sought; the question stands in the trail."""
    if not rules.may(reader, Act.ASK) or not people_for(reader).filter(pk=sought.pk).exists():
        return None
    trail.record("copresence.asked", by=reader, about=f"person:{sought.pk}", secret=why)
    cluster = {str(one.pk) for one in cluster_of(reader, sought)}
    later = None
    for found in _ranked(reader, sought, cluster):
        if found is not None and not found.waits:
            return found
        later = later or found
    return later


def _ranked(reader: Reader, sought: Person, cluster: set[str]) -> Iterator[Worth | None]:
    """Whoever may be asked, the surest first; who does not wish it is not among them."""
    said: dict[str, Overlap] = {one.who: one for one in _said_so(reader, cluster)}
    others: list[Presence] = []
    where = _of_sought(reader, sought)
    within = {one.region for one in where}
    for person, _last, rows in gists(reader):
        if str(person.pk) not in cluster:
            presences, saw = _of_telling(reader, person, rows, cluster, within)
            others += presences
            said.update({one.who: one for one in saw})
    by_dates = {one.who: one for one in overlaps(where, others)}
    for one in sorted({**by_dates, **said}.values(), key=lambda one: one.rank):
        yield _worth(reader, one, cluster)


def _of_sought(reader: Reader, sought: Person) -> list[Presence]:
    """Where the sought one was held to be; and what she told herself, if she was back and taken again."""
    told = telling_for(reader, sought, why="copresence")
    found = _presences(sought, told) if told else []
    for shown in events_for(reader, sought):
        if shown.place and shown.kind in HELD and not shown.corrected and shown.verdict != REFUTED:
            found.append(Presence(str(sought.pk), str(shown.place), shown.happened, shown.happened))
    return found


def _of_telling(
    reader: Reader, person: Person, rows: Rows | None, cluster: set[str], within: set[str]
) -> tuple[list[Presence], list[Overlap]]:
    """Of one telling what lies in these regions, and whom of these she saw; most have neither."""
    if rows is None:  # told before there were gists: all of it is opened, and the next question is quicker
        told = telling_for(reader, person, why="copresence")
    elif within & gist.regions(rows) or cluster & gist.seen(rows):
        told = telling.fold([(row, _NEVER, "") for row in rows], known=_known(reader, person, rows))
    else:
        return [], []
    if told is None:
        return [], []
    saw = [_saw(str(person.pk), one.region, one.when) for one in told.saw if one.person in cluster]
    return [one for one in _presences(person, told) if one.region in within], saw


def _presences(person: Person, told: telling.Telling) -> list[Presence]:
    return [
        Presence(str(person.pk), one.region, told.follows[one.id].begins, told.follows[one.id].ends)
        for one in told.episodes
        if one.region
    ]


def _known(reader: Reader, person: Person, rows: Rows) -> dict[str, InexactDate]:
    """The days that her episodes are anchored to; her events are looked up only where one of them is."""
    if any(one.startswith("event:") for one in gist.anchors(rows)):
        return {id: when for id, (_label, when) in known_events(reader, person).items()}
    return {"ferman": on(FERMAN)}


def _saw(who: str, region: str, when: InexactDate) -> Overlap:
    return Overlap(who, region, when.earliest or date.min, when.latest or date.max, HowSure.SAW)


def _said_so(reader: Reader, cluster: set[str]) -> Iterator[Overlap]:
    """Who stands in the chain of a report as the one who saw her."""
    ids = [UUID(one) for one in cluster]
    steps = Telling.objects.filter(step=Telling.Step.SAW, report__events__person__in=ids)
    steps = steps.filter(person__in=people_for(reader), report__withdrawal=None).exclude(person__in=ids)
    for step in steps.select_related("report").distinct():
        event = step.report.events.filter(person__in=ids).select_related("place").first()
        if event is not None:
            place = event.place
            region = str(place.district_id or place.pk) if place else ""
            yield _saw(str(step.person_id), region, event.happened)


def _worth(reader: Reader, found: Overlap, cluster: set[str]) -> Worth | None:
    """Nothing for one who is not back, who may still be a child, who was asked, or who wishes not to be."""
    person = people_for(reader).filter(pk=UUID(found.who)).first()
    if person is None:
        return None
    trail.record(READ, by=reader, about=f"person:{person.pk}", detail={"why": "copresence"})
    before = before_asking(reader, person, why="copresence")
    if before is None or before.asking.answer == "no" or cluster & before.asked_of:
        return None
    if any(one.code == "who_else" and one.state == "not_wished" for one in before.topics):
        return None
    if not _can_be_asked(reader, person):
        return None
    region = place_name(reader, found.region) if found.region else ""
    earliest = found.earliest if found.earliest > date.min else None
    latest = found.latest if found.latest < date.max else None
    return Worth(person, region, earliest, latest, found.how_sure, before.asking)


def _can_be_asked(reader: Reader, person: Person) -> bool:
    age = age_on(person.born, timezone.localdate())
    grown = age is None or age.youngest >= GROWN
    return grown and status_for(reader, person).fate is Fate.RETURNED
