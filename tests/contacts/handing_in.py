"""Where what is handed in comes from, and how two let it be opened."""

from __future__ import annotations

from vegerin.contacts.actions import evidence as acts
from vegerin.contacts.actions.intake import Story
from vegerin.guard import decisions

STORY = Story("A channel, between other things", "Found by us, watching", "To find the girl in it")


def let_open(thing, viewer, second):
    """Two agree that she may look."""
    decision = acts.propose_opening(thing=thing, why="To compare a mark", by=viewer)
    decisions.approve(decision=decision, by=second)
