"""Do two written names write one person's name? A calibrated score, and why in words to be read aloud."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from vegerin.engines.answers import Reason
from vegerin.engines.names import frequencies as counted
from vegerin.engines.names import lexicon as lexicons
from vegerin.engines.names import model as models
from vegerin.engines.names import saying, whole
from vegerin.engines.names.endings import one_is_a_womans
from vegerin.engines.names.frequencies import Frequencies
from vegerin.engines.names.letters import folded
from vegerin.engines.names.lexicon import Lexicon
from vegerin.engines.names.model import Model
from vegerin.engines.names.pairwise import Doubles, Longs, llrs_of_pairs
from vegerin.engines.names.parsing import ParsedName, compared_parts, parse, tells_of_a_relative
from vegerin.engines.names.romanising import romanised

# What the lexicon adds when it knows both spellings: that they are one name, or two.
KNOWN_SAME, KNOWN_DIFFERENT = 4.0, -2.5
EQUAL_SPELLING = 7.0
# One letter off: perhaps a slip, unless both are known names.
SLIP, SHORTEST_SLIP = 0.5, 5
# Samir and Samira are brother and sister far oftener than one name without its last letter.
WOMANS_AND_MANS = -4.0
MOST_REMEMBERED = 300_000
# From so many on, comparing at once is quicker than one by one.
FEW = 12


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


@dataclass
class Comparer:
    """Compares names with one model, lexicon and table of frequencies; remembers what it compared."""

    model: Model
    lexicon: Lexicon
    frequencies: Frequencies
    _remembered: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)

    def compare(self, a: str, b: str) -> Comparison:
        """Compare two written names; titles are ignored, what is not given counts little."""
        one, other = parse(a), parse(b)
        left, right = compared_parts(one), compared_parts(other)
        pairing = self._pairing_of(one, other)
        llr = self.whole_llr(left, right, pairing)
        parts = tuple(self._evidence(one, other, left, right, pair) for pair in pairing.pairs)
        return Comparison(
            probability(llr), llr, parts, saying.reasons(self, one, other, parts, turned=pairing.turned)
        )

    def llr(self, a: str, b: str) -> float:
        """The log-likelihood ratio alone, without reasons: for ranking many."""
        one, other = parse(a), parse(b)
        return self.whole_llr(compared_parts(one), compared_parts(other), self._pairing_of(one, other))

    def compare_many(self, a: str, forms: Sequence[str]) -> list[Comparison]:
        """One name beside many, letters of all parts at once: what search needs."""
        self.remember(
            compared_parts(parse(a)), [part for form in forms for part in compared_parts(parse(form))]
        )
        return [self.compare(a, form) for form in forms]

    def remember(self, parts: Sequence[str], others: Sequence[str]) -> None:
        """Compare parts with many others at once, so that pairing finds them ready."""
        for part in parts:
            new = [other for other in dict.fromkeys(others) if _ordered(part, other) not in self._remembered]
            if len(new) > FEW:
                self.remember_all(part, new, self.model.prepared(new).llrs(part).tolist())

    def remember_all(self, part: str, others: Sequence[str], written: Sequence[float]) -> None:
        """Keep what the letters of one part say beside others."""
        for other, value in zip(others, written, strict=True):
            self._remembered[_ordered(part, other)] = self._bounded(part, other, value)

    def _pairing_of(self, one: ParsedName, other: ParsedName) -> whole.Pairing:
        """Part to part; a daughter of Khalil is beside Khalil's daughter, and not beside Khalil."""
        left, right = compared_parts(one), compared_parts(other)
        nameless, also = tells_of_a_relative(one), tells_of_a_relative(other)
        if nameless and not also:
            return self._pairing(left, right[1:]).after_a_first_part()
        if also and not nameless:
            return self._pairing(right, left[1:]).after_a_first_part().flipped()
        return self._pairing(left, right)

    def _pairing(self, left: Sequence[str], right: Sequence[str]) -> whole.Pairing:
        """The same pairing whoever asks: the side that sorts first is paired up first."""
        if list(left) <= list(right):
            return whole.pair_up(left, right, self._llr_inside)
        return whole.pair_up(right, left, self._llr_inside).flipped()

    def _llr_inside(self, a: str, b: str) -> float:
        """Of a part of a whole name, where brother and sister share all the rest."""
        found = self.part_llr(a, b)
        if found <= WOMANS_AND_MANS or self.lexicon.share(a, b) or not one_is_a_womans(a, b):
            return found
        return WOMANS_AND_MANS

    def whole_llr(self, left: Sequence[str], right: Sequence[str], pairing: whole.Pairing) -> float:
        """Parts weighed together: brothers share all but the first, so the rest cannot carry it."""
        if not left or not right:
            return 0.0  # nothing was said, for or against
        if len(left) == len(right) == 1:
            return pairing.pairs[0][2] if pairing.pairs else -8.0
        found = zip(self.model.whole, whole.features(pairing), strict=True)
        return math.fsum(weight * value for weight, value in found)

    def part_llr(self, a: str, b: str) -> float:
        """The log-likelihood ratio of one part."""
        key = _ordered(a, b)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self._part_llr(*key)
        return found

    def _part_llr(self, a: str, b: str) -> float:
        return self._bounded(a, b, self.model.llr(a, b))

    def part_llrs(self, forms: Sequence[str], one: Longs, other: Longs) -> Doubles:
        """What `part_llr` says of many pairs of forms (by their places), quickly, nothing remembered.

        Each pair has the same number whatever pairs are asked for with it.
        """
        written = llrs_of_pairs(self.model, forms, one, other)
        same, known = [folded(form) for form in forms], [self.lexicon.ids(form) for form in forms]
        slips = _slips(forms, one, other)
        found = []
        for a, b, value, slip in zip(one.tolist(), other.tolist(), written.tolist(), slips, strict=True):
            value = max(value, EQUAL_SPELLING) if same[a] == same[b] else value
            value = _with_knowledge(value, known[a], known[b], slip=slip)
            found.append(round(self._as_common(value, forms[a], forms[b]), 3))
        return np.array(found, float)

    def _bounded(self, a: str, b: str, written: float) -> float:
        if folded(a) == folded(b):
            written = max(written, EQUAL_SPELLING)
        slip = written < SLIP and _one_slip(a, b)
        written = _with_knowledge(written, self.lexicon.ids(a), self.lexicon.ids(b), slip=slip)
        return round(self._as_common(written, a, b), 3)

    def _as_common(self, written: float, a: str, b: str) -> float:
        """Chance alone agrees as often as the name is borne."""
        if written <= 0:
            return written
        return min(written, -math.log(max(self.frequencies.share(a), self.frequencies.share(b))))

    def _evidence(
        self,
        one: ParsedName,
        other: ParsedName,
        left: Sequence[str],
        right: Sequence[str],
        pair: tuple[tuple[int, int], tuple[int, int], float],
    ) -> PartEvidence:
        (a, b), (c, d), llr = pair
        text, beside = " ".join(left[a:b]), " ".join(right[c:d])
        role = (
            one.names[a].role
            if one.names and other.names and one.names[a].role == other.names[c].role
            else "unknown"
        )
        return PartEvidence(role, text, beside, llr, self._how(text, beside, llr))

    def _how(self, a: str, b: str, llr: float) -> str:
        if folded(a) == folded(b):
            return "equal"
        if self.lexicon.share(a, b):
            return "usual"
        return "spelling" if llr > 1 else "near" if llr > -1 else "different"


