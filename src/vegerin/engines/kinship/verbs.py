"""The verbs of the command: search, next, check, convert."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from vegerin.engines.answers import Answer, BadInput, Case, Reason, answer_each, as_json, plain
from vegerin.engines.asking import Parser
from vegerin.engines.kinship.case import Reading, at_marker, sexes
from vegerin.engines.kinship.dvi import unrecorded_of
from vegerin.engines.kinship.enough import Family as Asked
from vegerin.engines.kinship.enough import says, what_is_enough
from vegerin.engines.kinship.evidence import ln_evidence
from vegerin.engines.kinship.formats import FORMATS, read_any, write_any
from vegerin.engines.kinship.formats.ped import write_frequencies
from vegerin.engines.kinship.grave import Grave
from vegerin.engines.kinship.grave_case import read_grave
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.reference_check import check_families
from vegerin.engines.kinship.relatives import Relative, next_relatives
from vegerin.engines.kinship.search import Hit, chance_hits, search

DONE, BAD_INPUT = 0, 2


def search_verb(arguments: list[str]) -> int:
    """All remains against all missing; hits as CSV, what was done as JSON."""
    parser = Parser(prog="vegerin kinship search")
    parser.add_argument("pm", metavar="PM", help="remains: JSON or any format of convert")
    parser.add_argument("families", metavar="FAMILIES", help="families, missing, markers")
    parser.add_argument("--threshold", type=float, default=1e6, metavar="T", help="likelihood ratio to show")
    parser.add_argument("--out", default="-", metavar="hits.csv")
    parser.add_argument("--theta", type=float, default=0.0)
    parser.add_argument("--event-size", type=float, help="how many may lie here")
    parser.add_argument("--minimum-frequency", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="the default")
    options = parser.parse_args(arguments)
    try:
        if options.threshold <= 0 or not 0 <= options.theta < 1:
            raise BadInput("--threshold should be above 0 and --theta between 0 and 1.")
        reading = Reading(_together(options.pm, options.families), options.minimum_frequency)
        grave = read_grave(reading)
        hits = search(
            grave,
            threshold=options.threshold,
            event_size=options.event_size,
            theta=options.theta,
            unrecorded=unrecorded_of(reading),
            ln_evidence=ln_evidence(reading, grave) if "evidence" in reading.content else None,
        )
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    _write_hits(hits, options.out)
    if options.out != "-":
        print(_said(grave, hits, options, reading.warnings))
    return DONE


def _together(pm: str, families: str) -> dict[str, Any]:
    one, two = read_any(pm), read_any(families)
    genotypes = {
        side: (source.get("genotypes") or {}).get(side) or {} for side, source in (("pm", one), ("am", two))
    }
    markers = two.get("markers") or one.get("markers")
    evidence = two.get("evidence") or one.get("evidence")
    content = {**two, "pm": one.get("pm"), "genotypes": genotypes, "markers": markers, "evidence": evidence}
    return {key: value for key, value in content.items() if value is not None}


def _write_hits(hits: list[Hit], out: str) -> None:
    names = [field.name for field in fields(Hit)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(["" if v is None else v for v in asdict(hit).values()] for hit in hits)
    if out == "-":
        print(text.getvalue(), end="")
    else:
        Path(out).write_text(text.getvalue(), encoding="utf-8")


def _said(grave: Grave, hits: list[Hit], options: argparse.Namespace, warnings: list[Reason]) -> str:
    expected = chance_hits(grave, options.threshold)
    results = {
        "pairs": len(grave.remains) * len(grave.places),
        "hits": len(hits),
        "expected_chance_hits_at_most": expected,
        "out": options.out,
    }
    parameters = {"threshold": options.threshold, "theta": options.theta, "event_size": options.event_size}
    says = (
        "Relatives of a missing person stand close to the person: read 'alternative' before anything else. "
        f"At most {expected:.3g} pairs of strangers are expected above the threshold."
    )
    said = (*warnings, Reason("search.alternatives", {}, says))
    answer = Answer(results, "look-ups in tables of genotypes", parameters, said, options.seed)
    return as_json(Case(Path(options.pm).stem, "search", {}, ""), answer)


def next_verb(arguments: list[str]) -> int:
    """Who should give blood next."""
    parser = Parser(prog="vegerin kinship next")
    parser.add_argument("cases", nargs="+", metavar="CASE.json")
    parser.add_argument("--event-size", type=float, help="how many may lie where the remains will be found")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="the default")
    options = parser.parse_args(arguments)
    return answer_each(options.cases, lambda case: _next(case, options))


def _next(case: Case, options: argparse.Namespace) -> Answer:
    reading = Reading(case.content)
    size = options.event_size or reading.number("event_size", low=1, high=1e9, default=200.0)
    relatives: list[dict[str, Any]] = []
    enough: list[dict[str, Any]] = []
    try:
        for name, family, found, now in _questions(reading, size, options.seed):
            place = {} if name is None else {"family": name, "missing": family.target}
            relatives += [{**asdict(relative), **place} for relative in found]
            groups = what_is_enough(family, found, now, seed=options.seed)
            enough.append(
                {
                    **({} if name is None else {"family": name}),
                    "missing": family.target,
                    "chance_now": now,
                    "groups": groups,
                    "says": says(groups, now),
                }
            )
    except BadInput as error:
        raise BadInput(f"{case.id}: {error}") from None
    relatives.sort(key=lambda relative: (-relative["bits"], relative["id"]))
    parameters = {"event_size": size}
    return Answer(
        {"relatives": relatives, "enough": enough},
        "mutual information of genotypes, exact",
        parameters,
        tuple(reading.warnings),
        options.seed,
    )


def _questions(
    reading: Reading, size: float, seed: int
) -> Iterator[tuple[str | None, Asked, list[Relative], float]]:
    for name, family, able in _asked(reading, size):
        found, now = next_relatives(
            family.pedigree,
            family.markers,
            family.seen,
            family.target,
            candidates=able,
            others_missing=size,
            seed=seed,
        )
        yield name, family, found, now


def _asked(reading: Reading, size: float) -> Iterator[tuple[str | None, Asked, list[str]]]:
    """Every missing person of the case with the family, and who could be asked."""
    if "families" in reading.content:
        grave = read_grave(reading)
        for family, who in grave.places:
            seen = [family.seen_at(k) for k in range(len(grave.markers))]
            able = _able(family.pedigree, {*family.typings, *family.missing}, reading.content)
            yield family.name, Asked(family.pedigree, grave.markers, seen, who, size), able
        return
    pedigree = reading.pedigree(reading.part("pedigree", list))
    genotypes = reading.part("genotypes", dict)
    markers, target = reading.markers(genotypes), reading.part("target", str)
    pedigree.person(target)
    typings = reading.typings(sexes(pedigree), genotypes, markers)
    typings.pop(target, None)
    seen = [at_marker(typings, k, pedigree) for k in range(len(markers))]
    able = _able(pedigree, {*typings, target}, reading.content)
    yield None, Asked(pedigree, markers, seen, target, size), able


def _able(pedigree: Pedigree, besides: set[str], content: Mapping[str, Any]) -> list[str]:
    """Who could be asked: those the case names, else everybody untyped."""
    named = content.get("candidates")
    if isinstance(named, list):
        return [pedigree.person(str(who)).id for who in named if str(who) in pedigree]
    return [person.id for person in pedigree.people if person.id not in besides]


def check_verb(arguments: list[str]) -> int:
    """Does each family's drawn pedigree fit its profiles? For the geneticist only."""
    parser = Parser(prog="vegerin kinship check", description=check_verb.__doc__)
    parser.add_argument("cases", nargs="+", metavar="CASE.json")
    parser.add_argument("--json", action="store_true", help="the default")
    options = parser.parse_args(arguments)
    return answer_each(options.cases, _check)


