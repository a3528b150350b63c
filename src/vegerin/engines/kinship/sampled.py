"""Posteriors of a grave too entangled to sum: Gibbs sampling with swaps, several chains, and an honest error.

Geman & Geman (1984); convergence by R-hat (Gelman & Rubin 1992, doi:10.1214/ss/1177011136). A family whose
configurations are listed is drawn as a whole, or together with one that competes with it; a larger one
missing
person by missing person, with swaps between them. The share of each pairing is averaged from the conditional
probabilities at each visit, not from counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import process_time

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.placements import Configurations, Explorer

# Chains; sweeps of each; a chain's run is cut into this many batches for its standard error.
CHAINS, SWEEPS, BATCHES = 4, 4_000, 20

# Families drawn, missing persons placed, in all: sweeps are counted in work, not in time, so that the same
# seed gives the same answer on any machine.
MOST_DRAWS, MOST_PLACED, FEWEST = 100_000, 8_000, 200

# Standard errors that the stated bound allows: the worst of many pairings must hold it.
ERRORS_STATED = 4.0

# R-hat above this: the chains do not agree, so no bound is stated.
CONVERGED = 1.2


@dataclass(frozen=True)
class Draws:
    """Posterior of each pairing (missing by remains, families in order), its stated error, the best state
    met.
    """

    posterior: list[Array]
    error: float | None
    rhat: float
    best: list[NDArray[np.intp]]
    ln_best: float


@dataclass
class Listed:
    """A family drawn whole."""

    configurations: Configurations
    weight: Array
    at: int = 0

    def bodies(self) -> NDArray[np.intp]:
        """Who lies where at the moment."""
        return np.asarray(self.configurations.bodies[self.at])

    def ln_weight(self) -> float:
        """Weight of the present configuration."""
        return float(self.weight[self.at])

    def redraw(self, free: NDArray[np.bool_], share: Array, rng: np.random.Generator) -> None:
        """Draw among the configurations whose remains are free, and add their chances to the share."""
        allowed = np.flatnonzero(free[self.configurations.bodies].all(axis=1))
        chance = _chances(self.weight[allowed])
        for m in range(self.configurations.bodies.shape[1]):
            share[m] += np.bincount(self.configurations.bodies[allowed, m] + 1, chance, share.shape[1] + 1)[
                1:
            ]
        self.at = int(allowed[_draw(chance, rng)])


@dataclass
class Placed:
    """A family drawn missing person by missing person."""

    explorer: Explorer
    ln_prior: float
    bodies_now: NDArray[np.intp]
    ln_now: float = 0.0

    def bodies(self) -> NDArray[np.intp]:
        """Who lies where at the moment."""
        return self.bodies_now

    def ln_weight(self) -> float:
        """Weight of the present placement, kept up with every change."""
        return self.ln_now

    def redraw(self, free: NDArray[np.bool_], share: Array, rng: np.random.Generator) -> None:
        """Draw each missing person's remains given the others, then try to swap two."""
        free = free.copy()
        missing = self.explorer.family.missing
        before = self.bodies_now.copy()
        for m in rng.permutation(len(missing)):
            if self.bodies_now[m] >= 0:
                free[self.bodies_now[m]] = True
            self.bodies_now[m] = -1
            ratios = self.explorer.ratios(self._placed(), missing[m]) + self.ln_prior
            others = np.delete(self.bodies_now, m)
            usable = free[:-1].copy()
            usable[others[others >= 0]] = False
            chance = _chances(np.append(0.0, np.where(usable, ratios, -np.inf)))
            share[m] += chance[1:]
            drawn = _draw(chance, rng) - 1
            self.ln_now += _at(ratios, drawn) - _at(ratios, before[m])
            self.bodies_now[m] = drawn
        self._swap(rng)

    def _swap(self, rng: np.random.Generator) -> None:
        if len(self.bodies_now) < 2:
            return
        m, n = rng.choice(len(self.bodies_now), 2, replace=False)
        one, two = int(self.bodies_now[m]), int(self.bodies_now[n])
        self.bodies_now[[m, n]] = -1
        change = self._both(m, n, two, one) - self._both(m, n, one, two)
        if np.log(rng.random()) < change:
            one, two = two, one
            self.ln_now += change
        self.bodies_now[m], self.bodies_now[n] = one, two

    def _both(self, m: int, n: int, at_m: int, at_n: int) -> float:
        """ln weight of two placements together, on top of the others."""
        missing, placed = self.explorer.family.missing, self._placed()
        first = _at(self.explorer.ratios(placed, missing[m]) + self.ln_prior, at_m)
        if first == -np.inf:
            return first
        with_first = (*placed, (missing[m], at_m)) if at_m >= 0 else placed
        return first + _at(self.explorer.ratios(with_first, missing[n]) + self.ln_prior, at_n)

    def _placed(self) -> tuple[tuple[str, int], ...]:
        missing = self.explorer.family.missing
        return tuple((who, int(b)) for who, b in zip(missing, self.bodies_now, strict=True) if b >= 0)


