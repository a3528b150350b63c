"""What the family says where the record does not: the place, and of children of one father his father too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.blocking import mixed
from vegerin.engines.linkage.records import NOT_SAID, Ints, Records

Longs = npt.NDArray[np.int64]

OF_SIBLINGS = ("grandfather", "mother", "lineage")  # what children of one father share


def filled(records: Records, families: Ints) -> Records:
    """The records with what their families say of them."""
    family = families.astype(np.int64)
    father = records.spellings.key_array()[records.parts["father"], 0]
    # A record without a father is a child of nobody, so nothing is filled in.
    siblings = np.where(father != 0, mixed(father, family), -1 - np.arange(len(records)))
    parts = {role: _said_most(records.parts[role], siblings) for role in OF_SIBLINGS}
    return replace(records, village=_said_most(records.village, family), parts={**records.parts, **parts})


def _said_most(column: Ints, group: Longs) -> Ints:
    """The column, and where a record says nothing, what most of its group say; of equals the smallest."""
    said = np.flatnonzero(column != NOT_SAID)
    if not len(said):
        return column
    order = said[np.lexsort((column[said], group[said]))]
    of_group, value = group[order], column[order]
    fresh = np.concatenate(([True], (of_group[1:] != of_group[:-1]) | (value[1:] != value[:-1])))
    first = np.flatnonzero(fresh)
    counts = np.diff(np.append(first, len(order)))
    best = np.lexsort((value[first], -counts, of_group[first]))
    known, at = np.unique(of_group[first][best], return_index=True)
    place = np.minimum(np.searchsorted(known, group), len(known) - 1)
    usual = value[first][best][at][place]
    return np.where((column != NOT_SAID) | (known[place] != group), column, usual)
