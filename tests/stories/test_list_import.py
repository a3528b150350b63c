"""A register officer brings in a list and its next release, and says who a row is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.lists.test_importing import JUNE, MARCH, brought_in
from tests.stories.hands import arabic_first
from vegerin.guard.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def bring_in(page: Any, path: Path, day: str) -> None:
    """What the officer does on the two pages of an import."""
    page.get_by_role("link", name="Import").first.click()
    page.get_by_label("File").set_input_files(str(path))
    page.get_by_label("Which list").fill("Families’ list")
    page.get_by_label("Day of the release").fill(day)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Import 3 rows").click()


def test_an_officer_imports_two_releases_and_opens_a_case(
    visitor: Callable, staff: Callable, tmp_path: Path
) -> None:
    officer = visitor(staff(Role.REGISTER_OFFICER))
    for name, text in (("march.csv", MARCH), ("june.csv", JUNE)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    page = officer.opens("/lists/")
    bring_in(page, tmp_path / "march.csv", "2026-03-14")
    page.get_by_text("خدر مراد حسو").wait_for(timeout=60_000)
    page = officer.opens("/lists/")
    bring_in(page, tmp_path / "june.csv", "2026-06-01")
    page.get_by_role("link", name="1 changed").wait_for(timeout=60_000)

    assert "older by the time between" in page.inner_text("main")
    page.get_by_role("link", name="1 gone").click()
    page.get_by_role("button", name="Write down").click()
    expect(page.locator("main li p").filter(has_text="Asked the list’s owner")).to_have_count(1)
    page.get_by_role("link", name="1 new row").click()
    page.get_by_role("link", name="4", exact=True).click()
    page.get_by_role("button", name="New person").click()
    page.get_by_text("This is the person").first.wait_for()
    assert officer.console == []


@arabic_first
def test_every_page_of_lists_is_open_to_everybody(visitor: Callable, staff: Callable, language: str) -> None:
    officer = staff(Role.REGISTER_OFFICER)
    brought_in(MARCH, "2026-03-14", by=officer)
    june = brought_in(JUNE, "2026-06-01", by=officer)
    release, row = f"/lists/{june.release_id}/", june.release.rows.get(standing="changed")
    shown = [f"{release}?show={show}" for show in ("new", "changed", "gone", "same")]
    one, found = visitor(officer, language=language), []

    for path in ["/lists/", "/lists/import/", *shown, f"{release}rows-left-out/", f"/lists/row/{row.pk}/"]:
        page = one.opens(path)
        found += [f"{path}: {barrier['id']}" for barrier in Axe().run(page).response["violations"]]
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{path} at {width}: {wide}"] if wide > width else []

    assert (found, one.console) == ([], [])
