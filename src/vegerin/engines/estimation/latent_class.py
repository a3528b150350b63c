"""Latent classes: people differ in how easily each list finds them (Hamiltonian sampling, several chains).

Everybody belongs to one of K unseen classes, and within a class the lists are independent. The weights of
the classes follow a Dirichlet process broken off at K (Manrique-Vallier 2016, doi:10.1111/biom.12502), with
the priors of his package LCMCR: every list probability uniform, concentration Gamma(0.25, 0.25), total
proportional to 1/N.

One chain says nothing about whether it has arrived: three seeds of the package give 50,576, 87,002 and
141,743 for one table. Here several chains run from far apart and go on until they agree (R-hat below 1.01),
hold 400 independent draws' worth, and leave the median certain to 0.6 %; else the answer says which failed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vegerin.engines.estimation.diagnostics import effective_size, error_of_median, r_hat
from vegerin.engines.estimation.latent_chains import Chains
from vegerin.engines.estimation.tables import Floats, OverlapTable

CLASSES = 10
ENOUGH_RHAT, ENOUGH_DRAWS, ENOUGH_MEDIAN = 1.01, 400, 0.006
WARM_UP, BLOCK, FEWEST_BLOCKS = 200, 100, 4
MOST_DRAWS = 4000
MOST_TIMES_LISTED = 200.0  # the prior of the unlisted ends here, as for the graphs
MANY_CELLS = 60


@dataclass(frozen=True)
class LatentClass:
    """The posterior of the total.

    Args:
        median, mean, q025, q975: of the total.
        rhat, ess: agreement of the chains and worth in independent draws, on the log of the unlisted.
        median_error: standard error of the median that comes from sampling, as a share of it.
        iterations: draws of each chain that were kept.
        converged: whether R-hat is below 1.01 and the draws are worth more than 400.
        hidden_share: share of the unlisted in classes that each list finds less than one in ten times.
        truncated: share of draws beyond 200 times the listed, which are left out.
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
    median_error: float
    hidden_share: float
    truncated: float


def latent_class(
    table: OverlapTable,
    *,
    rng: np.random.Generator,
    chains: int = 4,
    classes: int = CLASSES,
    most_draws: int = MOST_DRAWS,
    enough_draws: int = ENOUGH_DRAWS,
    fast: bool = True,
) -> LatentClass:
    """The total under latent classes, run until the chains agree or `most_draws` of each are over.

    Args:
        table: three lists or more; impossible cells are known to hold nobody.
        rng: where chance comes from.
        chains: how many run side by side, from far apart.
        classes: where the Dirichlet process is broken off.
        most_draws: of each chain; tables with many filled cells take longer a draw and get fewer.
        enough_draws: worth in independent draws that ends the sampling.
        fast: use compiled loops where numba is installed.
    """
    ordered, _ = table.ordered()
    sampler = Chains(ordered, rng=rng, chains=chains, classes=classes, fast=fast)
    with np.errstate(all="ignore"):
        sampler.warm_up(WARM_UP)
    most_draws = max(
        FEWEST_BLOCKS * BLOCK, int(most_draws * min(1.0, MANY_CELLS / np.count_nonzero(ordered.counts)))
    )
    unlisted, hidden = np.empty((0, chains)), np.empty((0, chains))
    while len(unlisted) < most_draws:
        with np.errstate(all="ignore"):  # a step too far runs to infinity and is refused
            drawn, low = sampler.draw(BLOCK)
        unlisted, hidden = np.concatenate([unlisted, drawn]), np.concatenate([hidden, low])
        settled = (
            len(unlisted) // 3 if len(unlisted) > FEWEST_BLOCKS * BLOCK else 0
        )  # a longer run forgets its beginning
        found = _summary(table.listed, unlisted[settled:], hidden[settled:], enough_draws=enough_draws)
        if len(unlisted) >= FEWEST_BLOCKS * BLOCK and found.converged and found.median_error < ENOUGH_MEDIAN:
            break
    return found


def _summary(listed: int, unlisted: Floats, hidden: Floats, *, enough_draws: int) -> LatentClass:
    """What the chains say so far."""
    most = MOST_TIMES_LISTED * listed
    logs = np.log(np.minimum(unlisted, most) + 0.5)
    rhat, ess = r_hat(logs), effective_size(logs)
    # The prior ends at `most`: what lies beyond is left out, which is exact as the prior is a factor.
    total = listed + unlisted[unlisted <= most]
    if not total.size:
        total = np.array([listed + most])
    median, low, high = (float(each) for each in np.quantile(total, [0.5, 0.025, 0.975]))
    return LatentClass(
        median=median,
        mean=float(total.mean()),
        q025=low,
        q975=high,
        rhat=rhat,
        ess=ess,
        chains=unlisted.shape[1],
        iterations=len(unlisted),
        converged=bool(rhat < ENOUGH_RHAT and ess > enough_draws),
        median_error=error_of_median(listed + np.minimum(unlisted, most)) / median,
        hidden_share=float(hidden.mean()),
        truncated=float((unlisted > most).mean()),
    )
