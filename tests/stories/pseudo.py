"""A language that is nobody's: every marked sentence in Greek letters, two fifths longer.

What stays Latin was never marked for translation; what breaks a page would break it where words are long.
"""

from __future__ import annotations

import re
from math import ceil
from typing import Any

from django.utils.translation import trans_real

LONGER = 0.4
GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "αβψδεφγηιϳκλμνοπϙρστυϖωχθζΑΒΨΔΕΦΓΗΙϏΚΛΜΝΟΠϘΡΣΤΥϴΩΧΘΖ",
)
# Places for values, tags and entities stay as they are.
TOKENS = re.compile(r"%\(\w+\)[sd]|%%|\{[^}]*\}|<[^>]+>|&\w+;|[A-Za-z]+")


def pseudo(sentence: str) -> str:
    """A sentence as it would stand in that language."""
    return TOKENS.sub(lambda found: word(found[0]), sentence)


def word(token: str) -> str:
    """One word, its last letter said again until it is long enough."""
    if not token.isalpha():
        return token
    return (token + token[-1] * ceil(len(token) * LONGER)).translate(GREEK)


def speak(monkeypatch: Any) -> None:
    """From now on every page speaks it, whatever the reader chose."""
    spoken = trans_real.DjangoTranslation
    monkeypatch.setattr(spoken, "gettext", lambda _, said: pseudo(said))
    monkeypatch.setattr(spoken, "ngettext", lambda _, one, many, n: pseudo(one if n == 1 else many))
    monkeypatch.setattr(spoken, "pgettext", lambda _, context, said: pseudo(said))
