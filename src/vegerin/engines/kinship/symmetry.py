"""Missing persons whom no likelihood can tell apart: brothers or sisters without descendants of their own.

Exchanging two of them changes nothing, so configurations are listed once for each set of remains that lies in
such a class, and counted as often as it can be arranged.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.pedigree import Pedigree

Classes = tuple[tuple[int, ...], ...]


def classes_of(pedigree: Pedigree, missing: Sequence[str]) -> Classes:
    """Places of `missing` by class, in order; whoever is unlike all others is a class of one.

    >>> people = [("F", None, None, "M"), ("M", None, None, "F"), ("a", "F", "M", "M"), ("b", "F", "M", "M")]
    >>> classes_of(Pedigree.of(people), ["a", "F", "b"])
    ((0, 2), (1,))
    """
    parents = {parent for person in pedigree.people for parent in (person.father, person.mother)}
    twins = {person.twin for person in pedigree.people}
    found: dict[tuple[str | None, ...], list[int]] = {}
    for place, who in enumerate(missing):
        person = pedigree.person(who)
        alone = person.is_founder or who in parents or who in twins or person.twin is not None
        key = (who,) if alone else (person.father, person.mother, person.sex)
        found.setdefault(key, []).append(place)
    return tuple(tuple(members) for members in found.values())


def before_in_class(classes: Classes) -> dict[int, int]:
    """For each but the first of a class the one before: it is filled first, and with earlier remains."""
    return {one: before for members in classes for before, one in pairwise(members)}


def canonical(bodies: NDArray[np.intp], classes: Classes) -> NDArray[np.intp]:
    """The arrangement that stands for all: within a class remains in order, then nobody.

    >>> canonical(np.array([[-1, 7, 4]]), ((0, 2), (1,))).tolist()
    [[4, 7, -1]]
    """
    result = bodies.copy()
    for members in classes:
        if len(members) > 1:
            part = bodies[:, members].astype(np.intp)
            last = np.iinfo(np.intp).max
            part = np.sort(np.where(part < 0, last, part), axis=1)
            result[:, members] = np.where(part == last, -1, part)
    return result


def ln_ways(bodies: NDArray[np.intp], classes: Classes) -> Array:
    """ln of how many arrangements each configuration stands for.

    >>> np.exp(ln_ways(np.array([[4, 7, -1]]), ((0, 2), (1,)))).round().tolist()
    [2.0]
    """
    total = np.zeros(len(bodies))
    for members in classes:
        k = len(members)
        ways = np.array([lgamma(k + 1) - lgamma(k - j + 1) for j in range(k + 1)])
        total += ways[(bodies[:, members] >= 0).sum(axis=1)]
    return total
