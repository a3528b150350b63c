"""Which pairs are worth a look: records that share a joint key, never a given name alone.

Each rule is a join on one plain column (a hash of key parts), so that DuckDB, SQLite, PostgreSQL or Spark can
run the same plan. Blocks that are too large are left to the finer rules: the name is too common to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.records import Records

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

LARGEST_BLOCK = 80
RANGES = 32  # of keys, sorted one after the other, so that little lies in memory twice
LARGEST_NEW_BLOCK = 3 * LARGEST_BLOCK  # for pairs of a list that came after the counting
_BAND_YEARS = 4


@dataclass(frozen=True)
class KeyTable:
    """(joint key, record), sorted by both, each once: what the join joins."""

    key: Longs
    record: Ints


class Keyed:
    """For each record the keys of one of its parts, as (record, key) pairs."""

    def __init__(
        self, records: Records, role: str, first: int, *, one_deletion: bool = False, most: int = 4
    ) -> None:
        ids = records.village if role == "village" else records.parts[role]
        spellings = records.villages if role == "village" else records.spellings
        said = first + np.flatnonzero(ids[first:] >= 0)
        key = spellings.keys_of(ids[said], one_deletion=one_deletion, most=4 * most if one_deletion else most)
        used = key != 0
        self.record = np.repeat(said, used.sum(axis=1)).astype(np.int64)
        self.key = key[used]


class _Column:
    def __init__(self, record: Longs, key: Longs) -> None:
        self.record, self.key = record, key


def key_table(records: Records, *, first: int = 0) -> KeyTable:
    """All rules' joint keys of the records from `first` on; the rules are told apart inside the key."""
    return _told_apart(joint_columns(records, first), first_rule=1)


def place_table(records: Records, linked: Longs, *, first: int = 0) -> KeyTable:
    """Joint keys with the place, whatever it is called; `linked` (forms, k): a key for each two names of one
    place (`places.linked_names`), 0 fills up."""
    return _told_apart(_place_columns(records, linked, first), first_rule=101)


def _told_apart(columns: Iterable[tuple[Longs, Longs]], *, first_rule: int) -> KeyTable:
    return _merged(
        [
            _sorted(mixed(key, np.full(len(key), number, np.int64)), record.astype(np.int32))
            for number, (key, record) in enumerate(columns, start=first_rule)
        ]
    )


