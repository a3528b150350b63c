"""Names of months and weekdays where Babel has none, or others than are said in Iraq."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

# As Kurdish offices of Duhok and Sinjar write them; Babel's Kurmanji ones are those of Turkey and Syria.
MONTHS: Mapping[str, tuple[str, ...]] = {
    "kmr": (
        "Kanûna Duyê", "Sibat", "Adar", "Nîsan", "Gulan", "Hezîran",
        "Tîrmeh", "Tebax", "Îlon", "Çirîya Yekê", "Çirîya Duyê", "Kanûna Yekê",
    ),
    "kmr-arab": (
        "کانوونا دووێ", "شوبات", "ئادار", "نیسان", "گولان", "خزیران",
        "تیرمەهـ", "تەباخ", "ئیلوون", "چریا ئێکێ", "چریا دووێ", "کانوونا ئێکێ",
    ),
    "ckb": (
        "کانوونی دووەم", "شوبات", "ئازار", "نیسان", "ئایار", "حوزەیران",
        "تەمموز", "ئاب", "ئەیلوول", "تشرینی یەکەم", "تشرینی دووەم", "کانوونی یەکەم",
    ),
}  # fmt: skip
# From Monday on, as Python counts.
WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "kmr": ("Duşem", "Sêşem", "Çarşem", "Pêncşem", "În", "Şemî", "Yekşem"),
    "kmr-arab": ("دووشەمب", "سێشەمب", "چارشەمب", "پێنجشەمب", "ئەینی", "شەمبی", "ئێکشەمب"),
    "ckb": ("دووشەممە", "سێشەممە", "چوارشەممە", "پێنجشەممە", "هەینی", "شەممە", "یەکشەممە"),
}
PARTS: Mapping[str, Callable[[date, str], str]] = {
    "EEEE": lambda day, code: WEEKDAYS[code][day.weekday()],
    "MMMM": lambda day, code: MONTHS[code][day.month - 1],
    "MMM": lambda day, code: MONTHS[code][day.month - 1],
    "LLL": lambda day, code: MONTHS[code][day.month - 1],
    "yyyy": lambda day, code: str(day.year),
    "d": lambda day, code: str(day.day),
}


def format_date(day: date, pattern: str, code: str) -> str:
    """A date in a pattern of Babel's letters; quoted text stays.

    >>> format_date(date(2014, 8, 3), "d MMM yyyy", "kmr"), format_date(date(2014, 8, 3), "EEEE", "ckb")
    ('3 Tebax 2014', 'یەکشەممە')
    """
    said = re.split(r"'([^']*)'|(EEEE|MMMM|MMM|LLL|yyyy|d)", pattern)
    plain, quoted, letters = said[::3], said[1::3], said[2::3]
    pieces = [plain[0]]
    for text, part, after in zip(quoted, letters, plain[1:], strict=True):
        pieces += [PARTS[part](day, code) if part else text or "", after]
    return "".join(pieces)
