"""Shared ancestry of a population (theta): the founders' alleles are drawn one after another.

Balding & Nichols (1994, doi:10.1016/0379-0738(94)90222-4): the next allele is a with chance
(count of a so far + alpha p_a) / (alleles so far + alpha), alpha = (1 - theta) / theta, over all founders of
all components of a hypothesis. Typed founders are counted at once. For the copies left open the sequence is a
sum over partitions (Blackwell & MacQueen 1973, doi:10.1214/aos/1176342372): copies of one block are one draw
from the counts so far, a block of size b weighs (b - 1)!. Each partition is one elimination with these copies
tied. Few copies with few alleles go faster as one joint factor; many copies with few alleles by Gauss-Jacobi
quadrature along the sticks of the Dirichlet. All three are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import product
from math import factorial, prod

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.elimination import Array, Labels, Plan, contract, plan
from vegerin.engines.kinship.gametes import HIDDEN, KNOWN, Batch, Shape, blueprint, factors
from vegerin.engines.kinship.likelihood import (
    BATCH_NUMBERS,
    Prepared,
    Question,
    batch_of,
    by_shape,
    label_sizes,
    probabilities,
)
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.observation import Seen
from vegerin.engines.kinship.pedigree import Pedigree
from vegerin.engines.kinship.sticks import sticks

Draw = tuple[int, ...]  # the labels of founder copies that are one draw from the population
Blocks = tuple[Draw, ...]

# A joint factor up to the first size is the quickest; then partitions of up to so many draws; then a larger
# joint factor; then quadrature with up to so many nodes.
SMALL_FACTOR, MOST_DRAWS, LARGEST_FACTOR, MOST_NODES = 5_000, 8, 400_000, 3_000_000


def likelihood_theta(pedigree: Pedigree, marker: Marker, seen: Mapping[str, Seen], *, theta: float) -> float:
    """Probability of what was seen at one marker where all founders share a population.

    Args:
        pedigree: all components of the hypothesis in one, unrelated people too: they share the population.
        marker: as for `likelihood`.
        seen: as for `likelihood`.
        theta: between 0 and 1; 0 gives `likelihood`.
    """
    return float(probabilities_theta([Question(pedigree, marker, seen)], theta=theta)[0])


def probabilities_theta(questions: Sequence[Question], *, theta: float) -> list[Array]:
    """As `probabilities`, with shared ancestry."""
    if not 0 <= theta < 1:
        raise BadInput(f"theta is {theta:g}; it should be at least 0 and below 1.")
    if theta == 0:
        return probabilities(questions)
    return by_shape(questions, partial(_answer_group, theta=theta))


def _answer_group(shape: Shape, size: int, group: Sequence[Prepared], *, theta: float) -> list[Array]:
    shared = replace(shape, shared_founders=True)
    total: Array = np.zeros(())
    for twice, chance in _patterns(shape):
        known, base = _typed_founders(shape, size, group, twice, theta)
        draws = _draws(shared, twice)
        here = np.flatnonzero(known)
        values = np.zeros((len(group), *_answer_shape(shared, size)))
        if len(here):
            values[here] = _mean(shared, size, [group[i] for i in here.tolist()], base[here], draws)
        total = total + chance * known.reshape(-1, *(1,) * (values.ndim - 1)) * values
    return list(total)


def _answer_shape(shape: Shape, size: int) -> tuple[int, ...]:
    sizes = label_sizes(shape, size)
    return tuple(sizes[label] for label in blueprint(shape).wanted)


def _patterns(shape: Shape) -> Iterator[tuple[frozenset[int], float]]:
    """Which inbred founders carry one ancestral allele twice, with the chance of each choice."""
    inbred = [
        place
        for place, member in enumerate(shape.members)
        if member.inbreeding and not (shape.x_linked and member.sex == "M")
    ]
    for choice in product((False, True), repeat=len(inbred)):
        chances = [
            shape.members[place].inbreeding if twice else 1 - shape.members[place].inbreeding
            for place, twice in zip(inbred, choice, strict=True)
        ]
        yield frozenset(place for place, twice in zip(inbred, choice, strict=True) if twice), prod(chances)


def _typed_founders(
    shape: Shape, size: int, group: Sequence[Prepared], twice: frozenset[int], theta: float
) -> tuple[Array, Array]:
    """The probability of the typed founders' alleles in order, and alpha p plus their counts."""
    chance = np.ones(len(group))
    base = np.zeros((len(group), size))
    typed = [place for place, m in enumerate(shape.members) if m.is_founder and m.seen == KNOWN]
    for row, ready in enumerate(group):
        counts = base[row]
        counts[: len(ready.states)] = ready.states.prior * ((1 - theta) / theta)
        total = counts.sum()
        for place in typed:
            alleles = ready.genotypes[place]
            if place in twice:
                chance[row] *= float(alleles[0] == alleles[-1])
                alleles = alleles[:1]
            for allele in alleles:
                chance[row] *= counts[allele] / total
                counts[allele] += 1
                total += 1
    return chance, base


