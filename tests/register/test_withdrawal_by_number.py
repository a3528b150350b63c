"""A report is taken back by its number, by somebody who reads none, when a second has signed (D4)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories as make
from tests.house.test_by_role import plain, same
from tests.racing import race
from vegerin.guard import decisions, sealing
from vegerin.guard.models import Decision, TrailEntry
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.models import Report, Withdrawal

pytestmark = [pytest.mark.django_db, pytest.mark.record]
WORDS = "By the mill behind the school."
DOOR = "/reports/by-number/"


@pytest.fixture
def keeper(staff):
    return staff(Role.DATA_PROTECTION, name="hêvî")


@pytest.fixture
def person(officer):
    return make.person("Nesrîn Qasim", by=officer)


@pytest.fixture
def report(person, clerk):
    return make.report(make.claim(person, "seen", "2016"), by=clerk, words=WORDS, serial="C00017-0")


def proposed(report, keeper, **more):
    told = {"wish_of": "teller", "reason": "She came with the sheet.", **more}
    return actions.propose_withdrawal(report=report, **told, by=keeper)


def found(browser, number):
    return browser.post(DOOR, {"number": number})


def test_d4_a_withdrawal_hangs_on_no_verifier(report, keeper, office, verifier) -> None:
    decision = proposed(report, keeper)
    assert queries.words_of(verifier, report) == WORDS

    decisions.approve(decision=decision, reason="I saw the sheet.", by=office.head)

    with pytest.raises(sealing.Destroyed):
        queries.words_of(verifier, Report.objects.get(pk=report.pk))
    row = Withdrawal.objects.get(report=report)
    assert (row.wish_of, row.by, row.keys_destroyed) == ("teller", office.head.staff, 1)


def test_whoever_does_not_read_it_withdraws_nothing_alone(report, keeper, verifier) -> None:
    with pytest.raises(Refused, match="withdraws"):
        actions.withdraw_report(report=report, wish_of="teller", by=keeper)
    with pytest.raises(Refused, match="does not decide"):
        decisions.approve(decision=proposed(report, keeper), by=keeper)

    assert queries.words_of(verifier, report) == WORDS
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("role", [one for one in Role if one != Role.DATA_PROTECTION])
def test_nobody_else_proposes_it_by_number(role, report, staff, client_for) -> None:
    reader = staff(role, name="other")

    with pytest.raises(Refused, match="by its number"):
        proposed(report, reader)
    assert client_for(reader).get(DOOR).status_code == 404


@pytest.mark.parametrize("number", ["code", "serial"])
def test_it_is_found_by_its_own_number_and_by_that_of_its_paper(number, report, keeper, client_for) -> None:
    written = getattr(report, number)

    answer = found(client_for(keeper), f" {written[:3].lower()} {written[3:]}")

    assert answer["Location"] == reverse("register:withdraw_numbered", args=[report.pk])


def test_she_sees_number_kind_and_day_and_nothing_of_what_was_told(
    report, person, keeper, client_for
) -> None:
    page = client_for(keeper).get(f"{DOOR}{report.pk}/").content.decode()

    assert report.code in page
    assert report.get_channel_display() in page
    hers = ("Nesr", person.code, "mill", "2016", report.by.working_name, report.get_gravity_display())
    assert [word for word in hers if word in page] == []


def test_a_number_that_is_not_hers_answers_like_one_that_no_report_bears(
    report, person, keeper, client_for, staff
) -> None:
    """Of her own family nobody takes anything back alone: not as a colleague, either (D30)."""
    both = staff(Role.DATA_PROTECTION, Role.CLERK, name="kin")
    actions.mark_family(person=person, by=both)
    browser = client_for(both)

    hers, nobodys = found(browser, report.code), found(browser, "R99999-0")
    closed, absent = (
        browser.get(f"{DOOR}{pk}/") for pk in (report.pk, "00000000-0000-0000-0000-000000000007")
    )

    pages = [plain(one.content.decode()) for one in (hers, nobodys)]
    assert pages[0].replace(report.code, "…") == pages[1].replace("R99999-0", "…")
    assert (closed.status_code, same(closed, absent)) == (404, True)
    with pytest.raises(NotYours):
        proposed(report, both)
    assert found(client_for(keeper), report.code).status_code == 302


def test_who_is_of_the_family_does_not_sign_either(report, person, keeper, verifier) -> None:
    actions.mark_family(person=person, by=verifier)

    with pytest.raises(Refused, match="not theirs to look at"):
        decisions.approve(decision=proposed(report, keeper), by=verifier)


def test_every_number_that_is_tried_stands_in_the_trail(report, keeper, client_for) -> None:
    browser = client_for(keeper)

    for number in (report.code, "R99999-0"):
        found(browser, number)

    tried = TrailEntry.objects.filter(kind="report.looked_up", staff=str(keeper.staff.pk)).order_by("number")
    assert [one.about for one in tried] == [f"report:{report.pk}", ""]


def test_the_second_reads_number_kind_day_and_why(report, keeper, verifier, client_for) -> None:
    told = {"wish_of": "about", "why": "She came with her sheet.", "sure": "on"}

    answer = client_for(keeper).post(f"{DOOR}{report.pk}/", told)

    decision = Decision.objects.get(kind="register.withdraw")
    assert answer["Location"] == reverse("guard:decision", args=[decision.pk])
    page = client_for(verifier).get(answer["Location"]).content.decode()
    assert report.code in page
    assert "Telephone call" in page
    assert "1 Jun 2017" in page
    assert "She came with her sheet." in page
    assert "mill" not in page


def test_without_a_word_of_how_she_knows_nothing_is_proposed(report, keeper, client_for) -> None:
    answer = client_for(keeper).post(f"{DOOR}{report.pk}/", {"wish_of": "about", "sure": "on"})

    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_a_second_proposal_and_one_for_what_is_gone_are_refused_in_a_sentence(
    report, keeper, verifier
) -> None:
    waits = proposed(report, keeper)

    with pytest.raises(Refused, match="waits for a second signature already"):
        proposed(report, keeper)
    actions.withdraw_report(report=report, wish_of="teller", by=verifier)
    with pytest.raises(Refused, match="withdrawn already"):
        decisions.approve(decision=waits, by=verifier)
    with pytest.raises(Refused, match="withdrawn already"):
        proposed(report, keeper)


def test_what_is_gone_says_since_when_and_asks_nothing(report, keeper, verifier, client_for) -> None:
    actions.withdraw_report(report=report, wish_of="teller", by=verifier)

    page = client_for(keeper).get(f"{DOOR}{report.pk}/").content.decode()

    assert "Withdrawn on" in page
    assert "The one who told it" in page
    assert 'name="why"' not in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_it_at_once_one_waits_for_a_second_signature(report, keeper, staff):
    both = (keeper, staff(Role.DATA_PROTECTION, name="other"))

    ended = race(*(lambda by=by: proposed(report, by) for by in both * 4))

    assert ended == {"done": 1, "refused": 7}
    assert Decision.objects.count() == 1
