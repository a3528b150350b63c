"""What rooms lend to one place of the house, each once, in `apps.ready`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Lends = TypeVar("Lends")


class Lent(Generic[Lends]):
    """The rooms that lend to one place, in the order in which they were set up."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._by_room: dict[str, Lends] = {}

    def register(self, room: str, lends: Lends) -> None:
        """Lend it; another one by the same room is a mistake."""
        if self._by_room.setdefault(room, lends) is not lends:
            raise ValueError(f"The room {room!r} lends {self._what} twice.")

    def __iter__(self) -> Iterator[Lends]:
        return iter(self._by_room.values())
