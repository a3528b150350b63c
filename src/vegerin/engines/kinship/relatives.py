"""Who should give blood next: what each relative's profile would tell about the missing person, exactly.

The information is the mutual information of the two genotypes given who is typed already, summed over loci
(Cover & Thomas 2006, ch. 2). The chance of passing is that a true match would then reach the policy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.likelihood import Question, ln, probabilities
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.verdict import POLICY

# Invented matches from which the chance of passing is counted.
MATCHES = 4_000


@dataclass(frozen=True)
class Relative:
    """What typing this relative would bring."""

    id: str
    bits: float
    chance_of_passing: float


def next_relatives(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    seen: Sequence[Mapping[str, Seen]],
    target: str,
    *,
    candidates: Sequence[str],
    others_missing: float,
    seed: int,
) -> tuple[list[Relative], float]:
    """The candidates, best first; and the chance of passing as things stand.

    Args:
        pedigree: the family.
        markers: what will be typed.
        seen: at each marker the typings so far.
        target: the missing person.
        candidates: relatives who could be asked.
        others_missing: how many may lie where the remains will be found; the prior is one over it.
        seed: of the invented matches.
    """
    needed = needed_ln_ratio(others_missing)
    rng = np.random.default_rng(seed)
    now = np.zeros(MATCHES)
    for marker, at in zip(markers, seen, strict=True):
        table = _unordered(probabilities([Question(pedigree, marker, at, (target,))])[0], 1)
        now += _matches(table[:, None], _own(pedigree, marker, target), rng)
    found = [
        _relative(pedigree, markers, seen, target, who, needed, np.random.default_rng([seed, place]))
        for place, who in enumerate(candidates)
    ]
    found.sort(key=lambda relative: (-relative.bits, relative.id))
    return found, float((now >= needed).mean())


def needed_ln_ratio(others_missing: float) -> float:
    """The ln likelihood ratio that takes a prior of one in so many to the policy."""
    return float(np.log(POLICY / (1 - POLICY)) + np.log(max(others_missing - 1, 1)))


def _relative(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    seen: Sequence[Mapping[str, Seen]],
    target: str,
    who: str,
    needed: float,
    rng: np.random.Generator,
) -> Relative:
    bits, ln_ratio = 0.0, np.zeros(MATCHES)
    for marker, at in zip(markers, seen, strict=True):
        joint = _unordered(probabilities([Question(pedigree, marker, at, (target, who))])[0], 2)
        joint = joint / joint.sum()
        bits += information(joint)
        ln_ratio += _matches(joint, _own(pedigree, marker, target), rng)
    return Relative(who, bits, float((ln_ratio >= needed).mean()))


def information(joint: Array) -> float:
    """Mutual information of rows and columns in bits.

    >>> information(np.array([[0.5, 0.0], [0.0, 0.5]]))
    1.0
    """
    apart = np.multiply.outer(joint.sum(axis=1), joint.sum(axis=0))
    here = joint > 0
    return float((joint[here] * np.log2(joint[here] / apart[here])).sum())


def _own(pedigree: Pedigree, marker: Marker, who: str) -> Array:
    p = marker.states.prior
    single = marker.x_linked and pedigree.person(who).sex == "M"
    return p if single else _unordered(np.multiply.outer(p, p), 1)


def _unordered(joint: Array, people: int) -> Array:
    """One axis a person with unordered genotypes, from one or two axes a person with ordered alleles."""
    if joint.ndim == people:
        return joint
    n = joint.shape[0]
    a, b = np.triu_indices(n)
    folded = _fold(joint, 0, a, b)
    return _fold(folded, 1, a, b) if people == 2 and folded.ndim == 3 else folded


def _fold(joint: Array, axis: int, a: np.ndarray, b: np.ndarray) -> Array:
    moved = np.moveaxis(joint, (axis, axis + 1), (0, 1))
    off = (a != b).reshape(-1, *(1,) * (moved.ndim - 2))
    return np.moveaxis(moved[a, b] + np.where(off, moved[b, a], 0.0), 0, axis)


def _matches(joint: Array, own: Array, rng: np.random.Generator) -> Array:
    """ln LR of invented true matches: genotypes of both drawn together."""
    flat = joint.ravel() / joint.sum()
    drawn = np.searchsorted(np.cumsum(flat), rng.random(MATCHES) * (1 - 1e-12))
    rows, columns = np.divmod(np.minimum(drawn, flat.size - 1), joint.shape[1])
    return np.asarray(ln(joint[rows, columns] / joint.sum(axis=0)[columns]) - ln(own[rows]))
