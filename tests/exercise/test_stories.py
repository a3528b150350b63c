"""The plan of the exercise: what is told of whom, before anything is entered."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time

import pytest

from vegerin.config.exercise import fates, stories
from vegerin.config.exercise.people import invented_people
from vegerin.config.exercise.plan import Plan, Told
from vegerin.engines.history import dates
from vegerin.engines.history.kinds import KINDS, Fate
from vegerin.engines.history.status import Assessment, Event, Status, Verdict, status_of

TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    made, _ = stories.plan_for(invented_people(), today=TODAY)
    return made


def status(plan: Plan, who: int) -> Status:
    """What follows for one of the people, from the plan alone."""
    events, verdicts = [], []
    for number, told in enumerate(plan.in_order()):
        for place, saying in enumerate(told.sayings):
            if saying.who != who:
                continue
            at = datetime.combine(told.on, time(12), tzinfo=UTC)
            event = Event(
                f"{number}.{place}",
                saying.kind,
                at,
                happened=dates.parse(saying.happened),
                told_on=told.on,
                place=saying.place,
                second_at=at if saying.by_two else None,
            )
            events.append(event)
            if saying.verdict:
                verdicts.append(Assessment(event.id, Verdict(saying.verdict), at))
    return status_of(events, verdicts, as_of=TODAY)


def people_in(plan: Plan, letter: str) -> list[int]:
    return plan.of_story(letter)


def test_every_story_has_its_people_and_nobody_is_in_two(plan):
    cast = [who for letter in stories.STORIES for who in people_in(plan, letter)]

    assert len(cast) == len(set(cast))
    assert {letter: len(people_in(plan, letter)) for letter in "ACJK"} == {"A": 36, "C": 3, "J": 3, "K": 6}


def test_of_the_thirty_six_all_are_back_and_two_wait_for_the_second_signature(plan):
    fates_now = [status(plan, who) for who in people_in(plan, "A")]

    assert [one.fate for one in fates_now].count(Fate.RETURNED) == 34
    assert len([one for one in fates_now if one.waits_for_two]) == 2


@pytest.mark.parametrize(
    "letter, fate",
    [
        ("B", Fate.BELIEVED_ALIVE),
        ("D", Fate.BELIEVED_ALIVE),
        ("E", Fate.BELIEVED_ALIVE),
        ("G", Fate.RETURNED),
        ("I", Fate.ALIVE_CONFIRMED),
        ("K", Fate.RETURNED),
    ],
)
def test_each_story_stands_at_its_own_stage(plan, letter, fate):
    assert {status(plan, who).fate for who in people_in(plan, letter)} <= {fate}


def test_the_river_took_two_of_three(plan):
    assert [status(plan, who).fate for who in people_in(plan, "C")] == [
        Fate.RETURNED,
        Fate.MISSING_IN_TRANSIT,
        Fate.MISSING_IN_TRANSIT,
    ]


def test_the_mother_who_was_called_is_back_and_the_proof_of_life_waits_for_a_second_person(plan):
    daughter, mother = people_in(plan, "F")

    assert status(plan, mother).fate is Fate.RETURNED
    assert status(plan, daughter).fate is Fate.BELIEVED_ALIVE
    assert len(status(plan, daughter).waits_for_two) == 1


def test_proof_of_life_for_the_dead_asks_for_a_correction(plan):
    (who,) = people_in(plan, "I")

    assert "correction.due" in [reason.code for reason in status(plan, who).reviews]


def everything() -> list[Told]:
    people = invented_people()
    told, cast = stories.plan_for(people, today=TODAY)
    rest = fates.plan_for(people, rng=random.Random(1), leaving_out=cast)
    return told.told + rest.told


def test_every_claim_is_of_a_kind_the_register_knows_and_not_told_before_it_happened():
    for told in everything():
        for saying in told.sayings:
            assert saying.kind in KINDS
            happened = dates.parse(saying.happened)
            assert happened.earliest is not None and happened.earliest <= told.on, (told, saying)
            assert told.on <= TODAY
