"""Training of the spelling model: expectation–maximisation over pairs of spellings of one name.

Positive pairs only: name groups of public tables split true variants into different items,
so "nearest wrong name" negatives teach errors (research §4d). Two stages: letters alone, then
letters between their neighbours, smoothed towards what the letter does elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vegerin.engines.names.spellings import (
    EDGE,
    Doubles,
    Emission,
    Floats,
    Sources,
    Targets,
    Whole,
    nothing_row,
    unseen_row,
)

LETTER_ROUNDS, CONTEXT_ROUNDS = 6, 4
LEAST_CONTEXT, LEAST_CHUNK, LEAST_WRITTEN = 12, 3, 1.5
# How many observations the wider context is worth when the narrower one has few.
PRIOR_WEIGHT = 4.0


@dataclass(frozen=True)
class Pair:
    """Two spellings of one name, and how much this pair counts."""

    source: str
    target: str
    weight: float = 1.0


def train(pairs: Sequence[Pair], *, longest: int) -> Emission:
    """An emission table from pairs of spellings.

    >>> toy = train([Pair("ab", "xy")] * 50, longest=1)
    >>> bool(toy.table[toy.contexts[" a "], toy.chunks["x"]] > 0.9)
    True
    """
    chunks = _chunks(pairs, longest)
    contexts = _contexts(pairs)
    letters = {context: row for row, context in enumerate(c for c in contexts if c[0] == c[2] == " ")}
    emission = Emission(letters, chunks, _even(letters, chunks, longest), longest)
    for _ in range(LETTER_ROUNDS):
        counts = expected_counts(pairs, emission)
        emission = _maximised(counts, letters, chunks, longest)
    chunks, columns = _used(counts, chunks, longest)
    emission = Emission(contexts, chunks, _spread(emission, contexts)[:, columns], longest)
    for _ in range(CONTEXT_ROUNDS):
        emission = _maximised(expected_counts(pairs, emission), contexts, chunks, longest)
    return emission


def _chunks(pairs: Sequence[Pair], longest: int) -> dict[str, int]:
    seen: Counter[str] = Counter()
    for pair in pairs:
        for width in range(1, longest + 1):
            seen.update(pair.target[at : at + width] for at in range(len(pair.target) - width + 1))
    kept = ["", *sorted(chunk for chunk, count in seen.items() if count >= LEAST_CHUNK * len(chunk))]
    return {chunk: column for column, chunk in enumerate(kept, start=longest + 1)}


def _used(counts: Doubles, chunks: Mapping[str, int], longest: int) -> tuple[dict[str, int], list[int]]:
    """The chunks that letters do write, and their columns: the others would only cost memory."""
    written = counts.sum(axis=0)
    kept = [chunk for chunk, column in chunks.items() if not chunk or written[column] >= LEAST_WRITTEN]
    columns = [*range(longest + 1), *(chunks[chunk] for chunk in kept)]
    return {chunk: column for column, chunk in enumerate(kept, start=longest + 1)}, columns


def _contexts(pairs: Sequence[Pair]) -> dict[str, int]:
    seen: Counter[str] = Counter()
    for pair in pairs:
        padded = f"{EDGE}{pair.source}{EDGE}"
        for at in range(1, len(padded) - 1):
            before, letter, after = padded[at - 1], padded[at], padded[at + 1]
            for context in (
                f" {letter} ",
                f" {letter}{after}",
                f"{before}{letter} ",
                before + letter + after,
            ):
                seen[context] += 1
    single = [context for context in seen if context[0] == context[2] == " "]
    wider = [
        context
        for context, count in seen.items()
        if count >= LEAST_CONTEXT and not context[0] == context[2] == " "
    ]
    # A context's prior must stand before it: one letter, then one neighbour, then both.
    wider.sort(key=lambda context: (-context.count(" "), context))
    return {context: row for row, context in enumerate([*sorted(single), *wider])}


def _even(contexts: Mapping[str, int], chunks: Mapping[str, int], longest: int) -> Doubles:
    """The start: every chunk of a length alike, short ones likelier."""
    row = unseen_row(chunks, longest)
    for chunk, column in chunks.items():
        row[column] = (0.3, 1.0, 0.3, 0.1, 0.03)[len(chunk)] / ALPHABET_GUESS ** len(chunk)
    table = np.tile((row / row.sum()).astype(np.float64), (len(contexts) + 1, 1))
    table[-1] = nothing_row(chunks, longest)
    return table


ALPHABET_GUESS = 12.0


def expected_counts(pairs: Sequence[Pair], emission: Emission, *, batch: int = 4096) -> Doubles:
    """How often each context wrote each chunk, over all alignments of all pairs by their probability."""
    counts = np.zeros(emission.table.size)
    order = sorted(
        range(len(pairs)), key=lambda number: (len(pairs[number].source), len(pairs[number].target))
    )
    for start in range(0, len(order), batch):
        chosen = [pairs[number] for number in order[start : start + batch]]
        rows = Sources.of([pair.source for pair in chosen], emission).rows
        targets = Targets.of([pair.target for pair in chosen], emission)
        weights = np.array([pair.weight for pair in chosen])
        _add_counts(counts, rows, targets, weights, emission)
    return counts.reshape(emission.table.shape)


def _add_counts(counts: Doubles, rows: Whole, targets: Targets, weights: Doubles, emission: Emission) -> None:
    forward, backward, total = _forward_backward(rows, targets, emission)
    letters = rows.shape[1]
    places = targets.columns.shape[2]
    width_of_table = emission.table.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(total > 1e-250, weights / np.maximum(total, 1e-300), 0.0)
    for at in range(letters):
        for width in range(min(emission.longest, places - 1) + 1):
            columns = targets.columns[width][:, width:]
            chances = emission.table[rows[:, at][:, None], columns]
            share = forward[at][:, : places - width] * chances * backward[at + 1][:, width:] * scale[:, None]
            where = rows[:, at][:, None].astype(np.int64) * width_of_table + columns
            counts += np.bincount(where.ravel(), share.ravel(), minlength=counts.size)


def _forward_backward(
    rows: Whole, targets: Targets, emission: Emission
) -> tuple[list[Doubles], list[Doubles], Doubles]:
    words, letters = rows.shape
    places = targets.columns.shape[2]
    start = np.zeros((words, places))
    start[:, 0] = 1.0
    end = np.zeros((words, places))
    end[np.arange(words), targets.lengths] = 1.0
    forward, backward = [start], [end]
    for at in range(letters):
        forward.append(_step(forward[-1], rows[:, at], targets, emission, back=False))
    for at in reversed(range(letters)):
        backward.append(_step(backward[-1], rows[:, at], targets, emission, back=True))
    total = forward[-1][np.arange(words), targets.lengths]
    return forward, backward[::-1], total


def _step(so_far: Doubles, row: Whole, targets: Targets, emission: Emission, *, back: bool) -> Doubles:
    places = so_far.shape[1]
    reached = np.zeros_like(so_far)
    for width in range(min(emission.longest, places - 1) + 1):
        chances = emission.table[row[:, None], targets.columns[width][:, width:]]
        if back:
            reached[:, : places - width] += so_far[:, width:] * chances
        else:
            reached[:, width:] += so_far[:, : places - width] * chances
    return reached


def _maximised(
    counts: Doubles, contexts: Mapping[str, int], chunks: Mapping[str, int], longest: int
) -> Emission:
    """Each context's share, with the wider context as its prior; a letter alone rests on the unseen row."""
    table = np.empty((len(contexts) + 1, counts.shape[1]))
    floor = unseen_row(chunks, longest)
    pooled = _pooled(counts, contexts)
    for context, row in contexts.items():
        seen = pooled[row].copy()
        seen[: longest + 1] = 0.0
        prior = _prior(context, contexts, table, floor)
        weight = PRIOR_WEIGHT if context != f" {context[1]} " else 0.5
        table[row] = (seen + weight * prior) / (seen.sum() + weight) + floor
    table[-1] = nothing_row(chunks, longest)
    return Emission(contexts, chunks, table, longest)


