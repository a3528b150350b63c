"""Words in a row, as the language of the page sets them apart."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def comma() -> str:
    """The comma of the language, with what follows it: ", " or "، "."""
    return _(", ")


def listed(words: Iterable[str]) -> str:
    """Words in a row, with the comma of the language; empty ones fall out."""
    return comma().join(word for word in words if word)
