"""The emergency go and the spoken code from the other side: by address, by form, in a second tab, in a race.

One senior who neither plans nor leads it, with a reason, past nothing that is a trap, reviewed by another
(D13, R44); a line of a card counts once, for her whose card it is, typed by somebody else.
"""

from __future__ import annotations

import pytest

from tests.missions.conftest import soon
from tests.missions.test_other_side import race
from vegerin.guard import decisions, spoken
from vegerin.guard.decisions import When
from vegerin.guard.models import Decision, Signature, SpokenTry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.models import MissionClosed, Step
from vegerin.missions.stages import Stage
from vegerin.register import actions as register

pytestmark = pytest.mark.record
NOW = {"emergency-why": "They walk now."}


def emergencies():
    return Decision.objects.filter(kind="mission.emergency_go")


@pytest.mark.django_db
class TestAnEmergencyGo:
    def test_d13_by_address_nobody_but_a_senior_lets_it_go(
        self, client_for, attempt, mission, planner, lead, staff
    ):
        at = f"/missions/{mission.code}/emergency/"
        readers = [
            planner,
            lead,
            staff(Role.DUTY_OFFICER),
            staff(Role.RECEPTION_MANAGER),
            staff(Role.PLANNER),
        ]

        answers = [client_for(one).post(at, NOW).status_code for one in readers]

        assert answers == [403, 403, 404, 404, 404]
        assert client_for(None).post(at, NOW).status_code == 302  # to the sign-in
        assert (queries.stage_of(attempt), emergencies().count()) == (Stage.PLANNED, 0)

    def test_d13_by_form_it_needs_a_reason_and_nobody_chooses_which_group_it_is_for(
        self, client_for, attempt, mission, head
    ):
        client, at = client_for(head), f"/missions/{mission.code}/emergency/"

        without = [client.post(at, told).status_code for told in ({}, {"emergency-why": "  "})]
        forged = client.post(
            at, {**NOW, "emergency-group": "0" * 64, "group": "0" * 64, "stage": "under_way"}
        )

        assert (without, forged.status_code) == ([422, 422], 302)
        assert queries.stage_of(attempt) is Stage.APPROVED
        assert emergencies().get().payload["group"] == queries.mark_of(queries.group_of(mission))

    def test_d13_in_a_second_tab_it_goes_once_and_never_after_it_ended(
        self, client_for, attempt, mission, planner, head, deputy
    ):
        tabs, at = [client_for(head), client_for(deputy)], f"/missions/{mission.code}/emergency/"

        codes = [tab.post(at, NOW).status_code for tab in tabs]
        actions.take_step(attempt=attempt, to="broken_off", reason="weather", by=planner)
        codes += [tab.post(at, NOW).status_code for tab in tabs]

        assert (codes, emergencies().count()) == ([302, 403, 403, 403], 1)

    def test_d13_a_group_that_changed_after_it_does_not_set_out(
        self, attempt, mission, confirmed, planner, head
    ):
        actions.emergency_go(attempt=attempt, why="Now.", by=head)
        actions.choose(mission=mission, persons=[confirmed("Basê Qasim")], by=planner)

        with pytest.raises(Refused, match="no such step"):
            actions.take_step(attempt=attempt, to="under_way", due=soon(), by=planner)

    def test_d13_a_trap_raised_after_it_stops_the_start(self, attempt, group, planner, head, verifier):
        actions.emergency_go(attempt=attempt, why="Now.", by=head)
        register.raise_caution(kind="trap", person=group[0], by=verifier)

        with pytest.raises(Refused, match="Something came up"):
            actions.take_step(attempt=attempt, to="under_way", due=soon(), by=planner)

    def test_r44_whoever_plans_or_leads_it_reviews_nothing_of_it_by_hand_or_by_telephone(
        self, client_for, head, two_roles, deputy
    ):
        mission, plans, leads = two_roles
        gone = actions.emergency_go(attempt=queries.last_attempt(mission), why="Now.", by=head)
        cards = {one: spoken.make_card(by=one) for one in (plans, leads)}
        at = f"/decisions/{gone.pk}/"

        by_hand = [client_for(one).post(at, {"answer": "yes"}).status_code for one in (head, plans, leads)]
        for one, card in cards.items():
            told = {"staff": one.staff.pk, "code": card[0], "answer": "yes"}
            client_for(deputy).post(f"{at}spoken/", told)
            with pytest.raises(Refused, match="Who plans or leads"):
                spoken.sign(decision=gone, staff=one.staff, code=card[0], approved=True, typed_by=deputy)

        assert by_hand == [403, 403, 403]
        assert [one.pk for one in decisions.who_may_sign(gone)] == [deputy.staff.pk]
        assert not Signature.objects.filter(decision=gone).exists()

    def test_d13_it_is_loud_in_the_trail_and_on_the_list_of_reviews(self, client_for, attempt, head, deputy):
        from vegerin.guard.models import TrailEntry

        gone = actions.emergency_go(attempt=attempt, why="Now.", by=head)

        assert TrailEntry.objects.filter(kind="mission.EMERGENCY_GO").count() == 1
        assert gone in decisions.to_review(deputy)
        assert gone.due_at - gone.proposed_at <= decisions.REVIEW_WITHIN

    def test_d13_no_emergency_unseals_a_source_or_clears_a_trap(self):
        alone = {code for code, kind in decisions.KINDS.items() if kind.when is When.EMERGENCY}

        assert not {code for code in alone if "source" in code or "caution" in code or "trap" in code}
        assert "mission.emergency_go" in alone


