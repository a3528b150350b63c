"""All assignments of a grave at once: sums and maxima over families, exactly.

Families are taken one after another; the state is the set of remains used so far that a later family could
still use. Forward and backward passes give the total, the posterior of each configuration, the best
assignment
and for each configuration the best assignment that holds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.placements import Configurations

Sets = NDArray[np.uint64]

MOST_STATES, MOST_STEPS, PAIRS_AT_ONCE = 400_000, 60_000_000, 4_000_000


class TooMany(Exception):
    """There are more states than can be worked through; the sampler takes over."""


@dataclass(frozen=True)
class Solution:
    """ln of the total weight; per family the posterior and the best total of each configuration; the best
    choice.
    """

    ln_total: float
    posterior: list[Array]
    best_with: list[Array]
    choice: list[int]

    @property
    def ln_best(self) -> float:
        """ln weight of the best assignment."""
        return float(self.best_with[0].max()) if self.best_with else 0.0


def solve(families: Sequence[Configurations], weights: Sequence[Array]) -> Solution:
    """Exact sums and maxima over all assignments in which no remains are used twice.

    Args:
        families: configurations of each family; remains numbered over the grave.
        weights: ln weight of each configuration, prior included; each counts as often as it can be arranged.
    """
    order = _order(families)
    masks, ahead = _masks([families[f] for f in order])
    gathered = [
        _gathered(mask, weights[f] + families[f].ln_ways, weights[f])
        for mask, f in zip(masks, order, strict=True)
    ]
    steps = [one.step for one in gathered]
    states, forward, forward_best = _forward(steps, ahead)
    posterior, best_with, choice = _backward(steps, ahead, states, forward, forward_best)
    posterior = [one.shared_out(p) for one, p in zip(gathered, posterior, strict=True)]
    best_with = [one.best_of_each(b) for one, b in zip(gathered, best_with, strict=True)]
    choice = [one.members_best[c] for one, c in zip(gathered, choice, strict=True)]
    place = {f: i for i, f in enumerate(order)}
    rank = [place[f] for f in range(len(families))]
    return Solution(
        float(forward[-1][0]) if forward else 0.0,
        [posterior[i] for i in rank],
        [best_with[i] for i in rank],
        [choice[i] for i in rank],
    )


@dataclass(frozen=True)
class _Step:
    """The sets a family can use, with the summed and the largest weight of the configurations of each."""

    masks: Sets
    weight: Array
    best: Array


@dataclass(frozen=True)
class _Gathered:
    """Configurations that use the same shared remains, taken as one."""

    step: _Step
    group: NDArray[np.intp]
    weight: Array
    single: Array
    members_best: list[int]

    def shared_out(self, posterior: Array) -> Array:
        """The posterior of each configuration from that of its set."""
        return np.asarray(posterior[self.group] * np.exp(self.weight - self.step.weight[self.group]))

    def best_of_each(self, best_with: Array) -> Array:
        """The best total of each configuration from that of its set."""
        return np.asarray(best_with[self.group] + self.single - self.step.best[self.group])


def _gathered(masks: Sets, weight: Array, single: Array) -> _Gathered:
    unique, group = np.unique(masks, return_inverse=True)
    sets, total, best = _grouped(masks, weight, single)
    first = np.full(len(unique), len(masks), dtype=np.intp)
    near = single >= best[group] - 1e-9  # of equals the first listed
    np.minimum.at(first, group[near], np.flatnonzero(near))
    return _Gathered(_Step(sets, total, best), group, weight, single, first.tolist())


def _order(families: Sequence[Configurations]) -> list[int]:
    """Families that share remains next to one another: few sets stay open at a time."""
    uses = [set(np.unique(f.bodies[f.bodies >= 0]).tolist()) for f in families]
    users = Counter(body for bodies in uses for body in bodies)
    left, order, opened = set(range(len(families))), [], set[int]()
    while left:
        cost = {f: sum(users[b] > (b in uses[f]) for b in opened | uses[f]) for f in left}
        chosen = min(left, key=lambda f: (cost[f], -len(uses[f] & opened), f))
        order.append(chosen)
        left.discard(chosen)
        users.subtract(uses[chosen])
        opened = {b for b in opened | uses[chosen] if users[b] > 0}
    return order


def _masks(families: Sequence[Configurations]) -> tuple[list[Sets], list[np.uint64]]:
    """Each configuration as a set of bits, and after each step the bits that a later family could use.

    A bit is given out anew once no later family can use its remains: sixty-three may be open at a time.
    """
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for f, family in enumerate(families):
        for body in np.unique(family.bodies[family.bodies >= 0]).tolist():
            first.setdefault(body, f)
            last[body] = f
    free, bit_of, keep = list(range(62, -1, -1)), {}, []
    for f in range(len(families)):
        for body in [b for b, at in first.items() if at == f and last[b] > f]:
            if not free:
                raise TooMany
            bit_of[body] = free.pop()
        keep.append(np.uint64(sum(1 << bit for body, bit in bit_of.items() if first[body] <= f < last[body])))
        free += [bit_of[b] for b, at in last.items() if at == f and b in bit_of]
    table = np.zeros(max(last, default=0) + 2, dtype=np.uint64)  # the last one stands for -1: nobody
    for body, bit in bit_of.items():
        table[body] = np.uint64(1) << np.uint64(bit)
    return [np.bitwise_or.reduce(table[f.bodies], axis=1) for f in families], keep


def _forward(
    steps: Sequence[_Step], ahead: Sequence[np.uint64]
) -> tuple[list[Sets], list[Array], list[Array]]:
    states: list[Sets] = [np.zeros(1, dtype=np.uint64)]
    total, best = [np.zeros(1)], [np.zeros(1)]
    work = 0
    for step, keep in zip(steps, ahead, strict=True):
        work += len(states[-1]) * len(step.masks)
        if work > MOST_STEPS:
            raise TooMany
        next_states, sums, maxima = _advance(states[-1], total[-1], best[-1], step, keep)
        if len(next_states) > MOST_STATES:
            raise TooMany
        states.append(next_states)
        total.append(sums)
        best.append(maxima)
    return states, total, best


def _advance(
    states: Sets, total: Array, best: Array, step: _Step, keep: np.uint64
) -> tuple[Sets, Array, Array]:
    collected: list[tuple[Sets, Array, Array]] = []
    for i, c in _free_pairs(states, step.masks):
        after = (states[i] | step.masks[c]) & keep
        collected.append(_grouped(after, total[i] + step.weight[c], best[i] + step.best[c]))
    sets = np.concatenate([part[0] for part in collected])
    sums = np.concatenate([part[1] for part in collected])
    maxima = np.concatenate([part[2] for part in collected])
    return _grouped(sets, sums, maxima)


def _free_pairs(states: Sets, masks: Sets) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """All pairs of a state and a configuration without remains in common, some millions at a time."""
    rows = max(1, PAIRS_AT_ONCE // max(len(masks), 1))
    for start in range(0, len(states), rows):
        free = (states[start : start + rows, None] & masks[None, :]) == 0
        i, c = np.nonzero(free)
        yield i + start, c


def _grouped(sets: Sets, total: Array, best: Array) -> tuple[Sets, Array, Array]:
    unique, group = np.unique(sets, return_inverse=True)
    peak = np.full(len(unique), -np.inf)
    np.maximum.at(peak, group, total)
    scaled = np.bincount(group, np.exp(total - peak[group]), len(unique))
    maxima = np.full(len(unique), -np.inf)
    np.maximum.at(maxima, group, best)
    return unique, peak + np.log(scaled), maxima


def _backward(
    steps: Sequence[_Step],
    ahead: Sequence[np.uint64],
    states: Sequence[Sets],
    forward: Sequence[Array],
    forward_best: Sequence[Array],
) -> tuple[list[Array], list[Array], list[int]]:
    total, best = np.zeros(1), np.zeros(1)
    ln_all = forward[-1][0]
    posterior: list[Array] = []
    best_with: list[Array] = []
    tails: list[Array] = []
    for f in range(len(steps) - 1, -1, -1):
        step = steps[f]
        share = np.zeros(len(step.masks))
        top = np.full(len(step.masks), -np.inf)
        peak = np.full(len(states[f]), -np.inf)
        gathered = np.zeros(len(states[f]))
        tail = np.full(len(states[f]), -np.inf)
        for i, c in _free_pairs(states[f], step.masks):
            to = np.searchsorted(states[f + 1], (states[f][i] | step.masks[c]) & ahead[f])
            onward = step.weight[c] + total[to]
            share += np.bincount(c, np.exp(forward[f][i] + onward - ln_all), len(share))
            np.maximum.at(top, c, forward_best[f][i] + step.best[c] + best[to])
            np.maximum.at(tail, i, step.best[c] + best[to])
            np.maximum.at(peak, i, onward)
            gathered += np.bincount(i, np.exp(onward - peak[i]), len(gathered))
        tails.append(best)
        posterior.append(share)
        best_with.append(top)
        total, best = peak + np.log(gathered), tail
    return posterior[::-1], best_with[::-1], _choice(steps, ahead, states, tails[::-1])


def _choice(
    steps: Sequence[_Step], ahead: Sequence[np.uint64], states: Sequence[Sets], tails: Sequence[Array]
) -> list[int]:
    """The best assignment, walked from the first family on; of equals the first listed."""
    used, choice = np.uint64(0), []
    for f, step in enumerate(steps):
        free = np.flatnonzero((step.masks & used) == 0)
        to = np.searchsorted(states[f + 1], (used | step.masks[free]) & ahead[f])
        value = step.best[free] + tails[f][to]
        chosen = int(free[np.argmax(value >= value.max() - 1e-9)])
        choice.append(chosen)
        used = (used | step.masks[chosen]) & ahead[f]
    return choice
