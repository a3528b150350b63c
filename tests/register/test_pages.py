"""The register's pages: what each shows, to whom, and with how many questions to the database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories as make
from tests.stories.cast import cast
from vegerin.guard.roles import Role
from vegerin.register import actions

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


LEFT_OUT = "The name is found, but what narrows the search leaves it out"


def test_a_name_that_only_a_filter_leaves_out_is_said_to_be_found_and_the_filter_can_be_dropped(
    people, client_for
) -> None:
    make.person("Cemşîd Mirad", by=people.officer, sex="male")
    client = client_for(people.clerk)

    page = client.post(reverse("register:search"), {"q": "Cemşîd", "sex": "female"}, follow=True)
    again = client.post(reverse("register:search"), {"q": "Cemşîd"}, follow=True)

    assert LEFT_OUT in page.content.decode()
    assert "Nobody with such a name" not in page.content.decode()
    assert '<input type="hidden" name="q" value="Cemşîd">' in page.content.decode()
    assert "Cemşîd Mirad" in again.content.decode()


def test_a_filter_tells_nobody_of_a_name_that_is_not_hers_to_see(people, client_for) -> None:
    hidden = make.person("Cemşîd Mirad", by=people.officer, sex="male")
    actions.restrict_person(person=hidden, level="verifier", by=people.verifier)

    page = client_for(people.clerk).post(
        reverse("register:search"), {"q": "Cemşîd", "sex": "female"}, follow=True
    )

    assert LEFT_OUT not in page.content.decode()
    assert "Nobody with such a name" in page.content.decode()


def test_the_page_of_a_person_says_fate_and_what_it_rests_on(people, client_for):
    page = client_for(people.clerk).get(reverse("register:person", args=[people.naze.code]))

    text = page.content.decode()
    assert "Nazê Berces Qolo" in text
    assert "Believed alive, not verified" in text
    assert f"<title>{people.naze.code}</title>" in text
    assert "Dayê" not in text


def test_what_two_have_signed_is_said_so_where_nobody_judged_it(people, client_for):
    event = make.event(people.xelil, "returned", "2026-01-02", by=people.verifier)
    make.signed(event, by=people.more(Role.VERIFIER))

    page = client_for(people.verifier).get(reverse("register:person", args=[people.xelil.code]))

    assert "Two have signed it." in page.content.decode()


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


def test_the_sentence_to_say_is_the_same_whoever_the_call_is_about(people, client_for):
    client = client_for(people.clerk)
    sentence = "I cannot say whether we know anything about anyone"
    about = [people.naze.code, people.xelil.code]

    pages = [client.get(reverse("register:new_report") + f"?about={code}").content.decode() for code in about]
    nobody = client.get(reverse("register:new_report")).content.decode()

    assert all(sentence in page for page in [*pages, nobody])


def test_a_call_they_promised_is_never_rung_back_and_shows_no_number(people, client_for):
    client = client_for(people.clerk)
    sent = {
        "act": "save",
        "day": "2 Jan 2026",
        "clock": "21:38",
        "number": "0750 123 45 67",
        "words": "Ez ê dîsa telefon bikim.",
        "next_call": "they_ring",
        "next_day": "3 Jan 2026",
        "next_clock": "20:00",
    }
    client.post(reverse("register:new_report"), sent)

    desk = client.get("/").content.decode()

    assert "We do not ring them; ask the family whether they called." in desk
    assert "0750" not in desk
    assert "Nobody rang" in desk


def test_one_missing_day_below_what_a_phone_shows_is_said_on_top_and_takes_the_focus(people, client_for):
    sent = {"act": "save", "day": "2 Jan 2026", "clock": "21:38", "words": "Ez.", "next_call": "we_ring"}

    page = client_for(people.clerk).post(reverse("register:new_report"), sent).content.decode()

    summary = page[page.index('class="errors-summary"') :].partition("</div>")[0]
    assert 'tabindex="-1" autofocus' in summary
    assert 'href="#id_next_day"' in summary
    assert page.index('class="errors-summary"') < page.index('name="how"')


@pytest.mark.parametrize("teller", ["mother", "الأم"])
def test_of_a_mother_who_will_ring_nobody_is_told_to_ask_the_family(teller, people, client_for):
    client = client_for(people.clerk)
    sent = {
        "act": "save", "day": "2 Jan 2026", "clock": "21:38", "words": "Ez ê dîsa telefon bikim.",
        "teller": teller, "next_call": "they_ring", "next_day": "3 Jan 2026", "next_clock": "20:00",
    }  # fmt: skip
    client.post(reverse("register:new_report"), sent)

    desk = client.get("/").content.decode()

    assert "We wait for their call and do not ring them." in desk
    assert "ask the family" not in desk


def test_a_time_ahead_of_us_is_asked_again_in_words(people, client_for):
    sent = {"act": "save", "day": "tomorrow", "clock": "10:00", "words": "Ez sax im."}
    page = client_for(people.clerk).post(reverse("register:new_report"), sent).content.decode()

    assert "This time lies ahead of us. Write when it was said." in page


def test_a_page_bears_the_neutral_name_and_no_product(people, client_for):
    page = client_for(people.clerk).get("/").content.decode()

    assert "<span>Office</span>" in page
    assert "Vegerîn" not in page


def test_an_exercise_office_says_so_on_every_page(people, client_for, monkeypatch, settings):
    from dataclasses import replace

    settings.OFFICE = replace(settings.OFFICE, exercise=True)
    settings.OFFICE_IS_EXERCISE = True
    client = client_for(people.clerk)

    for address in ("/", reverse("register:person", args=[people.naze.code]), "/people/P00000-0/"):
        assert "exercise: invented people" in client.get(address).content.decode()


def test_an_arabic_page_runs_from_right_to_left_with_iraqi_months(people, client_for):
    client = client_for(people.clerk)
    client.cookies["django_language"] = "ar"
    page = client.get(reverse("register:person", args=[people.naze.code])).content.decode()

    assert '<html lang="ar" dir="rtl"' in page
    assert "3 آب 2014" in page
    assert "أغسطس" not in page


def test_what_is_known_shows_since_when_and_from_whom(people, client_for):
    page = client_for(people.clerk).get(reverse("register:person", args=[people.naze.code])).content.decode()

    assert "2 Sep 2014, brother" in page


def test_a_print_stands_in_the_trail_and_names_its_reader(people, client_for):
    from vegerin.guard.models import TrailEntry

    page = client_for(people.clerk).get(reverse("register:print_person", args=[people.naze.code]))

    assert "Printed for <bdi>delal</bdi>" in page.content.decode()
    assert TrailEntry.objects.filter(kind="paper.printed", about=f"person:{people.naze.code}").exists()


def test_the_shift_shares_its_promised_calls(people, client_for):
    from datetime import timedelta

    from django.utils import timezone

    from vegerin.register import actions

    report = people.naze.events.last().report
    at = timezone.now() + timedelta(hours=1)
    actions.promise_call(
        report=report, at=at, who="we_ring", other="mother", person=people.naze, by=people.clerk
    )

    assert "They expect our call." in client_for(people.verifier).get("/").content.decode()


def test_the_page_says_what_was_known_on_another_day(people, client_for):
    address = reverse("register:person", args=[people.naze.code])

    page = client_for(people.clerk).get(address + "?on=2025&known=1").content.decode()

    assert "This is what was known on 31 Dec 2025, not what is known today." in page
    assert "Nothing known yet" in page
    assert "Believed alive" not in page
