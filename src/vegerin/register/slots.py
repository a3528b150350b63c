"""What other rooms lend to a person's page. Everyone gets the same slots, so a slot reveals nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render


@dataclass(frozen=True)
class Slot:
    """One room's place on the page; `view` is the name of a view that takes the person's id."""

    room: str
    title: Any  # translated
    view: str


_slots: dict[str, Slot] = {}


def register(room: str, title: Any, view: str) -> None:
    """Lend a slot, in `apps.ready`; the same room twice is a mistake."""
    slot = Slot(room, title, view)
    if _slots.setdefault(room, slot) != slot:
        raise ValueError(f"The room {room!r} lends two slots.")


def all_slots() -> list[Slot]:
    """The slots in the order in which the rooms were set up: the same for everyone."""
    return list(_slots.values())


def answer(request: Any, template: str, told: dict[str, Any], *, person: Any) -> HttpResponse:
    """What a slot shows: the bare part into the page, or, without script, a page of its own around it."""
    if request.htmx:
        return render(request, template, told)
    return render(request, "register/slot_page.html", {**told, "part": template, "about": person})
