"""Every distinct written form once: its keys, how often its name occurs, how near two forms are.

A million records share a few ten thousand forms, so forms are compared and records only look it up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from vegerin.engines import names
from vegerin.engines.names import lexicon as lexicons
from vegerin.engines.names import model as models
from vegerin.engines.names.comparing import Comparer
from vegerin.engines.names.frequencies import Frequencies
from vegerin.engines.names.lexicon import Lexicon

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST_KEYS = 4
UNLIKE = -9.0  # log-likelihood ratio of two forms that share nothing
AT_ONCE = 50_000


class Spellings:
    """The forms of one kind (names, or villages)."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._ids: dict[str, int] = {}
        self._pooled: list[str] = []
        # What was compared: pairs of form ids, packed and sorted, and their ratios.
        self._packed: Longs = np.empty(0, np.int64)
        self._values: Floats = np.empty(0)
        # How common a name is enters the linkage as its own evidence, so it bounds nothing here.
        self.comparer = Comparer(models.shipped(), lexicons.shipped(), Frequencies({}, 1, "nobody"))

    def know_only(self, lexicon: Lexicon) -> None:
        """Compare with this lexicon: training takes names out of it."""
        self.comparer = Comparer(self.comparer.model, lexicon, self.comparer.frequencies)

    def id_of(self, form: str) -> int:
        """The form's number; -1 for a form that was not said."""
        if not form:
            return -1
        found = self._ids.get(form)
        if found is None:
            found = self._ids[form] = len(self.forms)
            self.forms.append(form)
        return found

    def key_array(self, *, most: int = MOST_KEYS, one_deletion: bool = False) -> Longs:
        """The keys of each form (forms, most) as numbers that are the same in every run; 0 fills up."""
        found = np.zeros((len(self.forms) + 1, most), np.int64)
        for number, form in enumerate(self.forms):
            keys = names.part_keys(form)
            chosen = (keys.one_deletion if one_deletion else keys.keys)[:most]
            found[number, : len(chosen)] = [stable(key) for key in chosen]
        return found

    def llr(self, one: Ints, other: Ints) -> Floats:
        """Log-likelihood ratio that two forms write one name, for arrays of form ids; NaN where one is -1."""
        result = np.full(len(one), np.nan)
        said = (one >= 0) & (other >= 0)
        low, high = (
            np.minimum(one, other)[said].astype(np.int64),
            np.maximum(one, other)[said].astype(np.int64),
        )
        packed, back = np.unique((low << 32) | high, return_inverse=True)
        self._compare(packed)
        result[said] = self._values[np.searchsorted(self._packed, packed)][back]
        return result

    def _compare(self, packed: Longs) -> None:
        """Compare the pairs of forms that were not compared yet."""
        place = np.searchsorted(self._packed, packed)
        known = np.zeros(len(packed), bool)
        inside = place < len(self._packed)
        known[inside] = self._packed[place[inside]] == packed[inside]
        new = packed[~known]
        if not len(new):
            return
        parts = [self._compared(new[at : at + AT_ONCE]) for at in range(0, len(new), AT_ONCE)]
        merged = np.concatenate((self._packed, new))
        order = np.argsort(merged, kind="stable")
        self._packed, self._values = merged[order], np.concatenate((self._values, *parts))[order]

    def _compared(self, packed: Longs) -> Floats:
        one, other = packed >> 32, packed & 0xFFFFFFFF
        return np.where(one == other, 8.0, self.comparer.part_llrs(self.forms, one, other))

    def pooled(self) -> list[str]:
        """Under what each form's name is counted: its likeliest skeleton, in which all spellings pool."""
        self._pooled += [likeliest(form) for form in self.forms[len(self._pooled) :]]
        return self._pooled

    def counts(self, used: Ints) -> Counter[str]:
        """How often each name occurs among `used`, all its spellings together."""
        pooled = self.pooled()
        times = np.bincount(used[used >= 0], minlength=len(self.forms))
        found: Counter[str] = Counter()
        for name, count in zip(pooled, times.tolist(), strict=True):
            if count:
                found[name] += count
        return found

    def rarity(self, counted: Mapping[str, int]) -> Floats:
        """-ln of how frequent each form's name is among what was counted; one value a form."""
        total = max(1, sum(counted.values()))
        return np.array([-np.log((counted.get(name, 0) + 0.5) / (total + 0.5)) for name in self.pooled()])


def likeliest(form: str) -> str:
    """The likeliest skeleton of a form, or the form."""
    keys = names.part_keys(form).keys
    return keys[0] if keys else form


def stable(text: str) -> int:
    """A number for a text, the same in every run and on every machine; never 0."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True) or 1
