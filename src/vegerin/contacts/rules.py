"""Who may do what with contacts, and the sentence when not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vegerin.guard.acts import Acts
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role


class Act(StrEnum):
    """What can be done."""

    NOTE = "note"  # fill in the checklist of a contact one took
    WEIGH = "weigh"  # see why, take it on, ask questions
    COLLECT = "collect"  # collect questions from families
    CLEAR = "clear"  # sign second that a contact was no trap
    CALL_VERIFIER = "call_verifier"  # ask another verifier when nobody looked in time
    HEAR_OF_DANGER = "hear_of_danger"  # that somebody may have been made to speak
    OPEN_NEWS = "open_news"  # open the short form for a day on which everybody rings
    TAKE_NEWS = "take_news"
    HANDLE = "handle"  # one's own sources
    SEE_STOPS = "see_stops"  # what must be cleared before anybody walks
    RING_NEWS = "ring_news"  # see who rang, and ring them
    HEAR = "hear"  # hear somebody who chooses to tell of her captivity, at her pace
    ASK = "ask"  # ask somebody who came back; so see first what is not to be asked again
    SEE_PURPOSE = "see_purpose"  # whether episodes are kept, and what for


TAKING = frozenset({Act.NOTE, Act.TAKE_NEWS})
LEADING = frozenset(
    {
        Act.NOTE,
        Act.CLEAR,
        Act.CALL_VERIFIER,
        Act.HEAR_OF_DANGER,
        Act.OPEN_NEWS,
        Act.SEE_STOPS,
        Act.SEE_PURPOSE,
    }
)

MAY: Mapping[Role, frozenset[Act]] = {
    **dict.fromkeys(Role, frozenset()),
    Role.CLERK: TAKING,
    Role.DUTY_OFFICER: TAKING | {Act.CALL_VERIFIER},
    Role.SOURCE_HANDLER: frozenset({Act.NOTE, Act.HANDLE}),
    Role.LIAISON: TAKING | {Act.COLLECT, Act.RING_NEWS},
    Role.VERIFIER: frozenset(Act) - {Act.OPEN_NEWS, Act.HANDLE, Act.HEAR, Act.SEE_PURPOSE},
    Role.PSYCHOLOGIST: frozenset({Act.NOTE, Act.HEAR, Act.ASK, Act.SEE_PURPOSE}),
    Role.CHILD_PROTECTION: frozenset({Act.NOTE, Act.ASK}),
    Role.RECEPTION_MANAGER: frozenset({Act.NOTE}),
    Role.CARE_WORKER: frozenset({Act.NOTE}),
    Role.DATA_PROTECTION: frozenset({Act.SEE_PURPOSE}),
    Role.REGISTER_OFFICER: TAKING,
    Role.PLANNER: frozenset({Act.HEAR_OF_DANGER, Act.SEE_STOPS}),
    Role.HEAD: LEADING,
    Role.DEPUTY: LEADING,
}

SENTENCES: Mapping[Act, Promise] = {
    Act.NOTE: _("Whoever took the call fills in what was noticed."),
    Act.WEIGH: _("Verifiers look at what calls add up to."),
    Act.COLLECT: _("Liaisons and verifiers collect questions from families."),
    Act.CLEAR: _("A verifier or the head signs second, and never who took the call."),
    Act.CALL_VERIFIER: _("Whoever is on duty, verifiers and the head ask another verifier."),
    Act.HEAR_OF_DANGER: _("Verifiers, planners and the head hear of a danger to her."),
    Act.HANDLE: _("A source is seen by its handler and its deputy only."),
    Act.SEE_STOPS: _("Verifiers, planners and the head see what must be cleared first."),
    Act.OPEN_NEWS: _("The head or the deputy opens a news day."),
    Act.TAKE_NEWS: _("Whoever takes calls writes them down."),
    Act.RING_NEWS: _("Liaisons and verifiers ring families."),
    Act.HEAR: _("A psychologist writes down episodes, as far as she wishes to tell."),
    Act.ASK: _("Psychologists, child protection and verifiers ask, once they know what not to ask."),
    Act.SEE_PURPOSE: _("Psychologists, data protection and the head know what episodes are kept for."),
}

ACTS = Acts(MAY, SENTENCES)
may, check_may, who_may = ACTS.may, ACTS.check_may, ACTS.who_may


def sees_news(reader: Reader | None) -> bool:
    """Whether the news day stands in her bar: whoever opens it, takes calls on it, or rings families."""
    return any(may(reader, act) for act in (Act.OPEN_NEWS, Act.RING_NEWS))
