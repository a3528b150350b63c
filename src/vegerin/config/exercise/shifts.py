"""The exercise's shifts: a rota with a night that cannot make two, and a page handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.shifts import actions
from vegerin.shifts.models import Turn
from vegerin.shifts.night import day_of, night_of

ALONE_AFTER = 2  # days from today: that night has nobody on call


def enter_shifts(reader: Callable[[Role], Reader], *, today: date) -> None:
    """A week of days and nights; who stands in; a page that waits for its second signature."""
    head, clerk, officer = reader(Role.HEAD), reader(Role.CLERK), reader(Role.DUTY_OFFICER)
    for n in range(7):
        day, night = day_of(today + timedelta(days=n)), night_of(today + timedelta(days=n))
        turns = [(clerk.staff, Turn.Part.DUTY, day), (officer.staff, Turn.Part.DUTY, night)]
        if n != ALONE_AFTER:
            turns.append((_named("verifier-two"), Turn.Part.SECOND, night))
        for staff, part, span in turns:
            actions.plan_turn(staff=staff, part=part, starts_at=span.starts, ends_at=span.ends, by=head)
    actions.name_stand_in(absent=clerk.staff, stands_in=reader(Role.LIAISON).staff, by=head)
    note = "The line from Til Qeseb is bad; let it ring long."
    actions.hand_over(to=clerk.staff, note=note, by=officer)


def _named(working_name: str) -> Staff:
    return Staff.objects.get(working_name=working_name)
