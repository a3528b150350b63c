"""The reference's JSON as pedigrees, markers and typings (schema `dna-reference/1`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vegerin.engines.answers import BadInput, Reason
from vegerin.engines.kinship.markers import Marker, check_frequencies, check_spelling, marker_key, mutation_of
from vegerin.engines.kinship.observation import Seen, seen
from vegerin.engines.kinship.pedigree import Pedigree

# Fields that change an answer; one spelt nearly like them is refused, any other is left unread.
CASE_FIELDS = (
    "markers", "hypotheses", "genotypes", "theta", "founder_inbreeding", "rho", "pedigree", "target",
    "observed_alleles", "dropout", "dropin", "error", "pm", "families", "missing", "samples", "threshold",
    "expected_bodies", "event_size", "evidence", "unrecorded", "candidates", "matrices", "cases",
)  # fmt: skip
MARKER_FIELDS = ("name", "chrom", "alleles", "freqs", "silent_freq", "mutation")

Genotypes = Mapping[str, Mapping[str, Sequence[object]]]


@dataclass
class Reading:
    """What was read of a case so far, and the remarks made on the way."""

    content: Mapping[str, Any]
    minimum_frequency: float | None = None
    warnings: list[Reason] = field(default_factory=list)
    founders: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        check_spelling("The case", self.content, CASE_FIELDS)

    def part(self, key: str, kind: type, *, default: Any = None) -> Any:
        """A part of the case, of the kind it must have."""
        value = self.content.get(key, default)
        if value is None and default is None:
            raise BadInput(f"The case has no {key!r}. Add it.")
        if not isinstance(value, kind):
            raise BadInput(f"{key!r} holds a {type(value).__name__}; it should be a {kind.__name__}.")
        return value

    def number(self, key: str, *, low: float, high: float, default: float = 0.0) -> float:
        """A number of the case between two limits."""
        value = self.content.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise BadInput(f"{key!r} is {value!r}; it should be a number between {low:g} and {high:g}.")
        return float(value)

    def markers(self, *genotypes: Genotypes) -> list[Marker]:
        """The markers, with rare alleles added where a minimum frequency is stated."""
        records = self.part("markers", list)
        if not records:
            raise BadInput("The case has no markers. Add at least one with its alleles and frequencies.")
        markers = [self._marker(record) for record in records]
        keys = [marker_key(marker.name) for marker in markers]
        for name, key in zip([marker.name for marker in markers], keys, strict=True):
            if keys.count(key) > 1:
                raise BadInput(f"The marker {name} stands twice in the table. Keep one.")
        if self.minimum_frequency is None:
            return markers
        return [self._with_rare(marker, genotypes) for marker in markers]

    def _marker(self, record: Any) -> Marker:
        if not isinstance(record, Mapping) or "name" not in record:
            raise BadInput(f"A marker has no name: {str(record)[:80]}.")
        name = str(record["name"])
        check_spelling(name, record, MARKER_FIELDS)
        alleles, freqs = record.get("alleles"), record.get("freqs")
        if not isinstance(alleles, list) or not isinstance(freqs, list) or len(alleles) != len(freqs):
            raise BadInput(f"{name}: alleles and freqs should be two lists of one length.")
        if not alleles:
            raise BadInput(f"{name}: the table has no alleles.")
        alleles = [_allele(allele) for allele in alleles]
        double = next((allele for allele in alleles if alleles.count(allele) > 1), None)
        if double is not None:
            raise BadInput(f"{name}: allele {double} stands twice in the table. Keep one.")
        silent = _frequency(name, record.get("silent_freq") or 0.0)
        used, remark = check_frequencies(name, [_frequency(name, f) for f in freqs], silent)
        if remark is not None:
            self.warnings.append(remark)
        mutation = record.get("mutation") or {}
        if not isinstance(mutation, Mapping):
            raise BadInput(f"{name}: the mutation {mutation!r} cannot be read.")
        both = mutation if "model" in mutation else None
        return Marker(
            name,
            tuple(alleles),
            used,
            _chromosome(name, record.get("chrom", "autosomal")),
            silent,
            mutation_of(both or mutation.get("male"), marker=name),
            mutation_of(both or mutation.get("female"), marker=name),
        )

    def _with_rare(self, marker: Marker, genotypes: Sequence[Genotypes]) -> Marker:
        new = {
            allele
            for people in genotypes
            for typed in people.values()
            for name, alleles in typed.items()
            if marker_key(name) == marker_key(marker.name)
            for allele in map(_allele, alleles)
            if allele not in marker.codes and allele not in {"-", ""}
        }
        for allele in sorted(new):
            says = f"{marker.name}: allele {allele}, not in the table, was given {self.minimum_frequency:g}."
            self.warnings.append(Reason("allele.added", {"marker": marker.name, "allele": allele}, says))
        return marker.with_alleles(sorted(new), frequency=float(self.minimum_frequency or 0.0))

    def typings(
        self, people: Mapping[str, str], genotypes: Any, markers: Sequence[Marker]
    ) -> dict[str, list[Seen | None]]:
        """Per person (id to sex) what was seen at each marker."""
        if not isinstance(genotypes, Mapping):
            raise BadInput("'genotypes' should hold one object a person.")
        place = {marker_key(marker.name): k for k, marker in enumerate(markers)}
        result: dict[str, list[Seen | None]] = {}
        for who, typed in genotypes.items():
            if who not in people:
                says = f"{who} is typed but stands in no pedigree; the profile was not used."
                self.warnings.append(Reason("person.unplaced", {"person": who}, says))
                continue
            if not isinstance(typed, Mapping):
                raise BadInput(f"The genotypes of {who} should be an object of markers.")
            result[who] = self._typing(who, people[who], typed, markers, place)
        return result

    def _typing(
        self,
        who: str,
        sex: str,
        typed: Mapping[str, Any],
        markers: Sequence[Marker],
        place: Mapping[str, int],
    ) -> list[Seen | None]:
        row: list[Seen | None] = [None] * len(markers)
        given: set[int] = set()
        for name, alleles in typed.items():
            k = place.get(marker_key(name))
            if k is None:
                says = f"{who} is typed at {name}, which has no frequencies; it was not used."
                self.warnings.append(Reason("marker.unknown", {"person": who, "marker": name}, says))
                continue
            if k in given:
                raise BadInput(f"{who} is typed twice at {markers[k].name}. Keep one.")
            given.add(k)
            if not isinstance(alleles, (list, tuple)):
                raise BadInput(f"{name} of {who}: {alleles!r} should be a list of alleles.")
            row[k] = seen(markers[k], [_allele(allele) for allele in alleles], who=who, sex=sex)
        return row

    def pedigree(self, members: Any) -> Pedigree:
        """One pedigree, with the case's founder inbreeding where it concerns its founders."""
        if not isinstance(members, list):
            raise BadInput(f"A pedigree should be a list of people, not a {type(members).__name__}.")
        if members and all(isinstance(member, list) for member in members):
            members = [person for component in members for person in component]
        inbreeding = self.content.get("founder_inbreeding") or {}
        if not isinstance(inbreeding, Mapping):
            raise BadInput("'founder_inbreeding' should be an object of founders and numbers.")
        given = {str(who): _frequency("founder_inbreeding", f) for who, f in inbreeding.items()}
        founders = {person.id for person in Pedigree.of(members).founders}
        self.founders |= founders
        return Pedigree.of(members, inbreeding={who: f for who, f in given.items() if who in founders})

    def check_inbreeding(self) -> None:
        """Refuse an inbreeding of somebody who is a founder in none of the pedigrees read."""
        for who in self.content.get("founder_inbreeding") or {}:
            if str(who) not in self.founders:
                raise BadInput(f"'founder_inbreeding' names {who}, who is no founder of any pedigree here.")


def at_marker(typings: Mapping[str, Sequence[Seen | None]], k: int, pedigree: Pedigree) -> dict[str, Seen]:
    """What was seen at marker k of those who stand in this pedigree."""
    result: dict[str, Seen] = {}
    for who, row in typings.items():
        what = row[k]
        if what is not None and who in pedigree:
            result[who] = what
    return result


def sexes(*pedigrees: Pedigree) -> dict[str, str]:
    """The sex of everyone."""
    return {person.id: person.sex for pedigree in pedigrees for person in pedigree.people}


def _chromosome(name: str, value: Any) -> str:
    text = str(value).lower()
    if text in {"x", "chrx", "23"}:
        return "X"
    if text in {"autosomal", "autosome", "none"} or text.isdigit():
        return "autosomal"
    raise BadInput(
        f"{name}: the chromosome {value!r} is not autosomal or X; a haplotype is matched, not peeled."
    )


def _allele(value: Any) -> str:
    if isinstance(value, (bool, list, Mapping)):
        raise BadInput(f"{value!r} is not an allele.")
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "-" if value is None else str(value).strip()


def _frequency(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadInput(f"{name}: {value!r} is not a frequency.")
    return float(value)
