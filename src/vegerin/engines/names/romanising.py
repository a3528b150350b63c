"""A coarse romanisation with vowels: a name of any script in plain Latin, to be read and compared."""

from __future__ import annotations

from functools import lru_cache

from vegerin.engines.names.letters import folded, plain_latin, script_of

_ARABIC_TABLE = (
    "ا:a ب:b پ:p ت:t ط:t ث:s ج:j چ:ch ح:h خ:kh د:d ذ:z ر:r ڕ:r ز:z ژ:zh س:s ش:sh ص:s ض:d ظ:z ع:a غ:gh "
    "ف:f ڤ:v ق:q ك:k گ:g ل:l ڵ:l م:m ن:n ه:h ة:a ە:e ۆ:o ێ:e ئ: ء: و:u ي:i"
)
_ARABIC = dict(pair.split(":") for pair in _ARABIC_TABLE.split())
_LATIN_TABLE = "tsch:ch dsch:j sch:sh ş:sh ç:ch š:sh č:ch x:kh ee:i oo:u ou:u ph:f ck:k"
_LATIN = tuple(pair.split(":") for pair in _LATIN_TABLE.split())


@lru_cache(maxsize=65536)
def romanised(text: str) -> str:
    """Lower-case a–z and spaces; vowels where they are written.

    >>> romanised("خليل"), romanised("Xelîl"), romanised("وليد")
    ('khlil', 'khelil', 'wlid')
    """
    return " ".join(filter(None, (_word(word) for word in folded(text).replace("-", " ").split())))


def _word(word: str) -> str:
    if script_of(word) == "latn":
        return _latin(word)
    letters = [_letter(word, at) for at in range(len(word))]
    return _latin("".join(letters))


def _letter(word: str, at: int) -> str:
    letter = word[at]
    if letter in "وي":
        # Between vowels or at the start these are consonants.
        after = word[at + 1 : at + 2]
        if at == 0 or (after and after in "اەۆێ"):
            return "w" if letter == "و" else "y"
    if letter == "ه" and at == len(word) - 1 and at > 1:
        return "a"
    return _ARABIC.get(letter, letter)


def _latin(word: str) -> str:
    for written, plain in _LATIN:
        word = word.replace(written, plain)
    kept = [letter for letter in plain_latin(word) if letter.isalpha()]
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1])
