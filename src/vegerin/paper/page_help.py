"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "paper:forms": (
                _("The forms of the screen on paper, for a visit without power or far from the office."),
                _("Each sheet has its own serial. Type it from the head of a filled sheet to begin."),
                _("A wrong figure is found by the last one. A sheet that was typed in opens what was typed."),
            ),
            "paper:printing": (
                _("Open the sheets and print them. They stand among your papers until used or shredded."),
            ),
            "paper:sheet": (
                _("What became of this sheet. Add its photograph, then shred the paper and say so."),
            ),
            "paper:type_in": (
                _("Type what stands there, as it stands there. What was left empty stays empty."),
                _("A thumb or a voice counts only with a witness, and after it was said back."),
            ),
        }
    )
