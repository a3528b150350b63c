"""Acts that other rooms lend to a person's page: each to those alone who may do it, in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable

from vegerin.guard.desk import Do
from vegerin.guard.reader import Reader
from vegerin.register.models import Person

Lends = Callable[[Reader, Person], Do | None]
LENDING: dict[str, Lends] = {}


def register(room: str, lends: Lends) -> None:
    """Lend an act; the same room twice is a mistake."""
    if LENDING.setdefault(room, lends) is not lends:
        raise ValueError(f"The room {room!r} lends two acts.")


def acts_for(reader: Reader, person: Person) -> list[Do]:
    """What this reader may do with this person in the other rooms."""
    return [act for lends in LENDING.values() if (act := lends(reader, person))]
