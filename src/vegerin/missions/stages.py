"""The life of an attempt, as a table: from which stage into which, by whose hand, and what has to be said.

Whatever is not in the table is refused. Methods, routes and means have no stage, no field and no word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where an attempt stands."""

    PLANNED = "planned", _("Planned")
    APPROVED = "approved", _("Approved")
    UNDER_WAY = "under_way", _("Under way")
    HOLDING = "holding", _("Holding")
    PAUSED_MEDICAL = "paused_medical", _("Paused: somebody needs treatment first")
    BROKEN_OFF = "broken_off", _("Broken off")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")


class Phase(models.TextChoices):
    """What is being done, in this order; a step back says why."""

    LOCATE = "locate", _("Find out where")
    CONTACT = "contact", _("Contact")
    VERIFY = "verify", _("Make sure")
    APPROVE = "approve", _("Approve")
    PICK_UP = "pick_up", _("Pick up")
    TRANSIT = "transit", _("On the way")
    CROSSING = "crossing", _("Crossing")
    HAND_OVER = "hand_over", _("Hand over")
    RECEPTION = "reception", _("Reception")


class Reason(models.TextChoices):
    """Why an attempt was broken off, failed, or went back a step."""

    INJURY = "injury", _("Somebody is hurt or ill and is treated first")
    FRONT_MOVED = "front_moved", _("The front moved")
    BOMBING = "bombing", _("Bombing")
    WEATHER = "weather", _("Weather")
    NO_CONTACT = "no_contact", _("No contact")
    SUSPECTED_TRAP = "suspected_trap", _("It may be a trap")
    HELPER_COMPROMISED = "helper_compromised", _("A helper may be known")
    GROUP_WISH = "group_wish", _("The group wishes it so")
    GROUP_CHANGED = "group_changed", _("The group changed; it has to be approved again")
    PURSUED = "pursued", _("Pursued")
    RECEPTION_NOT_READY = "reception_not_ready", _("Nobody could receive them")
    OTHER = "other", _("Another reason, told to the head")


@dataclass(frozen=True)
class Move:
    """What one step asks for."""

    reason: bool = False
    next_time: bool = False  # a time by which they must be heard from
    by_two: bool = False  # only the second signature makes it


STEP, SAID, TIMED = Move(), Move(reason=True), Move(next_time=True)
OPEN = frozenset({Stage.UNDER_WAY, Stage.HOLDING, Stage.PAUSED_MEDICAL})
ENDED = frozenset({Stage.BROKEN_OFF, Stage.COMPLETED, Stage.FAILED})

IN_ORDER = (
    Stage.UNDER_WAY, Stage.HOLDING, Stage.PAUSED_MEDICAL, Stage.APPROVED, Stage.PLANNED,
    Stage.COMPLETED, Stage.BROKEN_OFF, Stage.FAILED,
)  # fmt: skip

MOVES: Mapping[tuple[Stage, Stage], Move] = {
    (Stage.PLANNED, Stage.APPROVED): Move(by_two=True),
    (Stage.PLANNED, Stage.BROKEN_OFF): SAID,
    (Stage.APPROVED, Stage.PLANNED): SAID,
    (Stage.APPROVED, Stage.UNDER_WAY): TIMED,
    (Stage.APPROVED, Stage.BROKEN_OFF): SAID,
    (Stage.UNDER_WAY, Stage.HOLDING): Move(reason=True, next_time=True),
    (Stage.UNDER_WAY, Stage.PAUSED_MEDICAL): Move(next_time=True),
    (Stage.UNDER_WAY, Stage.BROKEN_OFF): SAID,
    (Stage.UNDER_WAY, Stage.COMPLETED): STEP,
    (Stage.UNDER_WAY, Stage.FAILED): SAID,
    (Stage.HOLDING, Stage.UNDER_WAY): TIMED,
    (Stage.HOLDING, Stage.HOLDING): TIMED,
    (Stage.HOLDING, Stage.PAUSED_MEDICAL): Move(next_time=True),
    (Stage.HOLDING, Stage.BROKEN_OFF): SAID,
    (Stage.HOLDING, Stage.COMPLETED): STEP,
    (Stage.HOLDING, Stage.FAILED): SAID,
    (Stage.PAUSED_MEDICAL, Stage.UNDER_WAY): TIMED,
    (Stage.PAUSED_MEDICAL, Stage.HOLDING): Move(reason=True, next_time=True),
    (Stage.PAUSED_MEDICAL, Stage.PAUSED_MEDICAL): TIMED,
    (Stage.PAUSED_MEDICAL, Stage.BROKEN_OFF): SAID,
    (Stage.PAUSED_MEDICAL, Stage.COMPLETED): STEP,
    (Stage.PAUSED_MEDICAL, Stage.FAILED): SAID,
}