def _check(case: Case) -> Answer:
    content = dict(case.content)
    content.setdefault("pm", [])
    content.setdefault("missing", [])
    if "families" not in content and "pedigree" in content:
        content["families"] = [{"name": case.id, "members": content["pedigree"]}]
        content["genotypes"] = {"am": content.get("genotypes")}
    reading = Reading(content)
    try:
        grave = read_grave(reading)
        checked = check_families(grave.families, grave.markers)
    except BadInput as error:
        raise BadInput(f"{case.id}: {error}") from None
    return Answer(
        {"families": checked}, "likelihood with and without each profile", {}, tuple(reading.warnings)
    )


def convert_verb(arguments: list[str]) -> int:
    """From one exchange format to another; a bad file is refused whole, with line and column."""
    parser = Parser(prog="vegerin kinship convert", description=convert_verb.__doc__)
    parser.add_argument("source", metavar="IN")
    parser.add_argument("target", metavar="OUT", help="a file, or - for standard output")
    parser.add_argument("--from", dest="source_format", choices=sorted(FORMATS))
    parser.add_argument("--to", dest="target_format", choices=sorted(FORMATS))
    options = parser.parse_args(arguments)
    try:
        content = read_any(options.source, options.source_format)
        text = write_any(content, options.target, options.target_format)
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    if options.target == "-":
        print(text, end="")
    else:
        target = Path(options.target)
        target.write_text(text, encoding="utf-8")
        if "ped" in (options.target_format, target.suffix.lower().lstrip(".")) and content.get("markers"):
            target.with_suffix(".freq").write_text(write_frequencies(content), encoding="utf-8")
        said = {key: len(content.get(key) or []) for key in ("pm", "families", "missing", "markers")}
        print(json.dumps(plain({"out": options.target, "read": said})))
    return DONE


VERBS = {"search": search_verb, "next": next_verb, "check": check_verb, "convert": convert_verb}
