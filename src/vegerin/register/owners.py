"""Who owns a written name other than a person: rooms say how their rows are described, and to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vegerin.guard.reader import Reader


@dataclass(frozen=True)
class OwnerLine:
    """How a row of another room stands in a list of results."""

    title: str
    says: str
    url: str
    sex: str = ""
    born_year: int | None = None


Describe = Callable[[Reader, Iterable[str]], Mapping[str, OwnerLine]]

_describers: dict[str, Describe] = {}


def register(owner_type: str, describe: Describe) -> None:
    """`describe(reader, ids)` returns only the rows this reader may see; in `apps.ready`."""
    if _describers.setdefault(owner_type, describe) is not describe:
        raise ValueError(f"Two rooms describe {owner_type!r}.")


def describe(owner_type: str, *, reader: Reader, ids: Iterable[str]) -> Mapping[str, OwnerLine]:
    """The rows the reader may see; none where the room is left out."""
    describer = _describers.get(owner_type)
    return describer(reader, ids) if describer else {}


def types() -> frozenset[str]:
    """The kinds of owners that rooms have lent."""
    return frozenset(_describers)
