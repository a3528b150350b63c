"""Remains that are kin of one another though no reference explains them, and parts that look like one body.

A screen over all pairs: at each locus the ratio is a mixture of sharing two, one or no allele by descent; the
shares of a relation (Lange 2002, ch. 5) leave a little room for mutation and wrong typing. What it finds is a
question to the laboratory and the families (whose relatives have given no blood?), not a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Grave
from vegerin.engines.kinship.observation import as_table

# Shares of loci at which none, one, two alleles are one by descent.
RELATIONS: Mapping[str, tuple[float, float, float]] = {
    "one person": (0.002, 0.018, 0.98),
    "parent and child": (0.003, 0.997, 0.0),
    "full siblings": (0.25, 0.5, 0.25),
    "half-siblings, grandparent or uncle": (0.5, 0.5, 0.0),
}

# Chance pairs of strangers that a screen may bring, in the mean.
CHANCE_PAIRS = 0.01


@dataclass(frozen=True)
class Kin:
    """Two remains, the likeliest relation, log10 LR against strangers, and what to make of it."""

    remains: tuple[str, str]
    relation: str
    log10_lr: float
    says: str


def kin_among(grave: Grave, family_of: Mapping[int, str]) -> list[Kin]:
    """Pairs of remains that no assignment explains, strongest first.

    Args:
        grave: its remains.
        family_of: for remains with a place in the best assignment, the family.
    """
    n = len(grave.remains)
    if n < 2:
        return []
    ratios = _ln_ratios(grave)
    stack = np.array(list(ratios.values()))
    names = list(ratios)
    threshold = log(n * (n - 1) / 2 / CHANCE_PAIRS)
    found = []
    for i in range(n):
        for j in range(i + 1, n):
            best = int(stack[:, i, j].argmax())
            strength = float(stack[best, i, j])
            explained = family_of.get(i, i) == family_of.get(j, j)
            if strength < threshold or (explained and names[best] != "one person"):
                continue
            pair = grave.remains[i].id, grave.remains[j].id
            found.append(Kin(pair, names[best], strength / log(10), _says(pair, names[best], strength)))
    return sorted(found, key=lambda kin: -kin.log10_lr)


def _says(pair: tuple[str, str], relation: str, strength: float) -> str:
    much = f"about 10^{strength / log(10):.1f} times likelier than strangers"
    if relation == "one person":
        return f"{pair[0]} and {pair[1]} look like parts of one body ({much}); bring them together first."
    return (
        f"{pair[0]} and {pair[1]} look like kin ({relation}, {much}), and no reference of one family "
        "explains it: whose relatives have given no sample?"
    )


def _ln_ratios(grave: Grave) -> dict[str, Array]:
    n = len(grave.remains)
    total = {name: np.zeros((n, n)) for name in RELATIONS}
    for k, marker in enumerate(grave.markers):
        if marker.x_linked:
            continue
        typed = [(v, what) for v, body in enumerate(grave.remains) if (what := body.typing[k]) is not None]
        if len(typed) < 2:
            continue
        here: NDArray[np.intp] = np.array([v for v, _ in typed])
        tables = np.stack([as_table(what, n=len(marker.states)) for _, what in typed])
        two, one = _sharing(tables, marker.states.prior)
        for name, (none, single, double) in RELATIONS.items():
            total[name][np.ix_(here, here)] += np.log(none + single * one + double * two)
    return total


def _sharing(tables: Array, p: Array) -> tuple[Array, Array]:
    """For all pairs the ratio to strangers where both alleles, or one, are the same by descent."""
    prior = np.multiply.outer(p, p)
    own = np.einsum("sab,ab->s", tables, prior)
    apart = np.multiply.outer(own, own)
    two = np.einsum("sab,tab,ab->st", tables, tables, prior, optimize=True) / apart
    half = np.einsum("sab,b->sa", tables, p)
    one = np.einsum("sa,ta,a->st", half, half, p, optimize=True) / apart
    return two, one
