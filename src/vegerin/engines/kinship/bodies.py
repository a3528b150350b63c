"""Parts of one body: do two profiles come from one person, from brothers, or from strangers?

The strict rule of the reference multiplies 1 / P(genotype) over shared loci, 0 at any mismatch. Bone is not
like that: copies drop out, others drop in, a typing can be wrong. Both typings are then evidence about one
unknown genotype, weighed against two unrelated people and against two full siblings. So is the sex: as the
laboratory states it, as amelogenin shows it, as the bones look (`anthropological_sex`), each with its errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.bones import Bones, read_bones
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.likelihood import ln
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen, degraded

# A part joins a body when the odds for one person, after this prior per pair, pass the threshold.
THRESHOLD = 1e4


def direct_match(reading: Reading, *, strict: bool = False) -> dict[str, Any]:
    """Every pair of samples as parts of one body, and the bodies that follow at the threshold."""
    if reading.number("theta", low=0, high=1):
        raise BadInput("Parts of one body are not compared with theta. Set 'theta' to 0.")
    bones = read_bones(reading)
    threshold = reading.number("threshold", low=0, high=1e300, default=THRESHOLD)
    if strict:
        values = strict_ratios(bones)
        groups = groups_of_matches(bones, values, threshold)
        return {"LR": {"ids": bones.ids, "values": values}, "groups_at_threshold": groups}
    ln_unrelated, ln_sibling = ratios(bones)
    weakest = np.exp(np.minimum(ln_unrelated, ln_sibling))
    np.fill_diagonal(weakest, 0.0)
    partition = bodies(bones, ln_unrelated, reading)
    return {
        "LR": {"ids": bones.ids, "values": _without_diagonal(ln_unrelated)},
        "LR_vs_sibling": {"ids": bones.ids, "values": _without_diagonal(ln_sibling)},
        "groups_at_threshold": groups_of_matches(bones, weakest, threshold),
        **partition,
    }


def _without_diagonal(ln_ratios: Array) -> Array:
    with np.errstate(over="ignore"):
        values = np.exp(ln_ratios)
    np.fill_diagonal(values, 0.0)
    return np.asarray(values)


def strict_ratios(bones: Bones) -> Array:
    """The reference's rule: identical at every shared locus, or 0."""
    n = len(bones.ids)
    values = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            values[i, j] = values[j, i] = _strict(bones, i, j)
    return values


def _strict(bones: Bones, i: int, j: int) -> float:
    if {bones.sexes[i], bones.sexes[j]} == {"M", "F"}:
        return 0.0
    ratio = 1.0
    for k in bones.typings[i].keys() & bones.typings[j].keys():
        one, two = (sorted(bones.typings[s][k] * (1 if len(bones.typings[s][k]) == 2 else 2)) for s in (i, j))
        if one != two:
            return 0.0
        ratio /= _frequency(bones.markers[k], one, bones.ids[i], bones.sexes[i])
    return ratio


def _frequency(marker: Marker, typing: Sequence[str], who: str, sex: str) -> float:
    """How often a typing is met; one allele may be unknown."""
    p = [marker.freqs[marker.code(allele, who=who)] for allele in typing if allele != "-"]
    if marker.x_linked and sex == "M":
        return p[0]
    if len(p) == 1:
        return 1 - (1 - p[0]) ** 2
    return p[0] * p[1] * (1 if typing[0] == typing[1] else 2)


def groups_of_matches(bones: Bones, values: Array, threshold: float) -> list[list[str]]:
    """Samples joined by matches at the threshold, also through others; the most complete profile first."""
    parts = _connected(values >= threshold)
    return [[bones.ids[s] for s in sorted(part, key=lambda s: -len(bones.typings[s]))] for part in parts]


def ratios(bones: Bones) -> tuple[Array, Array]:
    """ln of same person against unrelated, and against full siblings, for every pair."""
    n = len(bones.ids)
    unrelated, sibling = np.zeros((n, n)), np.zeros((n, n))
    for k, marker in enumerate(bones.markers):
        here = [s for s in range(n) if k in bones.typings[s]]
        if not here:
            continue
        tables = np.stack([evidence(bones, s, k) for s in here])
        same, apart, siblings = _three_ways(marker, tables)
        unrelated[np.ix_(here, here)] += ln(same) - ln(apart)
        sibling[np.ix_(here, here)] += ln(same) - ln(siblings)
    by_sex = _ln_sex(bones)
    unrelated += by_sex
    return unrelated, sibling + by_sex


def evidence(bones: Bones, s: int, k: int) -> Array:
    """P(typing of sample s at marker k | ordered genotype), with drop-out, drop-in and wrong typing."""
    marker, chances = bones.markers[k], bones.chances[s]
    seen: Seen = degraded(marker, bones.typings[s][k], chances, who=bones.ids[s], sex="U")
    assert seen.table is not None
    prior = np.multiply.outer(marker.states.prior, marker.states.prior)
    # A wrong typing shows somebody else's alleles: the population's chance of what was seen.
    return (1 - chances.error) * seen.table + chances.error * float((prior * seen.table).sum())


def _three_ways(marker: Marker, tables: Array) -> tuple[Array, Array, Array]:
    """P(both typings) for one person, for strangers, for full siblings (IBD 2, 1, 0 with 1/4, 1/2, 1/4)."""
    p = marker.states.prior
    prior = np.multiply.outer(p, p)
    own = np.einsum("sab,ab->s", tables, prior)
    same = np.einsum("sab,tab,ab->st", tables, tables, prior, optimize=True)
    share_one = np.einsum("sab,b->sa", tables, p)
    one = np.einsum("sa,ta,a->st", share_one, share_one, p, optimize=True)
    apart = np.multiply.outer(own, own)
    return same, apart, same / 4 + one / 2 + apart / 4


