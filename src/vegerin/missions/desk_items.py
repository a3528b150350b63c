"""What missions lend to desks: silence first, then what waits for the next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.guard import desk
from vegerin.guard.desk import Do, Item, Rank
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.missions import around, queries
from vegerin.missions.desk_around import around_items, duties, kept_aside
from vegerin.missions.models import Attempt, Mission
from vegerin.missions.rules import WHO_ENTERS
from vegerin.missions.shown import clock_times
from vegerin.missions.stages import OPEN
from vegerin.ui import dates

OUT = gettext_lazy("On the way")


def register_all() -> None:
    """Enter them."""
    desk.register("missions", items_for)
    desk.beside("missions", kept_aside)
    desk.asks(
        Role.PLANNER, gettext_lazy("Who may come home?"), act=gettext_lazy("Missions"),
        view="missions:board", order=18,
    )  # fmt: skip
    desk.asks(
        Role.FIELD_LEAD, gettext_lazy("Where do we stand?"), act=gettext_lazy("Missions"),
        view="missions:board", order=19,
    )  # fmt: skip


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """Missions on the way, the overdue ones first, and what must be moved before a key is destroyed."""
    yield from around_items(reader)
    if not reader.has(*WHO_ENTERS):
        return
    clocks = clock_times()
    missions = queries.boards_for(reader)
    known = around.known_of(one for one in missions if queries.is_out(one))
    for mission in missions:
        attempt = queries.last_attempt(mission)
        if queries.sees_plan(reader, mission):
            yield from duties(mission)
        if queries.stage_of(attempt) in OPEN:
            yield out_item(mission, attempt, queries.due_of(attempt, clocks))
            if around.came_up_on_the_way(attempt, known):
                yield stop_item(mission)
        elif reader.has(Role.PLANNER) and hasattr(mission, "closed") and queries.still_to_move(mission):
            yield Item(
                Rank.WORK,
                mission.code,
                says=_("What must survive has not been moved yet."),
                about=f"mission:{mission.pk}",
                acts=(Do(_("Open"), _address(mission)),),
            )


def out_item(mission: Mission, attempt: Attempt, due: datetime | None) -> Item:
    """One that is out: when it must be heard from, or later as duty has set it on the clock."""
    late = due is not None and due < timezone.now()
    return Item(
        Rank.DANGER if late else Rank.PROMISED,
        mission.code,
        says=_("Not heard from in time.") if late else str(queries.stage_of(attempt).label),
        about=f"clock:{mission.code}-{attempt.number}",
        at=due,
        when=dates.clock(due) if due else "",
        queue="" if late else OUT,
        acts=(Do(_("Open"), _address(mission), filled=late),),
    )


def stop_item(mission: Mission) -> Item:
    """Somebody was taken, or a call was a trap, while they are out: silent once somebody has answered it."""
    return Item(
        Rank.DANGER,
        mission.code,
        says=_("Something came up while they are on the way. Go on, hold, or break off?"),
        about=f"stop:{mission.code}",
        acts=(Do(_("Open"), _address(mission), filled=True),),
    )


def _address(mission: Mission) -> str:
    return reverse("missions:mission", args=[mission.code])
