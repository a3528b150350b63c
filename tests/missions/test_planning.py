"""What a planner meets: closing asks first, steps ask for what they need, people are found by name."""

from __future__ import annotations

from html import unescape

import pytest

from tests import factories as make
from tests.missions.conftest import soon
from vegerin.guard import decisions, desk
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, forms_moving, queries, steps
from vegerin.missions.models import Membership, RiskAnswer
from vegerin.missions.stages import ENDED, MOVES, Reason, Stage, next_stages, step_words
from vegerin.register import actions as register

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def page_of(client, path):
    return unescape(client.get(path).content.decode())


class TestClosing:
    def test_d14_closing_says_on_a_page_of_its_own_what_fades_and_what_stays(
        self, client_for, mission, planner
    ):
        actions.add_note(mission=mission, kind="death", words="Under the oaks.", by=planner)

        page = page_of(client_for(planner), f"/missions/{mission.code}/close/")

        assert "it is not opened again" in page
        assert (
            page.index("What fades") < page.index("What stays") < page.index("1 note still lies here alone")
        )
        assert not hasattr(queries.mission_for(planner, mission.code), "closed")

    def test_nothing_on_the_missions_own_page_closes_it(self, client_for, mission, planner):
        client, at = client_for(planner), f"/missions/{mission.code}/close/"

        page = page_of(client, f"/missions/{mission.code}/")

        assert f'href="{at}"' in page
        assert f'action="{at}"' not in page

    def test_what_was_closed_before_it_went_is_not_planned_on_the_board(self, client_for, mission, planner):
        client = client_for(planner)
        client.post(f"/missions/{mission.code}/close/")

        over = page_of(client, "/missions/").partition("Over</h2>")[2]

        assert "Closed, never went" in over
        assert "Planned" not in over

    def test_a_closed_mission_goes_neither_by_two_nor_in_an_emergency_nor_by_a_step(
        self, mission, attempt, planner, head
    ):
        waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)
        actions.close_mission(mission=mission, by=planner)

        for act in (
            lambda: decisions.approve(decision=waits, by=head),
            lambda: actions.emergency_go(attempt=attempt, why="Now.", by=head),
            lambda: actions.take_step(attempt=attempt, to="broken_off", reason="weather", by=planner),
            lambda: actions.enter_phase(attempt=attempt, phase="contact", by=planner),
            lambda: actions.give_pass(attempt=attempt, hours=3, by=planner),
            lambda: actions.answer_risk(attempt=attempt, question="mines", answer="settled", by=planner),
        ):
            with pytest.raises(Refused):
                act()
        assert queries.stage_of(attempt) is Stage.PLANNED


class TestSteps:
    @pytest.mark.parametrize(("here", "to"), [move for move, asks in MOVES.items() if not asks.by_two])
    def test_each_step_asks_for_what_the_table_says_and_nothing_else(self, here, to, planner, monkeypatch):
        monkeypatch.setattr(queries, "stage_of", lambda attempt: here)
        monkeypatch.setattr(queries, "group_of", lambda mission: [])
        asks = MOVES[here, to]

        form = forms_moving.StepForm(reader=planner, attempt=_Attempt(), to=to.value, moves=[])

        assert set(form.fields) == (
            {"to", "upon"}
            | ({"reason"} if asks.reason else set())
            | ({"due", "margin_minutes"} if asks.next_time else set())
            | ({"condition"} if to is Stage.PAUSED_MEDICAL is not here else set())
        )
        assert step_words(here, to)

    def test_what_ends_an_attempt_stands_last_and_nothing_is_chosen_for_anybody(self, client_for, out, lead):
        page = page_of(client_for(lead), f"/missions/{out.mission.code}/")

        ends = [to in ENDED for to in next_stages(Stage.UNDER_WAY)]
        assert ends == sorted(ends)
        assert not any(f'value="{reason}" selected' in page for reason in Reason.values)
        assert page.index("They hold where they are") < page.index("Break it off")

    def test_a_planned_mission_says_that_approval_comes_next_and_what_it_lacks(
        self, client_for, planner, lead
    ):
        mission = actions.open_mission(lead=lead.staff, region=None, by=planner)

        page = page_of(client_for(planner), f"/missions/{mission.code}/")

        assert page.index("Next step: approval") < page.index("Give this attempt up")
        assert f'href="/missions/{mission.code}/risks/"' in page
        assert "Heard from by" not in page

    def test_who_may_sign_finds_the_way_to_what_waits(self, client_for, attempt, mission, planner, head):
        waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

        page = page_of(client_for(head), f"/missions/{mission.code}/")

        assert f'href="/decisions/{waits.pk}/"' in page
        assert "Propose that it goes" not in page

    def test_they_were_heard_from_and_hold_longer_is_one_act_not_two(self, out, planner):
        actions.take_step(attempt=out, to="holding", reason="weather", due=soon(), by=planner)

        assert Stage.HOLDING not in [step.to for step in steps.steps_of(planner, out)]

    def test_what_cannot_be_completed_yet_says_why_instead_of_a_button(self, out, planner):
        shown = {step.to: step.why_not for step in steps.steps_of(planner, out)}

        assert "The manifest is not complete" in shown.pop(Stage.COMPLETED)
        assert set(shown.values()) == {""}

    def test_what_is_refused_stands_on_the_page_as_it_was_written(self, client_for, out, mission, lead):
        far = soon(60).strftime("%Y-%m-%dT%H:%M")

        answer = client_for(lead).post(f"/missions/{mission.code}/heard/", {"heard-next_due": far})
        page = unescape(answer.content.decode()).partition("<main")[2]

        assert answer.status_code == 403
        kept = page.index("What you wrote is kept here.")
        assert page.index("Set a time within the next 48 hours.") < kept < page.index(far[:10])
        assert kept < page.index('id="heard"')


