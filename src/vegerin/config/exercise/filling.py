"""Fill the exercise office: staff, villages, people, what was told of them, and the lists of others.

Everything goes through the rooms' own actions, each by somebody whose role it is. The register's part is
one transaction: an exercise that broke off leaves nothing behind.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import transaction

from vegerin.config.exercise import (
    asked,
    calls,
    episodes,
    families,
    fates,
    office,
    others,
    others_lists,
    reports,
    stories,
    visits,
)
from vegerin.config.exercise.accounts import SECOND_HANDLER
from vegerin.config.exercise.office import Exercise
from vegerin.config.exercise.people import SEED, invented_people
from vegerin.engines.history.kinds import Fate
from vegerin.guard import sealing
from vegerin.guard.roles import Role
from vegerin.register.actions.status import folded_once
from vegerin.register.models import Person

Say = Callable[[str], None]
GROWN = date(2000, 1, 1)


def fill(*, today: date, lists: Path, say: Say = lambda _: None) -> None:
    """Everything, into an office that was founded and is open in this process."""
    exercise = Exercise(today)
    say("staff")
    office.enter_staff(exercise)
    people = invented_people()
    told, cast = stories.plan_for(people, today=today)
    rng = random.Random(SEED)  # noqa: S311 -- a reproducible exercise, not a secret
    rest = fates.plan_for(people, rng=rng, leaving_out=cast)
    with transaction.atomic(), folded_once(), sealing.many():
        say("villages and families")
        families.enter_villages(exercise)
        families.enter_people(exercise, people, live=cast, first_told=families.first_told(rest, told))
        families.enter_kin(exercise, people)
        say("what was told")
        for plan in (rest, told):
            reports.enter_reports(exercise, plan)
            reports.enter_the_rest(exercise, plan)
        families.enter_doubles(exercise, people)
        visits.enter_requests(exercise, told)
    with transaction.atomic():
        others.enter_organisations(
            exercise.reader(Role.HEAD),
            partner=exercise.reader(Role.PARTNER).staff,
            people=exercise.people,
            today=today,
        )
        asked.enter_authorities(exercise.reader, today=today)
        if apps.is_installed("vegerin.shifts"):
            from vegerin.config.exercise import shifts  # noqa: PLC0415 -- the room may be left out

            shifts.enter_shifts(exercise.reader, today=today)
        if apps.is_installed("vegerin.missions"):
            from vegerin.config.exercise import on_the_way  # noqa: PLC0415 -- the room may be left out

            say("missions")
            missing = [person for person in exercise.people.values() if is_missed(person)]
            on_the_way.enter_missions(exercise.reader, people=missing, today=today)
        if apps.is_installed("vegerin.figures"):
            others.enter_figures(exercise.reader(Role.FIGURES_OFFICER))
    if apps.is_installed("vegerin.paper"):
        say("forms on paper")
        enter_papers(exercise)
    if apps.is_installed("vegerin.contacts"):
        with transaction.atomic(), folded_once():
            calls.enter_calls(exercise.reader)
            episodes.enter_episodes(exercise, her=exercise.people[told.of_story("G")[0]])
            deputy = office.reader_of(SECOND_HANDLER).staff
            episodes.enter_source(exercise.reader(Role.SOURCE_HANDLER), deputy, today=today)
        say("portraits")
        from vegerin.config.exercise import evidence  # noqa: PLC0415 -- the room may be left out

        evidence.enter_evidence(exercise.reader, today=today)
    if apps.is_installed("vegerin.lists"):
        say("lists of others")
        others_lists.enter_lists(exercise, lists)


def enter_papers(exercise: Exercise) -> None:
    """Empty forms of each kind, and one arrival that was filled by hand and typed in."""
    paper = import_module("vegerin.paper.actions")
    clerk = exercise.reader(Role.CLERK)
    for form in ("request", "call", "consent"):
        paper.print_sheets(form=form, language="kmr", sheets=3, by=clerk)
    sheet = paper.print_sheets(form="arrival", language="ar", sheets=3, by=clerk).rows.first()
    words = "ما المطلوب الآن؟: ماء وطعام، مكان هادئ للنوم"
    paper.type_in(sheet=sheet, words=words, by=clerk)


def is_missed(person: Person) -> bool:
    """A grown person of whom nothing was heard since the day."""
    person.refresh_from_db()
    return person.fate == Fate.MISSING and person.born_earliest is not None and person.born_earliest < GROWN
