"""All remains against all missing of all families: tables once a family, then look-ups.

The screen runs in float32; what passes the threshold is computed again in float64, with theta where it is
set, and shown with its rivals, with what a brother, half-brother or cousin of the missing person would
explain, and with how far it hangs on the mutation rates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log, log10

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.alternatives import alternatives_to
from vegerin.engines.kinship.ancestry import ln_weights
from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.grave import Family, Grave, Node, Remains, ln_tables
from vegerin.engines.kinship.likelihood import Question, ln, probabilities
from vegerin.engines.kinship.markers import Marker
from vegerin.engines.kinship.mutation import MutationModel
from vegerin.engines.kinship.verdict import UNRECORDED, as_text, verdict, with_unrecorded

Single = NDArray[np.float32]
Places = NDArray[np.int32]

# Missing persons whose tables are held side by side; floor of ln LR, so that an exclusion stays a number.
SIDE_BY_SIDE, FLOOR = 64, -300.0

# What each hit is computed again with, to show how far it hangs on it.
MUTATION_FACTORS, THETAS = {"mutation / 10": 0.1, "mutation x 10": 10.0}, (0.01, 0.03)


@dataclass(frozen=True)
class Hit:
    """One pairing above the threshold with everything that belongs beside it."""

    remains: str
    family: str
    missing: str
    log10_lr: float
    prior: float
    posterior: float
    exclusions: int
    next_missing: str | None
    next_remains: str | None
    alternative: str
    verdict: str
    reason: str
    sensitivity: str


@dataclass(frozen=True)
class Asked:
    """What a search is asked with: shared ancestry, and priors of relatives whom nobody recorded."""

    theta: float = 0.0
    unrecorded: Mapping[str, float] = field(default_factory=lambda: UNRECORDED)
    ln_evidence: Array | None = None

    def prior_of(self, v: int, m: int, prior: float) -> float:
        """The prior of a pair once sex from bone, age and place have been heard."""
        if self.ln_evidence is None:
            return prior
        odds = prior / (1 - prior) * float(np.exp(self.ln_evidence[v, m]))
        return odds / (1 + odds)


@dataclass(frozen=True)
class Screened:
    """The screen: pairs above the threshold, for each remains and missing the two best, and sums for
    posteriors.
    """

    pairs: list[tuple[int, int]]
    row_best: NDArray[np.intp]
    column_best: NDArray[np.intp]
    row_sum: Array
    column_sum: Array


def lookup_places(grave: Grave) -> Places:
    """Where each remains reads in each marker's table; -1 where nothing, or nothing certain, was typed."""
    places = np.full((len(grave.remains), len(grave.markers)), -1, dtype=np.int32)
    for k, lookup in enumerate(grave.lookups):
        n = len(grave.markers[k].states)
        low, high = np.minimum(lookup.first, lookup.second), np.maximum(lookup.first, lookup.second)
        places[lookup.certain, k] = low * n + high
    return places


def read_tables(tables: Sequence[Single], places: Places) -> Single:
    """ln LR of all remains against a block of missing persons; tables are (cells, missing), the last row 0.

    One row of a table holds one genotype for the whole block, so that each look-up reads on in memory.
    """
    total = np.zeros((len(places), tables[0].shape[1]), dtype=np.float32)
    for k, table in enumerate(tables):
        total += table.take(places[:, k], axis=0)
    return total


def screening_tables(grave: Grave, block: Sequence[tuple[Family, str]]) -> list[Single]:
    """The float32 tables of a block of missing persons, a marker each."""
    tables = []
    for k, marker in enumerate(grave.markers):
        joint = probabilities(
            [Question(family.pedigree, marker, family.seen_at(k), (who,)) for family, who in block]
        )
        own = marker.states.prior
        n = len(own)
        table = np.zeros((n * n + 1, len(block)), dtype=np.float32)
        for column, one in enumerate(joint):
            total = float(one.sum())
            if total <= 0:
                table[:-1, column] = FLOOR
                continue
            both = one + one.T if one.ndim == 2 else np.diag(one)
            base = 2 * np.multiply.outer(own, own) if one.ndim == 2 else np.diag(own)
            ratio = np.divide(both, base * total, out=np.zeros_like(both), where=base > 0)
            table[:-1, column] = np.maximum(ln(ratio), FLOOR).ravel()
        tables.append(table)
    return tables


