"""What is long stays on its line, and what says nothing takes no room."""

from __future__ import annotations

import pytest

from vegerin.guard.roles import Role
from vegerin.register import actions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LONG = "Xezal-Mîrad-Qasim-Berces-Dilovan-from-the-two-springs-house"


@pytest.mark.parametrize("width", [640, 1000, 1280])
def test_the_longest_working_name_stays_on_one_line_of_the_bar(width, language, staff, visitor):
    head = visitor(staff(Role.HEAD, name=LONG), language=language, width=width)

    page = head.opens("/decisions/")

    name = page.locator(".bar .whoami")
    assert name.get_attribute("title") == LONG
    assert name.bounding_box()["height"] < 2 * page.locator(".bar .help-link").bounding_box()["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "named"), [(390, False), (1280, True)])
def test_on_a_phone_an_organisation_without_an_agreement_names_no_day(width, named, staff, visitor):
    head = staff(Role.HEAD, name="head-2")
    actions.add_organisation(name="Two Springs", kind="medical", by=head)

    page = visitor(head, width=width).opens("/organisations/")

    assert page.locator("td", has_text="–").is_visible() is named
