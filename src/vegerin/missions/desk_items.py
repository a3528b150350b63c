"""What missions lend to desks: silence first, then what waits for the next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vegerin.engines.history.kinds import Fate
from vegerin.guard import desk
from vegerin.guard.desk import Aside, Do, Item, Rank
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.missions import around, queries, rules
from vegerin.missions.desk_around import around_items, duties, kept_aside, watch_aside
from vegerin.missions.lacks import Lack, known_for, lacks_of
from vegerin.missions.models import Attempt, Condition, Mission
from vegerin.missions.rules import WHO_ENTERS, Act
from vegerin.missions.shown import clock_times
from vegerin.missions.stages import ENDED, OPEN, Stage
from vegerin.register.models import Person
from vegerin.ui import dates

OUT = gettext_lazy("On the way")
MAY_COME = frozenset({Fate.ALIVE_CONFIRMED.value, Fate.BELIEVED_ALIVE.value})
WAITING = gettext_lazy("Missions that wait")


def register_all() -> None:
    """Enter them."""
    desk.register("missions", items_for)
    desk.beside("missions", asides)
    desk.asks(
        Role.PLANNER, gettext_lazy("Who may come home?"), act=gettext_lazy("Missions"),
        view="missions:board", order=18,
    )  # fmt: skip
    desk.asks(
        Role.FIELD_LEAD, gettext_lazy("Where do we stand?"), act=gettext_lazy("Missions"),
        view="missions:board", order=19,
    )  # fmt: skip
    desk.asks(
        Role.RECEPTION_MANAGER, gettext_lazy("Who comes?"), act=gettext_lazy("Missions"),
        view="missions:board", order=55,
    )  # fmt: skip


def asides(reader: Reader) -> Iterator[Aside]:
    """What survived missions, and for a planner the way to those who could come home."""
    yield from kept_aside(reader)
    yield from watch_aside(reader)
    if rules.may(reader, Act.PLAN):
        says = _("Confirmed alive, not home, in no mission of yours, and what is missing for each.")
        yield Aside(_("Who could come home"), (says,), (Do(_("Open"), reverse("missions:could_come")),))


def act_on_person(reader: Reader, person: Person) -> Do | None:
    """On the page of one who may still come home, for those who plan."""
    if not rules.may(reader, Act.PLAN) or person.fate not in MAY_COME:
        return None
    return Do(_("Plan a mission"), f"{reverse('missions:new')}?about={person.code}")


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """Missions on the way, the overdue ones first, those that wait, and what must be moved before the end."""
    yield from around_items(reader)
    if not reader.has(*WHO_ENTERS):
        return
    clocks = clock_times()
    missions = queries.boards_for(reader)
    yield from waiting_items(reader, missions)
    known = around.known_of(one for one in missions if queries.is_out(one))
    for mission in missions:
        attempt = queries.last_attempt(mission)
        if queries.sees_plan(reader, mission):
            yield from duties(mission)
        if queries.stage_of(attempt) in OPEN:
            yield out_item(mission, attempt, queries.due_of(attempt, clocks))
            if queries.sees_plan(reader, mission):
                yield from (condition_item(mission, row) for row in conditions_to_sign(attempt, reader))
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
        says=_("Not heard from in time.") if late else awaited(queries.stage_of(attempt), due),
        about=f"clock:{mission.code}-{attempt.number}",
        at=due,
        when=dates.clock(due) if due else "",
        queue="" if late else OUT,
        acts=(Do(_("Open"), _address(mission), filled=late),),
    )


def awaited(stage: Stage, due: datetime | None) -> str:
    """Where they stand, and what the hour beside it is."""
    if due is None:
        return str(stage.label)
    return _("{stage}. A word from them is due by {time}.").format(stage=stage.label, time=dates.clock(due))


def waiting_items(reader: Reader, missions: list[Mission]) -> Iterator[Item]:
    """Hers that wait for a signature, for what is missing or for the next step: of planner and lead."""
    waits = [one for one in missions if not hasattr(one, "closed") and one_of_hers(reader, one)]
    planned = [one for one in waits if queries.stage_of(queries.last_attempt(one)) is Stage.PLANNED]
    proposed = queries.proposed(planned)
    known = known_for(reader, planned) if queries.sees_names(reader) else None
    for mission in waits:
        attempt = queries.last_attempt(mission)
        stage = queries.stage_of(attempt)
        if mission in planned:
            since = proposed.get(attempt.pk)
            lacks = lacks_of(attempt, reader, known) if known and not since else None
            yield waiting_item(mission, planned_says(lacks, since), since)
        elif stage is Stage.APPROVED:
            yield waiting_item(mission, _("Two have signed. The next step is that they set out."))
        elif stage in ENDED and reader.staff == mission.planned_by:
            yield waiting_item(mission, _("The attempt has ended. Plan another, or close the mission."))


def one_of_hers(reader: Reader, mission: Mission) -> bool:
    """Whether she plans or leads it herself; the head signs on another heading."""
    return reader.staff in (mission.planned_by, mission.led_by) and reader.has(*WHO_ENTERS)


def planned_says(lacks: list[Lack] | None, proposed: datetime | None) -> str:
    """What a planned mission waits for: the first thing that is missing, and how many more.

    Whoever does not read the register is not told that there is nothing in it.
    """
    if proposed:
        return _("Waits for the signature of the head or the deputy.")
    if lacks is None:
        return _("Still planned. Planner and head see what is missing.")
    if not lacks:
        return _("Nothing is missing. It can be proposed.")
    more = len(lacks) - 1
    if not more:
        return lacks[0].says
    return ngettext(
        "{first} {n} more thing is missing.", "{first} {n} more things are missing.", more
    ).format(first=lacks[0].says, n=more)


def waiting_item(mission: Mission, says: str, since: datetime | None = None) -> Item:
    """One that waits; the day beside it says since when."""
    since = since or mission.recorded_at
    return Item(
        Rank.WORK,
        mission.code,
        says=says,
        about=f"waits:{mission.code}",
        at=since,
        when=_("since {day}").format(day=dates.day(since)),
        glyph="diamond-half",
        queue=WAITING,
        acts=(Do(_("Open"), _address(mission)),),
    )


def conditions_to_sign(attempt: Attempt, reader: Reader) -> list[Condition]:
    """What has to be fulfilled before they go on, set by somebody else."""
    if not rules.may(reader, Act.MOVE):
        return []
    return [row for row in queries.conditions_open(attempt) if row.by_id != reader.staff.pk]


def condition_item(mission: Mission, row: Condition) -> Item:
    """A condition that waits for whoever did not set it."""
    return Item(
        Rank.WORD,
        mission.code,
        says=_("Before they go on, a condition waits for a signature."),
        about=f"condition:{row.pk}",
        at=row.recorded_at,
        when=dates.clock(row.recorded_at),
        under=dates.day(row.recorded_at),
        glyph="diamond-half",
        acts=(Do(_("Open"), f"{_address(mission)}#conditions"),),
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
