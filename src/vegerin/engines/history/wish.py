"""Contact wish (D1): who may be told, decided by her alone. Until she was asked, nothing goes to anyone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vegerin.engines.answers import Reason


class Wish(StrEnum):
    """What a person wishes others to know of her."""

    NOT_ASKED = "not_asked"
    FAMILY_ALIVE = "family_may_know_alive"
    FAMILY_WHERE = "family_may_know_where"
    NAMED_ONLY = "named_persons_only"
    NOBODY = "nobody"


class What(StrEnum):
    """What an inquirer would learn."""

    ALIVE = "alive"
    WHERE = "where"


@dataclass(frozen=True)
class WishTold:
    """What she said when she was asked; `named` are the persons of a named-persons wish."""

    wish: Wish
    asked_at: datetime
    recorded_at: datetime
    named: frozenset[str] = frozenset()
    id: str = ""


@dataclass(frozen=True)
class Inquirer:
    """Who would be told: of the family or not, and whether marked *not to be told*."""

    id: str
    is_family: bool = False
    not_to_be_told: bool = False


FAMILY_MAY_KNOW = {
    Wish.NOT_ASKED: frozenset[What](),
    Wish.FAMILY_ALIVE: frozenset({What.ALIVE}),
    Wish.FAMILY_WHERE: frozenset({What.ALIVE, What.WHERE}),
    Wish.NAMED_ONLY: frozenset[What](),
    Wish.NOBODY: frozenset[What](),
}


def wish_of(told: Iterable[WishTold], *, known_by: datetime | None = None) -> WishTold | None:
    """The wish that counts: the one she was asked last; None where she has not been asked.

    >>> wish_of([]) is None
    True
    """
    known = [one for one in told if known_by is None or one.recorded_at <= known_by]
    return max(known, key=lambda one: (one.asked_at, one.recorded_at, one.id), default=None)


def may_tell(told: WishTold | None, inquirer: Inquirer, what: What) -> Reason | None:
    """Why this must not be told to this inquirer; None where her wish allows it.

    >>> may_tell(None, Inquirer("mother", is_family=True), What.ALIVE).code
    'wish.not_asked'
    """
    if told is None or told.wish is Wish.NOT_ASKED:
        return Reason("wish.not_asked", {}, "She has not been asked yet. Nothing goes to anyone before.")
    if inquirer.not_to_be_told:
        return Reason("wish.not_to_be_told", {}, "This inquirer is not to be told.")
    if told.wish is Wish.NAMED_ONLY and inquirer.id in told.named:
        return None
    if inquirer.is_family and what in FAMILY_MAY_KNOW[told.wish]:
        return None
    return Reason("wish.does_not_allow", {"wish": told.wish.value}, "Her wish does not allow it.")
