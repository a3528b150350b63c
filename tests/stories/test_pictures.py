"""Pictures of the components that would hurt most if they broke, looked at as a person would, not by pixel.

Drawn both ways and in both lights: no words over other words, none outside their drawing, nothing cut off,
the colours of the house and no other, and what each of them is there to say.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.cast import cast
from tests.stories.pixels import colours_of, is_blue
from tests.stories.test_every_page import around_missions, family_of
from tests.stories.test_matrix import rgb
from tests.stories.test_review import lists_and_register
from tests.ui.test_looks import DARK, LIGHT
from vegerin.guard.roles import Role

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.long,
]
WAYS = pytest.mark.parametrize(
    ("language", "look", "width"),
    [("en", "light", 1280), ("ar", "dark", 1280), ("ar", "light", 390), ("en", "dark", 390)],
)
NEAR = 12  # of 255: letters are drawn with soft edges, grounds are not

# Words of a drawing that lie over one another, or outside of it.
CRAMPED = """picture => {
    const box = one => one.getBoundingClientRect();
    const frame = box(picture), texts = [...picture.querySelectorAll("text")]
        .filter(one => one.textContent.trim() && getComputedStyle(one).display !== "none");
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) * 0.4;
    const found = texts.filter(one => box(one).left < frame.left - 1 || box(one).right > frame.right + 1
        || box(one).top < frame.top - 1 || box(one).bottom > frame.bottom + 1)
        .map(one => "outside: " + one.textContent);
    texts.forEach((one, i) => texts.slice(i + 1).forEach(other => {
        if (meet(box(one), box(other))) found.push(one.textContent + " over " + other.textContent);
    }));
    return found; }"""
# Words of a page that do not fit where they stand, and are not in something that scrolls.
CUT_OFF = """part => [...part.querySelectorAll("p, b, a, span, td, th, h1, h2, li, button")]
    .filter(one => one.checkVisibility() && one.clientWidth && !one.closest(".visually-hidden")
        && getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.textContent.trim().slice(0, 40))"""


@pytest.fixture
def people(transactional_db: None, office: Any, staff: Any) -> Any:
    return cast(office, staff)


def near(colour: tuple[int, ...], token: str) -> bool:
    """Whether somebody would take it for that colour of the house."""
    return all(abs(one - other) <= NEAR for one, other in zip(colour, rgb(token), strict=True))


def looks_right(part: Any, look: str, *, shows: tuple[str, ...]) -> list[str]:
    """What is wrong with how a part of a page looks; `shows` are tokens that must be there."""
    part.scroll_into_view_if_needed()
    colours, tokens = colours_of(part.screenshot()), LIGHT if look == "light" else DARK
    seen = sum(colours.values())
    blue = sum(n for colour, n in colours.items() if is_blue(colour))
    missing = [name for name in shows if sum(n for one, n in colours.items() if near(one, tokens[name])) < 12]
    return [f"no {name}" for name in missing] + (["blue"] if blue > seen / 1000 else [])


@WAYS
def test_the_line_of_life(people: Any, visitor: Any, language: str, look: str, width: int) -> None:
    who = visitor(people.verifier, language=language, width=width, color_scheme=look)
    page = who.opens(f"/people/{people.naze.code}/")
    life = page.locator("section.life")

    if width == 1280:  # a phone has the same stops as a list
        assert life.locator("svg").first.evaluate(CRAMPED) == []
        home, taken = (life.locator("text", has_text=said).first for said in TOLD[language])
        goes_right = home.bounding_box()["x"] < taken.bounding_box()["x"]
        assert goes_right == (language == "en")
    assert life.evaluate(CUT_OFF) == []
    assert looks_right(life, look, shows=("leaf", "ink", "surface")) == []


# Time runs with the script: born before taken.
TOLD = {"en": ("Born", "Taken"), "ar": ("الولادة", "خطف")}


@WAYS
def test_the_picture_of_the_family(people: Any, visitor: Any, language: str, look: str, width: int) -> None:
    family_of(people)
    who = visitor(people.verifier, language=language, width=width, color_scheme=look)
    page = who.opens(f"/people/{people.naze.code}/around/")
    tree = page.locator("main svg[role=img]").first

    assert tree.evaluate(CRAMPED) == []
    assert tree.locator("text").filter(has_text="Nazê").or_(tree.locator("text", has_text="نازي")).count()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert looks_right(tree.locator("xpath=.."), look, shows=("ink", "surface")) == []


@WAYS
def test_the_alarm_and_the_board_of_missions(
    people: Any, night: Any, visitor: Any, language: str, look: str, width: int
) -> None:
    around_missions(people)
    tokens = LIGHT if look == "light" else DARK
    how = {"language": language, "width": width, "color_scheme": look}
    quiet = visitor(people.head, **how).opens("/missions/")

    assert quiet.locator("main").evaluate(CUT_OFF) == []
    assert [one for svg in quiet.locator("main svg[role=img]").all() for one in svg.evaluate(CRAMPED)] == []
    assert not any(near(one, tokens["alarm"]) for one in colours_of(quiet.screenshot(), every=3))

    night.comes_to(4)
    loud = visitor(people.head, **how).opens("/missions/")

    assert loud.locator("main").evaluate(CUT_OFF) == []
    assert looks_right(loud.locator("body"), look, shows=("red", "ink", "surface")) == []


@WAYS
def test_the_manifest_and_what_holds_a_group_on_the_way(
    people: Any, visitor: Any, language: str, look: str, width: int
) -> None:
    path, reader = around_missions(people)["a mission on the way"]
    page = visitor(reader, language=language, width=width, color_scheme=look).opens(path)
    manifest = page.locator("section", has=page.locator("table.arrived"))

    ends = manifest.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => Math.round(cell.getBoundingClientRect().left)))"
    )
    assert ends[0] == ends[1]  # figures of one kind stand under one another
    assert manifest.evaluate(CUT_OFF) == []
    assert looks_right(manifest, look, shows=("ink", "surface")) == []
    held = page.locator("#heard")
    assert held.evaluate(CUT_OFF) == []
    if width == 1280:  # a phone says the hour in large figures and draws no line
        assert held.locator("svg").first.evaluate(CRAMPED) == []
        assert looks_right(held, look, shows=("sun-soft", "surface")) == []


@pytest.mark.parametrize(("language", "look"), [("en", "light"), ("ar", "dark")])
def test_two_rows_side_by_side(
    transactional_db: None, office: Any, staff: Any, visitor: Any, language: str, look: str
) -> None:
    officer = staff(Role.REGISTER_OFFICER, name="zozan")
    lists_and_register(60, 20, by=officer)
    page = visitor(officer, language=language, color_scheme=look).opens("/lists/review/")
    page.locator(".btn.filled").first.click()
    page.locator("[data-pair]").first.wait_for()

    places = page.locator("[data-pair] .two-sides").evaluate_all(
        """all => all.map(row => [...row.children]
            .map(one => one.getBoundingClientRect()).map(box => [box.left, box.right]))"""
    )

    assert places
    assert all(first[1] <= facts[0] + 1 and facts[1] <= last[0] + 1 for first, facts, last in places)
    assert page.locator("main").evaluate(CUT_OFF) == []
    assert looks_right(page.locator(".pairs"), look, shows=("fig-soft", "surface")) == []