class _Attempt:
    mission = None


class TestTakenOut:
    def test_a_mistake_of_the_plan_is_corrected_by_one_logged_and_leaves_nobody_behind(
        self, client_for, mission, group, planner, head
    ):
        wrong = group[0]
        address = f"/missions/{mission.code}/take-out/{wrong.code}/"

        answer = client_for(planner).post(address, {"why": "Two people bear this name."})

        assert (answer.status_code, wrong in queries.group_of(mission)) == (302, False)
        assert TrailEntry.objects.filter(kind="mission.taken_out").count() == 1
        assert not wrong.events.filter(kind="stayed_behind").exists()
        assert "Two people bear this name." in page_of(client_for(head), f"/missions/{mission.code}/")

    def test_without_a_reason_she_stays_in_it(self, client_for, mission, group, planner):
        answer = client_for(planner).post(f"/missions/{mission.code}/take-out/{group[0].code}/", {"why": " "})

        assert answer.status_code == 200
        assert group[0] in queries.group_of(mission)

    def test_d13_r42_once_two_approved_a_group_with_her_it_takes_two_even_if_the_approval_is_void(
        self, approved, mission, group, planner
    ):
        actions.take_step(attempt=approved, to="planned", reason="weather", by=planner)

        with pytest.raises(Refused, match="Two have approved a group with this person"):
            actions.take_out(mission=mission, person=group[0], why="A mistake.", by=planner)

    def test_r42_a_child_is_never_simply_taken_from_her_mother(self, mission, group, planner, officer):
        register.add_kin(person=group[0], relative=group[1], kind="mother", tie="blood", by=officer)

        with pytest.raises(Refused, match="A relative of hers or his is in the group"):
            actions.take_out(mission=mission, person=group[0], why="A mistake.", by=planner)

    def test_r42_a_proposal_for_the_group_with_her_is_no_approval_of_the_one_without(
        self, attempt, mission, group, planner, head
    ):
        waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)
        actions.take_out(mission=mission, person=group[0], why="A mistake.", by=planner)

        with pytest.raises(Refused, match="The group has changed"):
            decisions.approve(decision=waits, by=head)

    def test_nobody_else_takes_anybody_out(self, client_for, mission, group, lead, head, staff):
        address = f"/missions/{mission.code}/take-out/{group[0].code}/"

        answers = {
            client_for(one).post(address, {"why": "x"}).status_code
            for one in (lead, head, staff(Role.PLANNER), staff(Role.CLERK))
        }

        assert answers == {404}
        assert Membership.objects.filter(goes=False).count() == 0

    def test_r42_whoever_signs_the_go_reads_that_somebody_was_taken_out(
        self, client_for, attempt, mission, group, confirmed, planner, head
    ):
        actions.choose(mission=mission, persons=[confirmed("Basê Qasim")], by=planner)
        actions.take_out(mission=mission, person=group[0], why="A mistake.", by=planner)
        waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

        page = page_of(client_for(head), f"/decisions/{waits.pk}/")

        assert "1 person was taken out of this plan as a mistake." in page