def _draws(shape: Shape, twice: frozenset[int]) -> Blocks:
    by_owner: dict[int, list[int]] = {}
    for label, owner in blueprint(shape).founders:
        by_owner.setdefault(owner, []).append(label)
    draws: list[Draw] = []
    for owner, labels in by_owner.items():
        draws += [tuple(labels)] if owner in twice else [(label,) for label in labels]
    return tuple(draws)


def _mean(shape: Shape, size: int, group: Sequence[Prepared], base: Array, draws: Blocks) -> Array:
    """The elimination averaged over the open founder copies: (questions, answer)."""
    m = len(draws)
    if not m:
        return _tied(shape, size, group, base, ())
    if size**m <= SMALL_FACTOR or (m > MOST_DRAWS and size**m <= LARGEST_FACTOR):
        return _by_joint_factor(shape, size, group, base, draws)
    if m <= MOST_DRAWS:
        return _by_partitions(shape, size, group, base, draws)
    return np.stack([_by_quadrature(shape, size, g, b, draws) for g, b in zip(group, base, strict=True)])


def _tied(
    shape: Shape, size: int, group: Sequence[Prepared], base: Array, blocks: Blocks, *, joint: bool = False
) -> Array:
    """One elimination with the copies of a block tied: each block weighs `base`, or all weigh jointly."""
    steps, chains = _tied_plan(shape, size, blocks, joint)
    chunk = max(1, BATCH_NUMBERS // max(steps.largest, 1))
    parts = []
    for start in range(0, len(group), chunk):
        part, weight = group[start : start + chunk], base[start : start + chunk]
        arrays = factors(shape, (batch_of(shape, size, part),))
        if joint and blocks:
            arrays.append(np.stack([founders_in_order(row, len(blocks)) for row in weight]))
        else:
            arrays += [weight] * len(blocks)
        arrays += [np.broadcast_to(np.eye(size), (len(part), size, size))] * chains
        parts.append(contract(steps, arrays))
    return np.concatenate(parts)


@lru_cache(maxsize=50_000)
def _tied_plan(shape: Shape, size: int, blocks: Blocks, joint: bool) -> tuple[Plan, int]:
    """The plan, and how many identities chain copies that must keep labels of their own."""
    drawn = blueprint(shape)
    kept = {label for label, owner in drawn.founders if _keeps(shape, owner)}
    new: dict[int, int] = {}
    heads: list[int] = []
    chains: list[Labels] = []
    for block in blocks:
        head = next((label for label in block if label in kept), block[0])
        heads.append(head)
        for label in block:
            if label in kept and label != head:
                chains.append((head, label))
            else:
                new[label] = head
    terms = [tuple(new.get(label, label) for label in recipe.labels) for recipe in drawn.recipes]
    terms += [tuple(heads)] if joint and heads else [(head,) for head in heads]
    return plan((*terms, *chains), drawn.wanted, label_sizes(shape, size)), len(chains)


def _keeps(shape: Shape, owner: int) -> bool:
    """Whether both copies stand in one factor or in the answer, and so need a label each."""
    return owner in shape.asked or shape.members[owner].seen != HIDDEN


def _by_joint_factor(shape: Shape, size: int, group: Sequence[Prepared], base: Array, draws: Blocks) -> Array:
    return _tied(shape, size, group, base, draws, joint=True)


def founders_in_order(alpha: Array, copies: int) -> Array:
    """The probability of each sequence of founder alleles, one axis a copy.

    >>> founders_in_order(np.array([1.0, 1.0]), 2).tolist()
    [[0.3333333333333333, 0.16666666666666666], [0.16666666666666666, 0.3333333333333333]]
    """
    n, total = len(alpha), alpha.sum()
    joint = np.ones(())
    for drawn in range(copies):
        weight = np.broadcast_to(alpha, (*joint.shape, n)).copy()
        for axis in range(drawn):
            same = np.eye(n).reshape((1,) * axis + (n,) + (1,) * (drawn - axis - 1) + (n,))
            weight += same
        joint = joint[..., None] * weight / (total + drawn)
    return joint


def _by_partitions(shape: Shape, size: int, group: Sequence[Prepared], base: Array, draws: Blocks) -> Array:
    owner = dict(blueprint(shape).founders)
    alike = tuple(-1 if _keeps(shape, owner[draw[0]]) or len(draw) > 1 else owner[draw[0]] for draw in draws)
    total: Array = np.zeros(())
    for blocks, weight in _partitions(alike):
        tied = tuple(sum((draws[i] for i in block), ()) for block in blocks)
        total = total + weight * _tied(shape, size, group, base, tied)
    mass = base.sum(axis=1)[:, None] + np.arange(len(draws))
    return np.asarray(total / mass.prod(axis=1).reshape(-1, *(1,) * (total.ndim - 1)))


@lru_cache(maxsize=1_000)
def _partitions(alike: tuple[int, ...]) -> tuple[tuple[tuple[tuple[int, ...], ...], int], ...]:
    """Partitions of the draws with their weights; those that differ only by exchanging the two copies of one
    person are counted together.

    >>> [weight for _, weight in _partitions((-1, -1, -1))]
    [2, 1, 1, 1, 1]
    """
    pairs = [(i, j) for i in range(len(alike)) for j in range(i + 1, len(alike)) if alike[i] == alike[j] >= 0]
    weights: Counter[tuple[int, ...]] = Counter()
    for names in _growths(len(alike)):
        sizes = Counter(names).values()
        weights[_first_of_its_kind(names, pairs)] += prod(factorial(size - 1) for size in sizes)
    return tuple(
        (tuple(tuple(i for i, b in enumerate(names) if b == block) for block in sorted(set(names))), weight)
        for names, weight in weights.items()
    )


def _growths(n: int) -> Iterator[tuple[int, ...]]:
    """Block names of each draw; a new block takes the next number."""
    if not n:
        yield ()
        return
    for names in _growths(n - 1):
        for block in range(max(names, default=-1) + 2):
            yield (*names, block)


def _first_of_its_kind(names: tuple[int, ...], pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    forms = []
    for choice in product((False, True), repeat=len(pairs)):
        turned = list(names)
        for (i, j), swap in zip(pairs, choice, strict=True):
            if swap:
                turned[i], turned[j] = turned[j], turned[i]
        order = {block: place for place, block in enumerate(dict.fromkeys(turned))}
        forms.append(tuple(order[block] for block in turned))
    return min(forms)


def _by_quadrature(shape: Shape, size: int, ready: Prepared, alpha: Array, draws: Blocks) -> Array:
    """The mean over the population's own frequencies q; exact, since each stick meets a polynomial of at
    most this degree.
    """
    present = np.flatnonzero(alpha)
    nodes = len(draws) // 2 + 1
    if nodes ** (len(present) - 1) > MOST_NODES:
        raise BadInput(
            f"theta with {len(draws)} untyped founder alleles over {len(present)} states is too large. "
            "Type a founder, remove far relatives, or set theta to 0."
        )
    total: Array = np.zeros(())
    for q, weight in sticks(tuple(alpha[present]), nodes):
        rows = np.zeros((len(q), size))
        rows[:, present] = q
        values = _at_nodes(shape, size, ready, rows, draws)
        total = total + np.tensordot(weight, values, axes=1)
    return total


def _at_nodes(shape: Shape, size: int, ready: Prepared, q: Array, draws: Blocks) -> Array:
    steps, chains = _tied_plan(shape, size, draws, False)
    one = batch_of(shape, size, [ready])
    n = len(q)
    many = Batch(
        q,
        np.broadcast_to(one.male, (n, *one.male.shape[1:])),
        np.broadcast_to(one.female, (n, *one.female.shape[1:])),
        {who: np.broadcast_to(codes, (n, codes.shape[1])) for who, codes in one.genotypes.items()},
        {who: np.broadcast_to(table, (n, *table.shape[1:])) for who, table in one.evidence.items()},
    )
    arrays = [*factors(shape, (many,)), *[q] * len(draws)]
    arrays += [np.broadcast_to(np.eye(size), (n, size, size))] * chains
    return contract(steps, arrays)
