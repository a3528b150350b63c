"""Legal status (D31): what a court has said. It never changes the fate, nor the fate it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vegerin.engines.answers import Reason
from vegerin.engines.history.kinds import ALIVE, Fate


class Legal(StrEnum):
    """What stands in the civil register."""

    NONE = "none"
    DECLARED_ABSENT = "declared_absent"
    DECLARED_DEAD = "declared_dead"
    ANNULLED = "annulled"


@dataclass(frozen=True)
class Ruling:
    """One ruling of one court."""

    legal: Legal
    ruled_on: date
    recorded_at: datetime
    court: str = ""
    number: str = ""
    id: str = ""


def legal_of(rulings: Iterable[Ruling], *, as_of: date, known_by: datetime | None = None) -> Ruling | None:
    """The ruling that counts on a day: the latest.

    >>> legal_of([], as_of=date(2026, 1, 1)) is None
    True
    """
    known = (
        one for one in rulings if one.ruled_on <= as_of and (known_by is None or one.recorded_at <= known_by)
    )
    return max(known, key=lambda one: (one.ruled_on, one.recorded_at, one.id), default=None)


def to_undo(ruling: Ruling | None, fate: Fate) -> Reason | None:
    """The task that follows when somebody lives whom a court has declared absent or dead."""
    declared = ruling is not None and ruling.legal in {Legal.DECLARED_ABSENT, Legal.DECLARED_DEAD}
    if ruling is None or not declared or fate not in (*ALIVE, Fate.RETURNED):
        return None
    values = {"court": ruling.court, "number": ruling.number}
    return Reason("legal.to_undo", values, "A court has declared this person absent or dead. Have it undone.")
