"""Chains of the latent class model, side by side as the first axis of every array.

Who belongs to which class, and how many are unlisted, are summed out: what is left is a smooth density of
list probabilities and class weights, and its slope shows the way. Each draw follows the slope for a while
(Hamiltonian Monte Carlo: Neal 2011, doi:10.1201/b10905-6) and lands far from where it began. Drawing
everybody's class in turn (Gibbs) moves a hundred times more slowly on such tables.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from vegerin.engines.estimation.tables import Floats, OverlapTable

A_SHAPE = A_RATE = 0.25  # prior of the concentration
LENGTH = 4.0  # how far a draw travels, in units of the prior's width
FEWEST_STEPS, MOST_STEPS = 8, 100
FIRST_STEP, WANTED_ACCEPTED, LEARNING = 0.05, 0.8, 0.05
CAREFUL, OFTEN = 0.2, 0.15
SWAPS = 3
STRETCHES, STRIDES = 2, np.array([0.3, 1.0, 3.0])
HARD_TO_FIND = 0.1


class Chains:
    """The state of all chains and the moves that leave their posterior as it is.

    Args:
        table: the overlaps; impossible cells are known to hold nobody.
        rng: where chance comes from.
        chains: R, how many.
        classes: K, where the Dirichlet process is broken off.
        fast: use compiled loops where numba is installed.
    """

    def __init__(
        self, table: OverlapTable, *, rng: np.random.Generator, chains: int, classes: int, fast: bool = True
    ) -> None:
        self.rng, self.chains, self.classes = rng, chains, classes
        self.listed = float(table.listed)
        filled = np.flatnonzero(table.counts)
        unseen = np.flatnonzero(~table.possible | (np.arange(table.counts.size) == 0))
        self.count = table.counts[filled].astype(float)  # (C,)
        self.on, self.on_unseen = _lists_of(filled, table.k), _lists_of(unseen, table.k)  # (C, J), (U, J)
        # Chains begin far apart: from lists that find nearly everybody to lists that find few.
        share = table.per_list / table.listed
        reach = np.clip(np.geomspace(0.9, 0.1, chains)[:, None, None] * share, 0.01, 0.99)
        wobble = rng.normal(0, 1.0, (chains, classes, table.k))
        self.odds = np.log(reach / (1 - reach)) + wobble  # log-odds of the list probabilities (R, K, J)
        even = -np.log(np.arange(classes - 1, 0, -1.0))
        self.sticks = np.repeat(even[None], chains, axis=0)  # log-odds of the stick pieces (R, K-1)
        self.concentration = np.ones(chains)
        self.step = np.full(chains, FIRST_STEP)
        self.slope: Any = _compiled() if fast else None
        self.slope = self.slope or slope

    def warm_up(self, draws: int) -> None:
        """Move away from the beginning, and learn how long a step may be."""
        for _ in range(draws):
            accepted, _ = self._travel()
            self.step *= np.exp(LEARNING * (accepted - WANTED_ACCEPTED))
            self._concentrate()
            self._stretch()
            self._swap()

    def draw(self, draws: int) -> tuple[Floats, Floats]:
        """Unlisted (draws, R), and the share of them in classes that every list hardly finds."""
        unlisted, hidden = np.empty((draws, self.chains)), np.empty((draws, self.chains))
        for i in range(draws):
            _, odds_unlisted = self._travel()
            self._concentrate()
            self._stretch()
            self._swap()
            # The unlisted given the listed under a prior of 1/N: n "successes" of being listed.
            rate = self.rng.gamma(self.listed, odds_unlisted)
            unlisted[i] = self.rng.poisson(np.minimum(rate, 1e15))
            hidden[i] = self._hidden_share()
        return unlisted, hidden

    def _travel(self) -> tuple[Floats, Floats]:
        """One Hamiltonian move of every chain: how acceptable it was, and the odds of being unlisted."""
        rng, rows = self.rng, (slice(None), None)
        # Now and then short steps: they lead out of narrow corners where every usual step is refused.
        pace = self.step * rng.uniform(0.6, 1.1, self.chains) * (CAREFUL if rng.random() < OFTEN else 1.0)
        steps = int(np.clip(LENGTH / self.step.mean(), FEWEST_STEPS, MOST_STEPS) * rng.uniform(0.5, 1.5))
        e3, e2 = pace[:, None, None], pace[rows]
        odds, sticks = self.odds, self.sticks
        push3, push2 = rng.normal(size=odds.shape), rng.normal(size=sticks.shape)
        height, slope3, slope2, unseen = self._slope(odds, sticks)
        energy = height - _kinetic(push3, push2)
        here = unseen
        push3, push2 = push3 + 0.5 * e3 * slope3, push2 + 0.5 * e2 * slope2
        for last in (*(False,) * (steps - 1), True):
            odds = odds + e3 * push3
            sticks = sticks + e2 * push2
            height, slope3, slope2, unseen = self._slope(odds, sticks)
            half = 0.5 if last else 1.0
            push3, push2 = push3 + half * e3 * slope3, push2 + half * e2 * slope2
        gain = height - _kinetic(push3, push2) - energy
        accepted = np.exp(np.minimum(0.0, np.where(np.isnan(gain), -np.inf, gain)))
        taken = rng.random(self.chains) < accepted
        self.odds = np.where(taken[:, None, None], odds, self.odds)
        self.sticks = np.where(taken[:, None], sticks, self.sticks)
        return accepted, np.where(taken, unseen, here)

    def _slope(self, odds: Floats, sticks: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        with np.errstate(all="ignore"):  # a step too far runs to infinity and is refused
            return self.slope(  # type: ignore[no-any-return]  # numba's functions have no types
                odds, sticks, self.concentration, self.on, self.count, self.on_unseen, self.listed
            )

    def _concentrate(self) -> None:
        """The concentration given the sticks is Gamma."""
        left = np.logaddexp(0, self.sticks).sum(axis=1)
        self.concentration = self.rng.gamma(A_SHAPE + self.classes - 1, 1 / (A_RATE + left))

    def _stretch(self) -> None:
        """Make all pieces longer or shorter at once, and the concentration as much smaller or larger.

        The prior hardly notices, so this leads in one stride from one class that holds nearly everybody to
        several, where the concentration and the pieces, drawn in turn, would creep.
        """
        rng = self.rng
        for _ in range(STRETCHES):
            log_factor = rng.normal(size=self.chains) * STRIDES[rng.integers(len(STRIDES), size=self.chains)]
            gone = np.logaddexp(0, self.sticks) * np.exp(log_factor)[:, None]  # -log of what is left
            new = np.log(-np.expm1(-gone)) + gone
            concentration = self.concentration * np.exp(-log_factor)
            height = self._slope(self.odds, self.sticks)[0]
            kept, self.concentration = self.concentration, concentration
            gain = self._slope(self.odds, new)[0] - height
            # In units of the pieces' log-odds: the prior of the pieces given the concentration falls out.
            gain += np.logaddexp(0, -new).sum(axis=1) - np.logaddexp(0, -self.sticks).sum(axis=1)
            gain -= A_SHAPE * log_factor + A_RATE * (concentration - kept)
            taken = np.isfinite(new).all(axis=1) & (np.log(rng.random(self.chains)) < gain)
            self.sticks = np.where(taken[:, None], new, self.sticks)
            self.concentration = np.where(taken, concentration, kept)

    def _swap(self) -> None:
        """Exchange two neighbours: the prior likes large classes first, the lists do not care."""
        rng, rows = self.rng, np.arange(self.chains)
        weight = log_weights(self.sticks)
        for _ in range(SWAPS):
            a = rng.integers(self.classes - 1, size=self.chains)
            new = weight.copy()
            new[rows, a], new[rows, a + 1] = weight[rows, a + 1], weight[rows, a]
            gain = log_prior(new, self.concentration) - log_prior(weight, self.concentration)
            taken = rows[np.log(rng.random(self.chains)) < gain]
            weight[taken] = new[taken]
            first = self.odds[taken, a[taken]].copy()
            self.odds[taken, a[taken]] = self.odds[taken, a[taken] + 1]
            self.odds[taken, a[taken] + 1] = first
        self.sticks = weight[:, :-1] - left_before(weight)[:, 1:]

    def _hidden_share(self) -> Floats:
        none = np.exp(log_weights(self.sticks) - np.logaddexp(0, self.odds).sum(axis=2))
        hard = self.odds.max(axis=2) < np.log(HARD_TO_FIND / (1 - HARD_TO_FIND))
        return np.asarray((none * hard).sum(axis=1) / none.sum(axis=1))


def slope(
    odds: Floats,
    sticks: Floats,
    concentration: Floats,
    on: Floats,
    count: Floats,
    on_unseen: Floats,
    listed: float,
) -> tuple[Floats, Floats, Floats, Floats]:
    """The log posterior of every chain, its slope, and the odds of being unlisted.

    With S_c the probability of cell c, n_c its people, n the listed and L the probability of being listed,
    the total summed out under 1/N leaves sum n_c log S_c - n log L. The slope is what Gibbs sampling would
    draw on average: the people of each class on each list, less those expected.

    Args:
        odds: log-odds of the list probabilities (R, K, J).
        sticks: log-odds of the pieces broken off the stick (R, K-1).
        concentration: of the Dirichlet process (R,).
        on: which lists each filled cell is on (C, J); count: its people (C,).
        on_unseen: the same for being on no list, first, and for impossible cells (U, J).
        listed: n.

    Returns:
        Log posterior (R,), its slopes (R, K, J) and (R, K-1), odds of being unlisted (R,).
    """
    chains, classes, lists = odds.shape
    out = -np.logaddexp(0, odds)
    prob = np.exp(odds + out)
    broken = -np.logaddexp(0, -sticks)
    left = broken - sticks
    base = out.sum(axis=2)
    base[:, :-1] += broken
    base[:, 1:] += left.cumsum(axis=1)
    flat = odds.reshape(-1, lists)
    cell = np.exp((flat @ on.T).reshape(chains, classes, -1) + base[:, :, None])
    unseen = np.exp((flat @ on_unseen.T).reshape(chains, classes, -1) + base[:, :, None])
    seen = cell.sum(axis=1)
    found = 1 - unseen.sum(axis=(1, 2))
    height = np.log(seen) @ count - listed * np.log(found)
    height += (odds + 2 * out).sum(axis=(1, 2)) + (broken + concentration[:, None] * left).sum(axis=1)
    # How many people each class has in each cell, on average.
    cell *= (count / seen)[:, None, :]
    none = unseen[:, :, 0].sum(axis=1)
    unseen *= (listed / found)[:, None, None]
    members = cell.sum(axis=2) + unseen.sum(axis=2)
    on_lists = cell.reshape(-1, count.size) @ on + unseen.reshape(chains * classes, -1) @ on_unseen
    of_odds = on_lists.reshape(odds.shape) - (members[:, :, None] + 2) * prob + 1
    piece = np.exp(broken)
    later = members.sum(axis=1)[:, None] - members[:, :-1].cumsum(axis=1)
    of_sticks = members[:, :-1] + 1 - piece * (members[:, :-1] + later + 1 + concentration[:, None])
    return height, of_odds, of_sticks, none / found


def log_weights(sticks: Floats) -> Floats:
    """Log weights of the classes, from the log-odds of the pieces broken off the stick.

    >>> np.exp(log_weights(np.zeros((1, 2)))).tolist()
    [[0.5, 0.25, 0.25]]
    """
    logs = np.zeros((len(sticks), sticks.shape[1] + 1))
    logs[:, :-1] = -np.logaddexp(0, -sticks)
    logs[:, 1:] -= np.logaddexp(0, sticks).cumsum(axis=1)
    return logs


def left_before(logs: Floats) -> Floats:
    """Log of what is left of the stick before each piece is broken off."""
    return np.asarray(np.logaddexp.accumulate(logs[:, ::-1], axis=1)[:, ::-1])


def log_prior(logs: Floats, concentration: Floats) -> Floats:
    """Log density of broken-off stick weights, up to what does not depend on them."""
    return np.asarray((concentration - 1) * logs[:, -1] - left_before(logs)[:, 1:-1].sum(axis=1))


def _lists_of(cells: np.ndarray, k: int) -> Floats:
    return (cells[:, None] >> np.arange(k) & 1).astype(float)


def _kinetic(push3: Floats, push2: Floats) -> Floats:
    return np.asarray(0.5 * ((push3**2).sum(axis=(1, 2)) + (push2**2).sum(axis=1)))


def _compiled() -> Any:
    """The same slope in compiled loops, where numba is installed (the extra [fast])."""
    try:
        return import_module("vegerin.engines.estimation.latent_fast").slope
    except (ImportError, AttributeError):  # absent, or broken by what else is installed
        return None
