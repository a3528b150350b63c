"""A telling for its named readers; for the next who asks, what is not to be asked again (D5, R22)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vegerin.contacts import rules, telling
from vegerin.contacts.models import AskNot, TakenBack
from vegerin.contacts.rules import Act
from vegerin.contacts.telling import Telling
from vegerin.contacts.topics import IN_THE_REGISTER, TOPICS
from vegerin.engines.history.dates import FERMAN, InexactDate, on
from vegerin.guard import keystore, sealing, trail
from vegerin.guard.models import Staff
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.register.models import Person
from vegerin.register.models.episodes import telling_of as compartment_of
from vegerin.register.queries import (
    Fact,
    episodes_purpose,
    events_for,
    facts_for,
    may_read_telling,
    people_for,
    readers_of_telling,
    tellings_for,
    told_by,
)
from vegerin.register.queries.episodes import MAY_BE_NAMED
from vegerin.register.words import event_words

WHY_OFF = gettext_noop("Episodes are off. Two people switch them on, for a purpose they can name.")


def purpose_now() -> str:
    """What episodes are kept for; nothing while they are off."""
    return episodes_purpose()


def known_events(reader: Reader, person: Person) -> dict[str, tuple[str, InexactDate]]:
    """Events with a date that an episode can come after or before: the ferman, and her own."""
    found = {"ferman": (_("The day of the ferman"), on(FERMAN))}
    for shown in events_for(reader, person):
        if shown.happened.is_known and not shown.corrected:
            found[f"event:{shown.row.pk}"] = (event_words(shown.kind), shown.happened)
    return found


def telling_for(reader: Reader, person: Person, *, why: str = "read") -> Telling | None:
    """Her telling, for a named reader; for everybody else there is none. Opening it stands in the trail."""
    if not may_read_telling(reader, person):
        return None
    kept = told_by(reader, person, why=why)
    rows = [(one.told, one.row.recorded_at, one.row.by.working_name) for one in kept]
    known = {id: when for id, (_label, when) in known_events(reader, person).items()}
    return replace(telling.fold(rows, known=known), versions=telling.versions_of(kept))


def may_hear(reader: Reader, person: Person) -> bool:
    """Whether this reader may begin: somebody hears her, episodes are on, and nobody else hears her yet."""
    begun = keystore.current().public_half(compartment_of(person.pk)) is not None
    may = rules.may(reader, Act.HEAR) and people_for(reader).filter(pk=person.pk).exists()
    return may and bool(episodes_purpose()) and not begun


def tellings_heard(reader: Reader, *, most: int) -> list[Person]:
    """Whom she hears and may read, the latest first; nothing of what was told is opened."""
    return tellings_for(reader, most=most) if rules.may(reader, Act.HEAR) else []


def readers_to_name(reader: Reader, person: Person | None = None) -> list[Staff]:
    """Who can still be named, for her to agree to."""
    named = {one.pk for one in readers_of_telling(reader, person)} if person else set()
    return [one for one in staff_with(*MAY_BE_NAMED) if one.pk not in {*named, reader.staff.pk}]


def taken_back_of(reader: Reader, person: Person) -> list[TakenBack]:
    """That she took something back, and when that is final; for those who ask."""
    if not rules.may(reader, Act.ASK) or not people_for(reader).filter(pk=person.pk).exists():
        return []
    return list(TakenBack.objects.filter(person=person))


@dataclass(frozen=True)
class Noted:
    """One thing not to be asked, or to be known before asking: what, how it stands, since when, by whom."""

    code: str
    state: str
    at: datetime
    by: str
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """Whether somebody may be asked whom she saw: her answer, not before which day, through whom."""

    answer: str = ""
    not_before: date | None = None
    through: str = ""


@dataclass(frozen=True)
class BeforeAsking:
    """All that the next who asks must know; never a word of what was told."""

    topics: tuple[Noted, ...] = ()
    statements: tuple[Noted, ...] = ()
    asking: Asking = Asking()
    in_register: tuple[Fact, ...] = ()
    asked_of: frozenset[str] = frozenset()  # persons she was asked about already

    @property
    def closed(self) -> frozenset[str]:
        """Topics that nobody asks."""
        return frozenset(one.code for one in self.topics if one.state != "open")


def before_asking(reader: Reader, person: Person, *, why: str = "read") -> BeforeAsking | None:
    """What is known and must not be asked again; nothing for whoever asks nobody."""
    if not rules.may(reader, Act.ASK) or not people_for(reader).filter(pk=person.pk).exists():
        return None
    if why == "read":
        trail.record("interview.prepared", by=reader, about=f"person:{person.pk}")
    noted = things_noted(reader, person)
    topics = {one.code: one for one in noted if one.code in TOPICS}
    asking = next((one for one in reversed(noted) if one.code == "asking"), None)
    facts = facts_for(reader, person) if why == "read" else []
    facts = [one for one in facts if one.what in IN_THE_REGISTER and not one.not_known]
    return BeforeAsking(
        tuple(topics[code] for code in TOPICS if code in topics),
        tuple(one for one in noted if one.code == "statement"),
        _asking(asking.said) if asking else Asking(),
        tuple(facts),
        frozenset(one.said["person"] for one in noted if one.code == "asked_of" and one.state != "later"),
    )


def things_noted(reader: Reader, person: Person) -> list[Noted]:
    """All that was noted for whoever asks, as far as the reader may open it, the oldest first."""
    rows = AskNot.objects.filter(person=person).select_related("by")
    return [one for row in rows if (one := _opened(reader, row))]


def _opened(reader: Reader, row: AskNot) -> Noted | None:
    table = row._meta.db_table
    try:
        content = sealing.unseal(bytes(row.content), reader=reader, table=table, column="content", row=row.pk)
    except (sealing.NotYours, sealing.Destroyed):
        return None
    said = json.loads(content)
    return Noted(said["what"], said.get("state", ""), row.recorded_at, row.by.working_name, said)


def _asking(said: Mapping[str, Any]) -> Asking:
    until = said.get("not_before")
    return Asking(said["state"], date.fromisoformat(until) if until else None, said.get("through", ""))


def person_by_id(reader: Reader, person_id: str) -> Person | None:
    """Somebody she said she saw, where that person exists for this reader."""
    return people_for(reader).filter(pk=UUID(person_id)).first()
