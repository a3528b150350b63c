"""The porter's order: locked office, nobody signed in, covered page, closed door."""

import base64
import re

import pytest
from django.test import Client

from tests.conftest import PASSPHRASE
from vegerin.guard import actions, boot, parking
from vegerin.guard.roles import Role

pytestmark = pytest.mark.django_db


def sign_in(client, name="head", passphrase=PASSPHRASE, code="", **how):
    told = {"working_name": name, "passphrase": passphrase, "code": code}
    return client.post("/sign-in/", told, **how)


def test_a_locked_office_shows_unlock_and_duty_screen_only(client, office, unlocked_again):
    boot.lock()

    assert client.get("/account/").headers["Location"] == "/unlock/"
    assert client.get("/no-such-page/").headers["Location"] == "/unlock/"
    assert client.get("/unlock/").status_code == 200
    assert client.get("/duty/").status_code == 200


def test_one_who_is_not_signed_in_learns_no_address(client, office):
    assert client.get("/staff/").status_code == client.get("/no-such-page/").status_code == 302
    assert client.get("/no-such-page/").headers["Location"] == "/sign-in/?next=%2Fno-such-page%2F"


def test_signing_in_opens_the_own_account(client, office):
    assert sign_in(client).status_code == 302

    page = client.get("/account/")

    assert page.status_code == 200
    assert "Head of office" in page.content.decode()


def test_every_failure_gets_the_same_answer(client, office):
    wrong_passphrase = sign_in(client, passphrase="not the right words at all")
    wrong_name = sign_in(client, name="nobody-here")

    said = [alert_of(answer) for answer in (wrong_passphrase, wrong_name)]

    assert said[0] == said[1] != ""
    assert wrong_passphrase.status_code == wrong_name.status_code == 403


def alert_of(response):
    return response.content.decode().split('role="alert">')[1].split("<")[0]


def test_after_three_failures_even_the_right_passphrase_waits(client, office):
    for _ in range(4):
        sign_in(client, passphrase="not the right words at all")

    assert sign_in(client).status_code == 403


def test_a_page_that_is_not_yours_answers_like_one_that_is_not_there(client_for, staff):
    clerk = client_for(staff(Role.CLERK))

    not_hers, absent = clerk.get("/staff/"), clerk.get("/no-such-page/")

    assert not_hers.status_code == absent.status_code == 404
    assert not_hers.content == absent.content
    assert sorted(not_hers.headers) == sorted(absent.headers)


def test_idleness_covers_the_page_and_the_passphrase_lifts_it(client, office, monkeypatch):
    sign_in(client)
    monkeypatch.setattr(parking, "IDLE_SECONDS", -1)
    assert client.get("/account/").headers["Location"].startswith("/covered/")
    monkeypatch.setattr(parking, "IDLE_SECONDS", 600)

    assert client.get("/account/").headers["Location"].startswith("/covered/")
    answer = client.post("/covered/", {"passphrase": PASSPHRASE, "next": "/account/"})

    assert answer.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_a_restart_forgets_the_keys(client, office, monkeypatch):
    sign_in(client)
    monkeypatch.setattr(boot, "_boot_secret", bytes(32))

    assert client.get("/account/").headers["Location"].startswith("/sign-in/")


def test_what_a_session_remembers_cannot_be_read_in_the_record(client, office):
    from django.contrib.sessions.models import Session

    sign_in(client)
    session = client.session
    session["searches"] = {"1": {"q": ["Xezal Mirad"]}}
    session.save()

    kept = Session.objects.get(pk=session.session_key).session_data

    assert client.session["searches"] == {"1": {"q": ["Xezal Mirad"]}}
    assert all(word not in str(base64.b64decode(kept)) for word in ("Xezal", "searches", "staff"))


def test_the_browsers_half_alone_or_the_servers_half_alone_opens_nothing(client, office):
    sign_in(client)
    client.cookies[parking.COOKIE] = "00" * 32

    assert client.get("/account/").headers["Location"].startswith("/sign-in/")


def test_a_draft_survives_the_cover_and_is_the_writers_alone(client, office, client_for, staff):
    from vegerin.guard import drafts
    from vegerin.guard.models import Draft

    sign_in(client)
    client.post("/draft/?form=report", {"words": "She said the well was dry", "passphrase": "x"})
    client.post("/lock/")
    client.post("/draft/?form=report", {"words": "She said the well was dry now"})
    client.post("/covered/", {"passphrase": PASSPHRASE})

    colleague = staff(Role.CLERK)

    assert drafts.of(office.head, "report").dict() == {"words": "She said the well was dry now"}
    assert drafts.of(colleague, "report") is None
    assert b"well" not in bytes(Draft.objects.get().sealed)


def test_signing_out_ends_the_seat(client, office):
    sign_in(client)

    client.post("/sign-out/")

    assert client.get("/account/").status_code == 302


def test_a_language_chosen_at_the_sign_in_holds_for_the_session_and_not_for_the_next_one(client, office):
    client.get("/sign-in/")
    client.post("/language/", {"language": "ar", "next": "/sign-in/"})
    sign_in(client)
    chosen = client.get("/account/").content.decode()

    client.post("/sign-out/")
    sign_in(client)
    own = client.get("/account/").content.decode()

    assert '<html lang="ar" dir="rtl"' in chosen
    assert '<html lang="en" dir="ltr"' in own


