"""The register's pages: what each shows, to whom, and with how many questions to the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.stories.cast import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(office, staff):
    return cast(office, staff)


def test_the_desk_asks_who_the_call_is_about(people, client_for):
    page = client_for(people.clerk).get("/").content.decode()

    assert "Who is the call about?" in page
    assert "No calls are overdue" in page


def test_every_role_has_a_desk_that_is_not_empty(people, client_for):
    for reader in (people.clerk, people.officer, people.verifier, people.head, people.nobody):
        page = client_for(reader).get("/")

        assert page.status_code == 200
        assert "<h2" in page.content.decode()


@pytest.mark.parametrize("asked", ["خليل", "Xelîl", "Khaleel", "Khalil"])
def test_a_person_is_found_from_any_script(asked, people, client_for):
    page = client_for(people.clerk).post(reverse("register:search"), {"q": asked}, follow=True)

    assert people.xelil.code in page.content.decode()


def test_the_name_asked_for_stands_in_no_address(people, client_for):
    answer = client_for(people.clerk).post(reverse("register:search"), {"q": "Xelîl"})

    assert "Xel" not in answer["Location"]


def test_the_page_of_a_person_says_fate_and_what_it_rests_on(people, client_for):
    page = client_for(people.clerk).get(reverse("register:person", args=[people.naze.code]))

    text = page.content.decode()
    assert "Nazê Berces Qolo" in text
    assert "Believed alive, not verified" in text
    assert f"<title>{people.naze.code}</title>" in text
    assert "Dayê" not in text


def test_words_are_opened_by_an_act_of_someone_who_may(people, client_for):
    report = people.naze.events.order_by("-recorded_at").first().report
    address = reverse("register:open_words", args=[report.pk])

    opened = client_for(people.verifier).post(address, {"person": people.naze.code})
    sealed = client_for(people.officer).post(address, {"person": people.naze.code})

    assert "Dayê, ez sax im" in opened.content.decode()
    assert sealed.status_code == 404


def test_who_may_not_read_the_register_finds_no_page(people, client_for):
    client = client_for(people.nobody)
    theirs = client.get(reverse("register:person", args=[people.naze.code]))
    absent = client.get(reverse("register:person", args=["P00000-0"]))

    assert (theirs.status_code, theirs.content) == (absent.status_code, absent.content)
    assert theirs.status_code == 404


def test_a_report_is_taken_with_six_fields(people, client_for):
    client = client_for(people.clerk)
    answer = client.post(
        reverse("register:new_report"),
        {
            "act": "save",
            "how": "they_rang",
            "day": "2026-01-02",
            "clock": "21:38",
            "number": "0750 123 45 67",
            "people": people.naze.code,
            "teller": "mother",
            "voice": "knew",
            "claim": "called",
            "words": "Ez baş im.",
            "language": "kmr",
            "listening": "A child in the room.",
            "next_call": "they_ring",
            "next_day": "2026-01-03",
            "next_clock": "20:00",
            "gravity": "verifier",
        },
        follow=True,
    )

    assert "Kept" in answer.content.decode()
    event = people.naze.events.get(
        kind="called", report__by=people.clerk.staff, report__told_at__year=2026, report__told_at__month=1
    )
    assert event.report.promises.get().who == "they_ring"


def test_an_empty_report_asks_for_a_few_words(people, client_for):
    sent = {"act": "save", "day": "2026-01-02", "clock": "10:00"}
    page = client_for(people.clerk).post(reverse("register:new_report"), sent)

    assert "Write at least a few words" in page.content.decode()


def test_stopping_for_now_keeps_what_was_written(people, client_for):
    client = client_for(people.clerk)
    client.post(
        reverse("register:new_report"), {"act": "stop", "words": "Ez sax im", "people": people.naze.code}
    )

    desk = client.get("/").content.decode()
    page = client.get(reverse("register:new_report")).content.decode()

    assert "A report you stopped" in desk
    assert "Ez sax im" in page
    assert people.naze.code in page


def test_a_verifier_judges_a_claim(people, client_for):
    event = people.naze.events.get(kind="seen")
    client_for(people.verifier).post(
        reverse("register:assess", args=[event.pk]),
        {"verdict": "corroborated", "source_grade": "B", "why": "Two lines agree."},
    )

    assert event.assessments.last().verdict == "corroborated"


def test_a_case_is_opened_with_a_name_alone(people, client_for):
    client = client_for(people.clerk)
    answer = client.post(
        reverse("register:add_person"),
        {"name": "Gulê Evdal", "review_on": "2027-01-01", "taken": "named"},
        follow=True,
    )

    assert "Gulê Evdal" in answer.content.decode()


def test_two_persons_are_put_before_a_second_person(people, client_for):
    answer = client_for(people.officer).post(
        reverse("register:judge", args=[people.naze.code]),
        {"other": people.xelil.code, "verdict": "same", "why": "The same papers."},
    )

    assert answer.status_code == 302
    assert "Whether two persons are one" in client_for(people.verifier).get("/").content.decode()


def test_the_family_sees_no_sign_of_life_before_she_was_asked(people, client_for):
    page = (
        client_for(people.clerk)
        .get(reverse("register:family_view", args=[people.naze.code]))
        .content.decode()
    )

    assert "Taken" in page
    assert "Called" not in page
    assert "elieved alive" not in page


def test_a_longer_list_asks_the_database_no_more(people, client_for, django_assert_max_num_queries):
    client = client_for(people.clerk)

    def questions(asked: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            client.post(reverse("register:as_you_type"), {"q": asked})
        return len(seen)

    one, three = questions("Xelîl Berces Qolo"), questions("Berces Qolo")

    assert three <= one + 4
