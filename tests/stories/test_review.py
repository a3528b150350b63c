"""A reviewer goes through families by keyboard, in English and in Arabic, and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import factories
from tests.lists.linking import linked, three_lists
from tests.lists.test_importing import brought_in
from tests.stories.hands import arabic_first, english_first
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.lists import actions, queries
from vegerin.lists.models import GoneRow, LinkRun, ListRow, PairWord
from vegerin.lists.queries.queue import questions_of
from vegerin.lists.queries.review import agreed
from vegerin.register.models import Person
from vegerin.register.queries import cluster_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWICE = ("Xelîl Mirad Xidir", "Khalil Murad Khidir")
KEEP = {"en": "Keep the decisions, next family", "ar": "احفظ القرارات، العائلة التالية"}
KEYS = ("KeyS", "KeyS", "KeyD", "KeyU")


@pytest.fixture
def officer(staff: Callable) -> Reader:
    return staff(Role.REGISTER_OFFICER, name="zozan")


def lists_and_register(people: int, known: int, *, by: Reader) -> LinkRun:
    """Three lists of so many people, and a register that knows some of most families."""
    three_lists(by=by, people=people)
    rows = list(ListRow.objects.filter(release__list__name="families").order_by("number"))
    for row in rows[:: max(1, len(rows) // known)]:
        actions.make_person(row=row, by=by)
    return linked(by=by)


@pytest.fixture
def run(officer: Reader) -> LinkRun:
    return lists_and_register(90, 25, by=officer)


def by_tab(page: Any, selector: str) -> None:
    """Walk to a control with the key that everybody knows, and press it."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def judge_family(page: Any, number: int) -> None:
    """Each pair by its key, one with a reason; the focus is always where the next key is meant for."""
    page.locator("[data-keep]").wait_for()
    pairs = page.locator("[data-pair]:has(input[type=radio])").count()
    for pair in range(pairs):
        assert page.evaluate("document.activeElement.closest('[data-pair]') !== null")
        if (number + pair) % 6 == 5:
            page.keyboard.press("KeyR")
            page.keyboard.type("One house.")
            page.keyboard.press("Enter")
        page.keyboard.press(KEYS[(number + pair) % len(KEYS)])
    expect(page.locator("input[type=radio]:checked")).to_have_count(pairs)
    keep(page)


def keep(page: Any) -> None:
    """On to the next family; an answer that cannot be is where the focus is, and becomes an *unsure*."""
    here = page.url
    for _again in range(10):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if page.url != here:
            return
        assert page.evaluate("document.activeElement.hasAttribute('data-refused')")
        page.keyboard.press("KeyU")
    raise AssertionError(f"{here} does not let a reviewer go on")


def judge_by_keyboard(one: Any, officer: Reader, run: LinkRun, *, most: int) -> None:
    """So many families; each seventh is taken back and judged again."""
    page = one.opens("/lists/review/")
    waiting = queries.queue_for(officer, run).numbers
    by_tab(page, "a.btn.filled[href*='/families/']")
    judged: list[str] = []
    while len(judged) < most and "/families/" in page.url:
        judged.append(page.url)
        judge_family(page, len(judged))
        if len(judged) % 7 == 0 and "/families/" in page.url:
            page.keyboard.press("KeyZ")
            page.wait_for_url(judged[-1])
            judge_family(page, len(judged))

    left = queries.queue_for(officer, run).numbers
    assert len(judged) == min(most, len(waiting))
    assert len(set(judged)) == len(judged)
    seen = {int(url.rstrip("/").rpartition("/")[2]) for url in judged}
    assert seen & set(left) == set()
    assert verdicts_of(officer, run, set(waiting) - seen - set(left)) <= {"same"}
    assert one.console == []


def verdicts_of(officer: Reader, run: LinkRun, families: set[int]) -> set[str]:
    """What stands for the pairs of families that nobody had to open: they are joined through a third."""
    known = queries.decided(officer)
    return {known.verdict(each.key) for each in questions_of(run.pk) if each.family in families}


