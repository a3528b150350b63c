"""Latent classes: people differ in how easily each list finds them (Gibbs sampling, several chains).

Everybody belongs to one of K unseen classes, and within a class the lists are independent. The weights of
the classes follow a Dirichlet process broken off at K (Manrique-Vallier 2016, doi:10.1111/biom.12502), with
the priors of his package LCMCR: every list probability uniform, concentration Gamma(0.25, 0.25), total
proportional to 1/N.

One chain says nothing about whether it has arrived: three seeds of the package give 50,576, 87,002 and
141,743 for one table. Here several chains run from far apart and go on until they agree (R-hat below 1.01)
and hold 400 independent draws' worth; else the answer says that they do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from scipy.special import expit, logit

from vegerin.engines.estimation.diagnostics import effective_size, r_hat
from vegerin.engines.estimation.tables import Floats, OverlapTable, Whole

CLASSES = 10
A_SHAPE = A_RATE = 0.25
ENOUGH_RHAT, ENOUGH_DRAWS = 1.01, 400
BLOCK, THIN, TRIES = 500, 1, 10
STEPS = np.array([0.15, 0.6, 2.0])
MOST_TIMES_LISTED = 200.0  # the unlisted are cut at this many times the listed, as for the graphs
TINY = 1e-12
MANY_CELLS = 40


@dataclass(frozen=True)
class LatentClass:
    """The posterior of the total.

    Args:
        median, mean, q025, q975: of the total.
        rhat, ess: agreement of the chains and worth in independent draws, on the log of the unlisted.
        converged: whether both gates were passed.
        hidden_share: share of the unlisted in classes that each list finds less than one in ten times.
        truncated: share of draws cut at the upper limit.
    """

    median: float
    mean: float
    q025: float
    q975: float
    rhat: float
    ess: float
    chains: int
    iterations: int
    converged: bool
    hidden_share: float
    truncated: float


@dataclass
class _State:
    """Chains side by side: weights (R, K), list probabilities (R, K, J), concentration (R,)."""

    weight: Floats
    prob: Floats
    concentration: Floats


def latent_class(
    table: OverlapTable,
    *,
    rng: np.random.Generator,
    chains: int = 4,
    classes: int = CLASSES,
    most_iterations: int = 60_000,
    fast: bool = True,
) -> LatentClass:
    """The total under latent classes, run until the chains agree or `most_iterations` are over."""
    ordered, _ = table.ordered()
    sampler = _Sampler(ordered, rng=rng, chains=chains, classes=classes, fast=fast)
    # Tables with many filled cells take longer a round, and get fewer rounds before it is said they disagree.
    most_iterations = int(most_iterations * min(1.0, MANY_CELLS / sampler.count.size))
    draws: list[Floats] = []
    hidden: list[Floats] = []
    done = 0
    rhat, ess = np.inf, 0.0
    while done < most_iterations:
        unlisted, low = sampler.run(BLOCK)
        draws.append(unlisted)
        hidden.append(low)
        done += BLOCK
        if len(draws) < 3:
            continue
        kept = np.log(np.concatenate(draws[len(draws) // 3 :]) + 0.5)
        rhat, ess = r_hat(kept), effective_size(kept)
        if rhat < ENOUGH_RHAT and ess > ENOUGH_DRAWS:
            break
    kept = np.concatenate(draws[len(draws) // 3 :]).ravel()
    total = table.listed + kept
    return LatentClass(
        median=float(np.median(total)),
        mean=float(total.mean()),
        q025=float(np.quantile(total, 0.025)),
        q975=float(np.quantile(total, 0.975)),
        rhat=float(rhat),
        ess=float(ess),
        chains=chains,
        iterations=done,
        converged=bool(rhat < ENOUGH_RHAT and ess > ENOUGH_DRAWS),
        hidden_share=float(np.concatenate(hidden[len(hidden) // 3 :]).mean()),
        truncated=float((kept >= MOST_TIMES_LISTED * table.listed).mean()),
    )


def _numba_sampler() -> Any:
    """The same sampler in loops, where numba is installed (the extra [fast])."""
    try:
        return import_module("vegerin.engines.estimation.latent_fast")
    except (ImportError, AttributeError):  # absent, or broken by what else is installed
        return None


class _Sampler:
    """Gibbs steps for all chains together, and moves that let a class hide without the lists noticing."""

    def __init__(
        self, table: OverlapTable, *, rng: np.random.Generator, chains: int, classes: int, fast: bool = True
    ) -> None:
        self.fast: Any = _numba_sampler() if fast else None
        if self.fast is not None:
            self.fast.seed_with(int(rng.integers(2**31)))
        self.rng, self.chains, self.classes, self.k = rng, chains, classes, table.k
        cells = np.flatnonzero(table.counts)
        self.count = table.counts[cells]
        self.on = (cells[:, None] >> np.arange(table.k) & 1).astype(float)  # (C, J)
        self.listed = table.listed
        self.most = MOST_TIMES_LISTED * table.listed
        share = table.per_list / table.listed
        # Chains begin far apart: from lists that find nearly everybody to lists that find few.
        reach = np.geomspace(0.9, 0.1, chains)[:, None, None] * share[None, None, :]
        wobble = rng.normal(0, 1.0, (chains, classes, table.k))
        prob = expit(logit(np.clip(reach, 0.01, 0.99)) + wobble)
        self.state = _State(np.full((chains, classes), 1 / classes), prob, np.ones(chains))

    def run(self, iterations: int) -> tuple[Floats, Floats]:
        """Unlisted (draws, R) and the share of them in hidden classes, every THIN-th iteration."""
        if self.fast is not None:
            return self._run_fast(iterations)
        unlisted = np.empty((iterations // THIN, self.chains))
        hidden = np.empty_like(unlisted)
        for i in range(iterations):
            u, by_class = self.gibbs()
            self.hide(TRIES)
            self.swap()
            if i % THIN == 0:
                unlisted[i // THIN] = u
                seen = self.state.prob.max(axis=2) < 0.1
                hidden[i // THIN] = (by_class * seen).sum(axis=1) / np.maximum(u, 1)
        return unlisted, hidden

    def joint(self, state: _State) -> tuple[Floats, Floats]:
        """Probability of each observed cell by class (R, K, C), and of being on no list by class (R, K)."""
        log_in, log_out = np.log(state.prob), np.log1p(-state.prob)
        none = log_out.sum(axis=2)
        cell = np.exp((log_in - log_out) @ self.on.T + none[:, :, None])
        return state.weight[:, :, None] * cell, state.weight * np.exp(none)

    def _run_fast(self, iterations: int) -> tuple[Floats, Floats]:
        unlisted, hidden = np.empty((iterations, self.chains)), np.empty((iterations, self.chains))
        state = self.state
        self.fast.run(
            state.weight,
            state.prob,
            state.concentration,
            self.count,
            self.on,
            STEPS,
            TRIES,
            self.most,
            unlisted,
            hidden,
        )
        return unlisted[::THIN], hidden[::THIN]

    def gibbs(self) -> tuple[Floats, Whole]:
        """Assign everybody to classes, then draw the classes anew."""
        state, rng = self.state, self.rng
        cell, none = self.joint(state)
        by_cell = np.swapaxes(cell, 1, 2)
        shares = by_cell / by_cell.sum(axis=2, keepdims=True)
        assigned = rng.multinomial(np.broadcast_to(self.count, shares.shape[:2]), shares)  # (R, C, K)
        missed = none.sum(axis=1)
        unlisted = np.minimum(self._negative_binomial(missed), self.most)
        out = rng.multinomial(unlisted.astype(np.int64), none / missed[:, None])
        members = assigned.sum(axis=1)  # (R, K)
        on = np.swapaxes(assigned, 1, 2) @ self.on  # (R, K, J)
        everyone = members + out
        state.prob = np.clip(rng.beta(1 + on, 1 + everyone[:, :, None] - on), TINY, 1 - 1e-9)
        later = everyone[:, ::-1].cumsum(axis=1)[:, ::-1] - everyone
        sticks = rng.beta(1 + everyone[:, :-1], state.concentration[:, None] + later[:, :-1])
        sticks = np.clip(sticks, TINY, 1 - TINY)
        left = np.cumprod(1 - sticks, axis=1)
        weight = np.ones_like(state.weight)
        weight[:, :-1] = sticks
        weight[:, 1:] *= left
        state.weight = np.maximum(weight, 1e-250)
        rate = A_RATE - np.log1p(-sticks).sum(axis=1)
        state.concentration = rng.gamma(A_SHAPE + self.classes - 1, 1 / rate)
        return unlisted, out

    def _negative_binomial(self, missed: Floats) -> Floats:
        # The unlisted given the listed under a prior of 1/N: n "successes" of being listed.
        odds = missed / np.maximum(1 - missed, TINY)
        return self.rng.poisson(np.minimum(self.rng.gamma(self.listed, odds), 1e15)).astype(float)

    def hide(self, tries: int) -> None:
        """Make one class harder or easier to find on all lists, or one, and as much larger or smaller.

        The lists hardly notice, so plain Gibbs takes thousands of rounds for what this does in one. Accepted
        by Metropolis and Hastings, with everybody's class and the unlisted summed out. Only the changed
        class is computed anew, so a try costs a fraction of a Gibbs round.
        """
        state, rng, rows = self.state, self.rng, np.arange(self.chains)
        log_in, log_out = np.log(state.prob), np.log1p(-state.prob)
        odds, none = log_in - log_out, log_out.sum(axis=2)
        cell = np.exp(odds @ self.on.T + none[:, :, None])  # (R, K, C), within each class
        missed = np.exp(none)
        weight = state.weight
        seen = (weight[:, :, None] * cell).sum(axis=1)
        unseen = (weight * missed).sum(axis=1)
        target = self._log_target(seen, unseen, weight)
        shape = (tries, self.chains)
        which = rng.integers(self.classes, size=shape)
        one_list = rng.integers(2 * self.k, size=shape)  # the upper half stands for all lists
        size = rng.normal(size=shape) * STEPS[rng.integers(len(STEPS), size=shape)]
        chance = np.log(rng.random(shape))
        moves = (one_list[:, :, None] >= self.k) | (one_list[:, :, None] == np.arange(self.k))
        shifts = size[:, :, None] * moves
        for i in range(tries):
            at = (rows, which[i])
            old_odds, old_missed, old_weight = odds[at], missed[at], weight[at]
            new_odds = np.clip(old_odds + shifts[i], -25, 20)
            out = -np.logaddexp(0, new_odds)
            new_none = out.sum(axis=1)
            new_missed = np.exp(new_none)
            factor = np.expm1(np.log(old_missed)) / np.expm1(new_none)
            whole = 1 + (factor - 1) * old_weight
            new_cell = np.exp(new_odds @ self.on.T + new_none[:, None])
            new_seen = seen + old_weight[:, None] * (factor[:, None] * new_cell - cell[at])
            new_seen /= whole[:, None]
            new_unseen = (unseen + old_weight * (factor * new_missed - old_missed)) / whole
            new_weight = weight / whole[:, None]
            new_weight[at] *= factor
            new_target = self._log_target(new_seen, new_unseen, new_weight)
            old_out = -np.logaddexp(0, old_odds)
            jacobian = (new_odds + 2 * out - old_odds - 2 * old_out).sum(axis=1)
            jacobian += np.log(factor) - self.classes * np.log(whole)
            gain = new_target - target + jacobian
            taken = np.flatnonzero(chance[i] < gain)
            if taken.size:
                there = (taken, which[i, taken])
                odds[there], missed[there], cell[there] = new_odds[taken], new_missed[taken], new_cell[taken]
                weight[taken], seen[taken] = new_weight[taken], new_seen[taken]
                unseen[taken], target[taken] = new_unseen[taken], new_target[taken]
        state.prob = np.clip(expit(odds), TINY, 1 - 1e-9)
        state.weight = weight

    def swap(self) -> None:
        """Exchange the places of two classes: the prior likes large ones first, the lists do not care."""
        state, rng, rows = self.state, self.rng, np.arange(self.chains)
        a = rng.integers(self.classes - 1, size=self.chains)
        weight = state.weight.copy()
        weight[rows, a], weight[rows, a + 1] = state.weight[rows, a + 1], state.weight[rows, a]
        gain = log_prior(weight, state.concentration) - log_prior(state.weight, state.concentration)
        taken = rows[np.log(rng.random(self.chains)) < gain]
        state.weight[taken] = weight[taken]
        first, second = state.prob[taken, a[taken]].copy(), state.prob[taken, a[taken] + 1].copy()
        state.prob[taken, a[taken]], state.prob[taken, a[taken] + 1] = second, first

    def _log_target(self, seen: Floats, unseen: Floats, weight: Floats) -> Floats:
        """Log posterior with classes and unlisted summed out."""
        listed = np.log(np.maximum(seen, 1e-300)) @ self.count
        found = np.maximum(1 - unseen, 1e-300)
        return np.asarray(listed - self.listed * np.log(found) + log_prior(weight, self.state.concentration))


def log_prior(weight: Floats, concentration: Floats) -> Floats:
    """Log density of broken-off stick weights, up to what does not depend on them."""
    left = weight[:, ::-1].cumsum(axis=1)[:, ::-1]  # what is left of the stick before each piece
    last = np.log(np.maximum(weight[:, -1], 1e-300))
    return np.asarray((concentration - 1) * last - np.log(np.maximum(left[:, 1:-1], 1e-300)).sum(axis=1))
