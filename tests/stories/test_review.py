"""A reviewer goes through families by keyboard, in English and in Arabic, and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.lists.linking import linked, three_lists
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries
from vegerin.lists.models import GoneRow, LinkRun, ListRow, PairWord
from vegerin.register.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEEP = {"en": "Keep the decisions, next family", "ar": "احفظ القرارات، العائلة التالية"}


@pytest.fixture
def officer(staff: Callable) -> Reader:
    return staff(Role.REGISTER_OFFICER, name="zozan")


@pytest.fixture
def run(officer: Reader) -> LinkRun:
    """Three lists, and a register that knows a third of their people."""
    three_lists(by=officer, people=90)
    for row in ListRow.objects.filter(release__list__name="families")[:25]:
        actions.make_person(row=row, by=officer)
    return linked(by=officer)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_many_families_are_judged_by_keyboard_alone(
    visitor: Callable, officer: Reader, run: LinkRun, language: str
) -> None:
    zozan = visitor(officer, language=language)
    page = zozan.opens("/lists/review/")
    families = len(queries.queue_for(officer, run).numbers)
    page.get_by_role("link", name={"en": "Go on reviewing", "ar": "متابعة المراجعة"}[language]).click()

    for at in range(min(families, 12)):
        page.get_by_role("button", name=KEEP[language]).wait_for()
        pairs = page.locator("[data-pair]").count()
        for pair in range(pairs):
            page.keyboard.press("KeyD" if (at + pair) % 4 == 3 else "KeyS")
        expect(page.locator("input[type=radio]:checked")).to_have_count(pairs)
        here = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)

    left = len(queries.queue_for(officer, run).numbers)
    assert left <= families - min(families, 12)
    assert PairWord.objects.filter(by=officer.staff, verdict="different").exists()
    assert zozan.console == []


def test_x_shows_why_and_z_takes_the_last_family_back(
    visitor: Callable, officer: Reader, run: LinkRun
) -> None:
    page = visitor(officer).opens(
        f"/lists/runs/{run.pk}/families/{queries.queue_for(officer, run).numbers[0]}/"
    )
    first = page.url

    expect(page.locator(".judged.current .spoken-why")).to_be_visible()
    page.keyboard.press("KeyX")
    expect(page.locator(".judged.current .spoken-why")).not_to_be_visible()
    page.keyboard.press("KeyU")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("KeyZ")
    page.wait_for_url(first)

    assert [word.verdict for word in PairWord.objects.filter(family__isnull=False).order_by("at")] == [
        "unsure",
        "taken_back",
    ]


def test_a_family_is_judged_without_script(visitor: Callable, officer: Reader, run: LinkRun) -> None:
    page = visitor(officer, script=False).opens("/lists/review/")

    page.get_by_role("link", name="Begin with one that is nearly sure").click()
    page.locator("li:not(:has(input:checked)) label").filter(has_text="Same").first.click()
    page.get_by_role("button", name=KEEP["en"]).click()

    assert [word.verdict for word in PairWord.objects.filter(family__isnull=False)] == ["same"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_the_review_is_open_to_everybody(
    visitor: Callable, officer: Reader, run: LinkRun, language: str
) -> None:
    number = queries.queue_for(officer, run).numbers[0]
    lesson = a_lesson(officer, run)
    gone = a_question(officer)
    one: Any = visitor(officer, language=language)
    found = []

    for path in (
        "/lists/runs/", f"/lists/runs/{run.pk}/", "/lists/review/",
        f"/lists/runs/{run.pk}/families/{number}/",
        f"/lists/runs/{run.pk}/audit/", "/lists/learning/", f"/lists/learning/{lesson.pk}/",
        "/lists/questions/", f"/lists/gone/{gone.pk}/",
    ):  # fmt: skip
        page = one.opens(path)
        found += [f"{path}: {barrier['id']}" for barrier in Axe().run(page).response["violations"]]
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{path} at {width}: {wide}"] if wide > width else []

    assert (found, one.console) == ([], [])


def a_lesson(officer: Reader, run: LinkRun) -> Any:
    """What six decisions teach."""
    pairs = queries.audit_of(officer, run).still_to_read[:6]
    actions.keep_words(words=[actions.NewWord(*pair.key, "same") for pair in pairs], by=officer)
    return actions.learn(by=officer)


def a_question(officer: Reader) -> GoneRow:
    """Somebody who is gone from a list."""
    row = ListRow.objects.filter(release__list__name="helpers").first()
    release = ListRow.objects.filter(release__list__name="families").first().release
    assert Person.objects.exists()
    return GoneRow.objects.create(release=release, row=row)
