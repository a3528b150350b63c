"""Which records of one list are one family: as the list says, else by father, village, mother."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.records import Ints, Records
from vegerin.engines.linkage.spellings import likeliest

Longs = npt.NDArray[np.int64]

NEAR_ROWS = 12  # a parent is looked for among the rows around, then in the whole village


class _Names:
    """Keys of each record's names, as sets."""

    def __init__(self, records: Records) -> None:
        keys = records.spellings.key_array()
        self.of_form = [frozenset(row[row != 0].tolist()) for row in keys]
        self.parts = {
            role: records.parts[role].tolist() for role in ("given", "father", "grandfather", "mother")
        }
        villages = records.villages.forms
        self.village = [likeliest(villages[at]) if at >= 0 else "" for at in records.village.tolist()]
        self.first = [int(row[0]) for row in keys]

    def of(self, role: str, record: int) -> frozenset[int]:
        form = self.parts[role][record]
        return self.of_form[form] if form >= 0 else frozenset()

    def clash(self, role: str, one: int, other: int) -> bool:
        """Whether both say it and nothing is shared."""
        mine, theirs = self.of(role, one), self.of(role, other)
        return bool(mine and theirs and not mine & theirs)


def families_of(records: Records, known: Ints | None = None) -> Ints:
    """A family number per record, the number of its first record; never over two lists.

    `known`: the families of the first records, which lists that came later do not change.
    """
    first = 0 if known is None else len(known)
    leader = ([] if known is None else known.tolist()) + list(range(first, len(records)))
    said: dict[int, int] = {}
    for at, household in enumerate(records.household[first:].tolist(), start=first):
        if household >= 0:
            leader[at] = said.setdefault(household, at)
    names = _Names(records)
    alone = first + np.flatnonzero(records.household[first:] < 0)
    for of_list in np.unique(records.of_list[alone]).tolist():
        _of_one_list(alone[records.of_list[alone] == of_list].tolist(), names, records, leader)
    return np.array([_root(leader, at) for at in range(len(records))], np.int32)


def _of_one_list(members: list[int], names: _Names, records: Records, leader: list[int]) -> None:
    children: dict[tuple[int, str], list[list[int]]] = defaultdict(list)
    for at in members:
        father = names.parts["father"][at]
        if father < 0:
            continue
        groups = children[names.first[father], names.village[at]]
        fitting = [group for group in groups if _fits(names, at, group)]
        if fitting:
            fitting[-1].append(at)  # the nearest before: families stand together on many lists
        else:
            groups.append([at])
    bearers: dict[int, list[int]] = defaultdict(list)
    for at in members:
        for key in names.of("given", at):
            bearers[key].append(at)
    for groups in children.values():
        for group in groups:
            _join(leader, group)
            for parent in _parents(group, names, records, bearers):
                _join(leader, [group[0], parent])


def _fits(names: _Names, at: int, group: list[int]) -> bool:
    return not any(names.clash(role, at, member) for member in group for role in ("mother", "grandfather"))


def _parents(group: list[int], names: _Names, records: Records, bearers: dict[int, list[int]]) -> list[int]:
    """The mother and the father of these children on the same list, where only one can be meant."""
    found = []
    for role, sex in (("mother", 0), ("father", 1)):
        child = next((at for at in group if names.parts[role][at] >= 0), None)
        if child is None:
            continue
        grandfather = next((at for at in group if names.parts["grandfather"][at] >= 0), None)
        if role == "father" and grandfather is None:
            continue
        able = {
            at
            for key in names.of(role, child)
            for at in bearers.get(key, ())
            if at not in group and names.village[at] == names.village[child] and records.sex[at] in (sex, -1)
            and not _too_young(records, at, group)
        }  # fmt: skip
        if role == "father" and grandfather is not None:
            able = {at for at in able if names.of("father", at) & names.of("grandfather", grandfather)}
        near = [at for at in able if min(abs(at - member) for member in group) <= NEAR_ROWS]
        chosen = near if len(near) == 1 else sorted(able)
        if len(chosen) == 1:
            found.append(chosen[0])
    return found


def _too_young(records: Records, parent: int, group: list[int]) -> bool:
    return any(records.born_low[child] - records.born_high[parent] < 12 for child in group)


def _join(leader: list[int], members: list[int]) -> None:
    roots = [_root(leader, at) for at in members]
    first = min(roots)
    for root in roots:
        leader[root] = first


def _root(leader: list[int], at: int) -> int:
    while leader[at] != at:
        leader[at] = leader[leader[at]]
        at = leader[at]
    return at
