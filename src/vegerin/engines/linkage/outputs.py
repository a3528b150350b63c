"""The files of a run: pairs.csv, clusters.csv, families.csv and review.csv.

A list that is added changes few lines of pairs.csv: the earlier file's bytes are taken over, and only new
pairs and those whose decision changed are written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.linking import Linked
from vegerin.engines.linkage.review import (
    DECISIONS,
    NO,
    Columns,
    decisions,
    match_families,
    question_columns,
    why,
)

Longs = npt.NDArray[np.int64]

PAIRS, CLUSTERS, FAMILIES, REVIEW = "pairs.csv", "clusters.csv", "families.csv", "review.csv"
HEADER = "list_a,record_a,list_b,record_b,p_same,p_family,p_other,decision,why\n"
REVIEW_HEADER = "rank,family_screen,list_a,record_a,list_b,record_b,p_same,reason\n"
QUOTED = ',"\n\r'
AT_ONCE = 100_000
PIECE = 1 << 20  # bytes copied at once


@dataclass(frozen=True)
class Lines:
    """What stands in pairs.csv: each pair's decision (m,), and where its line ends (m,), in bytes."""

    decision: npt.NDArray[np.int8]
    end: Longs


@dataclass(frozen=True)
class Told:
    """What was written: the lines of pairs.csv, and why each question is asked."""

    lines: Lines
    reasons: Sequence[str]


def write_files(linked: Linked, folder: Path, *, earlier: tuple[Path, Lines] | None = None) -> Told:
    """Write the four files; `earlier`: an earlier run's folder, whose pairs come first, and its lines."""
    folder.mkdir(parents=True, exist_ok=True)
    matched = match_families(linked.families.tolist(), linked.cluster)
    asked = question_columns(linked, matched)
    names = Names(linked)
    lines = _write_pairs(linked, names, folder / PAIRS, earlier)
    _write(folder / CLUSTERS, "person_id,list,record_id\n", names.grouped(names.groups(linked.cluster)))
    families = names.groups(matched.of_record)
    _write(folder / FAMILIES, "family_id,list,record_id\n", names.grouped(families))
    _write(folder / REVIEW, REVIEW_HEADER, _review(asked, families, names))
    _, _, _, reasons, _ = asked
    return Told(lines, reasons)


class Names:
    """How records and groups are called, as cells of a CSV file."""

    def __init__(self, linked: Linked) -> None:
        lists, ids = linked.records.lists, linked.records.ids
        of_list = linked.records.of_list.tolist()
        plain = not any(mark in text for text in ("".join(lists), "".join(ids)) for mark in QUOTED)
        cell: Callable[[str], str] = str if plain else quoted
        self._cell, self._lists, self._of_list, self._ids = cell, lists, of_list, ids

    @cached_property
    def record(self) -> list[str]:
        """Each record's list and number."""
        lists = list(map(self._cell, self._lists))
        ids = map(self._cell, self._ids)
        return [f"{lists[at]},{name}" for at, name in zip(self._of_list, ids, strict=True)]

    def group(self, record: int) -> str:
        """A group is named after its first record: the same lists give the same names."""
        return f"{self._lists[self._of_list[record]]}:{self._ids[record]}"

    def groups(self, of_record: Sequence[int]) -> list[str]:
        """Of each record its group's name, as a cell."""
        _, first, back = np.unique(np.asarray(of_record), return_index=True, return_inverse=True)
        lists, of_list, ids = self._lists, self._of_list, self._ids
        called = [f"{lists[of_list[at]]}:{ids[at]}" for at in first.tolist()]
        called = called if self._cell is str else [self._cell(name) for name in called]
        return [called[at] for at in back.tolist()]

    def grouped(self, called: Sequence[str]) -> list[str]:
        """For each record a line: its group's name, its list and its own."""
        return [f"{group},{name}\n" for group, name in zip(called, self.record, strict=True)]


def _review(asked: Columns, of_family: Sequence[str], names: Names) -> list[str]:
    """`of_family`: of each record its family's name; a question names the family of its first record."""
    record = names.record
    return [
        f"{rank},{of_family[one]},{record[one]},{record[other]},{p_same:.6g},{reason}\n"
        for rank, (one, other, p_same, reason, _) in enumerate(zip(*asked, strict=True), start=1)
    ]


