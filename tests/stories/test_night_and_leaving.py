"""Stories of the staff: a night with one officer, a shift handed over, a leaver, who stands behind you."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.stories.cast import cast
from tests.stories.hands import arabic_first, english_first
from tests.stories.test_every_page import paths
from vegerin.guard import clock, decisions, spoken
from vegerin.guard.models import Signature
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.shifts import actions as shifts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def people(transactional_db, office, staff):
    return cast(office, staff)


@arabic_first
def test_one_officer_alone_at_night_takes_an_alarm_and_gets_a_signature_by_telephone(
    people, office, staff, comes, say
):
    officer = staff(Role.DUTY_OFFICER, Role.VERIFIER, name="dilovan")
    at_home = spoken.make_card(by=people.verifier)
    due = timezone.now() - timedelta(minutes=30)
    clock.expect(office.folder, code="M7-2", due=due, margin_minutes=5, duty_code="D4KR")
    actions.propose_judgement(
        a=people.naze, b=people.xelil, verdict="same", why="One child, written down twice.", by=officer
    )
    night = comes(officer)

    desk = night.opens("/")
    expect(desk.get_by_role("heading", name=say("Danger to life"))).to_be_visible()
    expect(desk.locator("[data-sounds=yes]")).to_have_count(1)
    desk.get_by_role("listitem").filter(has_text=say("M7-2")).get_by_role("link").first.click()
    desk.get_by_label(say("Duty code")).fill("D4KR")
    desk.get_by_role("button", name=say("I take it")).click()
    expect(desk.get_by_text(say("It sounds again without a first step."))).to_be_visible()
    desk.get_by_label(say("Duty code")).fill("d4kr")
    desk.get_by_role("button", name=say("The first step is done")).click()
    expect(desk.get_by_text(say("The first step was done at"))).to_be_visible()
    expect(night.opens("/").locator("[data-sounds=yes]")).to_have_count(0)

    night.opens("/decisions/").get_by_role("link", name=say("Whether two persons are one")).click()
    expect(desk.get_by_text(say("Who proposes does not decide; a second person is needed."))).to_be_visible()
    expect(desk.get_by_text(say("They count as one person, or as two."))).to_be_visible()
    desk.get_by_text(say("Somebody signs by telephone")).click()
    desk.get_by_label(say("The line that is read out")).fill(at_home[0])
    desk.get_by_role("button", name=say("Agrees by telephone")).click()
    expect(desk.get_by_role("heading", name=say("Decisions by two"))).to_be_visible()
    assert Signature.objects.get().by == people.verifier.staff
    assert night.console == []


@english_first
def test_a_shift_is_handed_over_on_one_page_that_both_sign(people, comes, say):
    report = people.naze.events.get(kind="called").report
    at = timezone.now() + timedelta(hours=3)
    actions.promise_call(
        report=report, at=at, who="we_ring", other="mother", person=people.naze, by=people.clerk
    )
    goes, comes = comes(people.clerk), comes(people.officer)

    page = goes.opens("/shifts/hand-over/")
    expect(page.get_by_text(say("They expect our call."))).to_be_visible()
    page.get_by_label(say("To whom")).select_option(say("zozan"))
    page.get_by_label(say("What else must be known")).fill("Nazê's mother sleeps early.")
    page.get_by_role("button", name=say("Sign and hand over")).click()
    expect(page.get_by_text(re.compile(r"1 (of|من) 2"))).to_be_visible()

    desk = comes.opens("/")
    desk.get_by_role("link", name=say("Read and sign")).click()
    expect(desk.get_by_text(say("Nazê's mother sleeps early."))).to_be_visible()
    expect(desk.get_by_role("link", name=say("Nazê Berces Qolo"))).to_be_visible()
    desk.get_by_role("button", name=say("I have read it, the shift is mine")).click()
    expect(desk.get_by_text(re.compile(r"2 (of|من) 2"))).to_be_visible()
    desk.get_by_role("link", name=say("To print")).click()
    desk.emulate_media(media="print")
    expect(desk.locator(".paper-head").first).to_contain_text(re.compile(r"zozan.*1"))
    expect(desk.get_by_role("button", name=say("Lock"))).to_be_hidden()
    assert goes.console + comes.console == []


@arabic_first
def test_a_leavers_cases_pass_on_before_two_close_her_account(people, staff, comes, say):
    stays, deputy = staff(Role.REGISTER_OFFICER, name="berivan"), staff(Role.DEPUTY, name="azad")
    leaver, head = comes(people.officer), comes(people.head)

    page = head.opens(f"/staff/{people.officer.staff.pk}/")
    page.locator("#why-close").fill("She moves away.")
    page.get_by_role("button", name=say("Propose to close the account")).click()
    expect(page.get_by_text(say("Before the account closes, this passes to colleagues"))).to_be_visible()

    own = leaver.opens("/account/")
    own.get_by_role("link", name=say("What I hold, and to whom it passes")).click()
    expect(own.get_by_role("link", name=people.naze.code)).to_be_visible()
    note = own.get_by_label(say("What whoever takes over must know"))
    while own.get_by_role("button", name=say("Pass on")).count():
        if note.count():
            note.first.fill("The aunt is asked first.")
        own.get_by_label(say("To"), exact=True).first.select_option(str(stays.staff.pk))
        own.get_by_role("button", name=say("Pass on")).first.click()
    expect(own.get_by_text(say("Nothing is held any more"))).to_be_visible()

    head.opens(f"/staff/{people.officer.staff.pk}/").locator("#why-close").fill("She moves away.")
    page.get_by_role("button", name=say("Propose to close the account")).click()
    expect(page.get_by_text(say("Waits for a second person")).first).to_be_visible()
    (waiting,) = decisions.waiting_for(deputy)
    second = comes(deputy).opens(f"/decisions/{waiting.pk}/")
    second.get_by_role("button", name=say("Agree"), exact=True).click()

    people.officer.staff.refresh_from_db()
    assert not people.officer.staff.is_active
    assert queries.review_of(stays, people.naze).owner == stays.staff
    takes_over = comes(stays).opens(f"/people/{people.naze.code}/")
    takes_over.get_by_role("button", name=say("Open the note")).click()
    expect(takes_over.get_by_text("The aunt is asked first.")).to_be_visible()


def test_whoever_goes_out_alone_checks_in_from_her_telephone_without_signing_in(people, comes, say):
    _outing, word = shifts.go_out(back_in=timedelta(minutes=30), by=people.clerk)
    telephone = comes(None, width=390, script=False).opens("/duty/")

    code = telephone.locator(".duty-code bdi").inner_text()
    telephone.get_by_text(say("I am out alone, and I am well")).click()
    telephone.get_by_label(say("My code")).fill(code)
    telephone.get_by_label(say("My word")).fill(word)
    telephone.get_by_role("button", name=say("I am well")).click()

    expect(telephone.get_by_text(say("Heard. Thank you."))).to_be_visible()
    expect(telephone.get_by_text(say("Nobody is expected."))).to_be_visible()


def test_the_corner_covers_the_page_and_keeps_what_was_written(people, comes, say):
    page = comes(people.clerk).opens("/reports/new/")

    page.get_by_label(say("The words, as spoken")).fill("Dayê, ez sax im.")
    page.get_by_role("button", name=say("Cover the page")).click()

    expect(page.get_by_label(say("Passphrase"))).to_be_visible()
    assert page.title() == "·"
    assert "Dayê" not in page.content()


@pytest.mark.parametrize("script", [True, False])
def test_names_are_blurred_until_the_keyboard_comes_to_them(script, people, visitor):
    page = visitor(people.clerk, script=script).opens("/account/")
    page.get_by_role("button", name="Blur names until touched").click()
    page.goto(page.url.replace("/account/", f"/people/{people.naze.code}/"))
    name = page.locator("h1 bdi").first

    blurred = filter_of(name)
    name.focus()

    assert (blurred.startswith("blur("), filter_of(name)) == (True, "none")


def filter_of(element) -> str:
    return element.evaluate("element => getComputedStyle(element).filter")


def test_no_title_and_no_address_bears_a_name(people, client_for):
    names = ("Naz", "Xelîl", "Berces", "نازي", "خليل")
    clients, found = {}, []
    for name, (path, reader) in paths(people).items():
        client = clients.setdefault(reader and reader.staff.pk, client_for(reader))
        answer = client.get(path, follow=True)
        addresses = [path, *(address for address, _ in answer.redirect_chain)]
        title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
        said = html.unescape(title[1]) + " ".join(addresses)
        found += [f"{name}: {said}" for word in names if word in said]

    assert found == []
