"""Which written names are worth weighing: all parts in their places, then fewer, turned or nearly right.

Every step looks up triples of keys by a whole index, so that a common name never hides a rare one behind it;
names themselves are read only for the triples that fit best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from rapidfuzz import fuzz

from vegerin.register import indexing
from vegerin.register.models import KeyWord, NameKey

Triple = tuple[str, str, str]
Keys = tuple[str, ...]
COLUMNS = ("first", "second", "third")
PLACES = (0, 1, 2)

MOST_TRIPLES = 400  # of one step
MOST_GROUPS = 1500  # rows of two common parts that are looked through for the third
ENOUGH = 12  # of one part: so many end the ladder
FEW = 3
FITS, FITS_BADLY = 0.3, 1.3
ALTERNATIVES = 4
MOST_NEAR = 40
MOST_BEGUN = 60
NEAR, TURNED, UNSAID, MORE_SAID, APART = 0.5, 0.45, 0.35, 0.12, 2.2
BEGUN = 0.3


class PartCosts(dict[str, float]):
    """How badly keys fit one part, each weighed once: the same few come back in every step."""

    def __init__(self, part: Keys, *, begun: bool) -> None:
        super().__init__({"": UNSAID})
        self.part, self.begun = part, begun

    def __missing__(self, key: str) -> float:
        cost = self[key] = of_part(self.part, key, begun=self.begun)
        return cost


@dataclass(frozen=True)
class Sought:
    """The parts of a query with their keys; the last may be a beginning."""

    parts: Sequence[Keys]
    begun: bool = False

    @cached_property
    def costs(self) -> tuple[PartCosts, ...]:
        """Of each part, how badly keys fit it."""
        last = len(self.parts) - 1
        return tuple(PartCosts(part, begun=self.begun and at == last) for at, part in enumerate(self.parts))

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """The vocabulary around all parts, in one look: under what is left of a key, and under beginnings."""
        left = {
            one for part in self.parts for key in part[:ALTERNATIVES] for one in indexing.one_left_out(key)
        }
        wanted = sorted(left | self.beginnings)
        table = connection.ops.quote_name(KeyWord._meta.db_table)
        places = ", ".join(["%s"] * len(wanted))
        found: dict[str, list[str]] = {}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT shorter, key FROM {table} WHERE shorter IN ({places})", wanted)  # noqa: S608
            for shorter, key in cursor.fetchall():
                found.setdefault(shorter, []).append(key)
        return found

    @cached_property
    def beginnings(self) -> set[str]:
        """How the last part looks in the vocabulary while typed; a vowel at its end may be the middle."""
        return {f"{start}*" for start in starts(self.parts[-1])}

    def near(self, part: Keys) -> Keys:
        """Keys with one letter wrong, left out or too many."""
        found = (
            key
            for mine in part[:ALTERNATIVES]
            for shorter in sorted(indexing.one_left_out(mine))
            for key in self.words.get(shorter, ())
        )
        return tuple(dict.fromkeys(found))[:MOST_NEAR]

    def begins(self) -> Keys:
        """Keys that begin as the last part does."""
        found = (key for beginning in sorted(self.beginnings) for key in self.words.get(beginning, ()))
        return tuple(dict.fromkeys(found))[:MOST_BEGUN]


def starts(typed: Keys) -> tuple[str, ...]:
    """How the keys of a name go on whose beginning has these keys.

    >>> sorted(starts(("ka",)))
    ['k', 'ka']
    """
    some = typed[:ALTERNATIVES]
    return tuple({*some, *(key.rstrip("aoi") for key in some if len(key) <= 3)} - {""})


def sought(parts: Sequence[Keys]) -> Sought:
    """The parts, three at most: the given name, and the two behind it, or the last of many."""
    return Sought([*parts[:2], parts[-1]] if len(parts) > 3 else list(parts))


def triples(query: Sequence[Keys], *, typing: bool = False) -> list[tuple[float, Triple]]:
    """Triples of keys that may be the name, best first, each with how badly it fits.

    While somebody types, the last part may always go on, and nothing is looked for once something fits.
    """
    asked = sought(query)
    if not asked.parts:
        return []
    costs: dict[Triple, float] = {}
    for step, is_needed in LADDER:
        best = sorted(costs.values())[:ENOUGH]
        needed = is_needed(len(asked.parts), best)
        if typing:
            needed = step is begun or (needed and not (best and best[0] <= FITS + BEGUN))
        if needed:
            for cost, triple in step(asked):
                costs[triple] = min(cost, costs.get(triple, APART))
    found = sorted((cost, triple) for triple, cost in costs.items() if cost < APART)
    return found[:MOST_TRIPLES]


Found = Iterator[tuple[float, Triple]]


def in_place(asked: Sought) -> Found:
    """All that was said, where it belongs; what lists leave out may be missing."""
    chosen: dict[int, Keys] = dict(enumerate(asked.parts))
    if len(asked.parts) == len(PLACES):
        chosen[2] = (*chosen[2], "")
    yield from fitting(asked, chosen)


def begun(asked: Sought) -> Found:
    """The last part is still being typed."""
    keys = asked.begins()
    if keys:
        typed = Sought([*asked.parts[:-1], keys], begun=True)
        yield from fitting(typed, dict(enumerate(typed.parts)), most=MOST_TRIPLES // 4)


def elsewhere(asked: Sought) -> Found:
    """The same parts turned, one of them left out, or another one between."""
    parts = asked.parts
    if len(parts) == 1:
        turns: tuple[tuple[int, ...], ...] = ((1,), (2,))
    elif len(parts) == 2:
        turns = ((0, 2), (1, 2), (1, 0), (2, 0))
    else:
        turns = ((0, 2, 1), (1, 0, 2))
        for left in ((0, 1), (0, 2), (1, 2)):
            yield from fitting(asked, {at: parts[at] for at in left})
    for places in turns:
        chosen = dict(zip(places[:2], parts, strict=False))
        yield from fitting(asked, chosen, places=places)


def nearly(asked: Sought) -> Found:
    """One letter wrong, left out or too many in one of the parts."""
    for at, part in enumerate(asked.parts):
        chosen: dict[int, Keys] = dict(enumerate(asked.parts))
        chosen[at] = tuple(dict.fromkeys((*part, *asked.near(part))))
        if len(asked.parts) == len(PLACES):
            chosen[2] = (*chosen[2], "")
        yield from fitting(asked, chosen)


def one_part(asked: Sought) -> Found:
    """Only one of the parts is there."""
    if len(asked.parts) > 1:
        for at, part in enumerate(asked.parts):
            yield from fitting(asked, {at: part}, most=MOST_TRIPLES // 4)


def fitting(
    asked: Sought, chosen: dict[int, Keys], *, places: Sequence[int] = PLACES, most: int = MOST_TRIPLES
) -> list[tuple[float, Triple]]:
    """Triples with these keys in these columns, and their cost; `places`: where each part is looked for."""
    turned = 0.0 if tuple(places) == PLACES[: len(places)] else TURNED
    costs = list(zip(asked.costs, places, strict=False))
    parts = len(asked.parts)
    return [
        (
            turned
            + sum([of_part[triple[place]] for of_part, place in costs])
            + MORE_SAID * max(0, len(PLACES) - triple.count("") - parts),
            triple,
        )
        for triple in looked_up(chosen, most=most)
    ]


def looked_up(chosen: dict[int, Keys], *, most: int) -> list[Triple]:
    """Different triples that stand in the index."""
    if not all(chosen.values()):
        return []
    where = " AND ".join(f"{COLUMNS[at]} IN ({', '.join(['%s'] * len(keys))})" for at, keys in chosen.items())
    table = connection.ops.quote_name(NameKey._meta.db_table)
    # The inner limit bounds what two very common parts cost; the outer one what is looked at.
    inner = f"SELECT first, second, third FROM {table} WHERE {where} LIMIT {MOST_GROUPS}"  # noqa: S608 -- ours
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT first, second, third FROM ({inner}) AS part LIMIT {most}",  # noqa: S608
            [key for keys in chosen.values() for key in keys],
        )
        return list(cursor.fetchall())


def of_part(part: Keys, key: str, *, begun: bool) -> float:
    """How badly one key fits one part."""
    if key in part:
        return BEGUN if begun else 0.04 * part.index(key)
    like = max(fuzz.ratio(key, other) for other in part[:ALTERNATIVES]) / 100
    return NEAR if like >= 0.75 else NEAR + 0.8 * (1 - like)


def always(parts: int, best: Sequence[float]) -> bool:
    """Whatever was found."""
    return True


def unfinished(parts: int, best: Sequence[float]) -> bool:
    """When nothing stands where all parts belong, or little under the one part that was typed."""
    return not best or best[0] > FITS or (parts == 1 and len(best) < ENOUGH)


def few(parts: int, best: Sequence[float]) -> bool:
    """When little stands where all parts belong: something may be left out or turned."""
    return sum(cost <= FITS for cost in best) < (FEW if parts > 1 else ENOUGH)


def several(parts: int, best: Sequence[float]) -> bool:
    """Of several parts always: what was found may be somebody else, and the sought one misspelt."""
    return parts > 1 or not best


def nothing_near(parts: int, best: Sequence[float]) -> bool:
    """When nothing fits but a part of it."""
    return not best or best[0] > FITS_BADLY


LADDER = (
    (in_place, always),
    (begun, unfinished),
    (elsewhere, few),
    (nearly, several),
    (one_part, nothing_near),
)