class TestFindingSomebody:
    def test_somebody_is_found_by_name_looked_at_and_only_then_taken_in(
        self, client_for, mission, planner, officer
    ):
        who = make.person("Basê Qasim", by=officer)
        client, at = client_for(planner), f"/missions/{mission.code}/choose/"

        found = unescape(client.post(at, {"act": "find", "words": "Base Qasim"}).content.decode())
        looked = unescape(client.post(at, {"act": "look", "people": who.code}).content.decode())
        before = who in queries.group_of(mission)
        client.post(at, {"act": "take", "people": who.code})

        assert f'name="people" value="{who.code}"' in found
        assert all(
            word in looked
            for word in ("Basê Qasim", who.code, "1 person of the group is not confirmed alive.")
        )
        assert (before, who in queries.group_of(mission)) == (False, True)

    def test_enter_in_the_search_finds_and_never_leaves_out_whom_one_has_chosen(
        self, client_for, mission, planner, officer
    ):
        who = make.person("Basê Qasim", by=officer)
        told = {"act": "look", "people": who.code}

        page = client_for(planner).post(f"/missions/{mission.code}/choose/", told).content.decode()
        form = page.partition("data-main>")[2]

        assert form.index('value="find"') < form.index('name="leave_out"')

    def test_a_number_finds_as_well_and_no_name_stands_in_an_address(
        self, client_for, mission, planner, officer
    ):
        who = make.person("Basê Qasim", by=officer)
        client = client_for(planner)

        page = unescape(
            client.post(
                f"/missions/{mission.code}/choose/", {"act": "find", "words": who.code}
            ).content.decode()
        )

        assert "Basê Qasim" in page
        assert TrailEntry.objects.filter(kind="search").count() == 1

    def test_a_person_page_leads_a_planner_and_nobody_else_to_a_plan(
        self, client_for, planner, confirmed, staff
    ):
        who = confirmed("Basê Qasim")
        path, link = f"/people/{who.code}/", f"/missions/new/?about={who.code}"

        shown = {one: link in page_of(client_for(one), path) for one in (planner, staff(Role.VERIFIER))}

        assert list(shown.values()) == [True, False]
        assert "Basê Qasim" in page_of(client_for(planner), link)


class TestWhoCouldComeHome:
    def test_d13_confirmed_alive_and_in_no_mission_of_hers_with_what_is_missing(
        self, client_for, mission, group, confirmed, verifier, planner, officer
    ):
        _ready, trapped = confirmed("Basê Qasim"), confirmed("Sêvê Reşo")
        register.raise_caution(kind="trap", person=trapped, by=verifier)
        make.person("Nobody Knows", by=officer)

        page = page_of(client_for(planner), "/missions/could-come/")

        assert page.index("Basê Qasim") < page.index("Two lines agree, and no caution is open.")
        assert page.index("Sêvê Reşo") < page.index("A contact may be a trap")
        assert not any(name in page for name in ("Xezal Mirad", "Nobody Knows"))

    def test_r7_another_planners_mission_takes_nobody_off_the_list(self, client_for, mission, staff):
        page = page_of(client_for(staff(Role.PLANNER)), "/missions/could-come/")

        assert "Xezal Mirad" in page
        assert mission.code not in page

    def test_one_who_is_home_does_not_stand_on_it(self, client_for, confirmed, verifier, second, planner):
        home = confirmed("Basê Qasim")
        make.signed(make.event(home, "returned", "2026-01-02", by=verifier), by=second)

        assert "Basê Qasim" not in page_of(client_for(planner), "/missions/could-come/")


class TestTheRiskSheet:
    def test_d16_all_questions_are_answered_on_one_page(self, client_for, planner, lead):
        mission = actions.open_mission(lead=lead.staff, region=None, by=planner)
        told = dict.fromkeys(RiskAnswer.Question.values, "settled") | {"mines_words": "The path is cleared."}

        answer = client_for(planner).post(f"/missions/{mission.code}/risks/", told)

        answers = queries.answers_of(queries.last_attempt(mission))
        assert (answer.status_code, set(answers)) == (302, set(RiskAnswer.Question.values))
        assert queries.words_of(planner, answers["mines"]) == "The path is cleared."

    def test_words_without_an_answer_are_kept_and_asked_about(self, client_for, planner, lead):
        mission = actions.open_mission(lead=lead.staff, region=None, by=planner)
        told = {"mines_words": "Near the wall.", "bombing": "danger"}

        answer = client_for(planner).post(f"/missions/{mission.code}/risks/", told)
        page = unescape(answer.content.decode())

        assert (answer.status_code, RiskAnswer.objects.count()) == (422, 0)
        assert all(words in page for words in ("Choose an answer to what you wrote", "Near the wall."))

    def test_d14_what_was_not_changed_is_not_written_anew_and_fades_in_its_time(
        self, client_for, mission, planner
    ):
        told = dict.fromkeys(RiskAnswer.Question.values, "settled")
        told |= {f"{question}_words": "Asked." for question in RiskAnswer.Question.values}
        before = RiskAnswer.objects.count()

        client_for(planner).post(f"/missions/{mission.code}/risks/", {**told, "mines": "danger"})

        assert RiskAnswer.objects.count() == before + 1


