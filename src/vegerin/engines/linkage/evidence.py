"""What a pair of records says for *same person*, *same family* and *unrelated*.

Family evidence (father, grandfather, mother, lineage) is one block with one level: brothers and sisters
agree on all of it, so agreement there must not count again and again for the person. The given name, sex and
age speak for the person. Every feature is a 0/1 level or a bounded number: a model of them stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.records import Ints, Records
from vegerin.engines.linkage.spellings import UNLIKE

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

GIVEN_STEPS = (-4.0, -1.0, 1.5, 3.5, 5.5)  # log-likelihood ratios between the levels of a name
FAMILY_STEPS = (-5.0, -1.0, 2.0, 5.0, 9.0)
GAP_STEPS = (0.5, 1.5, 2.5, 4.5, 8.5)  # years between two ranges of birth
GIVEN, FAMILY, GAP = len(GIVEN_STEPS) + 1, len(FAMILY_STEPS) + 2, len(GAP_STEPS) + 2


@dataclass(frozen=True)
class Evidence:
    """m pairs: their log-likelihood ratios by part (NaN: not said on a side) and what is made of them."""

    given: Floats
    family: Floats
    said_of_family: Ints
    swapped: npt.NDArray[np.bool_]
    gap: Floats
    sex: Ints
    village: Floats
    abducted: Ints
    rarity: Floats
    family_rarity: Floats

    def part(self, which: slice) -> Evidence:
        """Some of the pairs."""
        return Evidence(*(getattr(self, column.name)[which] for column in fields(self)))


def weigh_pairs(records: Records, one: Longs, other: Longs) -> Evidence:
    """The evidence of m pairs of records."""
    llr = {
        role: records.spellings.llr(records.parts[role][one], records.parts[role][other])
        for role in ("given", "father", "grandfather", "mother", "lineage")
    }
    shifted = _shifted(records, one, other)
    swapped = _swapped(records, one, other)
    use_swap = (
        np.nan_to_num(swapped, nan=-99)
        > np.nan_to_num(llr["given"], nan=-99) + np.nan_to_num(llr["father"], nan=0) + 4.0
    )
    given = np.where(use_swap, swapped / 2, llr["given"])
    father = np.where(use_swap, swapped / 2, np.fmax(llr["father"], shifted))
    blocks = np.stack([father, llr["grandfather"], llr["mother"], llr["lineage"]])
    rarity = records.spellings.rarity(records.parts["given"])
    fathers = records.spellings.rarity(
        np.concatenate((records.parts["father"], records.parts["grandfather"])).astype(np.int32)
    )
    return Evidence(
        given=np.nan_to_num(given, nan=UNLIKE),
        family=np.nansum(np.clip(blocks, -6.0, 6.0), axis=0),
        said_of_family=(~np.isnan(blocks)).sum(axis=0).astype(np.int32),
        swapped=use_swap,
        gap=_gap(records, one, other),
        sex=_agreement(records.sex, one, other),
        village=_villages(records, one, other),
        abducted=_agreement(records.abducted_on, one, other),
        rarity=rarity[np.maximum(records.parts["given"][one], 0)] if len(rarity) else np.zeros(len(one)),
        family_rarity=_known(fathers, records.parts["father"], one),
    )


def _shifted(records: Records, one: Longs, other: Longs) -> Floats:
    """A middle name left out: one side's father is the other's grandfather. Discounted; NaN where not so."""
    father, grandfather = records.parts["father"], records.parts["grandfather"]
    return (
        np.fmax(
            records.spellings.llr(father[one], grandfather[other]),
            records.spellings.llr(grandfather[one], father[other]),
        )
        - 3.0
    )


def _swapped(records: Records, one: Longs, other: Longs) -> Floats:
    """Both parts together when one side wrote the father's name first."""
    given, father = records.parts["given"], records.parts["father"]
    across = records.spellings.llr(given[one], father[other])
    back = records.spellings.llr(father[one], given[other])
    return np.where(np.isnan(back), np.nan, across + back) - 2.0


def _villages(records: Records, one: Longs, other: Longs) -> Floats:
    return records.villages.llr(records.village[one], records.village[other])


def _gap(records: Records, one: Longs, other: Longs) -> Floats:
    """Years between the two ranges of birth, 0 when they meet; NaN when one is not said."""
    return (
        np.maximum(
            0.0,
            np.maximum(
                records.born_low[one] - records.born_high[other],
                records.born_low[other] - records.born_high[one],
            ),
        )
        + 0.0 * records.born_low[one] * records.born_low[other]
    )


def _agreement(column: Ints, one: Longs, other: Longs) -> Ints:
    """1 equal, 0 different, -1 not said on a side."""
    said = (column[one] >= 0) & (column[other] >= 0)
    return np.where(said, (column[one] == column[other]).astype(np.int32), -1).astype(np.int32)


def _known(values: Floats, forms: Ints, which: Longs) -> Floats:
    if not len(values):
        return np.zeros(len(which))
    return np.where(forms[which] >= 0, values[np.maximum(forms[which], 0)], 0.0)


def levels(evidence: Evidence) -> Floats:
    """The model's columns (m, k): given by family as a grid, then age, sex, village, rarity."""
    given = np.searchsorted(GIVEN_STEPS, evidence.given)
    family = np.where(evidence.said_of_family > 0, 1 + np.searchsorted(FAMILY_STEPS, evidence.family), 0)
    gap = np.where(np.isnan(evidence.gap), 0, 1 + np.searchsorted(GAP_STEPS, evidence.gap))
    village = np.where(
        np.isnan(evidence.village), 0, 1 + (evidence.village > 1.5) + (evidence.village > -2.0)
    )
    strong = (evidence.given > 1.5).astype(float)
    kin = (evidence.family > 2.0).astype(float)
    grid = _one_hot(given * FAMILY + family, GIVEN * FAMILY)
    return np.column_stack(
        [
            grid,
            _one_hot(gap, GAP),
            _one_hot(gap, GAP) * kin[:, None],
            _one_hot(evidence.sex + 1, 3),
            _one_hot(village, 4),
            _one_hot(village, 4) * kin[:, None],
            _one_hot(evidence.abducted + 1, 3),
            evidence.swapped.astype(float),
            np.clip(evidence.given, UNLIKE, 8.0) / 8,
            np.clip(evidence.family, -12.0, 18.0) / 8,
            strong * evidence.rarity / 4,
            strong * kin * evidence.rarity / 4,
            kin * evidence.family_rarity / 4,
            strong * kin * evidence.family_rarity / 4,
            np.minimum(evidence.said_of_family, 4) / 4,
            kin * np.minimum(evidence.said_of_family, 4) / 4,
        ]
    )


def _one_hot(level: npt.NDArray[np.integer], count: int) -> Floats:
    return np.asarray(level[:, None] == np.arange(count), np.float64)
