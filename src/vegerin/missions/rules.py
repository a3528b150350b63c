"""Who may do what with a mission, and the sentence when not. Planner, lead, approver are per mission."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role


class Act(StrEnum):
    """What can be done with a mission."""

    PLAN = "plan"  # open one, choose the group, write plan and risk sheet
    DECIDE = "decide"  # sign second: go, leaving somebody, destroying the key, news
    EMERGENCY = "emergency"  # go on one signature, reviewed within 24 hours
    MOVE = "move"  # under way, holding, paused; heard from
    TELL = "tell"  # a fact of the way, counted at once
    TICK = "tick"  # who arrived
    NEWS = "news"  # propose words for outside


LEADING = frozenset({Act.DECIDE, Act.EMERGENCY, Act.MOVE, Act.TELL, Act.TICK, Act.NEWS})

MAY: Mapping[Role, frozenset[Act]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.PLANNER: frozenset({Act.PLAN, Act.MOVE, Act.TELL, Act.TICK}),
    Role.HEAD: LEADING,
    Role.DEPUTY: LEADING,
    Role.FIELD_LEAD: frozenset({Act.MOVE, Act.TELL, Act.TICK}),
    Role.RECEPTION_MANAGER: frozenset({Act.TICK}),
    Role.DUTY_OFFICER: frozenset({Act.MOVE, Act.TELL}),
}

SENTENCES: Mapping[Act, Promise] = {
    Act.PLAN: _("Mission planners plan missions."),
    Act.DECIDE: _("The head or the deputy signs second; never who planned it or leads it."),
    Act.EMERGENCY: _("In an emergency the head or the deputy may let a mission go, with a reason."),
    Act.MOVE: _("Planner, field lead, duty officer and head move a mission on."),
    Act.TELL: _("Planner, field lead, duty officer and head write down what happened."),
    Act.TICK: _("Reception, planner, field lead and head tick who arrived."),
    Act.NEWS: _("The head or the deputy proposes words for outside."),
}


def may(reader: Reader | None, act: Act) -> bool:
    """Whether one of the reader's roles allows it."""
    return reader is not None and any(act in MAY[role] for role in reader.roles)


def check_may(reader: Reader, act: Act) -> None:
    """Refuse with the sentence for the act."""
    if not may(reader, act):
        raise Refused(str(SENTENCES[act]))


def who_may(act: Act) -> frozenset[Role]:
    """The roles that allow an act."""
    return frozenset(role for role, acts in MAY.items() if act in acts)


WHO_ENTERS = frozenset(role for role, acts in MAY.items() if acts)
EVERY_MISSION = frozenset({Role.HEAD, Role.DEPUTY})  # others see those they plan, lead, receive or watch
