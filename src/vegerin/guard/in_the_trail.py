"""What the trail says of this room, and what its things are called."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import things, trail_words

KINDS = {
    "sign_in": _("Signed in"),
    "sign_out": _("Signed out"),
    "sign_in.failed": _("A sign-in failed"),
    "page.covered": _("The page was covered"),
    "not_found": _("An address was asked for that is not there, or not theirs to see"),
    "trail.read": _("The trail was read"),
    "office.founded": _("The office was founded"),
    "office.unlocked": _("The office was unlocked"),
    "office.copied": _("The office was copied for safety"),
    "staff.added": _("A colleague was invited"),
    "staff.passphrase": _("A passphrase was changed"),
    "staff.new_keys": _("New keys were made"),
    "staff.language": _("Another language was chosen"),
    "staff.blur": _("Blurring of names was set"),
    "staff.closed": _("An account was closed"),
    "role.given": _("A role was given: {what}"),
    "role.taken": _("A role was taken: {what}"),
    "compartment.made": _("A lock was made: {what}"),
    "compartment.asked": _("A colleague waits to be let in: {what}"),
    "compartment.granted": _("A colleague was let in: {what}"),
    "opener.added": _("Somebody opens the office from now on"),
    "opener.closed": _("Somebody opens the office no longer"),
    "second_factor.on": _("A second factor was switched on"),
    "second_factor.off": _("A second factor was switched off"),
    "spoken.card": _("A card of spoken codes was made"),
    "recovery": _("Somebody was let in with the recovery sheets"),
    "leaver.passed_on": _("What somebody held passed to a colleague"),
    "decision.before": _("Proposed: {what}"),
    "decision.review": _("Counts at once, to be reviewed: {what}"),
    "decision.emergency": _("Decided by one alone, in an emergency: {what}"),
    "decision.approved": _("Agreed to: {what}"),
    "decision.refused": _("Refused: {what}"),
    "decision.withdrawn": _("Taken back: {what}"),
    "decision.spoken": _("Signed by telephone: {what}"),
    "key.destroyed": _("The key of a row was destroyed"),
    "paper.printed": _("A paper was printed"),
    "paper.shredded": _("A paper was shredded"),
    "duty.printed": _("The board of the night was printed"),
    "duty.wrong_code": _("A wrong code was typed on the duty screen"),
    "clock.brought_back": _("The clock was lost; whoever must be heard from was entered again"),
    "authority.asked": _("A request of an authority was written down"),
    "authority.read": _("A request of an authority was read"),
    "authority.reviewed": _("A request of an authority was reviewed"),
    "authority.answered": _("An authority was answered"),
}
THINGS = {
    "authority_request": (_("A request of an authority"), things.no_codes),
    "paper": (_("A paper"), things.no_codes),
    "board": (_("The board of the night"), things.no_codes),
    "key": (_("A sealed row"), things.no_codes),
    "trail": (_("The trail"), things.no_codes),
}

# Rows that name a thing by its bare id.
ASKED = ("asked", "read", "reviewed", "answered")
BARE = {f"authority.{what}": "authority_request" for what in ASKED}


def register_all() -> None:
    """Enter them."""
    trail_words.enter(KINDS, BARE)
    for prefix, (words, codes) in THINGS.items():
        things.register(prefix, words, codes)
