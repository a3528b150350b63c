"""The steps of an attempt as its page offers them: each with the form it asks for, or why it waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.missions import forms_moving, queries, rules
from vegerin.missions.actions.deciding import GO
from vegerin.missions.models import Attempt
from vegerin.missions.rules import Act
from vegerin.missions.stages import OPEN, Phase, Stage, next_stages, step_words


@dataclass(frozen=True)
class ShownStep:
    """One step: its words, its form, and the sentence where it cannot be taken yet."""

    to: Stage
    words: str
    form: forms_moving.StepForm
    why_not: str

    @property
    def goes_on(self) -> bool:
        """Whether it is the step one hopes for: its button is filled."""
        return self.to is Stage.UNDER_WAY

    @property
    def sets_out(self) -> bool:
        """Whether it is what an approval was for: its form stands open."""
        return self.goes_on and self.form.here is Stage.APPROVED


@dataclass(frozen=True)
class Proposed:
    """A go that waits for its second signature."""

    by: str
    at: datetime
    url: str  # empty where the reader neither signs it nor proposed it
    stands: bool  # for the group as it is now


def steps_of(reader: Reader, attempt: Attempt) -> list[ShownStep]:
    """Those whoever reads may take from here by herself."""
    if not rules.may(reader, Act.MOVE) or hasattr(attempt.mission, "closed"):
        return []
    here, moves = queries.stage_of(attempt), queries.moves_of(attempt)
    return [
        ShownStep(
            to,
            step_words(here, to),
            forms_moving.StepForm(reader=reader, attempt=attempt, prefix="step", to=to.value, moves=moves),
            why_not(attempt, here, to),
        )
        for to in next_stages(here)
        if to is not here  # the same with a new time is what *they were heard from* writes
    ]


def why_not(attempt: Attempt, here: Stage, to: Stage) -> str:
    """The sentence beside a step that cannot be taken yet, and what lifts it; empty where it can."""
    if to is Stage.COMPLETED and not queries.manifest_of(attempt).is_complete:
        return _("The manifest is not complete: everybody needs an outcome, and every line two ticks.")
    goes_on = here is Stage.PAUSED_MEDICAL and to in (Stage.UNDER_WAY, Stage.HOLDING)
    if goes_on and queries.conditions_open(attempt):
        return _("A condition for going on is not signed.")
    return ""


def next_phase(attempt: Attempt) -> Phase | None:
    """The part of the way that can be entered next; nobody is picked up before they are under way."""
    order = list(Phase)
    place = order.index(queries.phase_of(attempt)) + 1
    too_early = place >= order.index(Phase.PICK_UP) and queries.stage_of(attempt) not in OPEN
    return None if place >= len(order) or too_early else order[place]


def waiting_go(reader: Reader, attempt: Attempt) -> Proposed | None:
    """The latest proposal of this attempt that nobody has signed or refused."""
    about = f"mission:{attempt.mission_id}"
    rows: Iterable[Decision] = Decision.objects.filter(kind=GO, about=about, signature=None)
    mine = [one for one in rows if one.payload["attempt"] == str(attempt.pk)]
    if not mine:
        return None
    last = max(mine, key=lambda one: one.proposed_at)
    url = reverse("guard:decision", args=[last.pk]) if decisions.may_see(last, reader) else ""
    stands = last.payload["group"] == queries.mark_of(queries.group_of(attempt.mission))
    return Proposed(last.proposed_by.working_name, last.proposed_at, url, stands)
