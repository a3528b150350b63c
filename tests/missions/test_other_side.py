"""Every guard of a go tried from the other side: by address, by a forged form, by a second tab, by a race."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.missions.conftest import soon
from tests.racing import race
from vegerin.contacts import actions as contacts
from vegerin.guard import decisions, desk, spoken
from vegerin.guard.models import Signature
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.models import Step
from vegerin.missions.stages import Stage
from vegerin.register import actions as register

pytestmark = pytest.mark.record
DUE = {"step-due": soon().strftime("%Y-%m-%dT%H:%M")}


@pytest.mark.django_db
class TestByAddress:
    """Somebody writes the address herself."""

    @pytest.mark.parametrize("to", ["approved", "under_way", "completed", "failed"])
    def test_no_form_lets_a_planned_mission_go(self, to, client_for, mission, attempt, planner, lead):
        for reader in (planner, lead):
            answer = client_for(reader).post(
                f"/missions/{mission.code}/step/", {"step-to": to, "step-reason": "bombing", **DUE}
            )
            assert answer.status_code == 422
        assert queries.stage_of(attempt) is Stage.PLANNED

    def test_another_planner_finds_no_act_and_no_row(self, client_for, out, mission, group, reception, staff):
        line = actions.tick(attempt=out, person=group[0], outcome="received", age="grown", by=reception)
        other = client_for(staff(Role.PLANNER))

        answers = {
            other.post(f"/missions/{mission.code}/{name}/").status_code
            for name in ("go", "step", "note", "close", "nothing-like-it", f"second/{line.pk}")
        }

        assert answers == {404}

    def test_a_row_of_another_mission_answers_nothing(self, client_for, out, mission, planner, lead, group):
        elsewhere = actions.open_mission(lead=lead.staff, region=None, by=planner)
        note = actions.add_note(mission=elsewhere, kind="death", words="Under the oaks.", by=planner)

        answer = client_for(planner).post(f"/missions/{mission.code}/move/{note.pk}/")

        assert answer.status_code == 404

    def test_the_decision_page_refuses_whoever_proposed_plans_or_leads(
        self, client_for, attempt, mission, planner, lead, head, staff
    ):
        decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)
        address = f"/decisions/{decision.pk}/"
        clerk = staff(Role.CLERK)

        answers = {
            reader.staff.working_name: client_for(reader).post(address, {"answer": "yes"}).status_code
            for reader in (planner, lead, clerk)
        }

        assert 302 not in answers.values()
        assert queries.stage_of(attempt) is Stage.PLANNED


@pytest.mark.django_db
class TestByForm:
    """A form is sent with what the page did not offer."""

    def test_who_was_not_offered_as_lead_does_not_lead(self, client_for, planner, staff):
        clerk = staff(Role.CLERK)
        for pk in (planner.staff.pk, clerk.staff.pk):
            answer = client_for(planner).post("/missions/new/", {"lead": str(pk), "region": ""})
            assert answer.status_code == 200
        assert not queries.missions_for(planner).exists()

    def test_a_time_far_away_or_gone_is_refused_on_the_page(self, client_for, out, mission, planner):
        client = client_for(planner)
        for due in (soon(-2), soon(60)):
            told = {"heard-next_due": due.strftime("%Y-%m-%dT%H:%M")}
            assert client.post(f"/missions/{mission.code}/heard/", told).status_code == 403

    @pytest.mark.parametrize("margin", ["0", "900", "-5", "x"])
    def test_nobody_widens_the_margin_beyond_the_list(self, margin, client_for, out, mission, planner):
        told = {"heard-next_due": soon().strftime("%Y-%m-%dT%H:%M"), "heard-margin_minutes": margin}

        assert client_for(planner).post(f"/missions/{mission.code}/heard/", told).status_code == 422

    def test_an_emergency_go_by_form_passes_no_trap(
        self, client_for, attempt, mission, group, head, verifier
    ):
        register.raise_caution(kind="trap", person=group[0], by=verifier)

        answer = client_for(head).post(f"/missions/{mission.code}/emergency/", {"emergency-why": "Now."})

        assert (answer.status_code, queries.stage_of(attempt)) == (403, Stage.PLANNED)


@pytest.mark.django_db
class TestInASecondTab:
    """A page that was open before something happened is used after it."""

    def test_a_second_proposal_dies_with_the_first_approval(self, attempt, planner, head):
        first, second = (
            actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner) for _ in range(2)
        )
        decisions.approve(decision=first, by=head)

        with pytest.raises(Refused, match="not waiting for a decision"):
            decisions.approve(decision=second, by=head)

    def test_a_proposal_for_another_group_is_no_approval(self, attempt, mission, confirmed, planner, head):
        decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)
        actions.choose(mission=mission, persons=[confirmed("Basê Qasim")], by=planner)

        with pytest.raises(Refused, match="The group has changed"):
            decisions.approve(decision=decision, by=head)

    def test_each_act_that_is_done_once_is_refused_the_second_time(
        self, client_for, out, mission, group, reception, planner, lead
    ):
        line = actions.tick(attempt=out, person=group[0], outcome="received", age="grown", by=reception)
        note = actions.add_note(mission=mission, kind="death", words="Under the oaks.", by=planner)
        actions.take_step(attempt=out, to="paused_medical", condition="Dressed.", due=soon(), by=planner)
        (condition,) = queries.conditions_open(out)
        tab, base = client_for(planner), f"/missions/{mission.code}"
        asked = {
            f"{base}/second/{line.pk}/": tab,
            f"{base}/kin/{line.pk}/": tab,
            f"{base}/move/{note.pk}/": tab,
            f"{base}/met/{condition.pk}/": client_for(lead),
        }

        first = [one.post(address, {"how": "told"}).status_code for address, one in asked.items()]
        again = [one.post(address, {"how": "told"}).status_code for address, one in asked.items()]

        assert (first, again) == ([302] * 4, [403] * 4)

    def test_after_it_was_broken_off_nobody_is_heard_ticked_or_told(
        self, client_for, out, mission, group, planner
    ):
        tab = client_for(planner)
        actions.take_step(attempt=out, to="broken_off", reason="bombing", by=planner)
        told = {
            "heard": {"heard-next_due": soon().strftime("%Y-%m-%dT%H:%M")},
            "tick": {"tick-person": str(group[0].pk), "tick-outcome": "received", "tick-age": "grown"},
            "fact": {"fact-label": "A girl", "fact-kind": "born", "fact-why": "In the night."},
        }

        answers = {
            name: tab.post(f"/missions/{mission.code}/{name}/", told[name]).status_code for name in told
        }

        assert answers == {"heard": 403, "tick": 403, "fact": 403}


@pytest.mark.django_db
def test_d13_a_second_signature_by_telephone_lets_it_go(attempt, planner, head, deputy):
    card = spoken.make_card(by=head)
    decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

    with pytest.raises(Refused, match="That is not line 1"):
        spoken.sign(decision=decision, staff=head.staff, code="WRONG2", approved=True, typed_by=deputy)
    spoken.sign(decision=decision, staff=head.staff, code=card[1], approved=True, typed_by=deputy)

    assert queries.stage_of(attempt) is Stage.APPROVED


@pytest.mark.django_db(transaction=True)
class TestInARace:
    """Two do it in the same second, in the real database."""

    def test_of_two_approvers_one_lets_it_go(self, attempt, planner, head, deputy):
        decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

        ended = race(*(lambda by=by: decisions.approve(decision=decision, by=by) for by in (head, deputy)))

        assert ended == {"done": 1, "refused": 1}
        assert Step.objects.filter(attempt=attempt, stage=Stage.APPROVED).count() == 1
        assert Signature.objects.filter(decision=decision).count() == 1

    def test_of_two_proposals_signed_at_once_one_counts(self, attempt, planner, head, deputy):
        pair = [actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner) for _ in range(2)]

        ended = race(
            lambda: decisions.approve(decision=pair[0], by=head),
            lambda: decisions.approve(decision=pair[1], by=deputy),
        )

        assert ended == {"done": 1, "refused": 1}
        assert [step.stage for step in attempt.steps.all()] == [Stage.APPROVED]

    def test_breaking_off_and_holding_at_once_leaves_one_of_them(self, out, planner, lead):
        ended = race(
            lambda: actions.take_step(attempt=out, to="broken_off", reason="bombing", by=planner),
            lambda: actions.take_step(attempt=out, to="holding", reason="weather", due=soon(), by=lead),
        )

        stages = [step.stage for step in out.steps.all()]
        assert (ended["done"] == 2 and stages[-1] == Stage.BROKEN_OFF) or ended == {"done": 1, "refused": 1}
        assert stages.count(Stage.BROKEN_OFF) <= 1

    def test_a_line_gets_one_second_tick(self, out, group, reception, planner, lead):
        line = actions.tick(attempt=out, person=group[0], outcome="received", age="grown", by=reception)

        ended = race(*(lambda by=by: actions.tick_second(line=line, by=by) for by in (planner, lead)))

        assert ended == {"done": 1, "refused": 1}
        assert group[0].events.filter(kind="returned").count() == 1

    def test_one_person_gets_one_line(self, out, group, reception, planner):
        told = {"attempt": out, "person": group[0], "outcome": "received", "age": "grown"}

        ended = race(*(lambda by=by: actions.tick(**told, by=by) for by in (reception, planner)))

        assert ended == {"done": 1, "refused": 1}
        assert out.lines.count() == 1

    def test_a_change_of_members_beside_the_signature_never_leaves_it_standing(
        self, attempt, mission, confirmed, planner, head
    ):
        child = confirmed("Basê Qasim")
        decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

        race(
            lambda: decisions.approve(decision=decision, by=head),
            lambda: actions.choose(mission=mission, persons=[child], by=planner),
        )

        assert child in queries.group_of(mission)
        assert not (queries.stage_of(attempt) is Stage.APPROVED and queries.approval_stands(attempt))
        with pytest.raises(Refused):
            actions.take_step(attempt=attempt, to="under_way", due=soon(), by=planner)

    def test_two_who_complete_it_at_once_complete_it_once(self, out, group, reception, planner, lead):
        for person in group:
            line = actions.tick(attempt=out, person=person, outcome="received", age="grown", by=reception)
            actions.tick_second(line=line, by=planner)

        ended = race(
            *(lambda by=by: actions.take_step(attempt=out, to="completed", by=by) for by in (planner, lead))
        )

        assert ended == {"done": 1, "refused": 1}
        assert [step.stage for step in out.steps.all()].count(Stage.COMPLETED) == 1

    def test_it_never_completes_beside_a_line_that_lacks_a_tick(self, out, group, reception, planner, lead):
        lines = [
            actions.tick(attempt=out, person=person, outcome="received", age="grown", by=reception)
            for person in group
        ]
        for line in lines[1:]:
            actions.tick_second(line=line, by=planner)

        race(
            lambda: actions.tick_second(line=lines[0], by=lead),
            lambda: actions.take_step(attempt=out, to="completed", by=planner),
        )

        assert out.lines.filter(ticked=None).count() == 0
        assert queries.stage_of(out) in (Stage.UNDER_WAY, Stage.COMPLETED)

    def test_two_tabs_take_one_person_into_the_group_once(self, attempt, mission, confirmed, planner):
        child = confirmed("Basê Qasim")

        race(*(lambda: actions.choose(mission=mission, persons=[child], by=planner) for _ in range(2)))

        assert queries.group_of(mission).count(child) == 1

    def test_a_mission_that_passes_on_twice_at_once_is_one_planners(self, mission, planner, head, staff):
        takers = [staff(Role.PLANNER, name=name) for name in ("one", "other")]

        race(
            *(
                lambda to=to: actions.pass_on_mission(mission=mission, part="plan", to=to.staff, by=head)
                for to in takers
            )
        )

        held = [queries.missions_for(one).count() for one in takers]
        assert (sum(held), queries.missions_for(planner).count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
class TestABurnBesideAGo:
    """A source is taken in the second in which two sign, or in which they leave (R34)."""

    @pytest.fixture
    def handler(self, staff):
        return staff(Role.SOURCE_HANDLER, name="handler")

    @pytest.fixture
    def source(self, handler, group, staff):
        source = contacts.add_source(
            code_name="K7", deputy=staff(Role.SOURCE_HANDLER, name="second-handler").staff, by=handler
        )
        make.report(make.claim(group[0], "seen"), by=handler, source=source)
        return source

    def test_r34_whoever_wins_nobody_starts(self, attempt, planner, head, handler, source):
        decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

        ended = race(
            lambda: decisions.approve(decision=decision, by=head),
            lambda: contacts.burn(source=source, taken=True, by=handler),
        )

        assert set(ended) <= {"done", "refused"}
        with pytest.raises(Refused):
            actions.take_step(attempt=attempt, to="under_way", due=soon(), by=planner)

    def test_r34_who_left_in_that_second_is_a_danger_on_every_desk_of_hers(
        self, approved, planner, lead, head, handler, source, staff
    ):
        duty = staff(Role.DUTY_OFFICER, name="duty")

        ended = race(
            lambda: actions.take_step(attempt=approved, to="under_way", due=soon(), by=planner),
            lambda: contacts.burn(source=source, taken=True, by=handler),
        )

        assert set(ended) <= {"done", "refused"}
        if queries.stage_of(approved) is Stage.UNDER_WAY:
            for reader in (planner, lead, head, duty):
                assert f"stop:{approved.mission.code}" in [
                    one.about for one in desk.items_for(reader) if one.sounds
                ]
