"""Scenario G in a browser, in both languages: many places, three sittings, one stop, known ask not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.stories.hands import english_first
from vegerin.contacts import queries
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.roles import Role
from vegerin.register.models import Place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PURPOSE = "Dates for the directorate, at her wish."


@pytest.fixture
def her(transactional_db, office, staff):
    """Somebody who came back."""
    verifier = staff(Role.VERIFIER, name="ferhan")
    person = make.person("Xezal Mirad", by=staff(Role.REGISTER_OFFICER, name="zozan"), sex="female")
    make.signed(make.event(person, "returned", "2019-01-01", by=verifier), by=office.head)
    return person


@pytest.fixture
def regions():
    """Three towns that have their name alone."""
    towns = Place.objects.filter(kind__in=["city", "town"], district=None).order_by("name")
    alone = [one for one in towns if Place.objects.filter(names__text__istartswith=one.name).count() == 1]
    return [one.name for one in alone[:3]]


def goes_on(page: Any, say: Callable) -> None:
    """She says that she wishes to go on."""
    page.get_by_label(say("She or he wishes to go on.")).check()
    page.get_by_role("button", name=say("Go on"), exact=True).click()


def tells(page: Any, say: Callable, *, region: str, begins: str = "", after: str = "", then: str) -> None:
    """One episode, as far as it is told."""
    page.get_by_role("link", name=say("Write down an episode")).click()
    page.get_by_label(say("Region"), exact=True).fill(region)
    page.get_by_label(say("From"), exact=True).fill(begins)
    if after:
        option = page.get_by_label(say("After"), exact=True).locator("option").filter(has_text=after)
        page.get_by_label(say("After"), exact=True).select_option(option.get_attribute("value"))
    page.get_by_role("button", name=say(then), exact=True).click()
    page.wait_for_url("**/contacts/told/*/")


@english_first
def test_g_r22_d5_three_sittings_at_her_pace_and_the_next_who_asks_asks_it_not(
    her, regions, office, staff, comes, say, language
):
    hears = staff(Role.PSYCHOLOGIST, name="nesrîn")
    other, reception = staff(Role.PSYCHOLOGIST, name="perwîn"), staff(Role.RECEPTION_MANAGER, name="evîn")
    told = f"/contacts/told/{her.code}/"

    # Off until two name a purpose; the page says why.
    page = comes(hears).opens("/contacts/told/")
    expect(page.get_by_text(say("They are off"))).to_be_visible()
    head = comes(office.head).opens("/contacts/told/")
    head.get_by_label(say("What episodes are to be kept for")).fill(PURPOSE)
    head.get_by_role("button", name=say("Propose it, for a second person to sign")).click()
    head.wait_for_url("**/decisions/")
    decision = Decision.objects.get(kind="register.episodes")
    decisions.approve(decision=decision, by=staff(Role.DEPUTY, name="azad"))

    # First sitting: she begins, tells of one place, a pause.
    one = comes(hears)
    page = one.opens(f"/people/{her.code}/")
    page.get_by_role("link", name=say("Before you ask")).click()
    page.get_by_role("link", name=say("She or he wishes to tell")).click()
    page.get_by_label(say("What is it asked for?")).fill("The directorate asks.")
    page.get_by_label(say("Why does what is known already not do?")).fill("It has none of hers.")
    page.get_by_label(say("She or he wishes to tell, and knows")).check()
    page.get_by_role("button", name=say("Begin"), exact=True).click()
    tells(page, say, region=regions[0], begins="2014", then="Keep it sealed")
    page.get_by_role("button", name=say("A pause"), exact=True).click()
    expect(page.get_by_role("link", name=say("Write down an episode"))).to_have_count(0)

    # Second sitting: she stops in the middle of a date; it is kept as it was said.
    goes_on(page, say)
    tells(page, say, region=regions[1], begins="when the apricots came", then="Stop")
    expect(page.get_by_text("when the apricots came")).to_be_visible()
    expect(page.get_by_text(say("Stopped. Nobody asks why, and nobody reminds."))).to_be_visible()

    # Third sitting, days later: the rest, by anchor; and what she does not wish to speak of.
    page = one.opens(told)
    goes_on(page, say)
    tells(page, say, region=regions[2], begins="2016", after=regions[0] if language == "en" else "1.",
          then="Keep it sealed")  # fmt: skip
    page.goto(one.base + f"/contacts/before/{her.code}/")
    page.get_by_text(say("Note how a topic stands")).click()
    page.locator("select[name=topic]").select_option("deaths_seen")
    page.get_by_text(say("Does not wish to speak of this. Do not ask.")).last.click()
    page.get_by_role("button", name=say("Keep it"), exact=True).first.click()
    expect(page.get_by_text(say("Deaths she or he saw")).first).to_be_visible()

    # A second who asks is shown what is known and finds no word of it.
    second = comes(other)
    page = second.opens(f"/contacts/before/{her.code}/")
    known = page.get_by_role("listitem")
    expect(known.filter(has_text=say("Where she or he was held, and when"))).to_contain_text(
        say("Told already. Do not ask.")
    )
    expect(known.filter(has_text=say("Deaths she or he saw"))).to_contain_text(
        say("Does not wish to speak of this. Do not ask.")
    )
    shown = page.locator("main").inner_text()
    assert [region for region in regions if region in shown] == []
    assert second.page.request.get(second.base + told).status == 404

    # Reception sees nothing: no word in the slot, the telling and everything of it is not there.
    house = comes(reception)
    page = house.opens(f"/people/{her.code}/")
    expect(page.locator(".slots")).not_to_contain_text(say("Before you ask"))
    absent = house.page.request.get(house.base + "/no-such-page/")
    for path in (told, f"/contacts/before/{her.code}/", f"/contacts/worth/{her.code}/"):
        answer = house.page.request.get(house.base + path)
        assert (answer.status, answer.body()) == (absent.status, absent.body())

    told_now = queries.telling_for(hears, her)
    assert [one.step for one in told_now.steps] == ["begun", "paused", "resumed", "stopped", "resumed"]
    assert [bool(one.as_told) for one in told_now.episodes] == [False, True, False]
    assert one.console == []
