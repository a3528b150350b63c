"""What a page says in the language of a story: stories are written in English and played in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import vegerin

LOCALES = Path(vegerin.__file__).parent / "locale"
# Of the people of the stories both spellings stand in the record; a page heads with the reader's.
IN_ARABIC = {"Nazê Berces Qolo": "نازي برجس قولو", "Xelîl Berces Qolo": "خليل برجس قولو"}
FILLED_IN = re.compile(r"\{\w*\}|%\(\w+\)s|%%|<[^>]*>")


def in_language(language: str) -> Callable[[str], str]:
    """A function that says an English sentence, or a part of one, as the page in that language does."""
    return (lambda english: english) if language == "en" else cache(lambda english: arabic(english))


def arabic(english: str) -> str:
    """The sentence; of a part the sentence it stands in, up to what is filled in; names and numbers stay."""
    if english in IN_ARABIC:
        return IN_ARABIC[english]
    known = {str(message.id): str(message.string) for message in catalogue() if isinstance(message.id, str)}
    if known.get(english):
        return longest_part(known[english])
    whole = sorted(
        (text for text in known if english in text), key=lambda text: (text.find(english), len(text))
    )
    return longest_part(known[whole[0]]) if whole else english


def longest_part(said: str) -> str:
    """What surely stands on the page, whatever is filled in."""
    return max((part.strip(" .،") for part in FILLED_IN.split(said)), key=len)


@cache
def catalogue() -> Catalog:
    """The Arabic sentences."""
    with (LOCALES / "ar" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)
