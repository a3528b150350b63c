"""What the trail says of this room, and what its things are called."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import things, trail_words

KINDS = {
    "figures.statement": _("A statement of others was written down"),
    "figures.figure": _("A figure of others was written down"),
}
THINGS = {
    "statement": (_("A statement of others"), things.no_codes),
}


def register_all() -> None:
    """Enter them."""
    trail_words.enter(KINDS)
    for prefix, (words, codes) in THINGS.items():
        things.register(prefix, words, codes)
