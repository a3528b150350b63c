"""From a family and what is typed to factors over allele copies.

One variable for each allele copy of an untyped person, one of two states (which allele came from the father)
for a typed one. Whose copy a child received is a variable of its own, so that no factor ever couples both
copies of a parent: this keeps stepwise mutation exact without lumping, and makes a linked pair of markers
the same computation with those variables tied by the recombination fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array, Labels
from vegerin.engines.kinship.pedigree import Pedigree

Codes = NDArray[np.intp]

KNOWN, HIDDEN, SOFT = "known", "hidden", "soft"


@dataclass(frozen=True)
class Member:
    """A person as the elimination sees one: where the parents stand, the sex, what is seen."""

    father: int
    mother: int
    sex: str
    seen: str = HIDDEN
    inbreeding: float = 0.0

    @property
    def is_founder(self) -> bool:
        """Whether the parents lie outside."""
        return self.father < 0


@dataclass(frozen=True)
class Shape:
    """A trimmed family without names, and what is asked of it: equal shapes share one plan.

    With `shared_founders` (theta) the untyped founders' alleles are left open and typed founders are counted
    elsewhere: see `theta`.
    """

    members: tuple[Member, ...]
    asked: tuple[int, ...] = ()
    x_linked: bool = False
    shared_founders: bool = False
    rho: float | None = None


@dataclass(frozen=True)
class Batch:
    """The numbers of many questions of one shape: (B, n) frequencies, (B, n, n) matrices, genotypes,
    evidence.
    """

    prior: Array
    male: Array
    female: Array
    genotypes: Mapping[int, Codes]
    evidence: Mapping[int, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """One factor: how to make it from a batch, and over which variables it runs."""

    kind: str
    labels: Labels
    locus: int = 0
    person: int = -1
    side: int = 0
    child: int = -1


@dataclass(frozen=True)
class Blueprint:
    """All factors of a shape, the kind of each label (allele or choice of two), the labels of the answer.

    `founders` are the open copies of untyped founders, each with its owner, where founders are shared.
    """

    recipes: tuple[Recipe, ...]
    is_allele: tuple[bool, ...]
    wanted: Labels
    founders: tuple[tuple[int, int], ...]


class _Draft:
    """Collects recipes while labels are given out."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.recipes: list[Recipe] = []
        self.numbers: dict[tuple[object, ...], int] = {}
        self.is_allele: list[bool] = []
        self.founders: list[tuple[int, int]] = []

    def label(self, *key: object, allele: bool = False) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers)
            self.is_allele.append(allele)
        return self.numbers[key]

    def copy(self, locus: int, person: int, side: int) -> int:
        """The variable of one allele copy (0 from the father, 1 from the mother), or of the phase."""
        if self.shape.members[person].seen == KNOWN:
            return self.label("phase", locus, person)
        return self.label("copy", locus, person, side, allele=True)

    def add(self, kind: str, *labels: int, **rest: int) -> None:
        self.recipes.append(Recipe(kind, labels, **rest))


@lru_cache(maxsize=20_000)
def blueprint(shape: Shape) -> Blueprint:
    """The factors of a shape."""
    draft = _Draft(shape)
    loci = (0,) if shape.rho is None else (0, 1)
    for locus in loci:
        for person in range(len(shape.members)):
            _add_person(draft, locus, person)
    if shape.rho is not None:
        _tie_choices(draft)
    wanted = tuple(
        draft.copy(0, person, side) for person in shape.asked for side in _sides(shape, shape.members[person])
    )
    return Blueprint(tuple(draft.recipes), tuple(draft.is_allele), wanted, tuple(draft.founders))


def _sides(shape: Shape, member: Member) -> tuple[int, ...]:
    return (1,) if shape.x_linked and member.sex == "M" else (0, 1)


def gives_once(shape: Shape, person: int) -> bool:
    """Whether all that matters of this person is one allele, drawn from the population and passed on once."""
    member = shape.members[person]
    plain = member.is_founder and member.seen == HIDDEN and not member.inbreeding
    if not plain or person in shape.asked or shape.rho is not None:
        return False
    return sum(person in (other.father, other.mother) for other in shape.members) == 1


def _add_person(draft: _Draft, locus: int, person: int) -> None:
    shape = draft.shape
    member = shape.members[person]
    if gives_once(shape, person):
        if shape.shared_founders:
            draft.founders.append((draft.copy(locus, person, 1), person))
        return
    sides = _sides(shape, member)
    copies = [draft.copy(locus, person, side) for side in sides]
    if member.is_founder:
        _add_founder(draft, locus, person, copies)
    else:
        for side in sides:
            _add_gamete(draft, locus, member.father if side == 0 else member.mother, person, side)
        if member.seen == KNOWN:
            draft.add("phase", copies[0], locus=locus, person=person)
    if member.seen == SOFT:
        draft.add("evidence", *copies, locus=locus, person=person)


def _add_founder(draft: _Draft, locus: int, person: int, copies: list[int]) -> None:
    shape, member = draft.shape, draft.shape.members[person]
    if member.seen == KNOWN:
        kind = "phase" if shape.shared_founders else "typed founder"
        draft.add(kind, copies[0], locus=locus, person=person)
    elif shape.shared_founders:
        draft.founders += [(copy, person) for copy in copies]
    elif member.inbreeding and len(copies) == 2:
        draft.add("inbred founder", *copies, locus=locus, person=person)
    else:
        for copy in copies:
            draft.add("founder", copy, locus=locus)


