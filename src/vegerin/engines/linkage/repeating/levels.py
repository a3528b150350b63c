"""How near two values of one column are, as a level: 0 not said by both, 1 unlike, then ever nearer.

Values are compared once each pair of distinct values; pairs of records only look it up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Prefix
from rapidfuzz.process import cpdist

from vegerin.engines import names
from vegerin.engines.linkage.repeating.columns import Column, Kind
from vegerin.engines.linkage.spellings import Spellings
from vegerin.engines.names.letters import script_of

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]

NOT_SAID, UNLIKE = 0, 1
# Of a name, a place, a text, a code (with so many first signs in common).
ELSEWHERE, NEAR, ALIKE, VERY_NEAR, EXACT = 2, 3, 4, 5, 7
# Of a date; a slip: one digit, or only the year differs.
TEN_YEARS, TWO_YEARS, SLIP, SAME_YEAR, SLIP_IN_YEAR = 2, 3, 4, 5, 6
LEVELS = 8
MOST_WORDS = 6  # of one value
ALIKE_FROM, NEAR_FROM = 0.92, 0.82
ALIKE_LLR, NEAR_LLR = 4.0, 1.5


def packed(one: Ints, other: Ints) -> Longs:
    """Two value ids as one number, whichever comes first."""
    return (np.minimum(one, other).astype(np.int64) << 32) | np.maximum(one, other).astype(np.int64)


@dataclass
class Levels:
    """The levels of one column."""

    column: Column
    words: Ints  # (n, k): the words of each record's names, 0 fills up
    first_word: Ints  # of each value

    def of(self, one: Ints, other: Ints) -> Bytes:
        """The level (m,) of each pair of records."""
        a, b = self.column.ids[one], self.column.ids[other]
        said = (a >= 0) & (b >= 0)
        level = np.zeros(len(one), np.int8)
        level[said & (a == b)] = EXACT
        differ = np.flatnonzero(said & (a != b))
        distinct, back = np.unique(packed(a[differ], b[differ]), return_inverse=True)
        level[differ] = self._of_values(distinct)[back]
        if self.column.kind is Kind.NAME:
            unlike = differ[level[differ] == UNLIKE]
            elsewhere = self._elsewhere(one[unlike], b[unlike]) | self._elsewhere(other[unlike], a[unlike])
            level[unlike[elsewhere]] = ELSEWHERE
        return level

    def _of_values(self, distinct: Longs) -> Bytes:
        one, other = (distinct >> 32).astype(np.int32), (distinct & 0xFFFFFFFF).astype(np.int32)
        kind = self.column.kind
        if kind in (Kind.CATEGORY, Kind.NUMBER):
            return np.full(len(one), UNLIKE, np.int8)
        if kind is Kind.DATE:
            return _of_dates(self.column.forms, one, other)
        if kind is Kind.CODE:
            return _of_codes(self.column.forms, one, other)
        return self._of_names(one, other) if kind is Kind.NAME else _of_texts(self._plain, one, other)

    @cached_property
    def _plain(self) -> list[str]:
        """Values in Latin letters, as they are compared."""
        if self.column.kind is Kind.REST:
            return list(self.column.forms)
        return [
            " ".join(names.part_keys(word).romanised for word in form.split()) for form in self.column.forms
        ]

    @cached_property
    def _scripts(self) -> npt.NDArray[np.bool_]:
        return np.array([script_of(form) != "latn" for form in self.column.forms])

    def _of_names(self, one: Ints, other: Ints) -> Bytes:
        sound = similarity(self._plain, one, other)
        level = np.full(len(one), UNLIKE, np.int8)
        level[sound >= NEAR_FROM] = NEAR
        level[sound >= ALIKE_FROM] = ALIKE
        for at in np.flatnonzero(level == UNLIKE).tolist():
            if _begins(self._plain[one[at]], self._plain[other[at]]):
                level[at] = NEAR
        asked = np.flatnonzero((level < ALIKE) & (self._scripts[one] | self._scripts[other]))
        if len(asked):
            spellings = Spellings()
            spellings.forms = list(self.column.forms)
            llr = spellings.llr(one[asked], other[asked])
            level[asked[llr >= NEAR_LLR]] = NEAR
            level[asked[llr >= ALIKE_LLR]] = ALIKE
        return level

    def _elsewhere(self, record: Ints, value: Ints) -> npt.NDArray[np.bool_]:
        """Whether a value is among the other words of the record's names."""
        return np.asarray((self.words[record] == self.first_word[value][:, None]).any(axis=1))


