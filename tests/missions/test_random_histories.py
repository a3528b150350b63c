"""Whatever is tried in whatever order: the stage table's invariants hold (hypothesis, stateful)."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from vegerin.missions.stages import ENDED, MOVES, OPEN, Stage, move

MACHINE_RUNS = 1000
WALKED: set[tuple[Stage, Stage]] = set()


class Attempt(RuleBasedStateMachine):
    """An attempt as its steps alone: each try is either a move of the table or refused."""

    def __init__(self):
        super().__init__()
        self.steps = [Stage.PLANNED]
        self.group = self.approved_for = frozenset({1, 2, 3})
        self.approved = False
        self.has_time = False

    @rule(to=st.sampled_from(Stage), reason=st.booleans(), time=st.booleans(), second=st.booleans())
    def step(self, to, reason, time, second):
        asks = move(self.steps[-1], to)
        if asks is None or (asks.reason and not reason) or (asks.next_time and not time):
            return
        if asks.by_two and not second:
            return
        if to is Stage.UNDER_WAY and self.steps[-1] is Stage.APPROVED and self.approved_for != self.group:
            return
        if to is Stage.APPROVED:
            self.approved_for = self.group
        self.has_time = time if to in OPEN else False
        WALKED.add((self.steps[-1], to))
        self.steps.append(to)

    @rule(pick=st.integers(0, 59))
    def goes_on(self, pick):
        """A step the table has, with all it asks for, so that histories get far."""
        onward = [to for here, to in MOVES if here is self.steps[-1]]
        onward += 3 * [to for to in onward if to not in ENDED]
        if onward:
            self.step(onward[pick % len(onward)], True, True, True)

    @rule(person=st.integers(1, 5))
    def change_group(self, person):
        if self.steps[-1] in OPEN | ENDED:
            return
        self.group ^= {person}
        if self.steps[-1] is Stage.APPROVED:
            self.steps.append(Stage.PLANNED)

    @invariant()
    def nobody_is_out_who_was_not_approved(self):
        if self.steps[-1] in OPEN:
            assert Stage.APPROVED in self.steps
            assert self.approved_for == self.group

    @invariant()
    def nobody_is_out_without_a_time(self):
        if self.steps[-1] in OPEN:
            assert self.has_time

    @invariant()
    def an_end_is_an_end(self):
        assert not ENDED & set(self.steps[:-1])


def test_a_thousand_histories_walk_every_move_of_the_table_and_keep_its_invariants():
    WALKED.clear()

    run_state_machine_as_test(
        Attempt,
        settings=settings(
            max_examples=MACHINE_RUNS, stateful_step_count=20, deadline=None, database=None, derandomize=True
        ),
    )

    assert set(MOVES) == WALKED
