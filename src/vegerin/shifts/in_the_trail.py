"""What the trail says of this room, and what its things are called."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import things, trail_words
from vegerin.shifts.models import Outing

KINDS = {
    "shift.turn": _("A turn was entered in the rota"),
    "shift.dropped": _("A turn was taken out of the rota"),
    "shift.stand_in": _("A stand-in was named"),
    "shift.handed_over": _("A shift was handed over"),
    "shift.taken_over": _("A shift was taken over"),
    "shift.printed": _("A hand-over was printed"),
    "outing.begun": _("Somebody went out alone"),
    "outing.heard": _("Somebody out alone was heard from"),
}
THINGS = {
    "hand_over": (_("A hand-over"), things.no_codes),
    "outing": (_("Somebody out alone"), things.by_code(Outing.objects)),
}

# Rows that name a thing by its bare id or code.
BARE = {
    **dict.fromkeys(("shift.handed_over", "shift.taken_over", "shift.printed"), "hand_over"),
    **dict.fromkeys(("outing.begun", "outing.heard"), "outing"),
}


def register_all() -> None:
    """Enter them."""
    trail_words.enter(KINDS, BARE)
    for prefix, (words, codes) in THINGS.items():
        things.register(prefix, words, codes)
