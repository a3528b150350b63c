"""How the house says no: one sentence that tooltip, page and exception share."""

from __future__ import annotations


class Refused(Exception):
    """Not allowed, with the reason a colleague would accept and what would lift it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYours(Exception):
    """To this reader the thing does not exist; pages answer as for an absent one (404)."""
