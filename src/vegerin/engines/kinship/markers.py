"""Markers: their names, alleles, frequencies, and how one person's typing is read against them.

An allele missing from a table is refused with the culprit's name, unless a minimum frequency is stated; then
it is added at that frequency and the others are scaled so that all sum to 1.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput, Reason
from vegerin.engines.kinship.mutation import NO_MUTATION, Matrix, MutationModel, is_lumpable, mutation_matrix

# Printed tables are rounded: up to this they are used as they are, up to the next they are scaled and said
# so.
SUM_AS_PRINTED, SUM_SCALED = 1e-6, 0.02

UNKNOWN = -1

# Names of one marker as laboratories and kits write them, after capitals and separators are dropped.
ALIASES: Mapping[str, str] = {
    "VWA": "vWA", "VWA31": "vWA", "VWF": "vWA", "HUMVWA": "vWA", "ACTBP2": "SE33", "SE33": "SE33",
    "TH01": "TH01", "TC11": "TH01", "HUMTH01": "TH01", "CSF1PO": "CSF1PO", "CSF": "CSF1PO",
    "FGA": "FGA", "FIBRA": "FGA", "PENTAD": "Penta D", "PENTAE": "Penta E", "PENTAC": "Penta C",
    "AMEL": "AMEL", "AMELOGENIN": "AMEL", "AMELO": "AMEL", "AM": "AMEL", "FESFPS": "FES/FPS",
}  # fmt: skip


def marker_key(name: str) -> str:
    """The name under which the spellings of one marker meet.

    >>> marker_key("PENTA_D") == marker_key("Penta D"), marker_key("vwa") == marker_key("VWA")
    (True, True)
    """
    bare = re.sub(r"[\s_\-./]", "", name).upper()
    return ALIASES.get(bare, bare)


@dataclass(frozen=True)
class Marker:
    """One marker: alleles with frequencies, on an autosome or on X, with mutation by the parent's sex."""

    name: str
    alleles: tuple[str, ...]
    freqs: tuple[float, ...]
    chrom: str = "autosomal"
    silent: float = 0.0
    male: MutationModel = NO_MUTATION
    female: MutationModel = NO_MUTATION

    @cached_property
    def codes(self) -> dict[str, int]:
        """Where each allele stands."""
        return {allele: code for code, allele in enumerate(self.alleles)}

    @property
    def x_linked(self) -> bool:
        """Whether men carry one copy."""
        return self.chrom == "X"

    @cached_property
    def states(self) -> States:
        """The states of one allele copy, the silent one last."""
        return States.of(self)

    def code(self, allele: str, *, who: str) -> int:
        """The place of an allele, or a refusal that names marker, person and allele."""
        code = self.codes.get(allele)
        if code is None:
            raise BadInput(
                f"{self.name} of {who}: allele {allele} is not on the ladder ({', '.join(self.alleles)}). "
                "Correct it, or state a minimum frequency."
            )
        return code

    def with_alleles(self, extra: Sequence[str], *, frequency: float) -> Marker:
        """The same marker with alleles that no table holds, each at this frequency; the others give way."""
        new = [allele for allele in dict.fromkeys(extra) if allele not in self.codes]
        if not new:
            return self
        if self.male.matrix is not None or self.female.matrix is not None:
            raise BadInput(f"{self.name}: a custom mutation matrix leaves no room for the allele {new[0]}.")
        left = 1 - frequency * len(new)
        pairs = [(a, f * left) for a, f in zip(self.alleles, self.freqs, strict=True)]
        pairs = sorted(pairs + [(a, frequency) for a in new], key=lambda pair: allele_order(pair[0]))
        return replace(self, alleles=tuple(a for a, _ in pairs), freqs=tuple(f for _, f in pairs))

    def without_mutation(self) -> Marker:
        """The same marker where nothing mutates."""
        return replace(self, male=NO_MUTATION, female=NO_MUTATION)


@dataclass(frozen=True)
class States:
    """The states of an allele copy as arrays: frequencies, and the two matrices (None: nothing mutates)."""

    prior: Matrix
    male: Matrix | None
    female: Matrix | None
    silent: int | None = None
    chosen: dict[frozenset[int], Lumped] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, marker: Marker) -> States:
        """All alleles of a marker, and the silent state after them."""
        prior = np.asarray(marker.freqs, dtype=float)
        if not marker.silent:
            return cls(prior, _matrix(marker, marker.male), _matrix(marker, marker.female))
        prior = np.append(prior, marker.silent)
        male, female = (_with_silent(marker, model) for model in (marker.male, marker.female))
        return cls(prior, male, female, silent=len(prior) - 1)

    def __len__(self) -> int:
        return len(self.prior)

    def lumped(self, named: frozenset[int]) -> Lumped:
        """The states with all that nobody showed joined into one, where that changes nothing.

        The last of the kept stands for the whole lump.
        """
        if named not in self.chosen:
            self.chosen[named] = self._lumped(named)
        return self.chosen[named]

    @cached_property
    def whole(self) -> Lumped:
        """All states as they are."""
        return Lumped(self, tuple(range(len(self))))

    def _lumped(self, named: frozenset[int]) -> Lumped:
        kept = named | ({self.silent} if self.silent is not None else set())
        rest = tuple(code for code in range(len(self)) if code not in kept)
        order = (*sorted(kept), *rest[:1])
        lumped = self._lump(order, rest)
        return Lumped(lumped, order) if len(lumped) < len(self) else self.whole

    def _lump(self, order: tuple[int, ...], rest: tuple[int, ...]) -> States:
        matrices = [matrix for matrix in (self.male, self.female) if matrix is not None]
        if len(rest) < 2 or not all(is_lumpable(matrix, rest) for matrix in matrices):
            return self
        places = list(order)
        prior = self.prior[places]
        prior[-1] = self.prior[list(rest)].sum()
        silent = None if self.silent is None else order.index(self.silent)
        male, female = (_lump_matrix(matrix, places, rest) for matrix in (self.male, self.female))
        return States(prior, male, female, silent)


