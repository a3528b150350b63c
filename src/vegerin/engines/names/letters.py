"""Letters as they were typed, brought to one form, and what script and spelling they are in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Marks that stand for ain, hamza or a glottal stop in Latin spelling; all become one apostrophe.
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʻʼʿʾ`´′ˈ"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−־_"), "-")
# Vowel points, shadda, short alef, tatweel, direction marks, joiners: written or not, the name is the same.
_UNWRITTEN = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]"
)
_ONE_FORM = "أا إا ٱا ٲا ٳا آا ىي یي ؤو کك ڪك ۀه ہه ھه ۂه ۃة ېێ ڨڤ ۋو ۇو ٶو ݢگ ڭگ ےي ۍي ٹت ڈد ڑڕ ںن"
_ARABIC_ONE_FORM = str.maketrans({pair[0]: pair[1] for pair in _ONE_FORM.split()})
_SORANI_LETTERS = frozenset("ەۆێڕڵ")
_KURDISH_LETTERS = frozenset("پچژگڤ")
_DIGITS = re.compile(r"[\d٠-٩۰-۹]+")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """One form for letters that are the same letter: case, presentation forms, points, hamza seats.

    >>> folded("XELÎL"), folded("خَلِيل"), folded("أحمد")
    ('xelîl', 'خليل', 'احمد')
    """
    # The Turkish capital İ would become i + a combining dot.
    text = unicodedata.normalize("NFKC", text.replace("İ", "i"))
    text = _UNWRITTEN.sub("", text).translate(_APOSTROPHES).translate(_DASHES).casefold()
    return unicodedata.normalize("NFC", text).translate(_ARABIC_ONE_FORM)


@lru_cache(maxsize=65536)
def plain_latin(text: str) -> str:
    """A folded Latin text without marks on its letters.

    >>> plain_latin("xelîl şêx müller ı")
    'xelil sex muller i'
    """
    text = (
        text.replace("ı", "i")
        .replace("ß", "ss")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("đ", "d")
        .replace("æ", "ae")
    )
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )


@lru_cache(maxsize=65536)
def script_of(text: str) -> str:
    """arab, latn, mixed, or other (also for a text without letters).

    >>> script_of("خليل"), script_of("Xelîl"), script_of("خليل Xelîl"), script_of("7")
    ('arab', 'latn', 'mixed', 'other')
    """
    found = {_script_of_letter(letter) for letter in text if letter.isalpha()}
    if len(found) > 1:
        return "mixed"
    return found.pop() if found else "other"


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith("ARABIC"):
        return "arab"
    return "latn" if name.startswith(("LATIN", "FULLWIDTH LATIN")) else "other"


_GERMAN_TURKISH = re.compile(r"sch|[öüğıäß]|[aeou]j[aeiou]{2}|ij[ae]")
_KURMANJI = re.compile(r"[êîû]|^x|[^aeiou]x|x[aeiou]|q[^u]*w|[aeiou]w[aeiou]*ê|^c[eî]")


def style_of(text: str) -> str:
    """The spelling a form most likely follows: kmr, en, de_tr, ar, ckb, badini or mixed.

    >>> [style_of(form) for form in ("Xelîl", "Khalil", "Dschardo", "خليل", "خەلیل", "عەڤدال")]
    ['kmr', 'en', 'de_tr', 'ar', 'ckb', 'badini']
    """
    script = script_of(text)
    small = folded(text)
    if script == "arab":
        return _arabic_style(small)
    if script != "latn":
        return "mixed"
    if re.search(r"[êîû]", small):
        return "kmr"
    if _GERMAN_TURKISH.search(small):
        return "de_tr"
    return "kmr" if re.search(r"[şç]", small) or _KURMANJI.search(small) else "en"


def _arabic_style(small: str) -> str:
    letters = set(small)
    if "ڤ" in letters:
        return "badini"
    if letters & _SORANI_LETTERS:
        return "ckb"
    return "badini" if letters & _KURDISH_LETTERS else "ar"
