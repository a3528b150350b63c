"""What reviewers' decisions teach: spellings of one name they confirmed, and how far probabilities were off.

Figures are of decisions that were left out of the learning, five parts in turn: what it would do tomorrow.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vegerin.engines.names import lexicon as lexicons
from vegerin.engines.names import model as models
from vegerin.engines.names.comparing import Comparer
from vegerin.engines.names.frequencies import Frequencies
from vegerin.engines.names.letters import folded
from vegerin.engines.names.lexicon import Entry, Lexicon
from vegerin.engines.names.parsing import compared_parts, parse

PARTS_LEFT_OUT = 5
LEAST_TIMES = 2  # a spelling is learned when so many different pairs confirm it
LEAST_DECISIONS = 40  # fewer move no probability
LIKE = -3.0  # letters less alike than this are another name, whoever bears both
TAUGHT = frozenset({"spelling", "near", "different"})
Spelling = tuple[str, str]


@dataclass(frozen=True)
class Decision:
    """Two names that people judged, with the probability a run had given them."""

    key: str
    a: str
    b: str
    same: bool
    p_same: float | None

    @property
    def part(self) -> int:
        """Which of the parts it is left out with."""
        return hashlib.sha256(self.key.encode()).digest()[0] % PARTS_LEFT_OUT


def taught_by(decisions: Sequence[Decision]) -> dict[str, Any]:
    """Spellings with how many pairs confirm them, and slope and shift of the log-odds."""
    slope, shift = calibrated(decisions)
    spellings = [[a, b, times] for (a, b), times in sorted(spellings_of(decisions).items())]
    return {"spellings": spellings, "slope": round(slope, 4), "shift": round(shift, 4)}


def figures(decisions: Sequence[Decision]) -> dict[str, Any]:
    """Before and after, on what was left out."""
    before, after = Counter[str](), Counter[str]()
    loss: dict[str, list[float]] = defaultdict(list)
    plain = comparer(())
    for part in range(PARTS_LEFT_OUT):
        rest = [each for each in decisions if each.part != part]
        known = comparer(spellings_of(rest))
        slope, shift = calibrated(rest)
        for each in decisions:
            if each.part != part:
                continue
            for counted, by in ((before, plain), (after, known)):
                counted[_outcome(each, by)] += 1
            if each.p_same is not None:
                loss["before"].append(_loss(each.p_same, each.same))
                loss["after"].append(_loss(_moved(each.p_same, slope, shift), each.same))
    return {
        "decisions": len(decisions),
        "same": sum(each.same for each in decisions),
        "found_before": before["found"],
        "found_after": after["found"],
        "wrong_before": before["wrong"],
        "wrong_after": after["wrong"],
        "loss_before": _mean(loss["before"]),
        "loss_after": _mean(loss["after"]),
        "with_probability": len(loss["before"]),
    }


def _outcome(each: Decision, by: Comparer) -> str:
    """`found` a pair that is one, `wrong` one that is not, else nothing to count."""
    taken = by.llr(each.a, each.b) > 0
    return ("found" if each.same else "wrong") if taken else "left"


def _loss(p: float, same: bool) -> float:
    p = min(max(p, 0.001), 0.999)
    return -math.log(p if same else 1 - p)


def _moved(p: float, slope: float, shift: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + shift)))


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def calibrated(decisions: Sequence[Decision]) -> tuple[float, float]:
    """Slope and shift, or none where too little was decided or all of it one way."""
    from vegerin.engines.linkage.labels import calibration  # noqa: PLC0415 -- brings SciPy

    judged = [(each.p_same, each.same) for each in decisions if each.p_same is not None]
    right = sum(same for _, same in judged)
    if len(judged) < LEAST_DECISIONS or not 0 < right < len(judged):
        return 1.0, 0.0
    import numpy as np  # noqa: PLC0415

    p = np.clip(np.array([p for p, _ in judged], float), 1e-6, 1 - 1e-6)
    return calibration(np.log(p / (1 - p)), np.array([same for _, same in judged], float))


def spellings_of(decisions: Iterable[Decision]) -> dict[Spelling, int]:
    """Spellings of one name the lexicon does not know, confirmed by enough pairs that people called same."""
    by, times = comparer(()), Counter[Spelling]()
    parted: set[Spelling] = set()
    for each in decisions:
        found = set(_new_spellings(each, by))
        if each.same:
            times.update(found)
        elif len(found) == 1:
            parted |= found  # two people who differ in this name alone: it told them apart
    return {
        spelling: count
        for spelling, count in times.items()
        if count >= LEAST_TIMES and spelling not in parted
    }


def _new_spellings(each: Decision, by: Comparer) -> Iterable[Spelling]:
    if not compared_parts(parse(each.a)) or not compared_parts(parse(each.b)):
        return
    for part in by.compare(each.a, each.b).parts:
        one, other = sorted((folded(part.a), folded(part.b)))
        if part.how in TAUGHT and part.llr > LIKE and " " not in one + other:
            yield one, other


def comparer(spellings: Iterable[Spelling] | Mapping[Spelling, int]) -> Comparer:
    """The shipped comparer with these spellings; how common a name is stays out of it."""
    return Comparer(models.shipped(), with_spellings(spellings), Frequencies({}, 1, "nobody"))


def with_spellings(spellings: Iterable[Spelling]) -> Lexicon:
    """The shipped lexicon and what was learned."""
    learned = [Entry(f"learned-{at}", "given", tuple(pair)) for at, pair in enumerate(sorted(spellings))]
    return lexicons.of([*lexicons.shipped().entries.values(), *learned])
