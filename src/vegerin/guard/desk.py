"""What waits on a desk: each room lends its things, the desk ranks them and shows ten (D29).

A room calls `desk.register("missions", items_for)` in `apps.ready`; `items_for(reader)` gives `Item`s, a
`Rest` where a queue is longer than what it gave, and a `Nothing` for when a queue is empty: what comes next.
`desk.asks(Role.PLANNER, …)` gives the desk of a role its question and its one act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role

AT_MOST = 10  # a desk shows at most ten things, ranked, then one line for the rest
ENOUGH = AT_MOST + 1  # as many things of one queue as a room need look up; a `Rest` stands for the others


class Rank(IntEnum):
    """How near a thing is; only danger to life sounds."""

    DANGER = 1  # to somebody's life, now
    OVERDUE = 2  # its time has passed
    WORD = 3  # a colleague waits for my word
    PROMISED = 4  # agreed, and its time comes
    BACK = 5  # came back to me, or stopped for now
    WORK = 6  # the work of the role


HEADINGS = {
    Rank.DANGER: _("Danger to life"),
    Rank.OVERDUE: _("Overdue"),
    Rank.WORD: _("Waits for your signature"),
    Rank.PROMISED: _("Promised"),
    Rank.BACK: _("Came back to you"),
    Rank.WORK: _("Your work"),
}

HANDED_OVER = frozenset({Rank.DANGER, Rank.OVERDUE, Rank.WORD, Rank.PROMISED})


@dataclass(frozen=True)
class Do:
    """One act beside a thing."""

    word: str
    url: str
    filled: bool = False
    post: bool = False


@dataclass(frozen=True)
class Item:
    """One thing that waits: when, who or what, why, one or two acts."""

    rank: Rank
    title: str
    says: str = ""
    about: str = ""  # "clock:M7-2": ids and codes only; the same thing lent twice is shown once
    at: datetime | None = None  # ranks things of one kind, the earliest first
    when: str = ""
    under: str = ""
    glyph: str = "clock-open"
    name: str = ""
    other_name: str = ""
    acts: tuple[Do, ...] = ()
    link: str = ""
    link_word: str = ""
    queue: Any = ""  # its heading, where the rank's own does not say enough
    taken: bool = False  # of a danger: somebody has it in hand, so it is silent

    @property
    def heading(self) -> str:
        """Under which words it stands."""
        return str(self.queue or HEADINGS[self.rank])

    @property
    def late(self) -> bool:
        """Whether its time has passed."""
        return self.rank <= Rank.OVERDUE

    @property
    def sounds(self) -> bool:
        """Danger to life nobody has taken."""
        return self.rank is Rank.DANGER and not self.taken


@dataclass(frozen=True)
class Aside:
    """A few lines in the rail beside the desk."""

    title: str
    lines: tuple[str, ...] = ()
    acts: tuple[Do, ...] = ()


@dataclass(frozen=True)
class Count:
    """Of one kind of alert: how many there were, how many were acted on, and how many of these in time."""

    what: str
    raised: int
    acted: int
    in_time: int


@dataclass(frozen=True)
class Rest:
    """How many more of a queue there are than its room gave, and where they stand."""

    queue: Any
    n: int
    url: str = ""


@dataclass(frozen=True)
class Nothing:
    """What an empty queue says: that it is empty, and what comes next."""

    rank: Rank
    says: str
    then: str = ""
    queue: Any = ""

    @property
    def heading(self) -> str:
        """Under which words it stands."""
        return str(self.queue or HEADINGS[self.rank])


@dataclass(frozen=True)
class Queue:
    """A heading and what waits under it."""

    title: str
    rows: tuple[Item, ...] = ()
    nothing: str = ""
    then: str = ""


@dataclass(frozen=True)
class More:
    """One part of the line for the rest."""

    title: str
    n: int
    url: str = ""


@dataclass(frozen=True)
class Desk:
    """A whole desk: at most ten things, and one line for the rest."""

    queues: tuple[Queue, ...]
    rest: tuple[More, ...]
    sounds: bool

    @property
    def more(self) -> int:
        """How many things stand behind the ten."""
        return sum(part.n for part in self.rest)


Lent = Item | Rest | Nothing
ItemsFor = Callable[[Reader], Iterable[Lent]]

_rooms: dict[str, ItemsFor] = {}
_handing_over: dict[str, ItemsFor] = {}
_counts: dict[str, Callable[[datetime], Iterable[Count]]] = {}
_asides: dict[str, Callable[[Reader], Iterable[Aside]]] = {}


def register(room: str, items_for: ItemsFor, *, hands_over: ItemsFor | None = None) -> None:
    """Lend things to every desk, in `apps.ready`; the same room twice is a mistake.

    `hands_over` gives all that a shift must know, where `items_for` stops at eleven.
    """
    if _rooms.setdefault(room, items_for) is not items_for:
        raise ValueError(f"The room {room!r} lends to the desk twice.")
    _handing_over[room] = hands_over or items_for


def beside(room: str, asides_for: Callable[[Reader], Iterable[Aside]]) -> None:
    """Lend a few lines to the rail of every desk, in `apps.ready`."""
    _asides[room] = asides_for


def asides_for(reader: Reader) -> list[Aside]:
    """The rail of this reader's desk."""
    return [aside for lends in _asides.values() for aside in lends(reader)]