@pytest.mark.django_db(transaction=True)
class TestAnEmergencyInARace:
    def test_d13_of_two_seniors_at_once_one_lets_it_go(self, attempt, head, deputy):
        ended = race(
            *(lambda by=by: actions.emergency_go(attempt=attempt, why="Now.", by=by) for by in (head, deputy))
        )

        assert (ended, emergencies().count()) == ({"done": 1, "refused": 1}, 1)
        assert [step.stage for step in attempt.steps.all()] == [Stage.APPROVED]

    @pytest.mark.long
    def test_d13_beside_a_second_signature_one_of_the_two_counts(self, attempt, planner, head, deputy):
        waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

        ended = race(
            lambda: decisions.approve(decision=waits, by=head),
            lambda: actions.emergency_go(attempt=attempt, why="Now.", by=deputy),
        )

        assert ended == {"done": 1, "refused": 1}
        assert Step.objects.filter(attempt=attempt, stage=Stage.APPROVED).count() == 1

    @pytest.mark.long
    def test_d13_beside_a_trap_nobody_starts(self, attempt, group, planner, head, verifier):
        race(
            lambda: actions.emergency_go(attempt=attempt, why="Now.", by=head),
            lambda: register.raise_caution(kind="trap", person=group[0], by=verifier),
        )

        with pytest.raises(Refused):
            actions.take_step(attempt=attempt, to="under_way", due=soon(), by=planner)

    def test_d14_beside_a_closing_either_it_goes_or_it_is_closed(self, attempt, mission, planner, head):
        ended = race(
            lambda: actions.emergency_go(attempt=attempt, why="Now.", by=head),
            lambda: actions.close_mission(mission=mission, by=planner),
        )

        went = queries.stage_of(attempt) is Stage.APPROVED
        assert ended == {"done": 1, "refused": 1}
        assert went is not MissionClosed.objects.filter(mission=mission).exists()

    @pytest.mark.long
    def test_r42_beside_somebody_taken_out_the_group_that_goes_is_the_group_that_was_let_go(
        self, attempt, mission, group, planner, head
    ):
        race(
            lambda: actions.emergency_go(attempt=attempt, why="Now.", by=head),
            lambda: actions.take_out(mission=mission, person=group[0], why="A mistake.", by=planner),
        )

        if queries.stage_of(attempt) is Stage.APPROVED and not queries.approval_stands(attempt):
            with pytest.raises(Refused, match="The group has changed"):
                actions.take_step(attempt=attempt, to="under_way", due=soon(), by=planner)


@pytest.fixture
def waits(attempt, planner):
    return actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)


