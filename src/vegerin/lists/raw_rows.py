"""What reading a list's file gives: rows as they stood, and rows that did not go in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; commands read a file before Django is set up."""
    return sentence


class Unreadable(ValueError):
    """The file cannot be read as a list: one sentence, what it is and what to do, and the values in it.

    Written in plain English where it is raised; a page shows it in the reader's language.

    >>> str(Unreadable("{name} is empty. Choose the file again.", name="a.csv"))
    'a.csv is empty. Choose the file again.'
    """

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence.format(**values))
        self.sentence, self.values = sentence, values


@dataclass(frozen=True)
class RawRow:
    """One row as it stood: its number in the file (its first row is row 1) and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class BadRow:
    """A row that did not go in: its number, a code, the values of its sentence, and it in English."""

    number: int
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    says: str = ""
