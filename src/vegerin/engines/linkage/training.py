"""Training without labels: the looks learn from invented populations whose truth is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
import numpy.typing as npt

from vegerin import __version__
from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.blocking import candidate_pairs, key_table
from vegerin.engines.linkage.comparing import (
    LOOKED_AT_AGAIN,
    VILLAGE,
    Pairs,
    also_by_place,
    compared,
    completed,
    counted,
    looked_again,
    with_places,
)
from vegerin.engines.linkage.evidence import weigh_pairs
from vegerin.engines.linkage.families import families_of
from vegerin.engines.linkage.filling import filled
from vegerin.engines.linkage.kin_training import half_of_the_lexicon, kin_trees
from vegerin.engines.linkage.linking import LEAST_KEPT
from vegerin.engines.linkage.model import SAME, Model, chance
from vegerin.engines.linkage.places import learn_places, place_llr
from vegerin.engines.linkage.populations import Population, population
from vegerin.engines.linkage.records import Ints, Records, columns_of
from vegerin.engines.linkage.relatives import Relatives
from vegerin.engines.linkage.trees import Forest, grow

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Say = Callable[[str], None]

# Sizes of the populations, so that what a common name says follows the size of the lists; the last ones have
# as many namesakes as lists many times as long.
SIZES = (0.5, 0.5, 0.5, 0.5, 1.0, 2.0, 0.5, 1.0)
CROWDED = 2
# More of them for the second and third look, each third one crowded: how much lists say and how they err is
# drawn once for each population, and what a household or a rival tells differs with it.
MORE_SIZES = (0.5, 0.75, 1.0, 1.5)
MORE, MORE_SEEDS, CROWDED_OF = 16, 800, 3
KEPT_OF_OTHERS = 0.2  # of pairs that are not one person; each kept one stands for the rest
MOST_OTHERS = 250_000  # of one population
SHOWN_OF_TEN = 7  # of the true pairs, for the places


@dataclass
class Lesson:
    """One population with its candidate pairs and the truth."""

    records: Records
    families: Ints
    relatives: Relatives
    background: Background
    pairs: Pairs
    person: Longs
    household: Longs

    def same(self, one: Longs, other: Longs) -> Floats:
        """1 where the pair is one person."""
        return np.asarray(self.person[one] == self.person[other], np.float64)


def train(*, people: int, seed: int, progress: Say = lambda stage: None) -> Model:
    """The model; half of the lexicon is taken out, for real lists hold names it never saw."""
    rng = np.random.default_rng(seed)
    kin = kin_trees(people=people, seed=seed, progress=progress)
    alone, more = _populations(people, seed)
    of_all = len(alone) + len(more)
    lessons = []
    for at, wanted in enumerate(alone, start=1):
        progress(f"population {at} of {of_all}")
        lessons.append(lesson(population(**wanted), wanted["seed"], kin))
    first = _first(lessons, rng, progress)
    family = _family(lessons, rng, progress)
    model = Model(first, first, first, family, kin, {})
    for each in lessons:
        _look_alone(each, model)
    for at, wanted in enumerate(more, start=1 + len(alone)):
        progress(f"population {at} of {of_all}")
        lessons.append(lesson(population(**wanted), wanted["seed"], kin))
        _look_alone(lessons[-1], model)
    judged = [each.pairs.p[:, SAME].copy() for each in lessons]
    looks = []
    for name in ("second", "third"):
        progress(f"the pair and its household: {name} look")
        looks.append(_look(lessons, judged, rng, progress))
        for each, p_same in zip(lessons, judged, strict=True):
            again = np.flatnonzero(each.pairs.p[:, SAME] >= LOOKED_AT_AGAIN)
            p_same[again] = chance(
                looks[-1], looked_again(each.records, each.families, each.pairs, again, p_same)
            )
    many = f"{len(alone)} and {len(more)} populations"
    provenance: dict[str, object] = {
        "made_by": f"vegerin {__version__} link train --people {people} --seed {seed}",
        "from": f"{many} of engines/linkage/populations.py, half of the names unknown",
    }
    return Model(first, looks[0], looks[1], family, kin, provenance)


class Wanted(TypedDict):
    """A population to learn from."""

    people: int
    seed: int
    crowded: bool


def _populations(people: int, seed: int) -> tuple[list[Wanted], list[Wanted]]:
    """Those that teach every look, and more for the second and third."""
    alone = [
        Wanted(people=int(people * size), seed=seed + at, crowded=at >= len(SIZES) - CROWDED)
        for at, size in enumerate(SIZES)
    ]
    more = [
        Wanted(
            people=int(people * MORE_SIZES[at % len(MORE_SIZES)]),
            seed=MORE_SEEDS + seed + at,
            crowded=at % CROWDED_OF == CROWDED_OF - 1,
        )
        for at in range(MORE)
    ]
    return alone, more


def _look_alone(each: Lesson, model: Model) -> None:
    """Keep the pairs that a run would keep, as it would judge them before their households are asked."""
    one, other = each.pairs.one, each.pairs.other
    each.background = with_places(each.records, one, other, each.background, each.relatives, model)
    each.pairs = compared(each.records, one, other, each.background, each.relatives, model, least=LEAST_KEPT)
    each.pairs = completed(each.records, each.families, each.pairs, each.background, each.relatives, model)


def lesson(made: Population, seed: int, kin: Forest) -> Lesson:
    """The candidate pairs of a population, compared with half a lexicon."""
    records = columns_of(made.rows)
    half = half_of_the_lexicon(seed)
    records.spellings.know_only(half)
    records.villages.know_only(half)
    families = families_of(records, kin)
    records = filled(records, families)
    table = key_table(records)
    background = counted(records, table)
    one, other = candidate_pairs(records, table, background.too_common)
    person = np.array(made.person)
    sure = np.flatnonzero((person[one] == person[other]) & (np.arange(len(one)) % 10 < SHOWN_OF_TEN))
    taught = learn_places(records, one[sure], other[sure], np.ones(len(sure)))
    background, _, one, other = also_by_place(
        records, one, other, replace(background, villages=taught), frozenset()
    )
    background = replace(background, villages={})
    relatives = Relatives(records, families)
    evidence = weigh_pairs(records, one, other, background=background, relatives=relatives)
    pairs = Pairs(one, other, evidence, np.empty((len(one), 3)))
    return Lesson(records, families, relatives, background, pairs, person, np.array(made.household))


def _first(lessons: list[Lesson], rng: np.random.Generator, progress: Say) -> Forest:
    """Learns twice: with villages as truth teaches them, and without, for the look that teaches them."""
    columns, right, weight = [], [], []
    for each in lessons:
        one, other = each.pairs.one, each.pairs.other
        same = each.same(one, other)
        sure = np.flatnonzero((same > 0) & (rng.random(len(one)) < 0.7))
        learnt = learn_places(each.records, one[sure], other[sure], same[sure])
        background = replace(each.background, villages=learnt)
        seeing = replace(each.pairs.evidence, village=place_llr(each.records, background, one, other))
        for blind in (False, True):
            kept, stands_for = _kept(same, rng)
            some = seeing.columns(kept)
            if blind:
                some[:, VILLAGE] = -99.0
            columns.append(some)
            right.append(same[kept])
            weight.append(stands_for / (4 if blind else 1))
    progress("the pair alone")
    values, truth, stands_for = np.vstack(columns), np.concatenate(right), np.concatenate(weight)
    return grow(values, truth, stands_for, rounds=100, depth=5, rng=rng, progress=progress)


def _family(lessons: list[Lesson], rng: np.random.Generator, progress: Say) -> Forest:
    columns, right, weight = [], [], []
    for each in lessons:
        one, other = each.pairs.one, each.pairs.other
        apart = np.flatnonzero(each.same(one, other) == 0)
        related = (each.household[one] == each.household[other])[apart].astype(float)
        kept, stands_for = _kept(related, rng)
        columns.append(each.pairs.evidence.columns(apart[kept]))
        right.append(related[kept])
        weight.append(stands_for)
    progress("families")
    values, truth, stands_for = np.vstack(columns), np.concatenate(right), np.concatenate(weight)
    return grow(values, truth, stands_for, rounds=50, depth=4, rng=rng, progress=progress)


def _look(lessons: list[Lesson], judged: list[Floats], rng: np.random.Generator, progress: Say) -> Forest:
    columns, right = [], []
    for each, p_same in zip(lessons, judged, strict=True):
        again = np.flatnonzero(each.pairs.p[:, SAME] >= LOOKED_AT_AGAIN)
        columns.append(looked_again(each.records, each.families, each.pairs, again, p_same))
        right.append(each.same(each.pairs.one[again], each.pairs.other[again]))
    values, truth = np.vstack(columns), np.concatenate(right)
    return grow(values, truth, np.ones(len(truth)), rounds=120, depth=5, rng=rng, progress=progress)


def _kept(right: Floats, rng: np.random.Generator) -> tuple[Longs, Floats]:
    """All that are right and a part of the others, with what each stands for."""
    share = min(KEPT_OF_OTHERS, MOST_OTHERS / max(1, len(right)))
    kept = np.flatnonzero((right > 0) | (rng.random(len(right)) < share))
    return kept, np.where(right[kept] > 0, 1.0, 1 / share)
