"""Who is who in a whole grave: the best assignment with its proof, and the posterior of every pairing.

Families are independent but for the remains they compete for. Where a family's configurations can be listed
and the grave's total summed, everything is exact. Configurations may be set aside only with a bound (see
`bounds`). What cannot be summed is sampled, with the error stated, or not stated and the reason given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, factorial, log

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import Reason
from vegerin.engines.kinship.bounds import Weighted, set_aside
from vegerin.engines.kinship.certificate import upper_bound
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.exact import TooMany, solve
from vegerin.engines.kinship.grave import Family, Grave, loglik_families
from vegerin.engines.kinship.placements import Configurations, Explorer, configurations
from vegerin.engines.kinship.sampled import CONVERGED, sample

# Probability that may be set aside, step by step, when a grave is too entangled to sum as it stands.
SET_ASIDE = (1e-5, 1e-4, 1e-3, 4e-3)


@dataclass(frozen=True)
class Group:
    """Remains and missing persons that nothing typed tells apart."""

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Rival:
    """A pairing of the best assignment, and what comes next: ratio to the best assignment without it."""

    remains: str
    missing: str
    next_missing: str | None
    next_remains: str | None
    log10_ratio: float | None


@dataclass(frozen=True)
class Joint:
    """What can be said of a grave as a whole; rows are remains, columns missing persons."""

    method: str
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
class _Found:
    """Results of the parts of a grave as they come in."""

    posterior: list[Array]
    best: list[NDArray[np.intp]]
    runner_up: dict[tuple[int, int], float]
    error: float | None = 0.0
    rhat: float | None = None
    sampled: bool = False


def solve_grave(
    grave: Grave, *, ln_prior: float = 0.0, posteriors: str = "auto", seed: int = 0, seconds: float = 240.0
) -> Joint:
    """The joint answer.

    Args:
        grave: remains, families, markers.
        ln_prior: ln prior odds of each pairing made; 0 is the flat prior over assignments.
        posteriors: "exact" refuses to sample, "sampled" samples even what could be summed, "auto" decides.
        seed: of the sampler.
        seconds: CPU time that sampling may take.
    """
    families = [family for family in grave.families if family.missing]
    listed = [configurations(grave, family) for family in families]
    weights = [None if c is None else c.ln_weight + ln_prior * c.placed for c in listed]
    found = _Found(
        [np.zeros((len(f.missing), len(grave.remains))) for f in families],
        [np.full(len(f.missing), -1, dtype=np.intp) for f in families],
        {},
    )
    warnings: list[Reason] = []
    explorers: dict[int, Explorer] = {}
    for part in _parts(families, listed, grave):
        _solve_part(
            grave, families, listed, weights, part, found, explorers,
            ln_prior=ln_prior, posteriors=posteriors, seed=seed, seconds=seconds, warnings=warnings,
        )  # fmt: skip
    return _joint(grave, families, listed, weights, found, explorers, warnings, ln_prior=ln_prior)


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


def _solve_part(
    grave: Grave,
    families: Sequence[Family],
    listed: Sequence[Configurations | None],
    weights: Sequence[Array | None],
    part: list[int],
    found: _Found,
    explorers: dict[int, Explorer],
    *,
    ln_prior: float,
    posteriors: str,
    seed: int,
    seconds: float,
    warnings: list[Reason],
) -> None:
    ready = [(c, w) for f in part for c, w in [(listed[f], weights[f])] if c is not None and w is not None]
    if len(ready) == len(part) and posteriors != "sampled":
        if _sum(part, ready, found):
            return
        _sum_most(grave, families, part, ready, found, seed=seed, seconds=seconds, warnings=warnings)
        return
    drawn: list[Weighted | tuple[Explorer, float]] = []
    for f in part:
        c, w = listed[f], weights[f]
        if c is not None and w is not None:
            drawn.append((c, w))
        else:
            explorers[f] = Explorer(grave, families[f])
            drawn.append((explorers[f], ln_prior))
    _draw(grave, part, drawn, found, seed, seconds, warnings)


def _sum_most(
    grave: Grave,
    families: Sequence[Family],
    part: Sequence[int],
    ready: Sequence[Weighted],
    found: _Found,
    *,
    seed: int,
    seconds: float,
    warnings: list[Reason],
) -> None:
    """Set aside what a bound allows, a little at first, until the rest can be summed; sample only what
    cannot.
    """
    left, weighted, dropped = list(part), list(ready), 0.0
    for allowed in SET_ASIDE:
        small, dropped = set_aside(weighted, allowed, remains=len(grave.remains))
        stuck: list[int] = []
        for again in _parts([families[f] for f in left], [c for c, _ in small], grave):
            if not _sum([left[i] for i in again], [small[i] for i in again], found):
                stuck += again
        found.error = None if found.error is None else found.error + dropped
        left, weighted = [left[i] for i in stuck], [small[i] for i in stuck]
        if not left:
            return
    for again in _parts([families[f] for f in left], [c for c, _ in weighted], grave):
        chosen = [weighted[i] for i in again]
        _draw(grave, [left[i] for i in again], chosen, found, seed, seconds, warnings)


def _sum(part: Sequence[int], ready: Sequence[Weighted], found: _Found) -> bool:
    """Solve exactly, if that is possible."""
    try:
        solution = solve([c for c, _ in ready], [w for _, w in ready])
    except TooMany:
        return False
    for i, f in enumerate(part):
        c = ready[i][0]
        found.posterior[f][:] = shares(c, solution.posterior[i], found.posterior[f].shape[1])
        found.best[f] = c.bodies[solution.choice[i]]
        for m, body in enumerate(found.best[f].tolist()):
            if body >= 0:
                others = solution.best_with[i][c.bodies[:, m] != body]
                found.runner_up[f, m] = solution.ln_best - float(others.max(initial=-np.inf))
    return True


def _draw(
    grave: Grave,
    part: Sequence[int],
    drawn: Sequence[Weighted | tuple[Explorer, float]],
    found: _Found,
    seed: int,
    seconds: float,
    warnings: list[Reason],
) -> None:
    draws = sample(drawn, remains=len(grave.remains), seed=seed, seconds=seconds)
    found.sampled = True
    found.rhat = max(found.rhat or 1.0, draws.rhat)
    for i, f in enumerate(part):
        found.posterior[f][:] = draws.posterior[i]
        found.best[f] = draws.best[i]
    if draws.error is None:
        found.error = None
        says = (
            f"The chains do not agree (R-hat {draws.rhat:.2f} above {CONVERGED}), so no error is "
            "stated. Use more references, or treat the families of this grave apart."
        )
        warnings.append(Reason("posterior.no-bound", {"rhat": draws.rhat}, says))
    elif found.error is not None:
        found.error = max(found.error, draws.error)


def shares(c: Configurations, posterior: Array, remains: int) -> Array:
    """From the posterior of configurations to that of pairings."""
    return np.array(
        [np.bincount(c.bodies[:, m] + 1, posterior, remains + 1)[1:] for m in range(c.bodies.shape[1])]
    )


def _joint(
    grave: Grave,
    families: Sequence[Family],
    listed: Sequence[Configurations | None],
    weights: Sequence[Array | None],
    found: _Found,
    explorers: dict[int, Explorer],
    warnings: list[Reason],
    *,
    ln_prior: float,
) -> Joint:
    null = float(grave.loglik_remains.sum() + loglik_families(grave).sum())
    posterior = np.concatenate(list(found.posterior) or [np.zeros((0, len(grave.remains)))]).T
    ln_ratio = sum(_ln_ratio(f, listed, found, explorers) for f in range(len(families)))
    placed = sum(int((bodies >= 0).sum()) for bodies in found.best)
    ready = [(c, w) for c, w in zip(listed, weights, strict=True) if c is not None and w is not None]
    gap: float | None = None
    if len(ready) == len(families):
        small = ready
        if sum(len(weight) for _, weight in ready) > 5_000:
            small, _ = set_aside(ready, 1e-9, remains=len(grave.remains))
        bound = upper_bound([c for c, _ in small], [w for _, w in small], remains=len(grave.remains))
        gap = None if bound is None else max(0.0, bound - (ln_ratio + ln_prior * placed))
    if gap is None:
        says = "A family has too many configurations to list, so the linear programme gives no bound."
        warnings.append(Reason("certificate.none", {}, says))
    flat = None if found.sampled or len(ready) < len(families) else _ln_sum(ready, ln_prior)
    return Joint(
        "sampled" if found.sampled else "enumerated",
        count_assignments(grave),
        None if flat is None else null + flat,
        _best(grave, families, found),
        null + ln_ratio,
        not found.sampled or (gap is not None and gap < 1e-6),
        gap,
        posterior,
        found.error,
        found.rhat,
        _groups(grave, families, listed, found, explorers),
        tuple(_rivals(grave, families, found, posterior)),
        tuple(warnings),
    )


def _ln_ratio(
    f: int, listed: Sequence[Configurations | None], found: _Found, explorers: dict[int, Explorer]
) -> float:
    c = listed[f]
    if c is not None:
        row = int(np.flatnonzero((c.bodies == found.best[f]).all(axis=1))[0])
        return float(c.ln_weight[row])
    missing = explorers[f].family.missing
    return explorers[f].ln_weight(
        tuple((who, int(b)) for who, b in zip(missing, found.best[f], strict=True) if b >= 0)
    )


def _ln_sum(ready: Sequence[Weighted], ln_prior: float) -> float | None:
    """ln of the sum of the likelihood ratios of all assignments."""
    try:
        return solve([c for c, _ in ready], [w - ln_prior * c.placed for c, w in ready]).ln_total
    except TooMany:
        return None


def _best(grave: Grave, families: Sequence[Family], found: _Found) -> NDArray[np.intp]:
    """For each remains the column of its missing person, or -1."""
    column = {who: place for place, (_, who) in enumerate(grave.places)}
    best = np.full(len(grave.remains), -1, dtype=np.intp)
    for family, bodies in zip(families, found.best, strict=True):
        for who, body in zip(family.missing, bodies.tolist(), strict=True):
            if body >= 0:
                best[body] = column[who]
    return best


def count_assignments(grave: Grave) -> int | None:
    """How many assignments the sexes allow; None where unknown sexes make them hard to count."""
    bodies = [body.sex for body in grave.remains]
    people = [family.pedigree.person(who).sex for family, who in grave.places]
    kinds = {"M", "F"} if "U" not in {*bodies, *people} else set()
    if not kinds:
        return _matchings(len(bodies), len(people)) if not {"M", "F"} & {*bodies, *people} else None
    total = 1
    for sex in sorted(kinds):
        total *= _matchings(bodies.count(sex), people.count(sex))
    return total


def _matchings(v: int, m: int) -> int:
    """Ways to pair some of v with some of m.

    >>> _matchings(5, 5)
    1546
    """
    return sum(comb(v, k) * comb(m, k) * factorial(k) for k in range(min(v, m) + 1))


def _groups(
    grave: Grave,
    families: Sequence[Family],
    listed: Sequence[Configurations | None],
    found: _Found,
    explorers: dict[int, Explorer],
) -> tuple[Group, ...]:
    """Missing persons of one family whose exchange changes no weight, with the remains that lie there."""
    groups: list[Group] = []
    for f, family in enumerate(families):
        placed = [m for m, body in enumerate(found.best[f].tolist()) if body >= 0]
        for members in _interchangeable(placed, f, listed[f], found, explorers.get(f)):
            bodies = tuple(grave.remains[int(found.best[f][m])].id for m in members)
            names = tuple(family.missing[m] for m in members)
            groups.append(Group(bodies, names, _says(bodies, names)))
    return tuple(groups)


def _says(bodies: Sequence[str], names: Sequence[str]) -> str:
    one = " and ".join(bodies) if len(bodies) == 2 else ", ".join(bodies)
    two = " and ".join(names) if len(names) == 2 else ", ".join(names)
    return f"{one} are {two}, but nothing typed tells who is who; they are named together."


def _interchangeable(
    placed: Sequence[int], f: int, c: Configurations | None, found: _Found, explorer: Explorer | None
) -> list[list[int]]:
    groups: list[list[int]] = []
    for m in placed:
        for group in groups:
            if _same_when_swapped(m, group[0], found.best[f], c, explorer):
                group.append(m)
                break
        else:
            groups.append([m])
    return [group for group in groups if len(group) > 1]


def _same_when_swapped(
    m: int, n: int, best: NDArray[np.intp], c: Configurations | None, explorer: Explorer | None
) -> bool:
    swapped = best.copy()
    swapped[[m, n]] = swapped[[n, m]]
    if c is not None:
        rows = [np.flatnonzero((c.bodies == state).all(axis=1)) for state in (best, swapped)]
        if not all(len(row) for row in rows):
            return False
        return abs(float(c.ln_weight[rows[0][0]] - c.ln_weight[rows[1][0]])) < 1e-6
    assert explorer is not None
    missing = explorer.family.missing
    if explorer.family.pedigree.person(missing[m]).sex != explorer.family.pedigree.person(missing[n]).sex:
        return False
    one, two = (
        explorer.ln_weight(tuple((w, int(b)) for w, b in zip(missing, state, strict=True) if b >= 0))
        for state in (best, swapped)
    )
    return abs(one - two) < 1e-6


def _rivals(grave: Grave, families: Sequence[Family], found: _Found, posterior: Array) -> list[Rival]:
    """For every pairing of the best assignment, whoever comes next."""
    names = [who for _, who in grave.places]
    column = {who: place for place, who in enumerate(names)}
    rivals = []
    for f, family in enumerate(families):
        for m, body in enumerate(found.best[f].tolist()):
            if body < 0:
                continue
            here = column[family.missing[m]]
            other = _next(posterior[body], here)
            nobody_else = _next(posterior[:, here], body)
            ratio = found.runner_up.get((f, m))
            rivals.append(
                Rival(
                    grave.remains[body].id,
                    family.missing[m],
                    None if other is None else names[other],
                    None if nobody_else is None else grave.remains[nobody_else].id,
                    None if ratio is None else ratio / log(10),
                )
            )
    order = {body.id: place for place, body in enumerate(grave.remains)}
    return sorted(rivals, key=lambda rival: order[rival.remains])


def _next(values: Array, besides: int) -> int | None:
    """The largest but one, if it has any weight at all."""
    others = values.copy()
    others[besides] = -1.0
    place = int(others.argmax()) if len(others) else 0
    return place if len(others) and others[place] > 0 else None
