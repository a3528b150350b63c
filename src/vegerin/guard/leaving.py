"""Leaving the office: what somebody holds passes to named colleagues before the account closes (D28).

A room calls `leaving.register("cases", held_by, pass_on)` in `apps.ready`. `held_by(staff)` says what she
holds, `pass_on(staff, to, by)` gives it to a colleague. While anything is held the account stays open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from vegerin.guard import once, prepared, trail
from vegerin.guard.models import PassedOn, Staff
from vegerin.guard.queries import roles_of
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS, Role
from vegerin.ui.words import listed

NAMED = 5  # codes of each kind in a refusal; the page has all


@dataclass(frozen=True)
class Held:
    """Something she holds: how many, and their codes, never a name."""

    what: Any  # "cases", translated
    codes: tuple[str, ...]
    how: str = ""  # what has to happen, where naming a colleague is not enough
    hers_to_see: bool = False  # the codes: to herself alone, as long as it is her work; else only how many
    with_note: bool = False  # whoever takes over reads a note; `pass_on` takes it as its fourth argument
    takers: frozenset[Role] = frozenset()  # whose work it is and who can open it; empty: everybody
    said: tuple[str, ...] = ()  # what a page says instead, where a code is nothing the office calls it by
    view: str = ""  # the page of each, by its code; offered to herself, who writes the note

    @property
    def n(self) -> int:
        """How many."""
        return len(self.codes)


HeldBy = Callable[[Staff], Held]
PassOn = Callable[..., None]  # (staff, to, by), and the note where one is asked for

_rooms: dict[str, tuple[HeldBy, PassOn]] = {}


def register(kind: str, held_by: HeldBy, pass_on: PassOn) -> None:
    """Say what somebody of the office may hold, and how it passes on; the same kind twice is a mistake."""
    if _rooms.setdefault(kind, (held_by, pass_on)) != (held_by, pass_on):
        raise ValueError(f"What a leaver holds as {kind!r} is registered twice.")


def held_by(staff: Staff) -> dict[str, Held]:
    """All that she holds now, by kind; what she does not hold is left out."""
    every = {kind: asks(staff) for kind, (asks, _pass) in _rooms.items()}
    return {kind: held for kind, held in every.items() if held.n}


def pass_on(*, staff: Staff, kind: str, to: Staff, note: str = "", by: Reader) -> None:
    """Give one kind of what she holds to a named colleague."""
    if staff.pk != by.staff.pk and not by.has(*LEADERS):
        raise Refused(_("Whoever leaves passes this on, or the head of office does."))
    if to.pk == staff.pk or not to.is_active:
        raise Refused(_("Name a colleague who stays."))
    if kind not in _rooms:
        raise Refused(_("Nobody holds such a thing."))
    with transaction.atomic():
        asks, passes = _rooms[kind]
        held = asks(staff)
        if not may_take(held, roles_of(to)):
            roles = listed(str(role.label) for role in sorted(held.takers))
            raise Refused(_("Only somebody who can open it takes it over: {roles}."), roles=roles)
        passes(staff, to, by, *([note] if held.with_note else []))
        detail = {"kind": kind, "n": held.n, "to": str(to.pk)}
        trail.record("leaver.passed_on", by=by, about=str(staff.pk), detail=detail)


def may_take(held: Held, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles can take it over."""
    return not held.takers or bool(held.takers & roles)


def check_nothing_held(staff: Staff) -> None:
    """Refuse with the list of what she still holds."""
    held = held_by(staff)
    if held:
        raise Refused(_("Before the account closes, this passes to colleagues: {what}."), what=said(held))


def said(held: dict[str, Held]) -> str:
    """Cases: P48213-7, P11111-1 … (12) · Promised calls: 2026-11-22 09:00."""
    return " · ".join(f"{one.what}: {_listed(one)}" for one in held.values())


def _listed(held: Held) -> str:
    if held.hers_to_see:
        return str(held.n)
    more = f" … ({held.n})" if held.n > NAMED else ""
    return listed((held.said or held.codes)[:NAMED]) + more


def note_passed_on(*, what: str, of: Staff, to: Staff, by: Reader) -> PassedOn:
    """A thing whose own row cannot change, such as a promise, is somebody else's from now on."""
    return PassedOn.objects.create(what=what, of=of, to=to, by=by.staff)


@once.asked
def passed_on() -> dict[str, Staff]:
    """Whose each passed-on thing is now: the latest row counts."""
    return {row.what: row.to for row in prepared.rows(_rows_passed_on)}


def _rows_passed_on() -> QuerySet[PassedOn]:
    return PassedOn.objects.select_related("to").order_by("at", "pk")
