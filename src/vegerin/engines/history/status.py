"""What follows from what was told: a pure fold over events and assessments, on two clocks.

`as_of` compares when things happened, `known_by` only when they were recorded; with both, any past answer
comes out again exactly. The order in which rows arrive does not matter. Nothing here ever turns silence,
or one voice, into a death.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from vegerin.engines.answers import Reason
from vegerin.engines.history.dates import UNKNOWN, BadDate, InexactDate, parse
from vegerin.engines.history.kinds import (
    ALIVE,
    DEAD,
    GROWS_OLD,
    KINDS,
    NOT_YET_RECEIVED,
    OPEN,
    REMAINS,
    Fate,
    Identity,
    Kind,
    Sign,
    Where,
)


class Verdict(StrEnum):
    """How the content of an event was judged; the latest counts."""

    CORROBORATED = "corroborated"
    PLAUSIBLE = "plausible"
    DOUBTED = "doubted"
    REFUTED = "refuted"


SET_ASIDE = frozenset({Verdict.DOUBTED, Verdict.REFUTED})


@dataclass(frozen=True)
class Event:
    """One claim of one report about one person."""

    id: str
    kind: str
    recorded_at: datetime
    happened: InexactDate = UNKNOWN
    told_on: date | None = None
    place: str = ""
    country: str = ""
    second_at: datetime | None = None
    corrects: str = ""
    opinion: bool = False
    sealed: int = 0
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def settled_on(self) -> date:
        """The day by which it has surely happened: at the latest when it was told."""
        told = min(self.told_on or self.recorded_at.date(), self.recorded_at.date())
        return min(self.happened.latest or told, told)


@dataclass(frozen=True)
class Assessment:
    """One judgement of one event by one person."""

    event: str
    verdict: Verdict
    recorded_at: datetime
    id: str = ""


@dataclass(frozen=True)
class Silence:
    """After how many days without news a status is called stale."""

    fate: int = 180
    whereabouts: int = 30


@dataclass(frozen=True)
class Whereabouts:
    """Where, how sure, since when; `place` is a district, never a house."""

    where: Where = Where.NOT_KNOWN
    place: str = ""
    country: str = ""
    confirmed: bool = False
    since: InexactDate = UNKNOWN
    stale: bool = False
    not_yet_received: bool = False
    review_on: date | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    event: str = ""


@dataclass(frozen=True)
class Status:
    """What is held to be true of a person on a day, and what that rests on."""

    fate: Fate
    whereabouts: Whereabouts
    as_of: date
    known_by: datetime | None
    since: InexactDate = UNKNOWN
    how: str = ""
    rests_on: tuple[str, ...] = ()
    sealed: int = 0
    stale: bool = False
    last_sign_of_life: date | None = None
    ever_returned: bool = False
    identity: Identity = Identity.NOT_QUESTIONED
    doubted: tuple[str, ...] = ()
    waits_for_two: tuple[str, ...] = ()
    reviews: tuple[Reason, ...] = ()


def status_of(
    events: Iterable[Event],
    assessments: Iterable[Assessment] = (),
    *,
    as_of: date,
    known_by: datetime | None = None,
    silence: Silence = Silence(),
) -> Status:
    """What follows on a day from all that was known by a moment (all that is known, without one).

    >>> from datetime import timezone
    >>> told = datetime(2016, 9, 1, tzinfo=timezone.utc)
    >>> status_of([Event("e1", "seen", told, country="SY")], as_of=date(2016, 9, 2)).fate
    <Fate.BELIEVED_ALIVE: 'believed_alive'>
    """
    known = [event for event in events if known_by is None or event.recorded_at <= known_by]
    verdicts = latest_verdicts(assessments, known_by=known_by)
    fold = Fold(verdicts=verdicts, known_by=known_by)
    for event in in_order(standing(known, verdicts)):
        if event.settled_on <= as_of:
            fold.add(event)
    doubted = sorted(event.id for event in known if verdicts.get(event.id) is Verdict.DOUBTED)
    return fold.status(as_of=as_of, silence=silence, doubted=tuple(doubted))


def latest_verdicts(
    assessments: Iterable[Assessment], *, known_by: datetime | None = None
) -> dict[str, Verdict]:
    """The verdict that counts for each event."""
    known = [one for one in assessments if known_by is None or one.recorded_at <= known_by]
    return {one.event: one.verdict for one in sorted(known, key=lambda one: (one.recorded_at, one.id))}


def standing(events: Iterable[Event], verdicts: Mapping[str, Verdict]) -> list[Event]:
    """The events that feed a status: facts, not set aside, and not corrected by one that stands."""
    events = list(events)
    corrected = {event.corrects for event in events if verdicts.get(event.id) not in SET_ASIDE}
    return [
        event
        for event in events
        if event.id not in corrected and not event.opinion and verdicts.get(event.id) not in SET_ASIDE
    ]


def in_order(events: Iterable[Event]) -> list[Event]:
    """As life went: by the day it had surely happened, then as it was recorded."""
    return sorted(events, key=lambda event: (event.settled_on, event.recorded_at, event.id))


@dataclass
class Fold:
    """The status as it grows, event by event."""

    verdicts: Mapping[str, Verdict]
    known_by: datetime | None
    fate: Fate = Fate.NOTHING_KNOWN
    set_by: Event | None = None
    rests_on: list[Event] = field(default_factory=list)
    whereabouts: Whereabouts = Whereabouts()
    placed_by: Event | None = None
    life: Event | None = None
    ever_returned: bool = False
    identity: Identity = Identity.NOT_QUESTIONED
    waits: list[str] = field(default_factory=list)
    reviews: list[Reason] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Let one more event count."""
        kind = KINDS[event.kind]
        decided = self.decided(event)
        if kind.needs_two and not decided:
            self.waits.append(event.id)
        if kind.sign is Sign.LIFE:
            self.life = event
        was = self.fate
        self.move(event, kind, decided=decided)
        self.place(event, kind, was)
        if kind.identity and (decided or not kind.needs_two):
            self.identity = kind.identity
        self.ask(event, kind, was, decided=decided)

    def decided(self, event: Event) -> bool:
        """Whether a second person had signed by then."""
        return event.second_at is not None and (self.known_by is None or event.second_at <= self.known_by)

    def move(self, event: Event, kind: Kind, *, decided: bool) -> None:
        """Fate follows the table of kinds; what supports it is remembered."""
        target = kind.moves(decided=decided).get(self.fate)
        if target is not None and target is not self.fate:
            both_open = self.fate in OPEN and target in OPEN
            self.rests_on = [*self.rests_on, event] if both_open else [event]
            self.fate, self.set_by = target, event
        elif self.supports(event, kind, decided=decided):
            self.rests_on.append(event)
            # A later sign refreshes what is believed; the way it ended keeps its first date.
            if self.fate in ALIVE:
                self.set_by = event
        self.ever_returned = self.ever_returned or self.fate is Fate.RETURNED

    def supports(self, event: Event, kind: Kind, *, decided: bool) -> bool:
        """Whether the event says what is already held to be true."""
        if self.fate in OPEN:
            return kind.code in {"named", "abducted", "registered_missing", "taken_or_killed"}
        if kind.sign is Sign.LIFE:
            return self.fate in ALIVE
        return kind.sign is Sign.DEATH and decided and self.fate in (*DEAD, Fate.BELIEVED_DEAD)

    def place(self, event: Event, kind: Kind, was: Fate) -> None:
        """Whereabouts follow the latest that was told, within what the fate allows."""
        where = self.where_told(event, kind, was)
        if where is None:
            return
        # Where she was taken from is no place where she is.
        elsewhere = event.kind == "abducted"
        self.placed_by = event
        self.whereabouts = Whereabouts(
            where=where,
            place="" if elsewhere else event.place,
            country="" if elsewhere else event.country,
            confirmed=self.decided(event) or self.verdicts.get(event.id) is Verdict.CORROBORATED,
            since=event.happened,
            not_yet_received=where in NOT_YET_RECEIVED,
            review_on=day_in(event.details.get("review_on", "")),
            details=dict(event.details),
            event=event.id,
        )

    def where_told(self, event: Event, kind: Kind, was: Fate) -> Where | None:
        """The place an event puts her in, if it may."""
        where = kind.where
        if kind.sign is Sign.LIFE and where is None and event.place:
            where = Where.IN_CAPTIVITY if self.fate in ALIVE else None
        if where in REMAINS:
            return where if self.fate in DEAD else None
        if self.fate in DEAD or (was is Fate.RETURNED and where is Where.IN_CAPTIVITY and self.fate is was):
            return None
        return where

    def ask(self, event: Event, kind: Kind, was: Fate, *, decided: bool) -> None:
        """What a person should look at, because two things do not fit or one voice is not enough."""
        for code, says, applies in (
            ("death.told", "One voice tells of a death. Two people weigh it.", death_told(kind, decided)),
            (
                "life.after_death",
                "A sign of life is later than the death. Two people look at both.",
                kind.sign is Sign.LIFE and self.fate in DEAD,
            ),
            (
                "correction.due",
                "Held dead before, alive now. Correct what was published; tell the family in person.",
                was in (*DEAD, Fate.BELIEVED_DEAD) and self.fate in (*ALIVE, Fate.RETURNED),
            ),
            (
                "held.after_return",
                "Told of as held after the return. Is it the same person, or was she taken again?",
                was is self.fate is Fate.RETURNED and kind.where is Where.IN_CAPTIVITY,
            ),
            (
                "remains.after_return",
                "Remains were matched to somebody who came back. One of the two is not so.",
                decided and kind.code in {"identified", "buried_unverified"} and was is Fate.RETURNED,
            ),
            (
                "handed_over.unidentified",
                "Remains were given back before two people had signed who it is.",
                kind.code == "handed_over" and self.fate not in DEAD,
            ),
        ):
            if applies:
                self.reviews.append(Reason(code, {"event": event.id}, says))

    def status(self, *, as_of: date, silence: Silence, doubted: tuple[str, ...]) -> Status:
        """The answer, with what silence does to it."""
        fate, stale = self.fate, False
        if fate in ALIVE and self.life and quiet(self.life, as_of, silence.fate):
            fate, stale = Fate.BELIEVED_ALIVE, True
        whereabouts = self.whereabouts_on(as_of, silence)
        reviews = list(self.reviews)
        if whereabouts.review_on and whereabouts.review_on <= as_of and whereabouts.not_yet_received:
            reviews.append(
                Reason("whereabouts.due", {"event": whereabouts.event}, "Not yet received; look again today.")
            )
        rests_on = in_order({event.id: event for event in (*self.rests_on, *self.places())}.values())
        return Status(
            fate=fate,
            whereabouts=whereabouts,
            as_of=as_of,
            known_by=self.known_by,
            since=self.set_by.happened.told_on(self.set_by.settled_on) if self.set_by else UNKNOWN,
            how=self.set_by.kind if self.set_by else "",
            rests_on=tuple(event.id for event in rests_on),
            sealed=sum(event.sealed for event in rests_on),
            stale=stale,
            last_sign_of_life=self.life.settled_on if self.life else None,
            ever_returned=self.ever_returned,
            identity=self.identity,
            doubted=doubted,
            waits_for_two=tuple(self.waits),
            reviews=tuple(reviews),
        )

    def places(self) -> list[Event]:
        """The event that the whereabouts rest on, if they hold."""
        return [self.placed_by] if self.placed_by and not self.misplaced() else []

    def misplaced(self) -> bool:
        """Whether the dead stand among the living, or the living among the dead."""
        if self.fate in DEAD:
            return self.whereabouts.where not in REMAINS
        return self.fate is Fate.BELIEVED_DEAD or self.whereabouts.where in REMAINS

    def whereabouts_on(self, as_of: date, silence: Silence) -> Whereabouts:
        """Whereabouts as they stand on a day: no living place for the dead, old news called old."""
        if self.placed_by is None or self.misplaced():
            return Whereabouts()
        old = self.whereabouts.where in GROWS_OLD and quiet(self.placed_by, as_of, silence.whereabouts)
        return replace(self.whereabouts, stale=old)


def death_told(kind: Kind, decided: bool) -> bool:
    """Whether a death was told that nobody has decided on."""
    return kind.sign is Sign.DEATH and not decided


def quiet(event: Event, as_of: date, days: int) -> bool:
    """Whether more than so many days have passed since."""
    return (as_of - event.settled_on).days > days


def day_in(text: str) -> date | None:
    """The day written in an event's details, if one is."""
    try:
        return parse(text).latest if text else None
    except BadDate:
        return None
