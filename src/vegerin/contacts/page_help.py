"""What the help says of each page of this room, in whole sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vegerin.guard import help as page_help


def register_all() -> None:
    """Enter them; a page that is not here is helped by what is true of every page."""
    page_help.register(
        {
            "contacts:room": (
                _(
                    "Calls that may be a trap, each with who looks at it and by when. A warning closes "
                    "nothing: the case keeps its place, and nobody is doubted."
                ),
            ),
            "contacts:checklist": (
                _(
                    "A minute after the call, while you remember. Tick what you noticed; it is never "
                    "read out to a caller, and a wrong answer to a question is one sign among others."
                ),
                _(
                    "It stays on your desk until it is filled in, or until two have said why not; after "
                    "a day it also stands on the desks of the verifiers and the head."
                ),
            ),
            "contacts:why": (
                _(
                    "Each sign with its weight, and what the number would be without it. Choose the "
                    "next line that does not hang on this call; two clear a warning, nobody alone."
                ),
            ),
            "contacts:questions": (
                _(
                    "What only this family knows, asked of every family alike, so that asking betrays "
                    "nothing. Take a question only while somebody is on the line: each is shown once."
                ),
                _(
                    "Does not remember, would not say, the line was cut and never told are four "
                    "different answers. None of them is a failure."
                ),
            ),
            "contacts:weighing": (
                _(
                    "What each report adds, and how much of it rests on one line alone. The number "
                    "writes no status; two people do, and only after a right answer and a second line "
                    "of its own."
                ),
            ),
            "contacts:side_by_side": (
                _(
                    "Say how this one report fits each explanation. It is there to think with: what "
                    "fits every explanation proves none."
                ),
            ),
            "contacts:sources": (
                _(
                    "Your own sources by code name. Nobody else sees this list, and no page shows who "
                    "two of them are."
                ),
            ),
            "contacts:source": (
                _(
                    "When this source was last heard from, and what it needs. Who it is opens on a "
                    "page of its own, and each opening is written down."
                ),
            ),
            "contacts:again": (
                _(
                    "One of ours was lost. You are there for the family: say when you were with them, "
                    "and when you come again."
                ),
            ),
            "contacts:news": (
                _(
                    "On a day when everybody rings. A name, the father's name, the village and a "
                    "number are enough; the same sentence for every caller, and a time by which "
                    "somebody rings them."
                ),
            ),
            "contacts:stops": (
                _(
                    "What must be cleared by two before anybody walks. You see about whom and since "
                    "when; why it stands here is sealed elsewhere."
                ),
            ),
        }
    )
