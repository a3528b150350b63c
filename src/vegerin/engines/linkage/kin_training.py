"""Trees that tell whether two rows of one list are of one household, learnt from lists whose households are
hidden: half of the populations have few names, as many long lists do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from vegerin.engines.linkage.kin_evidence import WORTH_JUDGING, Longs, Singles, kin_columns
from vegerin.engines.linkage.kin_pairs import kin_odds, pairs_worth_asking
from vegerin.engines.linkage.populations import population
from vegerin.engines.linkage.records import NOT_SAID, Records, columns_of
from vegerin.engines.linkage.trees import Forest, grow
from vegerin.engines.names import lexicon

POPULATIONS, HALF = 10, 0.5
OTHER_SEEDS = 700  # so that the looks at pairs learn from other people than the families


def kin_trees(*, people: int, seed: int, progress: Callable[[str], None] = lambda stage: None) -> Forest:
    """Learnt from every list of some populations."""
    columns, right = [], []
    for at in range(POPULATIONS):
        progress(f"families {at + 1} of {POPULATIONS}")
        made = population(people=people, seed=OTHER_SEEDS + seed + at, crowded=at >= POPULATIONS // 2)
        records = columns_of(made.rows)
        half = half_of_the_lexicon(seed + at)
        records.spellings.know_only(half)
        records.villages.know_only(half)
        records = replace(records, household=np.full(len(records), NOT_SAID, np.int32))
        household = np.array(made.household)
        for of_list in range(len(records.lists)):
            members = np.flatnonzero(records.of_list == of_list)
            values, one, other = _asked(members, records)
            columns.append(values)
            right.append(household[one] == household[other])
    truth = np.concatenate(right).astype(float)
    rng = np.random.default_rng(seed)
    return grow(np.vstack(columns), truth, np.ones(len(truth)), rounds=100, depth=5, rng=rng)


def _asked(members: Longs, records: Records) -> tuple[Singles, Longs, Longs]:
    """The pairs that are worth judging, with their columns."""
    one, other, near = pairs_worth_asking(members, records)
    odds = kin_odds(one, other, near, members, records)
    some = np.flatnonzero(odds > WORTH_JUDGING)
    one, other = one[some], other[some]
    return kin_columns(one, other, near[some], odds[some], members, records), one, other


def half_of_the_lexicon(seed: int) -> lexicon.Lexicon:
    """Each entry by the toss of a coin."""
    rng = np.random.default_rng(seed)
    return lexicon.of(entry for entry in lexicon.shipped().entries.values() if rng.random() < HALF)