def _with_knowledge(written: float, ids: frozenset[str], others: frozenset[str], *, slip: bool) -> float:
    """What letters say, corrected by what people know of both names, or by how names are mistyped."""
    if ids and others:
        return max(written, 0.0) + KNOWN_SAME if ids & others else written + KNOWN_DIFFERENT
    return max(written, SLIP) if slip else written


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter wrong, left out, added or swapped makes one of the other; short names excepted."""
    one, other = romanised(a), romanised(b)
    return min(len(one), len(other)) >= SHORTEST_SLIP and OSA.distance(one, other, score_cutoff=1) <= 1


def _slips(forms: Sequence[str], one: Longs, other: Longs) -> list[bool]:
    """The same of many pairs of forms."""
    readable = [romanised(form) for form in forms]
    left, right = [readable[at] for at in one.tolist()], [readable[at] for at in other.tolist()]
    apart = cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
    length = np.array([len(text) for text in readable], np.int32)
    return list(((apart <= 1) & (np.minimum(length[one], length[other]) >= SHORTEST_SLIP)).tolist())


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def probability(llr: float) -> float:
    """The probability at even odds.

    >>> probability(0.0)
    0.5
    """
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, llr)))), 6)


_SHIPPED: dict[str, Comparer] = {}


def comparer(*, lexicon: Lexicon | None = None) -> Comparer:
    """The comparer that comes with the engine; the model is read on first use."""
    name = "shipped" if lexicon is None else f"{id(lexicon)}"
    if name not in _SHIPPED:
        known = lexicons.shipped() if lexicon is None else lexicon
        _SHIPPED[name] = Comparer(models.shipped(), known, counted.shipped())
    return _SHIPPED[name]


def count_with(frequencies: Frequencies) -> None:
    """From now on say how common a name is by these counts: a register's own (`frequencies.of_forms`)."""
    _SHIPPED["shipped"] = Comparer(models.shipped(), lexicons.shipped(), frequencies)


def compare(a: str, b: str, *, lexicon: Lexicon | None = None) -> Comparison:
    """Compare two written names with the shipped model.

    >>> compare("خليل مراد", "Xelîl Mirad").score > 0.9 > 0.1 > compare("خليل مراد", "Nadia Hesen").score
    True
    """
    return comparer(lexicon=lexicon).compare(a, b)


def make_ready(a: str, forms: Sequence[str]) -> None:
    """Compare the letters of one name with many at once; `compare` then finds them remembered."""
    ready = comparer()
    ready.remember(compared_parts(parse(a)), [part for form in forms for part in compared_parts(parse(form))])


def compare_many(a: str, forms: Sequence[str]) -> list[Comparison]:
    """One name beside many: several times quicker than one by one."""
    return comparer().compare_many(a, forms)
