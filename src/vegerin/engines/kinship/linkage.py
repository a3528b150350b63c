"""Two markers on one chromosome: whose copy is passed on at one says something about the other.

Ott (1999), Analysis of Human Genetic Linkage. `rho` is the chance of a recombination between the two in
one meiosis, the same for both sexes: 0 means always together, 0.5 means unlinked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp, tanh

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.elimination import contract
from vegerin.engines.kinship.gametes import factors
from vegerin.engines.kinship.likelihood import Question, plan_of, prepared
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen, as_table
from vegerin.engines.kinship.pedigree import Pedigree


def likelihood_of_pair(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    seen: Sequence[Mapping[str, Seen]],
    *,
    rho: float,
) -> float:
    """Probability of what was seen at two linked markers, founders in linkage equilibrium.

    >>> from vegerin.engines.kinship.observation import Seen
    >>> pair = [Marker("A", ("1", "2"), (0.5, 0.5)), Marker("B", ("1", "2"), (0.5, 0.5))]
    >>> one = Seen((0, 0), None, frozenset({0}))
    >>> likelihood_of_pair(Pedigree.of([("P", None, None, "M")]), pair, [{"P": one}, {"P": one}], rho=0.1)
    0.0625
    """
    if not 0 <= rho <= 0.5:
        raise BadInput(f"rho is {rho}; a recombination fraction lies between 0 and 0.5.")
    first, second = markers
    if first.x_linked != second.x_linked:
        raise BadInput(f"{first.name} and {second.name} lie on different chromosomes; they cannot be linked.")
    everyone = {**seen[0], **seen[1]}
    certain = [{who for who, what in at.items() if what.certain} for at in seen]
    firm = certain[0] & certain[1]
    evidence = [_evidence(marker, at, everyone, firm) for marker, at in zip(markers, seen, strict=True)]
    ready = [prepared(Question(pedigree, m, at)) for m, at in zip(markers, evidence, strict=True)]
    shape = replace(ready[0].shape, rho=rho)
    if not shape.members:
        return 1.0
    size = max(len(one.states) for one in ready)
    batches = tuple(one.batch(size) for one in ready)
    return float(contract(plan_of(shape, size), factors(shape, batches))[0])


def _evidence(
    marker: Marker, at: Mapping[str, Seen], everyone: Mapping[str, Seen], firm: set[str]
) -> dict[str, Seen]:
    """Both loci must have one shape: whoever is not certain at both is evidence at both."""
    n = len(marker.states)
    result: dict[str, Seen] = {}
    for who, other in everyone.items():
        what = at.get(who)
        if what is not None and who in firm:
            result[who] = what
        elif what is not None:
            result[who] = Seen(None, as_table(what, n=n), what.named)
        else:
            axes = other.copies
            result[who] = Seen(None, np.ones((n,) * axes), frozenset())
    return result


def kosambi(centimorgan: float) -> float:
    """The recombination fraction of a distance on the map (Kosambi 1944).

    >>> round(kosambi(11.94), 4)
    0.1172
    """
    return 0.5 * tanh(2 * centimorgan / 100)


def haldane(centimorgan: float) -> float:
    """The recombination fraction of a distance without interference (Haldane 1919)."""
    return 0.5 * (1 - exp(-2 * centimorgan / 100))
