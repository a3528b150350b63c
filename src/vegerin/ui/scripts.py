"""Which way a text runs and which language its letters point to."""

from __future__ import annotations

import unicodedata

# Letters of Sorani and Badini that Arabic does not have.
KURDISH_LETTERS = frozenset("ێۆڕڵەڤ")
LANGUAGES = {"latin": "ku", "kurmanji": "ku", "arabic": "ar", "sorani": "ckb", "badini": "ku-Arab"}


def direction_of(text: str) -> str:
    """`rtl` or `ltr`, by the first strong letter.

    >>> direction_of("خليل"), direction_of("3 Xelîl")
    ('rtl', 'ltr')
    """
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def isolated(text: object) -> str:
    """Text that keeps its own direction inside a sentence of the other, where no page marks it.

    >>> isolated("Xelîl") == "\\u2068Xelîl\\u2069"
    True
    """
    return f"\u2068{text}\u2069"


def language_of(text: str, script: str = "") -> str:
    """The language tag a screen reader needs; by the script said, else by the letters.

    >>> language_of("خليل"), language_of("Xelîl"), language_of("خەلیل")
    ('ar', 'ku', 'ckb')
    """
    if script in LANGUAGES:
        return LANGUAGES[script]
    if direction_of(text) == "ltr":
        return "ku"
    return "ckb" if KURDISH_LETTERS & set(text) else "ar"
