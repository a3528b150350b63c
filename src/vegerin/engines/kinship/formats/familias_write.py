"""Familias `.fam` files as Familias 3 writes them, with their DVI section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vegerin.engines.answers import BadInput


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