def _write_pairs(linked: Linked, names: Names, file: Path, earlier: tuple[Path, Lines] | None) -> Lines:
    decided = decisions(linked)
    known, ends, changed = 0, np.empty(0, np.int64), np.empty(0, np.int64)
    if earlier and _stands(earlier[0] / PAIRS, earlier[1]):
        known, ends = len(earlier[1].end), earlier[1].end
        changed = np.flatnonzero(decided[:known] != earlier[1].decision)
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out:
        if earlier and known:
            lines = _lines(linked, names, decided, changed)
            ends = _with_changes(earlier[0] / PAIRS, out, ends, changed, lines)
        else:
            out.write(HEADER.encode())
        first, sizes = out.tell(), [np.zeros(0, np.int64)]
        for at in range(known, len(decided), AT_ONCE):
            lines = _lines(linked, names, decided, np.arange(at, min(at + AT_ONCE, len(decided))))
            out.write(b"".join(lines))
            sizes.append(np.fromiter(map(len, lines), np.int64))
    part.replace(file)
    return Lines(decided, np.concatenate((ends, first + np.cumsum(np.concatenate(sizes)))))


def _stands(file: Path, lines: Lines) -> bool:
    """Whether the earlier file still is what that run wrote, as far as its length and first line tell."""
    if not file.exists() or not len(lines.end) or file.stat().st_size != int(lines.end[-1]):
        return False
    with file.open("rb") as old:
        return old.read(len(HEADER)) == HEADER.encode()


def _with_changes(file: Path, out: BinaryIO, ends: Longs, changed: Longs, lines: Sequence[bytes]) -> Longs:
    """Copy the earlier file with these lines in the place of theirs; where each pair's line ends now."""
    starts = np.where(changed > 0, ends[np.maximum(changed - 1, 0)], len(HEADER))
    at = 0
    with file.open("rb") as old:
        for start, end, line in zip(starts.tolist(), ends[changed].tolist(), lines, strict=True):
            _copy(old, out, at, start)
            out.write(line)
            at = end
        _copy(old, out, at, int(ends[-1]))
    longer = np.zeros(len(ends), np.int64)
    longer[changed] = np.fromiter(map(len, lines), np.int64) - (ends[changed] - starts)
    return np.asarray(ends + np.cumsum(longer))


def _copy(old: BinaryIO, out: BinaryIO, start: int, end: int) -> None:
    """The bytes from start to end: inside the kernel where it can, else a piece at a time."""
    out.flush()
    while hasattr(os, "copy_file_range") and start < end:
        try:
            done = os.copy_file_range(old.fileno(), out.fileno(), end - start, start)
        except OSError:  # another file system, or one that cannot
            break
        if not done:
            break
        start += done
    old.seek(start)
    out.seek(0, os.SEEK_END)
    while start < end:
        piece = old.read(min(PIECE, end - start))
        out.write(piece)
        start += len(piece)


def _lines(linked: Linked, names: Names, decided: npt.NDArray[np.int8], which: Longs) -> list[bytes]:
    said = [DECISIONS[at] for at in decided[which].tolist()]
    clauses = [quoted(clause) for clause in why(linked, which)]
    ends = zip(linked.one[which].tolist(), linked.other[which].tolist(), strict=True)
    record = names.record
    return [
        f"{record[one]},{record[other]},{shares(chances)},{word},{clause if word != NO else ''}\n".encode()
        for (one, other), chances, word, clause in zip(
            ends, linked.p[which].tolist(), said, clauses, strict=True
        )
    ]


def shares(chances: Sequence[float]) -> str:
    """Chances as cells to six figures; the largest takes what rounding left, so that they sum to 1.

    >>> shares((0.2590784, 0.01949414, 0.72142746))
    '0.259078,0.0194941,0.7214279'
    >>> shares((1.0, 0.0, 0.0)), shares((0.0, 0.25, 0.75)), shares((2e-7, 0.6, 0.3999998))
    ('1,0,0', '0,0.25,0.75', '2e-07,0.5999998,0.4')
    """
    one, two, three = chances
    if three >= one and three >= two:
        first, second = f"{one:.6g}", f"{two:.6g}"
        return f"{first},{second},{_rest(first, second)}"
    if one >= two:
        second, third = f"{two:.6g}", f"{three:.6g}"
        return f"{_rest(second, third)},{second},{third}"
    first, third = f"{one:.6g}", f"{three:.6g}"
    return f"{first},{_rest(first, third)},{third}"


def _rest(one: str, other: str) -> str:
    return f"{round(1 - float(one) - float(other), 10):.10g}"


def quoted(text: str) -> str:
    """A cell as CSV.

    >>> quoted("a"), quoted('a "b", c')
    ('a', '"a ""b"", c"')
    """
    if any(mark in text for mark in QUOTED):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write(file: Path, columns: str, lines: Iterable[str]) -> None:
    part = file.with_name(file.name + ".part")
    part.write_text(columns + "".join(lines), "utf-8", newline="")
    part.replace(file)
