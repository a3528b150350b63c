"""Does each family's drawn pedigree fit its profiles? For the geneticist only.

A profile that does not fit may be a swapped sample, a slip in the drawing, an adoption, a paternity told
otherwise. ISFG and ICMP ask that nobody in the family learns of it from a computer: every finding therefore
says what does not fit, never why, and asks for the sample and the record to be compared first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import log

import numpy as np

from vegerin.engines.kinship.grave import Family
from vegerin.engines.kinship.likelihood import Question, ln, probabilities
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree, unrelated

# A finding needs this likelihood ratio; a relation across families is looked for among many pairs and needs
# more.
DOUBT, ACROSS = 100.0, 1e6

# Loci at which two profiles must agree before they are called the same.
SAME_AT = 8


@dataclass(frozen=True)
class Finding:
    """What does not fit, whom it concerns, how strongly (log10 LR against the record), in careful words."""

    code: str
    people: tuple[str, ...]
    log10_lr: float | None
    says: str


@dataclass(frozen=True)
class Checked:
    """One family: whether the record fits, and what does not."""

    name: str
    fits: bool
    findings: tuple[Finding, ...]


def check_families(families: Sequence[Family], markers: Sequence[Marker]) -> list[Checked]:
    """Every family by itself, then pairs of people across families."""
    findings = {family.name: _within(family, markers) for family in families}
    for one, two in combinations(families, 2):
        for finding in _across(one, two, markers):
            findings[one.name].append(finding)
            findings[two.name].append(finding)
    return [Checked(name, not found, tuple(found)) for name, found in findings.items()]


def _within(family: Family, markers: Sequence[Marker]) -> list[Finding]:
    typed = [who for who, row in family.typings.items() if any(what is not None for what in row)]
    as_told = _loglik(family, markers)
    findings = []
    for who in typed:
        apart = _loglik(_without(family, who), markers) + _alone(family, who, markers)
        against = apart - as_told
        if against >= log(DOUBT):
            findings.append(_does_not_fit(family, who, against, markers))
    findings += [
        _same_profile(one, two) for one, two in combinations(typed, 2) if _same(family, family, one, two)
    ]
    return findings


def _does_not_fit(family: Family, who: str, against: float, markers: Sequence[Marker]) -> Finding:
    strong = against / log(10) if np.isfinite(against) else None
    much = "excludes" if strong is None else f"is 10^{strong:.1f} times likelier without"
    says = (
        f"The profile of {who} and the relation recorded in {family.name} do not fit together (the typing "
        f"{much} the relation). Compare the sample's chain of custody and the record first; this answer is "
        "for the geneticist only."
    )
    return Finding("relation.doubted", (who,), strong, says)


def _loglik(family: Family, markers: Sequence[Marker]) -> float:
    questions = [Question(family.pedigree, marker, family.seen_at(k)) for k, marker in enumerate(markers)]
    return float(ln(probabilities(questions)).sum())


def _without(family: Family, who: str) -> Family:
    return replace(family, typings={other: row for other, row in family.typings.items() if other != who})


def _alone(family: Family, who: str, markers: Sequence[Marker]) -> float:
    pedigree = unrelated(who, family.pedigree.person(who).sex)
    return _loglik(replace(family, pedigree=pedigree, typings={who: family.typings[who]}), markers)


def _across(one: Family, two: Family, markers: Sequence[Marker]) -> list[Finding]:
    findings = []
    for who in one.typings:
        for other in two.typings:
            if _same(one, two, who, other):
                findings.append(_same_profile(who, other))
                continue
            name, strength = _closest(one, two, who, other, markers)
            if strength >= log(ACROSS):
                says = (
                    f"{who} of {one.name} and {other} of {two.name} look like {name} "
                    f"(10^{strength / log(10):.1f}), which no record says. Look first for one family "
                    "recorded twice, or for samples exchanged."
                )
                findings.append(Finding("relation.unrecorded", (who, other), strength / log(10), says))
    return findings


def _closest(one: Family, two: Family, who: str, other: str, markers: Sequence[Marker]) -> tuple[str, float]:
    f, m = ("father", None, None, "M"), ("mother", None, None, "F")
    shapes = {
        "full siblings": Pedigree.of([f, m, ("a", "father", "mother", "U"), ("b", "father", "mother", "U")]),
        "parent and child": Pedigree.of([("a", None, None, "U"), m, ("b", "a", "mother", "U")]),
    }
    strengths = dict.fromkeys(shapes, 0.0)
    for k, marker in enumerate(markers):
        a, b = one.typings[who][k], two.typings[other][k]
        if a is None or b is None or marker.x_linked:
            continue
        own = [Question(unrelated("a", "U"), marker, {"a": what}) for what in (a, b)]
        related = [Question(shape, marker, {"a": a, "b": b}) for shape in shapes.values()]
        values = ln(probabilities([*own, *related]))
        for place, name in enumerate(shapes):
            strengths[name] += float(values[2 + place] - values[0] - values[1])
    best = max(strengths, key=strengths.__getitem__)
    return best, strengths[best]


def _same(one: Family, two: Family, who: str, other: str) -> bool:
    twins = one is two and other in {one.pedigree.person(who).twin} | {None}
    pairs = [(a, b) for a, b in zip(one.typings[who], two.typings[other], strict=True) if a and b]
    return not twins and len(pairs) >= SAME_AT and all(_equal(a, b) for a, b in pairs)


def _equal(a: Seen, b: Seen) -> bool:
    return a.genotype is not None and a.genotype == b.genotype


def _same_profile(one: str, two: str) -> Finding:
    says = (
        f"{one} and {two} have one profile: the same person twice, identical twins, or a sample used twice."
    )
    return Finding("profile.twice", (one, two), None, says)


def strength_in_words(log10_lr: float) -> str:
    """The verbal scale of the ENFSI guideline (2015).

    >>> strength_in_words(log10(500))
    'moderately strong'
    """
    scale = (
        (6, "extremely strong"),
        (4, "very strong"),
        (3, "strong"),
        (2, "moderately strong"),
        (1, "moderate"),
    )
    return next((word for least, word in scale if log10_lr >= least), "weak")