def test_two_contacts_that_stop_missions_about_one_person_stand_in_one_row(client_for, group, verifier):
    for _contact in range(2):
        register.raise_caution(kind="trap", person=group[0], by=verifier)

    page = page_of(client_for(verifier), "/contacts/stops/").partition("<main")[2]

    assert page.count("A contact may be a trap") == 1
    assert "2 times, each cleared by itself" in page
    assert page.count("Propose to clear it") == 2


class TestTheDesk:
    def said(self, reader):
        return {one.title: one.says for one in desk.items_for(reader) if one.about.startswith("waits:")}

    def test_d29_a_planned_mission_says_what_it_waits_for(self, mission, attempt, planner, lead, head):
        ready = self.said(planner)
        waits = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)
        proposed = self.said(planner)
        decisions.approve(decision=waits, by=head)

        assert ready == {mission.code: "Nothing is missing. It can be proposed."}
        assert proposed == {mission.code: "Waits for the signature of the head or the deputy."}
        for reader in (planner, lead):
            assert self.said(reader) == {mission.code: "Two have signed. The next step is that they set out."}

    def test_d29_what_is_missing_stands_on_the_desk_the_gravest_first(self, planner, lead):
        mission = actions.open_mission(lead=lead.staff, region=None, by=planner)

        assert self.said(planner) == {mission.code: "Nobody is in the group yet. 1 more thing is missing."}

    def test_a_lead_who_does_not_read_the_register_is_told_nothing_false_of_it(
        self, client_for, mission, planner, lead
    ):
        pages = [page_of(client_for(lead), path) for path in ("/missions/", f"/missions/{mission.code}/")]

        assert self.said(lead) == {mission.code: "Still planned. Planner and head see what is missing."}
        assert not any("one source" in page or "not confirmed alive" in page for page in pages)

    def test_a_condition_waits_on_the_desk_of_whoever_did_not_set_it(self, out, planner, lead):
        actions.take_step(attempt=out, to="paused_medical", condition="Dressed.", due=soon(), by=lead)

        asked = [[one.about.partition(":")[0] for one in desk.items_for(by)] for by in (planner, lead)]

        assert ["condition" in one for one in asked] == [True, False]

    def test_the_hour_beside_one_on_the_way_says_what_it_is(self, out, planner):
        (item,) = [one for one in desk.items_for(planner) if one.about.startswith("clock:")]

        assert item.says == f"Under way. A word from them is due by {item.when}."


def test_d14_d16_a_field_pass_shows_nothing_once_its_attempt_has_ended(client_for, out, mission, planner):
    _pass, secret = actions.give_pass(attempt=out, hours=6, by=planner)
    phone, at = client_for(None), f"/missions/field/{secret}/"
    on_the_way = phone.get(at).status_code
    actions.take_step(attempt=out, to="broken_off", reason="bombing", by=planner)

    assert (on_the_way, phone.get(at).status_code) == (200, 404)
    assert "Revoke now" not in page_of(client_for(planner), f"/missions/{mission.code}/")


def test_people_stand_in_the_script_of_whoever_reads(client_for, mission, group, planner, officer):
    register.add_name(person=group[0], text="غزال مراد", kind="birth", by=officer)
    client = client_for(planner)
    client.cookies["django_language"] = "ar"

    page = page_of(client, f"/missions/{mission.code}/")

    assert "غزال مراد" in page
    assert "Xezal Mirad" not in page


def test_the_date_beside_a_note_says_that_it_fades_then(client_for, mission, planner):
    actions.add_note(mission=mission, kind="plan", words="By the well.", by=planner)

    page = page_of(client_for(planner), f"/missions/{mission.code}/")

    assert "fades<small>" in page
