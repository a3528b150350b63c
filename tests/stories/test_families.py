"""A mother's visit from paper to answer, and the return of a woman whom a court had declared dead."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.stories.cast import cast
from tests.stories.hands import arabic_first, english_first, tells
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


@arabic_first
def test_a_mothers_visit_is_played_from_paper_to_answer(people, staff, comes, say):
    liaison, care = staff(Role.LIAISON, name="perwin"), staff(Role.CARE_WORKER, name="sozdar")
    she_is_back(people)
    clerk, officer = comes(people.clerk), comes(people.officer)
    verifier, families, cares = comes(people.verifier), comes(liaison), comes(care)

    # The paper form on the table is typed by its number; the mother put her thumb on it.
    page = clerk.opens("/requests/")
    page.get_by_role("link", name=say("New request")).click()
    page.get_by_text(say("Paper form or letter")).click()
    page.get_by_label(say("Who asks?")).fill("Xunav Mîrdan Elo")
    page.get_by_label(say("Name, as it was told")).fill("Nazê Berces Qolo")
    page.get_by_label(say("The one who asks is the")).select_option(say("Mother"))
    page.get_by_label(say("Born")).fill("2001")
    page.get_by_label(say("Last heard of")).fill("Çarşema Sor 2015")
    page.get_by_label(say("Their number")).fill("٠٧٥٠ ٠٠٠ ١٢٣٤")
    page.get_by_label(say("Safe hours")).fill("19 – 21")
    page.get_by_label(say("We may ring it")).check()
    page.get_by_label(say("What they told, in their words")).fill("Ez li keça xwe digerim.")
    page.get_by_label(say("Something only the family knows")).fill("Kîjan dar li ber malê bû?")
    page.get_by_label(say("The answer")).fill("Dara tûyê.")
    page.get_by_role("group", name=say("To look for them")).get_by_text(say("Yes")).click()
    page.locator("summary").filter(has_text=say("How they said it")).click()
    page.get_by_text(say("Thumb"), exact=True).click()
    page.get_by_label(say("It was read aloud")).check()
    page.get_by_label(say("Said back")).fill("Hûn ê lê bigerin.")
    page.get_by_label(say("Witness")).fill("care worker")
    page.get_by_label(say("Number on the paper form")).fill("F00041-7")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=say("Request"), level=1)).to_be_visible()
    address = page.url.removeprefix(clerk.base)
    expect(page.get_by_text(say("I cannot say whether we know anything about anyone"))).to_be_visible()
    expect(page.get_by_text(say("Returned"))).to_have_count(0)
    expect(page.get_by_text(say("0750"))).to_have_count(0)

    # The match lands on the desk of someone who may see it.
    page = officer.opens("/")
    row = (
        page.get_by_role("listitem")
        .filter(has_text=say("Nazê Berces Qolo"))
        .filter(has_text=say("Very likely"))
    )
    row.get_by_role("link", name=say("Look")).click()
    page.get_by_text(say("It is her or him")).first.click()
    page.get_by_label(say("Why")).first.fill("Same father, same year, same village.")
    page.get_by_role("button", name=say("Keep it")).first.click()
    expect(page.get_by_text(say("It is her or him")).first).to_be_visible()

    # The liaison tries at once: the wall stands.
    page = families.opens(address)
    page.get_by_role("link", name=say("What is known of who asks")).click()
    page.get_by_text(say("Checked: this is the family")).click()
    page.get_by_label(say("Why")).fill("She knew the tree.")
    page.get_by_role("button", name=say("Keep it")).click()
    page.get_by_role("link", name=say("What was told")).click()
    expect(page.get_by_text(say("Today there is only what we say to everyone"))).to_be_visible()
    expect(
        page.get_by_text(say("She has not been asked yet. Nothing goes to anyone before."))
    ).to_be_visible()
    expect(page.get_by_text(say("That she or he lives"), exact=True)).to_have_count(0)

    # Whoever cares for her asks her, alone and unhurried.
    page = cares.opens("/")
    page.get_by_role("listitem").filter(has_text=say("Ask who may know")).get_by_role(
        "link", name=say("Open")
    ).click()
    page.get_by_role("link", name=say("Who may know?")).click()
    page.get_by_text(say("The family may know that she lives.")).click()
    page.get_by_role("button", name=say("Keep it")).click()
    expect(page.get_by_text(say("The family may know that she lives."))).to_be_visible()

    # Now the mother hears it, from somebody she knows; the clerk's page says nothing of it.
    page = families.opens(address)
    tells(page, say, "Nazê Berces Qolo")
    expect(page.get_by_text(say("That she or he lives"))).to_be_visible()
    expect(page.get_by_text(say("Rests on her wish of"))).to_be_visible()
    page = clerk.opens(address)
    expect(page.get_by_text(say("Nothing has been written down yet"))).to_be_visible()
    page = verifier.opens(f"/people/{people.naze.code}/")
    expect(page.get_by_text("Xunav Mîrdan Elo")).to_be_visible()
    assert clerk.console + officer.console + verifier.console + families.console + cares.console == []


@english_first
def test_a_woman_declared_dead_comes_back(people, staff, comes, say):
    legal = staff(Role.LEGAL_ADVISER, name="serhed")
    adviser, clerk = comes(legal), comes(people.clerk, script=False)

    page = adviser.opens(f"/people/{people.naze.code}/papers/")
    page.get_by_role("link", name=say("Add a ruling")).click()
    page.get_by_text(say("Declared dead")).click()
    page.get_by_label(say("On which day?")).fill("6 Nov 2018")
    page.get_by_label(say("Which court?")).fill("Sinjar")
    page.get_by_label(say("Number of the ruling")).fill("44/2018")
    page.get_by_role("button", name=say("Keep it")).click()
    expect(page.get_by_text(say("In the civil register"))).to_contain_text(say("Declared dead"))
    page = clerk.opens(f"/people/{people.naze.code}/")
    expect(page.get_by_text(say("Believed alive, not verified"))).to_be_visible()

    she_is_back(people)

    page = clerk.opens(f"/people/{people.naze.code}/")
    expect(page.get_by_text(say("Returned")).first).to_be_visible()
    page = adviser.opens("/")
    row = page.get_by_role("listitem").filter(has_text=say("Have the court’s ruling undone"))
    row.get_by_role("link", name=say("Open")).click()
    page.get_by_text(say("I take it")).click()
    page.get_by_role("button", name=say("Keep it")).click()
    expect(page.get_by_role("listitem").filter(has_text="serhed")).to_be_visible()
    row.get_by_role("link", name=say("Open")).click()
    page.get_by_role("link", name=say("Papers and rulings")).click()
    expect(page.get_by_text(say("A court has declared this person absent or dead."))).to_be_visible()
    page.get_by_role("link", name=say("Add a ruling")).click()
    page.get_by_text(say("Undone: she or he lives")).click()
    page.get_by_label(say("On which day?")).fill(say("today"))
    page.get_by_role("button", name=say("Keep it")).click()
    expect(page.get_by_text(say("In the civil register"))).to_contain_text(say("Undone: she or he lives"))
    page = adviser.opens("/")
    expect(page.get_by_text(say("Have the court’s ruling undone"))).to_have_count(0)
    assert adviser.console + clerk.console == []
