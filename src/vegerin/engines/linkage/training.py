"""Training without labels: the two models learn from invented populations whose truth is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin import __version__
from vegerin.engines.linkage.blocking import candidate_pairs
from vegerin.engines.linkage.evidence import levels, weigh_pairs
from vegerin.engines.linkage.households import families_of
from vegerin.engines.linkage.linking import compared, looked_again
from vegerin.engines.linkage.model import FAMILY, OTHER, SAME, as_json, fit
from vegerin.engines.linkage.populations import Population, population
from vegerin.engines.linkage.records import Ints, Records, columns_of
from vegerin.engines.names import lexicon

Longs = npt.NDArray[np.int64]

POPULATIONS = 3


@dataclass(frozen=True)
class Lesson:
    """One population's candidate pairs with their true kind."""

    records: Records
    one: Longs
    other: Longs
    kind: Ints


def train(*, people: int, seed: int, progress: Callable[[str], None] = lambda stage: None) -> str:
    """Both models as JSON; half of the lexicon is taken out, for real lists hold names it never saw."""
    lessons = [lesson(population(people=people, seed=seed + at), seed + at) for at in range(POPULATIONS)]
    progress("the pair alone")
    kinds = np.concatenate([each.kind for each in lessons])
    first = fit(
        np.vstack([levels(weigh_pairs(each.records, each.one, each.other)) for each in lessons]), kinds
    )
    progress("the pair and its household")
    columns = []
    for each in lessons:
        evidence, p_same = compared(each.records, each.one, each.other, first)
        families = families_of(each.records)
        columns.append(looked_again(each.records, families, each.one, each.other, evidence, p_same))
    second = fit(np.vstack(columns), kinds)
    provenance: dict[str, object] = {
        "made_by": f"vegerin {__version__} link train --people {people} --seed {seed}",
        "from": f"{POPULATIONS} populations of engines/linkage/populations.py, half of the names unknown",
    }
    return as_json({"first": first, "second": second}, provenance)


def lesson(made: Population, seed: int) -> Lesson:
    """The candidate pairs of a population, compared with half a lexicon."""
    records = columns_of(made.rows)
    half = half_of_the_lexicon(seed)
    records.spellings.know_only(half)
    records.villages.know_only(half)
    one, other = candidate_pairs(records)
    person, household = np.array(made.person), np.array(made.household)
    kind = np.where(
        person[one] == person[other], SAME, np.where(household[one] == household[other], FAMILY, OTHER)
    )
    return Lesson(records, one, other, kind.astype(np.int32))


def half_of_the_lexicon(seed: int) -> lexicon.Lexicon:
    """Each entry by the toss of a coin."""
    rng = np.random.default_rng(seed)
    return lexicon.of(entry for entry in lexicon.shipped().entries.values() if rng.random() < 0.5)
