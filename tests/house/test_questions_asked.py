"""Every page that lists things asks the record as often for three things as for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from tests.contacts.pictures import portrait
from tests.stories import test_every_page as scenes
from tests.stories.cast import cast
from vegerin.contacts import actions as contacts
from vegerin.contacts.actions import intake
from vegerin.guard import decisions, papers
from vegerin.guard.roles import Role
from vegerin.missions import actions as missions
from vegerin.missions.models import Step, Watch
from vegerin.register import actions
from vegerin.shifts import actions as shifts
from vegerin.shifts.night import tonight

pytestmark = pytest.mark.django_db
pictures = count(1)


def a_person(people):
    """At home in the same village, to be looked at again, sought by a family, with a brother and a claim."""
    by = people.officer
    who = make.person("Sîpan Mirad", by=by, origin=people.naze.origin, review_on=timezone.localdate())
    actions.add_kin(person=who, relative=people.naze, kind="sister", tie="blood", by=by)
    make.report(make.claim(who, "seen"), by=people.clerk)
    make.request("Kes", by=people.verifier)


def an_organisation(people):
    today = timezone.localdate()
    found = actions.add_organisation(name=f"عيادة {timezone.now():%f}", kind="medical", by=people.head)
    actions.record_agreement(
        organisation=found, purpose="x", what=["referral"], begins=today, ends=today, by=people.head
    )


def a_colleague(people):
    people.more(Role.CLERK)


def a_paper(people):
    papers.record_print(what="person", about=people.naze.code, by=people.clerk)


def a_mission(people):
    """Of a mother confirmed alive, her child, and one of whom nothing is known; with a note about money."""
    mother, child, third = (make.person(name, by=people.officer) for name in ("Xezal", "Naza", "Sîpan"))
    actions.add_kin(person=child, relative=mother, kind="mother", tie="blood", by=people.officer)
    make.report(make.claim(mother, "seen"), by=people.verifier)
    make.signed(make.event(mother, "alive_confirmed", by=people.verifier), by=people.second_verifier)
    mission = missions.open_mission(lead=people.lead.staff, region=None, by=people.planner)
    missions.choose(mission=mission, persons=[mother, child, third], by=people.planner)
    missions.add_note(mission=mission, kind="plan", words="They ask for money.", by=people.planner)
    actions.raise_caution(kind="public", person=third, by=people.head)
    return mission


def a_mission_on_the_way(people):
    """Of whom one was shown in public after they had left."""
    attempt = a_mission(people).attempts.get()
    for number, stage in enumerate(("approved", "under_way", "holding", "under_way"), 1):
        Step.objects.create(attempt=attempt, number=number, stage=stage, by=people.planner.staff)
    soon = timezone.now() + timedelta(hours=4)
    missions.heard_from(attempt=attempt, next_due=soon, by=people.planner)
    missions.heard_from(attempt=attempt, next_due=soon, by=people.planner)


def a_helper(people):
    missions.add_helper(code_name=f"زيتون {timezone.now():%f}", kin="أخته.", by=people.planner)


def a_question(people):
    missions.ask_who_may_know(
        person=people.naze, authority="محكمة", words="هل رآها أحد؟", deadline=timezone.localdate(),
        by=people.planner,
    )  # fmt: skip


def a_source(people):
    contacts.add_source(code_name=f"K{timezone.now():%f}", deputy=people.second.staff, by=people.handler)


def a_proposal(people):
    a, b = (make.person(name, by=people.officer) for name in ("Xezal", "Xezalê"))
    actions.propose_judgement(a=a, b=b, verdict="same", why="One child, written twice.", by=people.officer)


def an_end_of_the_scale(people):
    """Held alive by one; it waits for a second signature."""
    make.event(make.person("Xezal", by=people.officer), "alive_confirmed", by=people.verifier)


def a_caution(people):
    actions.raise_caution(kind="public", person=make.person("Sîpan", by=people.officer), by=people.head)


def a_posting(people):
    story = intake.Story("قناة", "وصلت مع من هربت", "للبحث عنها")
    new = intake.NewFile(portrait(next(pictures)))
    intake.take_posting(
        file=new, kind="screenshot", story=story, readers=[people.verifier.staff], by=people.clerk
    )


def a_hold(people):
    """Signs of a trap at which nobody looked in time: it sounds, and says who is asked next."""
    signs = ["place_offered", "guard_absent", "deadline_pressure", "new_number", "asks_for_rescuer"]
    contacts.fill_checklist(report=scenes.just_taken(people), signs=signs, by=people.clerk)


def a_thing_that_survived(people):
    """The last point of somebody, moved out of a mission to those who go on with it."""
    mission = missions.open_mission(lead=people.lead.staff, region=None, by=people.planner)
    lost = make.person("Xezal", by=people.officer)
    missions.choose(mission=mission, persons=[lost], by=people.planner)
    note = missions.add_note(
        mission=mission, kind="last_point", words="عند المنعطف.", person=lost, by=people.planner
    )
    missions.move_note(note=note, by=people.planner)


def a_watch(people):
    """Somebody watches, and somebody talked with her."""
    decision = missions.propose_watch(
        watcher=people.more(Role.CLERK).staff, purpose="صور", channels="قناة", until=timezone.localdate(),
        why="للبحث", by=people.head,
    )  # fmt: skip
    decisions.approve(decision=decision, by=people.deputy)
    missions.day_of_watch(watch=Watch.objects.latest("recorded_at"), what="talked", by=people.head)


def a_question_of_the_family(people):
    """One that nobody has seen, and one that was asked and answered."""
    for _time in range(2):
        contacts.collect_question(person=people.naze, question="Kîjan dar?", answer="Tû.", by=people.verifier)
    opened = contacts.open_question(person=people.naze, by=people.verifier)
    contacts.record_answer(opened=opened, outcome="right", by=people.verifier)


def a_turn(people):
    """Tonight, of somebody new."""
    span = tonight(timezone.now())
    shifts.plan_turn(
        staff=people.more(Role.CLERK).staff,
        part="duty",
        starts_at=span.starts,
        ends_at=span.ends,
        by=people.head,
    )


# What is listed; who reads it; what makes one more.
LISTED: dict[str, tuple[str, str, Callable]] = {
    "desk of a clerk": ("/", "clerk", a_person),
    "desk of a register officer": ("/", "officer", a_person),
    "desk of a verifier": ("/", "verifier", a_person),
    "desk of a verifier with contacts": ("/", "verifier", scenes.suspected),
    "desk of a head": ("/", "head", a_person),
    "desk of a planner": ("/", "planner", a_mission),
    "desk with questions to authorities": ("/", "head", a_question),
    "requests": ("/requests/", "clerk", a_person),
    "requests of a verifier": ("/requests/", "verifier", a_person),
    "people of a village": ("village", "clerk", a_person),
    "a person with kin": ("person", "verifier", a_person),
    "her reports": ("person", "verifier", scenes.just_taken),
    "organisations": ("/organisations/", "head", an_organisation),
    "statements": ("/figures/statements/", "head", scenes.corrected),
    "figures": ("/figures/", "head", scenes.corrected),
    "staff": ("/staff/", "head", a_colleague),
    "trail": ("/trail/", "nobody", a_paper),
    "papers": ("/papers/", "clerk", a_paper),
    "paper forms": ("/paper/", "clerk", scenes.sheet),
    "authorities": ("/authorities/", "head", scenes.asked_by_a_court),
    "hand over": ("/shifts/hand-over/", "clerk", scenes.promised),
    "decisions": ("/decisions/", "head", a_proposal),
    "decisions proposed": ("/decisions/", "officer", a_proposal),
    "decisions under what was recorded": ("/decisions/", "second_verifier", an_end_of_the_scale),
    "desk of who signs": ("/", "second_verifier", an_end_of_the_scale),
    "what stops missions": ("/contacts/stops/", "verifier", a_caution),
    "postings and portraits": ("/contacts/evidence/", "verifier", a_posting),
    "desk of the head with alarms": ("/", "head", a_hold),
    "contacts": ("/contacts/", "verifier", scenes.suspected),
    "sources": ("/contacts/sources/", "handler", a_source),
    "missions": ("/missions/", "planner", a_mission),
    "missions of the head": ("/missions/", "head", a_mission),
    "missions on the way": ("/missions/", "planner", a_mission_on_the_way),
    "desk of a planner at night": ("/", "planner", a_mission_on_the_way),
    "desk of a duty officer": ("/", "duty", a_mission_on_the_way),
    "helpers": ("/missions/helpers/", "planner", a_helper),
    "who may know": ("/missions/may-know/", "planner", a_question),
    "what survived": ("/missions/kept/", "verifier", a_thing_that_survived),
    "who watches": ("/missions/watching/", "head", a_watch),
    "a family's questions": ("questions", "verifier", a_question_of_the_family),
    "rota": ("/shifts/", "head", a_turn),
    "rota of who plans nothing": ("/shifts/", "clerk", a_turn),
}


@pytest.fixture
def people(office, staff):
    people = cast(office, staff)
    people.handler, people.second = (staff(Role.SOURCE_HANDLER, name=name) for name in ("hejar", "gulan"))
    people.second_verifier, people.duty = staff(Role.VERIFIER), staff(Role.DUTY_OFFICER)
    people.deputy = staff(Role.DEPUTY)
    return people


def test_no_list_asks_more_for_three_things_than_for_one(people, client_for, monkeypatch):
    # Rows keep the true time: here the two hours in which somebody should have looked have no length.
    monkeypatch.setattr("vegerin.contacts.queries.traps.LOOK_WITHIN", timedelta())
    grown = {
        name: asked
        for name, listed in LISTED.items()
        if (asked := at_one_and_three(people, client_for, *listed))
    }

    assert grown == {}


def at_one_and_three(people, client_for, path, who, one_more) -> str:
    """Nothing; or how often a page asks with one thing, with three, and where that differs with five."""
    browser = client_for(getattr(people, who))
    own = {"village": f"/places/{people.naze.origin_id}/", "person": f"/people/{people.naze.code}/"}
    own["questions"] = f"/contacts/questions/{people.naze.code}/"
    counts: list[int] = []
    for more in (1, 2, 2):
        for _time in range(more):
            one_more(people)
        counts.append(asked_by(browser, own.get(path, path)))
        if len(counts) == 2 and counts[0] == counts[1]:
            return ""
    return str(counts) if counts[2] > counts[1] else ""


def asked_by(browser, address) -> int:
    """How often a page asks when it is turned a second time."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return len(asked)
