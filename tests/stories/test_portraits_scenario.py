"""Scenario D in a browser: forty-eight portraits come, a family knows one, forty-seven stay open."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.contacts.pictures import portrait
from tests.stories.hands import arabic_first
from vegerin.contacts.models import Batch, Custody
from vegerin.engines.history.kinds import Fate
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.queries import status_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SIZE = 48


@pytest.fixture
def people(transactional_db, office, staff):
    verifier = staff(Role.VERIFIER, name="ferhan")
    return {
        "liaison": staff(Role.LIAISON, name="berîvan"),
        "verifier": verifier,
        "other": staff(Role.VERIFIER, name="nergiz"),
        "officer": staff(Role.REGISTER_OFFICER, name="zozan"),
    }


@pytest.fixture
def mother(people):
    """She seeks her daughter, who is a person of the register."""
    daughter = make.person("Xezal Mirad", by=people["officer"])
    request = make.request("Xezal Mirad", by=people["liaison"])
    register.link_sought(
        sought=request.sought.get(), person=daughter, verdict="same", why="Same father.", by=people["officer"]
    )
    return request, daughter


def presses(page, word):
    page.locator("main").get_by_role("button", name=word, exact=True).click()
    page.wait_for_load_state()


def hands_in(page, visitor, say):
    """All of them at once, for herself and the verifier."""
    page.goto(f"{visitor.base}/contacts/evidence/batches/new/")
    files = [
        {"name": f"IMG_{n:02}.jpg", "mimeType": "image/jpeg", "buffer": portrait(n)}
        for n in range(1, SIZE + 1)
    ]
    page.locator("#id_portraits").set_input_files(files)
    page.locator("#id_where").fill("On a telephone, one after another")
    page.locator("#id_hands").fill("Carried out by one who fled")
    page.locator("#id_purpose").fill("To ask families whom they know")
    page.locator("#id_came_on").fill(say("today"))
    for name in ("berîvan", "ferhan"):
        page.get_by_label(name).check()
    presses(page, say("Seal them"))
    expect(page.locator("h1")).to_have_text(say("Kept, and sealed"))


@arabic_first
def test_d_r24_r25_a_family_knows_one_of_forty_eight(comes, say, language, people, mother):
    request, daughter = mother
    liaison, verifier = comes(people["liaison"], width=390), comes(people["verifier"])
    page = liaison.page

    hands_in(page, liaison, say)
    batch = Batch.objects.get()
    at = f"/contacts/evidence/batches/{batch.pk}/"
    counted(liaison.opens(at), known=0, open_=48, language=language)

    # Nobody opens it alone: the liaison proposes, the verifier signs.
    page.locator("#id_why").fill("To show them to families")
    presses(page, say("Propose to open it"))
    decided = verifier.opens("/decisions/")
    decided.locator("main a[href*='/decisions/']").first.click()
    decided.locator("main form").get_by_role("button", name=say("Agree"), exact=True).click()
    decided.wait_for_load_state()

    # She looks at number 7 and cuts out the face: nobody has said that it is no child's.
    item = batch.items.get(number=7)
    liaison.opens(f"/contacts/evidence/{item.pk}/")
    page.locator("form[action$='/look/'] input[name=why]").fill("To cut out the face")
    presses(page, say("Look at it"))
    expect(page.locator("img.sealed-picture")).to_be_visible()
    page.locator("#id_left").fill("20")
    page.locator("#id_right").fill("80")
    presses(page, say("Cut it out"))

    # One picture before the mother, who was told before.
    liaison.opens(f"{at}show/?request={request.code}")
    page.locator("input[name=inquirer]").first.check(force=True)
    page.locator("#id_number").fill("7")
    page.locator("#id_warned").check()
    presses(page, say("Show it"))
    expect(page.locator("img")).to_have_count(1)
    page.locator("input[name=said][value=knows]").check(force=True)
    page.locator("input[name=whom]").first.check(force=True)
    presses(page, say("Write it down"))
    expect(page.locator("h1")).to_have_text(say("It is written down"))

    # One is known, forty-seven are open, and no picture stands in the list.
    counted(liaison.opens(at), known=1, open_=47, language=language)
    expect(page.locator("img")).to_have_count(0)
    assert status_for(people["verifier"], daughter).fate == Fate.NOTHING_KNOWN

    # The verifier, who did not sit there, follows a second line.
    desk = verifier.opens("/")
    desk.locator("main a[href*='/claims/']").first.click()
    desk.locator("#id_line").fill("A scar her aunt had described")
    desk.locator("input[name=says][value=agrees]").check(force=True)
    presses(desk, say("Keep it sealed"))
    counted(verifier.opens(at), known=1, open_=47, language=language)

    # Nothing leaves, by any way, and each try is written down.
    for how in ("export", "print", "download"):
        for address in (at, f"/contacts/evidence/{item.pk}/"):
            assert liaison.opens(f"{address}{how}/").locator("main").count() == 1
            expect(page.locator("body")).to_contain_text(say(NEVER))
    assert Custody.objects.filter(what="refused").count() == 6

    # Who was not named finds nothing, under the same address.
    stranger = comes(people["other"])
    assert stranger.page.goto(stranger.base + at).status == 404
    assert [one.console for one in (liaison, verifier)] == [REFUSALS, []]


NEVER = "This never leaves the office: no file, no print, no copy. A court asks the legal adviser."
REFUSALS = ["Failed to load resource: the server responded with a status of 403 (Forbidden)"] * 6


def counted(page, *, known, open_, language):
    """The line of the batch: how many of how many, and never that all are found."""
    line = page.locator(".band .count").inner_text()
    numbers = {int(one) for one in re.findall(r"\d+", line)}
    assert {SIZE, open_} <= numbers, line
    if language == "en":
        assert f"{SIZE} portraits: {known} that " in line
    assert not re.search(r"found|عُثر", page.locator("main").inner_text())
