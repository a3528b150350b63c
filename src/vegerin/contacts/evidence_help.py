"""What the help says of the pages of postings and portraits, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them."""
    page_help.register(
        {
            "contacts:evidence_room": (
                _("What you were named for, by number and day. No picture stands in a list."),
                _("Somebody who is not named does not see that it is here; nor is it counted anywhere."),
            ),
            "contacts:hand_in": (
                _("The file is hashed and sealed as it comes. A clean copy is drawn from it apart."),
                _("Tick that it cannot wait only where somebody may be moved or harmed within hours."),
            ),
            "contacts:hand_in_batch": (
                _("All portraits that came together, in one go. Each gets its number and is counted once."),
            ),
            "contacts:evidence": (
                _("Looking takes two: you propose, a second person signs. Each look is a line of the log."),
                _("The check hashes the sealed file again and says whether it is what came."),
            ),
            "contacts:batch": (
                _("Known, open and set aside always add up to how many came."),
                _(
                    "What a family knows is its word. A second line is followed by somebody who did not "
                    "sit there."
                ),
            ),
            "contacts:aside": (_("What is set aside is shown to nobody, and can be taken up again."),),
            "contacts:show": (
                _("First the family by the number of its request, then who looks and who sits beside her."),
                _("Say before what comes and that she may stop; then tick that you did."),
            ),
            "contacts:showing": (_("Turn the screen to her. Each answer is right, and to stop is one."),),
            "contacts:answered": (_("Nothing comes by itself: another picture only if she wishes it."),),
            "contacts:claim": (
                _("Families' words stand side by side. Whoever sat with one does not verify it."),
            ),
        }
    )
