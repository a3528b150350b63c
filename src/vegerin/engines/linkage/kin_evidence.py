"""What two rows of one list say for one household, as columns for the kin trees of the model.

The odds of `kin_pairs.py` are one of them. Trees correct what these take for independent: a clash of the
fathers, the years between, how common all of it is in a list where few names are borne by many.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.kin_pairs import Parts, born, kin_odds, odds_before
from vegerin.engines.linkage.records import Records
from vegerin.engines.linkage.trees import NOT_SAID, Forest

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

WORTH_JUDGING = -4.5  # log-odds of `kin_pairs`; below, no two rows are one household
HELD_TOGETHER = (
    ("father", "father"), ("grandfather", "grandfather"), ("mother", "mother"), ("lineage", "lineage"),
    ("given", "given"), ("given", "father"), ("father", "given"), ("given", "mother"), ("mother", "given"),
    ("father", "grandfather"), ("grandfather", "father"), ("kin", "given"), ("given", "kin"),
)  # fmt: skip


def judged_odds(
    one: Longs, other: Longs, near: Longs, members: Longs, records: Records, trees: Forest
) -> Floats:
    """Log-odds (m,) that the pairs are of one household: those worth it by the trees, others as counted."""
    odds = kin_odds(one, other, near, members, records)
    some = np.flatnonzero(odds > WORTH_JUDGING)
    if len(some):
        columns = kin_columns(one[some], other[some], near[some], odds[some], members, records)
        odds[some] = trees.log_odds(columns)
    return odds


def kin_columns(
    one: Longs, other: Longs, near: Longs, odds: Floats, members: Longs, records: Records
) -> Singles:
    """The columns (m, k) of pairs of rows of one list; what was not said is far below all else."""
    parts, spellings = records.parts, records.spellings
    names = [(parts[mine][one], parts[theirs][other]) for mine, theirs in HELD_TOGETHER]
    spellings.compare(iter(names))
    places = records.village[one], records.village[other]
    records.villages.compare(iter([places]))
    shares = Parts(members, records)
    same = [shares.asked(role, one, role, other) for role in ("father", "grandfather", "mother")]
    born_one, born_other = born(records, one), born(records, other)
    columns = [
        *(spellings.llr(mine, theirs) for mine, theirs in names),
        records.villages.llr(*places),
        born_other - born_one,
        np.abs(born_other - born_one),
        born_one,
        born_other,
        records.sex[one],
        records.sex[other],
        *(np.where(asked.said, np.log(asked.share), np.nan) for asked in same),
        near,
        odds,
        odds_before(near, same[0], len(members)),
    ]
    result = np.empty((len(one), len(columns)), np.float32)
    for at, column in enumerate(columns):
        result[:, at] = np.nan_to_num(column, nan=float(NOT_SAID))
    return result
