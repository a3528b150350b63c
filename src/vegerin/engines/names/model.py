"""The trained model: how strongly two spellings of one name part speak for being one name.

Between the scripts and within each, two directions of spelling chances, the chance of each spelling
by itself, and a coarse likeness are weighed into one log-likelihood ratio against chance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from vegerin.engines.names import chances, spellings
from vegerin.engines.names.chances import LetterChances
from vegerin.engines.names.keying import without_article
from vegerin.engines.names.letters import plain_latin, script_of
from vegerin.engines.names.romanising import romanised
from vegerin.engines.names.spellings import (
    Emission,
    Floats,
    Sources,
    Targets,
    log_given_source,
    log_of_target,
)

# source script > target script
DIRECTIONS = {"A>L": 4, "L>A": 2, "L>L": 3, "A>A": 2}
SCRIPTS = {"arab": "A", "latn": "L"}
FEATURES = ("constant", "forth", "back", "chance_a", "chance_b", "alike", "letters")
_KEPT = str.maketrans("çşêîû", "\x00\x01\x02\x03\x04")
_BACK = str.maketrans("\x00\x01\x02\x03\x04", "çşêîû")
LONGEST_SPELLING = 24


@lru_cache(maxsize=200_000)
def spelling(part: str) -> tuple[str, str]:
    """The script (A, L, or O for any other) of a part and the letters that the model reads.

    >>> spelling("Al-Şingalî"), spelling("خَلِيل")
    (('L', 'şingalî'), ('A', 'خليل'))
    """
    small = without_article(part)
    letters = "".join(letter for letter in small if letter.isalpha())[:LONGEST_SPELLING]
    script = SCRIPTS.get(script_of(letters), "O")
    if script == "L":
        letters = plain_latin(letters.translate(_KEPT)).translate(_BACK)
    return script, letters


@dataclass(frozen=True)
class Weights:
    """How the features of a pair of scripts are weighed into one log-likelihood ratio."""

    rank: Floats
    slope: float
    offset: float


@dataclass(frozen=True)
class Model:
    """Everything that was learnt, and from what."""

    emissions: Mapping[str, Emission]
    letters: Mapping[str, LetterChances]
    weights: Mapping[str, Weights]
    whole: tuple[float, ...] = ()
    provenance: str = ""

    def prepared(self, parts: Sequence[str]) -> Prepared:
        """Many parts made ready to be compared with one."""
        return Prepared(self, parts)

    def llr(self, one: str, other: str) -> float:
        """The log-likelihood ratio of two parts: that they write one name, against chance."""
        (script, a), (also, b) = spelling(one), spelling(other)
        if script == "L" and also == "A":
            return self.llr(other, one)
        if "O" in script + also or not a or not b:
            return 8.0 if a == b and a else -8.0
        forth = spellings.log_of_pair(a, b, self.emissions[f"{script}>{also}"])
        back = spellings.log_of_pair(b, a, self.emissions[f"{also}>{script}"])
        first, second = self.letters[script].log_of(a), self.letters[also].log_of(b)
        if script == also:
            forth, back = (forth + back) / 2, min(forth, back)
            first, second = (first + second) / 2, min(first, second)
        alike = JaroWinkler.similarity(romanised(one), romanised(other))
        weights = self.weights["".join(sorted(script + also))]
        values = (1.0, forth, back, first, second, alike * 10, float(len(a) + len(b)))
        rank = sum(weight * value for weight, value in zip(weights.rank.tolist(), values, strict=True))
        return float(weights.slope * rank + weights.offset)


@dataclass
class _Group:
    """Parts of one script and about one length, in the arrays that the model reads."""

    script: str
    places: NDArray[np.int64]
    words: list[str]
    alone: Floats
    targets: dict[str, Targets] = field(default_factory=dict)
    sources: dict[str, Sources] = field(default_factory=dict)


# Words of one length class share an array; without classes short words would be padded to the longest.
LENGTH_CLASSES = (4, 5, 6, 7, 9, 12, LONGEST_SPELLING)
FEW_WORDS = 100  # so few are padded together: one array costs less than seven


class Prepared:
    """Parts made ready; `llrs` compares one part with all of them."""

    def __init__(self, model: Model, parts: Sequence[str]) -> None:
        self.model = model
        self.parts = list(parts)
        self.readable = [romanised(part) for part in self.parts]
        classes: dict[tuple[str, int], list[int]] = {}
        self._read = [spelling(part) for part in self.parts]
        bounds = LENGTH_CLASSES if len(self.parts) > FEW_WORDS else ()
        for place, (script, word) in enumerate(self._read):
            classes.setdefault((script, bisect_left(bounds, len(word))), []).append(place)
        self.groups = [self._group(script, places) for (script, _), places in sorted(classes.items())]

    def _group(self, script: str, places: Sequence[int]) -> _Group:
        words = [self._read[place][1] for place in places]
        letters = self.model.letters.get(script)
        alone = letters.log_of_each(words) if letters else np.zeros(len(words), np.float32)
        return _Group(script, np.array(places, np.int64), words, alone)

    def llrs(self, part: str) -> Floats:
        """The log-likelihood ratio of every prepared part with this one."""
        script, word = spelling(part)
        alike = likeness(romanised(part), self.readable)
        found = np.empty(len(self.parts), np.float32)
        for group in self.groups:
            found[group.places] = self._group_llrs(script, word, group, alike[group.places])
        return found

    def _group_llrs(self, script: str, word: str, group: _Group, alike: Floats) -> Floats:
        if "O" in script + group.script or not word:
            # Other scripts have no model: only an equal spelling speaks.
            equal = np.array([other == word and bool(word) for other in group.words])
            return np.where(equal, 8.0, -8.0).astype(np.float32)
        weights = self.model.weights["".join(sorted(script + group.script))]
        rank = self._features(script, word, group, alike) @ weights.rank
        return np.asarray(weights.slope * rank + weights.offset, np.float32)

    def features(self, part: str) -> Floats:
        """[part, feature]: what the model weighs; the prepared parts are all of one script."""
        script, word = spelling(part)
        alike = likeness(romanised(part), self.readable)
        found = np.empty((len(self.parts), len(FEATURES)), np.float32)
        for group in self.groups:
            found[group.places] = self._features(script, word, group, alike[group.places])
        return found

    def _features(self, script: str, word: str, group: _Group, alike: Floats) -> Floats:
        """For two scripts A is the Arabic side; within one script the two directions are summed."""
        forth = self._log_targets(script, word, group)
        back = self._log_sources(script, word, group)
        alone = np.full(len(group.words), self.model.letters[script].log_of(word), np.float32)
        lengths = np.array([len(item) + len(word) for item in group.words], np.float32)
        constant = np.ones(len(group.words), np.float32)
        chance_a: Floats = alone
        chance_b: Floats = group.alone
        if script == group.script:
            # One table read in both directions: the sum does not know who asked.
            forth, back = (forth + back) / 2, np.minimum(forth, back)
            chance_a, chance_b = (alone + group.alone) / 2, np.minimum(alone, group.alone)
        elif script == "L":
            forth, back, chance_a, chance_b = back, forth, group.alone, alone
        return np.stack([constant, forth, back, chance_a, chance_b, alike * 10, lengths], axis=1)

    def _log_targets(self, script: str, word: str, group: _Group) -> Floats:
        emission = self.model.emissions[f"{script}>{group.script}"]
        ready = group.targets.get(script)
        if ready is None:
            ready = group.targets[script] = Targets.of(group.words, emission)
        return log_given_source(word, ready, emission)

    def _log_sources(self, script: str, word: str, group: _Group) -> Floats:
        emission = self.model.emissions[f"{group.script}>{script}"]
        ready = group.sources.get(script)
        if ready is None:
            ready = group.sources[script] = Sources.of(group.words, emission)
        return log_of_target(word, ready, emission)


def likeness(one: str, others: Sequence[str]) -> Floats:
    """Jaro–Winkler likeness of one romanised part with many."""
    return np.asarray(cdist([one], others, scorer=JaroWinkler.similarity, dtype=np.float32)[0])


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the engine; its provenance is written inside it."""
    return read(resources.files("vegerin.engines.names").joinpath("resources", "spellings.npz").read_bytes())


def read(content: bytes) -> Model:
    """A model from the bytes of its file."""
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        weights = {
            pair: Weights(arrays[f"{pair}.rank"], *(float(number) for number in arrays[f"{pair}.scale"]))
            for pair in ("AL", "LL", "AA")
        }
        return Model(
            {direction: spellings.unpack(arrays, direction) for direction in DIRECTIONS},
            {script: chances.unpack(arrays, script) for script in ("A", "L")},
            weights,
            tuple(float(number) for number in arrays["whole"]),
            str(arrays["provenance"]),
        )


def written(model: Model) -> bytes:
    """The model as the bytes of a file; the same model gives the same bytes."""
    arrays: dict[str, Any] = {"provenance": np.array(model.provenance), "whole": np.array(model.whole)}
    for direction, emission in model.emissions.items():
        arrays |= spellings.pack(emission, direction)
    for script, letters in model.letters.items():
        arrays |= chances.pack(letters, script)
    for pair, weights in model.weights.items():
        arrays[f"{pair}.rank"] = weights.rank
        arrays[f"{pair}.scale"] = np.array([weights.slope, weights.offset])
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()
