"""Every distinct written form once: its keys, how often its name occurs, how near two forms are.

A million records share a few ten thousand forms, so forms are compared and records only look it up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from vegerin.engines import names
from vegerin.engines.names import lexicon as lexicons
from vegerin.engines.names import model as models
from vegerin.engines.names.comparing import FEW, Comparer
from vegerin.engines.names.frequencies import Frequencies
from vegerin.engines.names.lexicon import Lexicon

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MOST_KEYS = 4
UNLIKE = -9.0  # log-likelihood ratio of two forms that share nothing


class Spellings:
    """The forms of one kind (names, or villages)."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._ids: dict[str, int] = {}
        self._llr: dict[int, float] = {}
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

    def key_table(self, *, one_deletion: bool = False, most: int = MOST_KEYS) -> tuple[Ints, Ints]:
        """All (form id, key id) pairs; the same key has the same number in every call."""
        forms, found = [], []
        for number, form in enumerate(self.forms):
            keys = names.part_keys(form)
            chosen = keys.one_deletion[: 4 * most] if one_deletion else keys.keys[:most]
            for key in chosen:
                forms.append(number)
                found.append(self._key_id(key))
        return np.array(forms, np.int32), np.array(found, np.int32)

    def _key_id(self, key: str) -> int:
        table: dict[str, int] = self.__dict__.setdefault("_keys", {})
        return table.setdefault(key, len(table))

    def llr(self, one: Ints, other: Ints) -> Floats:
        """Log-likelihood ratio that two forms write one name, for arrays of form ids; NaN where one is -1."""
        result = np.full(len(one), np.nan)
        said = (one >= 0) & (other >= 0)
        low, high = (
            np.minimum(one, other)[said].astype(np.int64),
            np.maximum(one, other)[said].astype(np.int64),
        )
        packed, back = np.unique(low * len(self.forms) + high, return_inverse=True)
        self._compare_at_once(packed)
        result[said] = np.array([self._llr_of(int(pair)) for pair in packed], float)[back]
        return result

    def _compare_at_once(self, packed: Longs) -> None:
        """Forms with many counterparts are compared with all of them in one sweep."""
        new = np.array([pair for pair in packed.tolist() if pair not in self._llr], np.int64)
        one, other = np.divmod(new, len(self.forms))
        # `new` is sorted, so the counterparts of one form stand together.
        for group in np.split(np.arange(len(new)), np.flatnonzero(np.diff(one)) + 1):
            if len(group) > FEW:
                self.comparer.remember(
                    [self.forms[one[group[0]]]], [self.forms[at] for at in other[group].tolist()]
                )

    def _llr_of(self, packed: int) -> float:
        found = self._llr.get(packed)
        if found is None:
            a, b = divmod(packed, len(self.forms))
            found = 8.0 if a == b else self.comparer.part_llr(self.forms[a], self.forms[b])
            self._llr[packed] = found
        return found

    def learn(self, one: Ints, other: Ints) -> None:
        """Learn from pairs that are sure on other grounds which forms mean one thing: Til Ezer is Gir Uzer.

        Smoothed pointwise mutual information, never below what the spelling itself says.
        """
        said = (one >= 0) & (other >= 0)
        if said.sum() < 50:
            return
        low, high = (
            np.minimum(one, other)[said].astype(np.int64),
            np.maximum(one, other)[said].astype(np.int64),
        )
        share = np.bincount(np.concatenate((low, high)), minlength=len(self.forms)) / (2 * said.sum())
        packed, seen = np.unique(low * len(self.forms) + high, return_counts=True)
        for pair, times in zip(packed.tolist(), seen.tolist(), strict=True):
            a, b = divmod(pair, len(self.forms))
            by_chance = (share[a] * share[b] * (1 if a == b else 2)) * said.sum()
            together = float(np.log((times + 0.5) / (by_chance + 0.5)))
            if times >= 3 and together > 1.5:
                self._llr[pair] = max(self._llr_of(pair), together)

    def rarity(self, used: Ints) -> Floats:
        """-ln of how frequent each form's name is among `used`, all its spellings pooled; one value a form.

        Pooled by the likeliest skeleton: Khalil and خليل count together, or each would look rare.
        """
        pooled: Counter[str] = Counter()
        first: Callable[[str], str] = _likeliest
        skeletons = [first(form) for form in self.forms]
        for number in used[used >= 0].tolist():
            pooled[skeletons[number]] += 1
        total = max(1, sum(pooled.values()))
        return np.array([-np.log((pooled[skeleton] + 0.5) / (total + 0.5)) for skeleton in skeletons])


def _likeliest(form: str) -> str:
    keys = names.part_keys(form).keys
    return keys[0] if keys else form
