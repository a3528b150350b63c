"""Reading overlap tables, pairs of lists and survival times from case files."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

from vegerin.engines.answers import BadInput, Case, read_bytes, read_case
from vegerin.engines.estimation.links import read_links
from vegerin.engines.estimation.tables import (
    FEWEST_LISTS,
    LARGEST_COUNT,
    MOST_LISTS,
    NotATable,
    OverlapTable,
)
from vegerin.engines.fields import Fields

COUNT = "count"


def read(name: str) -> Case:
    """A JSON case; a CSV of cells: one 0/1 column a list, and `count`; or a folder of linked lists."""
    if Path(name).is_dir():
        return read_links(name)
    return read_csv(name) if name.lower().endswith(".csv") else read_case(name)


def read_csv(name: str) -> Case:
    """An overlap table as a spreadsheet holds it, with commas, semicolons or tabs."""
    raw = read_bytes(name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    between = max(",;\t", key=text.partition("\n")[0].count)
    try:
        lines = csv.reader(io.StringIO(text), strict=True, delimiter=between)
        rows = [row for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadInput(f"{name}: cannot be read as CSV ({error}).") from None
    head = [cell.strip() for cell in rows[0]] if rows else []
    at = next((i for i, cell in enumerate(head) if cell.lower() == COUNT), None)
    if at is None:
        raise BadInput(f'{name}: line 1 has no column "count". Give one 0/1 column a list, and count.')
    cells = []
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(head):
            raise BadInput(f"{name}: line {line} has {len(row)} columns; the head has {len(head)}.")
        number = row[at].strip()
        if not number.isdigit() or len(number) > 12:
            raise BadInput(
                f"{name}: line {line}: count is {number[:20]!r}; it should be a whole number, 0 or more."
            )
        pattern = "".join(cell.strip() for i, cell in enumerate(row) if i != at)
        cells.append({"pattern": pattern, "count": int(number)})
    lists = [cell for i, cell in enumerate(head) if i != at]
    content = {"lists": lists, "cells": cells}
    return Case(Path(name).stem, "mse", content, hashlib.sha256(raw).hexdigest())


def table_of(content: Fields, *, cells: str = "cells", lists: list[str] | None = None) -> OverlapTable:
    """The overlap table of a case."""
    names = list_names(content) if lists is None else lists
    counts: dict[str, int] = {}
    for cell in content.parts(cells):
        if cell.content.get("pattern") == "0" * len(names) and cell.content.get("count") in (0, None):
            continue  # those on no list: what is asked
        pattern = pattern_in(cell, len(names))
        if pattern in counts:
            raise cell.wrong("pattern", "different in every cell")
        counts[pattern] = cell.whole("count", low=0, high=LARGEST_COUNT)
    impossible = [
        pattern_in(Fields({"pattern": each}, f"{content.place}.impossible[{index}]"), len(names))
        for index, each in enumerate(content.listed("impossible", default=()))
    ]
    try:
        return merged(OverlapTable.from_patterns(names, counts, impossible=impossible), content)
    except NotATable as error:
        raise BadInput(f"{content.place}: {error}") from None


def list_names(content: Fields) -> list[str]:
    """Names of the lists: two to eight, all different."""
    names = [str(each) for each in content.listed("lists")]
    if not FEWEST_LISTS <= len(names) <= MOST_LISTS or len(set(names)) < len(names):
        raise content.wrong("lists", f"{FEWEST_LISTS} to {MOST_LISTS} different names")
    return names


def pattern_in(cell: Fields, k: int) -> str:
    """A pattern of k digits with a 1 in it."""
    pattern = cell.content.get("pattern")
    if not isinstance(pattern, str) or len(pattern) != k or set(pattern) - {"0", "1"} or "1" not in pattern:
        raise cell.wrong("pattern", f"{k} digits of 0 and 1, at least one of them 1, in quotation marks")
    return pattern


def merged(table: OverlapTable, content: Fields) -> OverlapTable:
    """The table with lists taken as one where one was copied from the other."""
    for pair in content.listed("copies", default=()):
        names = pair if isinstance(pair, list) and len(pair) == 2 else [None, None]
        if not all(name in table.lists for name in names) or names[0] == names[1] or table.k == FEWEST_LISTS:
            raise content.wrong("copies", "pairs of names of lists that are still apart, and leave two lists")
        table = table.merged(*sorted(table.lists.index(str(name)) for name in names))
    return table


def two_list_cases(content: Fields) -> list[tuple[str, int, int, int]]:
    """Id, sizes and overlap of each pair of lists."""
    found = []
    parts = content.parts("cases") if "cases" in content else [content]
    for index, part in enumerate(parts):
        n1, n2 = part.whole("n1", low=0), part.whole("n2", low=0)
        m = part.whole("m", low=0)
        if m > min(n1, n2):
            raise part.wrong("m", f"no more than the smaller list, {min(n1, n2)}")
        found.append((part.text("id", default=str(index)), n1, n2, m))
    return found


def times_and_events(task: Fields, *, outcomes: int = 1) -> tuple[list[float], list[int]]:
    """Times and what happened at each; 0 is "not yet"."""
    times = task.numbers("time", low=0)
    as_numbers = [int(x) if isinstance(x, bool) else x for x in task.listed("event")]
    happened = Fields({"event": as_numbers}, task.place).numbers("event", low=0, high=outcomes)
    events = [int(x) for x in happened if x == int(x)]
    if len(times) != len(events):
        raise task.wrong("event", f"as long as time ({len(times)}) and whole numbers")
    return times, events


def left_and_right(task: Fields) -> tuple[list[float], list[float]]:
    """Intervals; a right end of null is "not yet", a left end of null is 0."""
    left = [0.0 if each is None else each for each in task.listed("left")]
    right = [float("inf") if each in (None, "Inf") else each for each in task.listed("right")]
    if not left or len(left) != len(right):
        raise task.wrong("right", f"as long as left ({len(left)}) and not empty")
    pairs = list(zip(left, right, strict=True))
    for index, (a, b) in enumerate(pairs):
        _check_interval(task, index, a, b)
    return [float(a) for a, _ in pairs], [float(b) for _, b in pairs]


def _check_interval(task: Fields, index: int, a: Any, b: Any) -> None:
    interval = Fields({"left": a, "right": b if b != float("inf") else 1e299}, f"{task.place}[{index}]")
    low = interval.number("left", low=0)
    if interval.number("right", low=0) < low:
        raise interval.wrong("right", f"no earlier than left, {low:g}")
