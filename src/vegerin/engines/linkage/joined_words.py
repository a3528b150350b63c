"""Names run together by a slip of the space bar: حسينالياس is حسين الياس when both are names here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from vegerin.engines.names import lexicon, words
from vegerin.engines.names.letters import folded

LEAST_LETTERS, LEAST_OF_A_NAME = 6, 2
SEEN = 4  # how often each half must stand alone
OFTEN = 2  # a word that stands so often is a name


def counted(whole_names: Iterable[str]) -> Counter[str]:
    """How often each word stands in whole names."""
    return Counter(folded(word) for name in whole_names for word in name.split())


def parted(name: str, seen: Mapping[str, int]) -> str:
    """The name with a missing space put back, where the lists themselves say where.

    >>> parted("حسينالياس نايف", {"حسين": 9, "الياس": 7, "نايف": 5})
    'حسين الياس نايف'
    """
    return " ".join(_parted_word(word, seen) for word in name.split())


def _parted_word(word: str, seen: Mapping[str, int]) -> str:
    small = folded(word)
    known = seen.get(small, 0) > OFTEN or lexicon.shipped().ids(word)
    if known or len(small) < LEAST_LETTERS or len(small) != len(word):
        return word
    halves = [(_worth(small[:at], small[at:], seen), at) for at in range(LEAST_OF_A_NAME, len(small) - 1)]
    best, at = max(halves)
    return f"{word[:at]} {word[at:]}" if best else word


def _worth(first: str, second: str, seen: Mapping[str, int]) -> int:
    if words.bare(second) in words.SECOND_HALVES or words.bare(first) in words.ABD | words.ARTICLES:
        return 0
    if second in {"بن", "بنت", "bin", "bint"} and seen.get(first, 0) >= SEEN:
        return seen[first]
    if min(len(first), len(second)) <= LEAST_OF_A_NAME or min(seen.get(first, 0), seen.get(second, 0)) < SEEN:
        return 0
    return min(seen[first], seen[second])
