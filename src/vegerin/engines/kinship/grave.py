"""A grave and the families who search: remains on one side, missing persons on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.case import Reading, at_marker, sexes
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
    """All remains at one marker: the two alleles of the certain ones, tables for the others."""

    certain: NDArray[np.intp]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
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
        own = np.zeros(len(typing))
        prior = marker.states.prior
        lookup = cls(np.array([i for i, _ in firm], dtype=np.intp), pairs[:, 0], pairs[:, 1], soft, own)
        for double in (False, True):
            table = np.multiply.outer(prior, prior) if double else prior
            own += lookup.read(table[None], double=double)[0] if lookup.holds(typing, double=double) else 0.0
        return lookup

    def holds(self, typing: Typing, *, double: bool) -> bool:
        """Whether anyone here carries two copies (or one, on a man's X)."""
        return any(what is not None and what.copies == 1 + double for what in typing)

    def read(self, tables: Array, *, double: bool) -> Array:
        """ln of the probability of each remains under each of many tables (T, n, n) or (T, n): (T,
        remains).
        """
        values = np.ones((len(tables), len(self.ln_own)))
        if len(self.certain):
            a, b = self.first, self.second
            if double:
                values[:, self.certain] = tables[:, a, b] + np.where(a != b, tables[:, b, a], 0.0)
            else:
                values[:, self.certain] = tables[:, a]
        for place, table in self.tables:
            if table.ndim == 1 + double:
                values[:, place] = np.tensordot(tables, table, axes=table.ndim)
        return ln(values)


def read_grave(reading: Reading) -> Grave:
    """The grave of a case of kind `dvi` or `dvi_pairwise`."""
    genotypes = reading.part("genotypes", dict)
    pm, am = (genotypes.get(side) or {} for side in ("pm", "am"))
    if not isinstance(pm, Mapping) or not isinstance(am, Mapping):
        raise BadInput("'genotypes' should hold 'pm' and 'am'.")
    markers = reading.markers(pm, am)
    bodies = _bodies(reading)
    typed = reading.typings(bodies, pm, markers)
    families = _families(reading, markers, am)
    remains = tuple(
        Remains(who, sex, tuple(typed.get(who, [None] * len(markers)))) for who, sex in bodies.items()
    )
    return Grave(remains, families, tuple(markers))


def _bodies(reading: Reading) -> dict[str, str]:
    bodies: dict[str, str] = {}
    for record in reading.part("pm", list):
        if not isinstance(record, Mapping) or "id" not in record:
            raise BadInput(f"One of 'pm' has no id: {str(record)[:80]}.")
        who, sex = str(record["id"]), str(record.get("sex") or "U").upper()
        if who in bodies:
            raise BadInput(f"The remains {who} stand twice in 'pm'. Give each an id of their own.")
        if sex not in {"M", "F", "U"}:
            raise BadInput(f"The sex of {who} is {sex!r}; it should be M, F or U.")
        bodies[who] = sex
    return bodies


def _families(reading: Reading, markers: Sequence[Marker], am: Mapping[str, object]) -> tuple[Family, ...]:
    missing = [str(who) for who in reading.part("missing", list)]
    families: list[Family] = []
    for place, record in enumerate(reading.part("families", list), start=1):
        if not isinstance(record, Mapping) or "members" not in record:
            raise BadInput(f"Family {place} has no members.")
        pedigree = reading.pedigree(record["members"])
        here = tuple(who for who in missing if who in pedigree)
        families.append(Family(str(record.get("name", f"F{place}")), pedigree, here, {}))
    _check_places(families, missing)
    typed = reading.typings(sexes(*(family.pedigree for family in families)), am, markers)
    for who in missing:
        if who in typed and any(what is not None for what in typed[who]):
            raise BadInput(f"{who} is missing and typed at once. Take {who} out of one of the two.")
    return tuple(
        Family(f.name, f.pedigree, f.missing, {w: row for w, row in typed.items() if w in f.pedigree})
        for f in families
    )


def _check_places(families: Sequence[Family], missing: Sequence[str]) -> None:
    for who in missing:
        homes = [family.name for family in families if who in family.pedigree]
        if len(homes) != 1:
            where = "no family" if not homes else f"{len(homes)} families ({', '.join(homes)})"
            raise BadInput(f"The missing {who} stands in {where}; it should be one.")
    everyone = [p.id for family in families for p in family.pedigree.people if p.id in set(missing)]
    if len(missing) != len(set(missing)) or len(everyone) != len(set(everyone)):
        raise BadInput("A missing person stands twice. Give each an id of their own.")


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
            joint = np.stack([next(answers) for _ in part])
            total[start : start + len(part)] += _read(grave, k, joint)
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
    """How many markers of each remains contradict each missing person's family, mutation off."""
    result = np.full((len(grave.remains), len(grave.places)), np.nan)
    columns = {who: place for place, (_, who) in enumerate(grave.places)}
    firm = [marker.without_mutation() for marker in grave.markers]
    for family in grave.families:
        for who in family.missing:
            counts = np.zeros(len(grave.remains))
            for k in range(len(firm)):
                typed = np.array([body.typing[k] is not None for body in grave.remains], dtype=bool)
                values = _at_locus(grave, family, firm, k, [Node((), who)])[0]
                counts += np.isneginf(values) & typed
            result[:, columns[who]] = np.where(grave.fits(who, family), counts, np.nan)
    return result


def alone(body: Remains) -> Pedigree:
    """The remains as somebody unrelated."""
    return unrelated(body.id, body.sex)
