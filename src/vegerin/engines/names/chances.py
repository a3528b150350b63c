"""How likely a spelling is by itself: three letters at a time, learnt from many names of one script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vegerin.engines.names.spellings import EDGE, Floats

# Letters nobody has seen share the last place of the alphabet.
OTHER = "?"
ORDER_WEIGHT = 3.0


@dataclass(frozen=True)
class LetterChances:
    """log P(letter | the two before it), one cube over the alphabet."""

    alphabet: Mapping[str, int]
    log_chance: Floats

    def log_of(self, word: str) -> float:
        """log P of one spelling, its end included."""
        last = len(self.alphabet) - 1
        places = [self.alphabet.get(letter, last) for letter in (EDGE, EDGE, *word, EDGE)]
        return float(self.log_chance[places[:-2], places[1:-1], places[2:]].sum())

    def log_of_each(self, words: Sequence[str]) -> Floats:
        """log P of each spelling."""
        return np.array([self.log_of(word) for word in words], np.float32)


def learn(words: Iterable[str]) -> LetterChances:
    """Chances of letters, each order smoothed by the one below (Witten and Bell's idea, one fixed weight).

    >>> chances = learn(["xelîl"] * 5 + ["mirad"])
    >>> chances.log_of("xelîl") > chances.log_of("lîlex")
    True
    """
    grams: Counter[str] = Counter()
    for word in words:
        padded = f"{EDGE}{EDGE}{word}{EDGE}"
        grams.update(padded[at - 2 : at + 1] for at in range(2, len(padded)))
    letters = sorted({letter for gram in grams for letter in gram} | {EDGE})
    alphabet = {letter: place for place, letter in enumerate([*letters, OTHER])}
    three = np.zeros((len(alphabet),) * 3)
    for gram, count in grams.items():
        three[tuple(alphabet[letter] for letter in gram)] = count
    one = three.sum(axis=(0, 1)) + 0.5
    below = np.broadcast_to(one / one.sum(), three.shape[1:])
    two = three.sum(axis=0)
    below = (two + ORDER_WEIGHT * below) / (two.sum(axis=1, keepdims=True) + ORDER_WEIGHT)
    chance = (three + ORDER_WEIGHT * below) / (three.sum(axis=2, keepdims=True) + ORDER_WEIGHT)
    return LetterChances(alphabet, np.log(chance).astype(np.float32))


def pack(chances: LetterChances, name: str) -> dict[str, Any]:
    """As small arrays."""
    return {
        f"{name}.alphabet": np.array(list(chances.alphabet)),
        f"{name}.log_chance": (-chances.log_chance * 1000).clip(0, 65535).astype(np.uint16),
    }


def unpack(arrays: Mapping[str, Any], name: str) -> LetterChances:
    """The chances again."""
    alphabet = {str(letter): place for place, letter in enumerate(arrays[f"{name}.alphabet"])}
    return LetterChances(alphabet, (arrays[f"{name}.log_chance"] / np.float32(-1000)).astype(np.float32))