def count(room: str, counts_since: Callable[[datetime], Iterable[Count]]) -> None:
    """Lend the counts of a room's alerts and of what became of them, in `apps.ready`."""
    _counts[room] = counts_since


def counts_since(moment: datetime) -> list[Count]:
    """What became of alerts since a moment: an alarm that nobody heeds is no alarm."""
    return [one for counts in _counts.values() for one in counts(moment)]


def handed_over_by(reader: Reader) -> list[Item]:
    """All that her shift passes on: danger, what is overdue, promised, waiting; not the day's work."""
    lent = (one for hands_over in _handing_over.values() for one in hands_over(reader))
    return ranked(one for one in lent if isinstance(one, Item) and one.rank in HANDED_OVER)


@dataclass(frozen=True)
class Question:
    """What the band of a role's desk asks, and its one filled button; `order` decides between two roles."""

    words: Any
    act: Any = ""
    view: str = ""
    order: int = 50


_questions: dict[Role, Question] = {}


def asks(role: Role, words: Any, *, act: Any = "", view: str = "", order: int = 50) -> None:
    """Give the desk of a role its question, and where its filled button leads; in `apps.ready`."""
    _questions[role] = Question(words, act, view, order)


def question_for(reader: Reader) -> Question | None:
    """The question of the first of her roles that has one."""
    hers = [_questions[role] for role in reader.roles if role in _questions]
    return min(hers, key=lambda question: (question.order, str(question.words)), default=None)


def lent_to(reader: Reader) -> list[Lent]:
    """All that the rooms lend to this reader, in the order of the rooms."""
    return [one for items_for in _rooms.values() for one in items_for(reader)]


def items_for(reader: Reader) -> list[Item]:
    """The things of all rooms, ranked; of one lent twice the later room's stands, since it knows more."""
    return ranked(one for one in lent_to(reader) if isinstance(one, Item))


def ranked(items: Iterable[Item]) -> list[Item]:
    """Danger first, then by rank and time."""
    once: dict[object, Item] = {item.about or id(item): item for item in list(items)}
    return sorted(once.values(), key=_place)


def _place(item: Item) -> tuple[int, float]:
    return item.rank, item.at.timestamp() if item.at else float("inf")


def desk_for(reader: Reader) -> Desk:
    """What this reader's desk shows now."""
    return laid_out(lent_to(reader))


def laid_out(lent: Iterable[Lent]) -> Desk:
    """Ten things under their headings, what the empty queues say, and one line for all others."""
    told = list(lent)
    items = ranked(one for one in told if isinstance(one, Item))
    kept = the_ten(items)
    shown = {id(item) for item in kept}
    queues = _queues(
        kept, [one for one in told if isinstance(one, Nothing)], {item.heading for item in items}
    )
    behind = [item for item in items if id(item) not in shown]
    rests = [one for one in told if isinstance(one, Rest)]
    return Desk(tuple(queues), tuple(_rest(behind, rests)), any(item.sounds for item in items))


def the_ten(items: list[Item]) -> list[Item]:
    """All danger; of each heading its first; then by rank. No flood of one kind hides another."""
    first = {item.heading: item for item in reversed(items)}
    ahead = [item for item in items if item.rank is Rank.DANGER or first[item.heading] is item]
    before = {id(item) for item in ahead}
    chosen = {id(item) for item in [*ahead, *(item for item in items if id(item) not in before)][:AT_MOST]}
    return [item for item in items if id(item) in chosen]


@dataclass
class _Open:
    rank: int
    rows: list[Item] = field(default_factory=list)
    nothing: Nothing | None = None


def _queues(kept: list[Item], nothings: list[Nothing], filled: set[str]) -> list[Queue]:
    found: dict[str, _Open] = {}
    for item in kept:
        found.setdefault(item.heading, _Open(item.rank)).rows.append(item)
    for nothing in nothings:
        if nothing.heading not in filled:
            found.setdefault(nothing.heading, _Open(nothing.rank, nothing=nothing))
    in_order = sorted(found.items(), key=lambda pair: pair[1].rank)
    return [
        Queue(
            title,
            tuple(queue.rows),
            queue.nothing.says if queue.nothing else "",
            queue.nothing.then if queue.nothing else "",
        )
        for title, queue in in_order
    ]


def _rest(behind: list[Item], rests: list[Rest]) -> list[More]:
    counts: dict[str, int] = {}
    urls: dict[str, str] = {}
    for item in behind:
        counts[item.heading] = counts.get(item.heading, 0) + 1
    for rest in rests:
        counts[str(rest.queue)] = counts.get(str(rest.queue), 0) + rest.n
        urls[str(rest.queue)] = rest.url
    return [More(title, n, urls.get(title, "")) for title, n in counts.items() if n]
