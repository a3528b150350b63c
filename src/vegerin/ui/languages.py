"""The languages of the pages: codes, own names, direction, digits, and whether a catalogue is whole.

A language is offered only when its catalogue says everything the Arabic one says; until then a page in it
would fall back to English sentence by sentence.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DIGITS_COOKIE = "digits"
DIGITS = ("eastern", "western")


@dataclass(frozen=True)
class Language:
    """How one language is named, runs and counts."""

    code: str  # as Django and the browser write it
    own_name: str  # in its own script, whatever the page speaks
    name: str
    rtl: bool = False
    babel: str = ""  # empty: Babel does not know it, see `ui.calendar`
    places: str = "en"  # whose spelling of places its readers read
    may_have_eastern_digits: bool = False
    eastern_digits: bool = False  # unless the reader chooses otherwise

    @property
    def folder(self) -> str:
        """The folder of its catalogue: kmr_Arab for kmr-arab."""
        language, _, script = self.code.partition("-")
        return f"{language}_{script.title()}" if script else language


LANGUAGES = (
    Language("en", "English", "English", babel="en"),
    Language("ar", "العربية", "Arabic", True, "ar_IQ", "ar", True),
    Language("kmr", "Kurmancî", "Kurmanji", places="kmr"),
    Language("kmr-arab", "بادینی", "Badini", True, "", "ar", True),
    Language("ckb", "سۆرانی", "Sorani", True, "", "ar", True, True),
    Language("de", "Deutsch", "German", babel="de"),
)
BY_CODE = {language.code: language for language in LANGUAGES}
# Called with (reader, code) when somebody signed in chooses the language of her pages.
when_chosen: list[Callable[[Any, str], None]] = []


def language_of_page(code: str | None) -> Language:
    """The language a page is in; an unknown one is English."""
    return BY_CODE.get(code or "en") or BY_CODE.get((code or "en").partition("-")[0], LANGUAGES[0])


@cache
def offered() -> tuple[tuple[str, str], ...]:
    """English, Arabic, and every language whose catalogue is whole, by their own names."""
    return tuple((one.code, one.own_name) for one in LANGUAGES if is_whole(one))


def is_whole(language: Language) -> bool:
    """Whether a page in this language says nothing in another one."""
    return language.code in {"en", "ar"} or not lacking(language)


def lacking(language: Language) -> frozenset[bytes]:
    """What Arabic says and this language does not yet."""
    return said_in("ar") - said_in(language.folder)


def said_in(folder: str) -> frozenset[bytes]:
    """The sentences a compiled catalogue translates."""
    file = LOCALE / folder / "LC_MESSAGES" / "django.mo"
    if not file.exists():
        return frozenset()
    data = file.read_bytes()
    count, start = struct.unpack_from("<2I", data, 8)
    spans = struct.iter_unpack("<2I", data[start : start + 8 * count])
    return frozenset(data[at : at + length] for length, at in spans if length)


def django_knows() -> dict[str, dict[str, Any]]:
    """What Django has to be told of languages it lacks."""
    own = {
        one.code: {"bidi": one.rtl, "code": one.code, "name": one.name, "name_local": one.own_name}
        for one in LANGUAGES
    }
    return {**own, "ku": {"fallback": ["kmr"]}}  # what a browser set to Kurdish asks for