@pytest.mark.parametrize(("browser", "own", "begins"), [("ar", "", "ar"), ("ar", "en", "en"), ("", "", "en")])
def test_pages_go_on_in_the_language_of_the_sign_in_until_she_has_chosen_one(
    client, office, browser, own, begins
):
    office.head.staff.language = own
    office.head.staff.save(update_fields=["language"])

    sign_in(client, headers={"accept-language": browser} if browser else {})
    page = client.get("/account/", headers={"accept-language": browser} if browser else {})

    assert f'<html lang="{begins}"' in page.text


def test_what_she_chooses_once_is_hers_at_every_browser(client, office):
    sign_in(client)
    client.post("/language/", {"language": "ar", "next": "/account/"})
    client.post("/sign-out/")
    client.cookies.clear()

    sign_in(client)

    assert '<html lang="ar" dir="rtl"' in client.get("/account/").text


def test_a_page_that_is_not_found_can_be_covered_leads_to_help_and_is_the_same_for_every_address(
    client_for, staff
):
    browser = client_for(staff(Role.CLERK))
    browser.handler.enforce_csrf_checks = True

    page = browser.get("/people/P00000-0/")
    other = browser.get("/staff/")
    covered = browser.post("/lock/")

    assert page.content == other.content
    assert 'action="/lock/"' in page.content.decode()
    assert 'href="/help/register:desk/"' in page.content.decode()
    assert browser.get("/help/register:desk/").status_code == 302
    assert covered.headers["Location"] == "/covered/"


def test_a_refusal_leads_back_to_the_page_before_when_it_is_ours(client_for, office):
    browser = client_for(office.head)
    browser.handler.enforce_csrf_checks = True

    ours = browser.post("/look/", headers={"referer": "http://testserver/decisions/?page=2"})
    foreign = browser.post("/look/", headers={"referer": "http://elsewhere.example/decisions/"})

    assert ours.status_code == foreign.status_code == 403
    assert '<a href="/decisions/?page=2">Back to the page before</a>' in ours.content.decode()
    assert "Back to the page before" not in foreign.content.decode()


def test_a_choice_of_language_leads_from_the_answer_to_a_form_back_to_the_page_of_the_form(
    client_for, office
):
    browser = client_for(office.head)
    browser.handler.enforce_csrf_checks = True

    answer = browser.post("/sign-out/", headers={"referer": "http://testserver/decisions/?page=2"})

    choices = set(re.findall(r'name="next" value="([^"]*)"', answer.content.decode()))
    assert choices == {"/decisions/?page=2"}


def test_an_address_that_only_takes_forms_answers_with_a_page_and_no_empty_screen(client_for, office):
    browser = client_for(office.head)

    answer = browser.get("/look/")

    assert answer.status_code == 405
    assert answer.content == browser.get("/no-such-page/").content


def test_an_address_without_its_last_stroke_leads_on_only_for_those_who_may_enter(client_for, office, staff):
    clerk = client_for(staff(Role.CLERK))

    led_on = client_for(office.head).get("/staff")

    assert (led_on.status_code, led_on.headers["Location"]) == (302, "/staff/")
    assert clerk.get("/staff").content == clerk.get("/no-such-page").content


def test_a_server_that_begins_knows_nobody_from_before(client, office):
    from vegerin.guard import unlocking

    sign_in(client)
    unlocking.forget_last_run()

    assert client.get("/account/").headers["Location"].startswith("/sign-in/")


def test_the_page_covers_itself_as_soon_as_the_server_does():
    from pathlib import Path

    import vegerin.ui

    script = (Path(vegerin.ui.__file__).parent / "static/ui/js/cover.js").read_text()

    assert "const IDLE = 10 * 60 * 1000;" in script
    assert parking.IDLE_SECONDS == 10 * 60


def test_who_sits_down_after_a_colleague_finds_nothing_of_hers_in_the_browser(client, staff):
    staff(Role.CLERK, name="nesrin")
    staff(Role.CLERK, name="zozan")
    sign_in(client, name="nesrin")
    address = client.post("/search/", {"q": "Xezal Mirad"}).headers["Location"]
    client.post("/lock/")

    sign_in(client, name="zozan")

    assert "searches" not in client.session
    assert "Xezal" not in client.get(address, follow=True).content.decode()


def test_another_passphrase_ends_what_was_opened_with_the_old_one(client, office):
    stolen = Client()
    for browser in (client, stolen):
        sign_in(browser)
    words = "slow river almond window tall"

    told = {"current": PASSPHRASE, "passphrase": words, "again": words}
    client.post("/account/passphrase/", told)

    assert client.get("/account/").status_code == 200
    assert stolen.get("/account/").headers["Location"].startswith("/sign-in/")


def test_new_keys_end_what_was_opened_with_the_old_ones(client_for, office, staff):
    clerk = staff(Role.CLERK)
    browser = client_for(clerk)

    actions.renew_keys(staff=clerk.staff, passphrase="slow river almond window", by=office.head)

    assert browser.get("/account/").headers["Location"].startswith("/sign-in/")
