"""Familias .fam (3.x), with its DVI section; alleles of the ordinary part are indices into the database
below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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


def write(content: Mapping[str, Any]) -> str:
    """The ordinary part: persons, hypotheses, database."""
    hypotheses = content.get("hypotheses") or []
    people = {str(m["id"]): m for h in hypotheses for c in h["components"] for m in c}
    markers = content.get("markers") or []
    genotypes = content.get("genotypes") or {}
    typed = genotypes if not {"pm", "am"} & set(genotypes) else {}
    lines = ['"Output from Familias, version 3.3.1"', '"DO NOT EDIT!"', "3.3.1", '""', str(len(people))]
    for who, person in people.items():
        rows = _indices(typed.get(who) or {}, markers, who)
        lines += [f'"{who}"', "#FALSE#", "-1", "#FALSE#", "#TRUE#" if person.get("sex") == "M" else "#FALSE#"]
        lines += [str(len(rows)), *(str(i) for row in rows for i in row)]
    lines += ['"Known relations"', "0", "0", "0", str(len(hypotheses))]
    order = {who: i for i, who in enumerate(people)}
    for place, hypothesis in enumerate(hypotheses):
        pairs = [
            (order[str(parent)], order[str(member["id"])])
            for component in hypothesis["components"]
            for member in component
            for parent in _parents_as_written(member, people)
        ]
        lines += [str(place), f'"{hypothesis["name"]}"', "0", "0", str(len(pairs))]
        lines += [str(i) for pair in pairs for i in pair]
    return "\n".join([*lines, *_written_database(content)]) + "\n"


def _parents_as_written(member: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Both parents; one whose sex does not fit the role stands last, as `members_of` reads it."""
    pairs = [(member.get("father"), "M"), (member.get("mother"), "F")]
    there = [(str(who), people[str(who)].get("sex") not in (sex, "U")) for who, sex in pairs if who]
    return [who for who, _ in sorted(there, key=lambda one: one[1])]


def _indices(
    typed: Mapping[str, Any], markers: list[Mapping[str, Any]], who: str
) -> list[tuple[int, int, int]]:
    rows = []
    for place, marker in enumerate(markers):
        alleles = [str(a) for a in typed.get(marker["name"]) or []]
        if alleles:
            codes = [marker["alleles"].index(a) if a in marker["alleles"] else -1 for a in alleles]
            if -1 in codes and alleles[codes.index(-1)] != "-":
                raise BadInput(
                    f"{marker['name']} of {who}: allele {alleles[codes.index(-1)]} is not in the table."
                )
            rows.append((codes[0], codes[-1], place))
    return rows


def _written_database(content: Mapping[str, Any]) -> list[str]:
    markers = content.get("markers") or []
    theta = content.get("theta") or 0
    lines = [f"#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {theta} )", str(len(markers))]
    if markers:
        lines += ["#TRUE#", '"database"']
    for marker in markers:
        both = [(marker.get("mutation") or {}).get(sex) or {} for sex in ("female", "male")]
        codes = [_code(model) for model in both]
        silent = marker.get("silent_freq") or 0.0
        n = len(marker["alleles"])
        lines += [
            f'"{marker["name"]}"',
            *(repr(m.get("rate") or 0.0) for m in both),
            *map(str, codes),
            str(n),
        ]
        lines += [*(repr(m.get("range") or 0.1) for m in both), *(repr(m.get("rate2") or 0.0) for m in both)]
        lines += ["#TRUE#" if silent else "#FALSE#", repr(silent)]
        lines.append(f"{n}\t(DatabaseSize = 0 , Dropout probability = 0 , Minor allele frequency = 0 )")
        for name, freq in zip(marker["alleles"], marker["freqs"], strict=True):
            lines += [f'"{name}"', repr(freq)]
    return lines


def _code(model: Mapping[str, Any]) -> int:
    codes = {"equal": 0, "proportional": 1, "stepwise": 4, "dawid": 3, "trivial": 0}
    name = str(model.get("model", "equal"))
    if name not in codes:
        raise BadInput(
            f"Familias has no mutation model {name!r}. Choose equal, proportional, stepwise or dawid."
        )
    return codes[name]


def write_dvi(content: Mapping[str, Any]) -> str:
    """Database and DVI part."""
    lines = ['"Output from Familias, version 3.3"', '"DO NOT EDIT!"', "3.3 (DVI)", '""', "0"]
    lines += ['"Known relations"', "0", "0", "0", "0", *_written_database(content), "", "[DVI]"]
    genotypes = content.get("genotypes") or {}
    pm, am = genotypes.get("pm") or {}, genotypes.get("am") or {}
    lines += ["[[Unidentified persons]]", f"nPersons= {len(content.get('pm') or [])}"]
    for place, body in enumerate(content.get("pm") or [], start=1):
        lines += [
            f"[[[Person {place} ]]]",
            *_written_person(body["id"], body.get("sex"), pm.get(body["id"]), 4),
        ]
    families, missing = content.get("families") or [], {str(who) for who in content.get("missing") or []}
    lines += ["", "[[Reference Families]]", f"nFamilies= {len(families)}"]
    for place, family in enumerate(families, start=1):
        lines += [f"[[[Family {place} ]]]", f"Name= {family['name']}", "[[[[Persons]]]]"]
        lines.append(f"nPersons= {len(family['members'])}")
        names = {m["id"]: _dvi_name(str(m["id"]), family["name"], missing) for m in family["members"]}
        for number, member in enumerate(family["members"], start=1):
            who = member["id"]
            lines += [
                f"[[[[[Person {number}]]]]]",
                *_written_person(names[who], member.get("sex"), am.get(who), 6),
            ]
        pairs = [(p, m["id"]) for m in family["members"] for p in (m.get("father"), m.get("mother")) if p]
        lines += ["[[[[Pedigrees]]]]", "nPedigrees= 1", "[[[[[Pedigree 1]]]]]", "Name= Reference pedigree"]
        lines.append(f"nRelations= {len(pairs)}")
        lines += [line for p, c in pairs for line in (f"Parent= {names[p]}", f"Child= {names[c]}")]
    return "\n".join(lines) + "\n"


def _dvi_name(who: str, family: str, missing: set[str]) -> str:
    bare = who.removeprefix(f"{family}: ")
    return bare if who not in missing or "missing" in bare.lower() else f"Missing {bare}"


def _written_person(who: str, sex: str | None, typed: Mapping[str, Any] | None, depth: int) -> list[str]:
    gender = {"M": "Male", "F": "Female"}.get(str(sex), "Unknown")
    lines = [f"Name= {who}", f"Gender= {gender}", "[" * depth + "DNA data" + "]" * depth]
    rows = {name: [str(a) for a in alleles] for name, alleles in (typed or {}).items() if alleles}
    lines.append(f"nSystems= {len(rows)}")
    for name, alleles in rows.items():
        lines += [f"SystemName= {name}", f"Allele1= {alleles[0]}", f"Allele2= {alleles[-1]}"]
    return lines
