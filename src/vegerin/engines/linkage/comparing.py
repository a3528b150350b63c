"""The looks at pairs: each alone, then again with its household and its rivals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.blocking import (
    KeyTable,
    candidate_pairs,
    place_table,
    too_common,
)
from vegerin.engines.linkage.clusters import clusters
from vegerin.engines.linkage.evidence import COLUMNS, Evidence, joined, weigh_pairs
from vegerin.engines.linkage.households import more_pairs, second_look
from vegerin.engines.linkage.model import SAME, Model, chance, classes
from vegerin.engines.linkage.places import learn_places, linked_names
from vegerin.engines.linkage.records import Ints, Records
from vegerin.engines.linkage.relatives import Relatives
from vegerin.engines.linkage.rivals import Repeated, repeated

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Say = Callable[[str], None]

TEACHES_PLACES = 0.7  # pairs that teach which village names mean one place
LOOKED_AT_AGAIN = 0.004  # pairs less likely than this on their own are not worth a second look
AT_ONCE = 400_000  # pairs weighed together
TAUGHT_BY = 1_500_000  # pairs at most that teach villages: of more lists every second, third, …
NEAR_NAME = 1.5  # from this log-likelihood ratio on two forms read alike
# Slope and shift of the log-odds of pairs inside a list that repeats people, and between it and another;
# fitted on invented lists (seeds 21 to 25 as one list and as two; 22 and 24 as two).
WITHIN_ONE_LIST, BESIDE_ONE = (0.87, -0.68), (0.94, 0.83)
VILLAGE = COLUMNS.index("village")


@dataclass(frozen=True)
class Pairs:
    """m pairs of records with their evidence and class probabilities (m, 3)."""

    one: Longs
    other: Longs
    evidence: Evidence
    p: Floats


def rests_on_imposed_name(records: Records, one: Longs, other: Longs) -> npt.NDArray[np.bool_]:
    """One side's imposed name reads like the other's given name: seen inside this one pair only (D23)."""
    alias, given = records.parts["alias"], records.parts["given"]
    found = np.zeros(len(one), bool)
    for mine, theirs in ((one, other), (other, one)):
        said = np.flatnonzero(alias[mine] >= 0)
        found[said] |= records.spellings.llr(alias[mine[said]], given[theirs[said]]) > NEAR_NAME
    return found


NEVER_JOINED = 0.49  # below what joins: a question, whatever the kin say


def only_imposed(imposed: npt.NDArray[np.bool_], given: Floats, p_same: Floats) -> npt.NDArray[np.bool_]:
    """Pairs of which an imposed name is all that the given names share, and that nobody has judged."""
    return imposed & (given <= NEAR_NAME) & (p_same < 1)


def may_be_joined(found: Mapping[str, npt.NDArray[Any]]) -> Floats:
    """The chances by which records are put together: nobody is by an imposed name, until people say so."""
    p_same = found["p"][:, SAME]
    alone = only_imposed(found["imposed"], found["given"], p_same)
    return np.where(alone, np.minimum(p_same, NEVER_JOINED), p_same)


def counted(records: Records, table: KeyTable) -> Background:
    """What the lists say as a whole, before any pair was looked at."""
    fathers = np.concatenate([records.parts[role] for role in ("father", "grandfather")])
    return Background(
        words=records.words,
        given=records.spellings.counts(records.parts["given"]),
        fathers=records.spellings.counts(fathers),
        too_common=too_common(table),
        records=len(records),
    )


def also_by_place(
    records: Records, one: Longs, other: Longs, background: Background, repeats: frozenset[int]
) -> tuple[Background, KeyTable, Longs, Longs]:
    """More candidates, who name one place by two names that turned out to mean it; their keys with them."""
    places = place_table(records, linked_names(records, background))
    common = too_common(places)
    a, b = candidate_pairs(records, places, common, repeats=repeats)
    packed = np.union1d(one * len(records) + other, a * len(records) + b)
    background = replace(background, too_common=np.union1d(background.too_common, common))
    return background, places, packed // len(records), packed % len(records)


def compared(
    records: Records,
    one: Longs,
    other: Longs,
    background: Background,
    relatives: Relatives,
    model: Model,
    *,
    least: float = 0.0,
) -> Pairs:
    """Evidence and first probabilities of the pairs that are at least so likely, or rest on an imposed name.

    Pairs are weighed a part at a time and most are forgotten at once: long lists have millions of them.
    """
    found = []
    for at in range(0, max(1, len(one)), AT_ONCE):
        a, b = one[at : at + AT_ONCE], other[at : at + AT_ONCE]
        evidence = weigh_pairs(records, a, b, background=background, relatives=relatives)
        p = first_look(evidence, model)
        kept = np.flatnonzero((p[:, SAME] >= least) | rests_on_imposed_name(records, a, b))
        found.append(Pairs(a[kept], b[kept], evidence.part(kept), p[kept]))
    return Pairs(
        np.concatenate([pairs.one for pairs in found]),
        np.concatenate([pairs.other for pairs in found]),
        joined([pairs.evidence for pairs in found]),
        np.concatenate([pairs.p for pairs in found]),
    )


def with_places(
    records: Records, one: Longs, other: Longs, background: Background, relatives: Relatives, model: Model
) -> Background:
    """With what the sure ones of these pairs teach of villages."""
    every = slice(None, None, 1 + len(one) // TAUGHT_BY)
    return replace(
        background, villages=taught(records, one[every], other[every], background, relatives, model)
    )


def taught(
    records: Records, one: Longs, other: Longs, background: Background, relatives: Relatives, model: Model
) -> dict[tuple[str, str], float]:
    """What sure pairs teach of villages; blind to the village, or only like spellings would be learnt."""
    p_same = np.empty(len(one))
    for at in range(0, len(one), AT_ONCE):
        some = slice(at, at + AT_ONCE)
        blind = weigh_pairs(
            records, one[some], other[some], background=background, relatives=relatives
        ).columns()
        blind[:, VILLAGE] = np.nan_to_num(np.nan, nan=-99.0)
        p_same[some] = chance(model.first, blind)
    sure = p_same >= TEACHES_PLACES
    return learn_places(records, one[sure], other[sure], p_same[sure])


def first_look(evidence: Evidence, model: Model) -> Floats:
    """Class probabilities of pairs, each looked at alone."""
    columns = evidence.columns()
    return classes(chance(model.first, columns), chance(model.family, columns))


def with_families(
    records: Records,
    families: Ints,
    pairs: Pairs,
    background: Background,
    relatives: Relatives,
    model: Model,
    *,
    repeats: frozenset[int] = frozenset(),
    earlier: WithinLists | None = None,
) -> Pairs:
    """The pairs looked at again with their households; members of matched families are compared too.

    Of a list that repeats people those inside it come first: who stands there twice is one rival to others.
    `earlier`: such pairs of an earlier run, which are not compared again.
    """
    pairs = completed(records, families, pairs, background, relatives, model, repeats)
    p_same, seen = pairs.p[:, SAME].copy(), None
    within = inside(records, pairs.one, pairs.other, repeats)
    if repeats:
        _look(records, families, pairs, np.flatnonzero(within), p_same, model, repeats)
        p_same[within] = set_right(p_same[within], WITHIN_ONE_LIST)
        one, other, p = pairs.one[within], pairs.other[within], p_same[within]
        one, other, p = earlier.and_more(one, other, p) if earlier else (one, other, p)
        # Rather once too often one person than a rival of herself.
        seen = _repeated(records, families, one, other, as_looked_at(p), repeats)
    _look(records, families, pairs, np.flatnonzero(~within), p_same, model, repeats, seen)
    beside = ~within & np.isin(records.of_list[[pairs.one, pairs.other]], list(repeats)).any(axis=0)
    p_same[beside] = set_right(p_same[beside], BESIDE_ONE)
    family = pairs.p[:, 1] / np.maximum(1 - pairs.p[:, SAME], 1e-9)
    return replace(pairs, p=classes(p_same, np.minimum(family, 1.0)))


@dataclass(frozen=True)
class WithinLists:
    """Pairs inside lists that repeat people, and how likely each is one person."""

    one: Longs
    other: Longs
    p_same: Floats

    def and_more(self, one: Longs, other: Longs, p_same: Floats) -> tuple[Longs, Longs, Floats]:
        """These and those, in order of the records."""
        found = [np.concatenate(both) for both in ((self.one, one), (self.other, other))]
        order = np.lexsort(found)
        return found[0][order], found[1][order], np.concatenate((self.p_same, p_same))[order]


def inside(records: Records, one: Longs, other: Longs, repeats: frozenset[int]) -> npt.NDArray[np.bool_]:
    """Which pairs lie inside one list that repeats people."""
    of_list = records.of_list[one]
    return np.asarray((of_list == records.of_list[other]) & np.isin(of_list, list(repeats)))


def _look(
    records: Records,
    families: Ints,
    pairs: Pairs,
    which: Longs,
    p_same: Floats,
    model: Model,
    repeats: frozenset[int],
    seen: Repeated | None = None,
) -> None:
    """The second and the third look at some pairs: what they say is put into `p_same`.

    `seen`: who stands on lists several times; without it that is asked of the pairs themselves.
    """
    again = which[p_same[which] >= LOOKED_AT_AGAIN]
    for forest in (model.second, model.third):
        ends = pairs.one[which], pairs.other[which], p_same[which]
        known = seen if seen or not repeats else _repeated(records, families, *ends, repeats)
        p_same[again] = chance(forest, looked_again(records, families, pairs, again, p_same, known))


def _repeated(
    records: Records, families: Ints, one: Longs, other: Longs, p_same: Floats, repeats: frozenset[int]
) -> Repeated:
    who, _ = clusters(records, one, other, p_same, repeats=repeats)
    return repeated(records, families, who, repeats)


def set_right(p_same: Floats, line: tuple[float, float]) -> Floats:
    """Chances set right by slope and shift of the log-odds: the looks learnt from lists without repeats."""
    slope, shift = line
    return _chances(slope * _odds(p_same) + shift)


def as_looked_at(p_same: Floats) -> Floats:
    """What the looks said of pairs inside one list, before they were set right.

    >>> as_looked_at(set_right(np.array([0.25, 0.75]), WITHIN_ONE_LIST)).round(9).tolist()
    [0.25, 0.75]
    """
    slope, shift = WITHIN_ONE_LIST
    return _chances((_odds(p_same) - shift) / slope)


def _odds(p: Floats) -> Floats:
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(p / (1 - p)))


def _chances(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def completed(
    records: Records,
    families: Ints,
    pairs: Pairs,
    background: Background,
    relatives: Relatives,
    model: Model,
    repeats: frozenset[int] = frozenset(),
) -> Pairs:
    """With the pairs that only their families bring together, in order of the records."""
    a, b = more_pairs(records, families, pairs.one, pairs.other, pairs.p[:, SAME], repeats)
    evidence = weigh_pairs(records, a, b, background=background, relatives=relatives)
    one, other = np.concatenate((pairs.one, a)), np.concatenate((pairs.other, b))
    order = np.lexsort((one, other))
    return Pairs(
        one[order],
        other[order],
        joined([pairs.evidence, evidence]).part(order),
        np.concatenate((pairs.p, first_look(evidence, model)))[order],
    )


def looked_again(
    records: Records,
    families: Ints,
    pairs: Pairs,
    again: Longs,
    p_same: Floats,
    seen: Repeated | None = None,
) -> Singles:
    """All columns of the second and third look, for the pairs that get one."""
    one, other = pairs.one[again], pairs.other[again]
    look = second_look(records, families, one, other, p_same[again], repeated=seen)
    return np.column_stack([pairs.evidence.columns(again), look.astype(np.float32)])
