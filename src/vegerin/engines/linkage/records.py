"""The records of several lists as columns: what was said of each person, and what was not said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vegerin.engines import names
from vegerin.engines.linkage.joined_words import counted, parted
from vegerin.engines.linkage.kin_words import MOTHER, kin_said
from vegerin.engines.linkage.rows import Row
from vegerin.engines.linkage.spellings import Spellings
from vegerin.engines.names.letters import script_of
from vegerin.engines.names.parsing import tells_of_a_relative

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

PERSON_PARTS = ("given", "father", "grandfather", "mother", "lineage", "alias")
# `kin`: the given name of a relative whom a remark names.
ROLES = (*PERSON_PARTS, "kin")
NOT_SAID = -1
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SCRIPTS = {"arab": 1, "latn": 2}
_SEXES = {"f": 0, "female": 0, "m": 1, "male": 1}


@dataclass(frozen=True)
class Records:
    """n records of all lists; a form id or a year that was not said is -1 or NaN.

    `parts[role]`: form ids (n,) into `spellings`. `born_low`, `born_high`: years (n,). `household`: -1 or a
    number that is the same within one list only.
    """

    lists: tuple[str, ...]
    ids: tuple[str, ...]
    of_list: Ints
    parts: dict[str, Ints]
    sex: Ints
    born_low: Floats
    born_high: Floats
    village: Ints
    household: Ints
    abducted_on: Ints
    asked_on: Ints
    script: Ints
    spellings: Spellings
    villages: Spellings
    words: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.ids)


def columns_of(rows: Sequence[Row], *, words: Mapping[str, int] | None = None) -> Records:
    """All lists together as columns; names are parsed where a list gives them whole.

    `words`: how often each word stands in whole names, where that is pinned; else these lists say.
    """
    empty = _no_records()
    return longer(empty, rows, words=words_of(rows) if words is None else words)


def longer(records: Records, rows: Sequence[Row], *, words: Mapping[str, int]) -> Records:
    """The records and those of more lists after them."""
    new = _columns_of(rows, words, records)
    return Records(
        lists=records.lists + new.lists[len(records.lists) :],
        ids=records.ids + new.ids,
        parts={role: np.concatenate((records.parts[role], new.parts[role])) for role in ROLES},
        **{name: np.concatenate((getattr(records, name), getattr(new, name))) for name in COLUMN_NAMES},
        spellings=new.spellings,
        villages=new.villages,
        words=words,
    )


COLUMN_NAMES = (
    "of_list",
    "sex",
    "born_low",
    "born_high",
    "village",
    "household",
    "abducted_on",
    "asked_on",
    "script",
)


def _no_records() -> Records:
    columns: dict[str, Any] = {
        name: np.empty(0, np.float64 if name.startswith("born") else np.int32) for name in COLUMN_NAMES
    }
    parts = {role: np.empty(0, np.int32) for role in ROLES}
    return Records(
        lists=(), ids=(), parts=parts, **columns, spellings=Spellings(), villages=Spellings(), words={}
    )


def _columns_of(rows: Sequence[Row], words: Mapping[str, int], before: Records) -> Records:
    spellings, villages = before.spellings, before.villages
    said = [_parts_of(row, words) for row in rows]
    lists = tuple(dict.fromkeys((*before.lists, *(row.list for row in rows))))
    of_list = {name: at for at, name in enumerate(lists)}
    median_on = _median_years(rows)
    born = [_born(row, median_on.get(row.list)) for row in rows]
    households: dict[tuple[str, str], int] = {}
    first_household = int(before.household.max(initial=NOT_SAID)) + 1
    return Records(
        lists=lists,
        ids=tuple(row.get("record_id") for row in rows),
        of_list=_ints(of_list[row.list] for row in rows),
        parts={role: _ints(spellings.id_of(parts.get(role, "")) for parts in said) for role in ROLES},
        sex=_ints(_SEXES.get(row.get("sex").lower(), NOT_SAID) for row in rows),
        born_low=np.array([low for low, _ in born], float),
        born_high=np.array([high for _, high in born], float),
        village=_ints(villages.id_of(row.get("village_code") or row.get("village")) for row in rows),
        household=_ints(
            households.setdefault((row.list, row.get("household")), first_household + len(households))
            if row.get("household")
            else NOT_SAID
            for row in rows
        ),
        abducted_on=_ints(_day(row.get("abducted_on")) for row in rows),
        asked_on=_ints(_day(row.get("age_on")) for row in rows),
        script=_ints(_SCRIPTS.get(script_of(parts.get("given", "")), 0) for parts in said),
        spellings=spellings,
        villages=villages,
        words=words,
    )


def words_of(rows: Iterable[Row]) -> Mapping[str, int]:
    """How often each word stands in whole names."""
    return counted(row.get("full_name") for row in rows)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int32)


def _day(text: str) -> int:
    """A date as a number YYYYMMDD, zeros for what was not said; -1 for none."""
    digits = re.sub(r"\D", "", text.translate(_DIGITS))[:8]
    return int(digits.ljust(8, "0")) if len(digits) >= 4 else NOT_SAID


def _parts_of(row: Row, words: Mapping[str, int]) -> dict[str, str]:
    """Given, father's and other names: as the list's own columns say, else parsed out of the whole name."""
    parts = _of_columns(row)
    if row.get("full_name"):
        for part in names.parse(parted(row.get("full_name"), words)).names:
            role = "lineage" if part.role == "great_grandfather" else part.role
            if role in PERSON_PARTS:
                parts.setdefault(role, part.text)
    kin = kin_said(row.get("kin_of")) or kin_said(row.get("remark"))
    if kin:
        parts.setdefault(MOTHER if kin.relation == MOTHER else "kin", kin.name)
    return parts


_NEXT = {"given": "father", "father": "grandfather"}


def _of_columns(row: Row) -> dict[str, str]:
    """Each column without its titles (D24); a father's name that holds his father's too is parted."""
    parts: dict[str, str] = {}
    for role in PERSON_PARTS:
        said = row.get(role)
        if not said:
            continue
        if role == "lineage":
            parts[role] = said
            continue
        parsed = names.parse(said)
        if role == "given" and tells_of_a_relative(parsed):
            if parsed.part("father") and not row.get("father"):
                parts["father"] = parsed.part("father")
            continue
        # Of an imposed name only the given part may be looked at (D23).
        found = [part.text for part in parsed.names] or [said]
        parts[role] = found[0]
        if len(found) > 1 and role in _NEXT and not row.get(_NEXT[role]):
            parts[_NEXT[role]] = found[1]
    return parts


def year_of(text: str) -> float:
    """The year of an ISO date or a bare year; NaN when none is said.

    >>> year_of("2016-12-28"), year_of("٢٠١٤")
    (2016.0, 2014.0)
    """
    found = re.match(r"\s*(\d{4})", text.translate(_DIGITS))
    return float(found[1]) if found else float("nan")


def _born(row: Row, usual_year: float | None) -> tuple[float, float]:
    """Earliest and latest year of birth; an age without a date takes the list's usual one, a year wider."""
    year = year_of(row.get("birth_year"))
    if not np.isnan(year):
        return year, year
    age = row.get("age").translate(_DIGITS)
    if not re.fullmatch(r"\d{1,3}", age):
        return float("nan"), float("nan")
    asked = year_of(row.get("age_on"))
    wider = 0.0
    if np.isnan(asked):
        asked, wider = (usual_year or float("nan")), 1.0
    return asked - int(age) - 1 - wider, asked - int(age) + wider


def _median_years(rows: Sequence[Row]) -> dict[str, float]:
    years: dict[str, list[float]] = {}
    for row in rows:
        year = year_of(row.get("age_on"))
        if not np.isnan(year):
            years.setdefault(row.list, []).append(year)
    return {name: float(np.median(found)) for name, found in years.items()}