def blocks(grave: Grave, *, ln_soft: bool = True) -> Iterator[tuple[int, Single]]:
    """ln LR of all remains against block after block of missing persons, from which column on."""
    places = lookup_places(grave)
    for start in range(0, len(grave.places), SIDE_BY_SIDE):
        block = grave.places[start : start + SIDE_BY_SIDE]
        values = read_tables(screening_tables(grave, block), places)
        if ln_soft:
            _add_uncertain(grave, block, values)
        for column, (family, who) in enumerate(block):
            values[~grave.fits(who, family), column] = -np.inf
        yield start, values


def _add_uncertain(grave: Grave, block: Sequence[tuple[Family, str]], values: Single) -> None:
    """Typings that are not certain are read one by one; they are rare."""
    soft = sorted({place for lookup in grave.lookups for place, _ in lookup.tables})
    if soft:
        part = Grave(tuple(grave.remains[i] for i in soft), grave.families, grave.markers)
        for column, (family, who) in enumerate(block):
            values[soft, column] = ln_tables(part, family, [Node((), who)])[0]


def screen(grave: Grave, *, ln_threshold: float) -> Screened:
    """Every pair once."""
    v, m = len(grave.remains), len(grave.places)
    pairs: list[tuple[int, int]] = []
    row_two = np.full((v, 2), -np.inf, dtype=np.float32)
    row_best = np.full((v, 2), -1, dtype=np.intp)
    column_best = np.full((m, 2), -1, dtype=np.intp)
    row_sum, column_sum = np.zeros(v), np.zeros(m)
    for start, values in blocks(grave):
        rows, columns = np.nonzero(values >= ln_threshold)
        pairs += list(zip(rows.tolist(), (columns + start).tolist(), strict=True))
        with np.errstate(over="ignore"):
            odds = np.exp(values.astype(np.float64))
        row_sum += odds.sum(axis=1)
        column_sum[start : start + values.shape[1]] = odds.sum(axis=0)
        width = min(2, v)
        column_best[start : start + values.shape[1], :width] = np.argsort(-values, axis=0)[:width].T
        _merge_rows(row_two, row_best, values, start)
    return Screened(pairs, row_best, column_best, row_sum, column_sum)


def _merge_rows(two: Single, best: NDArray[np.intp], values: Single, start: int) -> None:
    width = min(2, values.shape[1])
    near = np.argpartition(-values, width - 1, axis=1)[:, :width]
    all_values = np.concatenate([two, np.take_along_axis(values, near, axis=1)], axis=1)
    all_places = np.concatenate([best, near + start], axis=1)
    order = np.argsort(-all_values, axis=1, kind="stable")[:, :2]
    two[:] = np.take_along_axis(all_values, order, axis=1)
    best[:] = np.take_along_axis(all_places, order, axis=1)


def search(
    grave: Grave,
    *,
    threshold: float,
    event_size: float | None = None,
    theta: float = 0.0,
    unrecorded: Mapping[str, float] = UNRECORDED,
    ln_evidence: Array | None = None,
) -> list[Hit]:
    """The hits, strongest first.

    Args:
        grave: all remains and all families.
        threshold: the likelihood ratio from which on a pair is shown.
        event_size: how many may lie here; the prior of each pair is one over it.
        theta: shared ancestry, used when hits are computed again.
        unrecorded: prior of an unrecorded sibling, half-sibling, cousin beside the missing person.
        ln_evidence: what is not DNA (`evidence`), remains by missing persons; it enters the prior.
    """
    found = screen(grave, ln_threshold=log(threshold) - 1e-3)
    prior = 1 / max(event_size or 0, len(grave.remains), len(grave.places), 2)
    asked = Asked(theta, unrecorded, ln_evidence)
    hits = [_hit(grave, found, v, m, asked.prior_of(v, m, prior), asked) for v, m in found.pairs]
    kept = [hit for hit in hits if hit.log10_lr >= log10(threshold)]
    return sorted(kept, key=lambda hit: (-hit.log10_lr, hit.remains, hit.missing))


