"""A call is written down in six questions, on one page, with the keyboard alone (R11)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.stories.cast import cast
from vegerin.register.models import Report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


class Keys:
    """A keyboard, and how often it was touched; words count as one touch for each letter."""

    def __init__(self, page: Any) -> None:
        self.page, self.touches = page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.touches += 1

    def to(self, name: str) -> None:
        """Tab until the field has the focus."""
        for _ in range(60):
            if self.page.evaluate("document.activeElement.name || ''") == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {name!r}.")

    def types(self, name: str, words: str) -> None:
        """Words into a field."""
        self.to(name)
        self.page.keyboard.insert_text(words)
        self.touches += len(words)

    def chooses(self, name: str, value: str) -> None:
        """One of some answers, with the arrows."""
        self.to(name)
        for _ in range(8):
            if self.page.evaluate(f"document.querySelector('[name={name}]:checked')?.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach {value!r} of {name!r}.")


def test_r11_six_questions_on_one_page_by_keyboard_alone(transactional_db, office, staff, visitor):
    people = cast(office, staff)
    clerk = visitor(people.clerk)
    page = clerk.opens(f"/reports/new/?about={people.naze.code}")
    pages: list[str] = []
    page.on("framenavigated", lambda frame: pages.append(frame.url))
    asked = page.locator(".ask .no").all_inner_texts()
    keys, began = Keys(page), time.monotonic()

    keys.types("number", "0750 123 45 67")
    keys.types("teller", "mother")
    keys.chooses("voice", "knew")
    keys.types("words", "Dayê, ez sax im. Zû were.")
    keys.chooses("whose", "saw")
    keys.chooses("claim", "called")
    keys.types("listening", "a man in the room")
    keys.chooses("next_call", "they_ring")
    keys.types("next_day", "tomorrow")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", name="Kept")).to_be_visible()

    seconds = time.monotonic() - began
    report = Report.objects.get(phones__isnull=False, events__person=people.naze)
    print(f"{keys.touches} touches, {seconds:.1f} s of a script")
    assert asked == ["1", "2", "3", "4", "5", "6"]
    assert len(pages) == 1 and pages[0].endswith(f"/reports/{report.pk}/kept/")
    assert keys.touches < 200
    assert clerk.console == []
