"""Two tabs with one form of contacts: the later is told, and loses no word (guard/meanwhile.py)."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from tests import factories as make
from tests.contacts.handing_in import let_open
from vegerin.contacts import actions, queries
from vegerin.contacts.actions import evidence
from vegerin.contacts.queries.evidence import said_of
from vegerin.contacts.telling import Episode
from vegerin.engines.history.dates import year
from vegerin.guard import drafts
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


@pytest.fixture
def telling(person, psychologist, staff, switched_on):
    """Two hear her, and one episode is told."""
    other = staff(Role.PSYCHOLOGIST, name="perwîn")
    begun = {"purpose": "A court.", "why": "Unknown.", "agreed": True, "readers": [other.staff]}
    actions.begin_telling(person=person, **begun, by=psychologist)
    actions.keep_episode(person=person, episode=Episode("one", words="Forty days."), by=psychologist)
    return SimpleNamespace(person=person, hears=psychologist, other=other)


def says(telling) -> list[str]:
    """The words of each episode, in their order."""
    return [one.words for one in queries.telling_for(telling.hears, telling.person).episodes]


def test_two_who_hear_her_say_one_episode_anew_and_the_later_sees_the_others_words(client_for, telling):
    tab, address = client_for(telling.hears), f"/contacts/told/{telling.person.code}/episode/one/"
    upon = opened(tab, address)
    said = Episode("one", begins=year(2015), words="Forty days, by the river.")
    actions.keep_episode(person=telling.person, episode=said, by=telling.other)

    answer = tab.post(address, {"upon": upon, "words": "Fifty days.", "then": "keep"})
    page = unescape(answer.content.decode())
    again = re.search(r'name="upon" value="([^"]*)"', page)[1]

    assert says(telling) == ["Forty days, by the river."]
    assert "By \u2068perwîn\u2069 it says now: Forty days, by the river." in page
    assert "Changed meanwhile by \u2068perwîn\u2069; you had left it." in page
    assert "Fifty days.</textarea>" in page
    assert re.search(r'name="begins" value="2015"', page)
    assert tab.post(address, {"upon": again, "begins": "2015", "words": "Fifty days."}).status_code == 302
    assert says(telling) == ["Fifty days."]


@pytest.mark.parametrize("then", ["paused", "stopped"])
def test_when_she_stops_nothing_is_asked_and_both_versions_stand_side_by_side(then, client_for, telling):
    tab, address = client_for(telling.hears), f"/contacts/told/{telling.person.code}/episode/one/"
    upon = opened(tab, address)
    actions.keep_episode(
        person=telling.person, episode=Episode("one", words="By the river."), by=telling.other
    )

    answer = tab.post(address, {"upon": upon, "words": "Fifty days.", "then": then})

    assert answer.status_code == 302
    assert says(telling) == ["By the river.", "Fifty days."]
    assert queries.telling_for(telling.hears, telling.person).state == then


def test_what_was_half_written_before_a_colleague_kept_hers_is_not_kept_in_its_place(client_for, telling):
    tab, address = client_for(telling.hears), f"/contacts/told/{telling.person.code}/episode/one/"
    half = QueryDict(mutable=True)
    half.update({"of": f"{telling.person.code}/one", "upon": opened(tab, address), "words": "Fifty days."})
    drafts.keep(staff=telling.hears.staff, form="contacts:episode", values=half)
    actions.keep_episode(
        person=telling.person, episode=Episode("one", words="By the river."), by=telling.other
    )

    upon = opened(tab, address)
    answer = tab.post(address, {"upon": upon, "words": "Fifty days."})

    assert upon == half["upon"]
    assert "it says now: By the river." in unescape(answer.content.decode())
    assert says(telling) == ["By the river."]


def test_d12_who_is_in_it_is_not_said_over_a_colleagues_word_unseen(
    client_for, take, child_officer, verifier
):
    posting = take()
    for asks, signs in ((verifier, child_officer), (child_officer, verifier)):
        let_open(posting, asks, signs)
    tab, page = client_for(child_officer), f"/contacts/evidence/{posting.pk}/"
    looked = tab.post(f"{page}look/", {"why": "Who is it?"}).content.decode()
    upon = re.search(r'name="upon" value="([^"]*)"', looked)[1]
    told = {"upon": upon, "age": "adult", "dress": "may_be"}
    evidence.say_who_is_in_it(evidence=posting, age="minor", dress="dressed", by=verifier)

    answer = tab.post(f"{page}said/", told)
    shown = unescape(answer.content.decode())
    again = re.search(r'name="upon" value="([^"]*)"', shown)[1]

    assert said_of(posting) == ("minor", "dressed")
    assert f"Changed meanwhile by \u2068{verifier.staff.working_name}\u2069; you had left it." in shown
    assert re.search(r'name="age" value="adult"[^>]*checked', shown)
    assert tab.post(f"{page}said/", {**told, "upon": again}).status_code == 302
    assert said_of(posting) == ("adult", "may_be")
