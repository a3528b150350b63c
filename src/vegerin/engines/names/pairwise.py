"""Many pairs of parts at once, each with its own counterpart: what linking lists needs.

Every step works on each pair by itself, so a pair has the same number whichever pairs stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from vegerin.engines.names.model import Model, spelling
from vegerin.engines.names.romanising import romanised
from vegerin.engines.names.spellings import LEAST_CHANCE, Emission

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

AT_ONCE = 16_384
EQUAL, UNEQUAL = 8.0, -8.0  # scripts that the model does not read: only an equal spelling speaks


def llrs_of_pairs(model: Model, forms: Sequence[str], one: Longs, other: Longs) -> Doubles:
    """The model's log-likelihood ratio for each pair (forms[one[i]], forms[other[i]])."""
    read = [spelling(form) for form in forms]
    words = [word for _, word in read]
    script = np.array(["OLA".index(script) if word else 0 for script, word in read])
    # Between the scripts the Arabic side comes first, as the model was trained.
    turned = (script[one] == 1) & (script[other] == 2)
    first, second = np.where(turned, other, one), np.where(turned, one, other)
    result = np.array([EQUAL if words[a] and words[a] == words[b] else UNEQUAL
                       for a, b in zip(first.tolist(), second.tolist(), strict=True)]
                      if (script == 0).any() else np.zeros(len(one)), float)  # fmt: skip
    readable = [romanised(form) for form in forms]
    for mine, theirs in ((2, 1), (1, 1), (2, 2)):
        of_kind = np.flatnonzero((script[first] == mine) & (script[second] == theirs))
        for start in range(0, len(of_kind), AT_ONCE):
            some = of_kind[start : start + AT_ONCE]
            kinds = ("OLA"[mine], "OLA"[theirs])
            result[some] = _llrs(model, kinds, words, readable, first[some], second[some])
    return result


def _llrs(
    model: Model,
    kinds: tuple[str, str],
    words: Sequence[str],
    readable: Sequence[str],
    one: Longs,
    other: Longs,
) -> Doubles:
    script, also = kinds
    forth = _log_of_pairs(words, one, other, model.emissions[f"{script}>{also}"])
    back = _log_of_pairs(words, other, one, model.emissions[f"{also}>{script}"])
    first, second = _alone(model, script, words, one), _alone(model, also, words, other)
    if script == also:
        forth, back = (forth + back) / 2, np.minimum(forth, back)
        first, second = (first + second) / 2, np.minimum(first, second)
    alike = cpdist(
        [readable[at] for at in one.tolist()],
        [readable[at] for at in other.tolist()],
        scorer=JaroWinkler.similarity,
        dtype=np.float64,
    )
    length = np.array([len(word) for word in words], float)
    weights = model.weights["".join(sorted(script + also))]
    values = (np.ones(len(one)), forth, back, first, second, alike * 10, length[one] + length[other])
    rank = np.zeros(len(one))
    for weight, value in zip(weights.rank.tolist(), values, strict=True):
        rank += weight * value
    return np.asarray(weights.slope * rank + weights.offset, np.float64)


def _alone(model: Model, script: str, words: Sequence[str], which: Longs) -> Doubles:
    used, back = np.unique(which, return_inverse=True)
    found = np.array([model.letters[script].log_of(words[at]) for at in used.tolist()], float)
    return np.asarray(found[back])


def _log_of_pairs(words: Sequence[str], source: Longs, target: Longs, emission: Emission) -> Doubles:
    """log P(target | source) of each pair; pairs of one source length walk through their letters together."""
    used, at_source = np.unique(source, return_inverse=True)
    rows = [emission.rows(words[at]) for at in used.tolist()]
    wanted, at_target = np.unique(target, return_inverse=True)
    places = max((len(words[at]) for at in wanted.tolist()), default=0) + 1
    columns = np.zeros((len(wanted), emission.longest + 1, places), np.int32)
    for number, at in enumerate(wanted.tolist()):
        columns[number, :, : len(words[at]) + 1] = emission.columns(words[at])
    lengths = np.array([len(words[at]) for at in wanted.tolist()], np.int64)
    of_source = np.array([len(row) for row in rows], np.int64)[at_source]
    result = np.zeros(len(source))
    for length in np.unique(of_source).tolist():
        some = np.flatnonzero(of_source == length)
        letters = np.array([rows[at] for at in at_source[some].tolist()], np.int32)
        chosen = at_target[some]
        wide = int(lengths[chosen].max()) + 1
        result[some] = _walk(letters, columns[chosen][:, :, :wide], lengths[chosen], emission)
    return result


def _walk(
    letters: NDArray[np.int32], columns: NDArray[np.int32], lengths: Longs, emission: Emission
) -> Doubles:
    so_far: NDArray[np.float32] = np.zeros((len(letters), columns.shape[2]), np.float32)
    so_far[:, 0] = 1.0
    table = emission.table
    for at in range(letters.shape[1]):
        row = letters[:, at, None]
        reached = so_far * table[row, columns[:, 0]]
        for width in range(1, min(emission.longest, columns.shape[2] - 1) + 1):
            reached[:, width:] += so_far[:, :-width] * table[row, columns[:, width, width:]]
        so_far = reached.astype(np.float32, copy=False)
    ended = so_far[np.arange(len(letters)), lengths]
    return np.log(np.maximum(ended, LEAST_CHANCE).astype(np.float64))
