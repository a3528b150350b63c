"""What the people of a scenario do: the night's clock, a hand on a mission's page, one who signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

arabic_first = pytest.mark.parametrize("language", ["ar", pytest.param("en", marks=pytest.mark.long)])
english_first = pytest.mark.parametrize("language", ["en", pytest.param("ar", marks=pytest.mark.long)])


class Night:
    """The office's clock, moved to an hour of one coming night in Baghdad."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.real, self.ahead = timezone.now, timedelta()
        self.evening = timezone.localtime().replace(hour=23, minute=0) + timedelta(days=1)
        monkeypatch.setattr(timezone, "now", self.now)
        for model in apps.get_models():
            for column in model._meta.concrete_fields:
                if column.default is self.real:  # a default was bound before the clock was moved
                    monkeypatch.setattr(column, "_get_default", self.now)

    def now(self) -> datetime:
        """What the office's clock shows."""
        return self.real() + self.ahead

    def at(self, hour: int, minute: int = 0) -> datetime:
        """A time of this night, from 23:00 on."""
        return self.evening + timedelta(hours=(hour - 23) % 24, minutes=minute)

    def days_later(self, days: int) -> None:
        """So many days have gone by."""
        self.ahead += timedelta(days=days)

    def comes_to(self, hour: int, minute: int = 0) -> None:
        """It is this hour now."""
        self.ahead = self.at(hour, minute) - self.real()


@dataclass
class Hand:
    """What somebody does on a mission's page."""

    visitor: Any
    say: Callable[[str], str]
    path: str

    @property
    def page(self):
        return self.visitor.page

    def opens(self):
        """The mission's page, anew."""
        return self.visitor.opens(self.path)

    def unfolds(self, title):
        """The form under this title."""
        title = re.compile(f"^{re.escape(self.say(title))}$")
        summary = self.page.locator("summary").filter(has_text=title)
        box = summary.locator("..")
        if box.get_attribute("open") is None:
            summary.click()
        return box

    def presses(self, word, box=None):
        """A button, and the page it leads to."""
        button = (box or self.page).get_by_role("button", name=self.say(word), exact=True).first
        with self.page.expect_navigation():
            button.click()

    def steps(self, words, *, reason="", due=None, condition=""):
        """A step of the attempt, by the words of its button."""
        box = self.unfolds(words)
        if reason:
            box.get_by_label(self.say("Why")).select_option(label=self.say(reason))
        if due:
            box.get_by_label(self.say("Heard from by")).fill(written(due))
        if condition:
            box.get_by_label(self.say("Before they go on, this has to be fulfilled")).fill(condition)
        self.presses(words, box)

    def takes_in(self, words):
        """Somebody into the group: found by name or number, looked at, taken in."""
        self.page.get_by_role("link", name=self.say("Take somebody into the group")).click()
        self.page.get_by_label(self.say("Name or number")).fill(words)
        self.presses("Find", self.page.get_by_role("main"))
        self.page.locator("label.pick").first.click()
        self.presses("This is who I mean")
        with self.page.expect_navigation():
            self.page.locator("button[value=take]").click()

    def answers_all(self):
        """Every question of the risk sheet, on its one page."""
        self.page.get_by_role("link", name=self.say("Answer the questions")).click()
        for answer in self.page.get_by_text(self.say("Settled"), exact=True).all():
            answer.click()
        self.presses("Keep the answers")

    def closes(self):
        """The mission, after reading what closing does."""
        self.page.get_by_role("link", name=self.say("Close the mission")).click()
        self.presses("Close it for good")

    def ticks(self, who, outcome, *, age="grown", sex="", born_in_captivity=False):
        """The first of two: how it ended for one."""
        box = self.unfolds("Tick one")
        if isinstance(who, str):
            box.get_by_label(self.say("Or, for one in no record yet, a word")).fill(who)
        else:
            box.get_by_label(self.say("Who"), exact=True).select_option(str(who.pk))
        box.get_by_label(self.say("How it ended for her or him")).select_option(label=self.say(outcome))
        box.get_by_text(self.say(age), exact=True).click()
        if sex:
            box.get_by_text(self.say(sex), exact=True).click()
        if born_in_captivity:
            box.get_by_label(self.say("Born in captivity: received and cared for")).check()
        self.presses("Tick one", box)

    def presses_each(self, word):
        """The same button in every row that has it; how many had."""
        count = self.page.get_by_role("button", name=self.say(word), exact=True).count()
        for _ in range(count):
            self.presses(word)
        return count

    def row(self, head):
        """The numbers of one row of a table."""
        header = self.page.get_by_role("rowheader", name=self.say(head), exact=True)
        return self.page.locator("tr", has=header).locator("td").all_inner_texts()


def written(moment: datetime) -> str:
    """As somebody types a time."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def complaints(*visitors) -> list[str]:
    """What consoles said, other than that a page was refused."""
    return [said for one in visitors for said in one.console if "403" not in said]


def agrees(visitor, say, title):
    """Somebody signs what waits for her word."""
    page = visitor.opens("/decisions/")
    page.get_by_role("link", name=say(title)).first.click()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Agree"), exact=True).click()


def tells(page, say, name):
    """Somebody the family knows writes down that she or he lives, said in person."""
    page.get_by_role("link", name=say("What was told")).click()
    page.get_by_text(say("That she or he lives"), exact=True).click()
    page.get_by_label(say("About whom?")).select_option(name)
    page.get_by_text(say("In person")).click()
    page.get_by_role("button", name=say("Write it down")).click()
