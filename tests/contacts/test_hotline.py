"""A contact is logged with six answers and stays a claim; nobody rings into captivity (R11, D6, D10)."""

import pytest
from django.utils import timezone

from vegerin.engines.history.kinds import Fate
from vegerin.guard.roles import Role
from vegerin.register import phones, queries
from vegerin.register.models import Report
from vegerin.register.queries import status_for

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def sent(person):
    """Six answers, as a form sends them."""
    now = timezone.localtime()
    return {
        "act": "save",
        "how": "they_rang",
        "by_what": "voice_note",
        "day": "today",
        "clock": f"{now:%H:%M}",
        "number": "٠٧٥٠ ١٢٣ ٤٥ ٦٧",
        "people": [person.code],
        "teller": "mother",
        "voice": "knew",
        "voice_by": "her mother",
        "claim": "called",
        "words": "Dayê, ez sax im.",
        "whose": "saw",
        "language": "kmr",
        "listening": "a man in the room",
        "next_call": "they_ring",
        "next_day": "tomorrow",
        "next_clock": "18:00",
        "gravity": "verifier",
    }


def test_r11_six_answers_are_kept_and_the_status_stays_a_claim(sent, person, clerk, verifier, client_for):
    answer = client_for(clerk).post("/reports/new/", sent)

    report = Report.objects.get(channel="voice_note")
    assert answer.status_code == 302
    assert status_for(verifier, person).fate is Fate.BELIEVED_ALIVE
    assert report.verbatim_of == "saw"
    assert [(link.step, link.role) for link in report.chain.all()] == [
        ("saw", "herself"),
        ("told", "mother"),
        ("wrote", "clerk"),
    ]
    words = queries.words_of(verifier, report)
    assert [line in words for line in ("ez sax im", "her mother", "a man in the room")] == [True] * 3


def test_d10_words_passed_on_say_so(sent, clerk, client_for):
    client_for(clerk).post("/reports/new/", {**sent, "whose": "relayed"})

    report = Report.objects.get(channel="voice_note")
    assert (report.verbatim_of, [link.step for link in report.chain.all()]) == (
        "told",
        ["told", "relayed", "wrote"],
    )


@pytest.mark.parametrize("by_what", ["voice_note", "message", "video", "social"])
def test_every_way_to_us_is_a_channel(by_what, sent, clerk, client_for):
    client_for(clerk).post("/reports/new/", {**sent, "by_what": by_what})

    assert Report.objects.get().channel == by_what


def test_d6_nobody_promises_to_ring_into_captivity(sent, clerk, client_for):
    page = client_for(clerk).post("/reports/new/", {**sent, "teller": "", "next_call": "we_ring"})

    assert "Nobody rings into captivity" in page.content.decode()
    assert not Report.objects.exists()


def test_d6_the_familys_own_call_may_be_answered(sent, clerk, client_for):
    client_for(clerk).post("/reports/new/", {**sent, "next_call": "we_ring"})

    assert Report.objects.get().promises.get().who == "we_ring"


def test_the_next_thing_asked_is_the_checklist(sent, clerk, client_for):
    client = client_for(clerk)

    page = client.post("/reports/new/", sent, follow=True).content.decode()

    assert f"/contacts/checklist/{Report.objects.get().pk}/" in page


@pytest.mark.parametrize(
    ("as_told", "number"),
    [
        ("0750 000 1234", "+9647500001234"),
        ("٠٧٥٠ ٠٠٠ ١٢٣٤", "+9647500001234"),
        ("۰۷۵۰ ۰۰۰ ۱۲۳۴", "+9647500001234"),
        ("00964 (0)750 000 1234", "+9647500001234"),
        ("7500001234", "+9647500001234"),
        ("963944123456", "+963944123456"),
        ("+90 532 123 45 67", "+905321234567"),
        ("0049 (0)151 1234 5678", "+4915112345678"),
        ("+46 (0)70 123 45 67", "+46701234567"),
    ],
)
def test_d11_a_number_is_one_in_all_its_spellings(as_told, number):
    assert phones.e164(as_told) == number


def test_a_role_without_calls_takes_none(staff, client_for):
    assert client_for(staff(Role.NURSE)).get("/reports/new/").status_code == 404
