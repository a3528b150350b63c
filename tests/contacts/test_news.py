"""A day on which everybody rings: twenty seconds, one sentence, nobody twice, the received first (D18)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from vegerin.contacts import actions, queries
from vegerin.guard.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def day(office):
    return actions.open_news_day(call_by=timezone.now() + timedelta(hours=5), by=office.head)


def rings(clerk, name="Naze Berces", number="0750 123 45 67"):
    return actions.take_news_call(name=name, father="Berces", village="Gundê Darê", number=number, by=clerk)


def test_d18_the_head_opens_it_for_twelve_hours(day, office, clerk):
    assert timedelta(hours=11, minutes=59) < day.until - timezone.now() <= timedelta(hours=12)
    with pytest.raises(Refused, match="open already"):
        actions.open_news_day(call_by=timezone.now() + timedelta(hours=1), by=office.head)
    with pytest.raises(Refused, match="head or the deputy"):
        actions.open_news_day(call_by=timezone.now() + timedelta(hours=1), by=clerk)


def test_d18_the_same_caller_stands_there_once_however_she_writes_it(day, liaison, clerk):
    first, known = rings(clerk)
    again, known_again = rings(clerk, name="Nazê  BERCES", number="+964 ٧٥٠ ١٢٣ ٤٥ ٦٧")

    assert (known, known_again, again) == (False, True, first)
    assert [call.name for call in queries.news_calls(liaison, day)] == ["Naze Berces"]


def test_d18_families_of_the_received_are_rung_first(day, liaison, clerk):
    rings(clerk, name="One", number="0750 111 11 11")
    second, _ = rings(clerk, name="Two", number="0750 222 22 22")
    actions.answer_news(call=second, what="first", by=liaison)
    assert [call.name for call in queries.news_calls(liaison, day)] == ["Two", "One"]

    actions.answer_news(call=second, what="told", by=liaison)

    assert [(call.name, bool(call.rung)) for call in queries.news_calls(liaison, day)] == [
        ("One", False),
        ("Two", True),
    ]
    with pytest.raises(Refused, match="rung already"):
        actions.answer_news(call=second, what="not_this_time", by=liaison)


def test_d18_a_clerk_writes_and_sees_nobody_else(day, clerk, client_for):
    client = client_for(clerk)
    sent = {"name": "Naze Berces", "father": "", "village": "", "number": "0750 123 45 67"}

    page = client.post("/contacts/news/", sent).content.decode()
    again = client.post("/contacts/news/", sent).content.decode()

    assert "We say the same to everyone who calls today" in page
    assert "Naze" not in page
    assert "stands here since" in again
    assert queries.news_calls(clerk, day) == []


def test_without_a_news_day_a_call_is_any_call(clerk):
    with pytest.raises(Refused, match="No news day is open"):
        rings(clerk)
