"""Whether two village names mean one place: by their spelling, and by what sure pairs of these lists teach.

Til Ezer is Gir Uzer is القحطانية: no spelling says so, but the people of the one are the people of the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.records import Records
from vegerin.engines.linkage.spellings import stable

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

SPELT_ALIKE = 1.5
# Before anything was seen: how likely one place is written so, if the names are spelt alike, or not alike.
ALIKE_SHARE, UNLIKE_SHARE = 0.6, 0.25
PRIOR_WEIGHT = 3.0
LEAST, MOST = -5.0, 6.0
# Two names are keys to one place from so many sure pairs and this log-likelihood ratio on.
LEAST_TOGETHER, ONE_PLACE, MOST_NAMES = 3.0, 1.5, 6


def learn_places(records: Records, one: Longs, other: Longs, p_same: Floats) -> dict[tuple[str, str], float]:
    """How often two village names stand on two records of one person; (name, "") is how often one stands."""
    pooled = records.villages.pooled
    said = (records.village[one] >= 0) & (records.village[other] >= 0)
    found: Counter[tuple[str, str]] = Counter()
    pairs = zip(
        records.village[one[said]].tolist(),
        records.village[other[said]].tolist(),
        p_same[said].tolist(),
        strict=True,
    )
    for a, b, p in pairs:
        low, high = sorted((pooled(a), pooled(b)))
        found[low, high] += p
        found[pooled(a), ""] += p
        found[pooled(b), ""] += p
    for name, count in records.villages.counts(records.village).items():
        found["", name] = count
    return {pair: round(value, 3) for pair, value in sorted(found.items())}


def place_llr(records: Records, background: Background, one: Longs, other: Longs) -> Floats:
    """Log-likelihood ratio that two records name one place; NaN where one is not said."""
    village = records.village
    low = np.minimum(village[one], village[other]).astype(np.int64)
    high = np.maximum(village[one], village[other]).astype(np.int64)
    result = np.full(len(one), np.nan)
    said = low >= 0
    packed, back = np.unique((low[said] << 32) | high[said], return_inverse=True)
    first, second = (packed >> 32).astype(np.int32), (packed & 0xFFFFFFFF).astype(np.int32)
    spelt = records.villages.llr(first, second)
    pooled = records.villages.pooled
    called = [(pooled(a), pooled(b)) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    result[said] = _llrs(background, called, spelt)[back]
    return result


def linked_names(records: Records, background: Background) -> Longs:
    """Keys (forms + 1, k): for each village form one for every two names that sure pairs showed to be one
    place. The last row is for what was not said; 0 fills up.
    """
    together = [
        (low, high)
        for (low, high), times in background.villages.items()
        if low and high and low != high and times >= LEAST_TOGETHER
    ]
    partners: dict[str, list[tuple[float, str]]] = {}
    ratios = _llrs(background, together, np.zeros(len(together)))
    for (low, high), ratio in zip(together, ratios.tolist(), strict=True):
        if ratio >= ONE_PLACE:
            partners.setdefault(low, []).append((-ratio, f"{low}|{high}"))
            partners.setdefault(high, []).append((-ratio, f"{low}|{high}"))
    found = np.zeros((len(records.villages.forms) + 1, MOST_NAMES), np.int64)
    for at in range(len(records.villages.forms)):
        best = sorted(partners.get(records.villages.pooled(at), []))[:MOST_NAMES]
        found[at, : len(best)] = [stable(pair) for _, pair in best]
    return found


def _llrs(background: Background, called: Sequence[tuple[str, str]], spelt: Floats) -> Floats:
    """Of each pair of names how likely they mean one place: how often they do, beside how common they are."""
    seen, total = background.villages, max(1, background.records)
    once = dict.fromkeys(name for pair in called for name in pair)
    seen_with = {name: seen.get((name, ""), 0.0) for name in once}
    shares = {name: (seen.get(("", name), 0.0) + 1) / (total + 1) for name in once}
    known = [
        (
            seen.get((a, b) if a <= b else (b, a), 0.0),
            seen_with[a],
            seen_with[b],
            shares[a],
            shares[b],
            a == b,
        )
        for a, b in called
    ]
    together, with_a, with_b, share_a, share_b, equal = np.array(known, float).reshape(-1, 6).T
    together = np.where(equal, 2 * together, together)
    alike = (equal > 0) | (spelt > SPELT_ALIKE)
    logs = np.zeros(len(called))
    for with_one, share in ((with_a, share_b), (with_b, share_a)):
        before = np.where(alike, min(ALIKE_SHARE, 0.9), UNLIKE_SHARE * share)
        logs += np.log((together + PRIOR_WEIGHT * before) / ((with_one + PRIOR_WEIGHT) * share))
    return np.asarray(np.clip(logs / 2, LEAST, MOST).round(4))
