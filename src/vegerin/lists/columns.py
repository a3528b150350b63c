"""What the columns of a list hold: guessed from the headings, decided by a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml


class Field(StrEnum):
    """What a column can hold. What is not in `CLEAR` is kept sealed."""

    OWN_ID = "own_id"
    FULL_NAME = "full_name"
    FULL_NAME_LATIN = "full_name_latin"
    GIVEN = "given"
    FATHER = "father"
    GRANDFATHER = "grandfather"
    MOTHER = "mother"
    LINEAGE = "lineage"
    SEX = "sex"
    AGE = "age"
    AGE_ON = "age_on"
    BORN = "born"
    VILLAGE = "village"
    HOUSEHOLD = "household"
    TAKEN_ON = "taken_on"
    IMPOSED_NAME = "imposed_name"
    PHONE = "phone"
    ADDRESS = "address"
    REMARK = "remark"
    NOT_USED = "not_used"


NAME_FIELDS = frozenset({Field.FULL_NAME, Field.FULL_NAME_LATIN})
PART_FIELDS = (Field.GIVEN, Field.FATHER, Field.GRANDFATHER, Field.LINEAGE)
# What stays readable in the register; every other column is kept sealed (D23, D24, D26).
CLEAR = frozenset(
    {
        Field.OWN_ID, Field.FULL_NAME, Field.FULL_NAME_LATIN, Field.GIVEN, Field.FATHER, Field.GRANDFATHER,
        Field.MOTHER, Field.LINEAGE, Field.SEX, Field.AGE, Field.AGE_ON, Field.BORN, Field.VILLAGE,
        Field.HOUSEHOLD, Field.TAKEN_ON,
    }
)  # fmt: skip


def names_said(said: Mapping[str, str]) -> list[str]:
    """The names of a row: whole ones as written, else the parts joined.

    >>> names_said({"given": "خليل", "father": "مراد"}), names_said({"full_name": "خليل", "father": "مراد"})
    (['خليل مراد'], ['خليل'])
    """
    whole = [said[kind] for kind in (Field.FULL_NAME, Field.FULL_NAME_LATIN) if said.get(kind)]
    if whole:
        return whole
    joined = " ".join(said[part] for part in PART_FIELDS if said.get(part))
    return [joined] if joined else []


def folded(heading: str) -> str:
    """A heading, or a name, without case, marks, and differences of hamza, ya and ta marbuta.

    >>> folded("Father's  Name"), folded("\\u200fالإسم")
    ('fathers name', 'الاسم')
    """
    text = unicodedata.normalize("NFKD", without_marks(heading).casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"[أإآ]", "ا", text).replace("ى", "ي").replace("ة", "ه").replace("ی", "ي").replace("ک", "ك")
    return " ".join(re.sub(r"['’`]", "", re.sub(r"[_\-./:()]+", " ", text)).split())


def without_marks(text: str) -> str:
    """Without the signs that nobody sees, such as those that turn the direction of writing."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


@cache
def _by_heading() -> dict[str, Field]:
    text = (resources.files("vegerin.lists") / "headings.yml").read_text(encoding="utf-8")
    known: dict[str, list[str]] = yaml.safe_load(text)
    return {folded(word): Field(kind) for kind, headings in known.items() for word in headings}


# Numbers of rows, given anew with each release by many: an id only where no column has a better word for it.
_SERIAL_NUMBERS = frozenset(
    {
        "no",
        "nr",
        "number",
        "serial",
        "الرقم",
        "رقم",
        "التسلسل",
        "تسلسل",
        "ت",
        "hejmar",
        "jimare",
        "ژماره",
        "ز",
    }
)


def guess_columns(headings: Sequence[str]) -> dict[str, Field]:
    """What each column holds, as far as its heading says; what is not known is kept sealed and not used.

    >>> [str(kind) for kind in guess_columns(["الرقم", "الاسم الرباعي", "Father's name", "eye"]).values()]
    ['own_id', 'full_name', 'father', 'not_used']
    """
    guessed: dict[str, Field] = {}
    ids = [each for each in headings if _by_heading().get(folded(each)) == Field.OWN_ID]
    serials = [each for each in ids if folded(each) in _SERIAL_NUMBERS]
    for heading in headings:
        kind = _by_heading().get(folded(heading), Field.NOT_USED)
        if heading in serials and len(serials) < len(ids):
            kind = Field.NOT_USED
        taken = kind in guessed.values() and kind not in {Field.NOT_USED, Field.REMARK, Field.PHONE}
        guessed[heading] = Field.NOT_USED if taken else kind
    return guessed


class ColumnsWrong(ValueError):
    """The mapping cannot be used; one sentence says why, and a code with values for other languages."""

    def __init__(self, says: str, *, code: str, **values: str) -> None:
        super().__init__(says)
        self.code = code
        self.values = values


def checked_columns(columns: Mapping[str, object], headings: Sequence[str]) -> dict[str, Field]:
    """A mapping heading -> field as it can be used, or the reason why not."""
    result: dict[str, Field] = {}
    for heading in headings:
        value = columns.get(heading, Field.NOT_USED)
        try:
            result[heading] = Field(str(value))
        except ValueError:
            known = ", ".join(Field)
            says = f"{value!r} is no field for the column {heading!r}. Known: {known}."
            raise ColumnsWrong(says, code="no_field") from None
    strangers = [heading for heading in columns if heading not in result]
    if strangers:
        says = f"There is no column {strangers[0]!r} in the file. It has: {', '.join(headings)}."
        raise ColumnsWrong(says, code="no_column")
    for kind in Field:
        if kind in {Field.NOT_USED, Field.REMARK, Field.PHONE, Field.ADDRESS}:
            continue
        doubled = [heading for heading, value in result.items() if value == kind]
        if len(doubled) > 1:
            says = f"{doubled[0]!r} and {doubled[1]!r} are both mapped to {kind}. Choose one."
            raise ColumnsWrong(says, code="twice", one=doubled[0], other=doubled[1], kind=str(kind))
    if not set(result.values()) & {*NAME_FIELDS, Field.GIVEN}:
        raise ColumnsWrong("No column holds a name. Say which one does.", code="no_name")
    return result
