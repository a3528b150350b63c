"""What each status looks like: glyph, ground and word. Rooms name a code; nobody picks a colour.

Neither death nor captivity has a colour of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Look:
    """A glyph, a ground (a CSS class) and the word that always stands beside it."""

    glyph: str
    ground: str
    word: str | _StrPromise


def dashed(glyph: str, word: str | _StrPromise) -> Look:
    """Nothing is known, or it has grown stale: an outline instead of a ground."""
    return Look(glyph, "dashed", word)


FATES: Mapping[str, Look] = {
    "nothing_known": dashed("circle-dotted", _("Nothing known yet")),
    "reported": dashed("circle-dotted", _("Reported, not checked")),
    "out_of_scope": Look("circle-dotted", "sunken", _("Was not taken")),
    "missing": Look("circle-dashed", "sunken", _("Missing, fate unknown")),
    "taken_or_killed": Look("circle-dashed", "sunken", _("Taken or killed, not known which")),
    "believed_alive": Look("circle-half", "sun", _("Believed alive")),
    "alive_confirmed": Look("circle-full", "leaf", _("Alive, confirmed")),
    "returned": Look("house-full", "leaf", _("Returned")),
    "missing_in_transit": Look("circle-dashed", "sunken", _("Lost on the way")),
    "believed_dead": Look("square-half", "ink", _("Believed dead")),
    "dead_confirmed": Look("square-full", "ink", _("Dead, confirmed")),
    "dead_identified": Look("square-full", "ink", _("Dead, identified")),
    "returned_to_family": Look("square-on-line", "ink", _("Returned to the family")),
}

# Believed alive is the sentence of the person page; the badge is shorter.
FATE_SENTENCES: Mapping[str, str | _StrPromise] = {
    "believed_alive": _("Believed alive, not verified"),
    "believed_dead": _("Believed dead, not confirmed"),
}

WHEREABOUTS: Mapping[str, Look] = {
    "not_known": dashed("pin-dashed", _("Not known")),
    "in_captivity": Look("pin-half", "sunken", _("In captivity")),
    "at_crossing": Look("pin-half", "sunken", _("At a crossing or in screening")),
    "held_by_authorities": Look("pin-half", "sunken", _("Held by authorities")),
    "in_camp_under_another_name": Look("pin-half", "sunken", _("In a camp under another name")),
    "back": Look("house-open", "sunken", _("Back")),
    "in_reception": Look("house-open", "sunken", _("In reception")),
    "in_care": Look("house-open", "sunken", _("In care")),
    "with_family": Look("house-open", "sunken", _("With family")),
    "in_camp": Look("house-open", "sunken", _("In a camp")),
    "at_home": Look("house-open", "sunken", _("At home")),
    "abroad": Look("pin-full", "sunken", _("Abroad")),
    "remains_in_custody": Look("pin-full", "sunken", _("Remains in custody")),
    "remains_with_family": Look("house-open", "sunken", _("Remains with the family")),
    "buried": Look("pin-full", "sunken", _("Buried")),
    "reported": Look("pin-half", "sunken", _("Reported")),
    "confirmed": Look("pin-full", "sunken", _("Confirmed")),
}

WORK: Mapping[str, Look] = {
    "draft": Look("diamond-open", "sunken", _("Draft")),
    "with_verifier": Look("diamond-open", "sunken", _("With the verifier")),
    "waits_for_second": Look("diamond-half", "sunken", _("Waits for a second person")),
    "decided_by_two": Look("diamond-full", "leaf", _("Decided by two")),
    "refused": Look("barred", "sunken", _("Refused, with a reason")),
    "due": Look("clock-open", "sunken", _("Due")),
    "overdue": Look("clock-full", "red", _("Overdue")),
    "alarm": Look("clock-full", "alarm", _("Alarm, not taken")),
    "trap": Look("triangle", "red", _("Trap suspected")),
    "sealed": Look("padlock", "sunken", _("Sealed")),
    "withdrawn": Look("barred", "sunken", _("Withdrawn")),
}

JUDGEMENTS: Mapping[str, Look] = {
    "corroborated": Look("bar-solid", "plain", _("Corroborated")),
    "plausible": Look("bar-dashed", "plain", _("Plausible")),
    "doubted": Look("bar-dotted", "plain", _("Doubted")),
    "refuted": Look("bar-struck", "plain", _("Refuted")),
}

STAGES: Mapping[str, Look] = {
    "planned": Look("diamond-open", "sunken", _("Planned")),
    "approved": Look("diamond-full", "leaf", _("Approved")),
    "under_way": Look("circle-half", "sun", _("Under way")),
    "holding": Look("clock-open", "sun", _("Holding")),
    "paused_medical": Look("clock-open", "sun", _("Paused: somebody needs treatment first")),
    "broken_off": Look("barred", "sunken", _("Broken off")),
    "completed": Look("house-full", "leaf", _("Completed")),
    "failed": Look("barred", "sunken", _("Failed")),
    "never_went": Look("barred", "sunken", _("Closed, never went")),
}

LOOKS: Mapping[str, Look] = {
    **{f"stage.{code}": look for code, look in STAGES.items()},
    **{f"where.{code}": look for code, look in WHEREABOUTS.items()},
    **{f"fate.{code}": look for code, look in FATES.items()},
    **{f"work.{code}": look for code, look in WORK.items()},
    **{f"judged.{code}": look for code, look in JUDGEMENTS.items()},
}


def look_of(code: str, *, stale: bool = False) -> Look:
    """How a status is shown; a stale one loses its ground."""
    look = LOOKS.get(code) or WORK[code]
    return dashed(look.glyph, look.word) if stale else look
