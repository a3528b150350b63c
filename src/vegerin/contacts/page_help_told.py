"""What the help says of the pages of a telling, and of those who ask."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help

PACE = _("Regions and dates only. A pause or a stop needs no reason; what is written so far is kept.")


def register_all() -> None:
    """Enter them."""
    page_help.register(
        {
            "contacts:purpose": (
                _("They are off until the office can name a use. One proposes a purpose, a second signs."),
                _("While they are off, refer to a statement taken elsewhere: under “Before you ask”."),
            ),
            "contacts:begin": (
                _("Say what it is asked for, and why what is known does not do."),
                _("She or he agrees to each reader by name."),
            ),
            "contacts:told": (
                PACE,
                _(
                    "The order is the one in which it was told to you; you can move an episode or put one "
                    "between. What cannot all be so is shown, never corrected by itself."
                ),
                _("Taking back destroys the key. What stays is that it was done, and what not to ask again."),
            ),
            "contacts:new_episode": (PACE,),
            "contacts:episode": (PACE,),
            "contacts:saw": (
                _("Write down one case of the register at a time. It is never listed by place or captor."),
            ),
            "contacts:take_back": (_("Only by the wish of whoever told it. It cannot be undone."),),
            "contacts:before": (
                _(
                    "Read this before any question. What stands here is known or is not wished: it is not "
                    "asked again, by nobody, for no purpose."
                ),
                _("Note what was told or refused with you, so that the next does not ask it."),
            ),
            "contacts:worth": (
                _(
                    "For one sought person it names one other who may know of her or him, with the reason. "
                    "Who does not wish to be asked, or may still be a child, is not named."
                ),
                _("Your reason is sealed in the trail. After asking, write down what came of it."),
            ),
        }
    )
