"""Tables of profiles: GeneMapper tall and wide, two columns a marker, GENis."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from vegerin.engines.kinship.formats import ladders
from vegerin.engines.kinship.formats.content import Profiles, allele, everyone, refuse, remains

Row = list[str]

ALLELE = re.compile(r"-|[<>]?\d{1,3}(\.\d+)?(_\d+)?|[XYZ]|R|null|silent", re.IGNORECASE)

SAMPLE = frozenset(
    {"sample name", "samplename", "sample id", "sampleid", "sample", "specimen id", "specimenid"}
)
NOT_MARKERS = frozenset(
    {"sample file", "family", "relationship", "height", "size", "peak area", "run name", "panel", "dye", ""}
)


def kind_of_table(text: str) -> str:
    """Which of the table formats this is, by its header.

    >>> kind_of_table("Sample Name,Marker,Allele 1"), kind_of_table("Sample Name,TH01 1,TH01 2")
    ('genemapper', 'genemapper-wide')
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    header = [cell.strip().strip('"').lower() for cell in first.split(max("\t;,", key=first.count))]
    if ladders.is_ladder(header) or {"specimen category", "range from"} & set(header):
        return "genis"
    return "genemapper" if {"marker", "locus", "system"} & set(header) else "genemapper-wide"


def read_tall(text: str, name: str) -> dict[str, Any]:
    """A row for each sample and marker: `Sample Name, Marker, Allele 1, Allele 2, ...`."""
    return remains(_tall(text, name))


def read_genis(text: str, name: str) -> dict[str, Any]:
    """GENis: as tall, with specimen category and user columns, or its table of frequencies; mitochondrial
    rows are refused.
    """
    header, rows = _rows(text, name)
    if ladders.is_ladder(header):
        return ladders.read(header, rows, name)
    if any("range from" in cell.lower() for cell in header):
        raise refuse(name, 1, 1, "this is a mitochondrial table; a haplotype is matched, not peeled.")
    return remains(_tall(text, name))


def read_wide(text: str, name: str) -> dict[str, Any]:
    """A row a sample: alleles of a marker in one cell, or in two columns `D3S1358 1`, `D3S1358 2`."""
    header, rows = _rows(text, name)
    sample = _column(header, SAMPLE, name, "column 'Sample Name'")
    columns = _marker_columns(header, sample)
    if not columns:
        raise refuse(name, 1, 1, "there is no column of a marker. Check the header.")
    family = next((i for i, cell in enumerate(header) if cell.lower() == "family"), None)
    profiles: Profiles = {}
    for line, row in rows:
        who = _cell(row, sample)
        if family is not None and _cell(row, family):
            who = f"{_cell(row, family)}-{who}"
        if not who:
            raise refuse(name, line, sample + 1, "the sample has no name. Give it one.")
        if who in profiles:
            raise refuse(name, line, sample + 1, f"the sample {who} stands twice. Keep one row.")
        _check_alleles(row, columns, name, line)
        profiles[who] = {marker: _alleles(row, places) for marker, places in columns.items()}
        profiles[who] = {marker: found for marker, found in profiles[who].items() if found}
    return remains(profiles)


def _tall(text: str, name: str) -> Profiles:
    header, rows = _rows(text, name)
    sample = _column(header, SAMPLE, name, "column 'Sample Name'")
    marker = _column(header, frozenset({"marker", "locus", "system"}), name, "column 'Marker'")
    alleles = [i for i, cell in enumerate(header) if re.fullmatch(r"allele\s*\d+", cell.lower())]
    if not alleles:
        raise refuse(name, 1, 1, "there is no column 'Allele 1'. Check the header.")
    profiles: Profiles = {}
    for line, row in rows:
        who, where = _cell(row, sample), _cell(row, marker)
        if not who or not where:
            missing = sample if not who else marker
            raise refuse(name, line, missing + 1, "the row has no sample or no marker. Fill it in.")
        typed = profiles.setdefault(who, {})
        if where in typed:
            raise refuse(name, line, marker + 1, f"{who} is typed twice at {where}. Keep one row.")
        found = [a for a in (allele(_cell(row, i)) for i in alleles) if a is not None]
        if found:
            typed[where] = found
    return profiles