def _merged(tables: Sequence[KeyTable]) -> KeyTable:
    """Sorted tables as one, a range of keys after the other."""
    bounds = np.arange(1, RANGES, dtype=np.int64) * (2**63 // RANGES * 2) + np.int64(-(2**63))
    cuts = [[0, *np.searchsorted(table.key, bounds).tolist(), len(table.key)] for table in tables]
    size = sum(len(table.key) for table in tables)
    key, record, filled = np.empty(size, np.int64), np.empty(size, np.int32), 0
    for at in range(RANGES):
        slices = [slice(cut[at], cut[at + 1]) for cut in cuts]
        some = _sorted(
            np.concatenate([table.key[part] for table, part in zip(tables, slices, strict=True)]),
            np.concatenate([table.record[part] for table, part in zip(tables, slices, strict=True)]),
        )
        upto = filled + len(some.key)
        key[filled:upto], record[filled:upto] = some.key, some.record
        filled = upto
    return KeyTable(key[:filled], record[:filled])


def _sorted(key: Longs, record: Ints) -> KeyTable:
    order = np.lexsort((record, key))
    key, record = key[order], record[order]
    fresh = np.ones(len(key), bool)
    fresh[1:] = (key[1:] != key[:-1]) | (record[1:] != record[:-1])
    return KeyTable(key[fresh], record[fresh])


def both_tables(old: KeyTable, new: KeyTable) -> KeyTable:
    """One table of both."""
    return _merged((old, new))


def met_by(old: Sequence[KeyTable], new: KeyTable) -> KeyTable:
    """The new table, and of the old ones what shares a key with it."""
    wanted = np.unique(new.key)
    found = [new]
    for table in old:
        starts = np.searchsorted(table.key, wanted)
        starts = starts[among(wanted, table.key, starts)]
        ends = np.searchsorted(table.key, table.key[starts], side="right")
        counts = ends - starts
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        chosen = np.repeat(starts, counts) + offsets
        found.append(KeyTable(table.key[chosen], table.record[chosen]))
    return _merged(found)


def too_common(table: KeyTable) -> Longs:
    """The keys that too many records share."""
    key, size = np.unique(table.key, return_counts=True)
    return key[size > LARGEST_BLOCK]


def candidate_pairs(
    records: Records,
    table: KeyTable,
    common: Longs,
    *,
    repeats: frozenset[int] = frozenset(),
    first_uncounted: int | None = None,
    first_new: int = 0,
) -> tuple[Longs, Longs]:
    """Candidate pairs (i, j), i < j, of different lists (or of one that is said to repeat people).

    Records from `first_uncounted` on came after the too common keys were counted. Only pairs that hold a
    record from `first_new` on are given.
    """
    first_uncounted = len(records) if first_uncounted is None else first_uncounted
    keep = ~among(table.key, common)
    key, record = table.key[keep], table.record[keep]
    edges = (
        np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1], [True])))
        if len(key)
        else np.zeros(1, int)
    )
    sizes = np.diff(edges)
    found = [np.empty(0, np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        block = record[edges[:-1][sizes == size][:, None] + np.arange(size)].astype(np.int64)
        block = block[block[:, -1] >= first_new]
        found += _pairs_of(block, records, repeats, first_uncounted, first_new)
    once = np.unique(np.concatenate(found))
    return once // len(records), once % len(records)


def _pairs_of(
    block: Longs, records: Records, repeats: frozenset[int], first_uncounted: int, first_new: int
) -> Iterator[Longs]:
    """Pairs inside blocks of one size, packed as i * n + j; records of one block ascend."""
    size = block.shape[1]
    one, other = np.triu_indices(size, 1)
    step = max(1, 2_000_000 // len(one))
    for start in range(0, len(block), step):
        left, right = block[start : start + step, one], block[start : start + step, other]
        apart = records.of_list[left] != records.of_list[right]
        if repeats:
            apart |= np.isin(records.of_list[left], list(repeats))
        apart &= right >= first_new
        if size > LARGEST_NEW_BLOCK:
            # By what stood in the block before: what comes later must not change what was compared.
            apart &= (right < first_uncounted) | (other < LARGEST_NEW_BLOCK)[None, :]
        yield np.unique(left[apart] * len(records) + right[apart])


def among(values: Longs, wanted: Longs, places: Longs | None = None) -> npt.NDArray[np.bool_]:
    """Whether each value is among sorted ones; `places`: where it would stand, if that is known."""
    if not len(wanted):
        return np.zeros(len(values), bool)
    places = np.searchsorted(wanted, values) if places is None else places
    return np.asarray(wanted[np.minimum(places, len(wanted) - 1)] == values)


def joint_columns(records: Records, first: int = 0) -> Iterator[tuple[Longs, Longs]]:
    """The rules, one joint key column each, most telling first."""
    given, father = Keyed(records, "given", first), Keyed(records, "father", first)
    grandfather, mother = Keyed(records, "grandfather", first), Keyed(records, "mother", first)
    village, lineage = Keyed(records, "village", first, most=2), Keyed(records, "lineage", first, most=2)
    near_given = Keyed(records, "given", first, one_deletion=True, most=2)
    near_father = Keyed(records, "father", first, one_deletion=True, most=2)
    band, sex, count = _bands(records, first), _sexes(records, first), len(records)
    # Without order: "Shammo Fadiya" is Fadiya Shammo, and a middle name may be missing.
    yield _joined(given, _either(father, grandfather), count, ordered=False)
    yield _joined(given, mother, count)
    yield _joined(given, lineage, count)
    yield _joined(given, village, count)
    yield _joined(given, band, count)
    yield _joined(near_given, _both(father, band, count), count)
    yield _joined(near_given, _both(village, band, count), count)
    yield _joined(given, near_father, count)
    yield _joined(near_given, _both(father, village, count), count)
    yield _joined(father, _both(mother, band, count), count)
    yield _joined(_both(father, grandfather, count), _both(village, band, count), count)
    # Finer ones for what is common.
    yield _joined(given, _both(village, band, count), count)
    yield _joined(given, _both(father, village, count), count)
    yield _joined(_both(given, father, count), _both(grandfather, sex, count), count)
    yield _joined(father, _both(village, _both(band, sex, count), count), count)
    yield _joined(near_given, _both(near_father, sex, count), count)
    yield _joined(given, _both(father, band, count), count)


def _place_columns(records: Records, linked: Longs, first: int) -> Iterator[tuple[Longs, Longs]]:
    """Rules with two names of one place, told apart finely: long lists hold many people of one place."""
    said = first + np.flatnonzero(records.village[first:] >= 0)
    key = linked[records.village[said]]
    used = key != 0
    place = _Column(np.repeat(said, used.sum(axis=1)).astype(np.int64), key[used])
    given, father = Keyed(records, "given", first, most=2), Keyed(records, "father", first, most=2)
    near_given = Keyed(records, "given", first, one_deletion=True, most=1)
    band, count = _bands(records, first), len(records)
    yield _joined(given, _both(father, place, count), count)
    yield _joined(given, _both(place, band, count), count)
    yield _joined(near_given, _both(father, place, count), count)


def _either(one: Keyed, other: Keyed) -> _Column:
    return _Column(np.concatenate((one.record, other.record)), np.concatenate((one.key, other.key)))


def _both(one: Keyed | _Column, other: Keyed | _Column, count: int) -> _Column:
    key, record = _joined(one, other, count)
    return _Column(record, key)


def _joined(
    one: Keyed | _Column, other: Keyed | _Column, count: int, *, ordered: bool = True
) -> tuple[Longs, Longs]:
    """Every combination of the two columns' keys within one record, mixed into one 64-bit key."""
    order = np.argsort(other.record, kind="stable")
    record, key = other.record[order], other.key[order]
    starts = np.searchsorted(record, np.arange(count + 1))
    counts = (starts[1:] - starts[:-1])[one.record]
    left = np.repeat(np.arange(len(one.record)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    right = np.repeat(starts[one.record], counts) + offsets
    first, second = one.key[left], key[right]
    if not ordered:
        first, second = np.minimum(first, second), np.maximum(first, second)
    return mixed(first, second), one.record[left]


def mixed(one: Longs, other: Longs) -> Longs:
    """One well-spread number out of two (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = one.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + other.astype(np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))).astype(np.int64)


def _bands(records: Records, first_record: int) -> _Column:
    """Bands of birth years that a record may lie in, one year of error either way."""
    known = first_record + np.flatnonzero(~np.isnan(records.born_low[first_record:]))
    first = ((records.born_low[known] - 1) // _BAND_YEARS).astype(np.int64)
    last = ((records.born_high[known] + 1) // _BAND_YEARS).astype(np.int64)
    counts = np.maximum(last - first + 1, 1)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return _Column(np.repeat(known, counts).astype(np.int64), np.repeat(first, counts) + offsets)


def _sexes(records: Records, first: int) -> _Column:
    known = first + np.flatnonzero(records.sex[first:] >= 0)
    return _Column(known.astype(np.int64), records.sex[known].astype(np.int64))
