"""Stories of a night in the office, walked in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.stories.cast import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def people(transactional_db, office, staff):
    return cast(office, staff)


def test_a_clerk_finds_a_person_while_typing_and_takes_a_report_that_a_verifier_judges(people, visitor):
    clerk, verifier = visitor(people.clerk), visitor(people.verifier)

    desk = clerk.opens("/")
    desk.get_by_role("searchbox").first.fill("Khaleel")
    desk.get_by_role("button", name="Search", exact=True).click()
    expect(desk.get_by_role("link", name="Xelîl Berces Qolo")).to_be_visible()
    desk.locator("#id_q").fill("خليل برجس")
    expect(desk.locator("#results")).to_contain_text("given name خليل")
    desk.get_by_role("link", name="Xelîl Berces Qolo").click()
    desk.get_by_role("link", name="Add a report").click()
    beside = desk.get_by_role("complementary", name="Beside you")
    expect(beside.get_by_text("I write down what you tell me")).to_be_visible()
    desk.get_by_label("The words, as spoken").fill("Ez sax im.")
    desk.get_by_text("She or he spoke: I am alive").click()
    desk.get_by_label("Who tells it?").fill("mother")
    expect(desk.locator("[data-kept]").first).to_contain_text("Kept at")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("heading", name="Kept")).to_be_visible()

    page = verifier.opens("/")
    row = page.get_by_role("listitem").filter(has_text="Xelîl Berces Qolo")
    row.get_by_role("link", name="Judge it").click()
    page.get_by_text("Plausible").click()
    page.get_by_label("Why").fill("Her mother knew the voice.")
    page.get_by_role("button", name="Keep the judgement").click()
    page.get_by_role("button", name="Open the words").first.click()
    expect(page.get_by_text("Ez sax im.")).to_be_visible()
    expect(page.get_by_text("Her mother knew the voice.")).to_be_visible()
    assert clerk.console + verifier.console == []


def test_the_same_works_without_script(people, visitor):
    clerk = visitor(people.clerk, script=False)

    page = clerk.opens("/search/")
    page.get_by_role("searchbox").fill("Nazê Berces")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Nazê Berces Qolo").click()
    page.get_by_role("link", name="Add a report").click()
    page.get_by_label("The words, as spoken").fill("Ez baş im.")
    page.get_by_role("button", name="Stop for now").click()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("The words, as spoken")).to_have_value("Ez baş im.")
    page.get_by_role("button", name="Save and send").click()
    expect(page.get_by_role("heading", name="Kept")).to_be_visible()


def test_three_shifts_cover_the_page_and_the_passphrase_brings_the_words_back(people, visitor):
    from tests.conftest import PASSPHRASE

    clerk = visitor(people.clerk)
    page = clerk.opens("/reports/new/")
    page.get_by_label("The words, as spoken").fill("Dayê, ez sax im.")
    page.get_by_role("heading", name="New report").click()
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_label("Passphrase")).to_be_visible()
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Who is the call about?")).to_be_visible()
    clerk.opens("/reports/new/")
    expect(page.get_by_label("The words, as spoken")).to_have_value("Dayê, ez sax im.")


def test_two_people_join_two_rows(people, visitor):
    officer, verifier = visitor(people.officer), visitor(people.verifier)

    page = officer.opens(f"/people/{people.naze.code}/same/?other={people.xelil.code}")
    page.get_by_text("The same person").click()
    page.get_by_label("Why").fill("The same papers.")
    page.get_by_role("button", name="Keep, for a second person to sign").click()
    desk = verifier.opens("/")
    desk.get_by_role("link", name="Read and decide").click()
    desk.get_by_role("button", name="Agree").click()
    verifier.opens(f"/people/{people.naze.code}/")
    expect(desk.get_by_text("Held to be the same person, by two:")).to_be_visible()
