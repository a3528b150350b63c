"""Scenarios B, F and I in a browser: a trap at two in the night, “I'm alive”, proof of life for the dead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories as make
from tests.stories.hands import Hand, agrees, arabic_first, complaints, english_first, tells
from vegerin.contacts import actions as contacts
from vegerin.engines.history import dates
from vegerin.engines.history.kinds import Fate
from vegerin.figures.actions import record_statement
from vegerin.figures.values import Number
from vegerin.guard import decisions
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.models import RiskAnswer
from vegerin.missions.payment import speaks_of_payment
from vegerin.missions.stages import Stage
from vegerin.register import actions as register
from vegerin.register.models import Report
from vegerin.register.queries import status_for
from vegerin.ui.context import office_name

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
NUMBER = "0750 123 45 67"


@dataclass
class People:
    """Who plays."""

    head: Any
    clerk: Any
    duty: Any
    officer: Any
    verifier: Any
    also: Any
    planner: Any
    lead: Any
    handler: Any
    liaison: Any
    xezal: Any
    made: dict = field(default_factory=dict)


@pytest.fixture
def people(night, office, staff):
    """The roles of an office of ten, and one woman who is sought."""
    names = {
        "clerk": (Role.CLERK, "delal"),
        "duty": (Role.DUTY_OFFICER, "dilovan"),
        "verifier": (Role.VERIFIER, "ferhan"),
        "also": (Role.VERIFIER, "nergiz"),
        "officer": (Role.REGISTER_OFFICER, "zozan"),
        "planner": (Role.PLANNER, "rojda"),
        "lead": (Role.FIELD_LEAD, "sîrwan"),
        "handler": (Role.SOURCE_HANDLER, "hêvî"),
        "liaison": (Role.LIAISON, "perwin"),
    }
    made = {key: staff(role, name=name) for key, (role, name) in names.items()}
    xezal = make.person("Xezal Mirad Xelef", by=made["officer"], sex="female", born=dates.year(1996))
    return People(head=office.head, xezal=xezal, **made)


@dataclass
class Caller:
    """Somebody at the telephone who writes down what was said."""

    visitor: Any
    say: Any

    def writes(self, *, about="", number="", teller="", voice="", voice_by="", claim="", words="", **more):
        """The six fields, and saved; the page that says so."""
        page, say = self.visitor.opens("/reports/new/"), self.say
        for word in (more.get("how"), more.get("by_what")):
            if word:
                page.get_by_text(say(word), exact=True).click()
        page.get_by_label(say("Number, if you see one")).fill(number)
        if about:
            page.locator("#id_about").fill(about)
            page.get_by_role("checkbox", name=re.compile(about)).first.check()
        page.get_by_label(say("Who tells it?")).fill(teller)
        if voice:
            page.get_by_text(say(voice), exact=True).first.click()
            page.locator("#id_voice_by").fill(voice_by)
        page.get_by_text(say(claim), exact=True).click()
        page.get_by_label(say("The words, as spoken")).fill(words)
        page.get_by_label(say("Who else was listening?")).fill(more.get("listening", "A second voice."))
        page.get_by_text(say("No"), exact=True).last.click()
        with page.expect_navigation():
            page.get_by_role("button", name=say("Save and send to the verifier")).click()
        expect(page.get_by_role("heading", name=say("Kept"))).to_be_visible()
        return page

    def notes(self, *signs, place=""):
        """What was noticed, after the call."""
        page = self.visitor.page
        page.locator("main a[href*='/contacts/checklist/']").click()
        for sign in signs:
            page.get_by_label(self.say(sign)).check()
        page.get_by_label(self.say("Which place was offered, if one was?")).fill(place)
        with page.expect_navigation():
            page.get_by_role("button", name=self.say("Keep it")).click()


def two_lines(people):
    """A mission for Xezal that lacks nothing: a source and a relative saw her, two have confirmed it."""
    source = contacts.add_source(code_name="K7", deputy=people.made["deputy"].staff, by=people.handler)
    make.report(make.claim(people.xezal, "seen"), by=people.handler, source=source)
    make.report(make.claim(people.xezal, "called"), by=people.verifier)
    today = str(timezone.localdate())
    make.signed(make.event(people.xezal, "alive_confirmed", today, by=people.verifier), by=people.also)
    mission = actions.open_mission(lead=people.lead.staff, region=None, by=people.planner)
    actions.choose(mission=mission, persons=[people.xezal], by=people.planner)
    attempt = queries.last_attempt(mission)
    for question in RiskAnswer.Question.values:
        actions.answer_risk(attempt=attempt, question=question, answer="settled", by=people.planner)
    return source, mission


@english_first
def test_b_r30_r31_r33_r34_d7_d8_a_trap_at_two_in_the_night_with_one_officer_awake(
    people, night, staff, comes, say
):
    people.made["deputy"] = staff(Role.SOURCE_HANDLER, name="baran")
    source, mission = two_lines(people)
    path = f"/missions/{mission.code}/"

    # In the evening the planner proposes that it goes; the head will sign in the morning.
    plans = Hand(comes(people.planner), say, path)
    plans.opens()
    box = plans.unfolds("Propose that it goes")
    box.get_by_label(say("Why")).fill("Two lines agree.")
    plans.presses("Propose that it goes", box)

    # At two she rings: come to this house, he is away, now. One officer is awake, and learns no band.
    night.comes_to(2)
    duty = comes(people.duty, width=390)
    takes = Caller(duty, say)
    page = takes.writes(
        about="Xezal", number=NUMBER, teller="herself", claim="She or he spoke: I am alive",
        words="Werin vê malê, ew ne li vir e, niha werin.",
    )  # fmt: skip
    takes.notes(
        "A precise place was offered",
        "Whoever guards her was said to be away",
        "It had to be at once",
        "A number not known so far",
        "Somebody of ours was asked to come in person",
        place="The last house",
    )
    expect(page.get_by_text(say("Probable trap"))).to_have_count(0)
    assert comes(people.duty).page.goto(duty.base + "/contacts/").status == 404

    # In the morning the second signature is refused, and the page says why and what lifts it.
    night.comes_to(8)
    head = comes(people.head)
    agrees(head, say, "Letting a mission go")
    expect(head.page.get_by_text(say("A contact may be a trap"))).to_be_visible()
    assert queries.stage_of(queries.last_attempt(mission)) is Stage.PLANNED
    page = plans.opens()
    expect(page.get_by_text(say("Two people clear it who did not take the call.")).first).to_be_visible()
    expect(page.get_by_text(say("It cannot go while something is missing, whoever signs."))).to_be_visible()

    # The verifier sees why, weight by weight; that she lives is not in doubt by it.
    verifier = comes(people.verifier)
    page = verifier.opens("/")
    page.get_by_role("link", name=say("Look"), exact=True).first.click()
    expect(page.get_by_text(say("Whoever guards her was said to be away")).first).to_be_visible()
    expect(page.get_by_text(say("A band is not a verdict"))).to_be_visible()
    assert status_for(people.verifier, people.xezal).fate is Fate.ALIVE_CONFIRMED

    # A month later the same number in another hand: the verifier is warned, the clerk's desk says nothing.
    night.days_later(31)
    clerk = comes(people.clerk)
    Caller(clerk, say).writes(
        number="+964 ٧٥٠ ١٢٣ ٤٥ ٦٧", teller="neighbour", claim="Somebody saw her or him",
        words="Min keçek dît.",
    )  # fmt: skip
    said = clerk.opens("/").locator("main").inner_text()
    assert [word for word in ("caution", "trap", "فخ", "حذر") if word in said.casefold()] == []
    page = comes(people.also).opens("/")
    warned = page.get_by_role("listitem").filter(has_text=Report.objects.latest("recorded_at").code)
    expect(warned.get_by_text(say("The number of a call that asked for caution"))).to_be_visible()

    # The source who saw her is taken: a second mission it touched stands still at once.
    other = make.person("Naza Elo", by=people.officer, sex="female")
    make.report(make.claim(other, "seen"), by=people.handler, source=source)
    make.report(make.claim(other, "called"), by=people.verifier)
    make.signed(
        make.event(other, "alive_confirmed", str(timezone.localdate()), by=people.verifier), by=people.also
    )
    second = actions.open_mission(lead=people.lead.staff, region=None, by=people.planner)
    actions.choose(mission=second, persons=[other], by=people.planner)
    handler = comes(people.handler, width=390)
    page = handler.opens(f"/contacts/sources/{source.pk}/")
    page.locator("summary").filter(has_text=say("Say so now")).click()
    page.get_by_text(say("Was taken"), exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Mark all it touched")).click()
    page = comes(people.planner).opens(f"/missions/{second.code}/")
    expect(page.get_by_text(say("Somebody who worked with us was taken or killed")).first).to_be_visible()
    assert complaints(duty, head, verifier, clerk, handler, plans.visitor) == []


@arabic_first
def test_f_r11_r13_r53_d1_a_mother_calls_and_nothing_on_the_way_asks_for_money(
    people, comes, say, shown_pages
):
    request = make.request("Xezal Mirad Xelef", by=people.liaison)
    make.person("Naza Elo", by=people.officer, sex="female")

    # Long before, like every family, hers was asked for something only it knows.
    liaison = comes(people.liaison)
    page = liaison.opens(f"/contacts/questions/{people.xezal.code}/")
    page.get_by_label(say("The question")).fill("Kîjan dar li ber malê bû?")
    page.get_by_label(say("The answer")).fill("Dara tûyê.")
    page.get_by_role("button", name=say("Keep it sealed")).click()

    # The mother's telephone rang: six fields, and it is a claim.
    clerk = comes(people.clerk)
    calls = Caller(clerk, say)
    page = calls.writes(
        about="Xezal", number=NUMBER, teller="mother", voice="Knew it", voice_by="her mother",
        claim="She or he spoke: I am alive", words="Dayê, ez sax im.",
    )  # fmt: skip
    calls.notes()
    page = clerk.opens(f"/people/{people.xezal.code}/")
    expect(page.get_by_text(say("Believed alive, not verified")).first).to_be_visible()
    verifier = comes(people.verifier)
    page = verifier.opens(f"/contacts/weighing/{people.xezal.code}/")
    expect(page.get_by_text(say("No question that only the family can answer"))).to_be_visible()
    expect(page.get_by_text(say("All comes from one origin."))).to_be_visible()

    # At the next call the verifier asks the question; it is shown once.
    page = verifier.opens(f"/contacts/questions/{people.xezal.code}/")
    page.get_by_role("button", name=say("Take the next question")).click()
    expect(page.get_by_text("Dara tûyê.")).to_be_visible()
    page.get_by_label(say("How it was answered")).select_option("right")
    page.get_by_role("button", name=say("Write it down")).click()
    expect(page.get_by_text("Dara tûyê.")).to_have_count(0)

    # One who escaped tells by herself that she saw her there: a second line.
    calls.writes(
        how="Visit", about="Xezal", teller="herself", claim="Somebody saw her or him",
        words="Min Xezal li wir dît.",
    )  # fmt: skip
    page = verifier.opens(f"/contacts/weighing/{people.xezal.code}/")
    page.get_by_role("button", name=say("Propose: confirmed alive")).click()
    also = comes(people.also)
    agrees(also, say, "Second signature")
    page = clerk.opens(f"/people/{people.xezal.code}/")
    expect(page.get_by_text(say("Alive, confirmed")).first).to_be_visible()

    # She has not been asked who may know: nothing goes to her mother.
    page = verifier.opens(f"/contacts/weighing/{people.xezal.code}/")
    expect(page.get_by_text(say("Not yet asked"))).to_be_visible()
    page = liaison.opens(f"/requests/{request.code}/")
    expect(page.get_by_text(say("Alive, confirmed"))).to_have_count(0)
    assert len(shown_pages) > 10
    assert {path: said for path, page in shown_pages.items() if (said := asks_for_money(page))} == {}
    assert complaints(liaison, clerk, verifier, also) == []


@pytest.fixture
def held_dead(people, staff):
    """Two saw him die, two signed, the case was closed by two; this office published it twice."""
    him = make.person("Dilşad Mirad Xelef", by=people.officer, sex="male", born=dates.year(2001))
    for witness in (people.verifier, people.clerk):
        seen = make.report(make.claim(him, "death_witnessed", "2015-08"), by=witness)
        make.signed(seen.events.get(), by=people.also)
    closing = register.close_untraceable(person=him, why="Two saw him fall.", by=people.verifier)
    decisions.approve(decision=closing, by=people.also)
    counts = staff(Role.FIGURES_OFFICER, name="nesrîn")
    for month in (9, 10):
        record_statement(
            issuer=office_name(), as_of=dates.month(2026, month), words=f"The {month}th month.",
            numbers=[Number(quantity="remaining", value=2557)], by=counts,
        )  # fmt: skip
    contacts.collect_question(person=him, question="Kîjan dar?", answer="Dara tûyê.", by=people.liaison)
    request = make.request("Dilşad Mirad Xelef", by=people.liaison)
    sought = request.sought.get()
    register.link_sought(sought=sought, person=him, verdict="same", why="One line.", by=people.officer)
    inquirer = request.standing.get().inquirer
    register.mark_inquirer(inquirer=inquirer, kind="checked", why="She knew the tree.", by=people.liaison)
    return him, counts, request


@english_first
def test_i_r18_r104_d1_one_held_dead_rings_by_video(people, held_dead, comes, say):
    him, counts, request = held_dead
    clerk, verifier = comes(people.clerk), comes(people.verifier)
    page = clerk.opens(f"/people/{him.code}/")
    expect(page.get_by_text(say("Believed dead, not confirmed")).first).to_be_visible()

    # He rings his brother by video; a second line says the same, and a question is answered rightly.
    Caller(clerk, say).writes(
        how="Message", by_what="Video", about="Dilşad", teller="brother", claim="She or he spoke: I am alive",
        words="Ez im, li birîna destê min binêre.",
    )  # fmt: skip
    make.report(make.claim(him, "seen"), by=people.handler)
    contacts.record_answer(
        opened=contacts.open_question(person=him, by=people.verifier), outcome="right", by=people.verifier
    )
    page = verifier.opens(f"/contacts/weighing/{him.code}/")
    page.get_by_role("button", name=say("Propose: confirmed alive")).click()
    also = comes(people.also)
    agrees(also, say, "Second signature")

    # The case is open again, and says what is owed: a correction, and somebody who goes to the family.
    page = verifier.opens(f"/people/{him.code}/")
    expect(page.get_by_text(say("Alive, confirmed")).first).to_be_visible()
    expect(page.get_by_text(say("Held dead before, alive now.")).first).to_be_visible()
    review = him.reviews.latest("recorded_at")
    assert (review.review_class, him.closings.latest("recorded_at").closed) == ("live", False)

    # Whoever publishes learns that, never who; each of the last two statements is corrected.
    figures = comes(counts)
    page = figures.opens("/")
    expect(page.get_by_text(say("A correction is due")).first).to_be_visible()
    page.get_by_role("link", name=say("Open"), exact=True).first.click()
    address = page.url.removeprefix(figures.base)
    assert [part for part in (*him.name.split(), him.code) if part in page.content()] == []
    for left in (2, 1):
        corrects = page.get_by_role("link", name=say("Correct it"))
        marked = page.get_by_text(say("a correction"), exact=True)
        standing = page.get_by_role("listitem").filter(has_not=marked).filter(has=corrects)
        expect(standing).to_have_count(left)
        standing.first.get_by_role("link", name=say("Correct it")).click()
        page.get_by_label(say("Who corrected it, and what?")).fill("One held dead lives.")
        page.get_by_text(say("Remaining, fate unknown"), exact=True).click()
        page.locator("#id_value_0").fill("2,558")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("One held dead lives.").first).to_be_visible()
        figures.opens(address)
    page.get_by_label(say("What was corrected, or why no number changes")).fill("Both.")
    page.get_by_role("button", name=say("Keep it")).click()
    expect(page.get_by_text(say("A correction is due"))).to_have_count(0)

    # He says that his family may know; then somebody they know goes to them in person.
    liaison = comes(people.liaison)
    page = liaison.opens("/")
    owed = page.get_by_role("listitem").filter(has_text=say("Go to the family in person"))
    expect(owed).to_have_count(1)
    page = liaison.opens(f"/people/{him.code}/wish/")
    page.get_by_text(say("The family may know that she lives.")).click()
    page.get_by_role("button", name=say("Keep it")).click()
    page = liaison.opens(f"/requests/{request.code}/")
    tells(page, say, him.name)
    expect(page.get_by_text(say("Rests on her wish of"))).to_be_visible()
    liaison.opens("/")
    expect(owed).to_have_count(0)
    assert complaints(clerk, verifier, also, figures, liaison) == []


class Fields(HTMLParser):
    """What a page asks for: the names of its fields, and the words of their labels."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.found = 0, []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        told = dict(attrs)
        self.depth += tag in ("label", "legend")
        if tag in ("input", "select", "textarea", "button"):
            self.found += [told.get(key) or "" for key in ("name", "placeholder", "aria-label")]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("label", "legend")

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found.append(data)


def asks_for_money(page: str) -> list[str]:
    """Fields and labels of a page in which a word of payment stands."""
    fields = Fields()
    fields.feed(page)
    return [said for said in fields.found if speaks_of_payment(said.replace("_", " "))]


def test_f_r53_a_field_that_asks_for_money_would_be_found():
    page = '<label for="a">المبلغ</label><input id="a" name="price"><label>Words</label><p>money</p>'

    assert asks_for_money(page) == ["المبلغ", "price"]
