"""What is handed to the register's actions: names, claims, steps of a telling, numbers, files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from vegerin.engines.history.dates import UNKNOWN, InexactDate
from vegerin.register import phones

if TYPE_CHECKING:
    from vegerin.register.models import Person, Place


@dataclass(frozen=True)
class NewName:
    """A name to be written down for a person."""

    text: str
    kind: str = "as_written"
    script: str = ""
    language: str = ""
    used_from: InexactDate = UNKNOWN
    used_to: InexactDate = UNKNOWN


@dataclass(frozen=True)
class NewWrittenName:
    """A name of a row of another room."""

    owner_type: str
    owner_id: str
    text: str


@dataclass(frozen=True)
class Claim:
    """What a report says of one person."""

    person: Person
    kind: str
    happened: InexactDate = UNKNOWN
    place: Place | None = None
    country: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    opinion: bool = False


@dataclass(frozen=True)
class Link:
    """One step of the chain of telling (D10); `name` is sealed."""

    step: str  # saw, told, relayed, interpreted, wrote
    role: str
    sex: str = ""
    near: str = "not_asked"
    person: Person | None = None
    language: str = ""
    name: str = ""


@dataclass(frozen=True)
class ToldPhone:
    """A number as it was told, and what was said of it; all of it is sealed."""

    as_told: str
    who_answers: str = ""
    since: str = ""
    safe_hours: str = ""

    def words(self) -> str:
        """What is sealed: as told, and in the one spelling by which it is known again."""
        told = {
            "as_told": self.as_told,
            "e164": phones.e164(self.as_told),
            "who_answers": self.who_answers,
            "since": self.since,
            "safe_hours": self.safe_hours,
        }
        return json.dumps(told, ensure_ascii=False)


@dataclass(frozen=True)
class NewPhone(ToldPhone):
    """A number in a report: whose it is, and whether it rings where she is held."""

    from_captivity: bool = False
    person: Person | None = None


@dataclass(frozen=True)
class NewFile:
    """A file to be sealed, with where it came from."""

    content: bytes
    kind: str
    provenance: str
    name: str = ""
    captured_at: datetime | None = None
    in_adversary_hands: bool = False
    abuse_material: bool = False


@dataclass(frozen=True)
class NewFamilyPhone(ToldPhone):
    """A family's number and what may be done with it; everything is *no* until they said yes (D11)."""

    may_ring: bool = False
    may_message: bool = False
    may_leave_word: bool = False
    may_say_who_we_are: bool = False


@dataclass(frozen=True)
class NewInquirer:
    """Who asks, with her numbers."""

    name: str
    sex: str = ""
    language: str = ""
    phones: tuple[NewFamilyPhone, ...] = ()


@dataclass(frozen=True)
class NewSought:
    """Whom she seeks, as she says it; `person` is whom the clerk believes is meant, for others to judge."""

    name: str
    relation: str = "other"
    sex: str = ""
    born: InexactDate = UNKNOWN
    village: str = ""
    place: Place | None = None
    last_heard: InexactDate = UNKNOWN
    person: Person | None = None


@dataclass(frozen=True)
class NewConsent:
    """What she allows, for one purpose (D3)."""

    purpose: str
    answer: str
    receiver: str = ""
    how: str = ""
    language: str = ""
    read_aloud: bool = False
    said_back: str = ""
    witness: str = ""
    interpreter: str = "nobody"
    until: date | None = None


@dataclass(frozen=True)
class NewQuestion:
    """Something only the family knows; collected from every family alike (D1)."""

    question: str
    answer: str
