"""Families as pedigrees, a grave as a grid with the candidates of each remains as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.verdict import POLICY
from vegerin.ui.pictures.pairings import draw_bars, draw_grid
from vegerin.ui.pictures.pedigree import Look, Relative, draw_pedigree

# Candidates shown for each remains; chances below this are not drawn.
CANDIDATES, FAINT = 5, 1e-4

Pictures = list[tuple[str, str]]


def draw(case: Mapping[str, Any], answer: Mapping[str, Any]) -> Pictures:
    """The pictures of one answer."""
    return [*_families(case), *_grave(answer.get("results") or {})]


def _families(case: Mapping[str, Any]) -> Pictures:
    typed = _typed(case.get("genotypes") or {})
    missing = set(case.get("missing") or [case.get("target")])
    pictures = []
    for name, members in _groups(case):
        pedigree = Reading(dict(case)).pedigree(members)
        if len(pedigree.people) > 1:
            look = Look(typed, missing, _deceased(members), kin_couples(pedigree))
            people = [Relative(p.id, p.father, p.mother, p.sex) for p in pedigree.people]
            pictures.append((name, draw_pedigree(people, look, title=name)))
    return pictures


def _groups(case: Mapping[str, Any]) -> list[tuple[str, Sequence[Any]]]:
    """The families, hypotheses or pedigree of a case, each with its name."""
    if "families" in case:
        return [(str(f.get("name", i + 1)), f["members"]) for i, f in enumerate(case["families"])]
    if "hypotheses" in case:
        return [
            (str(h.get("name", i + 1)), members)
            for i, h in enumerate(case["hypotheses"])
            for members in h["components"]
        ]
    members = case.get("pedigree")
    return [(str(case.get("case_id", "family")), members)] if isinstance(members, list) else []


def _typed(genotypes: Mapping[str, Any]) -> set[str]:
    sides = [genotypes.get(side) for side in ("pm", "am")]
    people = [side for side in sides if isinstance(side, Mapping)] or [genotypes]
    return {who for side in people for who, profile in side.items() if profile}


def _deceased(members: Sequence[Any]) -> set[str]:
    return {str(m["id"]) for m in members if isinstance(m, Mapping) and m.get("deceased")}


def kin_couples(pedigree: Pedigree) -> set[frozenset[str]]:
    """Couples with children who are kin of one another: drawn with a double line."""
    kinship = pedigree.kinship()
    couples = {(p.father, p.mother) for p in pedigree.people if p.father and p.mother}
    return {
        frozenset((f, m)) for f, m in couples if f and m and kinship[pedigree.index[f], pedigree.index[m]] > 0
    }


def _grave(results: Mapping[str, Any]) -> Pictures:
    joint = results.get("joint")
    if joint is None:
        together = results.get("same_body")
        if together is None:
            return []
        ids = together["ids"]
        grid = draw_grid(ids, ids, together["values"], title="parts of one body")
        return [("Parts of one body", grid)]
    table = joint["pairing_posterior"]
    grid = draw_grid(table["rows"], table["cols"], table["values"], title="posterior of each pairing")
    words = {one["remains"]: one["verdict"] for one in joint.get("verdicts", [])}
    bars = [
        (f"{who}: {words.get(who, 'nobody on the list')}", _bars(table["cols"], row, who))
        for who, row in zip(table["rows"], table["values"], strict=True)
    ]
    return [("Remains and missing persons", grid), *bars]


def _bars(columns: Sequence[str], row: Sequence[float], who: str) -> str:
    nobody = max(0.0, 1.0 - sum(row))
    best = sorted(zip(columns, row, strict=True), key=lambda pair: -pair[1])[:CANDIDATES]
    shown = [pair for pair in best if pair[1] >= FAINT]
    return draw_bars([*shown, ("nobody listed", nobody)], policy=POLICY, title=who)
