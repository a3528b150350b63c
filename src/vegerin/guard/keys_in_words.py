"""What somebody's keys open, as a page says it: a line for each kind, with the office's codes of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from vegerin.guard import compartments, keystore, things
from vegerin.guard.reader import Reader

NAMED = 8  # codes in a line; the rest are counted


@dataclass(frozen=True)
class Line:
    """Compartments of one kind."""

    words: str  # "Documents of a person"
    n: int
    which: tuple[str, ...] = ()  # "P48213-7", or the roles a level is for
    codes: tuple[str, ...] = ()  # of the compartments, never shown

    @property
    def more(self) -> bool:
        """Whether some are not named."""
        return bool(self.which) and self.n > len(self.which)


def sentences(codes: Iterable[str]) -> tuple[str, ...]:
    """Each kind in a line, and how many of it; of which is said to nobody."""
    return tuple(
        f"{line.words}: {', '.join(line.which)}" if line.which else f"{line.words} ({line.n})"
        for line in lines(codes)
    )


def lines(codes: Iterable[str], reader: Reader | None = None) -> list[Line]:
    """One line for each kind; things are named to whoever can open them, and only counted to others."""
    by_words: defaultdict[str, list[str]] = defaultdict(list)
    for code in codes:
        by_words[compartments.words_of(code)].append(code)
    return [
        Line(words, len(of_kind), _named(of_kind, reader), tuple(of_kind))
        for words, of_kind in by_words.items()
    ]


def _named(codes: list[str], reader: Reader | None) -> tuple[str, ...]:
    levels = [level for code in codes if (level := compartments.level_of(code))]
    if reader is None:
        return tuple(levels)
    hers = [code.partition(":")[::2] for code in codes[:NAMED] if reader.can_open(code)]
    found = things.codes_of(reader, hers)
    return (*levels, *(found[one] for one in hers if one in found))


def lines_of(members: Iterable[keystore.Member], reader: Reader) -> list[tuple[bool, bool, Line]]:
    """Memberships as lines: whether they open now, and whether they are only kept for somebody to come."""
    by_state: defaultdict[tuple[bool, bool], list[str]] = defaultdict(list)
    for one in members:
        by_state[bool(one.sealed), bool(one.keeper)].append(one.compartment)
    return [(*state, line) for state, codes in by_state.items() for line in lines(codes, reader)]
