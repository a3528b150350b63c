"""Reads lists as others send them: CSV in any usual encoding and delimiter, or an Excel workbook.

A row that cannot be read is reported by its number with a reason, and the rest goes in. What the cells say is
kept as it stands; only their shape is read here. Nothing is written to disk.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import Any

from vegerin.lists.columns import Field, guess_columns
from vegerin.lists.encodings import decoded
from vegerin.lists.raw_rows import BadRow, RawRow, Unreadable, gettext_noop
from vegerin.lists.sheets import Sheet

MOST_BYTES = 256 * 1024 * 1024
LONGEST_CELL = 20_000
MOST_COLUMNS = 300
_LINES_IN_ONE_ROW = 20
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20

_PACKED = gettext_noop("{name} is packed. Unpack it first.")
_PICTURE = gettext_noop("{name} is a picture. A list has to be typed or exported as CSV or Excel.")
_NOT_A_LIST = (
    (
        b"%PDF",
        gettext_noop("{name} is a PDF. Ask for the table as CSV or Excel, or copy it into a sheet."),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        gettext_noop("{name} is an old Excel or Word file. Save it as .xlsx or CSV."),
    ),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!", _PACKED),
    (b"SQLite format 3", gettext_noop("{name} is a database. Export the table as CSV.")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
)


@dataclass(frozen=True)
class Table:
    """What a file holds: headings, and rows that are good or bad, read one after the other."""

    name: str
    sha256: str
    headings: tuple[str, ...]
    encoding: str
    delimiter: str
    lines: Sequence[str] | Sheet = field(repr=False)
    above: int = 0  # rows that stand above the headings, such as a title

    def rows(self) -> Iterator[RawRow | BadRow]:
        """Every row after the headings; empty rows are passed over."""
        records = islice(self._records(), self.above + 1, None)
        while True:
            record = next(records, None)
            if record is None:
                return
            row = _checked(record, self.headings)
            if row is not None:
                yield row

    @property
    def sheet(self) -> str:
        """The sheet of a workbook that is read."""
        return self.lines.name if isinstance(self.lines, Sheet) else ""

    @property
    def sheets_beside(self) -> tuple[str, ...]:
        """Other filled sheets of the workbook, which are not read."""
        return self.lines.beside if isinstance(self.lines, Sheet) else ()

    def _records(self) -> Iterator[RawRow | BadRow]:
        return self.lines.records() if isinstance(self.lines, Sheet) else _records(self.lines, self.delimiter)

    def as_mappings(self) -> tuple[list[dict[str, str]], list[BadRow]]:
        """All good rows as column -> text, and the bad ones."""
        good, bad = [], []
        for row in self.rows():
            if isinstance(row, BadRow):
                bad.append(row)
            else:
                good.append(dict(zip(self.headings, row.cells, strict=True)))
        return good, bad


def read_table(raw: bytes, name: str) -> Table:
    """The table in a file's bytes.

    >>> table = read_table("id;name\\n1;خليل\\n2;Xelîl;x\\n".encode("utf-8-sig"), "a.csv")
    >>> table.headings, table.delimiter
    (('id', 'name'), ';')
    >>> [row.number for row in table.rows()], list(table.rows())[1].says
    ([2, 3], 'Row 3 has 3 cells; there are 2 headings.')
    """
    _refuse_what_is_no_list(raw, name)
    lines: Sequence[str] | Sheet
    digest = hashlib.sha256(raw).hexdigest()
    if raw[:4] == b"PK\x03\x04":
        lines = max(Sheet.all_filled(raw, name), key=_known_headings)  # of equals the first
        first, above = _heading_row(lines.records())
        encoding, delimiter = "xlsx", ""
    else:
        text, encoding = decoded(raw, name)
        rows = text.splitlines(keepends=True) if "\n" in text or "\r" in text else [text]
        rows = _whole_lines(rows)
        delimiter, lines = guess_delimiter(rows[:_SAMPLE_LINES]), rows
        first, above = _heading_row(_records(rows, delimiter))
    if first is None:
        raise Unreadable(
            gettext_noop("{name} has no headings in its first row. Put the columns’ names there."), name=name
        )
    return Table(name, digest, _headings(first.cells, name), encoding, delimiter, lines, above)


def _known_headings(sheet: Sheet) -> int:
    """How many headings of a sheet are known: a page of notes often stands before the list."""
    first, _above = _heading_row(sheet.records())
    kinds = guess_columns(first.cells).values() if first is not None else ()
    return sum(kind != Field.NOT_USED for kind in kinds)


def _heading_row(records: Iterator[RawRow | BadRow]) -> tuple[RawRow | None, int]:
    """The first row that is as wide as the table, and how many stand above it: titles, a day, blank lines."""
    sample = list(islice(records, _SAMPLE_LINES))
    filled = [0 if isinstance(row, BadRow) else sum(map(bool, map(str.strip, row.cells))) for row in sample]
    usual = median([cells for cells in filled if cells] or [0])
    for above, (row, cells) in enumerate(zip(sample, filled, strict=True)):
        if isinstance(row, RawRow) and _has_words(row) and cells * 2 > usual:
            return row, above
    return None, 0


def _has_words(row: RawRow) -> bool:
    """Headings are words; numbers alone are a row of the list."""
    return any(sign.isalpha() for cell in row.cells for sign in cell)


def _refuse_what_is_no_list(raw: bytes, name: str) -> None:
    if not raw.strip():
        raise Unreadable(gettext_noop("{name} is empty. Choose the file again."), name=name)
    if len(raw) > MOST_BYTES:
        says = gettext_noop("{name} holds {size} MB; at most {most} MB. Cut it into parts.")
        raise Unreadable(says, name=name, size=len(raw) >> 20, most=MOST_BYTES >> 20)
    for beginning, says in _NOT_A_LIST:
        if raw.startswith(beginning):
            raise Unreadable(says, name=name)


def _whole_lines(lines: Sequence[str]) -> list[str]:
    r"""Lines end at \n and \r only: splitlines also cuts at form feeds and U+2028, which a cell may hold."""
    whole: list[str] = []
    open_line = ""
    for line in lines:
        open_line += line
        if open_line.endswith(("\n", "\r")):
            whole.append(open_line)
            open_line = ""
    return [*whole, open_line] if open_line else whole


def guess_delimiter(lines: Sequence[str]) -> str:
    """The sign that cuts most of the first rows into equally many cells, more than one.

    >>> guess_delimiter(["a;b;c\\n", "1;2,5;3\\n"])
    ';'
    """

    def agreement(sign: str) -> tuple[int, int]:
        counts = Counter(len(cells) for cells in (_cells(line, sign) for line in lines) if cells)
        return max(((rows, count) for count, rows in counts.items() if count > 1), default=(0, 0))

    return max(_DELIMITERS, key=agreement)


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), None)
    except csv.Error:
        return None


def _records(lines: Sequence[str], delimiter: str) -> Iterator[RawRow | BadRow]:
    """Rows of the text; a quotation mark that never closes spoils its own line and no other."""
    csv.field_size_limit(MOST_BYTES)
    opens_quote = re.compile(rf'(?:^|{re.escape(delimiter)})\s*"')
    place = number = 0
    while place < len(lines):
        number += 1
        taken = _lines_of_one_row(lines, place, opens_quote)
        if taken == 0:
            place += 1
            yield _bad(number, "quote_open", "Row {number}: a quotation mark opens and never closes.")
            continue
        text = "".join(lines[place : place + taken])
        place += taken
        yield _parsed(text.rstrip("\r\n"), number, delimiter)


def _lines_of_one_row(lines: Sequence[str], place: int, opens_quote: re.Pattern[str]) -> int:
    """How many lines one row takes, more than one where a quoted cell holds line breaks; 0 never closes."""
    first = lines[place]
    if first.count('"') % 2 == 0 or not opens_quote.search(first):
        return 1
    quotes = 0
    for taken, line in enumerate(lines[place : place + _LINES_IN_ONE_ROW], start=1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return taken
    return 0


def _parsed(text: str, number: int, delimiter: str) -> RawRow | BadRow:
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict='"' in text), [])
    except csv.Error:
        return _bad(number, "quote_wrong", "Row {number}: letters stand outside their quotation marks.")
    return RawRow(number, tuple(cells))


def _checked(record: RawRow | BadRow, headings: Sequence[str]) -> RawRow | BadRow | None:
    """The row if it is whole, the reason if it is not, nothing for an empty row."""
    if isinstance(record, BadRow):
        return record
    if not any(cell.strip() for cell in record.cells):
        return None
    number, count = record.number, len(record.cells)
    if count != len(headings):
        extra_empty = count > len(headings) and not any(map(str.strip, record.cells[len(headings) :]))
        if not extra_empty:
            says = "Row {number} has {count} cells; there are {headings} headings."
            return _bad(number, "cell_count", says, count=count, headings=len(headings))
        record = RawRow(number, record.cells[: len(headings)])
    for heading, cell in zip(headings, record.cells, strict=True):
        reason = _bad_cell(number, heading, cell)
        if reason is not None:
            return reason
    return record


def _bad_cell(number: int, heading: str, cell: str) -> BadRow | None:
    if len(cell) > LONGEST_CELL:
        says = "Row {number}: the cell under {heading} holds {letters} signs; at most {most}."
        return _bad(number, "cell_long", says, heading=heading, letters=len(cell), most=LONGEST_CELL)
    if "\0" in cell:
        return _bad(number, "nul", "Row {number}: the cell under {heading} holds NUL bytes.", heading=heading)
    if "\ufffd" in cell:
        says = "Row {number}: the cell under {heading} is not in the file's encoding."
        return _bad(number, "encoding", says, heading=heading)
    return None


def _bad(number: int, code: str, says: str, **values: Any) -> BadRow:
    values = {"number": number, **values}
    return BadRow(number, code, values, says.format(**values))


def _headings(cells: Sequence[str], name: str) -> tuple[str, ...]:
    """The headings as they stand; empty ones numbered, repeated ones counted, none empty at the end."""
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    if len(kept) > MOST_COLUMNS:
        says = gettext_noop("{name} has {count} columns; at most {most}. Choose the table’s own part.")
        raise Unreadable(says, name=name, count=len(kept), most=MOST_COLUMNS)
    if any("\0" in cell or "\ufffd" in cell or len(cell) > 300 for cell in kept):
        says = gettext_noop("{name} has headings that cannot be read. Save the list as CSV (UTF-8) or .xlsx.")
        raise Unreadable(says, name=name)
    headings: list[str] = []
    for place, cell in enumerate(kept, start=1):
        heading = cell or f"column {place}"
        times, written = 1, heading
        while written in headings:  # a column that is really called “A (2)” keeps its cells, too
            times += 1
            written = f"{heading} ({times})"
        headings.append(written)
    return tuple(headings)
