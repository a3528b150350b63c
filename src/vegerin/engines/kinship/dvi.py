"""The answer about a whole grave, as the command prints it.

Default prior: of the N who may lie here (`event_size` of the case) M are listed; a remains is each of them
with chance 1 / N and somebody unlisted with chance (N - M) / N, so each pairing made costs ln(1 / (N - M)).
Without an event size as many unlisted as remains or missing, whichever is more, are taken: a cautious choice.
`flat` gives every assignment the same prior, as the reference does.
"""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np

from vegerin.engines.answers import Reason
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Grave, exclusions, ln_pairwise, loglik_families, read_grave
from vegerin.engines.kinship.joint import Joint, solve_grave


def dvi_pairwise(reading: Reading) -> dict[str, Any]:
    """Every remains against every missing person, the others unplaced."""
    grave = read_grave(reading)
    _warn_of_theta(reading)
    return {"pairwise_LR": _matrix(grave, _exp(ln_pairwise(grave)))}


def dvi(reading: Reading, *, prior: str, posteriors: str, seed: int) -> dict[str, Any]:
    """Pair by pair, exclusions, and the grave as a whole."""
    grave = read_grave(reading)
    joint = solve_grave(grave, ln_prior=ln_prior(reading, grave, prior), posteriors=posteriors, seed=seed)
    reading.warnings += joint.warnings
    _warn_of_theta(reading)
    null = float(grave.loglik_remains.sum() + loglik_families(grave).sum())
    return {
        "loglik_null": null,
        "pairwise_LR": _matrix(grave, _exp(ln_pairwise(grave))),
        "exclusion_matrix": _matrix(grave, exclusions(grave)),
        "joint": _printed(grave, joint),
    }


def _warn_of_theta(reading: Reading) -> None:
    """A grave is computed without theta; who asked for it must hear so, as without it matches look better."""
    theta = reading.number("theta", low=0, high=1)
    if theta:
        says = (
            f"theta {theta:g} is not used for a grave: in a population of shared ancestors these likelihood"
            " ratios are too high. Check each pairing by kinship_lr, or by search --theta."
        )
        reading.warnings.append(Reason("theta.not-used", {"theta": theta}, says))


def ln_prior(reading: Reading, grave: Grave, prior: str) -> float:
    """ln prior odds of a pairing."""
    if prior == "flat":
        return 0.0
    size = reading.number("event_size", low=1, high=1e9, default=0.0)
    unlisted = max(size - len(grave.places), 0.5) if size else max(len(grave.remains), len(grave.places), 1)
    return -log(unlisted)


def _matrix(grave: Grave, values: Array) -> dict[str, Any]:
    return {
        "rows": [body.id for body in grave.remains],
        "cols": [who for _, who in grave.places],
        "values": values,
    }


def _exp(values: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.exp(values)


def _printed(grave: Grave, joint: Joint) -> dict[str, Any]:
    names = [who for _, who in grave.places]
    return {
        "method": joint.method,
        "n_assignments": joint.n_assignments,
        "log_sum_likelihood": joint.log_sum_likelihood,
        "best_assignment": {
            body.id: names[place] if place >= 0 else "*"
            for body, place in zip(grave.remains, joint.best.tolist(), strict=True)
        },
        "best_loglik": joint.best_loglik,
        "optimal": joint.optimal,
        "lp_gap": joint.lp_gap,
        "pairing_posterior": _matrix(grave, joint.posterior),
        "posterior_error_bound": joint.error_bound,
        "rhat": joint.rhat,
        "groups": joint.groups,
        "rivals": joint.rivals,
    }
