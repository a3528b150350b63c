"""The bar on top of every page: each room adds its own doors, and a reader sees only those she may enter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

May = Callable[[Any], bool]
# One's own account stands behind one's working name, not among the rooms.
ACCOUNT = "guard:account"


@dataclass(frozen=True)
class Door:
    """One word in the bar: where it leads, who may go there, and which views lie behind it."""

    word: str | _StrPromise
    view: str
    may: May
    order: int = 50
    behind: tuple[str, ...] = ()
    in_phone_bar: bool = False
    icon: str = ""
    says: str | _StrPromise = ""  # what can be done there, for a desk on which little lies

    def is_current(self, view_name: str) -> bool:
        """Whether the page being shown lies behind this door."""
        return view_name == self.view or view_name in self.behind


_doors: dict[str, Door] = {}


def register(
    word: str | _StrPromise,
    *,
    view: str,
    may: May,
    order: int = 50,
    behind: Iterable[str] = (),
    icon: str = "",
    says: str | _StrPromise = "",
) -> None:
    """Add a door to the bar; said twice, the later one counts."""
    _doors[view] = Door(word, view, may, order, tuple(behind), bool(icon), icon, says)


@dataclass(frozen=True)
class Shown:
    """A door as one reader sees it now."""

    word: str | _StrPromise
    url: str
    current: bool
    in_phone_bar: bool
    icon: str
    says: str | _StrPromise = ""


def doors_for(reader: object, view_name: str) -> list[Shown]:
    """The doors this reader may enter, in their order."""
    shown = []
    for door in sorted(_doors.values(), key=lambda door: door.order):
        if reader is None or door.view == ACCOUNT or not door.may(reader):
            continue
        try:
            url = reverse(door.view)
        except NoReverseMatch:  # the room is left out of this office
            continue
        current = door.is_current(view_name)
        shown.append(Shown(door.word, url, current, door.in_phone_bar, door.icon, door.says))
    return shown
