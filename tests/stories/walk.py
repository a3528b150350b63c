"""The first hour, step by step, as a newcomer does it: one function for each step of the tutorial."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "first-hour.md"
Step = Callable[[Page], None]


def parts() -> dict[str, list[str]]:
    """The steps of each part of the text, by the working name that it is for."""
    found: dict[str, list[str]] = {}
    for part in TUTORIAL.read_text("utf-8").split("\n## ")[1:]:
        name = re.search(r"Sign in as `([\w-]+)`", part)
        assert name, part[:60]
        found[name[1]] = re.findall(r"^\d+\. (.*)$", part, re.MULTILINE)
    return found


def words_on_the_page(step: str) -> list[str]:
    """What a step says stands on the page; keys and the like stand in capitals or code."""
    return [
        words.strip(" .:") for words in re.findall(r"\*([^*]+)\*", step.replace("**", "")) if words != "Shift"
    ]


def typed(step: str) -> list[str]:
    """What a step tells to type."""
    return re.findall(r"\*\*([^*]+)\*\*", step)


def look_for(page: Page, name: str) -> None:
    """Search from the desk."""
    page.goto(base(page) + "/search/")
    page.locator("#id_q").fill(name)
    page.get_by_role("button", name="Search", exact=True).click()


def base(page: Page) -> str:
    """The office's address."""
    return "/".join(page.url.split("/")[:3])


def clerk_searches(page: Page) -> None:
    first, second, third = typed(parts()["clerk"][0])
    found = []
    for name in (first, second, third):
        look_for(page, name)
        found.append(set(page.locator(".result .name a").evaluate_all("all => all.map(a => a.href)")))
    assert found[0] & found[1] & found[2]


def clerk_opens_one(page: Page) -> None:
    missing = page.locator(".result").filter(has_text="Missing, fate unknown")
    for father in ("Xelîl", "Elî", "Hesen", "Murad", "Silêman", "Xidir"):
        if missing.count():
            break
        look_for(page, father)
    expect(missing.first).to_be_visible()
    seen(page)
    missing.first.locator(".name a").click()


def clerk_writes(page: Page) -> None:
    seen(page)
    page.get_by_role("link", name="Add a report").first.click()
    page.get_by_text("She or he spoke: I am alive").click()
    page.get_by_label("The words, as spoken").fill("Ez sax im.")
    expect(page.locator("[data-kept]").first).to_contain_text("Kept at")


def clerk_covers(page: Page) -> None:
    page.get_by_role("heading", name="New report").first.click()
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_label("Passphrase")).to_be_visible()
    seen(page)
    page.get_by_label("Passphrase").fill("exercise clerk quince")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Passphrase")).to_be_hidden()
    page.go_back()
    page.goto(page.url)


def clerk_saves(page: Page) -> None:
    if not page.get_by_label("The words, as spoken").count():
        page.goto(base(page) + "/")
        page.get_by_role("link", name="Go on").first.click()
    expect(page.get_by_label("The words, as spoken")).to_have_value("Ez sax im.")
    seen(page)
    page.get_by_role("button", name="Save and send").click()
    expect(page.get_by_role("heading", name="Kept")).to_be_visible()
    seen(page)
    page.locator("main a[href*='/people/']").first.click()


def officer_reviews(page: Page) -> None:
    page.goto(base(page) + "/")
    seen(page)
    page.get_by_role("link", name="Go on reviewing").click()
    seen(page)
    page.goto(base(page) + "/")
    case = page.locator("main a[href*='/people/']")
    page.get_by_role("link", name="Open", exact=True).and_(case).first.click()
    seen(page)
    page.get_by_role("link", name="Set the next review").click()


def officer_sees_lists(page: Page) -> None:
    page.goto(base(page) + "/lists/")
    seen(page)
    page.get_by_role("link", name="Import").first.click()


def officer_opens_a_row(page: Page) -> None:
    page.goto(base(page) + "/lists/")
    page.locator("tbody a").first.click()
    seen(page)
    page.locator("tbody a").first.click()


def officer_looks_up_a_place(page: Page) -> None:
    [place] = typed(parts()["register-officer"][3])
    page.goto(base(page) + "/places/")
    page.locator("#id_q").fill(place)
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("tbody a").first.click()
    seen(page)
    page.goto(base(page) + "/places/map/")


def opens_decisions(page: Page) -> None:
    page.goto(base(page) + "/decisions/")


def verifier_reads_a_decision(page: Page) -> None:
    opens_decisions(page)
    seen(page)
    page.locator("main a[href*='/decisions/']").first.click()


def verifier_judges(page: Page) -> None:
    page.goto(base(page) + "/")
    seen(page)
    page.get_by_role("link", name="Judge it").first.click()
    page.get_by_text("Plausible").first.click()
    page.get_by_label("Why").fill("It fits what others told.")
    seen(page)
    page.get_by_role("button", name="Keep the judgement").click()


