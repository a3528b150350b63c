"""What the family says where the record does not: the place, and of children of one father his father too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.blocking import mixed
from vegerin.engines.linkage.records import NOT_SAID, Ints, Records

Longs = npt.NDArray[np.int64]

OF_SIBLINGS = ("grandfather", "mother", "lineage")  # what children of one father share


def filled(records: Records, families: Ints, *, asked: Longs | None = None) -> Records:
    """The records with what their families say of them; `asked`: only the families of these records."""
    which = np.arange(len(records)) if asked is None else kin_of(asked, families)
    family = families[which].astype(np.int64)
    father = records.spellings.key_array()[records.parts["father"][which], 0]
    # A record without a father is a child of nobody, so nothing is filled in.
    siblings = np.where(father != 0, mixed(father, family), -1 - which)
    parts = {role: _with_most_said(records.parts[role], which, siblings) for role in OF_SIBLINGS}
    village = _with_most_said(records.village, which, family)
    return replace(records, village=village, parts={**records.parts, **parts})


def kin_of(asked: Longs, families: Ints) -> Longs:
    """Everyone of these records' families."""
    of_family = np.zeros(len(families), bool)
    of_family[families[asked]] = True
    return np.flatnonzero(of_family[families])


def _with_most_said(column: Ints, which: Longs, group: Longs) -> Ints:
    result = column.copy()
    result[which] = _said_most(column[which], group)
    return result


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
