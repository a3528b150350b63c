"""A grave and the families who search: remains on one side, missing persons on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.case import at_marker
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.likelihood import Question, ln, probabilities
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree, unrelated

Typing = Sequence[Seen | None]

# Nodes of one family that are asked about in one go.
TOGETHER = 128


@dataclass(frozen=True)
class Remains:
    """One body or part of a body, its sex as far as known, and what was seen at each marker."""

    id: str
    sex: str
    typing: tuple[Seen | None, ...]


@dataclass(frozen=True)
class Family:
    """One family: who is related, who is missing, and what was seen of the others."""

    name: str
    pedigree: Pedigree
    missing: tuple[str, ...]
    typings: Mapping[str, Typing]

    def seen_at(self, k: int) -> dict[str, Seen]:
        """What was seen of the relatives at marker k."""
        return at_marker(self.typings, k, self.pedigree)


@dataclass(frozen=True)
class Grave:
    """Remains, families and markers, with the look-ups of all remains at each marker."""

    remains: tuple[Remains, ...]
    families: tuple[Family, ...]
    markers: tuple[Marker, ...]

    @cached_property
    def lookups(self) -> list[Lookup]:
        """At each marker, how a table is read for all remains at once."""
        return [
            Lookup.of(marker, [body.typing[k] for body in self.remains])
            for k, marker in enumerate(self.markers)
        ]

    @cached_property
    def shown(self) -> list[frozenset[int]]:
        """At each marker the alleles that any remains show."""
        return [
            frozenset().union(*(what.named for body in self.remains if (what := body.typing[k]) is not None))
            for k in range(len(self.markers))
        ]

    @cached_property
    def loglik_remains(self) -> Array:
        """ln of each remains' own probability in the population, a row a marker."""
        return np.array([lookup.ln_own for lookup in self.lookups]).reshape(len(self.markers), -1)

    def fits(self, missing: str, family: Family) -> NDArray[np.bool_]:
        """Which remains may be this person as far as sex goes."""
        sex = family.pedigree.person(missing).sex
        return np.array([sex == "U" or body.sex in {"U", sex} for body in self.remains], dtype=bool)

    @property
    def places(self) -> list[tuple[Family, str]]:
        """Every missing person with the family."""
        return [(family, missing) for family in self.families for missing in family.missing]


@dataclass(frozen=True)
class Lookup:
    """All remains at one marker: the alleles of the certain ones, tables for the others.

    `single` says which of the certain ones carry one copy: men, on X.
    """

    certain: NDArray[np.intp]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    single: NDArray[np.bool_]
    tables: tuple[tuple[int, Array], ...]
    ln_own: Array

    @classmethod
    def of(cls, marker: Marker, typing: Typing) -> Lookup:
        """The look-up of these typings; an untyped one counts for nothing."""
        firm = [(i, what.genotype) for i, what in enumerate(typing) if what is not None and what.genotype]
        soft = tuple(
            (i, what.table) for i, what in enumerate(typing) if what is not None and what.table is not None
        )
        pairs = np.array([(g[0], g[-1]) for _, g in firm], dtype=np.intp).reshape(-1, 2)
        single = np.array([len(g) == 1 for _, g in firm], dtype=bool)
        own = np.zeros(len(typing))
        prior = marker.states.prior
        places = np.array([i for i, _ in firm], dtype=np.intp)
        lookup = cls(places, pairs[:, 0], pairs[:, 1], single, soft, own)
        own += lookup.read(prior[None], double=False)[0]
        own += lookup.read(np.multiply.outer(prior, prior)[None], double=True)[0]
        return lookup

    def read(self, tables: Array, *, double: bool) -> Array:
        """ln of the probability of each remains under each of many tables (T, n, n) or (T, n): (T,
        remains).

        Remains that carry another number of copies than the tables have axes are left at 0.
        """
        values = np.ones((len(tables), len(self.ln_own)))
        mine = self.single != double
        here, a, b = self.certain[mine], self.first[mine], self.second[mine]
        if double:
            values[:, here] = tables[:, a, b] + np.where(a != b, tables[:, b, a], 0.0)
        else:
            values[:, here] = tables[:, a]
        for place, table in self.tables:
            if table.ndim == 1 + double:
                values[:, place] = np.tensordot(tables, table, axes=table.ndim)
        return ln(values)


