"""The twelve stories as living cases: each stands at another stage, and asks for another next step.

A the thirty-six · B the trap · C the river · D forty-eight portraits · E the boy with another name ·
F "I'm alive" · G many places · H one identified, one handed over · I proof of life for the dead ·
J aid and abroad · K the camp closes. L, the seized telephone, is about devices and leaves no case.
Invented people, invented words. What only other rooms may hold (groups on the way, care, samples)
is left to those rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from vegerin.config.exercise import stories_of_return as returning
from vegerin.config.exercise import stories_of_search as searching
from vegerin.config.exercise.cast import Cast
from vegerin.config.exercise.people import Invented
from vegerin.config.exercise.plan import Plan, Told

STORIES: dict[str, Callable[[Cast, Plan], Iterator[Told]]] = {
    "A": searching.thirty_six,
    "B": searching.trap,
    "C": searching.river,
    "D": searching.portraits,
    "E": searching.another_name,
    "F": searching.alive,
    "G": returning.many_places,
    "H": returning.identified,
    "I": returning.dead_who_lives,
    "J": returning.abroad,
    "K": returning.camp_closes,
}


def plan_for(people: Sequence[Invented], *, today: date) -> tuple[Plan, frozenset[int]]:
    """The stories' part of the plan, and who is in it."""
    cast, plan = Cast(people, today), Plan()
    for letter, story in STORIES.items():
        plan.told += [replace(told, story=letter) for told in story(cast, plan)]
    return plan, frozenset(cast.taken)
