"""What is pressed twice counts once: nothing is kept twice, no page is passed over, no word is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.stories.test_review import lists_and_register
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.lists import actions as lists
from vegerin.lists import queries
from vegerin.lists.models import PairWord
from vegerin.register import actions as register
from vegerin.register.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLOW = 1.5  # seconds that the server takes to keep something


@pytest.fixture
def officer(staff: Callable) -> Reader:
    return staff(Role.REGISTER_OFFICER, name="zozan")


@pytest.fixture
def her(officer: Reader) -> Person:
    return factories.person("Nazê Berces Qolo", by=officer)


def slow(monkeypatch: pytest.MonkeyPatch, actions: Any, name: str) -> None:
    """From now on the server takes its time for this act."""
    act = getattr(actions, name)

    def slowly(**kw: Any) -> Any:
        time.sleep(SLOW)
        return act(**kw)

    monkeypatch.setattr(actions, name, slowly)


@pytest.fixture
def spelling(visitor: Callable, officer: Reader, her: Person, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of one more spelling."""
    slow(monkeypatch, register, "add_name")
    return visitor(officer).opens(f"/people/{her.code}/names/new/")


def press(page: Any, place: dict[str, float]) -> None:
    """One click there, whatever the page shows by then."""
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def spellings(her: Person) -> list[str]:
    return sorted(one.written.text for one in her.names.all())


def test_a_double_click_on_keep_keeps_once_and_says_so(
    visitor: Callable, officer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = lists_and_register(90, 25, by=officer)
    first, second = queries.queue_for(officer, run).numbers[:2]
    slow(monkeypatch, lists, "keep_words")
    page = visitor(officer).opens(f"/lists/runs/{run.pk}/families/{first}/")
    page.keyboard.press("KeyU")
    page.locator("[data-keep]").scroll_into_view_if_needed()
    place = page.locator("[data-keep]").bounding_box()

    press(page, place)
    page.wait_for_timeout(200)
    press(page, place)

    expect(page.get_by_text("1 decision kept.")).to_be_visible()
    assert page.url.endswith(f"/families/{second}/")
    assert PairWord.objects.filter(family__isnull=False).count() == 1


def test_the_second_half_of_a_double_click_presses_nothing_on_the_next_page(
    visitor: Callable, officer: Reader
) -> None:
    page = visitor(officer).opens("/lists/")
    night = page.locator(".bar .to-night").bounding_box()  # where daylight stands on the next page

    with page.expect_navigation():
        press(page, night)
    press(page, night)

    page.wait_for_timeout(700)
    expect(page.locator("html")).to_have_attribute("data-look", "dark")
    with page.expect_navigation():  # whoever has seen it is heard
        press(page, night)
    expect(page.locator("html")).to_have_attribute("data-look", "light")


def test_a_form_on_its_way_is_not_sent_again_as_it_stands(spelling: Any, her: Person) -> None:
    spelling.fill("#id_text", "Nazê Berces")
    place = spelling.get_by_role("button", name="Keep it").bounding_box()

    press(spelling, place)
    spelling.wait_for_timeout(700)
    press(spelling, place)

    spelling.wait_for_url(f"**/people/{her.code}/")
    spelling.wait_for_timeout(SLOW * 1000)
    assert spellings(her) == ["Nazê Berces", "Nazê Berces Qolo"]


def test_what_was_typed_while_a_form_was_on_its_way_goes_along(spelling: Any, her: Person) -> None:
    spelling.fill("#id_text", "Nazê Berces")
    field = spelling.locator("#id_text").bounding_box()
    place = spelling.get_by_role("button", name="Keep it").bounding_box()

    press(spelling, place)
    press(spelling, field)  # as a hand does it: no locator waits for the page to come
    spelling.keyboard.press("End")
    spelling.keyboard.type(" Barjas")
    press(spelling, place)

    expect(spelling).to_have_url(re.compile(f"/people/{her.code}/$"))
    assert "Nazê Berces Barjas" in spellings(her)
