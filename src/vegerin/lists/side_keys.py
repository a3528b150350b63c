"""How somebody stands in a pair: `person <id>` of the register or `row <origin>` of a list. Stored so."""

from __future__ import annotations

from uuid import UUID

from vegerin.register.doubts import PERSON, key_of_person

__all__ = ["PERSON", "ROW", "id_of", "is_person", "key_of_person", "key_of_row", "kind_and_id"]

ROW = "row"  # sorts after `person`: of a pair with a person she stands first


def key_of_row(origin: UUID | str) -> str:
    """A row; the same over the releases that the list's own number joins."""
    return f"{ROW} {origin}"


def kind_and_id(key: str) -> tuple[str, str]:
    """What stands there, and its id.

    >>> kind_and_id(key_of_row("5f0c"))
    ('row', '5f0c')
    """
    kind, number = key.split(" ")
    return kind, number


def id_of(key: str) -> UUID:
    """The id of the person, or the origin of the row."""
    return UUID(kind_and_id(key)[1])


def is_person(key: str) -> bool:
    """Whether a person of the register stands there.

    >>> is_person(key_of_person("5f0c")), is_person(key_of_row("5f0c"))
    (True, False)
    """
    return key.startswith(f"{PERSON} ")
