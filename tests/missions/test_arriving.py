"""Everybody is accounted for by two; what happened counts at once (R47, R51, R56, R58, D13, D19)."""

import pytest

from tests import factories as make
from vegerin.engines.history.kinds import Fate
from vegerin.guard import decisions
from vegerin.guard.refusals import Refused
from vegerin.missions import actions, queries
from vegerin.missions.manifest import Totals
from vegerin.missions.stages import Stage
from vegerin.register.queries import status_for

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def received(out, person, *, by, second, **told):
    line = actions.tick(attempt=out, person=person, outcome="received", age="grown", by=by, **told)
    actions.tick_second(line=line, by=second)
    return line


def test_r47_it_completes_when_each_has_an_outcome_and_each_line_two_ticks(out, group, reception, planner):
    for person in group[:2]:
        received(out, person, by=reception, second=planner)
    with pytest.raises(Refused, match="not complete"):
        actions.take_step(attempt=out, to="completed", by=planner)
    line = actions.tick(attempt=out, person=group[2], outcome="lost", age="grown", by=planner)
    with pytest.raises(Refused, match="not complete"):
        actions.take_step(attempt=out, to="completed", by=planner)
    actions.tick_second(line=line, by=reception)

    actions.take_step(attempt=out, to="completed", by=planner)

    assert queries.stage_of(out) is Stage.COMPLETED


def test_r47_one_more_than_listed_completes_too(out, group, reception, planner):
    for person in group:
        received(out, person, by=reception, second=planner)
    extra = actions.tick(
        attempt=out, label="A boy of about four", sex="male", age="child", outcome="received", by=reception
    )
    actions.tick_second(line=extra, by=planner)

    actions.take_step(attempt=out, to="completed", by=planner)

    assert queries.manifest_of(out).arrived.all == 4


def test_nobody_ticks_twice_and_nobody_is_ticked_twice(out, group, reception):
    line = actions.tick(attempt=out, person=group[0], outcome="received", age="grown", by=reception)

    with pytest.raises(Refused, match="somebody else"):
        actions.tick_second(line=line, by=reception)
    with pytest.raises(Refused, match="has a line already"):
        actions.tick(attempt=out, person=group[0], outcome="received", age="grown", by=reception)


def test_r56_two_ticks_make_one_return_in_the_register(out, group, reception, planner, verifier):
    line = actions.tick(attempt=out, person=group[0], outcome="received", age="grown", by=reception)
    before = status_for(verifier, group[0]).fate
    actions.tick_second(line=line, by=planner)

    assert (before, status_for(verifier, group[0]).fate) == (Fate.ALIVE_CONFIRMED, Fate.RETURNED)


@pytest.mark.parametrize(
    ("outcome", "fate"),
    [
        ("received_hurt", Fate.RETURNED),
        ("recaptured", Fate.ALIVE_CONFIRMED),
        ("died", Fate.DEAD_CONFIRMED),
        ("lost", Fate.MISSING_IN_TRANSIT),
        ("stayed", Fate.ALIVE_CONFIRMED),
    ],
)
def test_r51_each_outcome_is_told_to_the_register(outcome, fate, out, group, reception, planner, verifier):
    line = actions.tick(attempt=out, person=group[0], outcome=outcome, age="grown", by=reception)

    actions.tick_second(line=line, by=planner)

    assert status_for(verifier, group[0]).fate is fate


def test_d19_thirty_six_in_the_car_and_another_number_in_the_figure(out, reception, planner):
    def arrive(n, sex, age, **told):
        for number in range(n):
            line = actions.tick(
                attempt=out, label=f"{sex} {age} {number}", sex=sex, age=age, outcome="received",
                by=reception, **told,
            )  # fmt: skip
            actions.tick_second(line=line, by=planner)

    arrive(5, "female", "grown")
    arrive(5, "male", "grown")
    arrive(14, "female", "child")
    arrive(9, "male", "child")
    arrive(3, "male", "child", born_in_captivity=True)
    manifest = queries.manifest_of(out)

    assert manifest.arrived == Totals(women=5, men=5, girls=14, boys=12)
    assert (manifest.arrived.all, manifest.counted.all) == (36, 33)


def test_d13_what_happened_on_the_way_counts_at_once_and_is_reviewed(out, planner, head, lead):
    decision = actions.tell_fact(attempt=out, kind="born", label="A girl", why="Born in the night.", by=lead)

    assert out.facts.get().label == "A girl"
    assert decision.due_at is not None
    decisions.approve(decision=decision, by=head)


def test_r58_news_waits_until_all_are_received_and_their_kin_told(out, group, reception, planner, head):
    words = "People came home."
    with pytest.raises(Refused, match="Nothing goes out"):
        actions.propose_news(attempt=out, words=words, why="Asked by the press.", by=head)
    lines = [received(out, person, by=reception, second=planner) for person in group]
    with pytest.raises(Refused, match="A family has not been told"):
        actions.propose_news(attempt=out, words=words, why="Asked by the press.", by=head)
    for line in lines:
        actions.tell_kin(line=line, how="told", by=reception)
    with pytest.raises(Refused, match="without names"):
        actions.propose_news(attempt=out, words="Xezal came home.", why="Asked.", by=head)

    decision = actions.propose_news(attempt=out, words=words, why="Asked by the press.", by=head)

    assert not hasattr(out, "news")
    assert decision.due_at is None  # two sign before it goes


@pytest.mark.parametrize(
    "words", ["We received 4.", "٤ came home, one of them small", "(Xezal’s) family is glad", "“Naza”: home"]
)
def test_d19_no_stop_or_quotation_mark_hides_a_sum_or_a_name(out, group, reception, planner, head, words):
    lines = [received(out, person, by=reception, second=planner) for person in group]
    child = actions.tick(
        attempt=out, label="A boy", outcome="received", age="child", born_in_captivity=True, by=reception
    )
    actions.tick_second(line=child, by=planner)
    for line in [*lines, child]:
        actions.tell_kin(line=line, how="told", by=reception)

    with pytest.raises(Refused, match=r"without names|born in captivity"):
        actions.propose_news(attempt=out, words=words, why="Asked by the press.", by=head)


def test_d19_a_child_born_in_captivity_who_has_a_case_is_in_no_figure(
    out, confirmed, reception, planner, verifier
):
    child = make.person("Sîber Mirad", by=verifier, sex="male")
    line = actions.tick(
        attempt=out, person=child, outcome="received", age="child", born_in_captivity=True, by=reception
    )
    actions.tick_second(line=line, by=planner)

    assert status_for(verifier, child).fate is Fate.NOTHING_KNOWN
    assert queries.manifest_of(out).arrived.boys == 1
