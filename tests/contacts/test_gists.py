"""The gist of a telling: for its readers alone, of one length, gone with what is taken back (D4, D5)."""

from datetime import date

import pytest

from tests import factories as make
from tests.contacts.test_episodes import back, keep, region, sought
from vegerin.contacts import actions, gist, queries
from vegerin.contacts.models import Gist
from vegerin.contacts.telling import Episode, new_id
from vegerin.engines.history.dates import year
from vegerin.guard import keystore
from vegerin.guard.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.record]
__all__ = ["back", "region", "sought"]


def row_of(person):
    return Gist.objects.get(person=person)


def test_d5_it_holds_none_of_her_words_and_nobody_else_opens_it(back, staff, verifier, region):
    her = back("Surely", begins=year(2014), ends=year(2016), words="Em li wir bûn.")

    rows = queries.gist_of(verifier, her, upto=row_of(her).upto)

    assert gist.regions(rows) == {str(region.pk)}
    assert "Em li wir" not in str(rows)
    assert queries.gist_of(staff(Role.VERIFIER, name="other"), her, upto=row_of(her).upto) is None
    assert str(region.pk).encode() not in bytes(row_of(her).content)


def test_d5_it_tells_nobody_by_its_length_or_number_how_often_she_was_moved(back, psychologist, region):
    once, often = back("Once", begins=year(2014)), back("Often", begins=year(2014))
    for _each in range(20):
        keep(often, psychologist, str(region.pk), begins=year(2015), words="Çil roj. " * 30)

    assert {len(row.content) for row in Gist.objects.all()} == {len(row_of(once).content)}
    assert Gist.objects.count() == 2


def test_d4_what_she_takes_back_stands_in_no_gist_and_its_keys_are_gone(back, sought, verifier, psychologist):
    her = back("Surely", begins=year(2014), ends=year(2016))
    [one] = queries.telling_for(psychologist, her).episodes
    key = bytes(row_of(her).content)[1:17]

    actions.take_back(person=her, id=one.id, by=psychologist)

    assert (Gist.objects.count(), keystore.current().row_key(key)) == (0, None)
    assert queries.next_worth_asking(verifier, sought, why="x") is None
    assert (actions.renew_gists(by=verifier), queries.stale_gists(verifier)) == (1, [])
    assert queries.gist_of(verifier, her, upto=row_of(her).upto) == []


def test_d4_with_all_of_it_the_gist_is_noise(back, sought, verifier, psychologist):
    her = back("Surely", begins=year(2014), ends=year(2016))

    actions.take_back(person=her, by=psychologist)

    assert queries.gist_of(verifier, her, upto=row_of(her).upto) is None
    assert queries.next_worth_asking(verifier, sought, why="x") is None


def test_who_told_before_there_were_gists_is_found_all_the_same(back, sought, verifier, client_for):
    her = back("Surely", begins=year(2014), ends=year(2016))
    Gist.objects.all().delete()

    found = queries.next_worth_asking(verifier, sought, why="x")
    page = client_for(verifier).post(f"/contacts/worth/{sought.code}/", {"why": "Her mother asks."})

    assert found.person == her
    assert her.code in page.content.decode()
    assert queries.stale_gists(verifier) == []


def test_dates_that_follow_from_an_event_of_the_register_follow_from_the_gist_too(
    back, sought, verifier, officer, psychologist, region, staff
):
    her = back("Surely")
    event = make.event(her, "seen", "2015-02-01", by=verifier)
    one = Episode(new_id(), str(region.pk), ends=year(2016), after=(f"event:{event.pk}",))
    actions.keep_episode(person=her, episode=one, by=psychologist)

    whole = queries.telling_for(verifier, her)
    found = queries.next_worth_asking(verifier, sought, why="x")

    [stretch] = whole.follows.values()
    assert (stretch.begins.earliest, found.person) == (date(2015, 2, 1), her)
    assert (found.earliest, found.latest) == (date(2015, 2, 1), date(2015, 12, 31))


def test_her_order_and_the_latest_of_each_are_what_the_gist_keeps():
    one, two = new_id(), new_id()
    rows = [
        {"what": "pace", "step": "begun"},
        {"what": "episode", "id": one, "region": "a", "words": "x"},
        {"what": "episode", "id": two, "region": "b"},
        {"what": "episode", "id": one, "region": "c"},
        {"what": "order", "ids": [one, two]},
        {"what": "order", "ids": [two, one]},
    ]

    kept = gist.read(gist.written(rows))

    assert kept == [
        {"what": "episode", "id": one, "region": "c"},
        {"what": "episode", "id": two, "region": "b"},
        {"what": "order", "ids": [two, one]},
    ]
