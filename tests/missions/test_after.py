"""After a mission, or after one of its people: passing on, opening what survived, claims, code names."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.missions.conftest import soon
from vegerin.engines.names.lexicon import rows
from vegerin.guard import actions as guard
from vegerin.guard import decisions, desk, leaving
from vegerin.guard.models import TrailEntry
from vegerin.guard.queries import reader_for
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, code_names, leaver_things, others, queries
from vegerin.missions.models import KeptOpened
from vegerin.missions.stages import Stage
from vegerin.register import actions as register

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def other_planner(staff):
    return staff(Role.PLANNER, name="other-planner")


@pytest.fixture
def other_lead(staff):
    return staff(Role.FIELD_LEAD, name="other-lead")


def again(reader):
    """The same person with the keys of now."""
    return reader_for(reader.staff, reader.keys)


class TestWhoLeaves:
    """A planner or a lead leaves the office (D28)."""

    def test_d28_the_account_stays_open_while_a_mission_is_hers(self, mission, planner, lead, head):
        for leaver, what in ((planner, "Missions planned"), (lead, "Missions led")):
            with pytest.raises(Refused, match=f"{what}: {mission.code}"):
                guard.close_account(staff=leaver.staff, by=head)

    def test_d28_whoever_takes_over_a_plan_finds_reads_and_moves_it(
        self, mission, attempt, planner, other_planner
    ):
        actions.add_note(mission=mission, kind="plan", words="By the old mill.", by=planner)

        leaving.pass_on(staff=planner.staff, kind="missions_planned", to=other_planner.staff, by=planner)

        takes = again(other_planner)
        assert queries.mission_for(takes, mission.code) == mission
        assert queries.words_of(takes, mission.notes.get()) == "By the old mill."
        assert leaver_things.planned_by(planner.staff).codes == ()
        assert leaver_things.planned_by(takes.staff).codes == (mission.code,)
        assert queries.mission_for(planner, mission.code) is None
        actions.propose_go(attempt=attempt, why="Two lines agree.", by=takes)

    def test_d28_a_lead_passes_to_who_neither_plans_nor_signed(
        self, approved, mission, planner, lead, head, other_lead
    ):
        for to, why in ((planner, "Only somebody who can open it"), (head, "neither plans it nor signed")):
            with pytest.raises(Refused, match=why):
                leaving.pass_on(staff=lead.staff, kind="missions_led", to=to.staff, by=lead)

        leaving.pass_on(staff=lead.staff, kind="missions_led", to=other_lead.staff, by=lead)

        assert queries.mission_for(again(other_lead), mission.code) == mission
        assert queries.stage_of(approved) is Stage.APPROVED
        actions.take_step(attempt=approved, to="under_way", due=soon(), by=again(other_lead))

    def test_r44_who_took_over_does_not_approve(self, attempt, planner, lead, staff, head):
        deputy = staff(Role.DEPUTY, name="deputy")
        leaving.pass_on(staff=lead.staff, kind="missions_led", to=deputy.staff, by=head)
        decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)

        with pytest.raises(Refused, match="plans or leads"):
            decisions.approve(decision=decision, by=deputy)

    def test_passed_on_twice_the_last_has_it(self, mission, planner, other_planner, staff, head):
        third = staff(Role.PLANNER, name="third")
        leaving.pass_on(staff=planner.staff, kind="missions_planned", to=other_planner.staff, by=planner)
        leaving.pass_on(
            staff=other_planner.staff, kind="missions_planned", to=third.staff, by=again(other_planner)
        )
        leaving.pass_on(staff=third.staff, kind="missions_planned", to=planner.staff, by=head)

        found = {one.staff.working_name: queries.missions_for(one).count() for one in (planner, third)}

        assert found == {"planner": 1, "third": 0}

    def test_a_go_between_and_a_family_pass_on_too(self, mission, group, planner, staff, head):
        goes, stays = staff(Role.LIAISON, name="goes"), staff(Role.LIAISON, name="stays")
        row = actions.another_works(
            mission=mission, person=group[0], go_between=goes.staff, other="A man of the south.", by=planner
        )
        helper = actions.add_helper(code_name="Quince", kin="His brother.", by=planner)
        actions.helper_lost(helper=helper, what="killed", contact=goes.staff, by=head)

        for kind in ("go_between", "helper_families"):
            leaving.pass_on(staff=goes.staff, kind=kind, to=stays.staff, by=goes)

        takes = again(stays)
        assert (list(others.must_speak_for(goes)), list(others.must_speak_for(takes))) == ([], [row])
        assert others.opened(takes, row, "other") == "A man of the south."
        assert [one.row for one in others.helpers_for(takes)] == [helper]
        actions.have_spoken(must_speak=row, goes="first", by=takes)


class TestWhatSurvived:
    """Those who go on with a place open it, one at a time (D14)."""

    @pytest.fixture
    def forensic(self, staff):
        return staff(Role.FORENSIC_OFFICER, name="forensic")

    @pytest.fixture
    def moved(self, mission, group, planner, forensic, verifier):
        told = (("death", "Under the two oaks."), ("last_point", "At the bend of the river."))
        return [
            actions.move_note(
                note=actions.add_note(mission=mission, kind=kind, words=words, person=person, by=planner),
                by=planner,
            )
            for (kind, words), person in zip(told, group, strict=False)
        ]

    def test_d14_each_opens_what_was_moved_to_her_and_nothing_else(
        self, client_for, moved, forensic, verifier
    ):
        death, last_point = moved
        for reader, hers, words, not_hers in (
            (forensic, death, "Under the two oaks.", last_point),
            (verifier, last_point, "At the bend of the river.", death),
        ):
            browser = client_for(again(reader))
            shown = browser.get("/missions/kept/").content.decode()
            opened = browser.post(f"/missions/kept/{hers.pk}/")
            assert words not in shown
            assert words in opened.content.decode()
            assert browser.post(f"/missions/kept/{not_hers.pk}/").status_code == 404

        assert KeptOpened.objects.count() == 2
        assert TrailEntry.objects.filter(kind="mission.kept_opened").count() == 2

    def test_d14_nobody_else_finds_the_page(self, client_for, moved, planner, head, staff):
        clerk = staff(Role.CLERK)
        for reader in (planner, head, clerk):
            assert client_for(reader).get("/missions/kept/").status_code == 404
            assert client_for(reader).post(f"/missions/kept/{moved[0].pk}/").status_code == 404

    def test_it_waits_on_the_desk_until_somebody_has_opened_it(self, moved, forensic):
        def waits():
            return [item.about for item in desk.items_for(again(forensic)) if item.about.startswith("kept:")]

        before = waits()
        actions.open_kept(moved=moved[0], by=again(forensic))

        assert (before, waits()) == ([f"kept:{moved[0].pk}"], [])


class TestClaims:
    """Who says that it brought somebody home (R56)."""

    @pytest.fixture
    def line(self, out, group, reception, planner):
        line = actions.tick(attempt=out, person=group[0], outcome="received", age="grown", by=reception)
        actions.tick_second(line=line, by=planner)
        return line

    def test_r56_r109_two_bodies_claim_one_return_and_she_counts_once(self, line, group, reception, planner):
        office = actions.claim_return(line=line, body="office", by=reception)
        partner = actions.claim_return(line=line, body="partner", name="House of Light", by=reception)

        actions.verify_claim(claim=office, by=planner)

        assert group[0].events.filter(kind="returned").count() == 1
        assert [str(one).partition(" ")[2] for one in line.claims.all()] == [
            "office",
            "partner House of Light",
        ]
        with pytest.raises(Refused, match="verified already"):
            actions.verify_claim(claim=partner, by=planner)

    def test_who_wrote_a_claim_does_not_check_it(self, line, reception):
        claim = actions.claim_return(line=line, body="office", by=reception)

        with pytest.raises(Refused, match="Somebody else"):
            actions.verify_claim(claim=claim, by=reception)

    def test_r35_an_organisation_is_named_and_only_a_return_is_claimed(self, line, out, group, reception):
        with pytest.raises(Refused, match="never a person"):
            actions.claim_return(line=line, body="partner", by=reception)
        lost = actions.tick(attempt=out, person=group[1], outcome="lost", age="grown", by=reception)
        with pytest.raises(Refused, match="Only a return"):
            actions.claim_return(line=lost, body="office", by=reception)

    def test_r56_the_manifest_shows_claimed_and_verified(self, client_for, line, mission, reception, planner):
        first, second = client_for(reception), client_for(planner)
        base = f"/missions/{mission.code}"

        first.post(f"{base}/claim/{line.pk}/", {"body": "partner", "name": "House of Light"})
        claimed = second.get(f"{base}/").content.decode()
        second.post(f"{base}/verify/{line.claims.get().pk}/")
        verified = second.get(f"{base}/").content.decode()

        assert "House of Light" in claimed and "not yet" in claimed
        assert verified.count("House of Light") == 2 and "I have checked it" not in verified


class TestCodeNames:
    """Words of a field phone, in the language of whoever gives the pass (R36)."""

    @pytest.mark.parametrize("language", ["en", "ar", "kmr", "kmr-arab", "ckb", "de"])
    def test_r36_a_pass_speaks_the_language_of_the_office(self, language, attempt, planner):
        with translation.override(language):
            row, _secret = actions.give_pass(attempt=attempt, hours=3, by=planner)

        assert set(row.code_names) <= set(code_names.words_in(language))

    def test_an_arabic_office_reads_arabic_words(self):
        assert all("\u0600" <= letter <= "\u06ff" for word in code_names.words_in("ar") for letter in word)

    def test_r36_no_word_is_a_name_people_bear_and_none_comes_twice(self):
        columns = ("name_kmr", "name_ar", "name_en_variants")
        borne = {
            part
            for row in rows("given-names.tsv")
            for column in columns
            for part in row[column].casefold().replace(",", " ").split()
        }

        for words in (code_names.ENGLISH, code_names.ARABIC, code_names.KURMANJI):
            assert len(words) == len(set(words)) >= 36
            assert [word for word in words if word.casefold() in borne] == []


class TestWhatComesUpOnTheWay:
    """Somebody is taken while a group is out (R34)."""

    def test_r34_it_sounds_until_somebody_answers_it(self, out, group, verifier, planner, lead, staff):
        duty = staff(Role.DUTY_OFFICER, name="duty")

        def sounding(reader):
            return [one.about for one in desk.items_for(reader) if one.sounds]

        quiet = sounding(duty)
        register.raise_caution(kind="taken", person=group[0], by=verifier)
        loud = {reader.staff.working_name: sounding(reader) for reader in (duty, planner, lead)}
        actions.take_step(attempt=out, to="holding", reason="helper_compromised", due=soon(), by=duty)

        about = [f"stop:{out.mission.code}"]
        assert quiet == []
        assert loud == {"duty": about, "planner": about, "lead": about}
        assert sounding(duty) == []

    def test_r34_the_page_says_what_came_up_after_two_signed(
        self, client_for, approved, group, verifier, planner
    ):
        register.raise_caution(kind="taken", person=group[0], by=verifier)

        page = client_for(planner).get(f"/missions/{approved.mission.code}/").content.decode()

        assert "Somebody who worked with us was taken or killed" in page
        assert "It does not go before this is settled." in page

    def test_d7_the_duty_officer_learns_that_and_not_what(self, client_for, out, group, verifier, staff):
        register.raise_caution(kind="trap", person=group[0], by=verifier)

        browser = client_for(staff(Role.DUTY_OFFICER, name="duty"))
        pages = (
            browser.get("/").content.decode() + browser.get(f"/missions/{out.mission.code}/").content.decode()
        )

        assert "Something came up while they are on the way." in pages
        assert "A contact may be a trap" not in pages


def test_l_revoke_stands_before_everything_else_on_the_page(client_for, attempt, mission, planner):
    actions.give_pass(attempt=attempt, hours=3, by=planner)

    page = client_for(planner).get(f"/missions/{mission.code}/").content.decode().partition("<main")[2]

    assert page.index("Revoke now") < page.index("<h2")
