"""What a missing person's genotype may be, given the typed relatives: once a family, then each remains is a
look-up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.likelihood import Question, probabilities
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.theta import probabilities_theta


@dataclass(frozen=True)
class Table:
    """One missing person at one locus: P(relatives), and P(relatives, ordered genotype) over P(relatives)."""

    relatives: float
    genotypes: Array


def tables(
    pedigree: Pedigree, markers: Sequence[Marker], seen: Sequence[Mapping[str, Seen]], target: str
) -> list[Table]:
    """One table a locus; the tables of a family that its own typing excludes are all zero."""
    questions = [
        Question(pedigree, marker, {who: what for who, what in at.items() if who != target}, (target,))
        for marker, at in zip(markers, seen, strict=True)
    ]
    return [as_table(joint) for joint in probabilities(questions)]


def as_table(joint: Array) -> Table:
    """A joint probability as a table."""
    relatives = float(joint.sum())
    return Table(relatives, joint / relatives if relatives > 0 else joint)


def genotype_table(
    pedigree: Pedigree, marker: Marker, seen: Mapping[str, Seen], target: str, *, theta: float = 0.0
) -> Array:
    """P(unordered genotype of the target | the others), in the upper triangle; for a man's X a row of
    alleles. With theta the founders of the pedigree share a population.
    """
    others = {who: what for who, what in seen.items() if who != target}
    table = as_table(probabilities_theta([Question(pedigree, marker, others, (target,))], theta=theta)[0])
    if table.relatives == 0:
        raise BadInput(
            f"{marker.name}: the typed relatives exclude one another, so {target} has no genotype."
        )
    return unordered(table.genotypes)


def unordered(genotypes: Array) -> Array:
    """Both orders added into the upper triangle."""
    if genotypes.ndim == 1:
        return genotypes
    return np.triu(genotypes + genotypes.T) - np.diag(np.diag(genotypes))


def genotype_names(marker: Marker, *, single: bool = False) -> list[str]:
    """Genotypes in the order of the upper triangle, row by row.

    >>> genotype_names(Marker("S", ("9", "10"), (0.5, 0.5)))
    ['9/9', '9/10', '10/10']
    """
    names = [*marker.alleles, *(["silent"] if marker.silent else [])]
    if single:
        return [f"{a}/{a}" for a in names]
    return [f"{a}/{b}" for i, a in enumerate(names) for b in names[i:]]
