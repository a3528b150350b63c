"""How many people some records are, while it is open which of them are one.

The linkage gives each pair of records a probability. Here every pair keeps it, whoever else is joined: pairs
are gone through, the surest first, and what earlier ones already joined or made impossible is reckoned in, so
two rivals of .6 and .4 are one join for sure, and three records that are pairwise one are joined twice.
Pairs that share no record are independent of one another; their numbers are added up exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from vegerin.engines.estimation.tables import Floats

Group = frozenset[str]  # records that are one person
MOST_WAYS = 1000  # of joining the records of one component; beyond them evenly spaced ones stand for all
OUTSIDE = 0.025  # on either side of an interval of 95 %
NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Pair:
    """Two records, and how probable they are one person; 1 where that is known."""

    one: str
    other: str
    p: float


@dataclass(frozen=True)
class Known:
    """What can never be one person: two records of a list that names each person once, and parted pairs."""

    list_of: Mapping[str, str] = field(default_factory=dict)  # records of lists that may repeat are left out
    parted: frozenset[Group] = frozenset()

    def forbids(self, one: str, other: str) -> bool:
        """Whether these two are two people."""
        on = self.list_of.get(one)
        return (on is not None and on == self.list_of.get(other)) or frozenset((one, other)) in self.parted


NOTHING = Known()


@dataclass(frozen=True)
class Way:
    """One way in which the records of a component may be people, and how probable it is."""

    groups: tuple[Group, ...]
    p: float


@dataclass(frozen=True)
class Number:
    """How many: the likeliest number, and an interval that holds it with 95 %."""

    low: int
    likeliest: int
    high: int

    @property
    def is_sure(self) -> bool:
        """Whether no doubt is left."""
        return self.low == self.high


def ways_of(
    pairs: Iterable[Pair], *, known: Known = NOTHING, of: Callable[[Group], bool] = lambda _: True
) -> Iterator[tuple[Way, ...]]:
    """For each component of records that pairs connect, of those asked for: all ways of joining them.

    >>> rivals = [Pair("a1", "b1", 0.6), Pair("a1", "b2", 0.4)]
    >>> [ways] = ways_of(rivals, known=Known({"b1": "b", "b2": "b"}))
    >>> sorted((len(way.groups), round(way.p, 9)) for way in ways)
    [(2, 0.4), (2, 0.6)]
    """
    for component in _components(list(pairs)):
        if of(frozenset(record for pair in component for record in (pair.one, pair.other))):
            yield _followed(sorted(component, key=lambda pair: (-pair.p, pair.one, pair.other)), known)


def number_of_people(
    components: Iterable[Sequence[Way]], *, besides: int = 0, counts: Callable[[Group], bool] = lambda _: True
) -> Number:
    """How many people that `counts` asks for the components hold, and `besides` in no pair.

    >>> number_of_people(ways_of([Pair("a", "b", 1.0)]), besides=3)
    Number(low=4, likeliest=4, high=4)
    """
    return summed(
        (
            chances_of((sum(1 for group in way.groups if counts(group)), way.p) for way in ways)
            for ways in components
        ),
        besides=besides,
    )


Chances = Mapping[int, float]  # a number, and how probable it is


def chances_of(weighed: Iterable[tuple[int, float]]) -> Chances:
    """Equal numbers put together."""
    found: dict[int, float] = defaultdict(float)
    for number, p in weighed:
        found[number] += p
    return dict(found)


def summed(parts: Iterable[Chances], *, besides: int = 0) -> Number:
    """The sum of independent numbers: of pairs that share nothing this is the Poisson binomial.

    >>> summed([{0: 0.5, 1: 0.5}, {0: 0.5, 1: 0.5}], besides=10)
    Number(low=10, likeliest=11, high=12)
    """
    least, chances = besides, np.ones(1)
    for part in parts:
        start = min(part)
        added = np.zeros(max(part) - start + 1)
        for number, p in part.items():
            added[number - start] = p
        least += start
        if added.size == 1:
            continue  # no doubt in it
        chances = np.convolve(chances, added)
        kept = np.flatnonzero(chances > NEGLIGIBLE)
        least, chances = least + int(kept[0]), chances[kept[0] : kept[-1] + 1]
    below: Floats = np.cumsum(chances) / chances.sum()
    low, high = (int(np.searchsorted(below, share - 1e-9)) for share in (OUTSIDE, 1 - OUTSIDE))
    # Of numbers that are equally likely but for rounding, the least.
    likeliest = int(np.flatnonzero(chances >= chances.max() - 1e-9)[0])
    return Number(least + low, least + likeliest, least + min(high, chances.size - 1))


def _components(pairs: list[Pair]) -> list[list[Pair]]:
    leader: dict[str, str] = {}

    def first(record: str) -> str:
        while leader.setdefault(record, record) != record:
            leader[record] = record = leader[leader[record]]
        return record

    for pair in pairs:
        leader[first(pair.other)] = first(pair.one)
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[first(pair.one)].append(pair)
    return list(found.values())


State = frozenset[int]  # groups, each the bits of its records


def _followed(pairs: Sequence[Pair], known: Known) -> tuple[Way, ...]:
    records = sorted({record for pair in pairs for record in (pair.one, pair.other)})
    bit = {record: 1 << at for at, record in enumerate(records)}
    against = [sum(bit[other] for other in records if known.forbids(one, other)) for one in records]
    states: dict[State, float] = {frozenset(bit.values()): 1.0}
    for pair in pairs:
        states = _thinned(_after(states, bit[pair.one], bit[pair.other], pair.p, against))
    return tuple(
        Way(tuple(frozenset(name for name in records if bit[name] & group) for group in sorted(state)), p)
        for state, p in states.items()
    )


def _after(
    states: Mapping[State, float], one: int, other: int, p: float, against: Sequence[int]
) -> dict[State, float]:
    """The states once this pair was decided, so that it holds with its own probability where it can."""
    open_to: list[tuple[State, float, int, int]] = []
    after: dict[State, float] = defaultdict(float)
    together = 0.0
    for state, chance in states.items():
        a, b = (next(group for group in state if group & each) for each in (one, other))
        if a == b or _apart(a, b, against):
            together += chance if a == b else 0.0
            after[state] += chance
        else:
            open_to.append((state, chance, a, b))
    free = sum(chance for _, chance, _, _ in open_to)
    joins = min(1.0, max(0.0, (p - together) / free)) if free else 0.0
    for state, chance, a, b in open_to:
        if joins:
            after[state - {a, b} | {a | b}] += chance * joins
        if joins < 1:
            after[state] += chance * (1 - joins)
    return after


def _apart(a: int, b: int, against: Sequence[int]) -> bool:
    return any(against[at] & b for at in range(a.bit_length()) if a >> at & 1)


def _thinned(states: dict[State, float]) -> dict[State, float]:
    """No more ways than can be followed: evenly spaced ones, each for its share (systematic resampling)."""
    if len(states) <= MOST_WAYS:
        return states
    # By the number of people first, so that its spread is kept.
    ordered = sorted(states, key=lambda state: (len(state), sorted(state)))
    ends = np.cumsum([states[state] for state in ordered])
    places = (np.arange(MOST_WAYS // 2) + 0.5) * (ends[-1] / (MOST_WAYS // 2))
    thinned: dict[State, float] = defaultdict(float)
    for at in np.searchsorted(ends, places).tolist():
        thinned[ordered[min(at, len(ordered) - 1)]] += 2 / MOST_WAYS
    return thinned
