"""One chain over the assignments of a grave: families drawn whole or place by place, pairs of rivals, swaps.

Geman & Geman (1984). A family whose configurations are listed is drawn as a whole, or together with one that
competes with it; a larger one missing person by missing person, with exchanges within it and with others. The
share of each pairing is averaged from the conditional probabilities at each visit, not from counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.placements import Configurations, Explorer
from vegerin.engines.kinship.symmetry import canonical

# Pairs of rivals are drawn together up to this many joint configurations; a listed family takes part in
# exchanges up to this many.
MOST_TOGETHER, MOST_EXCHANGED = 250_000, 50_000


@dataclass
class Listed:
    """A family drawn whole."""

    configurations: Configurations
    weight: Array
    at: int = 0

    @property
    def bodies(self) -> NDArray[np.intp]:
        """Who lies where at the moment."""
        return np.asarray(self.configurations.bodies[self.at])

    @property
    def ln_now(self) -> float:
        """Weight of the present configuration."""
        return float(self.weight[self.at])

    @cached_property
    def total(self) -> Array:
        """Weights, each as often as it can be arranged."""
        return self.weight + self.configurations.ln_ways

    @cached_property
    def rows(self) -> dict[bytes, int]:
        """Where each configuration stands."""
        return {row.tobytes(): place for place, row in enumerate(self.configurations.bodies)}

    def redraw(self, free: NDArray[np.bool_], share: Array, rng: np.random.Generator) -> None:
        """Draw among the configurations whose remains are free, and add their chances to the share."""
        bodies = self.configurations.bodies
        allowed = np.flatnonzero(free[bodies].all(axis=1))
        chance = chances_of(self.total[allowed])
        for m in range(bodies.shape[1]):
            share[m] += np.bincount(bodies[allowed, m] + 1, chance, share.shape[1] + 1)[1:]
        self.at = int(allowed[draw(chance, rng)])

    def put(self, m: int, body: int) -> float:
        """Put other remains, or none, in one place; the change of weight."""
        if len(self.weight) > MOST_EXCHANGED:
            return -np.inf
        changed = self.bodies.copy()
        changed[m] = body
        row = self.rows.get(canonical(changed[None], self.configurations.classes)[0].tobytes())
        if row is None:
            return -np.inf
        change = float(self.weight[row] - self.weight[self.at])
        self.at = row
        return change

    def state(self) -> object:
        """What has to be remembered to come back."""
        return self.at

    def back(self, state: object) -> None:
        """Come back."""
        assert isinstance(state, int)
        self.at = state


@dataclass
class Placed:
    """A family drawn missing person by missing person; `ln_prior[m, body]`.

    `met` are configurations met before the run: among them the family is drawn whole, so that chains which
    began on different sides of a valley meet.
    """

    explorer: Explorer
    ln_prior: Array
    bodies: NDArray[np.intp]
    ln_now: float = 0.0
    met: Listed | None = None

    def redraw(self, free: NDArray[np.bool_], share: Array, rng: np.random.Generator) -> None:
        """Draw each missing person's remains given the others, then try to swap some."""
        free = free.copy()
        missing = self.explorer.family.missing
        for m in rng.permutation(len(missing)).tolist():
            before = int(self.bodies[m])
            if before >= 0:
                free[before] = True
            self.bodies[m] = -1
            ratios = self._ratios(m)
            usable = free[:-1].copy()
            usable[self.bodies[self.bodies >= 0]] = False
            chance = chances_of(np.append(0.0, np.where(usable, ratios, -np.inf)))
            share[m] += chance[1:]
            drawn = draw(chance, rng) - 1
            self.ln_now += _at(ratios, drawn) - _at(ratios, before)
            self.bodies[m] = drawn
        for _ in range(len(missing) // 2):
            self._swap(rng)
        if self.met is not None:
            self._leap(self.met, free, rng)

    def _leap(self, met: Listed, free: NDArray[np.bool_], rng: np.random.Generator) -> None:
        """Where the family stands in one of the configurations met, draw among all of them that are free."""
        classes = met.configurations.classes
        if canonical(self.bodies[None], classes)[0].tobytes() not in met.rows:
            return
        allowed = np.flatnonzero(free[met.configurations.bodies].all(axis=1))
        at = int(allowed[draw(chances_of(met.total[allowed]), rng)])
        self.bodies = met.configurations.bodies[at].copy()
        for members in classes:
            self.bodies[list(members)] = rng.permutation(self.bodies[list(members)])
        self.ln_now = float(met.weight[at])

    def _swap(self, rng: np.random.Generator) -> None:
        m, n = rng.choice(len(self.bodies), 2, replace=False).tolist()
        one, two = int(self.bodies[m]), int(self.bodies[n])
        if one == two:
            return
        self.bodies[[m, n]] = -1
        change = self._both(m, n, two, one) - self._both(m, n, one, two)
        if np.log(rng.random()) < change:
            one, two = two, one
            self.ln_now += change
        self.bodies[m], self.bodies[n] = one, two

    def _both(self, m: int, n: int, at_m: int, at_n: int) -> float:
        """ln weight of two placements together, on top of the others."""
        first = _at(self._ratios(m), at_m)
        if first == -np.inf:
            return first
        self.bodies[m] = at_m
        second = _at(self._ratios(n), at_n)
        self.bodies[m] = -1
        return first + second

    def put(self, m: int, body: int) -> float:
        """Put other remains, or none, in one place; the change of weight."""
        before = int(self.bodies[m])
        self.bodies[m] = -1
        ratios = self._ratios(m)
        change = _at(ratios, body) - _at(ratios, before)
        self.bodies[m] = body
        self.ln_now += change
        return change

    def state(self) -> object:
        """What has to be remembered to come back."""
        return self.bodies.copy(), self.ln_now

    def back(self, state: object) -> None:
        """Come back."""
        assert isinstance(state, tuple)
        self.bodies, self.ln_now = state

    def _ratios(self, m: int) -> Array:
        """ln of what each remains would add at a place that is empty."""
        missing = self.explorer.family.missing
        placed = tuple((who, int(b)) for who, b in zip(missing, self.bodies, strict=True) if b >= 0)
        return np.asarray(self.explorer.ratios(placed, missing[m]) + self.ln_prior[m])


Drawn = Listed | Placed


@dataclass
class Chain:
    """Where one chain stands, and the shares gathered since they were last emptied."""

    families: list[Drawn]
    remains: int
    rng: np.random.Generator
    shares: list[Array] = field(default_factory=list)
    free: NDArray[np.bool_] = field(default_factory=lambda: np.ones(1, dtype=bool))

    def __post_init__(self) -> None:
        self.shares = [np.zeros((len(family.bodies), self.remains)) for family in self.families]
        self.free = np.ones(self.remains + 1, dtype=bool)  # the last one stands for nobody
        for family in self.families:
            self._take(family)
        self.rivals = _rivals(self.families)
        self.slots = [(f, m) for f, family in enumerate(self.families) for m in range(len(family.bodies))]
        self.exchanges = any(isinstance(family, Placed) for family in self.families)

    def sweep(self) -> None:
        """Every family once, two rivals together, and some exchanges across families."""
        for f in self.rng.permutation(len(self.families)).tolist():
            family = self.families[f]
            self._release(family)
            family.redraw(self.free, self.shares[f], self.rng)
            self._take(family)
        if self.rivals:
            self._redraw_rivals(*self.rivals[self.rng.integers(len(self.rivals))])
        if self.exchanges and len(self.families) > 1:
            for _ in range(len(self.slots) // 4 + 1):
                self._exchange()

    def start_greedily(self) -> None:
        """Each family in turn takes the best that is free."""
        for family in self.families:
            if isinstance(family, Listed):
                self._release(family)
                allowed = np.flatnonzero(self.free[family.configurations.bodies].all(axis=1))
                family.at = int(allowed[np.argmax(family.weight[allowed])])
                self._take(family)

    def ln_weight(self) -> float:
        """Weight of the whole assignment."""
        return sum(family.ln_now for family in self.families)

    def _take(self, family: Drawn) -> None:
        self.free[family.bodies[family.bodies >= 0]] = False

    def _release(self, family: Drawn) -> None:
        self.free[family.bodies[family.bodies >= 0]] = True

    def _redraw_rivals(self, f: int, g: int) -> None:
        """Two families that compete for remains, drawn together: neither has to let go first."""
        one, two = self.families[f], self.families[g]
        assert isinstance(one, Listed) and isinstance(two, Listed)
        self._release(one)
        self._release(two)
        mine = np.flatnonzero(self.free[one.configurations.bodies].all(axis=1))
        yours = np.flatnonzero(self.free[two.configurations.bodies].all(axis=1))
        clash = _uses(one, mine, self.remains) @ _uses(two, yours, self.remains).T > 0
        both = np.where(clash, -np.inf, one.total[mine][:, None] + two.total[yours][None, :])
        i, j = divmod(draw(chances_of(both.ravel()), self.rng), len(yours))
        one.at, two.at = int(mine[i]), int(yours[j])
        self._take(one)
        self._take(two)

    def _exchange(self) -> None:
        """The contents of two places in different families change places (Metropolis)."""
        (f, m), (g, n) = (self.slots[i] for i in self.rng.choice(len(self.slots), 2, replace=False))
        one, two = self.families[f], self.families[g]
        if f == g or not (isinstance(one, Placed) or isinstance(two, Placed)):
            return
        here, there = int(one.bodies[m]), int(two.bodies[n])
        if here == there:
            return
        before = one.state(), two.state()
        change = one.put(m, there)
        if np.isfinite(change):
            change += two.put(n, here)
        if not np.isfinite(change) or np.log(self.rng.random()) >= change:
            one.back(before[0])
            two.back(before[1])


def _uses(family: Listed, rows: NDArray[np.intp], remains: int) -> Array:
    bodies = family.configurations.bodies[rows]
    table = np.zeros((len(rows), remains + 1))
    np.put_along_axis(table, bodies, 1.0, axis=1)
    return table[:, :-1]


def _rivals(families: Sequence[Drawn]) -> list[tuple[int, int]]:
    used = [
        set(np.unique(family.configurations.bodies).tolist()) - {-1} if isinstance(family, Listed) else set()
        for family in families
    ]
    size = [len(family.weight) if isinstance(family, Listed) else 0 for family in families]
    return [
        (f, g)
        for f in range(len(families))
        for g in range(f + 1, len(families))
        if used[f] & used[g] and size[f] * size[g] <= MOST_TOGETHER
    ]


def _at(ratios: Array, body: int) -> float:
    """What a body adds; nobody adds nothing."""
    return float(ratios[body]) if body >= 0 else 0.0


def chances_of(ln_weights: Array) -> Array:
    """Weights as chances that sum to 1."""
    chances = np.exp(ln_weights - ln_weights.max())
    return np.asarray(chances / chances.sum())


def draw(chances: Array, rng: np.random.Generator) -> int:
    """One of them, with these chances."""
    return min(int(np.searchsorted(np.cumsum(chances), rng.random())), len(chances) - 1)
