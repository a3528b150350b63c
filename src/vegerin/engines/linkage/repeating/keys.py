"""Which pairs are compared: records that share two things said of them; where too many do, a third.

No name alone brings two records together. Keys refine instead of falling away: a common name with a common
year meets a place, an occupation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from vegerin.engines import names
from vegerin.engines.linkage.repeating.columns import Column, Kind
from vegerin.engines.linkage.repeating.levels import parts_of_date

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

LARGEST_BLOCK = 50
MIX, SHIFT = np.int64(0x1E3779B97F4A7C15), np.int64(0x7F4A7C15)
ALONE = (Kind.DATE, Kind.CODE)  # may bring records together by itself, where few share it


@dataclass(frozen=True)
class Atom:
    """One way to look at one column: a number for each record, 0 where it says nothing."""

    column: int
    key: Longs
    alone: bool = False


@dataclass(frozen=True)
class Candidates:
    """Pairs (m,) i < j, and the columns, as bits, that every key which brought them together holds."""

    one: Ints
    other: Ints
    always: Longs


def atoms_of(columns: Sequence[Column]) -> list[Atom]:
    """All ways to look at all columns."""
    numbers: dict[str, int] = {}
    found = []
    for at, column in enumerate(columns):
        for which, keys in enumerate(_keys(column)):
            of_form = [numbers.setdefault(key, len(numbers) + 1) if key else 0 for key in keys]
            table = np.array([*of_form, 0], np.int64)  # the last: nothing said
            found.append(Atom(at, table[column.ids], alone=column.kind in ALONE and which == 0))
    return found


def _keys(column: Column) -> Iterator[list[str]]:
    """For each way to look at the column a key of each form, empty where it has none."""
    forms = column.forms
    if column.kind is Kind.NAME:
        yield [(names.part_keys(form).keys or (form,))[0] for form in forms]
        yield [names.part_keys(form).romanised[:3] for form in forms]
    elif column.kind is Kind.DATE:
        yield list(forms)
        yield [str(parts_of_date(form)[0] or "") for form in forms]
    elif column.kind is Kind.CODE:
        yield list(forms)
        yield [form.split()[0] if " " in form else form[:-2] for form in forms]
    elif column.kind is Kind.REST:
        yield [max(form.split(), key=len) for form in forms]
    elif column.kind is Kind.CATEGORY:
        return
    elif column.kind is Kind.NUMBER:
        yield list(forms)
    else:
        yield [(names.part_keys(form).keys or (form,))[0] for form in forms]


def candidates(columns: Sequence[Column], *, largest: int = LARGEST_BLOCK) -> Candidates:
    """The pairs worth a comparison."""
    atoms = atoms_of(columns)
    count = len(columns[0].ids) if columns else 1
    pairs, masks = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for key, bits in _joint(atoms, largest):
        # Each key's pairs once; most pairs meet by many keys.
        found = np.unique(np.concatenate([np.empty(0, np.int64), *_pairs_of(key, count, largest)]))
        pairs.append(found)
        masks.append(np.full(len(found), bits, np.int64))
    pair, mask = np.concatenate(pairs), np.concatenate(masks)
    order = np.argsort(pair, kind="stable")
    pair, mask = pair[order], mask[order]
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    always = np.bitwise_and.reduceat(mask, starts) if len(pair) else mask
    pair = pair[starts]
    return Candidates((pair // count).astype(np.int32), (pair % count).astype(np.int32), always)


def _joint(atoms: Sequence[Atom], largest: int) -> Iterator[tuple[Longs, int]]:
    """Joint keys (n,), 0 for none, each with the columns it holds as bits."""
    for atom in atoms:
        if atom.alone:
            yield atom.key, 1 << atom.column
    for a, b in combinations(atoms, 2):
        if a.column == b.column:
            continue
        key = _both(a.key, b.key)
        bits = (1 << a.column) | (1 << b.column)
        yield key, bits
        crowded = np.where(_crowded(key, largest), key, 0)
        if crowded.any():
            for c in atoms:
                if c.column > max(a.column, b.column):  # each three once
                    yield _both(crowded, c.key), bits | (1 << c.column)


def _both(a: Longs, b: Longs) -> Longs:
    """One number for each two, 0 where either says nothing; two keys rarely meet by chance."""
    mixed = (a * MIX ^ (b + SHIFT)) * MIX
    return np.where((a != 0) & (b != 0), mixed ^ (mixed >> 29), 0)


def _crowded(key: Longs, largest: int) -> npt.NDArray[np.bool_]:
    """Which records share their key with too many."""
    _, back, sizes = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray((sizes[back] > largest) & (key != 0))


def _pairs_of(key: Longs, count: int, largest: int) -> Iterator[Longs]:
    """All pairs (i * count + j, i < j) inside each block that is not too large."""
    said = np.flatnonzero(key)
    order = said[np.argsort(key[said], kind="stable")]
    sizes = np.unique(key[order], return_counts=True)[1]
    order = order[np.repeat((sizes > 1) & (sizes <= largest), sizes)]
    ordered = key[order]
    for gap in range(1, largest):
        inside = np.flatnonzero(ordered[:-gap] == ordered[gap:])
        if not len(inside):
            break
        yield order[inside] * count + order[inside + gap]
