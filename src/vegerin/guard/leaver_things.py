"""What the guard itself knows somebody to hold: keys nobody else has, and what she proposed."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from vegerin.guard import actions, compartments, decisions, keys_in_words, leaving
from vegerin.guard.leaving import Held
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.ui import dates


def register_all() -> None:
    """Enter them."""
    leaving.register("keys", keys_of, ask_into_keys)
    leaving.register("decisions", proposed_by, take_over_proposals)


def keys_of(staff: Staff) -> Held:
    """Compartments nobody else can open."""
    how = _("The colleague you name can open it once whoever leaves agrees, on the page Keys.")
    codes = tuple(sorted(compartments.held_only_by(str(staff.pk))))
    return Held(_("Keys nobody else has"), codes, how, said=keys_in_words.sentences(codes))


def ask_into_keys(staff: Staff, to: Staff, by: Reader) -> None:
    """The colleague waits; when the leaver herself passes them on, she is let in at once."""
    for code in compartments.held_only_by(str(staff.pk)):
        actions.ask_into_compartment(code=code, staff=to, by=by)
        if by.staff.pk == staff.pk:
            actions.grant_compartment(code=code, staff=to, by=by)


def proposed_by(staff: Staff) -> Held:
    """What she proposed, and nobody has signed."""
    passed = leaving.passed_on()
    waiting = Decision.objects.filter(proposed_by=staff, signature=None)
    held = {code: one for one in waiting if (code := f"decision:{one.pk}") not in passed}
    lines = Counter(
        _("{what}, proposed on {day}").format(what=decisions.title_of(one), day=dates.day(one.proposed_at))
        for one in held.values()
    )
    said = tuple(f"{line} ({n})" if n > 1 else line for line, n in lines.items())
    return Held(_("Decisions proposed, not signed"), tuple(held), said=said)


def take_over_proposals(staff: Staff, to: Staff, by: Reader) -> None:
    """They stay proposed as they were; a colleague answers for them."""
    for code in proposed_by(staff).codes:
        leaving.note_passed_on(what=code, of=staff, to=to, by=by)
