"""What the help says of the pages after a mission."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them."""
    page_help.register(
        {
            "missions:kept": (
                _(
                    "Places of a death, dangers, last known points and sightings of others, moved here "
                    "before a mission’s key was destroyed. The list has no words."
                ),
                _("Open one when you need it. Who opened it, and when, stays beside it."),
            ),
        }
    )