def _add_gamete(draft: _Draft, locus: int, parent: int, child: int, side: int) -> None:
    shape = draft.shape
    giver = shape.members[parent]
    own = draft.copy(locus, child, side)
    rest = {"locus": locus, "person": parent, "side": side, "child": child}
    if gives_once(shape, parent):
        if shape.shared_founders:
            draft.add("whole", draft.copy(locus, parent, 1), own, **rest)
        else:
            draft.add("drawn gamete", own, **rest)
    elif shape.x_linked and giver.sex == "M":
        labels = (own,) if giver.seen == KNOWN else (draft.copy(locus, parent, 1), own)
        draft.add("whole", *labels, **rest)
    elif giver.seen == KNOWN and shape.rho is None:
        draft.add("typed gamete", own, **rest)
    elif giver.seen == KNOWN:
        choice = draft.label("choice", locus, child, side)
        draft.add("phased gamete", choice, draft.copy(locus, parent, 0), own, **rest)
    else:
        choice = draft.label("choice", locus, child, side)
        draft.add("father's copy", choice, draft.copy(locus, parent, 0), own, **rest)
        draft.add("mother's copy", choice, draft.copy(locus, parent, 1), own, **rest)


def _tie_choices(draft: _Draft) -> None:
    for key in list(draft.numbers):
        if key[0] == "choice" and key[1] == 0:
            twin = ("choice", 1, *key[2:])
            draft.add("recombination", draft.numbers[key], draft.numbers[twin])


def factors(shape: Shape, batches: tuple[Batch, ...]) -> list[Array]:
    """The arrays of a blueprint's recipes, batch first."""
    return [_MAKERS[recipe.kind](shape, recipe, batches[recipe.locus]) for recipe in blueprint(shape).recipes]


def _founder(_shape: Shape, _recipe: Recipe, batch: Batch) -> Array:
    return batch.prior


def _inbred_founder(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    f = shape.members[recipe.person].inbreeding
    pairs = (1 - f) * batch.prior[:, :, None] * batch.prior[:, None, :]
    places = np.arange(batch.prior.shape[1])
    pairs[:, places, places] += f * batch.prior
    return pairs


def _typed_founder(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    member, codes = shape.members[recipe.person], batch.genotypes[recipe.person]
    p = np.take_along_axis(batch.prior, codes, axis=1)
    if codes.shape[1] == 1:
        return p
    f = member.inbreeding
    alike = codes[:, 0] == codes[:, 1]
    value = (1 - f) * p[:, 0] * p[:, 1] + np.where(alike, f * p[:, 0], 0.0)
    return np.stack([value, np.where(alike, 0.0, value)], axis=1)


def _phase(_shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    codes = batch.genotypes[recipe.person]
    if codes.shape[1] == 1:
        return np.ones((len(codes), 1))
    return np.stack([np.ones(len(codes)), (codes[:, 0] != codes[:, 1]).astype(float)], axis=1)


def _evidence(_shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    return batch.evidence[recipe.person]


def _columns(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    """The parent's mutation matrix, its columns those states the child's copy can take."""
    giver_is_father = recipe.side == 0
    matrix = batch.male if giver_is_father else batch.female
    if shape.members[recipe.child].seen != KNOWN:
        return matrix
    codes = batch.genotypes[recipe.child]
    if codes.shape[1] == 2 and recipe.side == 1:
        codes = codes[:, ::-1]
    return np.take_along_axis(matrix, codes[:, None, :], axis=2)


def _fathers_copy(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    columns = _columns(shape, recipe, batch)
    half = 0.5 if shape.rho is None else 1.0
    return np.stack([half * columns, np.full_like(columns, half)], axis=1)


def _mothers_copy(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    columns = _columns(shape, recipe, batch)
    return np.stack([np.ones_like(columns), columns], axis=1)


def _rows_of_typed(recipe: Recipe, batch: Batch, columns: Array) -> Array:
    codes = batch.genotypes[recipe.person]
    return np.take_along_axis(columns, codes[:, :, None], axis=1)


def _typed_gamete(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    return np.asarray(_rows_of_typed(recipe, batch, _columns(shape, recipe, batch)).mean(axis=1))


def _phased_gamete(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    rows = _rows_of_typed(recipe, batch, _columns(shape, recipe, batch))
    return np.stack([rows, rows[:, ::-1]], axis=1)


def _whole(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    columns = _columns(shape, recipe, batch)
    if shape.members[recipe.person].seen == KNOWN:
        return _rows_of_typed(recipe, batch, columns)[:, 0]
    return columns


def _drawn_gamete(shape: Shape, recipe: Recipe, batch: Batch) -> Array:
    return np.asarray((batch.prior[:, None, :] @ _columns(shape, recipe, batch))[:, 0])


def _recombination(shape: Shape, _recipe: Recipe, batch: Batch) -> Array:
    rho = shape.rho or 0.0
    table = 0.5 * np.array([[1 - rho, rho], [rho, 1 - rho]])
    return np.broadcast_to(table, (len(batch.prior), 2, 2))


_MAKERS = {
    "founder": _founder,
    "inbred founder": _inbred_founder,
    "typed founder": _typed_founder,
    "phase": _phase,
    "evidence": _evidence,
    "father's copy": _fathers_copy,
    "mother's copy": _mothers_copy,
    "typed gamete": _typed_gamete,
    "phased gamete": _phased_gamete,
    "whole": _whole,
    "drawn gamete": _drawn_gamete,
    "recombination": _recombination,
}


def trimmed(pedigree: Pedigree, needed: Iterable[str]) -> list[str]:
    """Those who matter for the needed ones: they and their ancestors; childless untyped people sum to 1."""
    leader = pedigree.leaders
    keep = {leader[who] for who in needed}
    for person in reversed(pedigree.people):
        if leader[person.id] in keep and not person.is_founder:
            keep |= {leader[str(person.father)], leader[str(person.mother)]}
    return [person.id for person in pedigree.people if person.id in keep]
