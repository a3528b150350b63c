"""Each of the seven guards of a go, from the other side: by address, by form, by a second tab, in a race.

One source, an open trap, a source that was taken, an unsigned condition; a changed group, somebody left
behind, and three people who are not three (D13, R31, R34, R40–R44).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests import factories as make
from tests.missions.conftest import soon
from tests.missions.test_other_side import race
from vegerin.contacts import actions as contacts
from vegerin.guard import decisions, spoken
from vegerin.guard.models import Decision
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.actions.moving import write_condition
from vegerin.missions.models import Membership
from vegerin.missions.stages import Stage
from vegerin.register import actions as register
from vegerin.register.models import Event

pytestmark = pytest.mark.record
LACKING = ("one source", "open trap", "source taken", "condition unsigned")


@dataclass
class Night:
    """A mission that lacks nothing, its people, and what can come up."""

    mission: Any
    attempt: Any
    group: list[Any]
    planner: Any
    lead: Any
    head: Any
    deputy: Any
    verifier: Any
    handler: Any
    source: Any

    def goes_wrong(self, guard: str) -> str:
        """This comes up now; what the refusal says of it."""
        if guard == "one source":
            told = Event.objects.filter(person__in=self.group).exclude(report=None)
            for event in told.order_by("recorded_at")[1:]:
                register.assess_event(event=event, verdict="refuted", why="Not she.", by=self.verifier)
            return "comes from one source"
        if guard == "open trap":
            register.raise_caution(kind="trap", person=self.group[0], by=self.verifier)
            return "A contact may be a trap"
        if guard == "source taken":
            contacts.burn(source=self.source, taken=True, by=self.handler)
            return "was taken or killed"
        write_condition(self.attempt, "Her wound is dressed.", review_at=soon(), by=self.lead)
        return "A condition for going on is not signed"

    def proposes(self) -> Decision:
        return actions.propose_go(attempt=self.attempt, why="Two lines agree.", by=self.planner)

    @property
    def stage(self) -> Stage:
        return queries.stage_of(queries.last_attempt(self.mission))


@pytest.fixture
def night(mission, attempt, group, planner, lead, head, verifier, staff):
    handler = staff(Role.SOURCE_HANDLER, name="handler")
    also = staff(Role.SOURCE_HANDLER, name="second-handler")
    source = contacts.add_source(code_name="K7", deputy=also.staff, by=handler)
    make.report(make.claim(group[0], "seen"), by=handler, source=source)
    deputy = staff(Role.DEPUTY, name="deputy")
    return Night(mission, attempt, group, planner, lead, head, deputy, verifier, handler, source)


@pytest.mark.django_db
@pytest.mark.parametrize("guard", LACKING)
def test_r31_r34_d13_what_lacks_is_refused_by_address_by_form_and_in_a_second_tab(guard, night, client_for):
    at, waits = f"/missions/{night.mission.code}", night.proposes()
    planner, head = client_for(night.planner), client_for(night.head)
    says = night.goes_wrong(guard)

    by_address = planner.post(f"{at}/go/", {"go-why": "Now."})
    by_form = [
        head.post(f"{at}/emergency/", {"emergency-why": "Now."}),
        planner.post(f"{at}/step/", {"step-to": "approved", "step-due": soon().strftime("%Y-%m-%dT%H:%M")}),
    ]
    in_the_tab = head.post(f"/decisions/{waits.pk}/", {"answer": "yes"})

    assert (by_address.status_code, [one.status_code for one in by_form]) == (403, [403, 422])
    assert in_the_tab.status_code != 302
    for page in (by_address, by_form[0], in_the_tab):
        assert says in page.content.decode()
    assert (night.stage, Decision.objects.filter(kind="mission.go").count()) == (Stage.PLANNED, 1)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guard", LACKING)
def test_r31_r34_d13_two_approvers_at_once_pass_nothing_that_lacks(guard, night):
    waits = night.proposes()
    night.goes_wrong(guard)

    ended = race(
        *(lambda by=by: decisions.approve(decision=waits, by=by) for by in (night.head, night.deputy))
    )

    assert (ended, night.stage) == ({"refused": 2}, Stage.PLANNED)


@pytest.mark.django_db
def test_r42_a_changed_group_is_refused_by_address_by_form_and_in_a_second_tab(night, confirmed, client_for):
    at, planner, head = f"/missions/{night.mission.code}", client_for(night.planner), client_for(night.head)
    old, due = night.proposes(), soon().strftime("%Y-%m-%dT%H:%M")
    decisions.approve(decision=night.proposes(), by=night.head)
    actions.choose(mission=night.mission, persons=[confirmed("Basê Qasim")], by=night.planner)

    by_address = planner.post(f"{at}/step/", {"step-to": "under_way", "step-due": due})
    forged = {"go-why": "Again.", "go-group": old.payload["group"], "group": old.payload["group"]}
    by_form = planner.post(f"{at}/go/", forged)
    in_the_tab = head.post(f"/decisions/{old.pk}/", {"answer": "yes"})

    assert (by_address.status_code, by_form.status_code, night.stage) == (422, 302, Stage.PLANNED)
    assert "The group has changed" in in_the_tab.content.decode()
    latest = Decision.objects.filter(kind="mission.go").latest("proposed_at")
    assert latest.payload["group"] == queries.mark_of(queries.group_of(night.mission))


@pytest.mark.django_db
def test_r42_leaving_somebody_is_refused_by_address_by_form_and_in_a_second_tab(night, officer, client_for):
    at, planner, lead = f"/missions/{night.mission.code}", client_for(night.planner), client_for(night.lead)
    stays, other = night.group[0], make.person("Somebody else", by=officer)
    told = {
        "leave-person": str(stays.pk),
        "leave-wish": "She asks to stay.",
        "leave-why": "Her mother is ill.",
    }

    by_address = [planner.post(f"{at}/{name}/", told).status_code for name in ("remove", "left")]
    by_form = [
        planner.post(f"{at}/leave/", {**told, "leave-wish": " "}).status_code,
        planner.post(f"{at}/leave/", {**told, "leave-person": str(other.pk)}).status_code,
    ]
    assert planner.post(f"{at}/leave/", told).status_code == 302
    waits = Decision.objects.get(kind="mission.leave")
    in_the_tab = [one.post(f"/decisions/{waits.pk}/", {"answer": "yes"}) for one in (planner, lead)]

    assert by_address == [404, 404]
    assert 302 not in by_form
    assert 302 not in [one.status_code for one in in_the_tab]
    assert stays in queries.group_of(night.mission)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_r42_two_who_sign_at_once_leave_her_once_and_void_the_approval(night):
    decisions.approve(decision=night.proposes(), by=night.head)
    told = {"mission": night.mission, "person": night.group[0], "wish": "She asks to stay.", "why": "Ill."}
    waits = actions.propose_leaving(**told, by=night.planner)

    ended = race(
        *(lambda by=by: decisions.approve(decision=waits, by=by) for by in (night.head, night.deputy))
    )

    assert (ended, night.stage) == ({"done": 1, "refused": 1}, Stage.PLANNED)
    assert Membership.objects.filter(mission=night.mission, goes=False).count() == 1


@pytest.mark.django_db
def test_r44_three_are_three_by_address_by_form_and_in_a_second_tab(head, two_roles, client_for):
    mission, plans, leads = two_roles
    attempt = queries.last_attempt(mission)
    waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=plans)
    cards = {one: spoken.make_card(by=one) for one in (plans, leads)}

    by_address = [
        client_for(one).post(f"/missions/{mission.code}/emergency/", {"emergency-why": "Now."}).status_code
        for one in (plans, leads)
    ]
    in_the_tab = [
        client_for(one).post(f"/decisions/{waits.pk}/", {"answer": "yes"}).status_code
        for one in (plans, leads)
    ]
    by_form = [
        client_for(head).post(
            f"/decisions/{waits.pk}/spoken/", {"staff": one.staff.pk, "code": card[0], "answer": "yes"}
        )
        for one, card in cards.items()
    ]

    assert by_address == [403, 403]
    assert 302 not in [*in_the_tab, *(one.status_code for one in by_form)]
    assert queries.stage_of(attempt) is Stage.PLANNED


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_r44_planner_and_lead_who_sign_at_once_sign_nothing(two_roles):
    mission, plans, leads = two_roles
    attempt = queries.last_attempt(mission)
    waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=plans)

    ended = race(*(lambda by=by: decisions.approve(decision=waits, by=by) for by in (plans, leads)))

    assert (ended, queries.stage_of(attempt)) == ({"refused": 2}, Stage.PLANNED)
    with pytest.raises(Refused, match="Who plans or leads"):
        decisions.approve(decision=waits, by=leads)