@pytest.mark.django_db
class TestASpokenCode:
    def test_d13_by_address_nobody_types_it_for_whom_the_decision_does_not_exist(
        self, client_for, waits, attempt, head, lead, staff
    ):
        card = spoken.make_card(by=head)
        at = f"/decisions/{waits.pk}/spoken/"
        told = {"staff": head.staff.pk, "code": card[0], "answer": "yes"}

        answers = {
            client_for(one).post(at, told).status_code
            for one in (lead, staff(Role.PLANNER), staff(Role.CLERK), staff(Role.DUTY_OFFICER))
        }

        assert answers == {404}
        assert (queries.stage_of(attempt), SpokenTry.objects.count()) == (Stage.PLANNED, 0)

    def test_d13_r44_by_form_nobody_is_named_who_may_not_sign(
        self, client_for, waits, attempt, planner, lead, head, deputy, staff
    ):
        strangers = [planner, lead, staff(Role.CLERK), deputy]  # who types does not speak either
        cards = {one: spoken.make_card(by=one) for one in strangers}

        for one, card in cards.items():
            told = {"staff": one.staff.pk, "code": card[0], "answer": "yes"}
            client_for(deputy).post(f"/decisions/{waits.pk}/spoken/", told)

        assert (queries.stage_of(attempt), Signature.objects.filter(decision=waits).count()) == (
            Stage.PLANNED,
            0,
        )

    def test_d13_r31_the_right_line_passes_no_trap(
        self, client_for, waits, attempt, group, head, deputy, verifier
    ):
        card = spoken.make_card(by=head)
        register.raise_caution(kind="trap", person=group[0], by=verifier)

        told = {"staff": head.staff.pk, "code": card[0], "answer": "yes"}
        page = client_for(deputy).post(f"/decisions/{waits.pk}/spoken/", told).content.decode()

        assert "A contact may be a trap" in page
        assert queries.stage_of(attempt) is Stage.PLANNED

    def test_d13_in_a_second_tab_a_line_that_was_used_signs_nothing_more(
        self, client_for, waits, attempt, mission, planner, head, deputy
    ):
        card = spoken.make_card(by=head)
        other = actions.propose_go(attempt=attempt, why="Again.", by=planner)
        told = {"staff": head.staff.pk, "code": card[0], "answer": "yes"}
        tab = client_for(deputy)

        first = tab.post(f"/decisions/{waits.pk}/spoken/", told)
        second = [tab.post(f"/decisions/{one.pk}/spoken/", told) for one in (waits, other)]

        assert first.status_code == 302
        assert 302 not in [one.status_code for one in second]
        assert Signature.objects.filter(approved=True, decision__kind="mission.go").count() == 1

    def test_d13_in_a_second_tab_the_line_of_an_old_card_signs_nothing(
        self, client_for, waits, attempt, head, deputy
    ):
        old, _new = spoken.make_card(by=head), spoken.make_card(by=head)

        told = {"staff": head.staff.pk, "code": old[0], "answer": "yes"}
        client_for(deputy).post(f"/decisions/{waits.pk}/spoken/", told)

        assert queries.stage_of(attempt) is Stage.PLANNED


@pytest.mark.django_db(transaction=True)
class TestASpokenCodeInARace:
    def test_d13_one_line_typed_twice_at_once_signs_once(self, waits, attempt, head, deputy, staff):
        card = spoken.make_card(by=head)
        also = staff(Role.DEPUTY, name="also-deputy")

        ended = race(
            *(
                lambda by=by: spoken.sign(
                    decision=waits, staff=head.staff, code=card[0], approved=True, typed_by=by
                )
                for by in (deputy, also)
            )
        )

        assert ended == {"done": 1, "refused": 1}
        assert SpokenTry.objects.filter(right=True).count() == 1
        assert [step.stage for step in attempt.steps.all()] == [Stage.APPROVED]

    @pytest.mark.long
    def test_d13_one_line_for_two_decisions_at_once_signs_one(self, waits, attempt, planner, head, deputy):
        card = spoken.make_card(by=head)
        other = actions.propose_go(attempt=attempt, why="Again.", by=planner)

        ended = race(
            *(
                lambda one=one: spoken.sign(
                    decision=one, staff=head.staff, code=card[0], approved=True, typed_by=deputy
                )
                for one in (waits, other)
            )
        )

        assert ended == {"done": 1, "refused": 1}
        assert Signature.objects.filter(approved=True, decision__kind="mission.go").count() == 1