@arabic_first
def test_families_are_judged_by_keyboard_alone(
    visitor: Callable, officer: Reader, run: LinkRun, language: str
) -> None:
    judge_by_keyboard(visitor(officer, language=language), officer, run, most=10)

    said = set(PairWord.objects.filter(by=officer.staff, family__run=run).values_list("verdict", flat=True))
    assert said == {"same", "different", "unsure", "taken_back"}
    assert PairWord.objects.filter(why="One house.").exists()


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_hundred_families_are_judged_and_nothing_rejected_comes_back(
    visitor: Callable, officer: Reader, language: str
) -> None:
    run = lists_and_register(2400, 450, by=officer)
    waiting = queries.queue_for(officer, run).numbers
    assert len(waiting) >= 200

    judge_by_keyboard(visitor(officer, language=language), officer, run, most=200)

    rejected = {key for key, said in queries.words_of(officer).items() if agreed(said) == "different"}
    again = linked(by=officer)
    asked = {question.key for question in questions_of(again.pk)}
    open_families = set(queries.queue_for(officer, again).numbers)
    asked_again = {
        question.key for question in questions_of(again.pk) if question.family in open_families
    } & rejected
    assert rejected & asked
    known = queries.decided(officer)
    assert {key for key in asked_again if known.verdict(key) != "different"} == set()
    assert queries.new_evidence(officer, rejected) == {}


@english_first
def test_a_second_person_signs_for_two_persons_by_keyboard(
    visitor: Callable, officer: Reader, staff: Callable, language: str
) -> None:
    one, other = (factories.person(name, by=officer, sex="male") for name in TWICE)
    brought_in("id;name;sex\nH1;خليل مراد خدر;ذكر\n", "2026-03-14", by=officer, name="helpers")
    run = linked(by=officer)
    page = visitor(officer, language=language).opens("/lists/review/")
    by_tab(page, "a.btn.filled[href*='/families/']")
    page.locator("[data-keep]").wait_for()
    for _pair in range(page.locator("[data-pair]").count()):
        page.keyboard.press("KeyS")
    keep(page)

    second = visitor(staff(Role.VERIFIER, name="seada"), language=language)
    page = second.opens(f"/lists/runs/{run.pk}/families/1/")
    by_tab(page, "[data-pair] a[href^='/decisions/']")
    page.locator("button[value=yes]").wait_for()
    by_tab(page, "button[value=yes]")
    page.locator("button[value=yes]").wait_for(state="detached")

    assert other in cluster_of(officer, one)
    assert second.console == []


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


@pytest.mark.parametrize("upwards", [False, True], ids=["down", "up"])
def test_each_click_is_an_answer_wherever_it_falls(
    upwards: bool, visitor: Callable, officer: Reader, run: LinkRun
) -> None:
    page = visitor(officer).opens(
        f"/lists/runs/{run.pk}/families/{queries.queue_for(officer, run).numbers[0]}/"
    )
    pairs = page.locator("[data-pair]:has(input[type=radio])")
    order = list(range(pairs.count()))
    assert len(order) > 2

    for at in reversed(order) if upwards else order:
        pairs.nth(at).locator("label").filter(has_text="Unsure").click()

    expect(page.locator("input[type=radio]:checked")).to_have_count(len(order))


def test_a_family_is_judged_without_script(visitor: Callable, officer: Reader, run: LinkRun) -> None:
    page = visitor(officer, script=False).opens("/lists/review/")

    page.get_by_role("link", name="Begin with one that is nearly sure").click()
    page.locator("li:not(:has(input:checked)) label").filter(has_text="Same").first.click()
    page.get_by_role("button", name=KEEP["en"]).click()

    assert [word.verdict for word in PairWord.objects.filter(family__isnull=False)] == ["same"]


@arabic_first
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