@dataclass(frozen=True)
class Node:
    """A family with some missing already placed, and the one asked about."""

    placed: tuple[tuple[str, int], ...]
    target: str


def ln_tables(grave: Grave, family: Family, nodes: Sequence[Node], *, mutation: bool = True) -> Array:
    """ln LR of each remains being the target of each node, given those placed there: (nodes, remains).

    The ratio is P(remains | relatives and placed) over P(remains) in the population; minus infinity is an
    exclusion. Where the relatives and placed exclude one another the whole row is minus infinity.
    """
    total = np.zeros((len(nodes), len(grave.remains)))
    markers = grave.markers if mutation else tuple(marker.without_mutation() for marker in grave.markers)
    for start in range(0, len(nodes), TOGETHER):
        part = nodes[start : start + TOGETHER]
        questions = [_questions(grave, family, markers, k, part) for k in range(len(markers))]
        answers = iter(probabilities([question for at_locus in questions for question in at_locus]))
        for k in range(len(markers)):
            joint = [next(answers) for _ in part]
            for axes in {one.ndim for one in joint}:  # on X a man's table has one axis, a woman's two
                rows = [row for row, one in enumerate(joint) if one.ndim == axes]
                total[[start + row for row in rows]] += _read(
                    grave, k, np.stack([joint[row] for row in rows])
                )
    return total


def _at_locus(
    grave: Grave, family: Family, markers: Sequence[Marker], k: int, nodes: Sequence[Node]
) -> Array:
    return _read(grave, k, np.stack(probabilities(_questions(grave, family, markers, k, nodes))))


def _questions(
    grave: Grave, family: Family, markers: Sequence[Marker], k: int, nodes: Sequence[Node]
) -> list[Question]:
    base, marker = family.seen_at(k), markers[k]
    shown = grave.shown[k]
    questions = []
    for node in nodes:
        seen = dict(base)
        for who, body in node.placed:
            what = grave.remains[body].typing[k]
            if what is not None:
                seen[who] = what
        questions.append(Question(family.pedigree, marker, seen, (node.target,), shown))
    return questions


def _read(grave: Grave, k: int, joint: Array) -> Array:
    """ln LR of all remains under the joint tables of some nodes at marker k."""
    nodes = len(joint)
    total = joint.reshape(nodes, -1).sum(axis=1)
    ratio = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    tables = joint * ratio.reshape(-1, *(1,) * (joint.ndim - 1))
    lookup = grave.lookups[k]
    values = lookup.read(tables, double=joint.ndim == 3) - lookup.ln_own
    values[total <= 0] = -np.inf
    return values


def loglik_families(grave: Grave) -> Array:
    """ln of the probability of each family's typed relatives, nobody placed."""
    questions = [
        Question(family.pedigree, marker, family.seen_at(k))
        for family in grave.families
        for k, marker in enumerate(grave.markers)
    ]
    values = ln(probabilities(questions)).reshape(len(grave.families), len(grave.markers))
    return np.asarray(values.sum(axis=1))


def ln_pairwise(grave: Grave) -> Array:
    """ln LR of every remains being every missing person, the other missing unplaced; nan where sexes
    differ.
    """
    columns = []
    for family in grave.families:
        rows = ln_tables(grave, family, [Node((), who) for who in family.missing])
        columns += [
            np.where(grave.fits(who, family), row, np.nan)
            for who, row in zip(family.missing, rows, strict=True)
        ]
    return np.array(columns).reshape(len(grave.places), len(grave.remains)).T


def exclusions(grave: Grave) -> Array:
    """How many markers of each remains contradict each missing person's family, mutation off.

    As the reference counts: where the family contradicts itself at a marker, that counts for all remains.
    """
    result = np.full((len(grave.remains), len(grave.places)), np.nan)
    columns = {who: place for place, (_, who) in enumerate(grave.places)}
    firm = [marker.without_mutation() for marker in grave.markers]
    for family in grave.families:
        for who in family.missing:
            counts = np.zeros(len(grave.remains))
            for k in range(len(firm)):
                counts += np.isneginf(_at_locus(grave, family, firm, k, [Node((), who)])[0])
            result[:, columns[who]] = np.where(grave.fits(who, family), counts, np.nan)
    return result


def alone(body: Remains) -> Pedigree:
    """The remains as somebody unrelated."""
    return unrelated(body.id, body.sex)
