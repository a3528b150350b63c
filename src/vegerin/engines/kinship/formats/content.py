"""What all formats share: samples with alleles, the sex that amelogenin shows, a refusal with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.markers import marker_key

Profiles = dict[str, dict[str, list[str]]]

NOTHING = frozenset({"", "-", "NULL", "NA", "?", "N/A", "NN"})
OFF_LADDER = frozenset({"OL", "OL ALLELE", "OMR", "UMR"})


def refuse(name: str, line: int, column: int, says: str) -> BadInput:
    """The one sentence: file, place, culprit, what to do."""
    return BadInput(f"{name}: line {line}, column {column}: {says}")


def allele(text: str) -> str | None:
    """An allele as written, decimal comma made a point; None where nothing stands; off the ladder is
    unknown.
    """
    bare = text.strip().strip('"').replace(",", ".")
    if bare.upper() in NOTHING:
        return None
    return "-" if bare.upper() in OFF_LADDER else bare


def sex_of(typed: Mapping[str, Sequence[str]]) -> str:
    """The sex that amelogenin shows: X X or X Y; U where it was not read."""
    shown = next((set(alleles) for name, alleles in typed.items() if marker_key(name) == "AMEL"), set())
    if not shown or not shown <= {"X", "Y"}:
        return "U"
    return "M" if "Y" in shown else "F"


def without_sex(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The typing without amelogenin, which has no frequencies."""
    return {name: list(alleles) for name, alleles in typed.items() if marker_key(name) != "AMEL"}


def remains(profiles: Profiles) -> dict[str, Any]:
    """Profiles of remains as the content of a case."""
    pm = [{"id": who, "sex": sex_of(typed)} for who, typed in profiles.items()]
    pm_genotypes = {who: without_sex(typed) for who, typed in profiles.items()}
    return {"kind": "dvi", "pm": pm, "genotypes": {"pm": pm_genotypes, "am": {}}}


def written(value: object) -> str:
    """An allele as exports write it: what is not known stands as off the ladder."""
    return "OL" if str(value) == "-" else str(value)


def everyone(content: Mapping[str, Any]) -> Profiles:
    """All profiles of a case, remains and relatives, with amelogenin where the sex is known."""
    genotypes = content.get("genotypes") or {}
    sides = [genotypes.get("pm"), genotypes.get("am")] if {"pm", "am"} & set(genotypes) else [genotypes]
    sexes = {str(record["id"]): str(record.get("sex", "U")) for record in content.get("pm") or []}
    found: Profiles = {who: {} for who in sexes}
    for side in sides:
        for who, typed in (side or {}).items():
            found[str(who)] = {str(m): [written(a) for a in alleles] for m, alleles in typed.items()}
    for who, sex in sexes.items():
        if sex in {"M", "F"}:
            found[who] = {"AMEL": ["X", "Y" if sex == "M" else "X"], **found[who]}
    return found
