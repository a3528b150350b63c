"""Scenarios A, C and L in a browser: home at the third attempt, a river, a phone in foreign hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories as make
from tests.stories.hands import Hand, agrees, arabic_first, complaints, english_first, written
from vegerin.engines.history import dates
from vegerin.engines.history.kinds import Fate
from vegerin.guard import decisions
from vegerin.guard.roles import Role
from vegerin.missions import actions, others, queries
from vegerin.missions.models import Mission, RiskAnswer
from vegerin.register.queries import may_be_used, status_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@dataclass
class People:
    """Who plays."""

    head: Any
    deputy: Any
    planner: Any
    lead: Any
    duty: Any
    reception: Any
    second: Any
    verifier: Any
    forensic: Any
    press: Any
    nurse: Any
    cares: Any
    group: list[Any]


@pytest.fixture
def people(night, office, staff):
    """The roles of a night, and three confirmed alive, told of by two who do not know of each other."""
    verifier, also = staff(Role.VERIFIER, name="ferhan"), staff(Role.VERIFIER, name="nergiz")
    officer = staff(Role.REGISTER_OFFICER, name="zozan")

    def confirmed(name, **told):
        person = make.person(name, by=officer, **told)
        for kind in ("called", "seen"):
            make.report(make.claim(person, kind), by=verifier)
        make.signed(make.event(person, "alive_confirmed", str(timezone.localdate()), by=verifier), by=also)
        return person

    return People(
        head=office.head,
        deputy=staff(Role.DEPUTY, name="azad"),
        planner=staff(Role.PLANNER, name="rojda"),
        lead=staff(Role.FIELD_LEAD, name="sîrwan"),
        duty=staff(Role.DUTY_OFFICER, name="dilovan"),
        reception=staff(Role.RECEPTION_MANAGER, name="evîn"),
        second=staff(Role.RECEPTION_MANAGER, name="berfîn"),
        verifier=verifier,
        forensic=staff(Role.FORENSIC_OFFICER, name="kawa"),
        press=staff(Role.PRESS_OFFICER, name="nesrîn"),
        nurse=staff(Role.NURSE, name="şîrîn"),
        cares=staff(Role.CARE_WORKER, name="sozdar"),
        group=[
            confirmed("Xezal Mirad", sex="female", born=dates.year(1990)),
            confirmed("Dakhil Xelef", sex="male", born=dates.year(1988)),
            confirmed("Ferhad Dakhil", sex="male", born=dates.year(2013)),
        ],
    )


@pytest.fixture
def out(people, night):
    """A third attempt on the way since 23:00, to be heard from by 02:00."""
    mission = actions.open_mission(lead=people.lead.staff, region=None, by=people.planner)
    actions.choose(mission=mission, persons=people.group, by=people.planner)
    for reason in ("weather", "front_moved"):
        attempt = queries.last_attempt(mission)
        actions.take_step(attempt=attempt, to="broken_off", reason=reason, by=people.planner)
        actions.next_attempt(mission=mission, by=people.planner)
    goes(mission, people, due=night.at(2))
    return mission


def goes(mission, people, *, due):
    """The risk sheet answered, signed by two, under way."""
    attempt = queries.last_attempt(mission)
    for question in RiskAnswer.Question.values:
        actions.answer_risk(attempt=attempt, question=question, answer="settled", by=people.planner)
    decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=people.planner)
    decisions.approve(decision=decision, by=people.head)
    actions.take_step(attempt=attempt, to="under_way", due=due, margin_minutes=15, by=people.planner)


@arabic_first
def test_a_r40_r41_r47_d13_d19_the_group_comes_home_at_the_third_attempt(people, night, comes, say):
    planner, lead, head, deputy = (
        comes(one) for one in (people.planner, people.lead, people.head, people.deputy)
    )

    # The planner opens a mission and chooses who goes; bombing breaks the first attempt off.
    page = planner.opens("/missions/")
    page.get_by_role("link", name=say("Plan a mission")).click()
    page.get_by_label(say("Field lead")).select_option(label="sîrwan")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Open it")).click()
    mission = Mission.objects.get()
    path = f"/missions/{mission.code}/"
    plans, leads, decides = (Hand(one, say, path) for one in (planner, lead, head))
    expect(page.get_by_text(say("Nobody is in the group yet.")).first).to_be_visible()
    for person in people.group:
        plans.takes_in(person.name)
    expect(page.get_by_text("Xezal Mirad").first).to_be_visible()
    plans.steps("Give this attempt up", reason="Bombing")
    plans.presses("Plan another attempt")

    # The second is paused: she is treated first, and whoever set the condition does not sign it.
    goes(mission, people, due=night.at(2))
    page = leads.opens()
    leads.steps(
        "They pause: somebody needs treatment first", due=night.at(3), condition="Her wound has been dressed."
    )
    expect(page.get_by_text(say("Somebody else than who set the condition signs"))).to_be_visible()
    expect(page.get_by_text(say("A condition for going on is not signed.")).first).to_be_visible()
    expect(page.locator("summary").filter(has_text=say("They go on"))).to_have_count(0)
    page = plans.opens()
    expect(page.get_by_text("Her wound has been dressed.")).to_be_visible()
    plans.presses("It is fulfilled")
    plans.steps("Break it off", reason="Somebody is hurt or ill and is treated first")
    plans.presses("Plan another attempt")

    # The third: every question of the risk sheet, then two who are not the field lead.
    plans.answers_all()
    box = plans.unfolds("Propose that it goes")
    box.get_by_label(say("Why")).fill("Two lines agree; all wish to go together.")
    plans.presses("Propose that it goes", box)
    agrees(head, say, "Letting a mission go")
    plans.opens()
    plans.steps("They set out", due=night.at(2))

    # At 02:00 one officer is on duty: they were heard from, and somebody came along.
    night.comes_to(2)
    duty = comes(people.duty, width=390)
    on_duty = Hand(duty, say, path)
    duty.opens("/").get_by_role("link", name=say("Open"), exact=True).first.click()
    duty.page.wait_for_url(f"**{path}")
    box = on_duty.unfolds("They were heard from")
    box.get_by_label(say("Heard from by")).fill(written(night.at(6)))
    on_duty.presses("Set the next time", box)
    box = on_duty.unfolds("Something happened: it counts at once")
    box.get_by_text(say("Somebody came along"), exact=True).click()
    box.get_by_label(say("Or, for one in no record yet, a word")).fill("Girl, about two")
    box.get_by_label(say("How it was")).fill("Her mother carries her.")
    on_duty.presses("Write it down", box)
    expect(duty.page.get_by_text("06:00").first).to_be_visible()
    expect(duty.page.get_by_text("Girl, about two").first).to_be_visible()
    expect(duty.page.get_by_text("Xezal")).to_have_count(0)

    # At six they are there: each is ticked by two, and news waits for the last family.
    night.comes_to(6)
    receives, sees = (Hand(comes(one), say, path) for one in (people.reception, people.second))
    receives.opens()
    receives.ticks(people.group[0], "Received")
    receives.ticks(people.group[1], "Received")
    receives.ticks(people.group[2], "Received", age="child")
    receives.ticks("Girl, about two", "Received", age="child", sex="Woman or girl", born_in_captivity=True)
    sees.opens()
    assert sees.presses_each("I see it too") == 4
    assert sees.row("Arrived") == ["1", "1", "1", "1", "4"]
    assert sees.row("Of these in a published figure") == ["1", "1", "0", "1", "3"]
    propose_news(decides, "People came home.")
    expect(head.page.get_by_text(say("A family has not been told yet."))).to_be_visible()
    receives.opens()
    assert receives.presses_each("Kin") == 4
    plans.opens()
    plans.steps("Complete it: everybody is accounted for")
    propose_news(decides, "4 came home.")
    expect(head.page.get_by_text(say("This number counts children born in captivity"))).to_be_visible()
    propose_news(decides, "People came home.")
    agrees(deputy, say, "Words about a mission for outside")
    press = comes(people.press)
    expect(press.opens("/missions/news/").get_by_text("People came home.")).to_be_visible()
    assert {status_for(people.verifier, one).fate for one in people.group} == {Fate.RETURNED}
    assert complaints(planner, lead, head, deputy, duty, press, receives.visitor, sees.visitor) == []


def propose_news(hand, words):
    """The head proposes words for outside."""
    hand.opens()
    box = hand.unfolds("Words for outside")
    box.get_by_label(hand.say("Words for outside, without a name")).fill(words)
    box.get_by_label(hand.say("Why")).fill("The town asks.")
    hand.presses("Propose them", box)


@english_first
def test_c_r43_r51_d14_of_three_at_a_river_two_are_lost_and_what_must_survive_survives(
    people, night, out, comes, say
):
    came, died, lost = people.group
    lead, planner, head = comes(people.lead, width=390), comes(people.planner), comes(people.head)
    path = f"/missions/{out.code}/"
    leads, plans, decides = (Hand(one, say, path) for one in (lead, planner, head))

    # The field lead, who sees codes only, says what happened, how it ended for each, and where.
    page = leads.opens()
    box = leads.unfolds("Something happened: it counts at once")
    box.get_by_text(say("Somebody died"), exact=True).click()
    box.get_by_label(say("Who"), exact=True).select_option(label=died.code)
    box.get_by_label(say("How it was")).fill("The water took him.")
    leads.presses("Write it down", box)
    leads.ticks(came, "Received, hurt")
    leads.ticks(died, "Died on the way")
    leads.ticks(lost, "Lost on the way", age="child")
    for kind, person, words in (
        ("Place of a death or of remains", died, "Under the two oaks."),
        ("Last known point of somebody lost on the way", lost, "At the bend of the river."),
    ):
        box = leads.unfolds("Add a note")
        box.get_by_label(say("What it speaks of")).select_option(label=say(kind))
        box.get_by_label(say("Words (sealed)")).fill(words)
        box.get_by_label(say("About one of the group")).select_option(label=person.code)
        leads.presses("Add a note", box)
    expect(page.get_by_text("Dakhil")).to_have_count(0)
    sees = Hand(comes(people.reception), say, path)
    sees.opens()
    assert sees.presses_each("I see it too") == 3

    # Two families are owed a visit; the place of remains cannot be done with before it is moved.
    page = plans.opens()
    expect(page.get_by_text(say("A visit to the family, in person"))).to_have_count(2)
    expect(page.get_by_text(say("Treatment"), exact=True)).to_be_visible()
    plans.steps("Complete it: everybody is accounted for")
    remains = page.get_by_role("listitem").filter(has_text=say("The place of the remains, sealed and moved"))
    plans.presses("Done", remains)
    expect(page.get_by_text(say("Write the place into a sealed note about this person"))).to_be_visible()
    page = plans.opens()
    page = plans.opens()
    box = page.get_by_role("listitem").filter(has_text=say("Treatment"))
    box.get_by_label(say("What is needed, and where")).fill("Surgery of the right hand.")
    plans.presses("Ask for it", box)
    plans.closes()
    expect(page.get_by_text(say("A place of death, a hazard, a last known point"))).to_be_visible()
    assert plans.presses_each("Move to those who go on with it") == 2
    assert plans.presses_each("Done") == 4

    # Two confirm, and the key goes: the words have faded for everybody but those who go on.
    box = plans.unfolds("Destroy the mission's key: two confirm that all was moved")
    box.get_by_label(say("Why")).fill("All was moved.")
    plans.presses("Propose it", box)
    agrees(head, say, "Destroying a mission's key, after what must survive was moved")
    page = decides.opens()
    expect(page.get_by_text(say("These words have faded."))).to_have_count(2)
    expect(page.get_by_text("Under the two oaks.")).to_have_count(0)

    # Those who go on with it find the places on their desks and open each alone.
    forensic = comes(people.forensic)
    forensic.opens("/").get_by_role("link", name=say("Open"), exact=True).first.click()
    Hand(forensic, say, path).presses("Open the words")
    expect(forensic.page.get_by_text("Under the two oaks.")).to_be_visible()
    moved = {note.person_id: note.moved for note in out.notes.all()}
    assert others.opened(people.verifier, moved[lost.pk], "words") == "At the bend of the river."

    # A nurse reads what the hand needs; one photograph may be used once, until it is taken back.
    nurse, cares = comes(people.nurse), comes(people.cares)
    task = nurse.opens("/").get_by_role("listitem").filter(has_text=say("Treatment or surgery elsewhere"))
    task.get_by_role("link", name=say("Open"), exact=True).click()
    Hand(nurse, say, path).presses("Open the words")
    expect(nurse.page.get_by_text("Surgery of the right hand.")).to_be_visible()
    page = cares.opens(f"/people/{came.code}/uses/")
    page.get_by_text(say("A photograph"), exact=True).click()
    page.get_by_label(say("For which one use?")).fill("A booklet for doctors.")
    page.get_by_label(say("By whom?")).fill("The hospital")
    page.get_by_text(say("Thumb"), exact=True).click()
    page.get_by_label(say("Said back, in her or his own words")).fill("Tenê ji bo doktoran.")
    keeps = Hand(cares, say, path)
    keeps.presses("Keep it")
    lets = {"reader": people.cares, "person": came, "what": "photograph"}
    allowed = [may_be_used(**lets, receiver=who) for who in ("The hospital", "A newspaper")]
    keeps.presses("Takes it back")
    expect(page.get_by_text(say("It may not be used any more."))).to_be_visible()
    assert (allowed, may_be_used(**lets, receiver="The hospital")) == ([True, False], False)
    assert complaints(forensic, nurse, cares) == []
    fates = [status_for(people.verifier, one).fate for one in people.group]
    assert fates == [Fate.RETURNED, Fate.DEAD_CONFIRMED, Fate.MISSING_IN_TRANSIT]
    assert complaints(lead, planner, head, sees.visitor) == []


@english_first
def test_l_r36_r49_d15_a_field_phone_is_lost_at_a_checkpoint_and_one_officer_is_awake(
    people, night, out, comes, say
):
    planner = comes(people.planner)
    path = f"/missions/{out.code}/"
    plans = Hand(planner, say, path)

    # In the evening the planner gives the phone a pass: code names, for six hours.
    page = plans.opens()
    box = plans.unfolds("Give a pass: code names only, for hours")
    plans.presses("Give it", box)
    address = page.locator(".spoken bdi").inner_text()
    phone = comes(None, width=390, script=False)
    shown = phone.opens(address)
    expect(shown.get_by_role("listitem")).to_have_count(3)
    learned = shown.content()
    names = [part for person in people.group for part in (*person.name.split(), person.code)]
    assert [word for word in (*names, out.code, out.duty_code, "sîrwan", "rojda") if word in learned] == []

    # At 02:20 nobody has been heard; one officer is awake. She takes it, and does the first step at once.
    night.comes_to(2, 20)
    duty = comes(people.duty, width=390)
    on_duty = Hand(duty, say, path)
    desk = duty.opens("/")
    expect(desk.locator("[data-sounds=yes]")).to_have_count(1)
    desk = duty.opens("/duty/")
    desk.get_by_label(say("Duty code")).fill(out.duty_code)
    on_duty.presses("I take it")
    on_duty.opens()
    on_duty.presses("Revoke now")
    expect(desk.get_by_role("button", name=say("Revoke now"))).to_have_count(0)
    on_duty.steps("They hold where they are", reason="A helper may be known", due=night.at(4))
    expect(desk.get_by_text(say("Holding")).first).to_be_visible()

    # Whoever found the phone learns nothing any more; the office hears of the group again at four.
    assert phone.page.goto(phone.base + address).status == 404
    assert [word for word in (*names, out.code) if word in phone.page.content()] == []
    board = comes(people.head).opens("/missions/")
    expect(board.get_by_text("04:00").first).to_be_visible()
    assert complaints(planner, duty) == []
