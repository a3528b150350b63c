"""Familias .fam (3.x), with its DVI section; alleles of the ordinary part are indices into the database
below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.formats.content import allele, refuse

MODELS = ("equal", "proportional", "stepwise", "stepwise", "stepwise")
# Code 3 is the stationary stepwise model of Dawid; 4 is the extended one with microvariants.
DAWID = 3
MISSING_PERSON = "Missing person"


@dataclass
class _Lines:
    """The file line by line, with its place."""

    lines: list[str]
    name: str
    at: int = 0

    def next(self, what: str) -> str:
        if self.at >= len(self.lines):
            raise refuse(self.name, len(self.lines), 1, f"the file ends where {what} should stand.")
        self.at += 1
        return self.lines[self.at - 1].strip()

    def text(self, what: str) -> str:
        return self.next(what).strip('"')

    def whole(self, what: str, *, most: int = 1_000_000) -> int:
        line = self.next(what)
        found = re.match(r"-?\d+", line)
        if not found or not -1 <= int(found.group()) <= most:
            raise refuse(self.name, self.at, 1, f"{line[:40]!r} should be {what}, a whole number.")
        return int(found.group())

    def number(self, what: str) -> float:
        line = self.next(what)
        try:
            return float(line.split("\t")[0].split(" ")[0])
        except ValueError:
            raise refuse(self.name, self.at, 1, f"{line[:40]!r} should be {what}, a number.") from None

    def flag(self, what: str) -> bool:
        line = self.next(what)
        if not line.startswith(("#TRUE#", "#FALSE#")):
            raise refuse(self.name, self.at, 1, f"{line[:40]!r} should be {what}, #TRUE# or #FALSE#.")
        return line.startswith("#TRUE#")


@dataclass
class _Typed:
    """A person of the ordinary part: alleles still indices."""

    name: str
    sex: str
    indices: list[tuple[int, int, int]]


def read(text: str, name: str) -> dict[str, Any]:
    """A whole file: the ordinary part as hypotheses, the DVI part as a grave."""
    lines = _Lines(text.splitlines(), name)
    if not lines.lines or "familias" not in lines.lines[0].lower():
        raise refuse(name, 1, 1, 'the first line should say "Output from Familias".')
    lines.at = 3
    lines.text("a note")
    people = [_person(lines) for _ in range(lines.whole("the number of persons"))]
    if lines.text("Known relations") != "Known relations":
        raise refuse(name, lines.at, 1, '"Known relations" should stand here.')
    known = _relations(lines, people)
    pedigrees = []
    for _ in range(lines.whole("the number of pedigrees")):
        lines.whole("the pedigree's number")
        pedigree = lines.text("the pedigree's name")
        pedigrees.append((pedigree, _relations(lines, people)))
    theta = _theta(lines)
    markers = _database(lines)
    genotypes = {person.name: _genotypes(person, markers, name) for person in people}
    content: dict[str, Any] = {
        "kind": "kinship_lr",
        "theta": theta,
        "markers": markers,
        "hypotheses": [
            {"name": pedigree, "components": [_members(people, known, relations, name)]}
            for pedigree, relations in pedigrees
        ],
        "genotypes": {who: row for who, row in genotypes.items() if row},
    }
    start = next((i for i, line in enumerate(lines.lines) if line.strip() == "[DVI]"), None)
    if start is not None or "(DVI)" in lines.lines[2]:
        if start is None:
            raise refuse(name, len(lines.lines), 1, "the file says DVI but has no [DVI] section.")
        return _read_dvi(_Lines(lines.lines, name, start + 1), {"theta": theta, "markers": markers})
    return content


def _person(lines: _Lines) -> _Typed:
    name = lines.text("a person's name")
    lines.flag("a flag of the person")
    lines.number("the year of birth")
    lines.flag("whether the person is a child")
    sex = "M" if lines.flag("whether the person is male") else "F"
    rows = []
    for _ in range(lines.whole("the number of typed markers")):
        first, second = lines.whole("an allele's place"), lines.whole("an allele's place")
        rows.append((first, second, lines.whole("a marker's place")))
    return _Typed(name, sex, rows)


@dataclass
class _Relations:
    women: int
    men: int
    pairs: list[tuple[int, int]]


def _relations(lines: _Lines, people: list[_Typed]) -> _Relations:
    women, men = lines.whole("the number of extra women"), lines.whole("the number of extra men")
    count = lines.whole("the number of relations")
    pairs = [(lines.whole("a parent's place"), lines.whole("a child's place")) for _ in range(count)]
    for parent, child in pairs:
        if not (0 <= parent < len(people) + women + men and 0 <= child < len(people) + women + men):
            raise refuse(
                lines.name, lines.at, 1, f"a relation names person {max(parent, child)}, who is not there."
            )
    return _Relations(women, men, pairs)


def _members(people: list[_Typed], known: _Relations, more: _Relations, name: str) -> list[dict[str, Any]]:
    sexes = [person.sex for person in people] + ["F"] * more.women + ["M"] * more.men
    ids = [person.name for person in people]
    ids += [f"extra {i + 1}" for i in range(more.women + more.men)]
    if len(set(ids)) < len(ids):
        raise BadInput(f"{name}: two persons bear one name ({', '.join(ids)}). Rename one.")
    return members_of(ids, sexes, [*known.pairs, *more.pairs], name)


def members_of(
    ids: list[str], sexes: list[str], pairs: list[tuple[int, int]], name: str
) -> list[dict[str, Any]]:
    """Members of a pedigree from pairs of parent and child."""
    members: list[dict[str, Any]] = [
        {"id": who, "father": None, "mother": None, "sex": sex} for who, sex in zip(ids, sexes, strict=True)
    ]
    for parent, child in pairs:
        role, other = ("father", "mother") if sexes[parent] == "M" else ("mother", "father")
        if members[child][role] not in (None, ids[parent]):
            # Familias lets two parents bear one sex; here the second takes the other place, sex unknown.
            if members[child][other] not in (None, ids[parent]):
                raise BadInput(f"{name}: {ids[child]} has more than two parents, {ids[parent]} among them.")
            role, members[parent]["sex"] = other, "U"
        members[child][role] = ids[parent]
    return members


def _theta(lines: _Lines) -> float:
    line = lines.next("the databases")
    found = re.search(r"Fst:\s*([0-9.eE+-]+)", line)
    return float(found.group(1)) if found else 0.0


def _database(lines: _Lines) -> list[dict[str, Any]]:
    count = lines.whole("the number of markers")
    if count == 0:
        return []
    lines.flag("whether the database has a name")
    lines.text("the database's name")
    return [_marker(lines) for _ in range(count)]


def _marker(lines: _Lines) -> dict[str, Any]:
    name = lines.text("a marker's name")
    rates = [lines.number("a mutation rate") for _ in range(2)]
    models = [lines.whole("a mutation model") for _ in range(2)]
    lines.whole("the number of alleles")
    ranges = [lines.number("a mutation range") for _ in range(2)]
    rates2 = [lines.number("a second mutation rate") for _ in range(2)]
    silent = lines.flag("whether there is a silent allele")
    silent_freq = lines.number("the silent frequency")
    count = lines.whole("the number of alleles")
    pairs = [(lines.text("an allele"), lines.number("a frequency")) for _ in range(count)]
    marker: dict[str, Any] = {
        "name": name,
        "chrom": "autosomal",
        "alleles": [a for a, _ in pairs],
        "freqs": [f for _, f in pairs],
    }
    if silent:
        marker["silent_freq"] = silent_freq
    female, male = (_model(lines, *of) for of in zip(models, rates, rates2, ranges, strict=True))
    if rates != [0.0, 0.0]:
        marker["mutation"] = {"male": male, "female": female}
    return marker


def _model(lines: _Lines, code: int, rate: float, rate2: float, ratio: float) -> dict[str, Any]:
    if not 0 <= code < len(MODELS):
        raise refuse(lines.name, lines.at, 1, f"the mutation model {code} is not known (0 to 4).")
    if MODELS[code] != "stepwise":
        return {"model": MODELS[code], "rate": rate}
    if code == DAWID:
        return {"model": "dawid", "rate": rate, "range": ratio}
    return {"model": "stepwise", "rate": rate, "rate2": rate2 if code == 4 else 0.0, "range": ratio}


def _genotypes(person: _Typed, markers: list[dict[str, Any]], name: str) -> dict[str, list[str]]:
    row = {}
    for first, second, place in person.indices:
        if not 0 <= place < len(markers):
            raise BadInput(
                f"{name}: {person.name} is typed at marker {place}, which the database does not hold."
            )
        alleles = markers[place]["alleles"]
        if max(first, second) >= len(alleles):
            where, index = markers[place]["name"], max(first, second)
            raise BadInput(f"{name}: {person.name} at {where}: there is no allele {index}.")
        row[markers[place]["name"]] = [alleles[i] if i >= 0 else "-" for i in (first, second)]
    return row


def _read_dvi(lines: _Lines, content: dict[str, Any]) -> dict[str, Any]:
    """The DVI part: unidentified persons, reference families, each once for every missing person."""
    pm, pm_genotypes = [], {}
    _until(lines, "[[Unidentified persons]]")
    for _ in range(_value(lines, "nPersons")):
        who, sex, typed = _dvi_person(lines)
        pm.append({"id": who, "sex": sex})
        pm_genotypes[who] = typed
    _until(lines, "[[Reference Families]]")
    families, missing, am = [], [], {}
    for _ in range(_value(lines, "nFamilies")):
        family, absent, typed_members = _dvi_family(lines)
        families.append(family)
        missing += absent
        am.update(typed_members)
    return {
        **content,
        "kind": "dvi",
        "pm": pm,
        "families": families,
        "missing": missing,
        "genotypes": {"pm": pm_genotypes, "am": am},
    }


def _until(lines: _Lines, heading: str) -> None:
    while lines.next(heading) != heading:
        pass


def _said(lines: _Lines, key: str) -> str:
    """The value of the next line with this key; headings in between are passed over."""
    while True:
        line = lines.next(key)
        if line.startswith(f"{key}="):
            return line.split("=", 1)[1].strip()
        if line and not line.startswith("["):
            raise refuse(lines.name, lines.at, 1, f"{line[:40]!r} stands where {key!r} should.")


def _value(lines: _Lines, key: str) -> int:
    text = _said(lines, key)
    if not text.isdigit():
        raise refuse(lines.name, lines.at, len(key) + 2, f"{text!r} should be a whole number.")
    return int(text)


def _dvi_person(lines: _Lines) -> tuple[str, str, dict[str, list[str]]]:
    who = _said(lines, "Name")
    sex = {"male": "M", "female": "F"}.get(_said(lines, "Gender").lower(), "U")
    typed = {}
    for _ in range(_value(lines, "nSystems")):
        marker = _said(lines, "SystemName")
        alleles = [allele(_said(lines, f"Allele{i}")) for i in (1, 2)]
        if any(a is not None for a in alleles):
            typed[marker] = [a or "-" for a in alleles]
    return who, sex, typed


def _dvi_family(lines: _Lines) -> tuple[dict[str, Any], list[str], dict[str, dict[str, list[str]]]]:
    family = _said(lines, "Name")
    people = [_dvi_person(lines) for _ in range(_value(lines, "nPersons"))]
    pairs: list[tuple[str, str]] = []
    for _ in range(_value(lines, "nPedigrees")):
        _said(lines, "Name")
        found = [(_said(lines, "Parent"), _said(lines, "Child")) for _ in range(_value(lines, "nRelations"))]
        pairs = pairs or found
    ids = [who for who, _, _ in people]
    sexes = [sex for _, sex, _ in people]
    pairs = _with_the_missing_named(pairs, ids)
    named = {who for pair in pairs for who in pair}
    for who in sorted(named - set(ids)):
        ids.append(who)
        sexes.append("U")
    missing = [who for who in ids if "missing" in who.lower()]
    unique = {who: f"{family}: {who}" for who in ids}
    places = [(ids.index(parent), ids.index(child)) for parent, child in pairs]
    for parent, child in places:
        if sexes[parent] == "U":
            mate = [q for q, c in places if c == child and q != parent]
            sexes[parent] = "F" if mate and sexes[mate[0]] == "M" else "M"
    members = members_of([unique[who] for who in ids], sexes, places, lines.name)
    typed = {unique[who]: row for who, _, row in people if row}
    return {"name": family, "members": members}, [unique[who] for who in missing], typed


def _with_the_missing_named(pairs: list[tuple[str, str]], ids: list[str]) -> list[tuple[str, str]]:
    """Relations speak of "Missing person"; the person's own entry is the missing one that no relation
    names.
    """
    used = {who for pair in pairs for who in pair}
    own = next((who for who in ids if "missing" in who.lower() and who not in used), MISSING_PERSON)
    return [(own if p == MISSING_PERSON else p, own if c == MISSING_PERSON else c) for p, c in pairs]
