"""The rows of a list as they stand in its file, however it was saved."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vegerin.engines.answers import BadInput, read_bytes
from vegerin.engines.linkage.not_known import is_unknown

COLUMNS = [
    "record_id",
    "full_name",
    "given",
    "father",
    "grandfather",
    "lineage",
    "mother",
    "sex",
    "birth_year",
    "age",
    "age_on",
    "village",
    "village_code",
    "household",
    "abducted_on",
    "kin_of",
    "alias",
    "remark",
]
SEPARATORS = (",", ";", "\t", "|")  # the first of equals
MOST_LETTERS = 131_072  # of one cell


@dataclass(frozen=True)
class Row:
    """One row of a list, as it stands there; empty means not said."""

    list: str
    number: int
    said: dict[str, str]

    def get(self, column: str) -> str:
        """What the column says, without blanks at its ends; *unknown* says as little as an empty cell."""
        said = (self.said.get(column) or "").strip()
        return said if said and (column == "record_id" or not is_unknown(said)) else ""


def read_rows(name: str) -> list[Row]:
    """The rows of one list; refuses a file without `record_id`, or one that repeats it."""
    rows = [Row(Path(name).stem, at, row) for at, row in rows_of_table(name)]
    seen: dict[str, int] = {}
    for row in rows:
        if not row.get("record_id"):
            raise BadInput(f"{name}: line {row.number}: record_id is empty. Give each record its own.")
        if row.get("record_id") in seen:
            raise BadInput(f"{name}: line {row.number}: record_id {row.get('record_id')!r} stands twice.")
        seen[row.get("record_id")] = row.number
    return rows


def other_columns(rows: Sequence[Row]) -> list[str]:
    """Columns of a list that mean nothing here: a heading spelt otherwise would drop out of every comparison.

    >>> other_columns([Row("a", 2, {"record_id": "1", "fathers_name": "Murad"})])
    ['fathers_name']
    """
    return [column for column in (rows[0].said if rows else ()) if column and column not in COLUMNS]


def rows_of_table(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row; separated by commas, semicolons, tabs or bars, as line 1 shows."""
    text = _decoded(name, read_bytes(name))
    mark = max(SEPARATORS, key=text.split("\n", 1)[0].count)
    csv.field_size_limit(MOST_LETTERS)  # another reader in this process may have asked for more
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        header = [column.strip().casefold() for column in reader.fieldnames or []]
        if "record_id" not in header:
            raise BadInput(f"{name}: line 1: no column record_id. Name the column that tells records apart.")
        reader.fieldnames = header
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        place = f"{name}: line {reader.line_num + 1}"
        raise BadInput(f"{place}: {error}. A quotation mark may not be closed.") from None


def _decoded(name: str, raw: bytes) -> str:
    """UTF-8, or the UTF-16 that says so itself, as spreadsheets save *Unicode text*."""
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: byte {error.start} is not UTF-8. Save the list as UTF-8.") from None
