"""What a sample shows of a genotype: certain, partial, with silent alleles, drop-out and drop-in.

Evidence is a table over ordered pairs of states (from the father, from the mother), or over single states for
a man's X: the probability of what was seen. It is constant over all alleles it does not name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import BadInput
from vegerin.engines.kinship.markers import UNKNOWN, Marker
from vegerin.engines.kinship.mutation import Matrix

Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Seen:
    """One person's typing at one marker: a certain genotype or a table of evidence; the alleles named."""

    genotype: tuple[int, ...] | None
    table: Matrix | None = field(default=None, compare=False)
    named: frozenset[int] = frozenset()

    @property
    def copies(self) -> int:
        """Two, or one on a man's X."""
        return len(self.genotype) if self.genotype is not None else np.asarray(self.table).ndim

    @property
    def certain(self) -> bool:
        """Whether the genotype is known without doubt."""
        return self.genotype is not None


@dataclass(frozen=True)
class Degradation:
    """Chances in a degraded sample: a copy drops out, an extra allele drops in, a typed allele is wrong."""

    dropout: float = 0.0
    dropin: float = 0.0
    error: float = 0.0


def seen(marker: Marker, alleles: Sequence[object], *, who: str, sex: str) -> Seen | None:
    """A typing as it is written in a case; None where nothing was typed."""
    written = [_written(allele) for allele in alleles]
    if len(written) == 1:
        written *= 2
    if len(written) != 2:
        if not written:
            return None
        raise BadInput(f"{marker.name} of {who}: {len(written)} alleles; one person has at most two.")
    codes = [UNKNOWN if allele is None else marker.code(allele, who=who) for allele in written]
    if marker.x_linked and sex == "M":
        return _seen_on_single_x(marker, codes, who)
    if all(code == UNKNOWN for code in codes):
        return None
    a, b = sorted(codes)
    if a == UNKNOWN:
        return _soft(marker, {b}, lambda x, y: (x == b) | (y == b))
    if a == b and marker.silent:
        s = len(marker.states) - 1  # the silent state
        return _soft(marker, {a}, lambda x, y: ((x == a) & ((y == a) | (y == s))) | ((x == s) & (y == a)))
    return Seen((a, b), None, frozenset((a, b)))


def degraded(marker: Marker, alleles: Sequence[str], chances: Degradation, *, who: str, sex: str) -> Seen:
    """The evidence of a set of alleles seen where copies may drop out and others drop in.

    A homozygote a/a shows a with 1 - d^2; a heterozygote shows each allele with 1 - d, and so does a man's X;
    nothing at all is a result too. An allele that the genotype does not hold dropped in, with chance `dropin`
    times its frequency.
    """
    codes = sorted({marker.code(allele, who=who) for allele in alleles if _written(allele) is not None})
    n = len(marker.states)
    if marker.x_linked and sex == "M":
        table = np.array([_chance_of_set(codes, (x,), marker, chances) for x in range(n)])
        return Seen(None, table, frozenset(codes))
    table = np.empty((n, n))
    for x in range(n):
        for y in range(x, n):
            table[x, y] = table[y, x] = _chance_of_set(codes, (x, y), marker, chances)
    return Seen(None, table, frozenset(codes))


def _chance_of_set(
    codes: Sequence[int], genotype: tuple[int, ...], marker: Marker, chances: Degradation
) -> float:
    """An allele is lost where all its copies are: two of a homozygote, one of a man's X."""
    chance = 1.0
    for allele in set(genotype) - {marker.states.silent}:
        lost = chances.dropout ** genotype.count(allele)
        chance *= (1 - lost) if allele in codes else lost
    extra = [code for code in codes if code not in genotype]
    for code in extra:
        chance *= chances.dropin * float(marker.states.prior[code])
    return chance if extra else chance * (1 - chances.dropin)


def _written(allele: object) -> str | None:
    if allele is None:
        return None
    text = str(allele).strip()
    return None if text in {"", "-", "NA", "?"} else text


def _seen_on_single_x(marker: Marker, codes: Sequence[int], who: str) -> Seen | None:
    known = {code for code in codes if code != UNKNOWN}
    if len(known) > 1:
        raise BadInput(f"{marker.name} of {who}: two alleles on the one X of a man.")
    if not known:
        return None
    return Seen((known.pop(),), None, frozenset(known | set(codes) - {UNKNOWN}))


def _soft(marker: Marker, named: set[int], rule: Callable[[Codes, Codes], NDArray[np.bool_]]) -> Seen:
    states = np.arange(len(marker.states))
    table = rule(states[:, None], states[None, :]).astype(np.float64)
    return Seen(None, table, frozenset(named))


def both(first: Seen, second: Seen, *, n: int) -> Seen:
    """What two samples of one person (or of identical twins) show together."""
    if first.certain and first.genotype == second.genotype:
        return first
    table = as_table(first, n=n) * as_table(second, n=n)
    return Seen(None, table, first.named | second.named)


def as_table(what: Seen, *, n: int) -> Matrix:
    """The evidence as a table, also where the genotype is certain."""
    if what.table is not None:
        return what.table
    assert what.genotype is not None
    table = np.zeros((n,) * len(what.genotype))
    table[what.genotype] = table[what.genotype[::-1]] = 1.0
    return table
