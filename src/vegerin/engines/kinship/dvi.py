"""The answer about a whole grave, as the command prints it.

Default prior: of the N who may lie here (`event_size` of the case) M are listed; a remains is each of them
with chance 1 / N and somebody unlisted with chance (N - M) / N, so each pairing made costs ln(1 / (N - M)).
Without an event size as many unlisted as remains or missing, whichever is more, are taken: a cautious choice.
Sex from bone, age and place enter as likelihood ratios beside it (`evidence`).
`flat` gives every assignment the same prior, as the reference does.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Any

import numpy as np

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.alternatives import alternatives_to
from vegerin.engines.kinship.ancestry import ln_pairwise_theta
from vegerin.engines.kinship.case import Reading
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.evidence import ln_evidence
from vegerin.engines.kinship.grave import Grave, exclusions, ln_pairwise
from vegerin.engines.kinship.grave_case import read_grave
from vegerin.engines.kinship.joint import Joint, solve_grave
from vegerin.engines.kinship.kin import kin_among
from vegerin.engines.kinship.verdict import UNRECORDED, as_text, verdict, with_unrecorded


def dvi_pairwise(reading: Reading) -> dict[str, Any]:
    """Every remains against every missing person, the others unplaced."""
    grave = read_grave(reading)
    return {"pairwise_LR": _matrix(grave, _exp(_pairwise(grave, _theta(reading))))}


def dvi(reading: Reading, *, prior: str, posteriors: str, seed: int) -> dict[str, Any]:
    """Pair by pair, exclusions, and the grave as a whole."""
    grave, theta = read_grave(reading), _theta(reading)
    odds = ln_prior(reading, grave, prior) + ln_evidence(reading, grave)
    joint = solve_grave(grave, ln_prior=odds, posteriors=posteriors, seed=seed, theta=theta)
    reading.warnings += joint.warnings
    return {
        "loglik_null": joint.loglik_null,
        "pairwise_LR": _matrix(grave, _exp(_pairwise(grave, theta))),
        "exclusion_matrix": _matrix(grave, exclusions(grave)),
        "joint": _printed(grave, joint)
        | {
            "verdicts": verdicts(grave, joint, unrecorded_of(reading)),
            "kin_without_reference": kin_among(grave, _families_of(grave, joint)),
        },
    }


def _theta(reading: Reading) -> float:
    theta = reading.number("theta", low=0, high=1)
    if theta == 1:
        raise BadInput("'theta' is 1; it should be below 1.")
    return theta


def _pairwise(grave: Grave, theta: float) -> Array:
    return ln_pairwise_theta(grave, theta=theta) if theta else ln_pairwise(grave)


def ln_prior(reading: Reading, grave: Grave, prior: str) -> float:
    """ln prior odds of a pairing."""
    if prior == "flat":
        return 0.0
    size = reading.number("event_size", low=1, high=1e9, default=0.0)
    unlisted = max(size - len(grave.places), 0.5) if size else max(len(grave.remains), len(grave.places), 1)
    return -log(unlisted)


def unrecorded_of(reading: Reading) -> Mapping[str, float]:
    """Priors of unrecorded relatives: those of the case, else the default."""
    given = reading.content.get("unrecorded")
    if given is None:
        return UNRECORDED
    if not isinstance(given, Mapping) or not given.keys() <= UNRECORDED.keys():
        raise BadInput(f"'unrecorded' should hold numbers for {', '.join(UNRECORDED)}.")
    if any(isinstance(x, bool) or not isinstance(x, (int, float)) or not 0 <= x <= 1 for x in given.values()):
        raise BadInput("'unrecorded' should hold numbers between 0 and 1.")
    return {**UNRECORDED, **given}


def verdicts(grave: Grave, joint: Joint, unrecorded: Mapping[str, float]) -> list[dict[str, Any]]:
    """A word with its reason for each pairing of the best assignment."""
    grouped = {who for group in joint.groups for who in group.missing}
    column = {who: place for place, (_, who) in enumerate(grave.places)}
    place = {body.id: v for v, body in enumerate(grave.remains)}
    found = []
    for rival in joint.rivals:
        m, v = column[rival.missing], place[rival.remains]
        family, who = grave.places[m]
        placed = tuple(
            (grave.places[c][1], b)
            for b, c in enumerate(joint.best.tolist())
            if c >= 0 and c != m and grave.places[c][0] is family
        )
        near = alternatives_to(grave, family, who, v, placed)
        posterior = with_unrecorded(float(joint.posterior[v, m]), near, unrecorded)
        said = verdict(
            posterior,
            error=joint.error_bound,
            rival=rival.next_missing or rival.next_remains,
            group=rival.missing in grouped,
            alternatives=near,
        )
        found.append(
            {
                "remains": rival.remains,
                "missing": rival.missing,
                "posterior": posterior,
                "verdict": said.word,
                "says": said.says,
                "alternative": as_text(near),
            }
        )
    return found


def _families_of(grave: Grave, joint: Joint) -> dict[int, str]:
    return {v: grave.places[c][0].name for v, c in enumerate(joint.best.tolist()) if c >= 0}


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
