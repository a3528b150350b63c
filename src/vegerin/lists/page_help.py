"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "lists:lists": (
                _(
                    "What others wrote down, kept as it came. A row becomes a person only when "
                    "somebody here says so."
                ),
            ),
            "lists:import": (
                _("First the file, then what its columns hold. Nothing is added before you have seen both."),
            ),
            "lists:columns": (
                _(
                    "Say of each column what it holds, or leave it out. The first rows below show "
                    "how they would be read."
                ),
            ),
            "lists:release": (
                _(
                    "What is new, changed and gone against the release before. Gone is a question "
                    "to the list's owner; nothing is deleted here."
                ),
            ),
            "lists:row": (
                _(
                    "One row as it stands on the list. Search the name first; then say which person "
                    "it is, or open a case."
                ),
            ),
            "lists:review": (
                _(
                    "Rows that may be one person, side by side. S same, D different, U unsure; Z "
                    "takes the last answer back."
                ),
            ),
        }
    )
