"""Hierarchical log-linear models: which lists may depend on which, and their names.

A term is a set of lists, written as bits; a model is a set of terms that holds every part of its terms and
every single list. Names are as in the literature: [123,14,34] lists the largest terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

Term = int
Model = frozenset[Term]

# Up to how many lists may depend on one another at once, by the number of lists, when all models are fitted.
ALL_ORDERS = {2: 1, 3: 2, 4: 3, 5: 4}


def terms_of_size(k: int, size: int) -> list[Term]:
    """All sets of `size` lists among k."""
    return [sum(1 << j for j in chosen) for chosen in combinations(range(k), size)]


def independence(k: int) -> Model:
    """No list depends on another."""
    return frozenset(1 << j for j in range(k))


def parts(term: Term) -> Iterator[Term]:
    """The sets one list smaller."""
    for j in range(term.bit_length()):
        if term >> j & 1:
            yield term & ~(1 << j)


@cache
def hierarchical(k: int, order: int) -> tuple[Model, ...]:
    """Every hierarchical model of k lists with terms of at most `order` lists.

    >>> [len(hierarchical(3, 2)), len(hierarchical(4, 2)), len(hierarchical(4, 3)), len(hierarchical(5, 2))]
    [8, 64, 113, 1024]
    """
    models = [independence(k)]
    for size in range(2, order + 1):
        larger: list[Model] = []
        terms = terms_of_size(k, size)
        for model in models:
            allowed = [term for term in terms if all(part in model for part in parts(term))]
            if size > 2 and not any(term.bit_count() == size - 1 for term in model):
                allowed = []
            for number in range(len(allowed) + 1):
                larger.extend(model.union(chosen) for chosen in combinations(allowed, number))
        models = larger
    return tuple(models)


def generators(model: Model) -> list[Term]:
    """The largest terms: those that are part of no other."""
    return [term for term in model if not any(term != other and term & other == term for other in model)]


def name(model: Model) -> str:
    """The name of a model, largest terms first.

    >>> name(closure([0b111, 0b1001, 0b1100]))
    '[123,14,34]'
    """
    written = [
        "".join(str(j + 1) for j in range(term.bit_length()) if term >> j & 1) for term in generators(model)
    ]
    return "[" + ",".join(sorted(written, key=lambda word: (-len(word), word))) + "]"


def closure(terms: Iterable[Term]) -> Model:
    """The smallest hierarchical model that holds these terms."""
    held: set[Term] = set()
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if term and term not in held:
            held.add(term)
            waiting.extend(parts(term))
    return frozenset(held)


def neighbours(model: Model, k: int, *, order: int) -> Iterator[Model]:
    """Models with one term more or one generator less."""
    for size in range(2, order + 1):
        for term in terms_of_size(k, size):
            if term not in model and all(part in model for part in parts(term)):
                yield model | {term}
    for term in generators(model):
        if term.bit_count() > 1:
            yield model - {term}
