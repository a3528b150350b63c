"""Reads lists as others send them: CSV in any usual encoding and delimiter, or an Excel workbook.

A row that cannot be read is reported by its number with a reason, and the rest goes in. What the cells say is
kept as it stands; only their shape is read here. Nothing is written to disk.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

MOST_BYTES = 256 * 1024 * 1024
LONGEST_CELL = 20_000
MOST_COLUMNS = 300
_LINES_IN_ONE_ROW = 20
_MOST_UNPACKED = 512 * 1024 * 1024
_MOST_CELLS = 10_000_000
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20

_NOT_A_LIST = (
    (b"%PDF", "is a PDF. Ask for the table as CSV or Excel, or copy it into a sheet"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel or Word file. Save it as .xlsx or CSV"),
    (b"\x1f\x8b", "is packed (gzip). Unpack it first"),
    (b"7z\xbc\xaf", "is packed (7z). Unpack it first"),
    (b"Rar!", "is packed (rar). Unpack it first"),
    (b"SQLite format 3", "is a database. Export the table as CSV"),
    (b"\x89PNG", "is a picture. A list has to be typed or exported as CSV or Excel"),
    (b"\xff\xd8\xff", "is a picture. A list has to be typed or exported as CSV or Excel"),
)


class Unreadable(ValueError):
    """The file cannot be read as a list; the message is one sentence: what it is, and what to do."""


@dataclass(frozen=True)
class RawRow:
    """One row as it stood: its number in the file (the headings are row 1) and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class BadRow:
    """A row that did not go in: its number, a code, the values of its sentence, and it in English."""

    number: int
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    says: str = ""


@dataclass(frozen=True)
class Table:
    """What a file holds: headings, and rows that are good or bad, read one after the other."""

    name: str
    sha256: str
    headings: tuple[str, ...]
    encoding: str
    delimiter: str
    lines: Sequence[str] | _Sheet = field(repr=False)

    def rows(self) -> Iterator[RawRow | BadRow]:
        """Every row after the headings; empty rows are passed over."""
        records = self._records()
        next(records, None)
        while True:
            record = next(records, None)
            if record is None:
                return
            row = _checked(record, self.headings)
            if row is not None:
                yield row

    def _records(self) -> Iterator[RawRow | BadRow]:
        return (
            self.lines.records() if isinstance(self.lines, _Sheet) else _records(self.lines, self.delimiter)
        )

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
    lines: Sequence[str] | _Sheet
    digest = hashlib.sha256(raw).hexdigest()
    if raw[:4] == b"PK\x03\x04":
        lines = _Sheet.first_filled(raw, name)
        first = next(lines.records(), None)
        encoding, delimiter = "xlsx", ""
    else:
        text, encoding = decoded(raw, name)
        rows = text.splitlines(keepends=True) if "\n" in text or "\r" in text else [text]
        rows = _whole_lines(rows)
        delimiter, lines = guess_delimiter(rows[:_SAMPLE_LINES]), rows
        first = next(_records(rows, delimiter), None)
    if first is None or isinstance(first, BadRow) or not any(cell.strip() for cell in first.cells):
        raise Unreadable(f"{name} has no headings in its first row. Put the columns' names there.")
    return Table(name, digest, _headings(first.cells, name), encoding, delimiter, lines)


def _refuse_what_is_no_list(raw: bytes, name: str) -> None:
    if not raw.strip():
        raise Unreadable(f"{name} is empty. Choose the file again.")
    if len(raw) > MOST_BYTES:
        raise Unreadable(
            f"{name} holds {len(raw) >> 20} MB; at most {MOST_BYTES >> 20} MB. Cut it into parts."
        )
    for beginning, says in _NOT_A_LIST:
        if raw.startswith(beginning):
            raise Unreadable(f"{name} {says}.")


_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decoded(raw: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding; bytes that fit nowhere become U+FFFD and spoil only their own row.

    >>> decoded("خليل".encode("cp1256"), "a.csv")
    ('خليل', 'windows-1256')
    >>> decoded("Şêrîn".encode("cp1254"), "a.csv")
    ('Şêrîn', 'windows-1254')
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), encoding
    without_mark = _utf16_without_mark(raw)
    if without_mark:
        return raw.decode(without_mark, "replace"), without_mark
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    lenient = raw.decode("utf-8", "replace")
    beyond_ascii = sum(1 for sign in lenient if ord(sign) > 127)
    if lenient.count("\ufffd") * 5 < beyond_ascii:
        return lenient, "utf-8"
    if raw.count(b"\0") * 10 > len(raw):
        raise Unreadable(f"{name} is not a text file. Save the list as CSV (UTF-8) or .xlsx.")
    return _legacy(raw)


