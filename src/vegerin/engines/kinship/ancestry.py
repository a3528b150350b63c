"""A grave with theta: every configuration weighed anew with shared ancestry.

The weight of a configuration is P(relatives, remains placed) over P(relatives, the same remains as
strangers), both with theta jointly over the founders of the family and these strangers: for one pairing it is
the likelihood ratio of `kinship_lr`. What other families and remains would tell about the population is left
out, as it is in every published practice; then families stay independent but for the remains.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache

import numpy as np

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.explored import prior_of
from vegerin.engines.kinship.grave import Family, Grave
from vegerin.engines.kinship.likelihood import Question, ln
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree, Person, SamePedigree
from vegerin.engines.kinship.placements import Configurations, Placed
from vegerin.engines.kinship.theta import probabilities_theta

# Configurations of a family that are weighed anew, the heaviest first; all the others keep their weight.
MOST_REWEIGHED = 4_000


def with_theta(grave: Grave, c: Configurations, ln_prior: Array, theta: float) -> tuple[Configurations, int]:
    """The configurations with theta in their weights; and how many of them were too many to be weighed."""
    order = np.argsort(-(c.ln_weight + prior_of(c.bodies, ln_prior) + c.ln_ways), kind="stable")
    rows = np.sort(order[:MOST_REWEIGHED])
    weight = c.ln_weight.copy()
    placements = [
        tuple((who, int(b)) for who, b in zip(c.family.missing, c.bodies[row], strict=True) if b >= 0)
        for row in rows
    ]
    weight[rows] = ln_weights(grave, c.family, placements, theta=theta)
    return c.with_weight(weight), len(c.ln_weight) - len(rows)


def ln_pairwise_theta(grave: Grave, *, theta: float) -> Array:
    """ln LR of every remains being every missing person, with theta; nan where sexes differ."""
    columns = []
    for family in grave.families:
        for who in family.missing:
            fits = np.flatnonzero(grave.fits(who, family))
            column = np.full(len(grave.remains), np.nan)
            column[fits] = ln_weights(grave, family, [((who, int(b)),) for b in fits], theta=theta)
            columns.append(column)
    return np.array(columns).reshape(len(grave.places), len(grave.remains)).T


def loglik_family_theta(grave: Grave, family: Family, *, theta: float) -> float:
    """ln P(typed relatives) with theta over the founders of this family."""
    questions = [Question(family.pedigree, m, family.seen_at(k)) for k, m in enumerate(grave.markers)]
    return float(ln(probabilities_theta(questions, theta=theta)).sum())


def ln_weights(grave: Grave, family: Family, placements: Sequence[Placed], *, theta: float) -> Array:
    """ln of the likelihood ratio of each placement against the same remains as strangers."""
    above, below = _Asked(), _Asked()
    for row, placed in enumerate(placements):
        for k, marker in enumerate(grave.markers):
            lying = [(who, body, what) for who, body in placed if (what := grave.remains[body].typing[k])]
            if not lying:
                continue
            seen = family.seen_at(k)
            there = {**seen, **{who: what for who, _, what in lying}}
            key = (k, *sorted((who, _key(what)) for who, _, what in lying))
            above.add(key, row, Question(family.pedigree, marker, there))
            sexes = tuple(family.pedigree.person(who).sex for who, _, _ in lying) if marker.x_linked else ()
            apart = _with_strangers(SamePedigree(family.pedigree), sexes or ("U",) * len(lying))
            strangers = {f"stranger {i}": what for i, (_, _, what) in enumerate(lying)}
            key = (k, *sexes, *sorted(_key(what) for _, _, what in lying))
            below.add(key, row, Question(apart, marker, {**seen, **strangers}))
    with np.errstate(invalid="ignore"):
        return above.summed(len(placements), theta) - below.summed(len(placements), theta)


class _Asked:
    """Questions, each asked once, and the rows to which each answer belongs."""

    def __init__(self) -> None:
        self.places: dict[Hashable, int] = {}
        self.questions: list[Question] = []
        self.rows: list[int] = []
        self.answers: list[int] = []

    def add(self, key: Hashable, row: int, question: Question) -> None:
        if key not in self.places:
            self.places[key] = len(self.questions)
            self.questions.append(question)
        self.rows.append(row)
        self.answers.append(self.places[key])

    def summed(self, rows: int, theta: float) -> Array:
        values = ln(probabilities_theta(self.questions, theta=theta)) if self.questions else np.zeros(0)
        total = np.zeros(rows)
        np.add.at(total, self.rows, values[self.answers])
        return total


def _key(what: Seen) -> tuple[int, ...]:
    return what.genotype if what.genotype is not None else (-1, id(what))


@lru_cache(maxsize=5_000)
def _with_strangers(family: SamePedigree, sexes: tuple[str, ...]) -> Pedigree:
    strangers = tuple(Person(f"stranger {i}", sex=sex) for i, sex in enumerate(sexes))
    return Pedigree((*family.pedigree.people, *strangers), family.pedigree.inbreeding)
