"""Every page by night, printed, without script, twice as large, by keyboard; components as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.stories.cast import cast
from tests.stories.pixels import colours_of, is_blue
from tests.stories.pseudo import speak
from tests.stories.test_every_page import RULES, paths
from tests.ui.test_looks import DARK, LIGHT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
NOBODYS = {"sign-in", "duty", "not found"}  # the door, the board and the page where nothing is: no bar


@pytest.fixture
def people(transactional_db, office, staff):
    return cast(office, staff)


def each_page(people: Any, visitor: Callable, **how: Any) -> Iterator[tuple[str, Any]]:
    """Every page, opened by whose it is."""
    for name, (page,) in each_page_in(people, visitor, how):
        yield name, page


def each_page_in(people: Any, visitor: Callable, *ways: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Every page, opened in several ways by whose it is."""
    visitors: dict[str, list[Any]] = {}
    for name, (path, reader) in paths(people).items():
        who = str(reader and reader.staff.pk)
        if who not in visitors:
            visitors[who] = [visitor(reader, **how) for how in ways]
        yield name, [one.opens(path) for one in visitors[who]]


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_a_barrier_by_night(people, visitor, language) -> None:
    axe, found = Axe(), []
    for name, page in each_page(people, visitor, language=language, color_scheme="dark"):
        found += [f"{name}: {one['id']}" for one in axe.run(page, options=RULES).response["violations"]]

    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_scrolls_sideways_when_it_is_twice_as_large(people, visitor, language) -> None:
    wide = {
        name: page.evaluate("document.documentElement.scrollWidth")
        for name, page in each_page(people, visitor, language=language, width=640, device_scale_factor=2)
    }

    assert {name: width for name, width in wide.items() if width > 640} == {}


@pytest.mark.long
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways_when_its_words_are_two_fifths_longer(
    people, visitor, monkeypatch, width
) -> None:
    speak(monkeypatch)
    wide = {
        name: page.evaluate("document.documentElement.scrollWidth")
        for name, page in each_page(people, visitor, width=width)
    }

    assert {name: wide for name, wide in wide.items() if wide > width} == {}


@pytest.mark.long
def test_every_page_says_the_same_without_script(people, visitor) -> None:
    both = {
        name: [heads(page) for page in pages]
        for name, pages in each_page_in(people, visitor, {"script": True}, {"script": False})
    }

    assert {name: said for name, said in both.items() if said[0] != said[1]} == {}


def heads(page: Any) -> list[str]:
    """The headings of a page, as far as they stand still."""
    return [one for one in page.locator("h1, h2").all_inner_texts() if not any(map(str.isdigit, one))]


@pytest.mark.long
def test_no_printed_page_has_a_bar_or_a_button(people, visitor) -> None:
    left = []
    for name, page in each_page(people, visitor):
        page.emulate_media(media="print")
        shown = page.locator("header.bar, .phone-bar, .btn, .help-link").evaluate_all(
            "all => all.filter(e => e.offsetParent !== null).map(e => e.className)"
        )
        left += [f"{name}: {one}" for one in shown]
        page.emulate_media(media="screen")

    assert left == []


# Every control that is shown; closed details show only their summary.
CONTROLS = """[...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
)].filter(one => !one.disabled && one.checkVisibility({ visibilityProperty: true }))"""
# A ring around the control itself, around the label that stands for it, or the bar of the whole row.
WITHOUT_RING = (
    """() => { const shown = """
    + CONTROLS
    + """;
    const drawn = look => look.boxShadow !== "none"
        || (look.outlineStyle !== "none" && look.outlineWidth !== "0px");
    const ring = one => drawn(getComputedStyle(one));
    return shown.filter(one => { one.focus({ focusVisible: true });
        const around = [one, one.nextElementSibling, one.closest("label, .result")].filter(Boolean);
        return document.activeElement !== one || !around.some(ring);
    }).map(one => one.outerHTML.slice(0, 100)); }"""
)


@pytest.mark.long
def test_the_keyboard_comes_to_every_control_shows_where_it_is_and_gets_away_again(people, visitor) -> None:
    found = []
    for name, page in each_page(people, visitor):
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.className")
        if first != "skip" and name not in NOBODYS:
            found.append(f"{name}: Tab goes to {first!r} first")
        found += [f"{name}: the focus cannot be seen on {one}" for one in page.evaluate(WITHOUT_RING)]
        if page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count():
            found.append(f"{name}: an order of its own")
        page.evaluate(f"{CONTROLS}.at(-1).focus()")
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement === {CONTROLS}.at(-1)"):
            found.append(f"{name}: the keyboard does not get away from the last control")

    assert found == []


@pytest.mark.parametrize(("look", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_the_picture_of_all_components_has_our_colours_and_no_blue(people, visitor, look, tokens) -> None:
    page = visitor(people.clerk, color_scheme=look).opens("/ui/")

    colours = colours_of(page.screenshot(), every=2)

    shown = sum(colours.values())
    grounds = [rgb(tokens[name]) for name in ("page", "surface")]
    assert sum(colours[ground] for ground in grounds) > shown / 2
    assert colours[rgb(tokens["ink"])] > 20
    assert sum(count for colour, count in colours.items() if is_blue(colour)) < shown / 2000


def rgb(colour: str) -> tuple[int, int, int]:
    """#rrggbb as numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def test_question_mark_opens_the_help_of_the_page(people, visitor) -> None:
    page = visitor(people.clerk).opens("/places/")
    page.get_by_role("heading", name="Places").click()

    page.keyboard.press("Shift+Slash")

    page.wait_for_url("**/help/register:places/")
    page.get_by_role("link", name="Back to the page").click()
    page.wait_for_url("**/places/")
