"""Every page is visited by everybody who may not enter: it answers like a page that is not there."""

from __future__ import annotations

import uuid

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from vegerin.guard import doors
from vegerin.guard.models import TrailEntry
from vegerin.guard.roles import Role

pytestmark = pytest.mark.django_db
# What a guessing visitor would write into an address.
GUESS = {
    UUIDConverter: str(uuid.UUID(int=7)),
    IntConverter: "7",
    StringConverter: "P48213-7",
    SlugConverter: "p7",
}


def every_page() -> list[tuple[str, object]]:
    """Address with guessed ids, and view, of all pages of the house."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns, prefix):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            for name, converter in pattern.pattern.converters.items():
                guess = GUESS.get(type(converter), "P48213-7")
                for written in (f"<{_word(type(converter))}:{name}>", f"<{name}>"):
                    address = address.replace(written, guess)
            yield "/" + address, pattern.callback
        else:
            yield from _walk(pattern.url_patterns, address)


def _word(converter: type) -> str:
    words = {UUIDConverter: "uuid", IntConverter: "int", StringConverter: "str", SlugConverter: "slug"}
    return words.get(converter, "path")


def test_every_page_says_to_whom_it_opens():
    silent = [
        address
        for address, view in every_page()
        if not (doors.is_open(view) or getattr(view, "opens_to", None) is not None)
    ]

    assert silent == []


def test_only_these_pages_open_to_anybody():
    opened = {address for address, view in every_page() if doors.is_open(view)}

    assert opened == {
        "/unlock/", "/sign-in/", "/sign-out/", "/covered/", "/draft/", "/language/", "/digits/", "/look/",
        "/duty/", "/duty/board/", "/duty/check-in/", "/duty/P48213-7/", "/missions/field/P48213-7/",
    }  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_a_page_that_is_not_hers_has_the_bytes_of_one_that_is_not_there(client_for, staff, role):
    reader = staff(role)
    browser = client_for(reader)
    absent = browser.get("/no-such-page/")

    for address, view in every_page():
        if doors.may_open(view, reader):
            continue
        answer = browser.get(address)
        assert answer.status_code == 404, address
        assert answer.content == absent.content, address
        assert dict(answer.headers) == dict(absent.headers), address


def test_sending_something_to_it_answers_the_same(client_for, staff):
    reader = staff(Role.CLERK)
    browser = client_for(reader)
    absent = browser.post("/no-such-page/")

    for address, view in every_page():
        if not doors.may_open(view, reader):
            assert browser.post(address).content == absent.content, address


def test_both_leave_the_same_kind_of_row_in_the_trail(client_for, staff):
    browser = client_for(staff(Role.CLERK))

    browser.get("/trail/")
    browser.get("/no-such-page/")

    rows = TrailEntry.objects.filter(kind="not_found").values_list("kind", "about", "detail")
    assert list(rows) == [("not_found", "", {})] * 2


def test_ids_that_do_not_exist_answer_the_same_to_one_who_may_enter(client_for, staff):
    browser = client_for(staff(Role.HEAD, Role.AUDITOR))
    absent = browser.get("/no-such-page/").content

    for address in (f"/staff/{uuid.UUID(int=7)}/", f"/decisions/{uuid.UUID(int=7)}/"):
        assert browser.get(address).content == absent


def test_nobody_in_particular_sees_nothing_but_the_door(client, office):
    for address, view in every_page():
        if not doors.is_open(view):
            assert client.get(address).headers["Location"].startswith("/sign-in/"), address