def _utf16_without_mark(raw: bytes) -> str:
    """UTF-16 betrays itself by NUL in every second byte of its ASCII signs."""
    sample = raw[:4096]
    if len(sample) < 4 or sample.count(0) * 5 < len(sample):
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def _legacy(raw: bytes) -> tuple[str, str]:
    """Windows-1256 where its letters come out Arabic, else Windows-1254 (Turkish, Kurmanji)."""
    arabic = raw.decode("cp1256", "replace")
    beyond = [sign for sign in arabic if ord(sign) > 127]
    if sum("\u0600" <= sign <= "\u06ff" for sign in beyond) * 2 > len(beyond):
        return arabic, "windows-1256"
    return raw.decode("cp1254", "replace"), "windows-1254"


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
    """The sign that cuts the headings and the first rows into equally many cells, more than one.

    >>> guess_delimiter(["a;b;c\\n", "1;2,5;3\\n"])
    ';'
    """

    def agreement(sign: str) -> tuple[int, int]:
        counts = [len(cells) for cells in (_cells(line, sign) for line in lines) if cells]
        if not counts or counts[0] < 2:
            return 0, 0
        return sum(count == counts[0] for count in counts), counts[0]

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
        raise Unreadable(
            f"{name} has {len(kept)} columns; at most {MOST_COLUMNS}. Choose the table's own part."
        )
    if any("\0" in cell or "\ufffd" in cell or len(cell) > 300 for cell in kept):
        raise Unreadable(f"{name} has headings that cannot be read. Save the list as CSV (UTF-8) or .xlsx.")
    seen: Counter[str] = Counter()
    headings = []
    for place, cell in enumerate(kept, start=1):
        heading = cell or f"column {place}"
        seen[heading] += 1
        headings.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return tuple(headings)


@dataclass(frozen=True)
class _Sheet:
    """One sheet of a workbook."""

    sheet: Any

    @classmethod
    def first_filled(cls, raw: bytes, name: str) -> _Sheet:
        """The first sheet with anything in it."""
        from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 -- only for workbooks

        _refuse_bomb(raw, name)
        try:
            book = load_workbook(io.BytesIO(raw))
            sheets = [book.get_sheet_by_name(sheet) for sheet in book.sheet_names]
        except (CalamineError, OSError, ValueError) as error:
            raise Unreadable(
                f"{name} cannot be read as an Excel workbook ({error}). Save it again as .xlsx."
            ) from None
        for sheet in sheets:
            if sheet.height:
                return cls(sheet)
        raise Unreadable(f"{name} has no filled sheet. Choose the file again.")

    def records(self) -> Iterator[RawRow | BadRow]:
        """The rows of the sheet, cells as text."""
        start = (self.sheet.start or (0, 0))[0]
        for number, cells in enumerate(self.sheet.iter_rows(), start=start + 1):
            yield RawRow(number - start, tuple(map(_as_text, cells)))


def _refuse_bomb(raw: bytes, name: str) -> None:
    """A workbook is a zip of XML: what it unpacks to and how far its cells reach is bounded beforehand.

    One cell in the last corner of a sheet makes the reader ask for more memory than any office has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            _refuse_too_much(sum(member.file_size for member in members), name)
            if not any(member.filename == "xl/workbook.xml" for member in members):
                raise Unreadable(f"{name} is no .xlsx workbook. Save the list as .xlsx or CSV.")
            sheets = [member for member in members if member.filename.startswith("xl/worksheets/")]
            reach = max((_cells_reached(packed.read(sheet)) for sheet in sheets), default=0)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{name} is a damaged workbook or archive. Save it again as .xlsx.") from None
    if reach > _MOST_CELLS:
        raise Unreadable(f"{name} has a cell far away from its table. Copy the table into a new sheet.")


def _refuse_too_much(unpacked: int, name: str) -> None:
    if unpacked > _MOST_UNPACKED:
        raise Unreadable(f"{name} unpacks to {unpacked >> 20} MB. Cut the list into parts.")


_CELL = re.compile(rb"""\br=["']([A-Z]+)([0-9]+)["']""")


def _cells_reached(sheet: bytes) -> int:
    """Rows times columns up to the farthest cell."""
    farthest_row = farthest_column = 0
    for letters, digits in _CELL.findall(sheet):
        farthest_row = max(farthest_row, int(digits[:9]))
        column = 0
        for letter in letters[:4]:
            column = column * 26 + letter - 64
        farthest_column = max(farthest_column, column)
    return farthest_row * farthest_column


def _as_text(value: object) -> str:
    """What a cell of a workbook says: 43.0 is 43, a date is written year first."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return "" if value is None else str(value)
