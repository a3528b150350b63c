"""What the help says of the pages around requests, families, papers and places, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "register:requests": (
                _(
                    "Who asks us to look for whom. Find one by its number or by any part of the name "
                    "of the one who asks."
                ),
            ),
            "register:new_request": (
                _(
                    "A mother's visit on one page. Let her tell it in her order; fill what she says "
                    "and leave the rest. Every request is taken, whatever the register holds."
                ),
                _(
                    "Beside the form stands the one sentence that everybody hears. Say it, and promise "
                    "nothing else."
                ),
            ),
            "register:request": (
                _(
                    "What the family asked, what it allows, what it was told and by whom. To whoever "
                    "takes calls it says the same whether anything is known or not."
                ),
            ),
            "register:print_request": (
                _("This sheet is in the trail with your working name. Shred it after use."),
            ),
            "register:tell": (
                _(
                    "Write down what was told, to whom and how. What she or he has not allowed cannot "
                    "be told; the page says so before it is kept."
                ),
            ),
            "register:review_request": (
                _(
                    "Live is looked at every few days, open each quarter, quiet once a year with a "
                    "call. Nobody's request is without a day and a colleague."
                ),
            ),
            "register:another_inquirer": (
                _("Somebody else of the family asks too. Each one has wishes and numbers of her or his own."),
            ),
            "register:consent": (
                _(
                    "What this person allows, for one purpose at a time. Read it aloud in her or his "
                    "language and hear it back; no child and no relative interprets."
                ),
            ),
            "register:add_number": (
                _("A number of the family, with what may be done with it. What is not ticked is not done."),
            ),
            "register:mark_inquirer": (
                _(
                    "Whether this family is who it says, and whether it may be told. Few see this "
                    "mark; whoever takes calls does not."
                ),
            ),
            "register:sought": (
                _(
                    "What the family told beside who is in the register. Say whether it is her or him; "
                    "the family hears nothing by this."
                ),
            ),
            "register:around": (
                _(
                    "The family by blood and by house, who stayed behind for somebody, and what is to "
                    "be done for them."
                ),
            ),
            "register:add_kin": (
                _(
                    "One relative by her or his number. By blood counts only where it was told or "
                    "proved; the tie of a mother to a child born in captivity is never written here."
                ),
            ),
            "register:household": (
                _(
                    "The house at the time of the abduction, or who was taken or freed together. If "
                    "somebody stayed for another, that belongs here too."
                ),
            ),
            "register:goes": (
                _(
                    "A relative means to go and look alone. Planner and liaison hear of it at once, "
                    "for a child also child protection. The way and whoever helps are not asked."
                ),
            ),
            "register:mine": (
                _(
                    "If this is your own family, say so. A colleague takes the case, and you are told "
                    "as every family is. Nobody asks you why."
                ),
            ),
            "register:wish": (
                _(
                    "What she or he said when asked alone who may know. Until then nothing goes to "
                    "anybody, and each answer can be changed on any day."
                ),
            ),
            "register:papers": (
                _(
                    "What courts have said, and which papers there are. A ruling changes nothing of "
                    "what we hold to be so."
                ),
            ),
            "register:add_document": (
                _(
                    "Which paper, its number and who keeps it. Say whether you saw the original; what "
                    "it prints as religion is not written."
                ),
            ),
            "register:add_ruling": (
                _(
                    "What a court has declared. When somebody returns who was declared dead, undoing "
                    "it becomes a task by itself."
                ),
            ),
            "register:described": (
                _(
                    "What she or he can be known again by. It is asked once, serves one question, and "
                    "opens by an act."
                ),
            ),
            "register:describe": (
                _(
                    "A scar, a tooth, something always carried: in the words of whoever knew her or "
                    "him. Never how somebody looks."
                ),
            ),
            "register:task": (
                _("One thing to be done, and by when. Take it, give it longer, or end it with a sentence."),
            ),
            "register:promise_again": (
                _(
                    "Nobody answered, or nobody rang. Say when it is tried or looked at again; a "
                    "number from captivity is never rung."
                ),
            ),
            "register:add_place": (
                _(
                    "Look it up in every spelling first. Write where the village lies, never a house, "
                    "a grave or where anybody is held."
                ),
            ),
            "register:add_place_name": (_("One more spelling of the same place. All of them are found."),),
            "register:add_control": (
                _(
                    "Who held a place and when, as a newspaper or a report says. It helps to judge "
                    "what was told."
                ),
            ),
            "register:add_organisation": (
                _("A body the office begins to work with. Nothing is shared before an agreement stands."),
            ),
            "register:agree": (
                _(
                    "What may be shared, for what, and until when. Two sign it on paper; keep where "
                    "the paper is."
                ),
            ),
            "register:end_agreement": (
                _("End it sooner. From that day nothing is handed over; what was given stays written."),
            ),
        }
    )
