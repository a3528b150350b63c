"""What an empty office does first: its desk says so, until somebody stands in the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.guard.desk import Do, Item, Rank
from vegerin.guard.reader import Reader
from vegerin.guard.roles import LEADERS
from vegerin.register import queries
from vegerin.register.rules import Act, may

BEGIN = gettext_lazy("To begin with")


def first_steps(reader: Reader) -> Iterator[Item]:
    """The steps this reader can take; none once somebody stands in the register."""
    if not queries.nobody_is_registered(reader):
        return
    if reader.has(*LEADERS):
        yield step(
            1,
            _("Bring your colleagues in"),
            _("Each gets a working name, never the real one, and a role. Two agree on each role."),
            "guard:invite",
            _("Invite somebody"),
        )
        yield step(
            2,
            _("Practise first"),
            _("An hour in the exercise office for everybody; the command “vegerin demo” makes one."),
            "guard:staff",
            _("Who is here"),
        )
        yield step(
            3,
            _("Give the recovery sheets to several people"),
            _("Three of the five open what is recoverable. Keep them on paper, in different houses."),
            "guard:account",
            _("Your own keys"),
        )
    if may(reader, Act.IMPORT):
        yield step(
            4,
            _("Bring in the first list"),
            _("It stays as it came, beside the register. A row becomes a person only when somebody says so."),
            "lists:import",
            _("Import a list"),
        )
    if may(reader, Act.ADD_PERSON):
        yield step(
            5,
            _("Open the first case"),
            _("A name and a day on which it is looked at again are enough."),
            "register:add_person",
            _("Open a case"),
        )


def step(number: int, title: str, says: str, view: str, word: str) -> Item:
    """One step; without its room there is no button."""
    return Item(
        Rank.WORK,
        title,
        says,
        about=f"first:{number}",
        when=str(number),
        glyph="diamond-open",
        acts=acts_for(view, word),
        queue=BEGIN,
    )


def acts_for(view: str, word: str) -> tuple[Any, ...]:
    """Where it is done."""
    try:
        return (Do(word, reverse(view)),)
    except NoReverseMatch:
        return ()
