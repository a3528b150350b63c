"""The probability of what was typed, given how these people are related.

A question is one family at one locus. Questions of equal shape are answered together, as one batch of
contractions over allele copies (Elston & Stewart 1971, doi:10.1159/000152448, in the form of Lauritzen &
Sheehan 2003, doi:10.1214/ss/1076102419). Everything stays in linear space within a locus; logs are taken only
across loci.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.elimination import Array, Plan, contract, plan
from vegerin.engines.kinship.gametes import (
    HIDDEN,
    KNOWN,
    SOFT,
    Batch,
    Codes,
    Member,
    Shape,
    blueprint,
    factors,
    trimmed,
)
from vegerin.engines.kinship.markers import Lumped, Marker, States
from vegerin.engines.kinship.observation import Seen, both
from vegerin.engines.kinship.pedigree import Pedigree, SamePedigree

# Sizes to which the number of states is rounded up, so that loci share one batch.
ROUND_SIZES = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40, 48, 56, 64, 80, 100, 128, 256)

# Numbers held at once by one batch (8 bytes each); a larger batch is cut.
BATCH_NUMBERS = 1_500_000


@dataclass(frozen=True)
class Question:
    """One family at one locus: what was seen of whom, and whose ordered alleles are asked for, if any."""

    pedigree: Pedigree
    marker: Marker
    seen: Mapping[str, Seen]
    asked: tuple[str, ...] = ()
    looked_up: frozenset[int] | None = None


@dataclass(frozen=True)
class Prepared:
    """A question as numbers: its shape, its states, codes and tables by member."""

    shape: Shape
    states: States
    genotypes: dict[int, tuple[int, ...]]
    tables: dict[int, Array]
    kept: tuple[int, ...]
    full: int

    def spread(self, value: Array) -> Array:
        """An answer over the lumped states as one over all alleles."""
        n = len(self.states)
        value = value[(slice(n),) * value.ndim]
        if n == self.full or not value.ndim:
            return value
        result = np.zeros((self.full,) * value.ndim)
        result[np.ix_(*(self.kept,) * value.ndim)] = value
        return result

    def batch(self, size: int) -> Batch:
        """This question as a batch of one, its states padded to a size."""
        return batch_of(self.shape, size, [self])


def likelihood(pedigree: Pedigree, marker: Marker, seen: Mapping[str, Seen]) -> float:
    """Probability of what was seen at one marker.

    Args:
        pedigree: people in any relation, loops and twins included; unrelated groups may stand together.
        marker: alleles, frequencies, mutation; silent alleles where it has them.
        seen: the typing of some of the people; the others are summed over.

    Returns:
        A probability; 0 means that these relations are excluded.
    """
    return float(probabilities([Question(pedigree, marker, seen)])[0])


def probabilities(questions: Sequence[Question]) -> list[Array]:
    """The answers in order: a number, or where people are asked for, one axis for each of their copies."""
    return by_shape(questions, _answer_group)


def by_shape(
    questions: Sequence[Question], answer: Callable[[Shape, int, Sequence[Prepared]], Sequence[Array]]
) -> list[Array]:
    """Answer questions of one shape and size together."""
    answers: list[Array] = [np.ones(())] * len(questions)
    groups: dict[tuple[Shape, int], list[tuple[int, Prepared]]] = defaultdict(list)
    for place, question in enumerate(questions):
        ready = prepared(question)
        groups[ready.shape, _rounded(len(ready.states))].append((place, ready))
    for (shape, size), members in groups.items():
        if not shape.members:
            continue
        values = answer(shape, size, [ready for _, ready in members])
        for (place, ready), value in zip(members, values, strict=True):
            answers[place] = ready.spread(value)
    return answers


def _rounded(n: int) -> int:
    return next((size for size in ROUND_SIZES if size >= n), n)


def prepared(question: Question) -> Prepared:
    """A question with its family trimmed, twins joined and alleles lumped where that is exact."""
    leader = question.pedigree.leaders
    evidence: dict[str, Seen] = {}
    for who, what in question.seen.items():
        if who not in leader:
            raise BadInput(f"{who} is typed but stands in no pedigree.")
        first = evidence.get(leader[who])
        n = len(question.marker.states)
        evidence[leader[who]] = what if first is None else both(first, what, n=n)
    pattern = tuple(sorted((who, KNOWN if what.certain else SOFT) for who, what in evidence.items()))
    shape, places = _shape(
        SamePedigree(question.pedigree),
        pattern,
        tuple(leader[who] for who in question.asked),
        question.marker.x_linked,
    )
    lumped = _states(question, evidence)
    kept, code = lumped.kept, lumped.code
    genotypes = {
        places[w]: tuple(code[a] for a in what.genotype)
        for w, what in evidence.items()
        if what.genotype is not None
    }
    tables = {
        places[w]: what.table[np.ix_(*(kept,) * what.table.ndim)]
        for w, what in evidence.items()
        if what.table is not None
    }
    return Prepared(shape, lumped.states, genotypes, tables, kept, len(question.marker.states))


def _states(question: Question, evidence: Mapping[str, Seen]) -> Lumped:
    states = question.marker.states
    if question.asked and question.looked_up is None:
        return states.whole
    named = frozenset().union(*(what.named for what in evidence.values()))
    return states.lumped(named | (question.looked_up or frozenset()))


@lru_cache(maxsize=50_000)
def _shape(
    key: SamePedigree, pattern: tuple[tuple[str, str], ...], asked: tuple[str, ...], x_linked: bool
) -> tuple[Shape, dict[str, int]]:
    pedigree, leader, kinds = key.pedigree, key.pedigree.leaders, dict(pattern)
    people = trimmed(pedigree, [*kinds, *asked])
    places = {who: place for place, who in enumerate(people)}

    def place(who: str | None) -> int:
        return -1 if who is None else places[leader[who]]

    members = tuple(
        Member(
            place(person.father),
            place(person.mother),
            _sex(person.sex, x_linked, who),
            kinds.get(who, HIDDEN),
            pedigree.inbreeding.get(who, 0.0),
        )
        for who in people
        for person in (pedigree.person(who),)
    )
    return Shape(members, tuple(places[who] for who in asked), x_linked), places


def _sex(sex: str, x_linked: bool, who: str) -> str:
    if not x_linked:
        return ""  # on an autosome families that differ only by sex share a plan
    if sex == "U":
        raise BadInput(f"The sex of {who} is not known; for a marker on X it must be.")
    return sex


def _answer_group(shape: Shape, size: int, group: Sequence[Prepared]) -> list[Array]:
    steps = plan_of(shape, size)
    chunk = max(1, BATCH_NUMBERS // max(steps.largest, 1))
    answers: list[Array] = []
    for start in range(0, len(group), chunk):
        part = group[start : start + chunk]
        answers += list(contract(steps, factors(shape, (batch_of(shape, size, part),))))
    return answers


@lru_cache(maxsize=20_000)
def plan_of(shape: Shape, size: int) -> Plan:
    """The plan of a shape for this number of states."""
    drawn = blueprint(shape)
    labels = tuple(recipe.labels for recipe in drawn.recipes)
    return plan(labels, drawn.wanted, label_sizes(shape, size))


def label_sizes(shape: Shape, size: int) -> tuple[int, ...]:
    """States of each label: alleles, or two; a typed man's X has one phase, not two."""
    drawn = blueprint(shape)
    result = [size if allele else 2 for allele in drawn.is_allele]
    for recipe in drawn.recipes:
        single = shape.x_linked and shape.members[recipe.person].sex == "M"
        if recipe.kind in {"phase", "typed founder"} and single:
            result[recipe.labels[0]] = 1
    return tuple(result)


