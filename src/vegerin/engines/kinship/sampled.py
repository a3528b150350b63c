"""Posteriors of a grave too entangled to sum: several chains, their agreement, and an honest error.

Convergence by R-hat (Gelman & Rubin 1992, doi:10.1214/ss/1177011136). Families too large to list are made
lists of what the chains have seen (`explored`); the share of visits outside a list closed earlier says how
much the lists lack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import process_time

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.kinship.chains import Chain, Drawn, Listed, Placed
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.explored import keys, listed, prior_of
from vegerin.engines.kinship.placements import Configurations, Explorer, evened
from vegerin.engines.kinship.symmetry import canonical

# Chains; sweeps of each; a chain's run is cut into this many batches for its standard error.
CHAINS, SWEEPS, BATCHES = 4, 4_000, 20

# Families drawn, missing persons placed, in all: sweeps are counted in work, not in time, so that the same
# seed gives the same answer on any machine.
MOST_DRAWS, MOST_PLACED, FEWEST = 100_000, 4_000, 200

# Standard errors that the stated bound allows: the worst of many pairings must hold it.
ERRORS_STATED = 4.0

# How much lighter (ln) than the best a state may be from which a chain can still leap.
DEEPEST_VALLEY = 1_000.0

# R-hat above this: the chains do not agree, so no bound is stated.
CONVERGED = 1.2


@dataclass(frozen=True)
class Draws:
    """Posterior of each pairing (missing by remains, families in order), its stated error, the best state
    met; the lists made of large families (by place), and the share of states outside them, with its error.
    """

    posterior: list[Array]
    error: float | None
    rhat: float
    best: list[NDArray[np.intp]]
    lists: dict[int, Configurations] = field(default_factory=dict)
    outside: float = 0.0


@dataclass
class _Run:
    """Batch means (chains, then families, then batches), the best state met, and the states of large
    families: chain, then batch, then sweeps.
    """

    batches: list[list[list[Array]]]
    best: list[NDArray[np.intp]]
    ln_best: float
    states: list[list[list[tuple[bytes, ...]]]]


def sample(
    families: Sequence[tuple[Configurations, Array] | tuple[Explorer, Array]],
    *,
    remains: int,
    seed: int,
    seconds: float = 240.0,
) -> Draws:
    """Posteriors by several chains from different starts; the time is a limit no ordinary grave meets.

    Args:
        families: each with the ln weights of its configurations, or, where it is drawn place by place, with
            the ln prior odds of each pairing.
        remains: how many there are.
        seed: of the chains.
        seconds: CPU time after which no further batch is begun.
    """
    sweeps = _sweeps(families)
    began = process_time()
    streams = np.random.default_rng(seed).spawn(CHAINS)
    chains = [_start(families, remains, rng, greedy=place % 2 == 0) for place, rng in enumerate(streams)]
    for chain in chains:
        for _ in range(max(40, sweeps // 10)):
            chain.sweep()
            if process_time() - began > seconds / 3:
                break
    large = {f: family[0] for f, family in enumerate(families) if isinstance(family[0], Explorer)}
    _share_what_was_met(chains, families, large)
    run, closed = _run(chains, sweeps, began + seconds, large)
    means = [np.mean([chain[f] for chain in run.batches], axis=(0, 1)) for f in range(len(families))]
    means = [evened(mean, family[0].classes) for mean, family in zip(means, families, strict=True)]
    error, rhat = _error(run.batches, [family[0].classes for family in families])
    if error is not None:
        # What no chain ever met may still have happened about this often (the rule of three, rounded up).
        error = max(error, ERRORS_STATED / (CHAINS * sweeps))
    lists = {f: listed(explorer, families[f][1]) for f, explorer in large.items()}
    before = [listed(large[f], families[f][1], nodes=closed[f]) for f in large]
    outside = _outside(run.states, [keys(one) for one in before]) if large else 0.0
    return Draws(means, error, rhat, run.best, lists, outside)


def _sweeps(families: Sequence[tuple[Configurations, Array] | tuple[Explorer, Array]]) -> int:
    placed = sum(len(first.family.missing) for first, _ in families if isinstance(first, Explorer))
    most = min(MOST_DRAWS // len(families), MOST_PLACED // max(placed, 1))
    return max(min(FEWEST, SWEEPS), min(SWEEPS, most))


def _start(
    families: Sequence[tuple[Configurations, Array] | tuple[Explorer, Array]],
    remains: int,
    rng: np.random.Generator,
    *,
    greedy: bool,
) -> Chain:
    drawn: list[Drawn] = []
    for first, weight in families:
        if isinstance(first, Configurations):
            drawn.append(Listed(first, weight))
        else:
            drawn.append(Placed(first, weight, np.full(len(first.family.missing), -1, dtype=np.intp)))
    chain = Chain(drawn, remains, rng)
    if greedy:
        chain.start_greedily()
    return chain


def _share_what_was_met(
    chains: Sequence[Chain],
    families: Sequence[tuple[Configurations, Array] | tuple[Explorer, Array]],
    large: dict[int, Explorer],
) -> None:
    """Every chain may leap to what any of them met before the run."""
    for f, explorer in large.items():
        prior = families[f][1]
        found = listed(explorer, prior, down_to=DEEPEST_VALLEY)
        for chain in chains:
            family = chain.families[f]
            assert isinstance(family, Placed)
            family.met = Listed(found, found.ln_weight + prior_of(found.bodies, prior))


def _run(
    chains: Sequence[Chain], sweeps: int, until: float, large: dict[int, Explorer]
) -> tuple[_Run, dict[int, int]]:
    """The run, and how many tables of each large family were known when half of it was done."""
    run = _Run([[[] for _ in chain.families] for chain in chains], [], -np.inf, [[] for _ in chains])
    closed: dict[int, int] = {}
    per_batch = max(1, sweeps // BATCHES)
    for batch in range(BATCHES):
        if batch == BATCHES // 2:
            closed = {f: len(explorer.known) for f, explorer in large.items()}
        for place, chain in enumerate(chains):
            _run_batch(run, place, chain, per_batch, large, keep=batch >= BATCHES // 2)
        if process_time() > until:
            break
    return run, closed or {f: len(explorer.known) for f, explorer in large.items()}


def _run_batch(
    run: _Run, place: int, chain: Chain, sweeps: int, large: dict[int, Explorer], *, keep: bool
) -> None:
    for share in chain.shares:
        share[:] = 0.0
    met: list[tuple[bytes, ...]] = []
    for _ in range(sweeps):
        chain.sweep()
        now = chain.ln_weight()
        if now > run.ln_best + 1e-9:
            run.ln_best, run.best = now, [family.bodies.copy() for family in chain.families]
        if large and keep:
            met.append(
                tuple(
                    canonical(chain.families[f].bodies[None], explorer.classes)[0].tobytes()
                    for f, explorer in large.items()
                )
            )
    for f, share in enumerate(chain.shares):
        run.batches[place][f].append(share / sweeps)
    if keep:
        run.states[place].append(met)


def _outside(states: Sequence[Sequence[Sequence[tuple[bytes, ...]]]], known: Sequence[set[bytes]]) -> float:
    """At most this share of the grave's states lies outside the lists: visits, errors of batches, and the
    rule of three.
    """
    share = np.array(
        [
            [
                np.mean([any(key not in one for key, one in zip(met, known, strict=True)) for met in batch])
                for batch in chain
            ]
            for chain in states
        ]
    )
    if share.size < 4:
        return 1.0
    visits = sum(len(batch) for chain in states for batch in chain)
    error = float(share.std(ddof=1)) / share.size**0.5
    return float(share.mean() + ERRORS_STATED * (error + 1 / visits))


def _error(
    batches: Sequence[Sequence[Sequence[Array]]], classes: Sequence[Sequence[Sequence[int]]]
) -> tuple[float | None, float]:
    """The stated error of the worst pairing, and R-hat; no error where the chains disagree."""
    worst, rhat = 0.0, 1.0
    for f in range(len(batches[0])):
        runs = np.array([[evened(b, classes[f]) for b in chain[f]] for chain in batches])
        if runs.shape[1] < 4:  # chain, batch, missing, remains
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
