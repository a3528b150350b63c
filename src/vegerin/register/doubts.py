"""Which people of the register may be one: the room that compares them lends it to whoever counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vegerin.engines.estimation.people import Known, Pair
from vegerin.guard.reader import Reader


@dataclass(frozen=True)
class Doubts:
    """Pairs that nobody decided, as one comparison holds them.

    People stand in them as `person <id>`; what else stands there, rows of lists, leads from one to another.
    """

    pairs: tuple[Pair, ...]
    known: Known
    compared_at: datetime


Lender = Callable[[Reader], Doubts | None]

_lenders: list[Lender] = []


def register(lender: Lender) -> None:
    """Lend what is open of who is one, to those who may count; in `apps.ready`."""
    if lender not in _lenders:
        _lenders.append(lender)


def doubts_for(reader: Reader) -> Doubts | None:
    """The newest comparison of the register; None where nobody ever compared it."""
    lent = [found for lender in _lenders if (found := lender(reader)) is not None]
    return max(lent, key=lambda found: found.compared_at, default=None)


PERSON = "person"


def key_of_person(person: UUID | str) -> str:
    """How a person stands in a pair."""
    return f"{PERSON} {person}"


def person_of(side: str) -> UUID | None:
    """Who stands there; None for what is no person."""
    kind, _, number = side.partition(" ")
    return UUID(number) if kind == PERSON else None
