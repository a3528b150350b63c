"""What would be enough: the smallest groups of relatives whose blood would settle who a true match is.

True matches are invented: the missing person and the relatives are drawn together, given who is typed; then
each group is weighed as a laboratory would weigh it. Groups of one come exactly from `relatives`; pairs are
tried only where nobody is enough alone, larger groups by adding the best to the best pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.likelihood import Question, ln, probabilities
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.relatives import Relative, needed_ln_ratio
from vegerin.engines.kinship.tables import unordered

# Invented matches; the chance that is called enough; relatives considered together, and of one group at most.
DRAWS, ENOUGH, POOL, MOST = 150, 0.95, 4, 4

SeenAt = Sequence[Mapping[str, Seen]]


@dataclass(frozen=True)
class Group:
    """Relatives, and the chance that with their profiles a true match passes the policy."""

    relatives: tuple[str, ...]
    chance_of_passing: float


@dataclass(frozen=True)
class Family:
    """Everything that is asked of one family: who is sought, what is typed, how much is needed."""

    pedigree: Pedigree
    markers: Sequence[Marker]
    seen: SeenAt
    target: str
    others_missing: float


def what_is_enough(family: Family, found: Sequence[Relative], now: float, *, seed: int) -> list[Group]:
    """The smallest groups that are enough; where none is, the best that was met.

    Args:
        family: the question.
        found: the relatives who could be asked, best first.
        now: the chance of passing as things stand.
        seed: of the invented matches.
    """
    if now >= ENOUGH or not found:
        return []
    alone = [Group((one.id,), one.chance_of_passing) for one in found]
    enough = [group for group in alone if group.chance_of_passing >= ENOUGH]
    pool = [one.id for one in found[:POOL]]
    if enough or len(pool) < 2:
        return enough or alone[:1]
    drawn = _invented(family, [family.target, *pool], np.random.default_rng(seed))
    tried = [_tried(family, group, drawn) for group in combinations(pool, 2)]
    best = max(tried, key=lambda group: group.chance_of_passing)
    enough = [group for group in tried if group.chance_of_passing >= ENOUGH]
    while not enough and len(best.relatives) < min(MOST, len(pool)):
        tried = [_tried(family, (*best.relatives, who), drawn) for who in pool if who not in best.relatives]
        best = max(tried, key=lambda group: group.chance_of_passing)
        enough = [group for group in tried if group.chance_of_passing >= ENOUGH]
    return sorted(enough, key=lambda group: -group.chance_of_passing) or [best]


def says(groups: Sequence[Group], now: float) -> str:
    """One sentence for the desk that asks families.

    >>> says([Group(("father",), 0.99), Group(("sister", "aunt"), 0.96)], 0.1)
    'father alone, or sister and aunt together would be enough.'
    """
    if now >= ENOUGH:
        return "Who has given blood is enough already."
    if not groups:
        return "Nobody of this family is left to ask."
    if groups[0].chance_of_passing < ENOUGH:
        names = " and ".join(groups[0].relatives)
        return f"Nobody is enough; the best is {names}, with a chance of {groups[0].chance_of_passing:.0%}."
    parts = [
        f"{' and '.join(group.relatives)} {'alone' if len(group.relatives) == 1 else 'together'}"
        for group in groups
    ]
    return f"{', or '.join(parts)} would be enough."


def _tried(family: Family, group: tuple[str, ...], drawn: Sequence[Sequence[Mapping[str, Seen]]]) -> Group:
    """How often an invented match passes when these relatives are typed."""
    total = np.zeros(DRAWS)
    for k, marker in enumerate(family.markers):
        base = {who: what for who, what in family.seen[k].items() if who != family.target}
        without = [{**base, **{who: people[who] for who in group}} for people in drawn[k]]
        matches = [
            {**seen, family.target: people[family.target]}
            for seen, people in zip(without, drawn[k], strict=True)
        ]
        alone = [{family.target: people[family.target]} for people in drawn[k]]
        values = [
            ln(probabilities([Question(family.pedigree, marker, seen) for seen in many]))
            for many in (matches, without, alone)
        ]
        total += values[0] - values[1] - values[2]
    return Group(group, float((total >= needed_ln_ratio(family.others_missing)).mean()))


def _invented(family: Family, people: Sequence[str], rng: np.random.Generator) -> list[list[dict[str, Seen]]]:
    """At each marker for each draw the genotypes of these people, drawn together given who is typed."""
    result = []
    for marker, typed in zip(family.markers, family.seen, strict=True):
        base = {who: what for who, what in typed.items() if who != family.target}
        drawn: list[dict[str, Seen]] = [{} for _ in range(DRAWS)]
        for who in people:
            keys = [tuple(what.genotype or () for what in one.values()) for one in drawn]
            places = {key: i for i, key in enumerate(dict.fromkeys(keys))}
            first = dict(zip(reversed(keys), reversed(drawn), strict=True))
            tables = probabilities(
                [Question(family.pedigree, marker, {**base, **first[key]}, (who,)) for key in places]
            )
            genotypes = [_draw(unordered(tables[places[key]]), rng) for key in keys]
            for one, genotype in zip(drawn, genotypes, strict=True):
                one[who] = Seen(genotype, None, frozenset(genotype))
        result.append(drawn)
    return result


def _draw(table: Array, rng: np.random.Generator) -> tuple[int, ...]:
    flat = np.cumsum(table.ravel())
    place = int(np.searchsorted(flat, rng.random() * flat[-1] * (1 - 1e-12), side="right"))
    return tuple(int(i) for i in np.unravel_index(min(place, table.size - 1), table.shape))
