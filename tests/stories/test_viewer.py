"""The sealed viewer: no barrier in either language; a face is framed by pointer and by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.contacts.pictures import portrait
from tests.contacts.test_evidence import STORY
from tests.stories.hands import english_first
from tests.stories.test_every_page import RULES
from vegerin.contacts.actions import evidence, intake
from vegerin.contacts.models import CleanCopy
from vegerin.guard import decisions
from vegerin.guard.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
EDGES = ("left", "top", "right", "bottom")


@pytest.fixture
def opened(transactional_db, office, staff):
    """A posting that two have let the verifier look at."""
    clerk, verifier = staff(Role.CLERK, name="delal"), staff(Role.VERIFIER, name="ferhan")
    file = intake.NewFile(portrait(1))
    row = intake.take_posting(file=file, kind="picture", story=STORY, readers=[verifier.staff], by=clerk)
    decision = evidence.propose_opening(thing=row, why="To know her", by=verifier)
    decisions.approve(decision=decision, by=office.head)
    return row, verifier


def looks(visitor, row, say):
    """The viewer, after a reason."""
    page = visitor.opens(f"/contacts/evidence/{row.pk}/")
    page.locator("form[action$='/look/'] input[name=why]").fill("To know her")
    page.get_by_role("button", name=say("Look at it"), exact=True).click()
    expect(page.locator("img.sealed-picture")).to_be_visible()
    return page


def edges(page):
    return [int(page.locator(f"#id_{name}").input_value()) for name in EDGES]


@english_first
def test_d12_the_viewer_has_no_barrier_and_a_face_is_framed_by_pointer_and_by_arrow_keys(opened, comes, say):
    row, verifier = opened
    for how in ({}, {"width": 390, "color_scheme": "dark"}):
        page = looks(one := comes(verifier, **how), row, say)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [fault["id"] for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    # Drawn from one corner to the other, whichever comes first.
    area = page.locator("img.sealed-picture").bounding_box()
    page.mouse.move(area["x"] + area["width"] * 0.8, area["y"] + area["height"] * 0.6)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.2, area["y"] + area["height"] * 0.1, steps=4)
    page.mouse.up()
    assert edges(page) == [20, 10, 80, 60]

    # By keyboard: arrows move it and stop at the edge, with Shift they change its size.
    frame = page.get_by_role("group", name=say("The frame of the face"))
    expect(frame).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowLeft", "Shift+ArrowDown"):
        frame.press(key)
    assert edges(page) == [21, 12, 80, 63]
    page.locator("#id_left").fill("0")
    frame.press("ArrowLeft")
    assert edges(page) == [0, 12, 80, 63]

    page.get_by_role("button", name=say("Cut it out"), exact=True).click()
    page.wait_for_load_state()
    assert CleanCopy.objects.filter(evidence=row, what="face").count() == 1
    assert one.console == []


def test_without_script_the_edges_are_typed(opened, visitor):
    row, verifier = opened
    page = looks(visitor(verifier, script=False), row, str)

    expect(page.locator(".cut-frame")).to_have_count(0)
    expect(page.locator("#cut-how")).to_be_hidden()
    page.locator("#id_left").fill("20")
    page.locator("#id_right").fill("80")
    page.get_by_role("button", name="Cut it out", exact=True).click()
    page.wait_for_load_state()

    assert CleanCopy.objects.filter(evidence=row, what="face").count() == 1
