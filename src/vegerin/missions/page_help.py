"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "missions:board": (
                _(
                    "Each mission you may know of: where it stands, and when it must be heard from. No "
                    "name, no place and no way stands here."
                ),
            ),
            "missions:new": (
                _(
                    "A mission begins with its field lead. Whoever plans it does not approve it. Write "
                    "no way, no means, no helper's name and no money here."
                ),
            ),
            "missions:mission": (
                _(
                    "From top to bottom: what stands in its way, who goes, what could go wrong. A step "
                    "that cannot be taken says what would lift it."
                ),
                _(
                    "Facts count at once and a second person looks within a day. Someone came along, "
                    "was left behind, was born or died: say so while it happens."
                ),
            ),
            "missions:could_come": (
                _(
                    "Everybody who is confirmed alive, not home, and in no mission of yours, with what is "
                    "still missing for each. Where they are and who holds them does not stand here."
                ),
            ),
            "missions:choose": (
                _(
                    "Find by name or number, tick whom you mean, look at name, fate and what is missing, "
                    "and only then take her or him in."
                ),
            ),
            "missions:take_out": (
                _(
                    "For a mistake of the plan only, before two have approved the group. Leaving somebody "
                    "who was meant to go takes the group's own wish, a reason and two."
                ),
            ),
            "missions:print_manifest": (
                _(
                    "For an arrival without power: two tick each line by hand, and somebody types it in "
                    "afterwards. Each copy has a number and stands among the papers to be shredded."
                ),
            ),
            "missions:risks": (
                _(
                    "All questions on one page. Keep what you have answered and come back for the rest; a "
                    "mission cannot be proposed before each has an answer."
                ),
            ),
            "missions:close": (
                _("What fades when and what stays, before it is done. A closed mission is not opened again."),
            ),
            "missions:print": (
                _(
                    "One sheet for the night: code, times, and what to do when nobody is heard from. "
                    "It is in the trail; shred it in the morning."
                ),
            ),
            "missions:helpers": (
                _(
                    "Who goes out for us, by code name. Rest and somebody who listens come before the "
                    "next time; when one is lost, the family has a named colleague."
                ),
            ),
            "missions:may_know": (
                _(
                    "Somebody held by an authority may know what became of a person. The law is looked "
                    "at first; each question has a day, and an answer."
                ),
            ),
            "missions:watching": (
                _(
                    "Two let somebody read a channel, for thirty days at most. Nobody answers there, "
                    "offers anything or uses a false name. After three sittings a colleague listens."
                ),
            ),
            "missions:news": (
                _(
                    "Only words that two have released, after all were received and their kin told. "
                    "About everything else the office says nothing."
                ),
            ),
            "missions:warning": (
                _("Print it and give it to families, or read it aloud. The office's name is not on it."),
            ),
            "missions:speak": (
                _(
                    "Two go-betweens work on one person without knowing of each other. Speak first, "
                    "then say who goes on; nobody else sees this page."
                ),
            ),
        }
    )
