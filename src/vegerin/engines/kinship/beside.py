"""What stands beside a best assignment: who cannot be told apart, and who comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import comb, factorial, log

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Family, Grave
from vegerin.engines.kinship.placements import Configurations
from vegerin.engines.kinship.symmetry import canonical

# Terms of the count of assignments where sexes are unknown.
MOST_COUNTED = 100_000


@dataclass(frozen=True)
class Group:
    """Remains and missing persons that nothing typed tells apart."""

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Rival:
    """A pairing of the best assignment, and what comes next: ratio to the best assignment without it."""

    remains: str
    missing: str
    next_missing: str | None
    next_remains: str | None
    log10_ratio: float | None


def groups_of(
    grave: Grave,
    families: Sequence[Family],
    listed: Sequence[Configurations],
    weights: Sequence[Array],
    best: Sequence[NDArray[np.intp]],
) -> tuple[Group, ...]:
    """Missing persons of one family whose exchange changes no weight, with the remains that lie there."""
    groups: list[Group] = []
    for family, c, weight, bodies in zip(families, listed, weights, best, strict=True):
        for members in _interchangeable(c, weight, bodies):
            lying = tuple(grave.remains[int(bodies[m])].id for m in members if bodies[m] >= 0)
            names = tuple(family.missing[m] for m in members)
            groups.append(Group(lying, names, _says(lying, names)))
    return tuple(groups)


def _says(bodies: Sequence[str], names: Sequence[str]) -> str:
    one, two = (" and ".join(x) if len(x) == 2 else ", ".join(x) for x in (bodies, names))
    if len(bodies) == 1:
        return f"{one} is one of {two}, but nothing typed tells which."
    if len(bodies) < len(names):
        return f"{one} are among {two}, but nothing typed tells who is who; they are named together."
    return f"{one} are {two}, but nothing typed tells who is who; they are named together."


def _interchangeable(c: Configurations, weight: Array, best: NDArray[np.intp]) -> list[list[int]]:
    groups: list[list[int]] = []
    for m in range(len(best)):
        for group in groups:
            if _same_when_swapped(m, group[0], c, weight, best):
                group.append(m)
                break
        else:
            groups.append([m])
    return [group for group in groups if len(group) > 1 and any(best[m] >= 0 for m in group)]


def _same_when_swapped(m: int, n: int, c: Configurations, weight: Array, best: NDArray[np.intp]) -> bool:
    if any(m in members and n in members for members in c.classes):
        return True
    if best[m] < 0 and best[n] < 0:
        return False
    swapped = best.copy()
    swapped[[m, n]] = swapped[[n, m]]
    here, there = (row_of(c, state) for state in (best, swapped))
    return here is not None and there is not None and abs(float(weight[here] - weight[there])) < 1e-6


def row_of(c: Configurations, bodies: NDArray[np.intp]) -> int | None:
    """Where a configuration stands in the list."""
    rows = np.flatnonzero((c.bodies == canonical(bodies[None], c.classes)[0]).all(axis=1))
    return int(rows[0]) if len(rows) else None


def rivals_of(
    grave: Grave,
    families: Sequence[Family],
    best: Sequence[NDArray[np.intp]],
    runner_up: dict[tuple[int, int], float],
    posterior: Array,
) -> list[Rival]:
    """For every pairing of the best assignment, whoever comes next."""
    names = [who for _, who in grave.places]
    column = {who: place for place, who in enumerate(names)}
    rivals = []
    for f, family in enumerate(families):
        for m, body in enumerate(best[f].tolist()):
            if body < 0:
                continue
            here = column[family.missing[m]]
            other = _next(posterior[body], here)
            nobody_else = _next(posterior[:, here], body)
            ratio = runner_up.get((f, m))
            rivals.append(
                Rival(
                    grave.remains[body].id,
                    family.missing[m],
                    None if other is None else names[other],
                    None if nobody_else is None else grave.remains[nobody_else].id,
                    None if ratio is None else ratio / log(10),
                )
            )
    order = {body.id: place for place, body in enumerate(grave.remains)}
    return sorted(rivals, key=lambda rival: order[rival.remains])


def _next(values: Array, besides: int) -> int | None:
    """The largest but one, if it has any weight at all."""
    others = values.copy()
    others[besides] = -1.0
    place = int(others.argmax()) if len(others) else 0
    return place if len(others) and others[place] > 0 else None


def count_assignments(grave: Grave) -> int | None:
    """How many assignments the sexes allow; None where many unknown sexes make them long to count."""
    bodies = Counter(body.sex for body in grave.remains)
    people = Counter(family.pedigree.person(who).sex for family, who in grave.places)
    if (bodies["U"] + 1) ** 3 * (people["U"] + 1) ** 2 > MOST_COUNTED:
        return None
    total = 0
    for as_man, as_woman, unknown in product(range(bodies["U"] + 1), repeat=3):
        ways_of_bodies = _choices(bodies["U"], as_man, as_woman, unknown)
        ways_of_people = comb(people["M"], as_man) * comb(people["F"], as_woman)
        if ways_of_bodies * ways_of_people:
            own = ways_of_bodies * ways_of_people * factorial(as_man) * factorial(as_woman)
            men, women = people["M"] - as_man, people["F"] - as_woman
            total += own * _with_unknown_people(bodies, people["U"], unknown, men, women)
    return total


def _with_unknown_people(bodies: Counter[str], open_people: int, unknown: int, men: int, women: int) -> int:
    """Ways to fill missing persons of unknown sex, so many with remains of unknown sex, then all others."""
    total = 0
    for man, woman in product(range(open_people + 1), repeat=2):
        ways = _choices(open_people, man, woman, unknown)
        ways *= comb(bodies["M"], man) * comb(bodies["F"], woman)
        if ways:
            ways *= factorial(man) * factorial(woman) * factorial(unknown)
            total += ways * _matchings(bodies["M"] - man, men) * _matchings(bodies["F"] - woman, women)
    return total


def _choices(n: int, *sizes: int) -> int:
    """Ways to choose disjoint groups of these sizes among n.

    >>> _choices(3, 1, 1)
    6
    """
    ways = 1
    for size in sizes:
        ways *= comb(n, size) if n >= 0 else 0
        n -= size
    return ways


def _matchings(v: int, m: int) -> int:
    """Ways to pair some of v with some of m.

    >>> _matchings(5, 5)
    1546
    """
    return sum(comb(v, k) * comb(m, k) * factorial(k) for k in range(min(v, m) + 1))
