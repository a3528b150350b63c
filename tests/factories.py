"""Real objects for tests: a person, a report, an event, with the least that each needs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from vegerin.engines.history.dates import parse
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.register import actions
from vegerin.register.models import Event, Person, Place, Report, TracingRequest

TOLD_AT = datetime(2017, 6, 1, 9, 0, tzinfo=UTC)
REVIEW_ON = date(2030, 1, 1)
_serial = count(1)

# The signs of a trap that hold a mission (R30).
SIX_SIGNS = [
    "place_offered",
    "guard_absent",
    "deadline_pressure",
    "new_number",
    "asks_for_rescuer",
    "unusual_wording",
]


def person(*names: str, by: Reader, **told: Any) -> Person:
    """A case with an owner and a day; each name is a name at birth."""
    new = [actions.NewName(name, kind="birth") for name in names]
    told.setdefault("owner", by.staff)
    told.setdefault("review_on", REVIEW_ON)
    return actions.add_person(names=new, by=by, **told)


def report(*claims: actions.Claim, by: Reader, words: str = "She was seen.", **told: Any) -> Report:
    """A call, usually reliable, plausible."""
    told.setdefault("channel", "call")
    told.setdefault("told_at", TOLD_AT)
    told.setdefault("source_grade", "B")
    told.setdefault("content_grade", "plausible")
    return actions.record_report(words=words, claims=claims, by=by, **told)


def claim(person: Person, kind: str, happened: str = "", **told: Any) -> actions.Claim:
    """What a report says of one person."""
    return actions.Claim(person, kind, *([parse(happened)] if happened else []), **told)


def event(person: Person, kind: str, happened: str = "2017-06-01", *, by: Reader, **told: Any) -> Event:
    """One claim without a report."""
    return actions.record_event(person=person, kind=kind, happened=parse(happened), by=by, **told)


def village(name: str = "", *, by: Reader, **told: Any) -> Place:
    """An invented village."""
    return actions.add_place(names={"en": name or f"Gundê {next(_serial)}"}, invented=True, by=by, **told)


def signed(event: Event, *, by: Reader) -> Event:
    """The same event with a second signature."""
    decision = Decision.objects.get(payload__event=str(event.pk))
    decisions.approve(decision=decision, by=by)
    return event


def joined(a: Person, b: Person, *, by: Reader, second: Reader) -> None:
    """Two persons judged to be one by two."""
    decision = actions.propose_judgement(a=a, b=b, verdict="same", why="Same father, village, scar.", by=by)
    decisions.approve(decision=decision, by=second)


def request(*names: str, by: Reader, relation: str = "mother", **told: Any) -> TracingRequest:
    """A mother's visit: whom she seeks."""
    sought = [actions.NewSought(name, relation) for name in names]
    told.setdefault("inquirer", actions.NewInquirer("Gulê Xidir Mişko", sex="female"))
    told.setdefault("owner", by.staff)
    return actions.take_request(sought=told.pop("sought", sought), by=by, **told)
