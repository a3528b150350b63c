"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "register:desk": (
                _(
                    "What waits for you, the most urgent first, at most ten things. One line stands "
                    "for the rest."
                ),
                _("Write the name you hear into the box: any part, any script."),
            ),
            "register:search": (
                _(
                    "Any part of a name in any spelling. Add the father's name, a village or a year "
                    "and the list grows shorter; each result says why it stands there."
                ),
            ),
            "register:found": (
                _(
                    "People first, then rows of lists that are nobody's yet. Nobody fits? Then open "
                    "a case; two rows for one person can be joined later, by two."
                ),
            ),
            "register:add_person": (
                _(
                    "A name and a day on which the case is looked at again are enough. What you do "
                    "not know, say so; that is an answer."
                ),
            ),
            "register:person": (
                _(
                    "First her or his names, then the line of life: solid is known, dashed is "
                    "believed, dotted is not known. Fate and whereabouts follow from what was told; "
                    "nobody writes them by hand."
                ),
                _("What you may not see is not shown as closed; it is not there."),
            ),
            "register:print_person": (
                _("This sheet is in the trail with your working name. Shred it after use."),
            ),
            "register:family_view": (
                _(
                    "This page may be turned towards the family. It holds nothing that she or he "
                    "has not agreed to."
                ),
            ),
            "register:judge": (
                _(
                    "Two rows side by side: is it one person? You propose, a second person signs, "
                    "and it can be undone."
                ),
            ),
            "register:review": (
                _(
                    "Say who looks after the case and on which day it comes back. No open case is "
                    "without both."
                ),
            ),
            "register:add_name": (
                _("Write it as it was said or written. Every spelling is kept and found."),
            ),
            "register:add_fact": (
                _(
                    "One thing, from whom, and for what it may be used. It is written once so that "
                    "nobody asks again."
                ),
            ),
            "register:new_report": (
                _(
                    "Write the words as spoken; short is fine. Read the caller only the sentence "
                    "beside you. Your draft is kept, also when the power fails."
                ),
                _("Nobody rings a number from captivity back."),
            ),
            "register:report_kept": (
                _("It is kept, and a verifier has it now. You can reread it until you sign out."),
            ),
            "register:withdraw": (
                _(
                    "The words' key is destroyed for good. A row stays that says it was withdrawn, "
                    "when and by whose wish."
                ),
            ),
            "register:withdraw_by_number": (
                _(
                    "Somebody asks that what she told be destroyed, and brings its number. You see the "
                    "number, the kind and the day; a second person signs."
                ),
            ),
            "register:withdraw_numbered": (
                _(
                    "The words' key is destroyed for good once a second person has signed. Write how "
                    "you know whose wish it is; nothing of what was told."
                ),
            ),
            "register:assess": (
                _(
                    "Say how far you believe it and why. Your word counts as the latest; the "
                    "earlier ones stay."
                ),
            ),
            "register:correct": (
                _("Nothing is overwritten. A new row takes the place of the old one, and both can be read."),
            ),
            "register:places": (
                _(
                    "Look a place up in any spelling. Two places may bear one name, so look at the "
                    "district too."
                ),
            ),
            "register:map": (
                _("Homes and towns. People are on no map, and no map shows where anybody is held."),
            ),
            "register:place": (
                _(
                    "All spellings of a place, who controlled it when, and whose home it was. A "
                    "correction stays beside what it corrects."
                ),
            ),
            "register:organisations": (
                _(
                    "With whom the office works. Nothing is shared without an agreement that has a "
                    "purpose and a last day."
                ),
            ),
            "register:organisation": (
                _(
                    "What is agreed and what was handed over. After the last day the page says why "
                    "nothing can be."
                ),
            ),
            "register:share": (
                _(
                    "Write down what is handed over, whom it concerns and who agreed. Names of "
                    "children before, and who is mother of whom, never leave."
                ),
            ),
            "register:uses": (
                _(
                    "What she or he lets be used: one thing, one use, one receiver. It can be taken back on "
                    "any day; then the receiver is told."
                ),
            ),
        }
    )
