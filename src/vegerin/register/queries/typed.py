"""A query as it is looked for, and how well a name fits it by letters alone: quick enough for every key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from vegerin.engines import names
from vegerin.engines.answers import Reason
from vegerin.engines.names.parsing import Part, stands_alone
from vegerin.engines.names.romanising import romanised
from vegerin.register import indexing
from vegerin.register.queries.candidates import starts

TYPED = 0.9  # a name still being typed is likely, never more
LIKE = 0.8  # two parts that share a key, at least
UNFOUND = 0.5


@dataclass(frozen=True)
class Scored:
    """How likely a name is the sought one, how many of the typed words it explains, and why."""

    score: float
    explained: int
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Query:
    """A text as it is looked for."""

    text: str

    @cached_property
    def parsed(self) -> names.ParsedName:
        """The text, taken apart."""
        return names.parse(self.text)

    @cached_property
    def parts(self) -> list[tuple[str, ...]]:
        """Of each part, the keys under which it may be found."""
        return [part for part in indexing.part_keys(self.text) if part]


def by_letters(query: Query, text: str) -> Scored:
    """How well a name fits what was typed so far."""
    left = list(read_quickly(text))
    score, explained, why = 1.0, 0, list[Reason]()
    last = len(query.parts) - 1
    least = UNFOUND if last > 0 else 0.0  # beside one word alone no other speaks for the name
    for at, (part, keys) in enumerate(zip(query.parsed.names, query.parts, strict=False)):
        values = [fits(part.text, keys, *other) for other in left]
        best = max(range(len(left)), key=lambda place: (values[place], -place), default=None)
        if best is None:
            score *= UNFOUND
            continue
        found, value = left[best], values[best]
        if value >= LIKE:
            why.append(_says("names.equal" if value == 1 else "names.spelling", part.text, found[0].text))
        elif at == last and (begun := next((one for one in left if begins(part.text, keys, *one)), None)):
            found, value = begun, TYPED
            why.append(_says("search.begins", part.text, found[0].text))
        if value >= LIKE:
            left.remove(found)
            explained += 1
        score *= max(value, least)
    return Scored(min(score, TYPED), explained, tuple(why))


@lru_cache(maxsize=20_000)
def read(text: str) -> tuple[tuple[Part, tuple[str, ...]], ...]:
    """A written name taken apart, each part with its keys; read again and again while somebody types."""
    return tuple(zip(names.parse(text).names, indexing.part_keys(text), strict=False))


def read_quickly(text: str) -> Sequence[tuple[Part, tuple[str, ...]]]:
    """The same word by word, for the many words are few; roles may be missing."""
    words = [alone(word) for word in text.split()]
    found = [word for word in words if word is not None]
    return found if len(found) == len(words) else read(text)


@lru_cache(maxsize=50_000)
def alone(word: str) -> tuple[Part, tuple[str, ...]] | None:
    """A word that is a name by itself, with its keys."""
    return read(word)[0] if stands_alone(word) else None


@lru_cache(maxsize=50_000)
def fits(text: str, keys: tuple[str, ...], other: Part, others: tuple[str, ...]) -> float:
    """How alike two parts are: 1 equal, at least `LIKE` where they share a key."""
    if text.casefold() == other.text.casefold():
        return 1.0
    alike = fuzz.ratio(romanised(text), romanised(other.text)) / 100
    if set(keys).isdisjoint(others) or is_no_name(text):
        return alike * (LIKE - 0.01)
    return LIKE + (0.99 - LIKE) * alike


def begins(text: str, typed: tuple[str, ...], other: Part, others: tuple[str, ...]) -> bool:
    """Whether a part may go on as the other one does."""
    return any(key.startswith(starts(typed)) for key in others[:2]) and goes_on(text, other.text)


def goes_on(typed: str, text: str) -> bool:
    """Whether so many letters can be the beginning of a part; keys count neither vowels nor doubles.

    >>> goes_on("Miheme", "محمد"), goes_on("Muhammed", "Mihê")
    (True, False)
    """
    return not is_no_name(typed) and len(romanised(typed)) <= len(romanised(text)) + UNWRITTEN


@lru_cache(maxsize=50_000)
def is_no_name(word: str) -> bool:
    """More vowels together than any name has, or one letter held down: its keys are a letter or two.

    >>> is_no_name("eiuaioyuei"), is_no_name("hhhhhhhh"), is_no_name("Maiyan")
    (True, True, False)
    """
    return bool(_VOWELS_ALONE.search(romanised(word)) or _HELD_DOWN.search(word))


UNWRITTEN = 2  # vowels of Miheme that Arabic leaves out, beyond the d that is still to come
_VOWELS_ALONE = re.compile("[aeiouy]{5}")
_HELD_DOWN = re.compile(r"(\w)\1{3}", re.IGNORECASE)


_SAYS = {
    "names.equal": "Both write {a}.",
    "names.spelling": "{a} and {b} can be spellings of one name.",
    "search.begins": "{b} begins with what was typed.",
}


def _says(code: str, a: str, b: str) -> Reason:
    return Reason(code, {"a": a, "b": b}, _SAYS[code].format(a=a, b=b))