# What a step is called on the button of whoever takes it, where it depends on where they are, and otherwise.
STEP_WORDS: Mapping[tuple[Stage | None, Stage], Promise] = {
    (Stage.APPROVED, Stage.PLANNED): _("Take the approval back"),
    (Stage.APPROVED, Stage.UNDER_WAY): _("They set out"),
    (None, Stage.UNDER_WAY): _("They go on"),
    (Stage.HOLDING, Stage.HOLDING): _("They hold longer: a new time"),
    (None, Stage.HOLDING): _("They hold where they are"),
    (Stage.PAUSED_MEDICAL, Stage.PAUSED_MEDICAL): _("The pause lasts longer: a new time"),
    (None, Stage.PAUSED_MEDICAL): _("They pause: somebody needs treatment first"),
    (None, Stage.COMPLETED): _("Complete it: everybody is accounted for"),
    (Stage.PLANNED, Stage.BROKEN_OFF): _("Give this attempt up"),
    (None, Stage.BROKEN_OFF): _("Break it off"),
    (None, Stage.FAILED): _("It failed"),
}


def step_words(come_from: Stage, to: Stage) -> str:
    """What the step is called on its button."""
    return str(STEP_WORDS.get((come_from, to)) or STEP_WORDS[None, to])


def move(come_from: Stage, to: Stage) -> Move | None:
    """What the step asks for; None where there is no such step."""
    return MOVES.get((come_from, to))


def next_stages(stage: Stage) -> list[Stage]:
    """Where an attempt can go from here by one hand: on first, back later, what ends it last."""
    here = [to for (come_from, to), asks in MOVES.items() if come_from == stage and not asks.by_two]
    return sorted(here, key=IN_ORDER.index)


class Outcome(models.TextChoices):
    """How the attempt ended for one person."""

    RECEIVED = "received", _("Received")
    RECEIVED_HURT = "received_hurt", _("Received, hurt")
    STAYED = "stayed", _("Stayed behind")
    RECAPTURED = "recaptured", _("Taken again on the way")
    DIED = "died", _("Died on the way")
    LOST = "lost", _("Lost on the way")
    AT_CROSSING = "at_crossing", _("Held at a crossing or in screening")


ARRIVED = frozenset({Outcome.RECEIVED, Outcome.RECEIVED_HURT})

# What the register learns of each outcome; nothing else of a mission ever stands there.
EVENTS: Mapping[Outcome, str] = {
    Outcome.RECEIVED: "returned",
    Outcome.RECEIVED_HURT: "returned",
    Outcome.STAYED: "stayed_behind",
    Outcome.RECAPTURED: "recaptured",
    Outcome.DIED: "killed_on_the_way",
    Outcome.LOST: "lost_on_the_way",
    Outcome.AT_CROSSING: "at_crossing",
}

# What has to follow each outcome, and whose it is.
FOLLOWS: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.RECEIVED: (),
    Outcome.RECEIVED_HURT: ("treatment",),
    Outcome.STAYED: ("family",),
    Outcome.RECAPTURED: ("family", "cautions"),
    Outcome.DIED: ("family", "remains"),
    Outcome.LOST: ("family", "last_point"),
    Outcome.AT_CROSSING: ("access",),
}
