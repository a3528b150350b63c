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
            "lists:runs": (
                _(
                    "A run compares lists with each other and with the register. It proposes; it joins "
                    "nobody. You may leave while it works."
                ),
            ),
            "lists:run": (
                _("What the run found, and how sure it is of itself. Begin where a family has much to say."),
            ),
            "lists:family": (
                _(
                    "A family at once, two and two side by side. S same, D different, U unsure, X why, "
                    "Z back, Enter keeps. When in doubt, unsure is a good answer."
                ),
            ),
            "lists:audit": (
                _(
                    "Pairs that a rule joined, drawn by chance. Read them as if nobody had: what you "
                    "say shows how often the rule is right."
                ),
            ),
            "lists:questions": (
                _(
                    "Who is gone from a list is a question to its owner. Nothing is deleted here, and "
                    "being gone says nothing about anybody's fate."
                ),
            ),
            "lists:gone": (_("What the row said, who it is here, what was asked and what came back."),),
            "lists:lessons": (
                _(
                    "What reviewers' answers teach: spellings that belong together, and how far off "
                    "the last run was. Nothing changes until two have agreed."
                ),
            ),
            "lists:lesson": (
                _("What would change, before and after. Take it or leave it; the next run follows."),
            ),
            "lists:bad_rows": (
                _("Rows that could not be read, each with its number and the reason. The others are in."),
            ),
        }
    )
