"""Reading a table of published statements: a row for each, a column for each figure.

Columns: as_of, source, kidnapped_f, kidnapped_m, rescued_women, rescued_men, rescued_girls, rescued_boys,
rescued_total, remaining_f, remaining_m, remaining_total, bodies_found, graves, note; others are left alone.
`source` is the issuer, and after a colon what it said. A note in capitals tells whom a figure counts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO

from vegerin.engines.history.dates import UNKNOWN, BadDate, InexactDate
from vegerin.figures.models import OutsideFigure
from vegerin.figures.values import Number
from vegerin.guard.refusals import Refused
from vegerin.ui import told_dates

Quantity, Group, Exactness = OutsideFigure.Quantity, OutsideFigure.Group, OutsideFigure.Exactness
COLUMNS: Mapping[str, tuple[str, str]] = {
    "kidnapped_f": (Quantity.ABDUCTED, Group.FEMALE),
    "kidnapped_m": (Quantity.ABDUCTED, Group.MALE),
    "rescued_women": (Quantity.RETURNED, Group.WOMEN),
    "rescued_men": (Quantity.RETURNED, Group.MEN),
    "rescued_girls": (Quantity.RETURNED, Group.GIRLS),
    "rescued_boys": (Quantity.RETURNED, Group.BOYS),
    "rescued_total": (Quantity.RETURNED, Group.ALL),
    "remaining_f": (Quantity.REMAINING, Group.FEMALE),
    "remaining_m": (Quantity.REMAINING, Group.MALE),
    "remaining_total": (Quantity.REMAINING, Group.ALL),
    "bodies_found": (Quantity.HANDED_OVER, Group.ALL),
    "graves": (Quantity.GRAVES, Group.ALL),
}
# Whom a total counts, where the note says that it is no total.
ONLY = {"WOMEN AND GIRLS ONLY": Group.FEMALE, "WOMEN AND CHILDREN ONLY": Group.WOMEN_CHILDREN}


@dataclass(frozen=True)
class Row:
    """One statement as the table has it."""

    issuer: str
    words: str
    as_of: InexactDate
    note: str
    numbers: tuple[Number, ...]


def read_statements(text: str, *, today: date) -> Iterator[Row]:
    """The statements of a table; a row that cannot be read is named."""
    reader = csv.DictReader(StringIO(text), delimiter="\t")
    missing = {"as_of", "source"} - set(reader.fieldnames or ())
    if missing:
        raise Refused(f"The table has no column {', '.join(sorted(missing))}. Tabs must part its columns.")
    for line, row in enumerate(reader, start=2):
        issuer, _, words = (row["source"] or "").partition(":")
        note = (row.get("note") or "").strip()
        numbers = tuple(numbers_of(row, note, line))
        if numbers:
            yield Row(issuer.strip(), words.strip(), read_day(row["as_of"], today=today), note, numbers)


def numbers_of(row: Mapping[str, str], note: str, line: int) -> Iterator[Number]:
    """Every figure of a row."""
    for column, (quantity, group) in COLUMNS.items():
        written = (row.get(column) or "").strip()
        if written:
            number = Number(quantity, read_number(written, column=column, line=line), group=group)
            number = replace(number, exactness=Exactness.AT_LEAST) if written.endswith("+") else number
            yield only_some(number, note)


def only_some(number: Number, note: str) -> Number:
    """A total that its note takes back counts whom the note names."""
    meant = Quantity.REMAINING if "remaining counts" in note else Quantity.RETURNED
    for said, group in ONLY.items():
        if said in note and number.group == Group.ALL and number.quantity == meant:
            return replace(number, group=group, definition=said.capitalize())
    return number


def read_number(written: str, *, column: str, line: int) -> int:
    """3,585 and 3000+ are numbers."""
    digits = re.sub(r"[,\s+]", "", written.translate(told_dates.DIGITS))
    if not digits.isdecimal():
        raise Refused(f"Line {line}: {written!r} in {column} is no number.")
    return int(digits)


def read_day(written: str, *, today: date) -> InexactDate:
    """The day as far as it was told; what was written beside it is kept as its basis."""
    plain = re.sub(r"\(.*?\)|\?", "", written).strip()
    try:
        return replace(told_dates.read(plain, today=today), basis=written if plain != written else "")
    except BadDate:
        return replace(UNKNOWN, basis=written[:120])
