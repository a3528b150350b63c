"""One link run: block, compare, look at the pair, look at its household twice, cluster under constraints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.blocking import KeyTable, candidate_pairs, key_table, too_common
from vegerin.engines.linkage.clusters import clusters
from vegerin.engines.linkage.evidence import COLUMNS, Evidence, joined, weigh_pairs
from vegerin.engines.linkage.families import families_of
from vegerin.engines.linkage.households import more_pairs, second_look
from vegerin.engines.linkage.model import SAME, Model, chance, classes, shipped
from vegerin.engines.linkage.places import learn_places, place_llr
from vegerin.engines.linkage.records import Ints, Records
from vegerin.engines.linkage.relatives import Relatives

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]

TEACHES_PLACES = 0.7  # pairs that teach which village names mean one place
LOOKED_AT_AGAIN = 0.004  # pairs less likely than this on their own are not worth a second look
VILLAGE = COLUMNS.index("village")


@dataclass(frozen=True)
class Pairs:
    """m pairs of records with their evidence and class probabilities (m, 3)."""

    one: Longs
    other: Longs
    evidence: Evidence
    p: Floats


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
    background: Background


def link(
    records: Records,
    *,
    model: Model | None = None,
    background: Background | None = None,
    repeats: frozenset[int] = frozenset(),
    progress: Callable[[str], None] = lambda stage: None,
    watch: Stopwatch | None = None,
) -> Linked:
    """Link the lists; nothing is joined in any record, only proposed."""
    model, watch = model or shipped(), watch or Stopwatch()
    progress("blocking")
    with watch.stage("blocking"):
        table = key_table(records)
        background = background or counted(records, table)
        one, other = candidate_pairs(records, table, background.too_common, repeats=repeats)
        families = families_of(records)
    progress("comparing")
    with watch.stage("comparing"):
        relatives = Relatives(records, families)
        background, pairs = compared(records, one, other, background, relatives, model)
    progress("households")
    with watch.stage("households"):
        pairs = with_families(records, families, pairs, background, relatives, model)
    progress("clusters")
    with watch.stage("clusters"):
        cluster, forbidden = clusters(records, pairs.one, pairs.other, pairs.p[:, SAME], repeats=repeats)
    return Linked(
        records, pairs.one, pairs.other, pairs.evidence, pairs.p, families, cluster, forbidden, background
    )


def counted(records: Records, table: KeyTable) -> Background:
    """What the lists say as a whole, before any pair was looked at."""
    fathers = np.concatenate([records.parts[role] for role in ("father", "grandfather")])
    return Background(
        given=records.spellings.counts(records.parts["given"]),
        fathers=records.spellings.counts(fathers),
        too_common=too_common(table),
        records=len(records),
    )


def compared(
    records: Records, one: Longs, other: Longs, background: Background, relatives: Relatives, model: Model
) -> tuple[Background, Pairs]:
    """Evidence and first probabilities; sure pairs first teach which village names mean one place."""
    evidence = weigh_pairs(records, one, other, background=background, relatives=relatives)
    if not background.villages:
        # Without the village, or only villages that are spelt alike would be learnt.
        blind = evidence.columns()
        blind[:, VILLAGE] = np.nan_to_num(np.nan, nan=-99.0)
        p_same = chance(model.first, blind)
        sure = p_same >= TEACHES_PLACES
        learnt = learn_places(records, one[sure], other[sure], p_same[sure])
        background = replace(background, villages=learnt)
        evidence = replace(evidence, village=place_llr(records, background, one, other))
    return background, Pairs(one, other, evidence, first_look(evidence, model))


def first_look(evidence: Evidence, model: Model) -> Floats:
    """Class probabilities of pairs, each looked at alone."""
    columns = evidence.columns()
    return classes(chance(model.first, columns), chance(model.family, columns))


def with_families(
    records: Records, families: Ints, pairs: Pairs, background: Background, relatives: Relatives, model: Model
) -> Pairs:
    """The pairs looked at again with their households; members of matched families are compared too."""
    pairs = completed(records, families, pairs, background, relatives, model)
    p_same = pairs.p[:, SAME].copy()
    again = np.flatnonzero(p_same >= LOOKED_AT_AGAIN)
    for forest in (model.second, model.third):
        p_same[again] = chance(forest, looked_again(records, families, pairs, again, p_same))
    family = pairs.p[:, 1] / np.maximum(1 - pairs.p[:, SAME], 1e-9)
    return replace(pairs, p=classes(p_same, np.minimum(family, 1.0)))


def completed(
    records: Records, families: Ints, pairs: Pairs, background: Background, relatives: Relatives, model: Model
) -> Pairs:
    """With the pairs that only their families bring together, in order of the records."""
    a, b = more_pairs(records, families, pairs.one, pairs.other, pairs.p[:, SAME])
    evidence = weigh_pairs(records, a, b, background=background, relatives=relatives)
    one, other = np.concatenate((pairs.one, a)), np.concatenate((pairs.other, b))
    order = np.lexsort((one, other))
    return Pairs(
        one[order],
        other[order],
        joined(pairs.evidence, evidence).part(order),
        np.concatenate((pairs.p, first_look(evidence, model)))[order],
    )


def looked_again(records: Records, families: Ints, pairs: Pairs, again: Longs, p_same: Floats) -> Singles:
    """All columns of the second and third look, for the pairs that get one."""
    one, other = pairs.one[again], pairs.other[again]
    look = second_look(records, families, one, other, p_same[again])
    return np.column_stack([pairs.evidence.columns(again), look.astype(np.float32)])
