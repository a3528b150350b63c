"""Sheets and what was typed from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from vegerin.guard.reader import Reader
from vegerin.paper.models import Printing, Sheet
from vegerin.register.models import Report
from vegerin.register.rules import Act, may

SHOWN = 12


@dataclass(frozen=True)
class Batch:
    """A printing, and how many of its sheets were typed."""

    printing: Printing
    first: str
    last: str
    typed: int


def batches_for(reader: Reader) -> list[Batch]:
    """The last printings with what came back of them."""
    if not may(reader, Act.REPORT):
        return []
    printings = list(Printing.objects.select_related("by").prefetch_related("rows")[:SHOWN])
    serials = {row.serial for printing in printings for row in printing.rows.all()}
    typed = set(Report.objects.filter(serial__in=serials).values_list("serial", flat=True))
    return [_batch(printing, [row.serial for row in printing.rows.all()], typed) for printing in printings]


def _batch(printing: Printing, serials: list[str], typed: Iterable[str]) -> Batch:
    return Batch(printing, serials[0], serials[-1], len(set(serials) & set(typed)))


def sheet_for(reader: Reader, serial: str) -> Sheet | None:
    """A sheet by its serial, as it was typed: small letters and blanks are forgiven."""
    if not may(reader, Act.REPORT):
        return None
    return Sheet.objects.select_related("printing").filter(serial=plain(serial)).first()


def printing_for(reader: Reader, printing_id: UUID) -> Printing | None:
    """A batch."""
    if not may(reader, Act.REPORT):
        return None
    return Printing.objects.filter(pk=printing_id).first()


def rows_of(reader: Reader, printing: Printing) -> list[tuple[Sheet, bool]]:
    """Each sheet of a batch, and whether it was typed."""
    sheets = list(printing.rows.all())
    known = Report.objects.filter(serial__in=[row.serial for row in sheets])
    typed = set(known.values_list("serial", flat=True)) if may(reader, Act.REPORT) else set()
    return [(row, row.serial in typed) for row in sheets]


def typed_from(reader: Reader, sheet: Sheet) -> QuerySet[Report]:
    """The report that bears the serial of a sheet, if it was typed."""
    return Report.objects.filter(serial=sheet.serial) if may(reader, Act.REPORT) else Report.objects.none()


def plain(serial: str) -> str:
    """A serial without blanks, in capital letters."""
    return "".join(serial.split()).upper()
