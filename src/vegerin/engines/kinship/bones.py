"""Samples that may be parts of one body, as they stand in a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.evidence import amelogenin_of, sex_chances
from vegerin.engines.kinship.markers import Marker, marker_key
from vegerin.engines.kinship.observation import Degradation

# What a typing from bone may suffer unless the case says otherwise; the chance that a sex is misread.
DEGRADATION = Degradation(dropout=0.05, dropin=0.02, error=0.005)
SEX_MISREAD = 0.01


@dataclass(frozen=True)
class Bones:
    """Samples with their sexes, their typings as written, and the markers."""

    ids: tuple[str, ...]
    sexes: tuple[str, ...]
    by_sex: tuple[tuple[float, float], ...]
    typings: tuple[Mapping[int, tuple[str, ...]], ...]
    markers: tuple[Marker, ...]
    chances: tuple[Degradation, ...]


def read_bones(reading: Reading) -> Bones:
    """The samples of a case of kind `direct_match`."""
    genotypes = reading.part("genotypes", dict)
    markers = reading.markers(genotypes)
    samples = reading.part("samples", list)
    ids = [str(sample.get("id")) if isinstance(sample, Mapping) else "" for sample in samples]
    if "" in ids or "None" in ids or len(set(ids)) < len(ids):
        raise BadInput("Each of 'samples' needs an id of its own.")
    people = {str(s["id"]): str(s.get("sex") or "U").upper() for s in samples}
    reading.typings(people, genotypes, markers)  # refuses what cannot be read, with the culprit's name
    names = {marker_key(marker.name): k for k, marker in enumerate(markers)}
    typings = []
    for who in ids:
        rows = {}
        for name, alleles in (genotypes.get(who) or {}).items():
            if not isinstance(alleles, (list, tuple)):
                raise BadInput(f"{name} of {who}: {alleles!r} should be a list of alleles.")
            written = tuple("-" if str(a) in {"", "-", "None"} else str(a) for a in alleles)
            if marker_key(name) in names and set(written) - {"-"}:
                rows[names[marker_key(name)]] = written
        typings.append(rows)
    general = Degradation(
        reading.number("dropout", low=0, high=1, default=DEGRADATION.dropout),
        reading.number("dropin", low=0, high=1, default=DEGRADATION.dropin),
        reading.number("error", low=0, high=1, default=DEGRADATION.error),
    )
    chances = tuple(_chances(sample, general) for sample in samples)
    sexes = [_by_sex(sample, genotypes.get(str(sample["id"])) or {}) for sample in samples]
    return Bones(tuple(ids), tuple(people.values()), tuple(sexes), tuple(typings), tuple(markers), chances)


def _by_sex(sample: Mapping[str, Any], typed: Mapping[str, Any]) -> tuple[float, float]:
    """The chance of what was read of a sample's sex if it is a man's, and if it is a woman's."""
    by_marker = sex_chances({}, amelogenin_of(typed))
    stated = {} if amelogenin_of(typed) else {"sex": sample.get("sex"), "sex_error": SEX_MISREAD}
    from_bone = {"sex": sample.get("anthropological_sex")}
    if sample.get("anthropological_sex_error") is not None:
        from_bone["sex_error"] = sample["anthropological_sex_error"]
    parts = [by_marker, sex_chances(stated, None), sex_chances(from_bone, None)]
    man, woman = (float(np.prod([part[sex] for part in parts])) for sex in "MF")
    return man, woman


def _chances(sample: Mapping[str, Any], general: Degradation) -> Degradation:
    own = sample.get("dropout")
    if own is None:
        return general
    if isinstance(own, bool) or not isinstance(own, (int, float)) or not 0 <= own <= 1:
        raise BadInput(f"The dropout of {sample.get('id')} is {own!r}; it should lie between 0 and 1.")
    return Degradation(float(own), general.dropin, general.error)