def _pooled(counts: Doubles, contexts: Mapping[str, int]) -> Doubles:
    """A wider context's counts include those of every narrower one inside it."""
    pooled = counts.copy()
    for context, row in contexts.items():
        before, letter, after = tuple(context)
        wider = []
        if before != " " and after != " ":
            wider = [f" {letter}{after}", f"{before}{letter} ", f" {letter} "]
        elif before != " " or after != " ":
            wider = [f" {letter} "]
        for context_above in wider:
            if context_above in contexts:
                pooled[contexts[context_above]] += counts[row]
    return pooled


def _prior(context: str, contexts: Mapping[str, int], table: Doubles, floor: Floats) -> Doubles:
    before, letter, after = tuple(context)
    if before == after == " ":
        return np.asarray(floor / floor.sum(), np.float64)
    if before != " " and after != " ":
        wider = [table[contexts[c]] for c in (f" {letter}{after}", f"{before}{letter} ") if c in contexts]
        if wider:
            return np.asarray(np.mean(wider, axis=0))
    return np.asarray(table[contexts[f" {letter} "]])


def _spread(emission: Emission, contexts: Mapping[str, int]) -> Doubles:
    """The table of letters alone as the start of the table of contexts."""
    table = np.empty((len(contexts) + 1, emission.table.shape[1]))
    for context, row in contexts.items():
        table[row] = emission.table[emission.contexts[f" {context[1]} "]]
    table[-1] = emission.table[-1]
    return table
