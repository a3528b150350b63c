"""What reading a list's file gives: rows as they stood, and rows that did not go in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Unreadable(ValueError):
    """The file cannot be read as a list; the message is one sentence: what it is, and what to do."""


@dataclass(frozen=True)
class RawRow:
    """One row as it stood: its number in the file (the headings are row 1) and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class BadRow:
    """A row that did not go in: its number, a code, the values of its sentence, and it in English."""

    number: int
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    says: str = ""