def similarity(plain: Sequence[str], one: Ints, other: Ints) -> Floats:
    """Jaro–Winkler of each pair of values (m,)."""
    return np.asarray(
        cpdist([plain[at] for at in one.tolist()], [plain[at] for at in other.tolist()],
               scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
    )  # fmt: skip


def _begins(a: str, b: str) -> bool:
    """An initial, or a name cut short."""
    return a.startswith(b) or b.startswith(a)


def _of_texts(plain: Sequence[str], one: Ints, other: Ints) -> Bytes:
    """A place or a text: almost the same letters, words inside the other, a word in common."""
    level = np.where(similarity(plain, one, other) >= ALIKE_FROM, ALIKE, UNLIKE).astype(np.int8)
    words = [frozenset(word for word in value.split() if len(word) > 2) for value in plain]
    for at in np.flatnonzero(level == UNLIKE).tolist():
        a, b = words[one[at]], words[other[at]]
        if a & b:
            level[at] = ALIKE if (a <= b or b <= a) else NEAR
    return level


def _of_codes(forms: Sequence[str], one: Ints, other: Ints) -> Bytes:
    """A code: one sign differs, or so many signs are the same from its beginning."""
    level = np.full(len(one), UNLIKE, np.int8)
    for at, (i, j) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        a, b = forms[i], forms[j]
        same = _common_prefix(a, b)
        shorter = min(len(a), len(b))
        if same >= shorter - 2 and same >= 3:
            level[at] = VERY_NEAR
        elif DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1:
            level[at] = ALIKE
        elif " " in a and a.split()[0] == b.split()[0]:
            level[at] = NEAR
        elif same >= 2:
            level[at] = ELSEWHERE
    return level


def _common_prefix(a: str, b: str) -> int:
    return Prefix.similarity(a, b)


_DATE = re.compile(r"(-?\d{4})(\d{2})(\d{2})$|(-?\d{1,4})(?:\D(\d{1,2})(?:\D(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})$")


def parts_of_date(text: str) -> tuple[int, int, int]:
    """Year, month, day; 0 for what is not said.

    >>> parts_of_date("1856-06-18"), parts_of_date("18560618"), parts_of_date("18.6.1856")
    ((1856, 6, 18), (1856, 6, 18), (1856, 6, 18))
    >>> parts_of_date("2014"), parts_of_date("soon")
    ((2014, 0, 0), (0, 0, 0))
    """
    if found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    elif found := _DATE.match(text):
        year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
    else:
        return 0, 0, 0
    return int(year), int(month or 0), int(day or 0)


def _of_dates(forms: Sequence[str], one: Ints, other: Ints) -> Bytes:
    used, back = np.unique(np.concatenate((one, other)), return_inverse=True)
    parts = np.array([parts_of_date(forms[at]) for at in used.tolist()] or [(0, 0, 0)])[back]
    left, right = parts[: len(one)], parts[len(one) :]
    apart = np.abs(left[:, 0] - right[:, 0])
    distance = np.asarray(
        cpdist([forms[at] for at in one.tolist()], [forms[at] for at in other.tolist()],
               scorer=DamerauLevenshtein.distance, score_cutoff=1, dtype=np.int32)
    )  # fmt: skip
    full = (left[:, 1] > 0) & (right[:, 1] > 0)
    level = np.full(len(one), UNLIKE, np.int8)
    level[apart <= 10] = TEN_YEARS
    level[apart <= 2] = TWO_YEARS
    slip = full & (distance <= 1)
    # The first of January is what lists write for an unknown day: it is no sign.
    day_told = left[:, 1] * left[:, 2] != 1
    level[slip | (full & day_told & (left[:, 1:] == right[:, 1:]).all(axis=1))] = SLIP
    level[apart == 0] = np.where(slip, SLIP_IN_YEAR, SAME_YEAR)[apart == 0]
    return level


def words_of(columns: Sequence[Column]) -> tuple[Ints, dict[str, Ints]]:
    """The words (n, k) of each record's names as numbers, 0 fills up, and the first word of each value."""
    numbers: dict[str, int] = {}
    said, first = [], {}
    for column in columns:
        if column.kind not in (Kind.NAME, Kind.REST):
            continue
        of_form = [
            [numbers.setdefault(_pooled(word), len(numbers) + 1) for word in form.split()][:MOST_WORDS]
            for form in column.forms
        ]
        table = np.zeros((len(of_form) + 1, MOST_WORDS), np.int32)
        for at, words in enumerate(of_form):
            table[at, : len(words)] = words
        said.append(table[column.ids])
        first[column.name] = table[:-1, 0]
    return (np.hstack(said) if said else np.zeros((0, 1), np.int32)), first


def _pooled(word: str) -> str:
    """Under what a word is counted, so that all spellings pool."""
    keys = names.part_keys(word).keys
    return keys[0] if keys else word
