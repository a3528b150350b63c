"""Real actions in any order, in the real database: whatever is refused, the record keeps its invariants."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.missions.conftest import answer_all, soon
from vegerin.guard import clock, decisions
from vegerin.guard.refusals import Refused
from vegerin.missions import actions, queries
from vegerin.missions.models import Line
from vegerin.missions.stages import ENDED, OPEN, Outcome, Reason, Stage, move
from vegerin.register import actions as register
from vegerin.register.models.cautions import Caution

pytestmark = [pytest.mark.django_db, pytest.mark.record]
HANDS = ("planner", "lead", "head", "reception")


class Histories(RuleBasedStateMachine):
    """One mission; every act is really tried, by somebody who may or may not."""

    cast: dict = {}  # set by the test: readers, people and the office's folder

    def __init__(self) -> None:
        super().__init__()
        self.start = transaction.savepoint()
        (self.cast["folder"] / clock.FILE).unlink(missing_ok=True)
        self.mission = actions.open_mission(
            lead=self.cast["lead"].staff, region=None, by=self.cast["planner"]
        )
        actions.choose(mission=self.mission, persons=self.cast["people"][:2], by=self.cast["planner"])
        answer_all(self.mission, by=self.cast["planner"])

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.start)

    @property
    def attempt(self):
        return queries.last_attempt(self.mission)

    def tried(self, act) -> None:
        """Done or refused; anything else is a failure."""
        try:
            with transaction.atomic():
                act()
        except Refused:
            pass

    @rule(to=st.sampled_from(Stage), reason=st.booleans(), time=st.booleans(), by=st.sampled_from(HANDS))
    def step(self, to, reason, time, by):
        told = {"reason": Reason.BOMBING.value if reason else "", "due": soon() if time else None}
        self.tried(
            lambda: actions.take_step(
                attempt=self.attempt, to=to, condition="Dressed.", by=self.cast[by], **told
            )
        )

    @rule(by=st.sampled_from(HANDS))
    def go(self, by):
        def both():
            decision = actions.propose_go(attempt=self.attempt, why="Agreed.", by=self.cast["planner"])
            decisions.approve(decision=decision, by=self.cast[by])

        self.tried(both)

    @rule()
    def leave_well(self):
        """The way it is meant to go, so that histories get far."""
        if queries.stage_of(self.attempt) is Stage.PLANNED:
            self.go("head")
        self.step(Stage.UNDER_WAY, False, True, "planner")

    @rule(person=st.integers(0, 2))
    def choose(self, person):
        people = [self.cast["people"][person]]
        self.tried(lambda: actions.choose(mission=self.mission, persons=people, by=self.cast["planner"]))

    @rule(person=st.integers(0, 2))
    def leave(self, person):
        def both():
            decision = actions.propose_leaving(
                mission=self.mission, person=self.cast["people"][person], wish="Go on.", why="Cannot walk.",
                by=self.cast["planner"],
            )  # fmt: skip
            decisions.approve(decision=decision, by=self.cast["head"])

        self.tried(both)

    @rule(person=st.integers(0, 2))
    def caution(self, person):
        register.raise_caution(kind="trap", person=self.cast["people"][person], by=self.cast["verifier"])

    @rule()
    def clear(self):
        for row in Caution.objects.filter(cleared=None):
            decision = register.propose_clearing(caution=row, why="Met.", by=self.cast["verifier"])
            decisions.approve(decision=decision, by=self.cast["head"])

    @rule(by=st.sampled_from(HANDS))
    def sign(self, by):
        for condition in queries.conditions_open(self.attempt):
            self.tried(lambda row=condition: actions.sign_condition(condition=row, by=self.cast[by]))

    @rule(hours=st.integers(-2, 60))
    def heard(self, hours):
        self.tried(
            lambda: actions.heard_from(attempt=self.attempt, next_due=soon(hours), by=self.cast["lead"])
        )

    @rule(person=st.integers(0, 2), outcome=st.sampled_from(Outcome), by=st.sampled_from(HANDS))
    def tick(self, person, outcome, by):
        told = {"person": self.cast["people"][person], "outcome": outcome, "age": "grown"}
        self.tried(lambda: actions.tick(attempt=self.attempt, by=self.cast[by], **told))

    @rule(by=st.sampled_from(HANDS))
    def tick_second(self, by):
        for line in self.attempt.lines.filter(ticked=None):
            self.tried(lambda row=line: actions.tick_second(line=row, by=self.cast[by]))

    @rule()
    def again(self):
        self.tried(lambda: actions.next_attempt(mission=self.mission, by=self.cast["planner"]))

    @invariant()
    def every_step_is_a_move_of_the_table(self):
        for attempt in self.mission.attempts.all():
            steps = [Stage(step.stage) for step in attempt.steps.all()]
            pairs = zip([Stage.PLANNED, *steps], steps, strict=False)
            assert [(a, b) for a, b in pairs if move(a, b) is None] == []
            assert [step.number for step in attempt.steps.all()] == list(range(1, len(steps) + 1))
            assert not ENDED & set(steps[:-1])

    @invariant()
    def nobody_is_out_but_the_group_that_two_approved(self):
        if queries.stage_of(self.attempt) in OPEN:
            assert queries.approval_stands(self.attempt)

    @invariant()
    def whoever_is_out_has_a_time_in_record_and_clock(self):
        if queries.stage_of(self.attempt) in OPEN:
            due = queries.open_check_in(self.attempt).due
            code = f"{self.mission.code}-{self.attempt.number}"
            assert {row.code: row.due for row in clock.expected(self.cast["folder"])}[code] == due

    @invariant()
    def what_is_completed_accounts_for_everybody(self):
        for attempt in self.mission.attempts.all():
            if queries.stage_of(attempt) is Stage.COMPLETED:
                assert attempt.lines.exists() and not attempt.lines.filter(ticked=None).exists()
            who = [line.person_id for line in Line.objects.filter(attempt=attempt)]
            assert len(who) == len(set(who))

    @invariant()
    def two_different_people_ticked_each_line(self):
        for line in Line.objects.filter(attempt__mission=self.mission, ticked__isnull=False):
            assert line.by_id != line.ticked.by_id


@pytest.fixture
def cast(office, planner, lead, head, reception, verifier, group):
    return {
        "planner": planner, "lead": lead, "head": head, "reception": reception, "verifier": verifier,
        "people": group, "folder": office.folder,
    }  # fmt: skip


def play(cast, *, histories: int, steps: int) -> None:
    Histories.cast = cast
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=histories, stateful_step_count=steps, deadline=None, database=None,
            derandomize=True, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_few_histories_of_real_actions_keep_the_invariants(cast):
    play(cast, histories=8, steps=12)


@pytest.mark.long
def test_many_histories_of_real_actions_keep_the_invariants(cast):
    play(cast, histories=150, steps=30)
