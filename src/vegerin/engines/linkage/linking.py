"""One link run: block, compare, look at the pair, look at its household twice, cluster under constraints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.blocking import (
    KeyTable,
    both_tables,
    candidate_pairs,
    key_table,
    met_by,
    place_table,
)
from vegerin.engines.linkage.clusters import Earlier, clusters
from vegerin.engines.linkage.comparing import (
    Pairs,
    WithinLists,
    also_by_place,
    compared,
    counted,
    inside,
    may_be_joined,
    rests_on_imposed_name,
    with_families,
    with_places,
)
from vegerin.engines.linkage.families import families_of
from vegerin.engines.linkage.filling import filled
from vegerin.engines.linkage.model import SAME, Model, shipped
from vegerin.engines.linkage.places import linked_names
from vegerin.engines.linkage.records import Ints, Records, longer
from vegerin.engines.linkage.relatives import Relatives
from vegerin.engines.linkage.rows import Row
from vegerin.engines.linkage.taught import NOTHING_TAUGHT, Taught

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Say = Callable[[str], None]

LEAST_KEPT = 0.001


@dataclass(frozen=True)
class Linked:
    """The pairs worth keeping (m) with class probabilities (m, 3), and a cluster number for each record.

    `given`, `family`: what the names say, for the reasons. `imposed`: pairs that an imposed name
    brought together. `compared`: how many pairs were looked at, those too unlikely to keep included.
    """

    records: Records
    one: Longs
    other: Longs
    p: Floats
    given: Floats
    family: Floats
    imposed: npt.NDArray[np.bool_]
    families: Ints
    cluster: list[int]
    forbidden: list[int]
    background: Background
    tables: tuple[KeyTable, ...]
    compared: int
    repeats: frozenset[int] = frozenset()
    taught: Taught = NOTHING_TAUGHT


def link(
    records: Records,
    *,
    model: Model | None = None,
    background: Background | None = None,
    repeats: frozenset[int] = frozenset(),
    least: float = LEAST_KEPT,
    progress: Say = lambda stage: None,
    watch: Stopwatch | None = None,
) -> Linked:
    """Link the lists; nothing is joined in any record, only proposed.

    `background`: what an earlier run counted and learnt, to be used as it is; else these lists say.
    """
    return _linked(
        records, None, model or shipped(), background, repeats, least, progress, watch or Stopwatch()
    )


def add(
    before: Linked,
    rows: Sequence[Row],
    *,
    model: Model | None = None,
    repeats: frozenset[int] = frozenset(),
    progress: Say = lambda stage: None,
    watch: Stopwatch | None = None,
) -> Linked:
    """Link more lists into an earlier run, with its background; only pairs with a new record are compared."""
    watch = watch or Stopwatch()
    with watch.stage("reading"):
        records = longer(before.records, rows, words=before.background.words)
    repeats = before.repeats | repeats
    return _linked(
        records, before, model or shipped(), before.background, repeats, LEAST_KEPT, progress, watch
    )


def _linked(
    records: Records,
    before: Linked | None,
    model: Model,
    background: Background | None,
    repeats: frozenset[int],
    least: float,
    progress: Say,
    watch: Stopwatch,
) -> Linked:
    progress("blocking")
    first_new = len(before.records) if before else 0
    with watch.stage("families"):
        families = families_of(records, model.kin, before.families if before else None)
        said = records
        records = filled(said, families, asked=np.arange(first_new, len(said)) if before else None)
    with watch.stage("blocking"):
        new = _new_keys(records, background, first=first_new)
        table = met_by(before.tables, new) if before else new
        pinned = background is not None
        background = background or counted(records, table)
        one, other = candidate_pairs(
            records,
            table,
            background.too_common,
            repeats=repeats,
            first_uncounted=background.records,
            first_new=first_new,
        )
    progress("comparing")
    with watch.stage("comparing"):
        asked = np.union1d(one, other) if before else None
        if asked is not None:
            records = filled(said, families, asked=asked)
        relatives = Relatives(records, families, asked=asked)
        places: tuple[KeyTable, ...] = ()
        if not pinned:
            background = with_places(records, one, other, background, relatives, model)
            background, by_place, one, other = also_by_place(records, one, other, background, repeats)
            places = (by_place,)
        pairs = compared(records, one, other, background, relatives, model, least=least)
        forgotten = len(one) - len(pairs.one)
    progress("households")
    with watch.stage("households"):
        within = _inside_lists(before, repeats)
        pairs = with_families(
            records, families, pairs, background, relatives, model, repeats=repeats, earlier=within
        )
    progress("clusters")
    with watch.stage("clusters"):
        found = _kept(records, pairs, before, least)
        taught = before.taught if before else NOTHING_TAUGHT
        earlier = _clustered_before(before, repeats)
        cluster, forbidden = clusters(
            records,
            found["one"],
            found["other"],
            may_be_joined(found),
            repeats=repeats,
            earlier=earlier,
            judged=taught.judged,
        )
    return Linked(
        records=said,
        **found,
        families=families,
        cluster=cluster,
        forbidden=forbidden,
        background=background,
        tables=(*(before.tables if before else ()), new, *places),
        compared=forgotten + len(pairs.one) + (before.compared if before else 0),
        repeats=repeats,
        taught=taught,
    )


def _new_keys(records: Records, background: Background | None, *, first: int) -> KeyTable:
    """The keys of the records from the first new one on; by place too, where the background knows places."""
    new = key_table(records, first=first)
    if background is None:
        return new
    known = linked_names(records, background)
    return both_tables(new, place_table(records, known, first=first))


def _clustered_before(before: Linked | None, repeats: frozenset[int]) -> Earlier | None:
    """The clusters of the earlier run, where nothing but new lists changed since.

    What people said asks for all groups anew: a third record may not bring together whom they parted.
    """
    if before is None or before.taught.said or before.repeats != _known_before(before, repeats):
        return None
    return Earlier(before.cluster, before.forbidden, len(before.one))


def _known_before(before: Linked, repeats: frozenset[int]) -> frozenset[int]:
    """Those of these lists that the earlier run had."""
    return frozenset(at for at in repeats if at < len(before.records.lists))


def _inside_lists(before: Linked | None, repeats: frozenset[int]) -> WithinLists | None:
    """What the earlier run said of pairs inside lists that repeat people."""
    if before is None:
        return None
    which = inside(before.records, before.one, before.other, repeats)
    return WithinLists(before.one[which], before.other[which], before.p[which, SAME])


def _kept(records: Records, pairs: Pairs, before: Linked | None, least: float) -> dict[str, Any]:
    """The pairs that are likely enough or rest on an imposed name, after those of the earlier run."""
    imposed = rests_on_imposed_name(records, pairs.one, pairs.other)
    worth = np.flatnonzero((pairs.p[:, SAME] >= least) | imposed)
    found: dict[str, npt.NDArray[Any]] = {
        "one": pairs.one[worth],
        "other": pairs.other[worth],
        "p": pairs.p[worth],
        "given": pairs.evidence.given[worth],
        "family": pairs.evidence.family[worth],
        "imposed": imposed[worth],
    }
    if before is None:
        return found
    found["p"] = before.taught.set_right(found["p"])
    return {name: np.concatenate((getattr(before, name), new)) for name, new in found.items()}
