"""A telling as it stands: a pure fold over the things kept of it, in the order in which they came.

Each thing is a small dictionary with `what`: an episode (said again it counts anew), their order, a step of
the pace, somebody she saw. Nothing is overwritten; the latest of one id counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from vegerin.engines.history import sequence
from vegerin.engines.history.dates import UNKNOWN, InexactDate, Precision
from vegerin.engines.history.sequence import Contradiction, Stretch
from vegerin.guard.models import Staff
from vegerin.register.queries import ToldRow

TELLS = frozenset({"begun", "resumed"})


@dataclass(frozen=True)
class Episode:
    """One stretch of captivity, in a region; of its captors nothing is asked."""

    id: str
    region: str = ""
    begins: InexactDate = UNKNOWN
    ends: InexactDate = UNKNOWN
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    words: str = ""
    as_told: str = ""  # dates that could not be read when she stopped, as they were written
    unfinished: bool = False

    @property
    def says_anything(self) -> bool:
        """Whether anything of it was told."""
        dated = self.begins.is_known or self.ends.is_known
        return dated or any((self.region, self.after, self.before, self.words, self.as_told))

    def stretch(self) -> Stretch:
        """As the engine takes it."""
        return Stretch(self.id, self.begins, self.ends, self.after, self.before)


@dataclass(frozen=True)
class Version:
    """An episode as it was written down once: which row, when, by whom."""

    pk: UUID
    recorded_at: datetime
    by: Staff
    episode: Episode


@dataclass(frozen=True)
class Saw:
    """Somebody she saw: one case of the register, in which episode or region, when."""

    id: str
    person: str
    region: str = ""
    when: InexactDate = UNKNOWN


@dataclass(frozen=True)
class Step:
    """A step of the pace: begun, paused, stopped, resumed. Why she stopped is never asked."""

    step: str
    at: datetime
    by: str
    purpose: str = ""
    why: str = ""


@dataclass(frozen=True)
class Telling:
    """All of it: episodes in her order, whom she saw, the steps, and what follows of the dates."""

    episodes: tuple[Episode, ...] = ()
    follows: Mapping[str, Stretch] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    saw: tuple[Saw, ...] = ()
    steps: tuple[Step, ...] = ()
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)  # of each episode, as they came

    @property
    def state(self) -> str:
        """begun, resumed, paused, stopped; nothing before she began."""
        return self.steps[-1].step if self.steps else ""

    @property
    def tells(self) -> bool:
        """Whether she is telling now: only then is anything written down."""
        return self.state in TELLS

    def episode(self, id: str) -> Episode | None:
        """One of them."""
        return next((one for one in self.episodes if one.id == id), None)


def fold(
    rows: Iterable[tuple[Mapping[str, Any], datetime, str]], *, known: Mapping[str, InexactDate]
) -> Telling:
    """The telling from its rows: what was told, when it was written down, by whom."""
    episodes: dict[str, Episode] = {}
    saw: dict[str, Saw] = {}
    steps: list[Step] = []
    order: list[str] = []
    for told, at, by in rows:
        if told["what"] == "episode":
            one = _episode(told)
            episodes[one.id] = one
        elif told["what"] == "order":
            order = list(told["ids"])
        elif told["what"] == "saw":
            saw[told["id"]] = Saw(told["id"], told["person"], told.get("region", ""), read(told.get("when")))
        elif told["what"] == "pace":
            steps.append(Step(told["step"], at, by, told.get("purpose", ""), told.get("why", "")))
    sorted_ = _in_order(episodes, order)
    found = sequence.follows([one.stretch() for one in sorted_], known=known)
    return Telling(
        tuple(sorted_),
        {one.id: one for one in found.stretches},
        found.contradictions,
        tuple(saw.values()),
        tuple(steps),
    )


def versions_of(rows: Iterable[ToldRow]) -> dict[str, tuple[Version, ...]]:
    """Each time an episode was said, by its id."""
    found: defaultdict[str, list[Version]] = defaultdict(list)
    for one in rows:
        if one.told["what"] == "episode":
            said = _episode(one.told)
            found[said.id].append(Version(one.row.pk, one.row.recorded_at, one.row.by, said))
    return {id: tuple(versions) for id, versions in found.items()}


def _in_order(episodes: Mapping[str, Episode], order: list[str]) -> list[Episode]:
    """In her order; what she told after she last set it stands at the end."""
    ids = [id for id in dict.fromkeys(order) if id in episodes]
    return [episodes[id] for id in [*ids, *(id for id in episodes if id not in ids)]]


def _episode(told: Mapping[str, Any]) -> Episode:
    return Episode(
        str(told["id"]),
        told.get("region", ""),
        read(told.get("begins")),
        read(told.get("ends")),
        tuple(told.get("after", ())),
        tuple(told.get("before", ())),
        told.get("words", ""),
        told.get("as_told", ""),
        bool(told.get("unfinished")),
    )


def kept(one: Episode) -> dict[str, Any]:
    """An episode as it is sealed."""
    return {
        "what": "episode",
        "id": one.id,
        "region": one.region,
        "begins": written(one.begins),
        "ends": written(one.ends),
        "after": list(one.after),
        "before": list(one.before),
        "words": one.words,
        "as_told": one.as_told,
        "unfinished": one.unfinished,
    }


def new_id() -> str:
    """An id for something told."""
    return uuid4().hex


def moved(ids: list[str], id: str, *, by: int) -> list[str]:
    """The order when one of them goes up (-1) or down (1)."""
    place = ids.index(id)
    ids = [*ids[:place], *ids[place + 1 :]]
    at = min(max(place + by, 0), len(ids))
    return [*ids[:at], id, *ids[at:]]


def placed(ids: list[str], id: str, *, after: str) -> list[str]:
    """The order with a new one after another; at the beginning with "first", else at the end."""
    ids = [one for one in ids if one != id]
    if after == "first":
        return [id, *ids]
    at = ids.index(after) + 1 if after in ids else len(ids)
    return [*ids[:at], id, *ids[at:]]


def written(when: InexactDate) -> dict[str, str]:
    """A date as it is sealed."""
    if not when.is_known:
        return {}
    return {
        "earliest": str(when.earliest or ""),
        "latest": str(when.latest or ""),
        "precision": when.precision.value,
        "basis": when.basis,
        "anchor": when.anchor,
    }


def read(told: Mapping[str, str] | None) -> InexactDate:
    """And back."""
    if not told:
        return UNKNOWN
    first, last = (date.fromisoformat(told[end]) if told[end] else None for end in ("earliest", "latest"))
    return InexactDate(first, last, Precision(told["precision"]), told["basis"], told["anchor"])
