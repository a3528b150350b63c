"""How a name or a year goes wrong on its way onto a list: heard, copied, typed, printed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from vegerin.config.exercise.names import Name

Script = str  # kmr | arab | en | ckb | de

# What clerks write for one another: hamza where a word begins, ya and ta marbuta where it ends.
TWINS: tuple[tuple[str, str], ...] = (
    (r"\bا", "أ"),
    (r"\bأ", "ا"),
    (r"\bا", "إ"),
    (r"ي\b", "ى"),
    (r"ى\b", "ي"),
    (r"ة\b", "ه"),
    (r"ك", "گ"),
    (r"ج", "چ"),
    (r"(?<=[a-z])i", "e"),
    (r"(?<=[a-z])o", "u"),
    (r"q", "k"),
    (r"d\b", "t"),
)


def spelling(name: Name, script: Script, rng: random.Random, *, usual: float = 0.7) -> str:
    """The name in that script: mostly its commonest spelling, else one of the others."""
    forms = getattr(name, script) or name.en
    chosen: str = forms[0] if rng.random() < usual else rng.choice(forms)
    return chosen


def letter_for_its_twin(text: str, rng: random.Random) -> str:
    """One letter written as the letter it is often confused with.

    >>> letter_for_its_twin("فاطمة", random.Random(0))
    'فاطمه'
    """
    possible = [twin for twin in TWINS if re.search(twin[0], text)]
    if not possible:
        return text
    written, meant = rng.choice(possible)
    return re.sub(written, meant, text, count=1)


def letters_swapped(text: str, rng: random.Random) -> str:
    """Two neighbouring letters in the wrong order."""
    if len(text) < 4:
        return text
    at = rng.randint(1, len(text) - 3)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def letter_lost(text: str, rng: random.Random) -> str:
    """A letter that did not come through the printer."""
    if len(text) < 4:
        return text
    at = rng.randint(1, len(text) - 1)
    return text[:at] + text[at + 1 :]


SLIPS: tuple[Callable[[str, random.Random], str], ...] = (letter_for_its_twin, letters_swapped, letter_lost)


def slipped(text: str, rng: random.Random, *, chance: float) -> str:
    """The text, with at most one slip."""
    if rng.random() >= chance:
        return text
    return rng.choices(SLIPS, weights=(6, 1, 2))[0](text, rng)


def parts_as_told(chain: Sequence[str], rng: random.Random) -> list[str]:
    """The chain of names as a list has it: whole, without the grandfather, or two of them changed about."""
    given, father, grandfather = chain
    way = rng.choices(("whole", "short", "given only", "swapped"), weights=(84, 10, 1, 5))[0]
    return {
        "whole": [given, father, grandfather],
        "short": [given, father],
        "given only": [given],
        "swapped": [given, grandfather, father],
    }[way]


def year_as_told(year: int, rng: random.Random) -> int | None:
    """A birth year as somebody remembers it."""
    way = rng.choices(("right", "near", "unknown"), weights=(75, 18, 7))[0]
    if way == "unknown":
        return None
    return year if way == "right" else year + rng.choice((-3, -2, -1, 1, 2, 3))
