"""Codes that people read aloud: a letter, digits drawn by chance, and a check digit that catches slips.

The check digit is Damm's (2004): it finds every wrong digit and every two neighbours swapped.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.db.models import Model

from vegerin.guard.refusals import Refused

TRIES = 50
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The digit that makes a number right.

    >>> check_digit("572")
    '4'
    """
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return str(state)


def is_right(code: str) -> bool:
    """Whether a code was read and typed without a slip.

    >>> is_right("P00572-4"), is_right("P00527-4")
    (True, False)
    """
    number, dash, last = code[1:].partition("-")
    return bool(dash) and number.isdecimal() and number.isascii() and check_digit(number) == last


_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹–", "01234567890123456789-")
_A_PERSONS = re.compile(r"([A-Z])([0-9]{5})-?([0-9]?)")


def persons_code(text: str) -> str:
    """A person's number as it is kept, from how somebody typed it; "" where the text is no number.

    >>> persons_code("x00572 – 4"), persons_code("P00572"), persons_code("Xelîl")
    ('X00572-4', 'P00572-4', '')
    """
    found = _A_PERSONS.fullmatch("".join(text.translate(_LATIN_DIGITS).split()).upper())
    if found is None:
        return ""
    letter, number, last = found.groups()
    return f"{letter}{number}-{last or check_digit(number)}"


def new_code(letter: str, *, digits: int = 5, taken: Callable[[str], bool] = lambda _: False) -> str:
    """A code drawn by chance that is not taken; in an exercise office all persons begin with X (D33)."""
    office = getattr(settings, "OFFICE", None)
    prefix = "X" if office is not None and office.exercise and letter == "P" else letter
    for _ in range(TRIES):
        number = f"{secrets.randbelow(10**digits):0{digits}}"
        code = f"{prefix}{number}-{check_digit(number)}"
        if not taken(code):
            return code
    raise Refused("No free number was found; the register of this office is full.")


def bears(model: type[Model]) -> Callable[[str], bool]:
    """Whether a row of that table bears a code already: two in a thousand drawn ones meet by chance."""
    return bears_in(model, "code")


def bears_in(model: type[Model], column: str) -> Callable[[str], bool]:
    """The same for a column of another name."""
    return lambda code: model._default_manager.filter(**{column: code}).exists()
