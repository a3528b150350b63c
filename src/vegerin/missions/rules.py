"""Who may do what with a mission, and the sentence when not. Planner, lead, approver are per mission."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.acts import Acts
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
    ASK = "ask"  # put a question to an authority whose detainee may know
    LOOK_AT_LAW = "look_at_law"  # say whether it may be asked
    WATCH = "watch"  # propose that somebody watches channels, and care for who does
    READ_NEWS = "read_news"  # the words that were released
    LISTEN = "listen"  # talk with whoever watches, and write down that you did


MISSION_ACTS = frozenset({Act.PLAN, Act.DECIDE, Act.EMERGENCY, Act.MOVE, Act.TELL, Act.TICK, Act.NEWS})
LEADING = (MISSION_ACTS - {Act.PLAN}) | {Act.ASK, Act.WATCH, Act.READ_NEWS, Act.LISTEN}

MAY: Mapping[Role, frozenset[Act]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.PLANNER: frozenset({Act.PLAN, Act.MOVE, Act.TELL, Act.TICK, Act.ASK}),
    Role.HEAD: LEADING,
    Role.DEPUTY: LEADING,
    Role.FIELD_LEAD: frozenset({Act.MOVE, Act.TELL, Act.TICK}),
    Role.RECEPTION_MANAGER: frozenset({Act.TICK}),
    Role.DUTY_OFFICER: frozenset({Act.MOVE, Act.TELL}),
    Role.VERIFIER: frozenset({Act.ASK}),
    Role.LEGAL_ADVISER: frozenset({Act.LOOK_AT_LAW}),
    Role.PRESS_OFFICER: frozenset({Act.READ_NEWS}),
    Role.PSYCHOLOGIST: frozenset({Act.LISTEN}),
}

SENTENCES: Mapping[Act, Promise] = {
    Act.PLAN: _("Mission planners plan missions."),
    Act.DECIDE: _("The head or the deputy signs second; never who planned it or leads it."),
    Act.EMERGENCY: _("In an emergency the head or the deputy may let a mission go, with a reason."),
    Act.MOVE: _("Planner, field lead, duty officer and head move a mission on."),
    Act.TELL: _("Planner, field lead, duty officer and head write down what happened."),
    Act.TICK: _("Reception, planner, field lead and head tick who arrived."),
    Act.NEWS: _("The head or the deputy proposes words for outside."),
    Act.ASK: _("Planner, verifier and head put a question to an authority."),
    Act.LOOK_AT_LAW: _("A legal adviser says whether it may be asked."),
    Act.WATCH: _("The head or the deputy proposes who watches, and asks how it is going."),
    Act.READ_NEWS: _("Head and press officer read the words that were released."),
    Act.LISTEN: _("Whoever talked with her writes it down: a psychologist, the head or the deputy."),
}

ACTS = Acts(MAY, SENTENCES)
may, check_may, who_may = ACTS.may, ACTS.check_may, ACTS.who_may


WHO_ENTERS = frozenset(role for role, acts in MAY.items() if acts & MISSION_ACTS)
EVERY_MISSION = frozenset({Role.HEAD, Role.DEPUTY})  # others see those they plan, lead, receive or watch
