"""Whether a picture was handed in before: the same, written anew, smaller, or with its edges cut.

Only pictures are compared, as 256 bits of their coarse look (`sandbox.drawing`); nobody's face is. Measured
with `./run bench pictures`: see docs/benchmarks.md for how many are missed, how many mistaken.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vegerin.contacts.looks import NEAR, nearest, words
from vegerin.contacts.models import Evidence, SeenAgain, Sighting
from vegerin.guard.reader import Reader


def remember(evidence: Evidence, looks: Sequence[Sequence[int]], *, by: Reader) -> None:
    """Note under which looks it will be known again, each of its stills too, and which pictures it is."""
    best: dict[Evidence, int] = {}
    for seen_as in looks:
        for earlier, distance in known_before(seen_as):
            best[earlier] = min(distance, best.get(earlier, distance))
    for earlier, distance in best.items():
        if earlier.pk != evidence.pk:
            SeenAgain.objects.create(evidence=evidence, earlier=earlier, distance=distance, by=by.staff)
    Sighting.objects.bulk_create(
        Sighting(evidence=evidence, bits=f"{bits:064x}", cut=cut, by=by.staff)
        for seen_as in looks
        for cut, bits in enumerate(seen_as)
    )


def known_before(seen_as: Sequence[int]) -> list[tuple[Evidence, int]]:
    """Pictures that look like it, each with how many bits differ, the nearest first."""
    kept = Sighting.objects.filter(evidence__withdrawn=None)
    rows = list(kept.values_list("evidence", "bits", "cut"))
    if not rows or not seen_as:
        return []
    theirs = words([int(bits, 16) for _id, bits, _cut in rows])
    whole = np.array([cut == 0 for _id, _bits, cut in rows])
    best: dict[object, int] = {}
    for (which, _bits, _cut), distance in zip(rows, nearest(words(seen_as), theirs, whole), strict=True):
        best[which] = min(distance, best.get(which, 256))
    near = {which: distance for which, distance in best.items() if distance <= NEAR}
    found = Evidence.objects.in_bulk([*near])
    return sorted(((found[which], distance) for which, distance in near.items()), key=lambda one: one[1])