@dataclass(frozen=True)
class Lumped:
    """States some of which were joined, and which of all states they are."""

    states: States
    kept: tuple[int, ...]

    @cached_property
    def code(self) -> dict[int, int]:
        """Where each kept state stands."""
        return {state: place for place, state in enumerate(self.kept)}


def _lump_matrix(matrix: Matrix | None, places: list[int], rest: tuple[int, ...]) -> Matrix | None:
    if matrix is None:
        return None
    lumped = matrix[np.ix_(places, places)]
    lumped[:, -1] = matrix[np.ix_(places, list(rest))].sum(axis=1)
    return lumped


def _matrix(marker: Marker, model: MutationModel) -> Matrix | None:
    if model.trivial:
        return None
    try:
        return mutation_matrix(model, marker.alleles, marker.freqs)
    except BadInput as error:
        raise BadInput(f"{marker.name}: {error}") from None


def _with_silent(marker: Marker, model: MutationModel) -> Matrix | None:
    """The silent allele is neither reached nor left by a named model; only a custom matrix can say otherwise.

    So do Familias and Egeland, Kling & Mostad (2016, ch. 4): a silent allele is a changed primer site, which
    a step in the repeats neither makes nor mends. The proportional rate is that of the whole population.
    """
    if model.trivial:
        return None
    n = len(marker.alleles)
    if model.matrix is not None and len(model.matrix) == n + 1:
        return mutation_matrix(model, (*marker.alleles, "silent"), (*marker.freqs, marker.silent))
    shown = sum(marker.freqs)
    if model.model == "proportional":
        model = replace(model, rate=model.rate / shown)
    matrix = np.eye(n + 1)
    matrix[:n, :n] = mutation_matrix(model, marker.alleles, [f / shown for f in marker.freqs])
    return matrix


def allele_order(allele: str) -> tuple[int, float, str]:
    """Numbers by size, other names after them.

    >>> sorted(["10", "9.3", "X", "9"], key=allele_order)
    ['9', '9.3', '10', 'X']
    """
    try:
        return (0, float(allele), allele)
    except ValueError:
        return (1, 0.0, allele)


def check_frequencies(
    name: str, freqs: Sequence[float], silent: float
) -> tuple[tuple[float, ...], Reason | None]:
    """The frequencies as they may be used, with a remark where they had to be scaled to sum to 1."""
    if any(not 0 <= f <= 1 for f in (*freqs, silent)):
        culprit = next(f for f in (*freqs, silent) if not 0 <= f <= 1)
        raise BadInput(f"{name}: {culprit} is not a frequency. It should lie between 0 and 1.")
    total = sum(freqs) + silent
    if abs(total - 1) <= SUM_AS_PRINTED:
        return tuple(freqs), None
    if abs(total - 1) > SUM_SCALED:
        raise BadInput(
            f"{name}: the allele frequencies sum to {total:.6g}; they should sum to 1. Add what is missing."
        )
    says = f"{name}: the allele frequencies sum to {total:.6g} and were scaled to 1."
    scaled = tuple(f * (1 - silent) / (total - silent) for f in freqs)
    return scaled, Reason("frequencies.scaled", {"marker": name, "sum": total}, says)


# What a model of mutation is made of in a case, and the models that need a rate.
MUTATION_FIELDS = ("model", "rate", "rate2", "range", "matrix", "transform")
NEED_A_RATE = frozenset({"equal", "proportional", "onestep", "stepwise", "dawid"})


def check_spelling(where: str, record: Mapping[str, Any], fields: Collection[str]) -> None:
    """Refuse a field that is nearly one of the known: left unread it would change the answer unseen."""
    for key in record:
        near = get_close_matches(key, fields, n=1, cutoff=0.8) if key not in fields else []
        if near:
            raise BadInput(f"{where}: the field {key!r} is not known. Was {near[0]!r} meant?")


def mutation_of(record: Mapping[str, Any] | None, *, marker: str) -> MutationModel:
    """A model from its record in a case; a missing one means that nothing mutates."""
    if not record:
        return NO_MUTATION
    if not isinstance(record, Mapping):
        raise BadInput(f"{marker}: the mutation model {record!r} cannot be read.")
    check_spelling(f"{marker}, mutation", record, MUTATION_FIELDS)
    if str(record.get("model")) in NEED_A_RATE and record.get("rate") is None:
        raise BadInput(f"{marker}: the mutation model {record['model']!r} has no rate. Add it.")
    model = _model(record, marker)
    if not (0 <= model.rate <= 1 and 0 <= model.rate2 <= 1 and 0 <= model.range < float("inf")):
        raise BadInput(f"{marker}: the rates of mutation should lie between 0 and 1, the range above 0.")
    return model


def _model(record: Mapping[str, Any], marker: str) -> MutationModel:
    matrix = record.get("matrix")
    try:
        return MutationModel(
            model=str(record.get("model", "trivial")),
            rate=float(record.get("rate") or 0.0),
            rate2=float(record.get("rate2") or 0.0),
            range=float(0.1 if record.get("range") is None else record["range"]),
            matrix=None if matrix is None else tuple(tuple(float(x) for x in row) for row in matrix),
            transform=str(record["transform"]) if record.get("transform") else None,
        )
    except (TypeError, ValueError):
        raise BadInput(f"{marker}: the mutation model {dict(record)!r} cannot be read.") from None
