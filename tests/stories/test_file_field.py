"""A file is asked for in the reader's language, by mouse and keyboard, with and without script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.stories.cast import cast
from tests.stories.test_every_page import RULES

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.long,
]
# What of the browser's own words can be seen in the field, and what of ours.
SEEN = """field => ({
    file: getComputedStyle(field.querySelector("input")).color !== "rgba(0, 0, 0, 0)",
    nothing_yet: getComputedStyle(field.querySelector(".none")).display !== "none",
    goes_along: getComputedStyle(field.querySelector(".later")).display !== "none",
})"""
NOTHING = {"file": False, "nothing_yet": True, "goes_along": False}
NAMED = {"file": True, "nothing_yet": False, "goes_along": False}
EITHER = {"file": False, "nothing_yet": False, "goes_along": True}


@pytest.fixture
def people(transactional_db: None, office: Any, staff: Any) -> Any:
    return cast(office, staff)


@pytest.mark.parametrize(
    ("address", "script", "seen"),
    [
        ("/contacts/evidence/new/", True, [NOTHING, NAMED]),
        ("/contacts/evidence/new/", False, [NOTHING, NAMED]),
        ("/people/{}/described/new/", True, [NOTHING, NAMED]),
        ("/people/{}/described/new/", False, [EITHER, EITHER]),  # it cannot know, and says nothing foreign
    ],
)
def test_what_was_chosen_is_named_and_nothing_is_said_in_the_browsers_language(
    people: Any, visitor: Any, tmp_path: Path, address: str, script: bool, seen: list[dict[str, bool]]
) -> None:
    told = tmp_path / "told.txt"
    told.write_text("Ez sax im.", "utf-8")
    page = visitor(people.verifier, language="ar", script=script)
    page = page.opens(address.format(people.naze.code))
    field = page.locator(".file")

    before = field.evaluate(SEEN)
    with page.expect_file_chooser() as chooser:
        field.get_by_text("اختيار ملف").click()
    chooser.value.set_files(told)

    assert page.locator("input[type=file]").evaluate("one => one.files[0].name") == "told.txt"
    assert [before, field.evaluate(SEEN)] == seen


def test_the_keyboard_opens_it_and_no_barrier_is_found(people: Any, visitor: Any) -> None:
    page = visitor(people.verifier).opens("/contacts/evidence/new/")

    page.locator("input[type=file]").focus()
    with page.expect_file_chooser():
        page.keyboard.press("Enter")

    found = Axe().run(page, options=RULES).response["violations"]
    assert [one["id"] for one in found] == []
