"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "figures:figures": (
                _(
                    "What others publish, each with issuer, definition and day; beside it what this "
                    "office counts. The two are never added."
                ),
            ),
            "figures:statements": (_("Everything that was written down, corrected ones too."),),
            "figures:statement": (
                _(
                    "The figures of one statement, and whether they add up. What was published "
                    "stays as published."
                ),
            ),
            "figures:add": (_("Copy it as it stands, also where it is wrong. Unknown is an answer too."),),
            "figures:add_figure": (
                _("One more figure of the same statement, with its own definition where it has one."),
            ),
            "figures:correction": (
                _(
                    "Somebody held dead lives; who it is stands nowhere here. Correct each of our last two "
                    "statements that counted wrongly, then say what was done."
                ),
            ),
        }
    )
