"""One mission as it is shown at night: phases, people by kind, the line of times; no place, no name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from vegerin.guard import clock, office
from vegerin.missions import queries
from vegerin.missions.models import Attempt, CheckIn, Mission
from vegerin.missions.stages import ENDED, OPEN, Phase, Stage
from vegerin.register.models import Person
from vegerin.ui.pictures.check_ins import draw_check_ins

GROWN_AT = 18


@dataclass(frozen=True)
class ShownPhase:
    """One point of the line: done, now or to come."""

    phase: Phase
    state: str
    at: datetime | None


@dataclass
class ShownMission:
    """What the board and the page's head show of one mission."""

    mission: Mission
    attempt: Attempt
    stage: Stage
    check_in: CheckIn | None
    due: datetime | None
    now: datetime

    @property
    def badge(self) -> str:
        """Its place in the status vocabulary; closed before it went, it is not planned any more."""
        if self.is_closed and self.stage is Stage.PLANNED:
            return "stage.never_went"
        return f"stage.{self.stage.value}"

    @property
    def is_out(self) -> bool:
        """Whether they are on the way."""
        return self.stage in OPEN

    @property
    def is_over(self) -> bool:
        """Whether this attempt has ended."""
        return self.stage in ENDED

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is planned in it."""
        return hasattr(self.mission, "closed")

    @property
    def margin(self) -> timedelta:
        """How long silence is still no alarm."""
        return timedelta(minutes=self.check_in.margin_minutes if self.check_in else 0)

    @property
    def late(self) -> bool:
        """Whether they should have been heard from."""
        return self.is_out and self.due is not None and self.due < self.now

    @property
    def late_minutes(self) -> int:
        """For how long."""
        return int((self.now - self.due).total_seconds() // 60) if self.due else 0

    @cached_property
    def group(self) -> list[Person]:
        """Who goes."""
        return queries.group_of(self.mission)

    @cached_property
    def kinds(self) -> dict[str, int]:
        """The group by women, men, children; who has no birth year counts as grown."""
        return dict(Counter(kind_of(person, self.now.year) for person in self.group))

    @cached_property
    def phases(self) -> list[ShownPhase]:
        """The nine points."""
        here, order = queries.phase_of(self.attempt), list(Phase)
        entered = {row.phase: row.recorded_at for row in self.attempt.phases.all()}
        place = len(order) if self.stage is Stage.COMPLETED else order.index(here)
        states = ("done", "now", "ahead")
        return [
            ShownPhase(phase, states[(n >= place) + (n > place)], entered.get(phase) if n <= place else None)
            for n, phase in enumerate(order)
        ]

    @cached_property
    def line(self) -> SafeString:
        """The check-in line; empty where nobody is expected."""
        if not self.is_out:
            return SafeString("")
        heard = [
            timezone.localtime(row.heard.recorded_at)
            for row in queries.rows_of(self.attempt, "check_ins", "heard")
            if hasattr(row, "heard")
        ]
        svg = draw_check_ins(
            heard, due=timezone.localtime(self.due) if self.due else None, margin=self.margin,
            now=timezone.localtime(self.now), now_word=_("now"), rtl=get_language_bidi(),
        )  # fmt: skip
        return mark_safe(svg)  # noqa: S308 -- drawn by us, times only


def kind_of(person: Person, year: int) -> str:
    """woman, man, child or person."""
    born = person.born_latest
    if born is not None and year - born.year < GROWN_AT:
        return "child"
    return {"female": "woman", "male": "man"}.get(person.sex, "person")


def clock_times() -> dict[str, datetime]:
    """What the clock store expects, by code."""
    return {row.code: row.due for row in clock.expected(office.folder_from_environment())}


def shown(mission: Mission, clocks: dict[str, datetime], now: datetime | None = None) -> ShownMission:
    """One mission."""
    attempt = queries.last_attempt(mission)
    check_in = queries.open_check_in(attempt)
    due = queries.due_of(attempt, clocks)
    return ShownMission(mission, attempt, queries.stage_of(attempt), check_in, due, now or timezone.now())


def in_order(missions: Iterable[ShownMission]) -> list[ShownMission]:
    """The overdue first, then who is out, then what waits, then what is over."""
    far = timezone.now() + timedelta(days=9999)
    return sorted(
        missions,
        key=lambda one: (
            not one.late, not one.is_out, one.is_over or one.is_closed, one.due or far,
            one.mission.recorded_at,
        ),
    )  # fmt: skip
