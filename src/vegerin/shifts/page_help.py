"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "shifts:rota": (
                _(
                    "Who is there by day and by night, and who signs second. If tonight's people "
                    "cannot do something by two, it stands on top from the afternoon on."
                ),
            ),
            "shifts:stand_ins": (
                _(
                    "In a small office one person is several. Say beforehand who stands in for whom, "
                    "so that nobody has to be found at night."
                ),
            ),
            "shifts:new_hand_over": (
                _(
                    "The page makes itself: calls that are expected, missions out, what was promised. "
                    "Add what is not written anywhere, and sign; your colleague signs too."
                ),
            ),
            "shifts:hand_over": (
                _("Read it together. Once both have signed, the shift is the second one's."),
            ),
            "shifts:print_hand_over": (
                _("The same page on paper. It is in the trail; shred it after the shift."),
            ),
            "shifts:go_out": (
                _(
                    "Before you go out alone, take a code. If you are not heard from in time, the duty "
                    "screen sounds. Where you go is told to a colleague, not to this page."
                ),
            ),
            "shifts:out": (
                _(
                    "Say that you are well, or give yourself more time. Any telephone can do it on the "
                    "duty screen with your code and word."
                ),
            ),
            "shifts:heeded": (
                _(
                    "Which alarms were acted on in time. Many that nobody heeds mean too many alarms "
                    "or too few people; it is no list of who failed."
                ),
            ),
        }
    )
