"""Every distinct written form once: its keys, how often its name occurs, how near two forms are.

A million records share a few ten thousand forms, so forms are compared and records only look it up.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass
class Compared:
    """Pairs of form ids, packed and sorted, and their log-likelihood ratios."""

    packed: Longs
    values: Floats

    def holds(self, packed: Longs) -> npt.NDArray[np.bool_]:
        """Which of these pairs were compared."""
        if not len(self.packed):
            return np.zeros(len(packed), bool)
        place = np.minimum(np.searchsorted(self.packed, packed), len(self.packed) - 1)
        return np.asarray(self.packed[place] == packed)


class Spellings:
    """The forms of one kind (names, or villages)."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._ids: dict[str, int] = {}
        self.keys: Longs = np.zeros((1, MOST_KEYS), np.int64)
        # What was compared: pairs of form ids, packed and sorted, and their ratios; an earlier run's apart.
        self.earlier = Compared(np.empty(0, np.int64), np.empty(0))
        self.compared = Compared(np.empty(0, np.int64), np.empty(0))
        self.pools: dict[int, str] = {}
        self.known = 0  # so many forms an earlier run had
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

    def keys_of(self, ids: Ints, *, most: int = MOST_KEYS, one_deletion: bool = False) -> Longs:
        """The keys of each form (ids, most) as numbers that are the same in every run; 0 fills up."""
        used, back = np.unique(ids, return_inverse=True)
        found = np.zeros((len(used), most), np.int64)
        for row, form in enumerate(used.tolist()):
            if form >= 0:
                keys = names.part_keys(self.forms[form])
                chosen = (keys.one_deletion if one_deletion else keys.keys)[:most]
                found[row, : len(chosen)] = [stable(key) for key in chosen]
        return found[back]

    def key_array(self) -> Longs:
        """The keys of all forms, and a last row without any; kept, and longer when forms came in."""
        known = len(self.keys) - 1
        new = self.keys_of(np.arange(known, len(self.forms), dtype=np.int32))
        self.keys = np.concatenate((self.keys[:-1], new, self.keys[-1:]))
        return self.keys

    def llr(self, one: Ints, other: Ints) -> Floats:
        """Log-likelihood ratio that two forms write one name, for arrays of form ids; NaN where one is -1."""
        result = np.full(len(one), np.nan)
        said = (one >= 0) & (other >= 0)
        low, high = (
            np.minimum(one, other)[said].astype(np.int64),
            np.maximum(one, other)[said].astype(np.int64),
        )
        packed, back = np.unique((low << 32) | high, return_inverse=True)
        result[said] = self._values(packed)[back]
        return result

    def compare(self, pairs: Iterable[tuple[Ints, Ints]]) -> None:
        """Compare all pairs of these columns in one sweep, so that asking for each is a look-up."""
        found = []
        for one, other in pairs:
            said = (one >= 0) & (other >= 0)
            low, high = np.minimum(one, other)[said], np.maximum(one, other)[said]
            found.append(np.unique((low.astype(np.int64) << 32) | high))
        packed = np.unique(np.concatenate(found))
        self._compare(packed[~self.earlier.holds(packed)])

    def _values(self, packed: Longs) -> Floats:
        known = self.earlier.holds(packed)
        self._compare(packed[~known])
        values = np.empty(len(packed))
        values[known] = self.earlier.values[np.searchsorted(self.earlier.packed, packed[known])]
        values[~known] = self.compared.values[np.searchsorted(self.compared.packed, packed[~known])]
        return values

    def _compare(self, packed: Longs) -> None:
        """Compare the pairs of forms that were not compared yet."""
        new = packed[~self.compared.holds(packed)]
        if not len(new):
            return
        values = np.concatenate(
            [self._compared(new[at : at + AT_ONCE]) for at in range(0, len(new), AT_ONCE)]
        )
        place = np.searchsorted(self.compared.packed, new)
        self.compared = Compared(
            np.insert(self.compared.packed, place, new), np.insert(self.compared.values, place, values)
        )

    def _compared(self, packed: Longs) -> Floats:
        one, other = packed >> 32, packed & 0xFFFFFFFF
        used, back = np.unique(np.concatenate((one, other)), return_inverse=True)
        forms = [self.forms[at] for at in used.tolist()]
        values = self.comparer.part_llrs(forms, back[: len(one)], back[len(one) :])
        return np.where(one == other, 8.0, values)

    def pooled(self, form: int) -> str:
        """Under what a form is counted, so that all spellings pool: its likeliest skeleton, or the form."""
        found = self.pools.get(form)
        if found is None:
            keys = names.part_keys(self.forms[form]).keys
            found = self.pools[form] = keys[0] if keys else self.forms[form]
        return found

    def counts(self, used: Ints) -> Counter[str]:
        """How often each name occurs among `used`, all its spellings together."""
        found: Counter[str] = Counter()
        for form, count in zip(*np.unique(used[used >= 0], return_counts=True), strict=True):
            found[self.pooled(int(form))] += int(count)
        return found

    def rarity(self, ids: Ints, counted: Mapping[str, int]) -> Floats:
        """-ln of how frequent each form's name is among what was counted; infinite where none was said."""
        total = max(1, sum(counted.values()))
        used, back = np.unique(ids, return_inverse=True)
        shares = [
            (counted.get(self.pooled(form), 0) + 0.5) / (total + 0.5) for form in used.tolist() if form >= 0
        ]
        values = [math.inf] * (len(used) - len(shares)) + [-math.log(share) for share in shares]
        return np.array(values, float)[back]


def stable(text: str) -> int:
    """A number for a text, the same in every run and on every machine; never 0."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True) or 1
