"""Help on every page, in the reader's language; and nothing about pages that are not hers."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from tests import factories as make
from tests.stories.cast import cast
from tests.stories.test_every_page import paths
from vegerin.guard import help
from vegerin.guard.roles import Role

pytestmark = pytest.mark.django_db
WITHOUT = {"ui:components"}  # what a page may be built from is for those who build


def test_what_is_said_is_said_of_pages_that_there_are() -> None:
    assert sorted(help.known() - set(help.views())) == []


def test_every_page_that_is_walked_through_has_help_of_its_own(office, staff) -> None:
    views = {
        resolve(path.partition("?")[0]).view_name
        for path, reader in paths(cast(office, staff)).values()
        if reader
    }

    assert sorted(views - help.known() - WITHOUT) == []


def test_every_page_leads_to_its_help_and_back(client_for, staff) -> None:
    browser = client_for(staff(Role.CLERK))

    page = browser.get("/search/").content.decode()
    help_page = browser.get(
        "/help/register:search/", HTTP_REFERER="http://testserver/search/"
    ).content.decode()

    assert 'href="/help/register:search/" data-help' in page
    assert "Any part of a name in any spelling." in help_page
    assert '<a href="/search/">Back to the page</a>' in help_page


def test_help_does_not_lead_out_of_the_office(client_for, staff) -> None:
    browser = client_for(staff(Role.CLERK))

    page = browser.get("/help/register:search/", HTTP_REFERER="http://elsewhere.example/").content.decode()

    assert "elsewhere" not in page


def test_help_with_a_page_that_is_not_hers_is_the_help_with_one_that_is_not_there(client_for, staff) -> None:
    browser = client_for(staff(Role.AUDITOR))

    theirs, absent = (
        browser.get(f"/help/{name}/").content.decode().partition("<main")[2].partition("</main>")[0]
        for name in ("register:person", "nothing:here")
    )

    assert theirs == absent
    assert "cover" in theirs


def test_help_speaks_the_readers_language(client_for, staff) -> None:
    browser = client_for(staff(Role.CLERK))
    browser.cookies["django_language"] = "ar"

    page = browser.get("/help/register:search/").content.decode()

    assert "أي جزء من الاسم بأي إملاء" in page
    assert "Any part" not in page


def test_an_empty_office_says_to_its_head_what_to_do_first(client_for, office) -> None:
    page = client_for(office.head).get("/").content.decode()

    for words in ("To begin with", "Bring your colleagues in", "Practise first", "Bring in the first list"):
        assert words in page
    assert reverse("guard:invite") in page
    assert reverse("lists:import") in page


def test_a_clerk_of_an_empty_office_opens_the_first_case(client_for, staff) -> None:
    page = client_for(staff(Role.CLERK)).get("/").content.decode()

    assert "Open the first case" in page
    assert "Bring your colleagues in" not in page


def test_once_somebody_stands_in_the_register_the_first_steps_are_gone(client_for, staff) -> None:
    officer = staff(Role.REGISTER_OFFICER)
    make.person("Nazê Berces", by=officer)

    assert "To begin with" not in client_for(officer).get("/").content.decode()