def _rows(text: str, name: str) -> tuple[Row, list[tuple[int, Row]]]:
    lines = [(place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise refuse(name, 1, 1, "the file is empty.")
    header_line = lines[0][1]
    separator = max("\t;,", key=header_line.count)
    if header_line.count(separator) == 0:
        raise refuse(
            name, lines[0][0], 1, "there is one column only; tab, semicolon or comma should part them."
        )
    header = [cell.strip().strip('"') for cell in header_line.split(separator)]
    rows = []
    for place, line in lines[1:]:
        row = [cell.strip().strip('"') for cell in line.split(separator)]
        if len(row) > len(header) and any(row[len(header) :]):
            raise refuse(
                name, place, len(header) + 1, f"{len(row)} fields where the header has {len(header)}."
            )
        rows.append((place, row))
    return header, rows


def _column(header: Sequence[str], names: frozenset[str], name: str, what: str) -> int:
    for i, cell in enumerate(header):
        if cell.lower() in names:
            return i
    raise refuse(name, 1, 1, f"the header has no {what}; it begins {header[0]!r}. Correct the header.")


def _marker_columns(header: Sequence[str], sample: int) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for i, cell in enumerate(header):
        bare = re.sub(r"[ _]+[1-9]$", "", cell)
        if i != sample and cell.lower() not in NOT_MARKERS and bare:
            columns.setdefault(bare, []).append(i)
    return columns


def _check_alleles(row: Sequence[str], columns: Mapping[str, list[int]], name: str, line: int) -> None:
    for marker, places in columns.items():
        for i in places:
            for part in _parts(_cell(row, i), single=len(places) > 1):
                found = allele(part)
                if found is not None and not ALLELE.fullmatch(found):
                    says = (
                        f"{found[:30]!r} in the column {marker!r} is not an allele. Is this column a marker?"
                    )
                    raise refuse(name, line, i + 1, says)


def _cell(row: Sequence[str], i: int) -> str:
    return row[i].strip() if i < len(row) else ""


def _alleles(row: Sequence[str], places: Sequence[int]) -> list[str]:
    written = [part for i in places for part in _parts(_cell(row, i), single=len(places) > 1)]
    return [a for a in map(allele, written) if a is not None]


def _parts(cell: str, *, single: bool) -> list[str]:
    return [cell] if single else re.split(r"[,/]\s*|\s+", cell)


def write_tall(content: Mapping[str, Any]) -> str:
    """GeneMapper tall, tab between the cells."""
    profiles = everyone(content)
    width = max((len(alleles) for typed in profiles.values() for alleles in typed.values()), default=2)
    width = max(width, 2)
    lines = ["\t".join(["Sample Name", "Marker", *(f"Allele {i}" for i in range(1, width + 1))])]
    for who, typed in profiles.items():
        lines += ["\t".join([who, marker, *_padded(alleles, width)]) for marker, alleles in typed.items()]
    return "\n".join(lines) + "\n"


def write_wide(content: Mapping[str, Any]) -> str:
    """A row a sample, two columns a marker."""
    profiles = everyone(content)
    markers = list(dict.fromkeys(marker for typed in profiles.values() for marker in typed))
    if any(len(alleles) > 2 for typed in profiles.values() for alleles in typed.values()):
        return _write_mixtures(profiles, markers)
    lines = ["\t".join(["Sample Name", *(f"{marker} {i}" for marker in markers for i in (1, 2))])]
    for who, typed in profiles.items():
        cells = [cell for marker in markers for cell in _padded(typed.get(marker, []), 2)]
        lines.append("\t".join([who, *cells]))
    return "\n".join(lines) + "\n"


def _write_mixtures(profiles: Profiles, markers: Sequence[str]) -> str:
    """One cell a marker: a profile with more than two alleles is kept as it is, for others to judge."""
    lines = ["\t".join(["Sample Name", *markers])]
    for who, typed in profiles.items():
        lines.append("\t".join([who, *(", ".join(typed.get(marker, [])) for marker in markers)]))
    return "\n".join(lines) + "\n"


def write_genis(content: Mapping[str, Any]) -> str:
    """GENis' table of profiles."""
    lines = [
        "\t".join(
            [
                "Sample Name",
                "Specimen Category",
                "UD1",
                "UD2",
                "Marker",
                *(f"Allele {i}" for i in range(1, 9)),
            ]
        )
    ]
    for who, typed in everyone(content).items():
        lines += ["\t".join([who, "", "", "", m, *_padded(alleles, 8)]) for m, alleles in typed.items()]
    return "\n".join(lines) + "\n"


def _padded(alleles: Sequence[str], width: int) -> list[str]:
    return [*alleles, *[""] * (width - len(alleles))]