def verifier_opens_words(page: Page) -> None:
    seen(page)
    page.get_by_role("button", name="Open the words").first.click()


def verifier_corrects(page: Page) -> None:
    seen(page)
    page.get_by_role("link", name="Correct it").first.click()


def head_opens_staff(page: Page) -> None:
    page.goto(base(page) + "/staff/")
    seen(page)
    page.locator("main a[href*='/staff/']").filter(has_text="clerk").first.click()


def head_reads_figures(page: Page) -> None:
    page.goto(base(page) + "/figures/?show=remaining")
    seen(page)
    page.goto(base(page) + "/figures/statements/")


def head_opens_an_organisation(page: Page) -> None:
    page.goto(base(page) + "/organisations/")
    seen(page)
    page.get_by_role("link", name="Coordinator of a ministry").click()


def head_finds_nothing(page: Page) -> None:
    page.goto(base(page) + "/trail/")


def liaison_takes_a_task(page: Page) -> None:
    page.goto(base(page) + "/")
    seen(page)
    page.locator("main a[href*='/tasks/']").first.click()


def liaison_opens_a_request(page: Page) -> None:
    page.goto(base(page) + "/")
    page.get_by_role("main").get_by_role("link", name="Requests").click()
    seen(page)
    page.locator("tbody a").first.click()


def liaison_writes_what_was_told(page: Page) -> None:
    seen(page)
    page.get_by_role("link", name="What was told").click()


def planner_sees_tonight(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Missions").click()


def planner_opens_what_waits(page: Page) -> None:
    waits = page.locator(".mission").filter(has_text="risk sheet are not answered")
    waits.locator("a").first.click()
    seen(page)
    page.get_by_role("link", name="Answer the questions").click()
    seen(page)
    page.get_by_role("link", name="Back to the mission").click()


def planner_prints_the_night(page: Page) -> None:
    seen(page)
    page.get_by_role("link", name="Sheet for the night").click()


def duty_officer_tries_the_sound(page: Page) -> None:
    seen(page)
    page.get_by_role("link", name="To the duty screen").click()


def duty_officer_sees_who_is_there(page: Page) -> None:
    page.goto(base(page) + "/shifts/")


def duty_officer_hands_over(page: Page) -> None:
    seen(page)
    page.get_by_role("link", name="Hand over the shift").click()
    seen(page)
    page.get_by_label("What else must be known").fill("Nothing more tonight.")
    page.get_by_role("button", name="Sign and hand over").click()


def auditor_reads_the_trail(page: Page) -> None:
    page.goto(base(page) + "/trail/")


# What was on the pages of a step, noted before each of them is left.
_seen: list[str] = []


def seen(page: Page) -> None:
    """Note what stands on this page."""
    _seen.append(page.locator("body").inner_text() + " " + page.locator("html").inner_html())


WALK: dict[str, list[Step]] = {
    "clerk": [clerk_searches, clerk_opens_one, clerk_writes, clerk_covers, clerk_saves],
    "register-officer": [
        officer_reviews, officer_sees_lists, officer_opens_a_row, officer_looks_up_a_place, opens_decisions,
    ],
    "verifier": [verifier_reads_a_decision, verifier_judges, verifier_opens_words, verifier_corrects],
    "head": [
        opens_decisions, head_opens_staff, head_reads_figures, head_opens_an_organisation, head_finds_nothing,
    ],
    "liaison": [liaison_takes_a_task, liaison_opens_a_request, liaison_writes_what_was_told],
    "planner": [planner_sees_tonight, planner_opens_what_waits, planner_prints_the_night],
    "duty-officer": [
        duty_officer_tries_the_sound, duty_officer_sees_who_is_there, duty_officer_hands_over,
    ],
    "auditor": [auditor_reads_the_trail],
}  # fmt: skip


def walk(page: Page, name: str) -> list[str]:
    """Take every step of a part; returns the words of the text that stood on no page of their step."""
    missing = []
    for text, step in zip(parts()[name], WALK[name], strict=True):
        _seen.clear()
        step(page)
        seen(page)
        everything = " ".join(_seen)
        missing += [
            f"{name}: {words!r} of {text[:40]!r}"
            for words in words_on_the_page(text)
            if words not in everything
        ]
    return missing


def sign_in(page: Page, name: str, address: str) -> None:
    """With the passphrase that `./run demo` prints."""
    page.goto(address + "/sign-in/")
    page.locator("[name=working_name]").fill(name)
    page.locator("[name=passphrase]").fill(f"exercise {name.replace('-', ' ')} quince")
    page.locator("[name=passphrase]").press("Enter")
    page.wait_for_url(address + "/")


def everybody(page_for: Callable[[str], Any]) -> list[str]:
    """All parts, one after another."""
    return [words for name in WALK for words in walk(page_for(name), name)]
