"""Who is who in a whole grave: the best assignment with its proof, and the posterior of every pairing.

Families are independent but for the remains they compete for. Where a family's configurations can be listed
and the grave's total summed, everything is exact. Configurations may be set aside only with a bound (see
`bounds`). What cannot be summed is sampled, with the error stated, or not stated and the reason given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import BadInput, Reason
from vegerin.engines.kinship.ancestry import loglik_family_theta, with_theta
from vegerin.engines.kinship.beside import Group, Rival, count_assignments, groups_of, rivals_of, row_of
from vegerin.engines.kinship.bounds import Weighted, set_aside
from vegerin.engines.kinship.certificate import upper_bound
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.exact import TooMany, solve
from vegerin.engines.kinship.explored import prior_of
from vegerin.engines.kinship.grave import Family, Grave, alone, loglik_families
from vegerin.engines.kinship.placements import Configurations, Explorer, configurations, shares
from vegerin.engines.kinship.sampled import CONVERGED, Draws, sample
from vegerin.engines.kinship.symmetry import Classes, classes_of

# Probability that may be set aside, step by step, when a grave is too entangled to sum as it stands.
SET_ASIDE = (1e-5, 1e-4, 1e-3, 4e-3)

# Above so many configurations the linear programme is given those that a bound of 1e-9 does not set aside.
PROGRAMME = 5_000


@dataclass(frozen=True)
class Joint:
    """What can be said of a grave as a whole; rows are remains, columns missing persons."""

    method: str
    loglik_null: float
    n_assignments: int | None
    log_sum_likelihood: float | None
    best: NDArray[np.intp]
    best_loglik: float
    optimal: bool
    lp_gap: float | None
    posterior: Array
    error_bound: float | None
    rhat: float | None
    groups: tuple[Group, ...]
    rivals: tuple[Rival, ...]
    warnings: tuple[Reason, ...]


@dataclass
class _Work:
    """A grave on the way to its answer: families in order, then what was found of each."""

    grave: Grave
    families: list[Family]
    ln_prior: list[Array]
    listed: list[Configurations | None]
    weights: list[Array | None]
    theta: float
    posteriors: str
    seed: int
    seconds: float
    posterior: list[Array] = field(default_factory=list)
    best: list[NDArray[np.intp]] = field(default_factory=list)
    runner_up: dict[tuple[int, int], float] = field(default_factory=dict)
    error: float | None = 0.0
    rhat: float | None = None
    sampled: bool = False
    warnings: list[Reason] = field(default_factory=list)

    def ready(self, part: Sequence[int]) -> list[Weighted] | None:
        """The listed families of a part, if all are."""
        found = [(c, w) for f in part for c, w in [(self.listed[f], self.weights[f])] if c is not None]
        return [(c, w) for c, w in found if w is not None] if len(found) == len(part) else None

    def add_error(self, more: float | None) -> None:
        """Errors of parts of the grave add up; one that is not known makes the sum unknown."""
        self.error = None if self.error is None or more is None else self.error + more


def solve_grave(
    grave: Grave,
    *,
    ln_prior: float | Array = 0.0,
    posteriors: str = "auto",
    seed: int = 0,
    seconds: float = 240.0,
    theta: float = 0.0,
) -> Joint:
    """The joint answer.

    Args:
        grave: remains, families, markers.
        ln_prior: ln prior odds of each pairing made (remains by missing persons, or one number for all); 0 is
            the flat prior over assignments.
        posteriors: "exact" refuses to sample, "sampled" samples even what could be summed, "auto" decides.
        seed: of the sampler.
        seconds: CPU time that sampling may take.
        theta: shared ancestry of the founders of each family and the remains placed there.
    """
    families = [family for family in grave.families if family.missing]
    priors = _priors(grave, families, ln_prior)
    listed = [configurations(grave, f, alike=_alike(f, p)) for f, p in zip(families, priors, strict=True)]
    work = _Work(grave, families, priors, listed, [None] * len(families), theta, posteriors, seed, seconds)
    work.posterior = [np.zeros((len(f.missing), len(grave.remains))) for f in families]
    work.best = [np.full(len(f.missing), -1, dtype=np.intp) for f in families]
    for f, c in enumerate(listed):
        if c is not None:
            _weigh(work, f, c)
    for part in _parts(families, work.listed, grave):
        _solve_part(work, part)
    return _joint(work)


def _priors(grave: Grave, families: Sequence[Family], ln_prior: float | Array) -> list[Array]:
    """For each family missing by remains."""
    whole = np.broadcast_to(np.asarray(ln_prior, dtype=float), (len(grave.remains), len(grave.places)))
    column = {who: place for place, (_, who) in enumerate(grave.places)}
    return [
        whole[:, [column[who] for who in family.missing]].T.reshape(len(family.missing), -1)
        for family in families
    ]


def _alike(family: Family, ln_prior: Array) -> Classes:
    """Who may be exchanged: nothing but DNA may tell them apart either."""
    classes: list[tuple[int, ...]] = []
    for members in classes_of(family.pedigree, family.missing):
        by_prior: dict[bytes, list[int]] = {}
        for m in members:
            by_prior.setdefault(ln_prior[m].tobytes(), []).append(m)
        classes += [tuple(one) for one in by_prior.values()]
    return tuple(classes)


def _weigh(work: _Work, f: int, c: Configurations) -> None:
    """Likelihood ratios with theta if asked for, and the prior."""
    if work.theta:
        c, left = with_theta(work.grave, c, work.ln_prior[f], work.theta)
        if left:
            says = (
                f"{work.families[f].name}: theta was worked into the heaviest configurations; {left} lighter "
                "ones keep their weight without it."
            )
            work.warnings.append(Reason("theta.in-part", {"left": left}, says))
    work.listed[f], work.weights[f] = c, c.ln_weight + prior_of(c.bodies, work.ln_prior[f])


def _parts(
    families: Sequence[Family], listed: Sequence[Configurations | None], grave: Grave
) -> list[list[int]]:
    """Families that compete for no remains are solved apart."""
    leader = list(range(len(families)))

    def find(f: int) -> int:
        while leader[f] != f:
            f = leader[f]
        return f

    first: dict[int, int] = {}
    for f, family in enumerate(families):
        c = listed[f]
        fits = np.any([grave.fits(who, family) for who in family.missing], axis=0)
        bodies = np.flatnonzero(fits) if c is None else np.unique(c.bodies[c.bodies >= 0])
        for body in bodies.tolist():
            leader[find(f)] = find(first.setdefault(body, f))
    parts: dict[int, list[int]] = defaultdict(list)
    for f in range(len(families)):
        parts[find(f)].append(f)
    return list(parts.values())


def _solve_part(work: _Work, part: list[int]) -> None:
    ready = work.ready(part)
    if ready is None or work.posteriors == "sampled":
        _draw(work, part)
    elif not _sum(work, part, ready):
        _sum_most(work, part, ready)


def _sum_most(work: _Work, part: Sequence[int], ready: Sequence[Weighted]) -> None:
    """Set aside what a bound allows, a little at first, until the rest can be summed; sample only what
    cannot.
    """
    left, weighted, dropped = list(part), list(ready), 0.0
    for allowed in SET_ASIDE:
        small, dropped = set_aside(weighted, allowed, remains=len(work.grave.remains))
        stuck: list[int] = []
        for again in _parts([work.families[f] for f in left], [c for c, _ in small], work.grave):
            if not _sum(work, [left[i] for i in again], [small[i] for i in again]):
                stuck += again
        work.add_error(dropped)
        left, weighted = [left[i] for i in stuck], [small[i] for i in stuck]
        if not left:
            return
    for again in _parts([work.families[f] for f in left], [c for c, _ in weighted], work.grave):
        _draw(work, [left[i] for i in again], [weighted[i] for i in again])


def _sum(work: _Work, part: Sequence[int], ready: Sequence[Weighted]) -> bool:
    """Solve exactly, if that is possible."""
    try:
        solution = solve([c for c, _ in ready], [w for _, w in ready])
    except TooMany:
        return False
    for i, f in enumerate(part):
        c = ready[i][0]
        work.posterior[f][:] = shares(c, solution.posterior[i], work.posterior[f].shape[1])
        work.best[f] = c.bodies[solution.choice[i]]
        alike = {m for members in c.classes if len(members) > 1 for m in members}
        for m, body in enumerate(work.best[f].tolist()):
            if body >= 0:
                others = solution.best_with[i][c.bodies[:, m] != body]
                ratio = solution.ln_best - float(others.max(initial=-np.inf))
                work.runner_up[f, m] = 0.0 if m in alike else ratio
    return True


def _draw(work: _Work, part: Sequence[int], ready: Sequence[Weighted] | None = None) -> None:
    """Sample; where families were too large to list, sum over the lists that the chains have made."""
    if work.posteriors == "exact":
        raise BadInput("This grave is too entangled to be summed exactly. Leave --posteriors exact out.")
    drawn: list[tuple[Configurations, Array] | tuple[Explorer, Array]] = []
    for i, f in enumerate(part):
        c, w = work.listed[f], work.weights[f]
        if ready is not None:
            drawn.append(ready[i])
        elif c is not None and w is not None:
            drawn.append((c, w))
        else:
            family, prior = work.families[f], work.ln_prior[f]
            drawn.append((Explorer(work.grave, family, _alike(family, prior)), prior))
    draws = sample(drawn, remains=len(work.grave.remains), seed=work.seed, seconds=work.seconds)
    work.sampled = True
    work.rhat = max(work.rhat or 1.0, draws.rhat)
    for i, f in enumerate(part):
        work.posterior[f][:] = draws.posterior[i]
        work.best[f] = draws.best[i]
    if draws.lists and draws.error is not None:
        _sum_over_lists(work, part, draws)
    else:
        for i, c in draws.lists.items():
            _weigh(work, part[i], c)
        work.add_error(draws.error)
    if draws.error is None:
        says = (
            f"The chains do not agree (R-hat {draws.rhat:.2f} above {CONVERGED}), so no error is "
            "stated. Use more references, or treat the families of this grave apart."
        )
        work.warnings.append(Reason("posterior.no-bound", {"rhat": draws.rhat}, says))


def _sum_over_lists(work: _Work, part: Sequence[int], draws: Draws) -> None:
    """Exact sums over what the chains have seen; the error is the share of what they have not."""
    for i, c in draws.lists.items():
        _weigh(work, part[i], c)
    before = [work.posterior[f].copy() for f in part]
    ready = work.ready(part)
    assert ready is not None and draws.error is not None
    if not _sum(work, part, ready):
        work.add_error(draws.error)
        return
    gap = max(float(np.abs(work.posterior[f] - b).max()) for f, b in zip(part, before, strict=True))
    # The chains ran without theta, so with it they say nothing about the sums.
    work.add_error(draws.outside + (0.0 if work.theta else max(0.0, gap - draws.error)))


def _joint(work: _Work) -> Joint:
    grave, families = work.grave, work.families
    ready = work.ready(range(len(families)))
    assert ready is not None, "whatever was not listed was explored"
    best = [_settled(work, f, c) for f, (c, _) in enumerate(ready)]
    rows = [row_of(c, bodies) for (c, _), bodies in zip(ready, best, strict=True)]
    ln_ratio = sum(float(c.ln_weight[row or 0]) for (c, _), row in zip(ready, rows, strict=True))
    ln_value = sum(float(w[row or 0]) for (_, w), row in zip(ready, rows, strict=True))
    gap = _gap(work, ready, ln_value)
    complete = all(c.complete for c, _ in ready)
    if not complete:
        says = (
            "A family has too many configurations to list; the best assignment, lp_gap and the posterior are "
            "over those that the chains have seen, and posterior_error_bound says what may lie outside."
        )
        work.warnings.append(Reason("certificate.explored", {}, says))
    null = _null(work)
    flat = None if work.sampled or not complete else _ln_sum(ready)
    posterior = np.concatenate([*work.posterior, np.zeros((0, len(grave.remains)))]).T
    posterior = posterior[:, _columns(grave, families)]
    return Joint(
        "sampled" if work.sampled else "enumerated",
        null,
        count_assignments(grave),
        None if flat is None else null + flat,
        _assignment(grave, families, best),
        null + ln_ratio,
        complete and (not work.sampled or (gap is not None and gap < 1e-6)),
        gap,
        posterior,
        work.error,
        work.rhat,
        groups_of(grave, families, [c for c, _ in ready], [w for _, w in ready], best),
        tuple(rivals_of(grave, families, best, work.runner_up, posterior)),
        tuple(work.warnings),
    )


def _settled(work: _Work, f: int, c: Configurations) -> NDArray[np.intp]:
    """The best state of a family as it stands in its list; nobody where it does not."""
    row = row_of(c, work.best[f])
    return c.bodies[row] if row is not None else np.full(c.bodies.shape[1], -1, dtype=np.intp)


def _columns(grave: Grave, families: Sequence[Family]) -> list[int]:
    """Where each missing person of the grave stands when families are gone through in order."""
    order = {who: i for i, who in enumerate(who for family in families for who in family.missing)}
    return [order[who] for _, who in grave.places]


def _null(work: _Work) -> float:
    """ln likelihood with nobody placed."""
    grave = work.grave
    if not work.theta:
        return float(grave.loglik_remains.sum() + loglik_families(grave).sum())
    apart = [Family(body.id, alone(body), (), {body.id: body.typing}) for body in grave.remains]
    return sum(loglik_family_theta(grave, family, theta=work.theta) for family in (*grave.families, *apart))


def _gap(work: _Work, ready: Sequence[Weighted], ln_value: float) -> float | None:
    """How far the best assignment can be from the best there is, by the linear programme."""
    small = list(ready)
    if sum(len(weight) for _, weight in ready) > PROGRAMME:
        small, _ = set_aside(ready, 1e-9, remains=len(work.grave.remains))
    bound = upper_bound([c for c, _ in small], [w for _, w in small], remains=len(work.grave.remains))
    if bound is None:
        says = "There are too many configurations for the linear programme, so it gives no bound."
        work.warnings.append(Reason("certificate.none", {}, says))
        return None
    return max(0.0, bound - ln_value)


def _ln_sum(ready: Sequence[Weighted]) -> float | None:
    """ln of the sum of the likelihood ratios of all assignments."""
    try:
        return solve([c for c, _ in ready], [c.ln_weight for c, _ in ready]).ln_total
    except TooMany:
        return None


def _assignment(
    grave: Grave, families: Sequence[Family], best: Sequence[NDArray[np.intp]]
) -> NDArray[np.intp]:
    """For each remains the column of its missing person, or -1."""
    column = {who: place for place, (_, who) in enumerate(grave.places)}
    result = np.full(len(grave.remains), -1, dtype=np.intp)
    for family, bodies in zip(families, best, strict=True):
        for who, body in zip(family.missing, bodies.tolist(), strict=True):
            if body >= 0:
                result[body] = column[who]
    return result