def _ln_sex(bones: Bones) -> Array:
    """What was read of the sex of two samples: one person's, or two people's of any sex."""
    chances = np.array(bones.by_sex).reshape(-1, 2)
    own = chances.mean(axis=1)
    return ln(chances @ chances.T / 2) - ln(np.multiply.outer(own, own))


def bodies(bones: Bones, ln_unrelated: Array, reading: Reading) -> dict[str, Any]:
    """Which samples are one body: posterior of each pair and body, and each body's consensus profile."""
    n = len(bones.ids)
    expected = reading.number("expected_bodies", low=1, high=1e9, default=float(max(n, 2)))
    together = np.eye(n)
    clusters: list[dict[str, Any]] = []
    for part in _connected(ln_unrelated > np.log(10)):
        partitions, chance = _partitions(bones, part, expected)
        for groups, p in zip(partitions, chance, strict=True):
            for group in groups:
                together[np.ix_(group, group)] += p * (1 - np.eye(len(group)))
        best = int(chance.argmax())
        for group in partitions[best]:
            whole = float(sum(p for q, p in zip(partitions, chance, strict=True) if group in q))
            clusters.append(
                {
                    "samples": [bones.ids[s] for s in group],
                    "posterior": whole,
                    "consensus": consensus(bones, group),
                }
            )
    return {"same_body": {"ids": bones.ids, "values": together}, "bodies": clusters}


def _connected(joined: NDArray[np.bool_]) -> list[list[int]]:
    """The parts into which the samples fall, each in order."""
    n, seen, parts = len(joined), set[int](), []
    for start in range(n):
        if start in seen:
            continue
        part, waiting = [], [start]
        seen.add(start)
        while waiting:
            s = waiting.pop()
            part.append(s)
            near = [t for t in range(n) if t not in seen and joined[s, t]]
            seen.update(near)
            waiting += near
        parts.append(sorted(part))
    return parts


def _partitions(bones: Bones, part: Sequence[int], expected: float) -> tuple[list[list[list[int]]], Array]:
    """Partitions of a few samples with their posteriors: all of them up to eight samples, else a path of
    joins.

    The prior puts each further part into any body already met, or into one of `expected` others, in
    proportion.
    """
    every = _all_partitions(list(part)) if len(part) <= 8 else _path_of_joins(bones, list(part))
    weight = np.array(
        [
            sum(_ln_body(bones, group) + float(np.sum(np.log(np.arange(1, len(group))))) for group in groups)
            + len(groups) * np.log(expected)
            for groups in every
        ]
    )
    chance = np.exp(weight - weight.max())
    return every, chance / chance.sum()


def _all_partitions(items: list[int]) -> list[list[list[int]]]:
    if not items:
        return [[]]
    first, rest = items[0], items[1:]
    found = []
    for smaller in _all_partitions(rest):
        found.append([[first], *smaller])
        for i, group in enumerate(smaller):
            found.append([*smaller[:i], [first, *group], *smaller[i + 1 :]])
    return [sorted(sorted(group) for group in groups) for groups in found]


def _path_of_joins(bones: Bones, items: list[int]) -> list[list[list[int]]]:
    """Join the two groups that gain most until none gains: the states on this path are compared."""
    groups = [[item] for item in items]
    path = [sorted(groups)]
    while len(groups) > 1:
        gains = {
            (i, j): _ln_body(bones, groups[i] + groups[j])
            - _ln_body(bones, groups[i])
            - _ln_body(bones, groups[j])
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
        }
        i, j = max(gains, key=gains.__getitem__)
        if gains[i, j] < 0:
            break
        merged = sorted(groups[i] + groups[j])
        groups = [group for place, group in enumerate(groups) if place not in (i, j)] + [merged]
        path.append(sorted(groups))
    return path


def _ln_body(bones: Bones, group: Sequence[int]) -> float:
    """ln P(all typings of these samples | one person)."""
    total = 0.0
    for k, marker in enumerate(bones.markers):
        here = [s for s in group if k in bones.typings[s]]
        if here:
            prior = np.multiply.outer(marker.states.prior, marker.states.prior)
            total += float(ln((np.prod([evidence(bones, s, k) for s in here], axis=0) * prior).sum()))
    total += float(ln(np.prod([bones.by_sex[s] for s in group], axis=0).mean()))
    return total


def consensus(bones: Bones, group: Sequence[int]) -> dict[str, dict[str, float]]:
    """The body's profile: at each marker the alleles with the probability that the person carries them."""
    profile: dict[str, dict[str, float]] = {}
    for k, marker in enumerate(bones.markers):
        here = [s for s in group if k in bones.typings[s]]
        if not here:
            continue
        prior = np.multiply.outer(marker.states.prior, marker.states.prior)
        joint = np.prod([evidence(bones, s, k) for s in here], axis=0) * prior
        joint /= joint.sum()
        carries = joint.sum(axis=0) + joint.sum(axis=1) - np.diag(joint)
        profile[marker.name] = {
            allele: float(carries[a]) for a, allele in enumerate(marker.alleles) if carries[a] >= 0.01
        }
    return profile
