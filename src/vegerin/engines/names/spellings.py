"""How likely one spelling is, given another: each letter writes a few, depending on its neighbours."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Doubles = NDArray[np.float64]
Whole = NDArray[np.int32]

EDGE = "·"
# A chunk nobody has seen: this likely, and less by the alphabet for each of its letters.
UNSEEN = 2e-5
ALPHABET = 30.0
MOST_REMEMBERED = 5000
LEAST_CHANCE = np.float32(1e-37)


@dataclass(frozen=True)
class Emission:
    """P(chunk | letter and its neighbours), one row per known context, one column per known chunk.

    The first `longest + 1` columns stand for unseen chunks of 0, 1, … letters.
    """

    contexts: Mapping[str, int]
    chunks: Mapping[str, int]
    table: Floats
    longest: int
    _rows: dict[str, Whole] = field(default_factory=dict, compare=False, repr=False)
    _columns: dict[str, Whole] = field(default_factory=dict, compare=False, repr=False)

    def rows(self, source: str) -> Whole:
        """For each letter of the source, the row of the longest known context around it."""
        return _remembered(self._rows, source, self._find_rows)

    def columns(self, target: str) -> Whole:
        """[k, j]: the column of the k letters that end before place j of the target, or of unseen ones."""
        return _remembered(self._columns, target, self._find_columns)

    def _find_rows(self, source: str) -> Whole:
        padded = f"{EDGE}{source}{EDGE}"
        return np.array(
            [self._row(padded[at - 1], padded[at], padded[at + 1]) for at in range(1, len(padded) - 1)],
            np.int32,
        )

    def _row(self, before: str, letter: str, after: str) -> int:
        for context in (before + letter + after, f" {letter}{after}", f"{before}{letter} ", f" {letter} "):
            row = self.contexts.get(context)
            if row is not None:
                return row
        return 0

    def _find_columns(self, target: str) -> Whole:
        found = np.zeros((self.longest + 1, len(target) + 1), np.int32)
        for width in range(self.longest + 1):
            for end in range(width, len(target) + 1):
                found[width, end] = self.chunks.get(target[end - width : end], width)
        return found


def _remembered(known: dict[str, Whole], word: str, find: Callable[[str], Whole]) -> Whole:
    """The same few thousand words come again and again."""
    found = known.get(word)
    if found is None:
        if len(known) > MOST_REMEMBERED:
            known.clear()
        found = known[word] = find(word)
    return found


@dataclass(frozen=True)
class Targets:
    """Many target spellings made ready for one emission table: columns[k, word, place], padded."""

    columns: NDArray[np.int32]
    lengths: Whole

    @classmethod
    def of(cls, targets: Sequence[str], emission: Emission) -> Targets:
        """Make ready."""
        longest = max(map(len, targets), default=0)
        columns = np.zeros((emission.longest + 1, len(targets), longest + 1), np.int32)
        for number, target in enumerate(targets):
            columns[:, number, : len(target) + 1] = emission.columns(target)
        return cls(columns, np.array([len(target) for target in targets], np.int32))


def log_given_source(source: str, targets: Targets, emission: Emission) -> Floats:
    """log P(target | source) for every target at once."""
    words, places = targets.columns.shape[1:]
    so_far = np.zeros((words, places), np.float32)
    so_far[:, 0] = 1.0
    for row in emission.rows(source):
        chances = emission.table[row]
        reached = so_far * chances[targets.columns[0]]
        for width in range(1, emission.longest + 1):
            if width < places:
                reached[:, width:] += so_far[:, :-width] * chances[targets.columns[width][:, width:]]
        so_far = reached
    ended = so_far[np.arange(words), targets.lengths]
    return np.log(np.maximum(ended, LEAST_CHANCE))


def log_of_pair(source: str, target: str, emission: Emission) -> float:
    """log P(target | source) of one pair, without the cost of arrays."""
    chances = emission.table[emission.rows(source)[:, None, None], emission.columns(target)[None]].tolist()
    places = len(target) + 1
    so_far = [1.0] + [0.0] * len(target)
    for letter in chances:
        reached = [chance * past for chance, past in zip(letter[0], so_far, strict=True)]
        for width in range(1, min(emission.longest, len(target)) + 1):
            of_width = letter[width]
            for end in range(width, places):
                reached[end] += so_far[end - width] * of_width[end]
        so_far = reached
    return math.log(max(so_far[-1], 1e-37))


@dataclass(frozen=True)
class Sources:
    """Many source spellings made ready: the row of each letter, padded with the row that writes nothing."""

    rows: Whole

    @classmethod
    def of(cls, sources: Sequence[str], emission: Emission) -> Sources:
        """Make ready."""
        longest = max(map(len, sources), default=0)
        nothing = len(emission.table) - 1
        rows = np.full((len(sources), longest), nothing, np.int32)
        for number, source in enumerate(sources):
            rows[number, : len(source)] = emission.rows(source)
        return cls(rows)


def log_of_target(target: str, sources: Sources, emission: Emission) -> Floats:
    """log P(target | source) of one target for every source at once."""
    columns = emission.columns(target)
    words, letters = sources.rows.shape
    places = len(target) + 1
    so_far: Floats = np.zeros((words, places), np.float32)
    so_far[:, 0] = 1.0
    # Only the columns of this target: a small table that stays in the cache.
    flat, where = np.unique(columns, return_inverse=True)
    small = np.ascontiguousarray(emission.table[:, flat])
    where = where.reshape(columns.shape)
    for at in range(letters):
        chances = small[sources.rows[:, at]]
        reached: Floats = so_far * chances[:, where[0]]
        for width in range(1, min(emission.longest, places - 1) + 1):
            reached[:, width:] += so_far[:, :-width] * chances[:, where[width][width:]]
        so_far = reached
    return np.log(np.maximum(so_far[:, -1], LEAST_CHANCE))


def pack(emission: Emission, name: str, *, least: float = 1e-4) -> dict[str, Any]:
    """The table as small arrays: only what a chunk has beyond being unseen."""
    unseen = unseen_row(emission.chunks, emission.longest)
    kept = emission.table > np.maximum(unseen * 1.5, least)
    kept[-1] = False
    row, column = np.nonzero(kept)
    return {
        f"{name}.contexts": np.array(list(emission.contexts)),
        f"{name}.chunks": np.array(list(emission.chunks)),
        f"{name}.row": row.astype(np.uint16),
        f"{name}.column": column.astype(np.uint16),
        f"{name}.chance": (-np.log(emission.table[kept]) * 4000).round().clip(0, 65535).astype(np.uint16),
        f"{name}.longest": np.array(emission.longest),
    }


def unpack(arrays: Mapping[str, Any], name: str) -> Emission:
    """The table again."""
    contexts = {str(context): number for number, context in enumerate(arrays[f"{name}.contexts"])}
    longest = int(arrays[f"{name}.longest"])
    chunks = {str(chunk): number + longest + 1 for number, chunk in enumerate(arrays[f"{name}.chunks"])}
    table = np.tile(unseen_row(chunks, longest), (len(contexts) + 1, 1))
    table[arrays[f"{name}.row"], arrays[f"{name}.column"]] = np.exp(arrays[f"{name}.chance"] / -4000.0)
    table[-1] = nothing_row(chunks, longest)
    return Emission(contexts, chunks, table, longest)


def unseen_row(chunks: Mapping[str, int], longest: int) -> Floats:
    """What a letter writes when nothing is known: any chunk, less likely by its length."""
    row = np.empty(len(chunks) + longest + 1, np.float32)
    row[: longest + 1] = UNSEEN / ALPHABET ** np.arange(longest + 1)
    for chunk, column in chunks.items():
        row[column] = UNSEEN / ALPHABET ** len(chunk)
    return row


def nothing_row(chunks: Mapping[str, int], longest: int) -> Floats:
    """The row of padding: it writes nothing, surely."""
    row = np.zeros(len(chunks) + longest + 1, np.float32)
    row[chunks.get("", 0)] = 1.0
    return row
