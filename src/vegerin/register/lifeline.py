"""From what was told of a person to her line of life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from vegerin.engines.history.kinds import ALIVE, DEAD, KINDS, Fate, Sign, Where
from vegerin.engines.history.status import Status, Verdict
from vegerin.register.models import Person
from vegerin.register.queries.reports import ShownEvent
from vegerin.register.words import event_words
from vegerin.ui.dates import inexact
from vegerin.ui.pictures.life import Life, Look, Mark, Stay, Stretch

# For how long after a sign of life the line stays dashed before it is dotted.
A_SIGN_LASTS = timedelta(days=180)
TAKEN = frozenset({"abducted", "recaptured"})
HOME_AGAIN = frozenset(
    {
        Where.BACK,
        Where.IN_RECEPTION,
        Where.IN_CARE,
        Where.WITH_FAMILY,
        Where.IN_CAMP,
        Where.AT_HOME,
        Where.ABROAD,
    }
)


def life_of(
    person: Person, events: Sequence[ShownEvent], *, status: Status, places: Mapping[UUID, str], home: str
) -> Life:
    """Her line of life, on the day of the status."""
    drawn = [event for event in events if is_drawn(event, status.as_of)]
    taken = first_taken(drawn)
    return Life(
        today=status.as_of,
        taken=taken,
        marks=(*birth(person), *(mark_of(event, places) for event in drawn)),
        stretches=tuple(stretches(person, drawn, taken=taken, status=status)),
        stays=tuple(stays(person, drawn, taken=taken, today=status.as_of, places=places, home=home)),
        told=tuple(sorted({timezone.localdate(event.report.told_at) for event in events if event.report})),
    )


def is_drawn(event: ShownEvent, today: date) -> bool:
    """What happened to her, and was not refuted or taken back; not what the office did with its record."""
    begins = event.happened.earliest or event.happened.latest
    return (
        not KINDS[event.kind].register_act
        and verdict_of(event) != Verdict.REFUTED
        and not event.corrected
        and begins is not None
        and begins <= today
    )


def first_taken(events: Sequence[ShownEvent]) -> date | None:
    """The day she was first taken, at the latest."""
    days = [event.happened.latest or event.happened.earliest for event in events if event.kind in TAKEN]
    return min((day for day in days if day), default=None)


def birth(person: Person) -> tuple[Mark, ...]:
    """Where the line begins."""
    born = person.born
    if not born.is_known:
        return ()
    return (Mark(born.earliest, born.latest, "circle-full", _("Born"), inexact(born), "leaf"),)


def verdict_of(event: ShownEvent) -> str:
    """How somebody judged it with a reason; the grade a report carries from the start is no judgement."""
    return event.verdict if event.why else ""


def mark_of(event: ShownEvent, places: Mapping[UUID, str]) -> Mark:
    """One event on the line: shape says what, filling how sure."""
    place = places.get(event.place, "") if event.place else ""
    detail = inexact(event.happened)
    if verdict_of(event) == Verdict.DOUBTED:
        detail = _("{when}, doubted").format(when=detail)
    return Mark(
        event.happened.earliest,
        event.happened.latest,
        glyph_of(event),
        event_words(event.kind, place),
        detail,
        colour_of(event),
    )


def glyph_of(event: ShownEvent) -> str:
    """Circle life, square death, house home, cut for being taken."""
    kind = KINDS[event.kind]
    sure = event.decided_by_two or verdict_of(event) == Verdict.CORROBORATED
    if event.kind in TAKEN:
        return "cut"
    if kind.sign is Sign.DEATH or event.kind in {"handed_over", "buried"}:
        return (
            "square-dotted"
            if verdict_of(event) == Verdict.DOUBTED
            else "square-full"
            if sure
            else "square-half"
        )
    if verdict_of(event) == Verdict.DOUBTED:
        return "circle-dotted"
    if kind.where in HOME_AGAIN:
        return "house-full" if sure else "house-open"
    return "circle-full" if sure else "circle-half"


def colour_of(event: ShownEvent) -> str:
    """Leaf for home, sun for a claim nobody has judged, ink for the rest."""
    if verdict_of(event) == Verdict.DOUBTED:
        return "ink-faint"
    if KINDS[event.kind].where in HOME_AGAIN and (event.decided_by_two or verdict_of(event)):
        return "leaf"
    is_claim = not verdict_of(event) and not event.decided_by_two and event.kind not in TAKEN
    return "sun-ink" if is_claim else "ink"


def stretches(
    person: Person, events: Sequence[ShownEvent], *, taken: date | None, status: Status
) -> list[Stretch]:
    """Home until taken; after each sign of life dashed, then dotted; leaf again once she is back."""
    today = status.as_of
    pieces: list[Stretch] = []
    start = person.born.latest or person.born.earliest
    if start and taken and start < taken:
        pieces.append(Stretch(start, taken, Look.HOME))
    signs = [event for event in events if counts(event) and last_day(event, today) >= (taken or date.min)]
    at = taken or (last_day(signs[0], today) if signs else start)
    for event in sorted(signs, key=lambda one: last_day(one, today)):
        if at is None or event.kind in TAKEN:
            continue
        begins, ends = first_day(event, today), last_day(event, today)
        pieces += between(at, max(begins, at))
        if begins < ends:
            pieces.append(Stretch(max(begins, at), ends, sure_look(event)))
        at = max(at, ends)
    if at is not None:
        pieces += to_today(at, today, status)
    return [piece for piece in pieces if piece.end > piece.start]


def counts(event: ShownEvent) -> bool:
    """A sign of life nobody doubts, or being taken."""
    return verdict_of(event) != Verdict.DOUBTED and (
        KINDS[event.kind].sign is Sign.LIFE or event.kind in TAKEN
    )


def between(start: date, end: date) -> list[Stretch]:
    """From one sign to the next: believed for a while, then not known."""
    turn = min(start + A_SIGN_LASTS, end)
    return [Stretch(start, turn, Look.BELIEVED), Stretch(turn, end, Look.UNKNOWN)]


def sure_look(event: ShownEvent) -> Look:
    """How a band is drawn through."""
    return Look.KNOWN if event.decided_by_two or verdict_of(event) == Verdict.CORROBORATED else Look.BELIEVED


def to_today(at: date, today: date, status: Status) -> list[Stretch]:
    """From the last sign to today, as the status has it."""
    if status.fate is Fate.RETURNED:
        return [Stretch(at, today, Look.HOME)]
    if status.fate in DEAD:
        return []
    if status.fate in ALIVE and not status.stale:
        return [Stretch(at, today, Look.KNOWN if status.fate is Fate.ALIVE_CONFIRMED else Look.CLAIM)]
    return between(at, today)


def first_day(event: ShownEvent, today: date) -> date:
    """Its earliest day, as far as it can be drawn."""
    return min(event.happened.earliest or event.happened.latest or today, today)


def last_day(event: ShownEvent, today: date) -> date:
    """Its latest day, as far as it can be drawn."""
    return min(event.happened.latest or event.happened.earliest or today, today)


def stays(
    person: Person,
    events: Sequence[ShownEvent],
    *,
    taken: date | None,
    today: date,
    places: Mapping[UUID, str],
    home: str,
) -> list[Stay]:
    """Where she was: at home until taken, then each place that was told, for as long as it was told of."""
    shown: list[Stay] = []
    start = person.born.latest or person.born.earliest
    if start and taken and home and start < taken:
        shown.append(Stay(start, taken, home, "home"))
    for event in events:
        place = places.get(event.place, "") if event.place else ""
        if place and event.kind not in TAKEN and verdict_of(event) != Verdict.DOUBTED:
            shown.append(Stay(first_day(event, today), last_day(event, today), place, stay_look(event)))
    return shown


def stay_look(event: ShownEvent) -> str:
    """Solid when confirmed, hollow when reported."""
    if KINDS[event.kind].where in HOME_AGAIN and event.decided_by_two:
        return "home"
    sure = event.decided_by_two or verdict_of(event) == Verdict.CORROBORATED
    return "confirmed" if sure else "reported" if verdict_of(event) else "claim"
