"""Samir and Samira: an a at the end makes a woman's name of a man's, in every script of the region."""

from __future__ import annotations

from functools import lru_cache

from vegerin.engines.names.letters import folded, plain_latin, script_of, style_of

_WEAK = "اىيوءعێۆئ"  # may be written with an a at the end, or without
_VOWELS = "aeiouyh'"


def one_is_a_womans(a: str, b: str) -> bool:
    """Whether one name ends in the a of women's names and the other in a consonant.

    >>> [one_is_a_womans(*pair) for pair in (("سمير", "Samîra"), ("خالدة", "Khalid"), ("جميل", "Cemîle"))]
    [True, True, True]
    >>> [one_is_a_womans(*pair) for pair in (("صلاح", "Salah"), ("حياة", "Hayat"), ("ربيع", "Rabia"))]
    [False, False, False]
    """
    return _differ(ending(a), ending(b))


def _differ(one: str, other: str) -> bool:
    return tuple(sorted((one, other))) in _WOMANS_AND_MANS


@lru_cache(maxsize=65536)
def ending(form: str) -> str:
    """`a`, `ah` or `at` (ة) of a woman's name; the consonant a name ends in; "" where nobody can tell.

    A last e is an a in Kurmanji, German and Turkish (Cemîle), in English it is silent (Nadine).
    """
    small = folded(form).strip(".'")
    if not small:
        return ""
    if script_of(small[-1]) == "arab":
        return _arabic(small)
    plain = plain_latin(small)
    if plain.endswith("ah"):
        return "ah"
    if plain[-1] == "a" or (small[-1] == "e" and style_of(form) in {"kmr", "de_tr"}):
        return "a"
    if not plain[-1].isalpha() or plain[-1] in _VOWELS:
        return ""
    return "t" if plain[-1] == "t" else "consonant"


def _arabic(small: str) -> str:
    if small[-1] == "ة":
        return "at"
    if small[-1] in "هە":
        return "a" if small[-2:-1] and small[-2] not in _WEAK else ""
    if small[-1] in _WEAK:
        return ""
    return {"ح": "h", "ت": "t"}.get(small[-1], "consonant")


# ة may be spoken t (حياة, Hayat), and a last ah may write ح (صلاح, Salah).
_WOMANS_AND_MANS = frozenset(
    {
        ("a", "consonant"),
        ("a", "h"),
        ("a", "t"),
        ("ah", "consonant"),
        ("ah", "t"),
        ("at", "consonant"),
        ("at", "h"),
    }
)
