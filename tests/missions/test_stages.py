"""The stage table is exhaustive: every stage can be reached, nothing leads out of an end."""

import pytest

from vegerin.missions.stages import ENDED, EVENTS, FOLLOWS, MOVES, OPEN, Outcome, Stage, next_stages


def reachable(start: Stage) -> set[Stage]:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for come_from, to in MOVES:
            if come_from is here and to not in seen:
                seen.add(to)
                todo.append(to)
    return seen


def test_r43_every_stage_is_reachable_from_planned():
    assert reachable(Stage.PLANNED) == set(Stage)


@pytest.mark.parametrize("stage", sorted(ENDED))
def test_nothing_leads_out_of_an_end(stage):
    assert next_stages(stage) == []


def test_only_two_signatures_lead_to_approved():
    assert [MOVES[move].by_two for move in MOVES if move[1] is Stage.APPROVED] == [True]


def test_r49_whoever_is_out_goes_on_only_with_a_next_time():
    without = [move for move, asks in MOVES.items() if move[1] in OPEN and not asks.next_time]

    assert without == []


def test_breaking_off_failing_and_going_back_say_why():
    silent = [
        move
        for move, asks in MOVES.items()
        if move[1] in {Stage.BROKEN_OFF, Stage.FAILED, Stage.PLANNED} and not asks.reason
    ]

    assert silent == []


def test_every_outcome_has_its_event_and_what_follows():
    assert set(EVENTS) == set(FOLLOWS) == set(Outcome)
