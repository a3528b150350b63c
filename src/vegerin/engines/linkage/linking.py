"""One link run: block, compare, look at the pair, look at its household, cluster under constraints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.blocking import candidate_pairs
from vegerin.engines.linkage.clusters import clusters
from vegerin.engines.linkage.evidence import Evidence, levels, weigh_pairs
from vegerin.engines.linkage.households import families_of, second_look
from vegerin.engines.linkage.model import SAME, Model, shipped
from vegerin.engines.linkage.records import Ints, Records

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

AT_ONCE = 100_000
SURE_ENOUGH = 0.9  # pairs that teach which village names mean one place


@dataclass(frozen=True)
class Linked:
    """The pairs (m) with their class probabilities (m, 3), and a cluster number for each record."""

    records: Records
    one: Longs
    other: Longs
    evidence: Evidence
    p: Floats
    families: Ints
    cluster: list[int]
    forbidden: list[int]


def link(
    records: Records,
    *,
    models: dict[str, Model] | None = None,
    repeats: frozenset[int] = frozenset(),
    progress: Callable[[str], None] = lambda stage: None,
    watch: Stopwatch | None = None,
) -> Linked:
    """Link the lists; nothing is joined in any record, only proposed."""
    models, watch = models or shipped(), watch or Stopwatch()
    progress("blocking")
    with watch.stage("blocking"):
        one, other = candidate_pairs(records, repeats=repeats)
    progress("comparing")
    with watch.stage("comparing"):
        evidence, first = compared(records, one, other, models["first"])
    progress("households")
    with watch.stage("households"):
        families = families_of(records)
        p = probabilities_in_parts(
            models["second"], evidence, second_look(records, families, one, other, first)
        )
    progress("clusters")
    with watch.stage("clusters"):
        cluster, forbidden = clusters(records, one, other, p[:, SAME], repeats=repeats)
    return Linked(records, one, other, evidence, p, families, cluster, forbidden)


def compared(records: Records, one: Longs, other: Longs, model: Model) -> tuple[Evidence, Floats]:
    """Evidence and first probabilities; sure pairs first teach which village names mean one place."""
    evidence = weigh_pairs(records, one, other)
    p_same = probabilities_in_parts(model, evidence)[:, SAME]
    sure = p_same >= SURE_ENOUGH
    records.villages.learn(records.village[one[sure]], records.village[other[sure]])
    evidence = weigh_pairs(records, one, other)
    return evidence, probabilities_in_parts(model, evidence)[:, SAME]


def probabilities_in_parts(model: Model, evidence: Evidence, more: Floats | None = None) -> Floats:
    """The model's probabilities (m, 3), a part of the pairs at a time: all at once would fill the memory."""
    count = len(evidence.given)
    parts = []
    for start in range(0, count, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        columns = levels(evidence.part(part))
        parts.append(model.probabilities(columns if more is None else np.column_stack([columns, more[part]])))
    return np.concatenate(parts) if parts else np.empty((0, 3))


def looked_again(
    records: Records, families: Ints, one: Longs, other: Longs, evidence: Evidence, first: Floats
) -> Floats:
    """All columns of the second model."""
    return np.column_stack([levels(evidence), second_look(records, families, one, other, first)])
