"""One case in which every sensitive field bears a word of its own, told by hands who are not who is tried."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests import factories as make
from tests.contacts.pictures import portrait
from tests.missions.conftest import answer_all, soon
from vegerin.contacts import actions as contacts
from vegerin.contacts import telling
from vegerin.contacts.actions import evidence, intake, showings
from vegerin.engines.history import dates
from vegerin.guard import decisions
from vegerin.guard.roles import Role
from vegerin.missions import actions as missions
from vegerin.missions import queries as missions_read
from vegerin.register import actions as register

NUMBER = "0750 911 22 33"


WRITTEN: set[str] = set()


def word(of: str) -> str:
    """A word that stands nowhere else: found on a page, it says what was given away."""
    WRITTEN.add(of)
    return f"Zaq{of}zaq"


@dataclass
class Case:
    """The rows, by what they are; `hands` wrote them."""

    hands: SimpleNamespace
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.rows[name]


def hands_of(staff: Any) -> SimpleNamespace:
    """Those who wrote it all, each by her one role."""
    roles = {
        "clerk": Role.CLERK, "officer": Role.REGISTER_OFFICER, "verifier": Role.VERIFIER,
        "second": Role.VERIFIER, "handler": Role.SOURCE_HANDLER, "stands_in": Role.SOURCE_HANDLER,
        "psychologist": Role.PSYCHOLOGIST, "liaison": Role.LIAISON, "child": Role.CHILD_PROTECTION,
        "planner": Role.PLANNER, "lead": Role.FIELD_LEAD, "head": Role.HEAD, "deputy": Role.DEPUTY,
        "protection": Role.DATA_PROTECTION, "aid": Role.AID_CLERK, "reception": Role.RECEPTION_MANAGER,
        "watcher": Role.CLERK,
    }  # fmt: skip
    return SimpleNamespace(**{name: staff(role, name=f"hand-{name}") for name, role in roles.items()})


def known_case(hands: SimpleNamespace) -> Case:
    """Two women the office knows: what the register holds of them, and one call."""
    her = make.person("Xezal Mirad", by=hands.officer)
    comes = make.person("Naza Elo", by=hands.officer, sex="female")
    case = Case(hands, {"her": her, "comes": comes})
    for part in (in_the_register, calls, a_family, beside):
        part(case, hands)
    return case


def hide(case: Case) -> None:
    """What was noticed, weighed, told in care, found, planned and done: the rooms few may enter."""
    for part in (a_trap, a_source, a_telling, pictures, a_mission, around):
        part(case, case.hands)


def in_the_register(case: Case, by: SimpleNamespace) -> None:
    """Somebody only verifiers know; a name forced on her, her wish, a paper, what she is known by."""
    hidden = make.person(f"{word('hidden')} Mirad", by=by.verifier)
    register.restrict_person(person=hidden, level="verifier", by=by.verifier)
    case.rows["hidden"] = hidden
    imposed = f"{word('imposed')} Ebu {word('kunya')}"
    register.add_name(person=case.her, text=imposed, kind="imposed", by=by.verifier)
    wish = {"person": case.her, "wish": "named_persons_only", "named": [word("wish")]}
    register.record_wish(**wish, by=by.child)
    told = {"person": case.her, "told_by": "mother"}
    register.describe_person(kind="mark", words=word("mark"), **told, picture=portrait(9), by=by.liaison)
    paper = {"person": case.her, "kind": "ration", "seen": "copy"}
    register.add_document(**paper, number=word("paper"), by=by.aid)
    register.set_review(
        person=case.her, owner=by.officer.staff, review_on=make.REVIEW_ON, review_class="open",
        note=word("casenote"), by=by.verifier,
    )  # fmt: skip


def calls(case: Case, by: SimpleNamespace) -> None:
    """A call from captivity; what was told of the hidden one, of the one who comes, by a source."""
    chain = [
        register.Link(step="told", role="she"),
        register.Link(step="relayed", role="neighbour", name=word("listened")),
    ]
    report = make.report(
        make.claim(case.her, "called"), by=by.clerk, words=word("words"), chain=chain,
        phones=[register.NewPhone(NUMBER, who_answers=word("answers"), from_captivity=True, person=case.her)],
        files=[register.NewFile(b"voice", "voice", word("provenance"), name=word("filename"))],
    )  # fmt: skip
    other = make.report(make.claim(case.hidden, "called"), by=by.verifier, words=word("hiddenwords"))
    for kind in ("called", "seen"):
        make.report(make.claim(case.comes, kind), by=by.verifier, words=word("comeswords"))
    alive = make.event(case.comes, "alive_confirmed", str(timezone.localdate()), by=by.verifier)
    make.signed(alive, by=by.second)
    source = contacts.add_source(code_name=word("codename"), deputy=by.stands_in.staff, by=by.handler)
    make.report(make.claim(case.her, "seen"), by=by.handler, source=source, words=word("sourcewords"))
    case.rows |= {"report": report, "other": other, "source": source}


def a_trap(case: Case, by: SimpleNamespace) -> None:
    """What was noticed in the call, what its caller named, what a verifier does about it."""
    signs = [*make.SIX_SIGNS, "duress_word"]
    named = {name: word(name) for name in ("place", "wording", "account")}
    checklist = contacts.fill_checklist(report=case.report, signs=signs, named=named, by=by.clerk)
    contacts.take(checklist=checklist, next_line=word("nextline"), by=by.verifier)
    clearing = contacts.propose_clearing(checklist=checklist, why=word("clearing"), by=by.verifier)
    contacts.lay_side_by_side(person=case.her, report=case.report, fits={"free": "against"}, by=by.verifier)
    contacts.collect_question(
        person=case.her, question=word("question"), answer=word("answer"), by=by.liaison
    )
    wish = {"report": case.report, "wish_of": "teller", "reason": word("takenback")}
    register.propose_withdrawal(**wish, by=by.protection)
    case.rows |= {"checklist": checklist, "clearing": clearing}


def a_source(case: Case, by: SimpleNamespace) -> None:
    """A source with a card and somebody at home, known to the captors."""
    source = case.source
    contacts.keep_card(source=source, words=word("identity"), by=by.handler)
    today = timezone.localdate()
    contacts.note_helper(source=source, kind="next_of_kin", on=today, words=word("athome"), by=by.handler)


def a_telling(case: Case, by: SimpleNamespace) -> None:
    """Episodes, whom she saw, what is not to be asked, where a statement lies."""
    decision = register.propose_episodes(purpose=word("purpose"), by=by.head)
    decisions.approve(decision=decision, by=by.protection)
    contacts.begin_telling(person=case.her, purpose="A court", why="Unknown", agreed=True, by=by.psychologist)
    told = telling.Episode("one", "", dates.year(2015), words=word("episode"), as_told=word("astold"))
    contacts.keep_episode(person=case.her, episode=told, by=by.psychologist)
    contacts.say_saw(person=case.her, sought=case.hidden, when=dates.year(2016), by=by.psychologist)
    contacts.refer(
        person=case.her, organisation=word("commission"), on=dates.year(2016), reference=word("statement"),
        by=by.psychologist,
    )  # fmt: skip


def a_family(case: Case, by: SimpleNamespace) -> None:
    """Who asks for her, what only they know, who is not to be told, and why."""
    phone = register.NewFamilyPhone("0750 944 55 66", who_answers=word("familyphone"))
    request = make.request(
        "Xezal Mirad", by=by.liaison, words=word("requestwords"),
        inquirer=register.NewInquirer("Gulê Xidir", sex="female", phones=(phone,)),
        questions=[register.NewQuestion(word("familyquestion"), word("familyanswer"))],
    )  # fmt: skip
    inquirer, sought = request.standing.get().inquirer, request.sought.get()
    told = {"sought": sought, "person": case.her, "verdict": "same", "why": word("linked")}
    register.link_sought(**told, by=by.verifier)
    register.mark_inquirer(inquirer=inquirer, kind="not_to_be_told", why=word("nottobetold"), by=by.liaison)
    case.rows |= {"request": request, "inquirer": inquirer, "sought": sought}


def pictures(case: Case, by: SimpleNamespace) -> None:
    """A posting and two portraits for the two who were named."""
    story = intake.Story(word("seenat"), word("hands"), word("toend"))
    readers = [by.verifier.staff, by.liaison.staff]
    posting = intake.take_posting(
        file=intake.NewFile(portrait(1), word("postingname")), kind="screenshot", story=story,
        readers=readers, by=by.clerk,
    )  # fmt: skip
    new = [intake.NewFile(portrait(n)) for n in (2, 3)]
    told = {"new": new, "story": story, "came_on": timezone.localdate(), "readers": readers}
    batch = intake.take_batch(**told, by=by.liaison)
    for thing in (posting, batch):
        decision = evidence.propose_opening(thing=thing, why=word("opening"), by=by.liaison)
        decisions.approve(decision=decision, by=by.second)
    first = batch.items.get(number=1)
    evidence.cut_face(evidence=first, box=(20, 10, 80, 80), by=by.liaison)
    family = {"request": case.request, "inquirer": case.inquirer, "sat_with": by.clerk.staff}
    showing = showings.show(evidence=first, **family, warned=True, by=by.liaison)
    case.rows |= {"posting": posting, "batch": batch, "showing": showing}


def a_claim(case: Case) -> None:
    """What the family said of a portrait; it is a report of the register too."""
    by = case.hands
    answer = showings.answer(showing=case.showing, said="knows", sought=case.sought, by=by.liaison)
    showings.follow_second_line(answer=answer, says="agrees", line=word("secondline"), by=by.verifier)
    case.rows["claim"] = answer


def a_mission(case: Case, by: SimpleNamespace) -> None:
    """One on the way, with words in every sealed cell."""
    mission = missions.open_mission(lead=by.lead.staff, region=None, code="ZAQ99Z", by=by.planner)
    missions.choose(mission=mission, persons=[case.comes], by=by.planner)
    answer_all(mission, by=by.planner)
    attempt = missions_read.last_attempt(mission)
    missions.answer_risk(
        attempt=attempt, question="mines", answer="settled", words=word("risk"), by=by.planner
    )
    missions.add_note(mission=mission, kind="plan", words=word("plan"), by=by.planner)
    point = {"mission": mission, "kind": "last_point", "words": word("lastpoint"), "person": case.comes}
    missions.move_note(note=missions.add_note(**point, by=by.planner), by=by.planner)
    go = missions.propose_go(attempt=attempt, why=word("why"), by=by.planner)
    decisions.approve(decision=go, by=by.head)
    missions.take_step(attempt=attempt, to="under_way", due=soon(), by=by.planner)
    missions.take_step(
        attempt=attempt, to="paused_medical", condition=word("condition"), due=soon(), by=by.planner
    )
    fact = {"kind": "came_along", "label": word("cameslabel"), "why": word("cameswhy")}
    missions.tell_fact(attempt=attempt, **fact, by=by.lead)
    missions.tick(
        attempt=attempt, label=word("line"), sex="female", outcome="received", age="child", by=by.reception
    )
    row, secret = missions.give_pass(attempt=attempt, hours=4, by=by.planner)
    case.rows |= {"mission": mission, "attempt": attempt, "field_pass": row, "secret": secret, "go": go}


def around(case: Case, by: SimpleNamespace) -> None:
    """A second mission that waits; helpers, who may know, who watches, another network, what was shown."""
    planned = missions.open_mission(lead=by.lead.staff, region=None, code="ZAQ98Z", by=by.planner)
    missions.choose(mission=planned, persons=[case.her], by=by.planner)
    between = {"go_between": by.deputy.staff, "other": word("network")}
    missions.another_works(mission=planned, person=case.her, **between, by=by.planner)
    today = timezone.localdate()
    missions.was_shown(mission=planned, person=case.her, shown_on=today, where=word("shown"), by=by.planner)
    helper = missions.add_helper(code_name=word("helper"), kin=word("helperkin"), by=by.planner)
    missions.send_helper(mission=planned, helper=helper, by=by.planner)
    leaving = missions.propose_leaving(
        mission=planned, person=case.her, wish=word("groupwish"), why=word("leaving"), by=by.planner
    )
    asked = {"authority": word("authority"), "words": word("mayknow"), "deadline": today + timedelta(days=5)}
    missions.ask_who_may_know(person=case.her, **asked, by=by.verifier)
    watch = missions.propose_watch(
        watcher=by.watcher.staff, purpose=word("watchfor"), channels=word("channels"), until=today,
        why=word("watchwhy"), by=by.head,
    )  # fmt: skip
    decisions.approve(decision=watch, by=by.deputy)
    case.rows |= {"planned": planned, "helper": helper, "leaving": leaving}


def beside(case: Case, by: SimpleNamespace) -> None:
    """A news day with a call, a treatment that is asked for, a relative who means to go."""
    contacts.open_news_day(call_by=timezone.now() + timedelta(hours=3), by=by.head)
    rang = {"name": word("newsname"), "father": word("newsfather"), "village": word("newsvillage")}
    contacts.take_news_call(**rang, number="0750 955 66 77", by=by.clerk)
    register.write_referral(person=case.her, words=word("referral"), by=by.psychologist)
    register.a_relative_goes(person=case.her, who="brother", minor=False, by=by.clerk)
