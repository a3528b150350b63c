"""Frequency tables as a ladder: a row an allele, a column a marker (GENis, LRmix, EuroForMix, norSTR)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vegerin.engines.kinship.formats.content import NOTHING, refuse

FIRST_CELLS = frozenset({"alelo", "allele", "alleles"})

# GENis writes the minimum frequency as allele 0; it is no allele and not part of the sum.
MINIMUM = "0"


def is_ladder(header: Sequence[str]) -> bool:
    """Whether a table's header is that of a ladder.

    >>> is_ladder(["alelo", "TH01"]), is_ladder(["Sample Name", "TH01"])
    (True, False)
    """
    return bool(header) and header[0].strip().strip('"').lower() in FIRST_CELLS


def read(header: Sequence[str], rows: Sequence[tuple[int, list[str]]], name: str) -> dict[str, Any]:
    """The markers of a ladder; minimum frequencies beside them."""
    markers = [
        {"name": cell, "chrom": "autosomal", "alleles": [], "freqs": []} for cell in header[1:] if cell
    ]
    least: dict[str, float] = {}
    seen: set[str] = set()
    for line, row in rows:
        allele = row[0].replace(",", ".").strip()
        if allele in seen:
            raise refuse(name, line, 1, f"the allele {allele} stands twice. Keep one row.")
        seen.add(allele)
        for column, marker in enumerate(markers, start=1):
            cell = row[column].strip() if column < len(row) else ""
            if cell.upper() in NOTHING:
                continue
            frequency = _frequency(cell, name, line, column)
            if allele == MINIMUM:
                least[str(marker["name"])] = frequency
            elif frequency > 0:
                _add(marker, allele, frequency)
    content: dict[str, Any] = {"kind": "dvi", "markers": [m for m in markers if m["alleles"]]}
    return {**content, "minimum_frequencies": least} if least else content


def _add(marker: dict[str, Any], allele: str, frequency: float) -> None:
    marker["alleles"].append(allele)
    marker["freqs"].append(frequency)


def _frequency(cell: str, name: str, line: int, column: int) -> float:
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise refuse(name, line, column + 1, f"{cell[:30]!r} is not a frequency between 0 and 1.")
    return value