@dataclass
class _Chain:
    families: list[Listed | Placed]
    remains: int
    rng: np.random.Generator
    rivals: list[tuple[int, int]]
    shares: list[Array] = field(default_factory=list)

    def free_for(self, *mine: int) -> NDArray[np.bool_]:
        free = np.ones(self.remains + 1, dtype=bool)
        for f, family in enumerate(self.families):
            if f not in mine:
                now = family.bodies()
                free[now[now >= 0]] = False
        return free

    def sweep(self) -> None:
        for f in self.rng.permutation(len(self.families)):
            self.families[f].redraw(self.free_for(int(f)), self.shares[f], self.rng)
        if self.rivals:
            self._redraw_rivals(*self.rivals[self.rng.integers(len(self.rivals))])

    def _redraw_rivals(self, f: int, g: int) -> None:
        """Two families that compete for remains, drawn together: neither has to let go first."""
        one, two = self.families[f], self.families[g]
        assert isinstance(one, Listed) and isinstance(two, Listed)
        free = self.free_for(f, g)
        mine = np.flatnonzero(free[one.configurations.bodies].all(axis=1))
        yours = np.flatnonzero(free[two.configurations.bodies].all(axis=1))
        clash = _uses(one, mine, self.remains) @ _uses(two, yours, self.remains).T > 0
        both = np.where(clash, -np.inf, one.weight[mine][:, None] + two.weight[yours][None, :])
        i, j = divmod(_draw(_chances(both.ravel()), self.rng), len(yours))
        one.at, two.at = int(mine[i]), int(yours[j])


def _uses(family: Listed, rows: NDArray[np.intp], remains: int) -> Array:
    bodies = family.configurations.bodies[rows]
    table = np.zeros((len(rows), remains + 1))
    np.put_along_axis(table, bodies, 1.0, axis=1)
    return table[:, :-1]


