"""A whole name beside another: which part answers to which, and what is left out, joined or turned around."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

PartLlr = Callable[[str, str], float]

# What leaving out costs while pairing: a first part is hardly ever left out, a last one often.
SKIP_FIRST, SKIP_INSIDE, SKIP_END = 7.0, 3.0, 0.7
# A contrary part costs no more than this while pairing: two people differ in it, nobody left it out.
LEAST_PAIRED = -3.5
TURNED = 2.5
MOST_PARTS = 6
# Two parts written as one are about as long as that one; Arabic script leaves vowels out.
SHORTEST_JOINED = 0.55
# However well one part is written, it cannot stand for parts that were not said.
MOST_OF_A_PART = 4.5

FEATURES = ("constant", "first", "worst", "contrary", "skipped_inside", "skipped_end", "turned", "parts")


@dataclass(frozen=True)
class Pairing:
    """Which words of the left answer to which of the right, as (left, right) spans, and at what cost."""

    pairs: tuple[tuple[tuple[int, int], tuple[int, int], float], ...]
    total: float
    skipped_first: bool = False
    skipped_inside: int = 0
    skipped_end: int = 0
    turned: bool = False

    def flipped(self) -> Pairing:
        """The same pairing with the sides exchanged."""
        return replace(self, pairs=tuple((right, left, value) for left, right, value in self.pairs))

    def after_a_first_part(self) -> Pairing:
        """The same pairing where the right side begins with a part that the left does not say."""
        pairs = tuple((left, (at + 1, end + 1), value) for left, (at, end), value in self.pairs)
        return replace(self, pairs=pairs, skipped_first=True)


def pair_up(left: Sequence[str], right: Sequence[str], llr: PartLlr) -> Pairing:
    """The best pairing; turned orders are tried when the written one leaves a part unexplained.

    >>> same = lambda a, b: 5.0 if a == b else -5.0
    >>> [(a, b) for a, b, _ in pair_up(["x", "m"], ["x", "k", "m"], same).pairs]
    [((0, 1), (0, 1)), ((1, 2), (2, 3))]
    """
    left, right = left[:MOST_PARTS], right[:MOST_PARTS]
    if len(left) == len(right):
        beside = [llr(a, b) for a, b in zip(left, right, strict=True)]
        if all(value > 0 for value in beside):
            pairs = tuple(((at, at + 1), (at, at + 1), value) for at, value in enumerate(beside))
            return Pairing(pairs, math.fsum(beside))
    best = _in_order(left, right, llr)
    contrary = best.total < 0 or any(value < 0 for _, _, value in best.pairs)
    if contrary and _crossed(left, right, llr):
        for first, second in combinations(range(len(right)), 2):
            if not _comes_home(first, second, left, right, llr):
                continue
            order = list(range(len(right)))
            order[first], order[second] = order[second], order[first]
            turned = _in_order(left, [right[at] for at in order], llr, joins=False)
            if turned.total - TURNED > best.total:
                best = _named_again(turned, order)
    return best


def _crossed(left: Sequence[str], right: Sequence[str], llr: PartLlr) -> bool:
    """Whether some part answers to a part at another place: else there is no order to turn."""
    return any(llr(a, b) > 1 for at, a in enumerate(left) for beside, b in enumerate(right) if at != beside)


def _comes_home(first: int, second: int, left: Sequence[str], right: Sequence[str], llr: PartLlr) -> bool:
    """Whether turning these two around brings one of them near a part that it answers to."""
    return any(
        llr(left[at], right[moved]) > 1
        for moved, to in ((second, first), (first, second))
        for at in range(max(0, to - 1), min(len(left), to + 2))
        if at != moved
    )


def _named_again(pairing: Pairing, order: Sequence[int]) -> Pairing:
    pairs = tuple((a, (order[b[0]], order[b[0]] + 1), value) for a, b, value in pairing.pairs)
    return Pairing(
        pairs,
        pairing.total - TURNED,
        pairing.skipped_first,
        pairing.skipped_inside,
        pairing.skipped_end,
        turned=True,
    )


_State = tuple[float, tuple[tuple[int, int, int, int, float], ...]]


def _in_order(left: Sequence[str], right: Sequence[str], llr: PartLlr, *, joins: bool = True) -> Pairing:
    best: dict[tuple[int, int], _State] = {(0, 0): (0.0, ())}
    joins = joins and len(left) != len(right)
    for at in range(len(left) + 1):
        for beside in range(len(right) + 1):
            if at or beside:
                best[at, beside] = max(
                    _steps(at, beside, left, right, best, llr, joins), key=lambda step: step[0]
                )
    total, steps = best[len(left), len(right)]
    return _described(steps, total, len(left), len(right))


def _steps(
    at: int,
    beside: int,
    left: Sequence[str],
    right: Sequence[str],
    best: dict[tuple[int, int], _State],
    llr: PartLlr,
    joins: bool,
) -> list[_State]:
    steps: list[_State] = []
    for wide, also in ((1, 1), (2, 1), (1, 2)) if joins else ((1, 1),):
        if at >= wide and beside >= also:
            mine, theirs = left[at - wide : at], right[beside - also : beside]
            if wide != also and not _may_be_joined(mine, theirs, llr):
                continue
            total, so_far = best[at - wide, beside - also]
            value = llr("".join(mine), "".join(theirs))
            if wide == also or value > 1:
                steps.append(
                    (
                        total + max(value, LEAST_PAIRED),
                        (*so_far, (at - wide, at, beside - also, beside, value)),
                    )
                )
    for back, other, other_length in ((1, 0, len(right)), (0, 1, len(left))):
        here, there = (at, beside) if back else (beside, at)
        if here:
            total, so_far = best[at - back, beside - other]
            cost = SKIP_FIRST if here == 1 else SKIP_END if there == other_length else SKIP_INSIDE
            steps.append((total - cost, so_far))
    return steps


def _may_be_joined(mine: Sequence[str], theirs: Sequence[str], llr: PartLlr) -> bool:
    """Whether two parts here may be one there: about as long, and neither of the two is that one alone."""
    short, long = sorted((sum(map(len, mine)), sum(map(len, theirs))))
    return short >= SHORTEST_JOINED * long and not any(llr(a, b) > 1 for a in mine for b in theirs)


def _described(
    steps: tuple[tuple[int, int, int, int, float], ...], total: float, left: int, right: int
) -> Pairing:
    pairs = tuple(((a, b), (c, d), value) for a, b, c, d, value in steps)
    taken_left = {at for (a, b), _, _ in pairs for at in range(a, b)}
    taken_right = {at for _, (c, d), _ in pairs for at in range(c, d)}
    last_left, last_right = max(taken_left, default=-1), max(taken_right, default=-1)
    inside = sum(at not in taken_left for at in range(1, last_left)) + sum(
        at not in taken_right for at in range(1, last_right)
    )
    end = left - 1 - last_left + right - 1 - last_right
    return Pairing(pairs, total, 0 not in taken_left or 0 not in taken_right, inside, max(0, end))


def features(pairing: Pairing) -> tuple[float, ...]:
    """What the pairing says, in the order of FEATURES; bounded, so that one part cannot carry all."""
    values = [max(-8.0, min(MOST_OF_A_PART, value)) for _, _, value in pairing.pairs]
    first = -8.0 if pairing.skipped_first or not values else values[0]
    rest = values[1:] if not pairing.skipped_first else values
    return (
        1.0,
        first,
        min(values, default=-8.0),
        math.fsum(value for value in rest if value < 0),
        float(pairing.skipped_inside),
        float(min(3, pairing.skipped_end)),
        float(pairing.turned),
        float(len(values)),
    )
