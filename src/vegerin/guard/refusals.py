"""How the house says no: one sentence that tooltip, page and exception share."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext


class Refused(Exception):
    """Not allowed, with the reason a colleague would accept and what would lift it.

    The sentence is written in English with named places, marked by `gettext_noop`; pages show it in the
    reader's language, a terminal in English.
    """

    status = 403
    retry_after = 0  # seconds; 0 where waiting changes nothing

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self._sentence, self._values = sentence, values

    @property
    def sentence(self) -> str:
        """In the reader's language."""
        if not settings.configured:
            return str(self)
        said = gettext(self._sentence)
        return said.format(**self._values) if self._values else said


def sentence_of(check: Callable[[], object]) -> str:
    """The sentence with which a check refuses; empty where it allows."""
    try:
        check()
    except Refused as refusal:
        return refusal.sentence
    return ""


class NotYours(Exception):
    """To this reader the thing does not exist; pages answer as for an absent one (404)."""
