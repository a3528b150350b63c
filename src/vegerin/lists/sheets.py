"""Rows of an Excel workbook; what it would unpack to is bounded before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from vegerin.lists.raw_rows import RawRow, Unreadable, gettext_noop

_MOST_UNPACKED = 512 * 1024 * 1024
_MOST_CELLS = 10_000_000


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, and the names of the others that hold something."""

    sheet: Any
    beside: tuple[str, ...] = ()

    @classmethod
    def all_filled(cls, raw: bytes, name: str) -> list[Sheet]:
        """Every sheet with anything in it, in the workbook's order."""
        from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 -- only for workbooks

        _refuse_bomb(raw, name)
        try:
            book = load_workbook(io.BytesIO(raw))
            sheets = [book.get_sheet_by_name(sheet) for sheet in book.sheet_names]
        except (CalamineError, OSError, ValueError) as error:
            says = gettext_noop(
                "{name} cannot be read as an Excel workbook ({reason}). Save it again as .xlsx."
            )
            raise Unreadable(says, name=name, reason=error) from None
        filled = [sheet for sheet in sheets if sheet.height]
        if not filled:
            raise Unreadable(gettext_noop("{name} has no filled sheet. Choose the file again."), name=name)
        names = [sheet.name for sheet in filled]
        return [cls(sheet, tuple(n for n in names if n != sheet.name)) for sheet in filled]

    @property
    def name(self) -> str:
        """What is written on its tab."""
        return str(self.sheet.name)

    def records(self) -> Iterator[RawRow]:
        """The rows of the sheet, cells as text; a cell merged over several rows is said in each of them."""
        begins = self._merged_downwards()
        held: dict[int, tuple[int, str]] = {}  # column -> last row it reaches, text
        for row, values in enumerate(self.sheet.iter_rows()):
            cells = list(map(_as_text, values))
            held |= {column: (last, cells[column]) for column, last in begins.get(row, ())}
            if any(map(str.strip, cells)):
                for column, (last, text) in held.items():
                    if row <= last:
                        cells[column] = text
            yield RawRow(row + 1, tuple(cells))

    def _merged_downwards(self) -> dict[int, list[tuple[int, int]]]:
        """Where a cell is merged with cells below it: its row -> its column in the table, the last row.

        A household written once beside its five members is the usual case.
        """
        left = (self.sheet.start or (0, 0))[1]
        begins: dict[int, list[tuple[int, int]]] = {}
        for (top, first), (last, _) in self.sheet.merged_cell_ranges or ():
            if last > top and left <= first < left + self.sheet.width:
                begins.setdefault(top, []).append((first - left, last))
        return begins


def _refuse_bomb(raw: bytes, name: str) -> None:
    """A workbook is a zip of XML: what it unpacks to and how far its cells reach is bounded beforehand.

    One cell in the last corner of a sheet makes the reader ask for more memory than any office has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            _refuse_too_much(sum(member.file_size for member in members), name)
            if not any(member.filename == "xl/workbook.xml" for member in members):
                says = gettext_noop("{name} is no .xlsx workbook. Save the list as .xlsx or CSV.")
                raise Unreadable(says, name=name)
            sheets = [member for member in members if member.filename.startswith("xl/worksheets/")]
            reach = max((_cells_reached(packed.read(sheet)) for sheet in sheets), default=0)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        says = gettext_noop("{name} is a damaged workbook or archive. Save it again as .xlsx.")
        raise Unreadable(says, name=name) from None
    if reach > _MOST_CELLS:
        says = gettext_noop("{name} has a cell far away from its table. Copy the table into a new sheet.")
        raise Unreadable(says, name=name)


def _refuse_too_much(unpacked: int, name: str) -> None:
    if unpacked > _MOST_UNPACKED:
        says = gettext_noop("{name} unpacks to {size} MB. Cut the list into parts.")
        raise Unreadable(says, name=name, size=unpacked >> 20)


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
