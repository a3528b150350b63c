"""pedtools' .ped with a header (famid id fid mid sex, a column a marker) and a .freq beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.formats.content import allele, refuse

SEXES = {"1": "M", "2": "F", "0": "U", "M": "M", "F": "F", "U": "U"}


def read(text: str, name: str) -> dict[str, Any]:
    """Families with their typings; frequencies from the file of the same name ending in .freq, if it is
    there.
    """
    lines = [(place, line.split()) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    lines = _with_header(lines, name)
    header = [cell.lower() for cell in lines[0][1][:5]]
    fixed = [cell for cell in header if cell in {"famid", "id", "fid", "mid", "sex"}]
    if not {"id", "fid", "mid", "sex"} <= set(fixed):
        raise refuse(name, lines[0][0], 1, "the header lacks one of id, fid, mid, sex.")
    markers = lines[0][1][len(fixed) :]
    families: dict[str, list[dict[str, Any]]] = {}
    typed: dict[str, dict[str, list[str]]] = {}
    for place, row in lines[1:]:
        if len(row) != len(fixed) + len(markers):
            raise refuse(name, place, len(row), f"{len(row)} fields; {len(fixed) + len(markers)} expected.")
        person = dict(zip(fixed, row, strict=False))
        if person["sex"].upper() not in SEXES:
            raise refuse(
                name, place, fixed.index("sex") + 1, f"the sex {person['sex']!r} should be 1, 2 or 0."
            )
        if person["id"] in typed:
            raise refuse(name, place, fixed.index("id") + 1, f"{person['id']} stands twice.")
        families.setdefault(person.get("famid", "1"), []).append(
            {
                "id": person["id"],
                "father": None if person["fid"] == "0" else person["fid"],
                "mother": None if person["mid"] == "0" else person["mid"],
                "sex": SEXES[person["sex"].upper()],
            }
        )
        typed[person["id"]] = _typing(row[len(fixed) :], markers, name, place, len(fixed))
    content: dict[str, Any] = {
        "kind": "dvi",
        "pm": [],
        "missing": [],
        "families": [{"name": family, "members": members} for family, members in families.items()],
        "genotypes": {"pm": {}, "am": {who: row for who, row in typed.items() if row}},
    }
    beside = Path(name).with_suffix(".freq")
    if name != "-" and beside.exists():
        content["markers"] = read_frequencies(beside.read_text(encoding="utf-8-sig"), str(beside))
    return content


def _with_header(lines: list[tuple[int, list[str]]], name: str) -> list[tuple[int, list[str]]]:
    """Where no header names the columns, typings written a/b tell how many stand before them."""
    if lines and "id" in [cell.lower() for cell in lines[0][1]]:
        return lines
    first = lines[0][1] if lines else []
    before = next((i for i, cell in enumerate(first) if "/" in cell), None)
    columns = {4: ["id", "fid", "mid", "sex"], 5: ["famid", "id", "fid", "mid", "sex"]}
    if before not in columns:
        raise refuse(name, 1, 1, "the header should name the columns id, fid, mid, sex and the markers.")
    names = [f"M{i}" for i in range(1, len(first) - before + 1)]
    return [(0, [*columns[before], *names]), *lines]


def _typing(row: list[str], markers: list[str], name: str, place: int, before: int) -> dict[str, list[str]]:
    typed = {}
    for column, (marker, cell) in enumerate(zip(markers, row, strict=True), start=before + 1):
        parts = cell.split("/")
        if len(parts) > 2:
            raise refuse(name, place, column, f"{marker}: {cell!r} should be two alleles, a/b.")
        alleles = [allele(part) if part != "0" else None for part in parts]
        if any(a is not None for a in alleles):
            typed[marker] = [a or "-" for a in alleles]
    return typed


def is_list_of_frequencies(text: str) -> bool:
    """Whether a text begins as a list of frequencies does: a name alone, then an allele and a number.

    >>> is_list_of_frequencies("TH01\n6 0.5\n7 0.5"), is_list_of_frequencies("id fid mid sex")
    (True, False)
    """
    lines = [line.split() for line in text.splitlines() if line.strip()][:2]
    return len(lines) == 2 and [len(cells) for cells in lines] == [1, 2] and _number(lines[1][1])


def read_frequencies(text: str, name: str) -> list[dict[str, Any]]:
    """The list form: a marker's name alone on a line, then allele and frequency, a blank line between."""
    markers: list[dict[str, Any]] = []
    for place, line in enumerate(text.splitlines(), start=1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) == 1 or not markers or not _number(cells[-1]):
            if any(m["name"] == line.strip() for m in markers):
                raise refuse(name, place, 1, f"the marker {line.strip()} stands twice.")
            markers.append({"name": line.strip(), "chrom": "autosomal", "alleles": [], "freqs": []})
            continue
        if len(cells) != 2:
            raise refuse(name, place, 1, f"{line.strip()!r} should be an allele and a frequency.")
        markers[-1]["alleles"].append(cells[0])
        markers[-1]["freqs"].append(float(cells[1]))
    return markers


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_frequencies(content: Mapping[str, Any]) -> str:
    """The list form, for the .freq beside the .ped."""
    parts = []
    for marker in content.get("markers") or []:
        rows = [f"{a}\t{f!r}" for a, f in zip(marker["alleles"], marker["freqs"], strict=True)]
        parts.append("\n".join([str(marker["name"]).replace(" ", "_"), *rows]))
    return "\n\n".join(parts) + "\n"


def write(content: Mapping[str, Any]) -> str:
    """All families in one .ped; remains are left out, for they have no pedigree."""
    genotypes = content.get("genotypes") or {}
    typed = genotypes.get("am", genotypes) or {}
    families = content.get("families") or [{"name": "1", "members": content.get("pedigree") or []}]
    markers = [str(marker["name"]) for marker in content.get("markers") or []]
    if not markers:
        markers = list(dict.fromkeys(m for row in typed.values() for m in row))
    if any(" " in marker for marker in markers):
        markers = [marker.replace(" ", "_") for marker in markers]
    lines = [" ".join(["famid", "id", "fid", "mid", "sex", *markers])]
    for family in families:
        for person in family["members"]:
            if isinstance(person, list):
                raise BadInput("A .ped holds one pedigree a family; this case has components in components.")
            row = {str(m).replace(" ", "_"): a for m, a in (typed.get(person["id"]) or {}).items()}
            cells = [
                "/".join([*map(str, row[m]), *["0"] * (2 - len(row[m]))]) if m in row else "0/0"
                for m in markers
            ]
            sex = {"M": "1", "F": "2"}.get(person.get("sex", "U"), "0")
            head = [
                family["name"],
                person["id"],
                person.get("father") or "0",
                person.get("mother") or "0",
                sex,
            ]
            lines.append(" ".join([*(str(cell).replace(" ", "_") for cell in head), *cells]))
    return "\n".join(lines) + "\n"
