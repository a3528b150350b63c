"""Which pairs are worth a look: records that share a joint key, never a given name alone.

Each rule is a join on one plain column (a hash of key parts), so that DuckDB, SQLite, PostgreSQL or Spark can
run the same plan. Blocks that are too large are left to the finer rules: the name is too common to tell.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.records import Records

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

LARGEST_BLOCK = 80
_BAND_YEARS = 4


class Keyed:
    """For each record the keys of one of its parts, as (record, key) pairs."""

    def __init__(self, records: Records, role: str, *, one_deletion: bool = False, most: int = 4) -> None:
        ids = records.village if role == "village" else records.parts[role]
        spellings = records.villages if role == "village" else records.spellings
        forms, keys = spellings.key_table(one_deletion=one_deletion, most=most)
        starts = np.searchsorted(forms, np.arange(len(spellings.forms) + 1))
        said = np.flatnonzero(ids >= 0)
        counts = (starts[1:] - starts[:-1])[ids[said]]
        self.record = np.repeat(said, counts).astype(np.int64)
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        self.key = keys[np.repeat(starts[ids[said]], counts) + offsets].astype(np.int64)


def candidate_pairs(records: Records, *, repeats: frozenset[int] = frozenset()) -> tuple[Longs, Longs]:
    """Candidate pairs (i, j), i < j, of different lists (or of one that is said to repeat people)."""
    packed = [
        pairs
        for joint_keys, record in joint_columns(records)
        for pairs in [_pairs_of(joint_keys, record, records, repeats)]
        if len(pairs)
    ]
    if not packed:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    once = np.unique(np.concatenate(packed))
    return once // len(records), once % len(records)


def joint_columns(records: Records) -> Iterator[tuple[Longs, Longs]]:
    """The rules, one joint key column each, most telling first."""
    given, father = Keyed(records, "given"), Keyed(records, "father")
    grandfather, mother = Keyed(records, "grandfather"), Keyed(records, "mother")
    village, lineage = Keyed(records, "village", most=2), Keyed(records, "lineage", most=2)
    near_given = Keyed(records, "given", one_deletion=True, most=2)
    near_father = Keyed(records, "father", one_deletion=True, most=2)
    band, count = _bands(records), len(records)
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


class _Column:
    def __init__(self, record: Longs, key: Longs) -> None:
        self.record, self.key = record, key


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
    return _mixed(first, second), one.record[left]


def _mixed(one: Longs, other: Longs) -> Longs:
    """One well-spread number out of two (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = one.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + other.astype(np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))).astype(np.int64)


def _bands(records: Records) -> _Column:
    """Bands of birth years that a record may lie in, one year of error either way."""
    known = np.flatnonzero(~np.isnan(records.born_low))
    first = ((records.born_low[known] - 1) // _BAND_YEARS).astype(np.int64)
    last = ((records.born_high[known] + 1) // _BAND_YEARS).astype(np.int64)
    counts = np.maximum(last - first + 1, 1)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return _Column(np.repeat(known, counts).astype(np.int64), np.repeat(first, counts) + offsets)


def _pairs_of(key: Longs, record: Longs, records: Records, repeats: frozenset[int]) -> Longs:
    """All pairs inside blocks of a workable size, packed as i * n + j."""
    order = np.lexsort((record, key))
    key, record = key[order], record[order]
    fresh = np.ones(len(key), bool)
    fresh[1:] = (key[1:] != key[:-1]) | (record[1:] != record[:-1])
    key, record = key[fresh], record[fresh]
    edges = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1], [True])))
    sizes = np.diff(edges)
    found = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= LARGEST_BLOCK)]):
        block = record[edges[:-1][sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        left, right = block[:, one].ravel(), block[:, other].ravel()
        apart = records.of_list[left] != records.of_list[right]
        if repeats:
            apart |= np.isin(records.of_list[left], list(repeats))
        low, high = np.minimum(left, right)[apart], np.maximum(left, right)[apart]
        found.append(np.unique(low * len(records) + high))
    return np.concatenate(found) if found else np.empty(0, np.int64)
