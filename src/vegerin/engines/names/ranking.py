"""The candidates that most likely write the same name as a query, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.names import comparing, orthography
from vegerin.engines.names.chances import LetterChances
from vegerin.engines.names.comparing import Comparer, probability
from vegerin.engines.names.lexicon import Lexicon
from vegerin.engines.names.model import Prepared
from vegerin.engines.names.parsing import compared_parts, parse
from vegerin.engines.names.spellings import Floats

# How many are compared whole, after all were compared part by part.
SHORTLIST = 60
NOT_THERE = -4.0
A_PART_MORE = 0.5
TWO = 2


@dataclass(frozen=True)
class Ranked:
    """One candidate at its place."""

    form: str
    score: float
    llr: float


@dataclass(frozen=True)
class _Joined:
    """Some of the candidates, by their places, each as one word."""

    places: NDArray[np.int64]
    prepared: Prepared


class Index:
    """Candidates with their parts made ready; every query is compared with every distinct part.

    `letters`: what tells one spelling from another, where it is not what ships (`orthography`).
    """

    def __init__(
        self,
        candidates: Sequence[str],
        *,
        lexicon: Lexicon | None = None,
        by: Comparer | None = None,
        letters: Mapping[str, LetterChances] | None = None,
    ) -> None:
        self.candidates = list(dict.fromkeys(candidates))
        self.by = by or comparing.comparer(lexicon=lexicon)
        self._usual = orthography.by_share(self.candidates, by=letters)
        self._usual += orthography.plain_first(self.candidates)
        parts = [compared_parts(parse(form)) or [form] for form in self.candidates]
        places: dict[str, int] = {}
        for written in parts:
            for part in written:
                places.setdefault(part, len(places))
        self._parts = list(places)
        self._prepared = self.by.model.prepared(self._parts)
        self._places = np.full((len(parts), max(map(len, parts), default=1)), len(places), np.int64)
        for number, written in enumerate(parts):
            self._places[number, : len(written)] = [places[part] for part in written]
        self._widths = (self._places < len(places)).sum(axis=1)
        self._of_entry: dict[str, list[int]] = {}
        for part, place in places.items():
            for entry in self.by.lexicon.ids(part):
                self._of_entry.setdefault(entry, []).append(place)

    def rank(self, form: str, *, most: int = 10, wanted: Floats | None = None) -> list[Ranked]:
        """The best candidates for one query.

        `wanted`: what speaks for each besides, where a spelling was asked for; else how usual each spelling
        is among the candidates, and anywhere. It puts them in order; the score is of the name alone.
        """
        asked = compared_parts(parse(form)) or [form]
        written = {part: self._prepared.llrs(part) for part in asked}
        bound = np.maximum(self._bound(written), self._joined_bound(asked))
        chosen = np.argsort(-bound, kind="stable")[: max(SHORTLIST, most)]
        self._remember(written, chosen)
        found = [(self.by.llr(form, self.candidates[number]), int(number)) for number in chosen]
        besides = self._usual if wanted is None else wanted
        found.sort(key=lambda pair: (-pair[0] - besides[pair[1]], pair[1]))
        return [Ranked(self.candidates[number], probability(llr), llr) for llr, number in found[:most]]

    def _bound(self, written: Mapping[str, Floats]) -> Floats:
        """A cheap likeness of every candidate: for each part asked, its best counterpart."""
        total = np.zeros(len(self.candidates), np.float32)
        for part, letters in written.items():
            llrs = np.append(letters, np.float32(NOT_THERE))
            for entry in self.by.lexicon.ids(part):
                llrs[self._of_entry.get(entry, [])] += comparing.KNOWN_SAME
            total += np.maximum(llrs[self._places].max(axis=1), NOT_THERE)
        # Parts nobody asked for speak a little against.
        return np.asarray(total - A_PART_MORE * np.abs(self._widths - len(written)))

    def _joined_bound(self, asked: Sequence[str]) -> Floats:
        """The same for two parts that stand as one on the other side: نازة نين is Nazenin, گرجان Gird Can."""
        found = np.full(len(self.candidates), -np.inf, np.float32)
        if len(asked) == TWO:
            single = np.flatnonzero(self._widths == 1)
            found[single] = self._prepared.llrs("".join(asked))[self._places[single, 0]]
        elif len(asked) == 1 and len(self._of_two.places):
            found[self._of_two.places] = self._of_two.prepared.llrs(asked[0])
        return found - A_PART_MORE

    @cached_property
    def _of_two(self) -> _Joined:
        """Candidates of two parts, both written as one."""
        places = np.flatnonzero(self._widths == TWO)
        joined = ["".join(self._parts[part] for part in self._places[place, :TWO]) for place in places]
        return _Joined(places, self.by.model.prepared(joined))

    def _remember(self, written: Mapping[str, Floats], chosen: NDArray[np.int64]) -> None:
        """What was compared at once need not be compared again when pairing."""
        places = np.unique(self._places[chosen])
        places = places[places < len(self._parts)]
        near = [self._parts[place] for place in places]
        for part, llrs in written.items():
            self.by.remember_all(part, near, llrs[places].tolist())
