"""Two tabs with one form of contacts: the later is told, and loses no word (guard/meanwhile.py)."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests import factories as make
from vegerin.contacts import actions, queries
from vegerin.guard.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def opened(client, address: str) -> str:
    """The page in a tab: what it says it was opened upon."""
    found = re.search(r'name="upon"(?: value="([^"]*)")?', client.get(address).content.decode())
    assert found, f"{address} does not say upon what it was opened"
    return found[1] or ""


def test_two_verifiers_weigh_one_report_and_the_later_sees_the_others_word(
    client_for, person, verifier, second
):
    report = make.report(make.claim(person, "called"), by=verifier)
    tab, address = client_for(second), f"/contacts/weighing/{person.code}/{report.pk}/"
    told = {"upon": opened(tab, address), "free": "fits"}
    actions.lay_side_by_side(
        person=person, report=report, fits={"free": "against", "old": "fits"}, by=verifier
    )

    answer = tab.post(address, told)
    page = unescape(answer.content.decode())
    stands = queries.fits_of(verifier, person)

    assert stands == {(report.pk, "free"): "against", (report.pk, "old"): "fits"}
    assert f"By \u2068{verifier.staff.working_name}\u2069 it says now: Speaks against it" in page
    assert re.search(r'name="free" value="fits"[^>]*checked', page)
    assert re.search(r'name="old" value="fits"[^>]*checked', page)


def test_r14_a_deputys_card_of_a_source_is_not_replaced_unseen(client_for, staff):
    handler, deputy = (staff(Role.SOURCE_HANDLER, name=name) for name in ("handler", "deputy-handler"))
    source = actions.add_source(code_name="K7", deputy=deputy.staff, by=handler)
    tab, page = client_for(handler), f"/contacts/sources/{source.pk}/"
    upon = opened(tab, page)
    actions.keep_card(source=source, words="The one at the bridge.", by=deputy)

    answer = tab.post(f"{page}card/", {"upon": upon, "words": "The one at the mill."})
    shown = unescape(answer.content.decode())
    again = re.search(r'name="upon" value="([^"]*)"', shown)[1]

    assert queries.open_card(handler, source) == "The one at the bridge."
    assert "\u2068deputy-handler\u2069 wrote down who it is meanwhile" in shown
    assert "The one at the mill." in shown and "at the bridge" not in shown
    assert tab.post(f"{page}card/", {"upon": again, "words": "The one at the mill."}).status_code == 302
    assert queries.open_card(handler, source) == "The one at the mill."
