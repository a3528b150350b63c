"""02:00, one officer is awake: what she does alone, what waits for two, whom she wakes, what pages say.

Scenarios A, C, D, F, G and I as they meet the night; the nights of B and L stand with their scenarios.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories as make
from tests.contacts.pictures import portrait
from tests.stories.hands import Hand, agrees, complaints, english_first, written
from tests.stories.test_calls import Caller
from tests.stories.test_mission_scenarios import goes
from vegerin.contacts import actions as contacts
from vegerin.contacts import queries as told
from vegerin.contacts.models import Custody, Urgent
from vegerin.contacts.telling import Episode, new_id
from vegerin.engines.history import dates
from vegerin.engines.history.kinds import Fate
from vegerin.guard import decisions, spoken
from vegerin.guard.models import Decision
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.models import Fact, RiskAnswer
from vegerin.missions.stages import Stage
from vegerin.register import actions as register
from vegerin.register.queries import status_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.long]
ASLEEP = {
    "deputy": (Role.DEPUTY, "azad"),
    "planner": (Role.PLANNER, "rojda"),
    "lead": (Role.FIELD_LEAD, "sîrwan"),
    "reception": (Role.RECEPTION_MANAGER, "evîn"),
    "verifier": (Role.VERIFIER, "ferhan"),
    "also": (Role.VERIFIER, "nergiz"),
    "officer": (Role.REGISTER_OFFICER, "zozan"),
    "liaison": (Role.LIAISON, "perwin"),
}


@dataclass
class Office:
    """Everybody, of whom one is awake."""

    head: Any
    duty: Any
    asleep: dict[str, Any]
    group: list[Any]

    def __getattr__(self, name: str) -> Any:
        return self.__dict__["asleep"][name]


@pytest.fixture
def people(night, office, staff):
    """Three are confirmed alive, told of by two who do not know of each other; the office sleeps."""
    asleep = {key: staff(role, name=name) for key, (role, name) in ASLEEP.items()}
    group = []
    for name, sex in (("Xezal Mirad", "female"), ("Dakhil Xelef", "male"), ("Ferhad Dakhil", "male")):
        person = make.person(name, by=asleep["officer"], sex=sex, born=dates.year(1990))
        for kind in ("called", "seen"):
            make.report(make.claim(person, kind), by=asleep["verifier"])
        lives = make.event(person, "alive_confirmed", str(timezone.localdate()), by=asleep["verifier"])
        make.signed(lives, by=asleep["also"])
        group.append(person)
    return Office(office.head, staff(Role.DUTY_OFFICER, name="dilovan"), asleep, group)


def mission_of(people):
    """One that waits for two signatures."""
    mission = actions.open_mission(lead=people.lead.staff, region=None, by=people.planner)
    actions.choose(mission=mission, persons=people.group, by=people.planner)
    return mission


@english_first
def test_a_c_d13_one_officer_writes_down_what_happened_at_a_river_and_who_arrived_waits_for_two(
    people, night, comes, say
):
    _came, died, lost = people.group
    out = mission_of(people)
    goes(out, people, due=night.at(2))
    card = spoken.make_card(by=people.head)

    # At ten past two the lead rings: two are lost. It counts at once, in codes, and the clock runs on.
    night.comes_to(2, 10)
    duty = comes(people.duty, width=390)
    hand = Hand(duty, say, f"/missions/{out.code}/")
    page = hand.opens()
    for kind, who in (("Somebody died", died), ("Somebody was lost on the way", lost)):
        box = hand.unfolds("Something happened: it counts at once")
        box.get_by_text(say(kind), exact=True).click()
        box.get_by_label(say("Who"), exact=True).select_option(label=who.code)
        box.get_by_label(say("How it was")).fill("The water took him.")
        hand.presses("Write it down", box)
    box = hand.unfolds("They were heard from")
    box.get_by_label(say("Heard from by")).fill(written(night.at(4)))
    hand.presses("Set the next time", box)
    expect(page.get_by_text("04:00").first).to_be_visible()
    expect(page.get_by_text("Dakhil")).to_have_count(0)

    # Who arrived is ticked by two others: the page says by whom, and she cannot.
    expect(page.get_by_text(say("Reception, planner, field lead and head tick who arrived."))).to_be_visible()
    expect(page.get_by_text(say("Tick one"), exact=True)).to_have_count(0)

    # Each fact is reviewed within a day; the head does it by telephone, the officer types what is read out.
    page = duty.opens("/decisions/")
    page.get_by_role("link", name=say("What happened on the way")).first.click()
    expect(page.get_by_text(say("Who proposes does not decide; a second person is needed."))).to_be_visible()
    page.get_by_text(say("Somebody signs by telephone")).click()
    page.get_by_label(say("Who is on the telephone")).select_option(str(people.head.staff.pk))
    page.get_by_label(say("The line that is read out")).fill(card[0])
    hand.presses("Agrees by telephone")
    assert sorted(Fact.objects.values_list("kind", flat=True)) == ["died", "lost"]
    assert Decision.objects.filter(kind="mission.fact", signature=None).count() == 1
    assert complaints(duty) == []


@english_first
def test_a_r44_d13_one_officer_lets_nobody_go_and_a_senior_does_so_from_home(people, night, comes, say):
    waits = mission_of(people)
    attempt = queries.last_attempt(waits)
    for question in RiskAnswer.Question.values:
        actions.answer_risk(attempt=attempt, question=question, answer="settled", by=people.planner)

    # For whoever is on duty, what has not gone does not exist: no page, no decision, no way to send it.
    night.comes_to(2)
    duty = comes(people.duty)
    path = f"/missions/{waits.code}/"
    assert duty.page.request.get(duty.base + path).status == 404
    expect(duty.opens("/decisions/").get_by_text(say("Letting a mission go"))).to_have_count(0)

    # She wakes the deputy, who lets it go alone; it is loud, and the head reviews it in the morning.
    senior = comes(people.deputy, width=390)
    hand = Hand(senior, say, path)
    hand.opens()
    box = hand.unfolds("Emergency: let it go on my signature, reviewed within 24 hours")
    box.get_by_label(say("Why")).fill("The road closes at four.")
    hand.presses("Let it go", box)
    assert queries.stage_of(attempt) is Stage.APPROVED
    night.comes_to(8)
    head = comes(people.head)
    agrees(head, say, "A mission that went in an emergency")
    assert complaints(head, senior) == []


@english_first
def test_d_d12_a_posting_that_cannot_wait_wakes_the_one_who_may_open_it(people, night, comes, say):
    night.comes_to(2)
    duty = comes(people.duty, width=390)
    page = duty.opens("/contacts/evidence/new/")
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": portrait(1)}
    page.locator("#id_file").set_input_files([picture])
    page.locator("input[name=kind]").first.check(force=True)
    page.locator("#id_where").fill("On a channel")
    page.locator("#id_hands").fill("A neighbour sent it")
    page.locator("#id_purpose").fill("To find her")
    page.get_by_label("ferhan").first.check()
    page.locator("#id_urgent").check()
    page.get_by_role("group", name=say("Who opens it at any hour, alone?")).get_by_text("ferhan").click()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Seal it"), exact=True).click()

    # It sounds in text alone and says whom to wake; she herself cannot look.
    desk = duty.opens("/")
    expect(desk.locator("[data-sounds=yes]")).to_have_count(1)
    expect(desk.get_by_text("ferhan").first).to_be_visible()
    expect(desk.locator("main img")).to_have_count(0)
    urgent = Urgent.objects.get()
    at = f"/contacts/evidence/{urgent.evidence_id}/"
    assert duty.page.request.get(duty.base + at).status == 404

    # The one who is woken opens it alone, and the screen is still; two review it by day.
    woken = comes(people.verifier, width=390)
    page = woken.opens("/")
    page.get_by_role("link", name=say("Open it"), exact=True).first.click()
    page.locator("form[action$='/alone/'] input[name=why]").fill("She may be moved tonight.")
    page.get_by_role("button", name=say("Open it now"), exact=True).click()
    page.wait_for_load_state()
    page.locator("form[action$='/look/'] input[name=why]").fill("She may be moved tonight.")
    page.get_by_role("button", name=say("Look at it"), exact=True).click()
    expect(page.locator("img.sealed-picture")).to_be_visible()
    expect(duty.opens("/").locator("[data-sounds=yes]")).to_have_count(0)
    assert Custody.objects.filter(what__in=("alone", "opened")).count() == 2
    assert Decision.objects.filter(kind="evidence.alone", signature=None).count() == 1
    assert complaints(duty, woken) == []


@english_first
def test_f_i_d1_d6_d7_at_two_a_call_is_kept_as_a_claim_and_two_say_in_the_morning_that_she_lives(
    people, night, comes, say
):
    her = make.person("Naza Elo", by=people.officer, sex="female", born=dates.year(1996))
    him = make.person("Dilşad Mirad", by=people.officer, sex="male", born=dates.year(2001))
    for witness in (people.verifier, people.liaison):
        seen = make.report(make.claim(him, "death_witnessed", "2015-08"), by=witness)
        make.signed(seen.events.get(), by=people.also)

    for person in (her, him):
        contacts.collect_question(person=person, question="Kîjan dar?", answer="Tû.", by=people.liaison)

    # Her mother's telephone rang; he rings his brother by video. The one who is awake writes both down.
    night.comes_to(2)
    duty = comes(people.duty, width=390)
    writes = Caller(duty, say)
    claim = "She or he spoke: I am alive"
    writes.writes(about="Naza", teller="mother", claim=claim, words="Dayê, ez sax im.")
    writes.notes()
    writes.writes(
        how="Message", by_what="Video", about="Dilşad", teller="brother", claim=claim, words="Ez im."
    )
    writes.notes()

    # It stays a claim: nothing of weighing opens to her, and no page of hers has a way to confirm.
    for person in (her, him):
        page = duty.opens(f"/people/{person.code}/")
        expect(page.get_by_text(say("Believed alive, not verified")).first).to_be_visible()
        answer = duty.page.request.get(duty.base + f"/contacts/weighing/{person.code}/")
        assert answer.status == 404
    assert {status_for(people.verifier, one).fate for one in (her, him)} == {Fate.BELIEVED_ALIVE}

    # In the morning two verifiers say so, from a second line, and her family waits for her word.
    night.comes_to(8)
    for person in (her, him):
        make.report(make.claim(person, "seen"), by=people.liaison)
        opened = contacts.open_question(person=person, by=people.verifier)
        contacts.record_answer(opened=opened, outcome="right", by=people.verifier)
    verifier, also = comes(people.verifier), comes(people.also)
    for person in (her, him):
        page = verifier.opens(f"/contacts/weighing/{person.code}/")
        page.get_by_role("button", name=say("Propose: confirmed alive")).click()
        page.wait_for_load_state()
        agrees(also, say, "Second signature")
    assert complaints(duty, verifier, also) == []


@english_first
def test_g_r22_d5_at_two_nobody_hears_her_and_in_the_morning_it_goes_on_where_she_paused(
    people, night, comes, staff, say
):
    her, hears = people.group[0], staff(Role.PSYCHOLOGIST, name="nesrîn")
    make.signed(make.event(her, "returned", "2019-01-01", by=people.verifier), by=people.also)
    decision = register.propose_episodes(purpose="Dates for a court, at her wish.", by=people.head)
    decisions.approve(decision=decision, by=people.deputy)
    contacts.begin_telling(
        person=her, purpose="A court asks.", why="Nothing is known.", agreed=True, by=hears
    )
    contacts.keep_episode(
        person=her, episode=Episode(new_id(), as_told="when the apricots came", unfinished=True), by=hears
    )
    contacts.set_pace(person=her, step="paused", by=hears)

    # She wakes and wishes to go on. Who is awake has no page that hears her, nor one that says she told.
    night.comes_to(2)
    duty = comes(people.duty, width=390)
    absent = duty.page.request.get(duty.base + "/no-such-page/")
    for path in (
        f"/contacts/told/{her.code}/",
        f"/contacts/before/{her.code}/",
        f"/contacts/worth/{her.code}/",
    ):
        answer = duty.page.request.get(duty.base + path)
        assert (answer.status, answer.body()) == (absent.status, absent.body())
    for path in ("/", f"/people/{her.code}/"):
        page = duty.opens(path)
        expect(page.get_by_text("apricots")).to_have_count(0)
        expect(page.locator(f"a[href*='/told/'], a[href*='/before/{her.code}']")).to_have_count(0)

    # In the morning she is heard by the one she chose; nobody has to ask her anything again.
    night.comes_to(8)
    one = comes(hears)
    page = one.opens(f"/contacts/told/{her.code}/")
    expect(page.get_by_text("apricots").first).to_be_visible()
    page.get_by_label(say("She or he wishes to go on.")).check()
    page.get_by_role("button", name=say("Go on"), exact=True).click()
    expect(page.get_by_role("link", name=say("Write down an episode"))).to_be_visible()
    assert [step.step for step in told.telling_for(hears, her).steps] == ["begun", "paused", "resumed"]
    assert complaints(duty, one) == []
