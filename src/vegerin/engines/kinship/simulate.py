"""Invented profiles with known truth: alleles dropped through a pedigree, for tests, benchmarks,
calibration.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.mutation import Matrix, MutationModel
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree

Profile = NDArray[np.intp]

# Sizes of allele tables as in a kit of 23 loci; the last is as large as SE33.
KIT = (8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 16, 16, 17, 18, 20, 22, 23, 26, 55)


def kit(
    rng: np.random.Generator, *, sizes: Sequence[int] = KIT, mutation: MutationModel | None = None
) -> list[Marker]:
    """Invented markers with frequencies that peak in the middle of the ladder, like those of real ones."""
    markers = []
    for k, size in enumerate(sizes):
        ladder = np.arange(size)
        weight = np.exp(-0.5 * ((ladder - size / 2) / (size / 5)) ** 2) * rng.gamma(2.0, size=size) + 0.002
        model = mutation or MutationModel()
        freqs = tuple(float(f) for f in weight / weight.sum())
        alleles = tuple(str(8 + place) for place in ladder)
        markers.append(Marker(f"L{k + 1}", alleles, freqs, male=model, female=model))
    return markers


def profiles(pedigree: Pedigree, markers: Sequence[Marker], rng: np.random.Generator) -> dict[str, Profile]:
    """Everybody's ordered alleles, a row a marker; autosomes only."""
    drawn: dict[str, Profile] = {}
    for person in pedigree.people:
        if person.is_founder:
            drawn[person.id] = np.array([_draw(marker.states.prior, rng, 2) for marker in markers])
            continue
        father = _gametes(drawn[str(person.father)], [marker.states.male for marker in markers], rng)
        mother = _gametes(drawn[str(person.mother)], [marker.states.female for marker in markers], rng)
        drawn[person.id] = np.stack([father, mother], axis=1)
    return drawn


def as_seen(profile: Profile, rng: np.random.Generator, *, untyped: float = 0.0) -> list[Seen | None]:
    """A profile as typings, some loci failed."""
    return [
        None if rng.random() < untyped else Seen((int(min(p)), int(max(p))), None, frozenset(map(int, p)))
        for p in profile
    ]


def _draw(chances: Matrix, rng: np.random.Generator, n: int) -> Profile:
    return np.searchsorted(np.cumsum(chances) / chances.sum(), rng.random(n)).astype(np.intp)


def _gametes(profile: Profile, matrices: Sequence[Matrix | None], rng: np.random.Generator) -> Profile:
    given = profile[np.arange(len(profile)), rng.integers(0, 2, len(profile))]
    return np.array(
        [
            allele if matrix is None else int(_draw(matrix[allele], rng, 1)[0])
            for allele, matrix in zip(given, matrices, strict=True)
        ],
        dtype=np.intp,
    )