def chance_hits(grave: Grave, threshold: float) -> float:
    """How many pairs of strangers are expected above the threshold, at most (Markov: P(LR >= T) <= 1 / T)."""
    return len(grave.remains) * len(grave.places) / threshold


def _hit(grave: Grave, found: Screened, v: int, m: int, prior: float, asked: Asked) -> Hit:
    family, who = grave.places[m]
    body = grave.remains[v]
    small = Grave((body,), (family,), grave.markers)
    value = float(ln_tables(small, family, [Node((), who)])[0, 0])
    if asked.theta:
        value = ln_ratio_theta(small, family, who, asked.theta)
    odds = prior / (1 - prior)
    with np.errstate(over="ignore"):
        lr = float(np.exp(value))
        others = max(found.row_sum[v], found.column_sum[m]) - lr
    posterior = float(lr * odds / (1 + (lr + max(others, 0.0)) * odds)) if np.isfinite(lr) else 1.0
    near = alternatives_to(small, family, who, 0)
    posterior = with_unrecorded(posterior, near, asked.unrecorded)
    next_missing = _other(found.row_best[v], m)
    next_remains = _other(found.column_best[m], v)
    names = [name for _, name in grave.places]
    rival = None if next_missing is None else names[next_missing]
    said = verdict(posterior, error=0.0, rival=rival, alternatives=near)
    return Hit(
        body.id, family.name, who, value / log(10), prior, posterior, _exclusions(small, family, who), rival,
        None if next_remains is None else grave.remains[next_remains].id,
        as_text(near), said.word, said.says, sensitivity(small, family, who),
    )  # fmt: skip


def _other(two: NDArray[np.intp], besides: int) -> int | None:
    return next((int(place) for place in two if place not in (besides, -1)), None)


def _exclusions(small: Grave, family: Family, who: str) -> int:
    return sum(
        int(
            np.isneginf(
                ln_tables(
                    Grave(_one_locus(small, k), (_family_at(family, k),), (marker.without_mutation(),)),
                    _family_at(family, k),
                    [Node((), who)],
                )[0, 0]
            )
        )
        for k, marker in enumerate(small.markers)
        if small.remains[0].typing[k] is not None
    )


def _one_locus(small: Grave, k: int) -> tuple[Remains, ...]:
    body = small.remains[0]
    return (replace(body, typing=(body.typing[k],)),)


def _family_at(family: Family, k: int) -> Family:
    return replace(family, typings={who: [row[k]] for who, row in family.typings.items()})


def ln_ratio_theta(small: Grave, family: Family, who: str, theta: float) -> float:
    """ln LR with shared ancestry: the remains as the missing person against somebody unrelated."""
    return float(ln_weights(small, family, [((who, 0),)], theta=theta)[0])


def sensitivity(small: Grave, family: Family, who: str) -> str:
    """log10 LR of one remains with mutation rates a tenth and ten times as stated, and with theta."""
    parts = []
    for name, factor in MUTATION_FACTORS.items():
        markers = tuple(_scaled(marker, factor) for marker in small.markers)
        changed = Grave(small.remains, small.families, markers)
        try:
            value = ln_tables(changed, family, [Node((), who)])[0, 0] / log(10)
        except BadInput:  # so high a rate no matrix of this model can have
            parts.append(f"{name} not possible")
        else:
            parts.append(f"{name} {value:.2f}")
    for theta in THETAS:
        parts.append(f"theta {theta:g} {ln_ratio_theta(small, family, who, theta) / log(10):.2f}")
    return "; ".join(parts)


def _scaled(marker: Marker, factor: float) -> Marker:
    def scaled(model: MutationModel) -> MutationModel:
        return replace(model, rate=min(model.rate * factor, 0.5), rate2=min(model.rate2 * factor, 0.25))

    return replace(marker, male=scaled(marker.male), female=scaled(marker.female))
