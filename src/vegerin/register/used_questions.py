"""Which of a family's questions were asked already: rooms that ask them say so, in `apps.ready` (D1)."""

from __future__ import annotations

from collections.abc import Callable

from vegerin.register.models import KnownQuestion

WasAsked = Callable[[KnownQuestion], bool]
SAYING: dict[str, WasAsked] = {}


def register(room: str, was_asked: WasAsked) -> None:
    """Say of a question whether it was asked; the same room twice is a mistake."""
    if SAYING.setdefault(room, was_asked) is not was_asked:
        raise ValueError(f"The room {room!r} says it twice.")


def is_used(question: KnownQuestion) -> bool:
    """Whether somebody has shown it to whoever asks it: then it is never shown again."""
    return any(was_asked(question) for was_asked in SAYING.values())
