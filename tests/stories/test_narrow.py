"""What is long is read whole, and what says nothing takes no room."""

from __future__ import annotations

import pytest

from tests.stories.pixels import colours_of, is_blue
from vegerin.guard.roles import Role
from vegerin.register import actions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LONG = "Xezal-Mîrad-Qasim-Berces-Dilovan-from-the-two-springs-house"


@pytest.mark.parametrize("width", [640, 1000, 1280])
def test_the_longest_working_name_is_read_whole_in_the_bar(width, language, staff, visitor):
    head = visitor(staff(Role.HEAD, name=LONG), language=language, width=width)

    page = head.opens("/decisions/")

    name = page.locator(".bar .whoami")
    assert LONG in name.inner_text()
    assert name.evaluate("it => it.scrollWidth - it.clientWidth") < 2
    assert name.evaluate("it => it.scrollHeight - it.clientHeight") < 2
    assert name.bounding_box()["height"] <= page.locator(".bar").bounding_box()["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "named"), [(390, False), (1280, True)])
def test_on_a_phone_an_organisation_without_an_agreement_names_no_day(width, named, staff, visitor):
    head = staff(Role.HEAD, name="head-2")
    actions.add_organisation(name="Two Springs", kind="medical", by=head)

    page = visitor(head, width=width).opens("/organisations/")

    dash = page.locator("td", has_text="–")
    assert dash.is_visible() is named
    if named:  # a dash takes a line, not the room of an empty page
        assert dash.bounding_box()["height"] < 60


@pytest.mark.parametrize("name", ["خليل برجس", "Xelîl Berces"])
def test_a_name_typed_into_the_bar_is_covered_by_no_key_and_cleared_by_nothing_blue(
    name, language, staff, visitor
):
    page = visitor(staff(Role.HEAD, name="head-3"), language=language).opens("/organisations/")
    field, key = page.locator("#find"), page.locator(".find kbd")
    before = key.is_visible()

    field.fill(name)
    written = key.is_visible(), colours_of(field.screenshot())
    field.blur()

    assert before
    assert written[0] is False
    assert [colour for colour in written[1] if is_blue(colour)] == []
    assert not key.is_visible()
    field.clear()
    field.blur()
    assert key.is_visible()