def sample(
    families: Sequence[tuple[Configurations, Array] | tuple[Explorer, float]],
    *,
    remains: int,
    seed: int,
    seconds: float = 240.0,
) -> Draws:
    """Posteriors by several chains from different starts; the time is a limit no ordinary grave meets."""
    sweeps = _sweeps(families)
    began = process_time()
    streams = np.random.default_rng(seed).spawn(CHAINS)
    chains = [_start(families, remains, rng, greedy=place % 2 == 0) for place, rng in enumerate(streams)]
    for chain in chains:
        for _ in range(max(20, sweeps // 20)):
            chain.sweep()
            if process_time() - began > seconds / 3:
                break
    batches, best, ln_best = _run(chains, sweeps, began + seconds)
    means = [np.mean([chain[f] for chain in batches], axis=(0, 1)) for f in range(len(families))]
    error, rhat = _error(batches)
    if error is not None:
        # What no chain ever met may still have happened about this often (the rule of three, rounded up).
        error = max(error, ERRORS_STATED / (CHAINS * sweeps))
    return Draws(means, error, rhat, best, ln_best)


def _sweeps(families: Sequence[tuple[Configurations, Array] | tuple[Explorer, float]]) -> int:
    placed = sum(len(first.family.missing) for first, _ in families if isinstance(first, Explorer))
    most = min(MOST_DRAWS // len(families), MOST_PLACED // max(placed, 1))
    return max(min(FEWEST, SWEEPS), min(SWEEPS, most))


def _start(
    families: Sequence[tuple[Configurations, Array] | tuple[Explorer, float]],
    remains: int,
    rng: np.random.Generator,
    *,
    greedy: bool,
) -> _Chain:
    drawn: list[Listed | Placed] = []
    for family in families:
        first, weight = family
        if isinstance(first, Configurations):
            assert isinstance(weight, np.ndarray)
            drawn.append(Listed(first, weight))
        else:
            assert isinstance(weight, float)
            drawn.append(Placed(first, weight, np.full(len(first.family.missing), -1, dtype=np.intp)))
    chain = _Chain(drawn, remains, rng, _rivals(drawn))
    chain.shares = [np.zeros((len(family.bodies()), remains)) for family in drawn]
    if greedy:
        _start_greedily(chain)
    return chain


def _start_greedily(chain: _Chain) -> None:
    for f, family in enumerate(chain.families):
        free = chain.free_for(f)
        if isinstance(family, Listed):
            allowed = np.flatnonzero(free[family.configurations.bodies].all(axis=1))
            family.at = int(allowed[np.argmax(family.weight[allowed])])


def _rivals(families: Sequence[Listed | Placed], most: int = 250_000) -> list[tuple[int, int]]:
    used = [
        set(np.unique(family.configurations.bodies).tolist()) - {-1} if isinstance(family, Listed) else set()
        for family in families
    ]
    size = [len(family.weight) if isinstance(family, Listed) else 0 for family in families]
    return [
        (f, g)
        for f in range(len(families))
        for g in range(f + 1, len(families))
        if used[f] & used[g] and size[f] * size[g] <= most
    ]


def _run(
    chains: Sequence[_Chain], sweeps: int, until: float
) -> tuple[list[list[list[Array]]], list[NDArray[np.intp]], float]:
    """Batch means: chains, then families, then batches; and the best state met."""
    batches: list[list[list[Array]]] = [[[] for _ in chain.families] for chain in chains]
    best: list[NDArray[np.intp]] = []
    ln_best = -np.inf
    per_batch = max(1, sweeps // BATCHES)
    for _ in range(BATCHES):
        for place, chain in enumerate(chains):
            for share in chain.shares:
                share[:] = 0.0
            for _ in range(per_batch):
                chain.sweep()
                now = sum(family.ln_weight() for family in chain.families)
                if now > ln_best + 1e-9:
                    ln_best, best = now, [family.bodies().copy() for family in chain.families]
            for f, share in enumerate(chain.shares):
                batches[place][f].append(share / per_batch)
        if process_time() > until:
            break
    return batches, best, ln_best


def _error(batches: Sequence[Sequence[Sequence[Array]]]) -> tuple[float | None, float]:
    """The stated error of the worst pairing, and R-hat; no error where the chains disagree."""
    worst, rhat = 0.0, 1.0
    for f in range(len(batches[0])):
        runs = np.array([chain[f] for chain in batches])  # chain, batch, missing, remains
        if runs.shape[1] < 4:
            return None, float("inf")
        within = runs.var(axis=1, ddof=1).mean(axis=0)
        between = runs.mean(axis=1).var(axis=0, ddof=1)
        # The larger of both estimates of the error of the overall mean.
        error = np.sqrt(np.maximum(within / runs[:, :, 0, 0].size, between / len(runs)))
        worst = max(worst, float(error.max(initial=0.0)))
        noisy = within > 1e-8
        ratio = np.sqrt(1 + between[noisy] / within[noisy] - 1 / runs.shape[1])
        rhat = max(rhat, float(ratio.max(initial=1.0)))
        if (between[~noisy] > 1e-4).any():
            rhat = float("inf")
    return (None if rhat > CONVERGED else ERRORS_STATED * worst), rhat


def _at(ratios: Array, body: int) -> float:
    """What a body adds; nobody adds nothing."""
    return float(ratios[body]) if body >= 0 else 0.0


def _chances(ln_weights: Array) -> Array:
    chances = np.exp(ln_weights - ln_weights.max())
    return np.asarray(chances / chances.sum())


def _draw(chances: Array, rng: np.random.Generator) -> int:
    return min(int(np.searchsorted(np.cumsum(chances), rng.random())), len(chances) - 1)
