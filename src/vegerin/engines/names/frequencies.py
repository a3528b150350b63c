"""How common a name is, all its spellings together: what is shared by many says little about one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from vegerin.engines.names import lexicon as lexicons
from vegerin.engines.names.lexicon import Lexicon
from vegerin.engines.names.model import spelling

# What is assumed of a name nobody counted.
UNCOUNTED = 1 / 4000
# A count of fewer says nothing to be read aloud.
LEAST_SAID = 5


@dataclass(frozen=True)
class Frequencies:
    """Counts of names, pooled over scripts by lexicon entry; and who was counted."""

    counts: Mapping[str, int]
    total: int
    counted: str

    def count(self, part: str) -> int:
        """How often a name was counted, in any spelling."""
        return max((self.counts.get(key, 0) for key in pooled_keys(part)), default=0)

    def share(self, part: str) -> float:
        """The share of people who bear it; a small one when nobody counted it."""
        count = self.count(part)
        return (count + 1) / (self.total + 1 / UNCOUNTED) if count else UNCOUNTED

    def one_in(self, part: str) -> int | None:
        """One person in how many bears it; None when too few were counted to say.

        >>> of_forms(["Xelîl", "خليل", "Khalil"] * 3, counted="a toy").one_in("خەلیل")
        1
        """
        count = self.count(part)
        return None if count < LEAST_SAID else max(1, math.floor(self.total / count))


def of_forms(parts: Iterable[str], *, counted: str) -> Frequencies:
    """Frequencies of one's own list: the given names (or fathers' names) of a register."""
    counts: Counter[str] = Counter()
    total = 0
    for part in parts:
        keys = pooled_keys(part)
        if keys:
            counts[keys[0]] += 1
            total += 1
    return Frequencies(counts, total, counted)


@lru_cache(maxsize=65536)
def pooled_keys(part: str) -> tuple[str, ...]:
    """Under what a name is counted: its lexicon entries, so that all spellings pool, else its letters."""
    known = _lexicon().ids(part)
    letters = spelling(part)[1]
    return tuple(sorted(known)) or ((letters,) if letters else ())


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return lexicons.shipped()


@lru_cache(maxsize=1)
def shipped() -> Frequencies:
    """Counts from public data (resources/README.md); a register's own are better."""
    rows = lexicons.rows("frequencies.tsv")
    counts = {row["key"]: int(row["count"]) for row in rows}
    return Frequencies(counts, int(counts.pop("total")), "persons of Wikidata with an Arabic name")
