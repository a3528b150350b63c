"""Do two written names write one person's name? A calibrated score, and why in words to be read aloud."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from vegerin.engines.answers import Reason
from vegerin.engines.names import lexicon as lexicons
from vegerin.engines.names.keying import without_article
from vegerin.engines.names.lexicon import Lexicon
from vegerin.engines.names.parsing import ParsedName, Part, parse
from vegerin.engines.names.romanising import romanised
from vegerin.engines.names.skeletons import weighed_skeletons, without_one


@dataclass(frozen=True)
class PartEvidence:
    """What one part says: the log-likelihood ratio that the two forms write one name, against chance."""

    role: str
    a: str
    b: str
    llr: float
    how: str


@dataclass(frozen=True)
class Comparison:
    """The probability that two forms write one person's name (prior 1:1), and why."""

    score: float
    llr: float
    parts: tuple[PartEvidence, ...]
    why: tuple[Reason, ...]


def compare(a: str, b: str, *, lexicon: Lexicon | None = None) -> Comparison:
    """Compare two written names; titles are ignored, what is not given counts neither for nor against.

    >>> compare("خليل مراد", "Xelîl Mirad").score > 0.9 > 0.1 > compare("خليل مراد", "Nadia Hesen").score
    True
    """
    known = lexicons.shipped() if lexicon is None else lexicon
    one, other = parse(a), parse(b)
    parts = _aligned(one, other, known)
    llr = round(sum(sorted(part.llr for part in parts)), 6)
    if parts:
        # Brothers share every part but the first: the rest of the name cannot carry a given name that is off.
        llr = min(llr, 2 * parts[0].llr + 2)
    return Comparison(
        round(1 / (1 + math.exp(-max(-30.0, min(30.0, llr)))), 6), llr, parts, _reasons(parts, one, other)
    )


def _aligned(one: ParsedName, other: ParsedName, known: Lexicon) -> tuple[PartEvidence, ...]:
    """Each part beside its counterpart: same role first, then the best order-keeping pairing."""
    left, right = one.names, other.names
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {}
    for at in range(len(left) + 1):
        for beside in range(len(right) + 1):
            best[at, beside] = max(
                _choices(at, beside, left, right, best, known), key=lambda choice: choice[0]
            )
    pairs = best[len(left), len(right)][1]
    return tuple(_evidence(left[at], right[beside], known) for at, beside in pairs)


def _choices(
    at: int,
    beside: int,
    left: Sequence[Part],
    right: Sequence[Part],
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]],
    known: Lexicon,
) -> list[tuple[float, tuple[tuple[int, int], ...]]]:
    if at == 0 and beside == 0:
        return [(0.0, ())]
    choices = []
    if at and beside:
        so_far, pairs = best[at - 1, beside - 1]
        gained = part_llr(left[at - 1].text, right[beside - 1].text, known)[0]
        choices.append((so_far + gained, (*pairs, (at - 1, beside - 1))))
    # A part left out on one side: cheap at the end of a name, dear at its start.
    if at:
        so_far, pairs = best[at - 1, beside]
        choices.append((so_far - (6.0 if at == 1 else 0.5), pairs))
    if beside:
        so_far, pairs = best[at, beside - 1]
        choices.append((so_far - (6.0 if beside == 1 else 0.5), pairs))
    return choices


def _evidence(left: Part, right: Part, known: Lexicon) -> PartEvidence:
    llr, how = part_llr(left.text, right.text, known)
    return PartEvidence(left.role if left.role == right.role else "unknown", left.text, right.text, llr, how)


def part_llr(a: str, b: str, known: Lexicon) -> tuple[float, str]:
    """Log-likelihood ratio of one part, and on what it rests: lexicon, spelling, near, or different."""
    if known.share(a, b):
        return 6.0, "usual"
    return _spelling_llr(without_article(a), without_article(b))


@lru_cache(maxsize=400_000)
def _spelling_llr(a: str, b: str) -> tuple[float, str]:
    similar = JaroWinkler.similarity(romanised(a), romanised(b))
    left, right = dict(weighed_skeletons(a)), dict(weighed_skeletons(b))
    shared = left.keys() & right.keys()
    if shared:
        cost = min(left[key] + right[key] for key in shared)
        length = min(5, max(map(len, shared)))
        return 1.2 * length - cost + 6 * (similar - 0.8), "spelling"
    if {key for skeleton in left for key in without_one(skeleton)} & {
        key for skeleton in right for key in without_one(skeleton)
    }:
        return 10 * (similar - 0.97), "near"
    return -9.0 + 6 * max(0.0, similar - 0.6), "different"


def _reasons(parts: Sequence[PartEvidence], one: ParsedName, other: ParsedName) -> tuple[Reason, ...]:
    return (*(_part_reason(part) for part in parts), *_not_given(one, other))


_SAYS = {
    "usual": "{a} and {b} are usual spellings of one name.",
    "spelling": "{a} and {b} are spelt alike.",
    "near": "{a} and {b} are close but not the same.",
    "different": "{a} and {b} are different names.",
}


def _part_reason(part: PartEvidence) -> Reason:
    values = {"a": part.a, "b": part.b, "role": part.role}
    return Reason(f"names.{part.how}", values, _SAYS[part.how].format(**values))


def _not_given(one: ParsedName, other: ParsedName) -> tuple[Reason, ...]:
    here = {part.role for part in one.names}
    there = {part.role for part in other.names}
    missing = [role for role in ("father", "grandfather", "mother") if (role in here) != (role in there)]
    return tuple(
        Reason("names.not_given", {"role": role}, f"The {role} is not given on one side.") for role in missing
    )
