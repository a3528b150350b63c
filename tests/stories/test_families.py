"""A mother's visit from paper to answer, and the return of a woman whom a court had declared dead."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.stories.cast import cast
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.roles import Role
from vegerin.register import actions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def people(transactional_db, office, staff):
    return cast(office, staff)


def she_is_back(people) -> None:
    """Nazê came back, and two have signed it."""
    from django.utils import timezone

    from vegerin.engines.history import dates

    today = dates.on(timezone.localdate())
    event = actions.record_event(person=people.naze, kind="returned", happened=today, by=people.officer)
    decision = Decision.objects.get(payload__event=str(event.pk))
    decisions.approve(decision=decision, by=people.verifier)


def test_a_mothers_visit_is_played_from_paper_to_answer(people, staff, visitor):
    liaison, care = staff(Role.LIAISON, name="perwin"), staff(Role.CARE_WORKER, name="sozdar")
    she_is_back(people)
    clerk, officer = visitor(people.clerk), visitor(people.officer)
    verifier, families, cares = visitor(people.verifier), visitor(liaison), visitor(care)

    # The paper form on the table is typed by its number; the mother put her thumb on it.
    page = clerk.opens("/requests/")
    page.get_by_role("link", name="New request").click()
    page.get_by_text("Paper form or letter").click()
    page.get_by_label("Who asks?").fill("Xunav Mîrdan Elo")
    page.get_by_label("Name, as it was told").fill("Nazê Berces Qolo")
    page.get_by_label("The one who asks is the").select_option("Mother")
    page.get_by_label("Born").fill("2001")
    page.get_by_label("Last heard of").fill("Çarşema Sor 2015")
    page.get_by_label("Their number").fill("٠٧٥٠ ٠٠٠ ١٢٣٤")
    page.get_by_label("Safe hours").fill("19 – 21")
    page.get_by_label("We may ring it").check()
    page.get_by_label("What they told, in their words").fill("Ez li keça xwe digerim.")
    page.get_by_label("Something only the family knows").fill("Kîjan dar li ber malê bû?")
    page.get_by_label("The answer").fill("Dara tûyê.")
    page.get_by_role("group", name="To look for them").get_by_text("Yes").click()
    page.get_by_text("How they said it").click()
    page.get_by_text("Thumb", exact=True).click()
    page.get_by_label("It was read aloud").check()
    page.get_by_label("Said back").fill("Hûn ê lê bigerin.")
    page.get_by_label("Witness").fill("care worker")
    page.get_by_label("Number on the paper form").fill("F00041-7")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Request T")).to_be_visible()
    address = page.url.removeprefix(clerk.base)
    expect(page.get_by_text("I cannot say whether we know anything about anyone")).to_be_visible()
    expect(page.get_by_text("Returned")).to_have_count(0)
    expect(page.get_by_text("0750")).to_have_count(0)

    # The match lands on the desk of someone who may see it.
    page = officer.opens("/")
    row = page.get_by_role("listitem").filter(has_text="Nazê Berces Qolo").filter(has_text="Very likely")
    row.get_by_role("link", name="Look").click()
    page.get_by_text("It is her or him").first.click()
    page.get_by_label("Why").first.fill("Same father, same year, same village.")
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("It is her or him:")).to_be_visible()

    # The liaison tries at once: the wall stands.
    page = families.opens(address)
    page.get_by_role("link", name="What is known of who asks").click()
    page.get_by_text("Checked: this is the family").click()
    page.get_by_label("Why").fill("She knew the tree.")
    page.get_by_role("button", name="Keep it").click()
    tell(page)
    expect(page.get_by_text("She has not been asked yet. Nothing goes to anyone before.")).to_be_visible()

    # Whoever cares for her asks her, alone and unhurried.
    page = cares.opens("/")
    page.get_by_role("listitem").filter(has_text="Ask who may know").get_by_role("link", name="Open").click()
    page = cares.opens(f"/people/{people.naze.code}/wish/")
    page.get_by_text("The family may know that she lives.").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("The family may know that she lives.")).to_be_visible()

    # Now the mother hears it, from somebody she knows; the clerk's page says nothing of it.
    page = families.opens(address)
    tell(page)
    expect(page.get_by_text("That she or he lives")).to_be_visible()
    expect(page.get_by_text("Rests on her wish of")).to_be_visible()
    page = clerk.opens(address)
    expect(page.get_by_text("Nothing has been written down yet")).to_be_visible()
    page = verifier.opens(f"/people/{people.naze.code}/")
    expect(page.get_by_text("Mother: Xunav Mîrdan Elo")).to_be_visible()
    assert clerk.console + officer.console + verifier.console + families.console + cares.console == []


def tell(page) -> None:
    """Write down that she lives, said in person."""
    page.get_by_role("link", name="What was told").click()
    page.get_by_text("That she or he lives", exact=True).click()
    page.get_by_label("About whom?").select_option("Nazê Berces Qolo")
    page.get_by_text("In person").click()
    page.get_by_role("button", name="Write it down").click()


def test_a_woman_declared_dead_comes_back(people, staff, visitor):
    legal = staff(Role.LEGAL_ADVISER, name="serhed")
    adviser, clerk = visitor(legal), visitor(people.clerk, script=False)

    page = adviser.opens(f"/people/{people.naze.code}/papers/")
    page.get_by_role("link", name="Add a ruling").click()
    page.get_by_text("Declared dead").click()
    page.get_by_label("On which day?").fill("6 Nov 2018")
    page.get_by_label("Which court?").fill("Sinjar")
    page.get_by_label("Number of the ruling").fill("44/2018")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("In the civil register: Declared dead")).to_be_visible()
    page = clerk.opens(f"/people/{people.naze.code}/")
    expect(page.get_by_text("Believed alive, not verified")).to_be_visible()

    she_is_back(people)

    page = clerk.opens(f"/people/{people.naze.code}/")
    expect(page.get_by_text("Returned").first).to_be_visible()
    page = adviser.opens("/")
    row = page.get_by_role("listitem").filter(has_text="Have the court’s ruling undone")
    row.get_by_role("link", name="Open").click()
    page.get_by_text("I take it").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("listitem").filter(has_text="With serhed.")).to_be_visible()
    page = adviser.opens(f"/people/{people.naze.code}/papers/")
    expect(page.get_by_text("A court has declared this person absent or dead.")).to_be_visible()
    page.get_by_role("link", name="Add a ruling").click()
    page.get_by_text("Undone: she or he lives").click()
    page.get_by_label("On which day?").fill("today")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("In the civil register: Undone: she or he lives")).to_be_visible()
    page = adviser.opens("/")
    expect(page.get_by_text("Have the court’s ruling undone")).to_have_count(0)
    assert adviser.console + clerk.console == []
