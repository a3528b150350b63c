"""What authorities ask: logged, reviewed, answered; a security service gets nothing (R106)."""

from datetime import date

import pytest

from vegerin.guard import authorities, decisions
from vegerin.guard.models import AuthorityRequest, TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role

pytestmark = pytest.mark.record


@pytest.fixture
def lawyer(staff):
    return staff(Role.LEGAL_ADVISER, name="rojda")


@pytest.fixture
def deputy(staff):
    return staff(Role.DEPUTY, name="azad")


def asked(by, kind="court", ground="Article 59", **told):
    return authorities.log_request(
        kind=kind,
        authority="Investigating court",
        asked_for="The statement of Xezal.",
        received_on=date(2026, 11, 20),
        legal_ground=ground,
        by=by,
        **told,
    )


def test_every_request_is_logged_whatever_the_answer(office, staff, lawyer):
    officer = staff(Role.DUTY_OFFICER)

    request = asked(officer, kind="security", ground="")

    assert list(authorities.requests_for(lawyer)) == [request]
    assert TrailEntry.objects.filter(kind="authority.asked", about=str(request.pk)).count() == 1


def test_what_was_asked_for_is_sealed_to_the_head_and_the_legal_adviser(office, staff, lawyer):
    request = asked(staff(Role.DUTY_OFFICER))

    assert b"Xezal" not in bytes(AuthorityRequest.objects.get().asked_for)
    assert authorities.words_of(lawyer, request) == "The statement of Xezal."
    assert authorities.words_of(staff(Role.AUDITOR), request) is None


def test_nothing_is_the_answer_one_may_give_alone(office, lawyer):
    request = asked(lawyer, kind="security")

    answer = authorities.give_nothing(request=request, words="We give nothing.", by=lawyer)

    assert (answer.gives, list(authorities.open_for(lawyer))) == (False, [])


def test_a_security_service_gets_nothing_even_with_a_paper_and_a_review(office, lawyer):
    request = asked(lawyer, kind="security", paper_number="12/2026")
    authorities.review(request=request, verdict="binding", why="It says so.", by=lawyer)

    with pytest.raises(Refused, match="A security service gets nothing"):
        authorities.propose_to_give(request=request, words="A copy.", by=lawyer)


@pytest.mark.parametrize(
    ("ground", "verdict", "sentence"),
    [
        ("", "binding", "No legal ground"),
        ("Article 59", "", "has not reviewed"),
        ("Article 59", "not_binding", "does not hold"),
        ("Article 59", "unclear", "does not hold"),
    ],
)
def test_nothing_is_given_without_ground_or_review(office, lawyer, ground, verdict, sentence):
    request = asked(lawyer, ground=ground)
    if verdict:
        authorities.review(request=request, verdict=verdict, why="Read it twice.", by=lawyer)

    with pytest.raises(Refused, match=sentence):
        authorities.propose_to_give(request=request, words="A copy.", by=lawyer)
    assert sentence in authorities.why_not_given(request)


def test_what_binds_us_is_given_by_two(office, lawyer, deputy):
    request = asked(lawyer)
    authorities.review(request=request, verdict="binding", why="An order of the court.", by=lawyer)
    decision = authorities.propose_to_give(request=request, words="The date of the report.", by=lawyer)
    before = request.answers.count()

    decisions.approve(decision=decision, by=deputy)

    assert (before, request.answers.get().gives, request.answers.get().words) == (
        0,
        True,
        "The date of the report.",
    )


@pytest.mark.parametrize("role", [Role.CLERK, Role.PARTNER, Role.PRESS_OFFICER])
def test_the_log_is_closed_to_others(office, lawyer, staff, client_for, role):
    request = asked(lawyer)
    browser = client_for(staff(role))

    assert browser.get("/authorities/").status_code == 404
    assert browser.get(f"/authorities/{request.pk}/").status_code == 404


def test_a_request_is_logged_reviewed_and_answered_on_its_pages(office, lawyer, client_for):
    browser = client_for(lawyer)
    told = {
        "kind": "security",
        "authority": "A service",
        "asked_for": "All names",
        "received_on": "20 Nov 2026",
    }

    made = browser.post("/authorities/", told)
    page = browser.get(made.url).content.decode()
    browser.post(made.url, {"act": "review", "verdict": "not_binding", "why": "No order."})
    browser.post(made.url, {"act": "answer", "gives": "no", "words": "Nothing."})
    log = browser.get("/authorities/").content.decode()

    assert "All names" in page
    assert "A security service gets nothing from us." in page
    assert "Nothing given" in log