def batch_of(shape: Shape, size: int, group: Sequence[Prepared]) -> Batch:
    """Many prepared questions of one shape as arrays, their states padded to a size."""
    prior = np.zeros((len(group), size))
    male, female = np.zeros((2, len(group), size, size))
    for row, ready in enumerate(group):
        n = len(ready.states)
        prior[row, :n] = ready.states.prior
        for target, matrix in ((male, ready.states.male), (female, ready.states.female)):
            if matrix is None:
                target[row, range(n), range(n)] = 1.0
            else:
                target[row, :n, :n] = matrix
    first = group[0]
    genotypes: dict[int, Codes] = {
        person: np.array([ready.genotypes[person] for ready in group]) for person in first.genotypes
    }
    evidence = {person: _padded([ready.tables[person] for ready in group], size) for person in first.tables}
    return Batch(prior, male, female, genotypes, evidence)


def _padded(tables: Sequence[Array], size: int) -> Array:
    result = np.zeros((len(tables), *(size,) * tables[0].ndim))
    for row, table in enumerate(tables):
        part = result[row]
        part[tuple(slice(length) for length in table.shape)] = table
    return result


def ln(values: Sequence[Array] | Array) -> Array:
    """Natural logs; an excluded locus is minus infinity, not a warning."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.asarray(values, dtype=float)))
