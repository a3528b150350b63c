"""The columns of one list, whatever they are called: names, dates, places, codes, categories, free text.

Known headings say their kind; of others what they hold does. What tells records apart, or gives an answer
away, is never compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from vegerin.engines import names
from vegerin.engines.linkage.joined_words import counted, parted
from vegerin.engines.linkage.records import year_of
from vegerin.engines.linkage.rows import Row
from vegerin.engines.names.letters import folded

Ints = npt.NDArray[np.int32]
NOT_SAID = -1


class Kind(Enum):
    """What a column holds, and so how two of its values are compared."""

    NAME = "name"
    REST = "the rest of a whole name"
    DATE = "date"
    PLACE = "place"
    CODE = "code"
    CATEGORY = "category"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """What n records say: `ids` (n,) into `forms`, -1 where nothing was said.

    `family`: brothers and sisters say the same, so that it does not speak for the person.
    """

    name: str
    kind: Kind
    ids: Ints
    forms: tuple[str, ...]
    family: bool = False

    @property
    def said(self) -> npt.NDArray[np.bool_]:
        """Which records say it."""
        return self.ids >= 0


# Heading -> role. A role that several headings fill takes the first that a row says.
ROLES: dict[str, tuple[str, ...]] = {
    "given": ("given", "first_name", "given_name", "forename", "firstname"),
    "surname": ("surname", "last_name", "family_name", "lastname", "lineage"),
    "father": ("father", "father_name"),
    "grandfather": ("grandfather", "grandfather_name"),
    "mother": ("mother", "mother_name"),
    "full_name": ("full_name", "name", "fullname"),
    "birth": ("dob", "date_of_birth", "birth_date", "birthdate", "birth_year", "year_of_birth"),
    "place": ("village", "birth_place", "place_of_birth", "birthplace", "place", "town", "city"),
    "code": ("village_code", "postcode", "postal_code", "zip", "zipcode", "postcode_fake"),
    "sex": ("sex", "gender"),
    "household": ("household",),
    "abducted_on": ("abducted_on",),
    "occupation": ("occupation", "profession", "job"),
    "phone": ("phone", "telephone", "mobile"),
}
KINDS = {
    "given": (Kind.NAME, False),
    "surname": (Kind.NAME, True),
    "father": (Kind.NAME, True),
    "grandfather": (Kind.NAME, True),
    "mother": (Kind.NAME, True),
    "rest": (Kind.REST, True),
    "birth": (Kind.DATE, False),
    "place": (Kind.PLACE, True),
    "code": (Kind.CODE, True),
    "sex": (Kind.CATEGORY, False),
    "household": (Kind.NUMBER, True),
    "abducted_on": (Kind.DATE, True),
    "occupation": (Kind.TEXT, False),
    "phone": (Kind.CODE, True),
}
NAMES = ("given", "father", "grandfather", "mother", "surname")
# Numbers that tell records apart, answers, and an imposed name, which is no name of hers.
NEVER = re.compile(
    r"(record|unique|row|person|entity|cluster|case|true|truth)?_?(id|ids|uuid|no|nr)|cluster\w*|truth\w*|true_\w+|"
    r"person_\w+|entity\w*|expected\w*|computed|published|existence|alias\w*|kin_of|age_on|age"
)
_DATE = re.compile(r"-?\d{1,4}([-/.]\d{1,2}){0,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
MOST_CATEGORIES, MOST_DISTINCT, ENOUGH = 40, 0.95, 0.8


def columns_of_list(rows: Sequence[Row]) -> tuple[list[Column], list[str]]:
    """The columns to compare, and the headings of those that are left out."""
    headings = [heading for heading in (rows[0].said if rows else ()) if heading]
    of_role = {heading: role for role, known in ROLES.items() for heading in known}
    words = counted(row.get("full_name") or row.get("name") for row in rows)
    said = [_said(row, words) for row in rows]
    columns = [
        _column(role, [each.get(role, "") for each in said], *KINDS[role])
        for role in KINDS
        if any(role in each for each in said)
    ]
    left_out = []
    for heading in headings:
        if heading in of_role:
            continue
        values = [row.get(heading) for row in rows]
        kind = None if NEVER.fullmatch(heading) else _kind(values)
        if kind is None or _told_elsewhere(values, said):
            left_out.append(heading)
        else:
            columns.append(_column(heading, values, kind, False))
    return [column for column in columns if column.said.any()], left_out


def _said(row: Row, words: Mapping[str, int]) -> dict[str, str]:
    """What a row says in each role; a whole name is parted where no column gives the parts."""
    found = {}
    for role, headings in ROLES.items():
        value = next((row.get(heading) for heading in headings if row.get(heading)), "")
        if value:
            found[role] = value
    for role in NAMES:
        if role in found:
            found[role] = _without_titles(found[role])
    whole = found.pop("full_name", "")
    if whole and "given" not in found:
        for part in names.parse(parted(whole, words)).names:
            role = {"great_grandfather": "surname", "lineage": "surname"}.get(part.role, part.role)
            if role in NAMES:
                found.setdefault(role, _plain(part.text))
    elif whole:
        known = {word for role in NAMES for word in found.get(role, "").split()}
        rest = [word for word in _without_titles(whole).split() if word not in known]
        if rest:
            found["rest"] = " ".join(sorted(set(rest)))
    if "birth" not in found and row.get("age"):
        asked, age = year_of(row.get("age_on")), year_of(row.get("age").zfill(4))
        if asked == asked and age == age:
            found["birth"] = str(int(asked - age))
    return found


def _without_titles(said: str) -> str:
    """A name's words without titles (D24), as plain letters."""
    parts = [part.text for part in names.parse(said).names]
    return _plain(" ".join(parts) or said)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", folded(text)))


def _column(name: str, values: Iterable[str], kind: Kind, family: bool) -> Column:
    forms: dict[str, int] = {}
    clean = (_plain(value) if kind is not Kind.DATE else folded(value).strip() for value in values)
    ids = [forms.setdefault(value, len(forms)) if value else NOT_SAID for value in clean]
    return Column(name, kind, np.array(ids, np.int32), tuple(forms), family)


def _kind(values: Sequence[str]) -> Kind | None:
    """What an unknown column holds; None where it tells every record apart or says nothing."""
    said = [value for value in values if value]
    distinct = Counter(said)
    if len(distinct) < 2 or len(distinct) > MOST_DISTINCT * len(said):
        return None
    if sum(bool(_DATE.fullmatch(value)) for value in said) > ENOUGH * len(said):
        return Kind.DATE
    if len(distinct) <= MOST_CATEGORIES:
        return Kind.CATEGORY
    if sum(any(letter.isdigit() for letter in value) for value in said) > ENOUGH * len(said):
        return Kind.CODE
    return Kind.TEXT


def _told_elsewhere(values: Sequence[str], said: Sequence[Mapping[str, str]]) -> bool:
    """Whether a column only repeats what the names say."""
    asked = told = 0
    for value, each in zip(values, said, strict=True):
        words = _plain(value).split()
        known = {word for role in (*NAMES, "rest") for word in each.get(role, "").split()}
        asked += len(words)
        told += sum(word in known for word in words)
    return told > ENOUGH * asked
