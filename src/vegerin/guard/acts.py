"""Who may do what in a room, read from the room's own table of roles."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.functional import Promise

from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role

A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True)
class Acts(Generic[A]):
    """What each role allows, and the sentence of each act for whoever may not."""

    allowed: Mapping[Role, AbstractSet[A]]
    sentences: Mapping[A, Promise]

    def may(self, reader: Reader | None, act: A) -> bool:
        """Whether one of the reader's roles allows it."""
        return reader is not None and any(act in self.allowed[role] for role in reader.roles)

    def check_may(self, reader: Reader, act: A) -> None:
        """Refuse with the sentence for the act."""
        if not self.may(reader, act):
            raise Refused(str(self.sentences[act]))

    def who_may(self, act: A) -> frozenset[Role]:
        """The roles that allow an act: who may propose or decide it."""
        return frozenset(role for role, acts in self.allowed.items() if act in acts)
