"""Staff, decisions, keys, trail and account, as two leaders and a newcomer use them."""

import re
from datetime import timedelta

import pytest
from django_otp.oath import TOTP

from tests.conftest import PASSPHRASE
from vegerin.guard import actions, desk_items, keystore, queries, sealing, second_factor
from vegerin.guard.models import Decision, SpokenCode, Staff, TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role

pytestmark = pytest.mark.django_db
NEW_WORDS = "window nine slow almond river"


def sign_in(client, name, passphrase, code=""):
    return client.post("/sign-in/", {"working_name": name, "passphrase": passphrase, "code": code})


@pytest.fixture
def invited(client_for, office):
    """A newcomer as the head invites her, and her first passphrase."""
    page = client_for(office.head).post(
        "/staff/invite/",
        {"working_name": "Nesrin", "language": "ar", "role": "verifier", "reason": "More calls"},
    )
    words = re.search(r'<p class="spoken"><bdi dir="ltr">([a-z ]+)</bdi>', page.content.decode()).group(1)
    return Staff.objects.get(working_name="Nesrin"), words


def test_a_newcomers_role_counts_only_after_a_second_leader_agreed(invited, client_for, office, staff):
    newcomer, _ = invited
    deputy = staff(Role.DEPUTY)
    decision = Decision.objects.get()
    before = queries.roles_of(newcomer)

    own = client_for(office.head).post(f"/decisions/{decision.pk}/", {"answer": "yes"})
    other = client_for(deputy).post(f"/decisions/{decision.pk}/", {"answer": "yes"})

    assert (own.status_code, other.status_code) == (403, 302)
    assert (before, queries.roles_of(newcomer)) == (frozenset(), {Role.VERIFIER})


def test_a_newcomer_first_chooses_her_own_passphrase(invited, client):
    _, words = invited
    sign_in(client, "Nesrin", words)

    elsewhere = client.get("/account/")
    too_short = client.post("/account/passphrase/", {"passphrase": "short", "again": "short"})
    chosen = client.post("/account/passphrase/", {"passphrase": NEW_WORDS, "again": NEW_WORDS})

    assert elsewhere.headers["Location"] == "/account/passphrase/"
    assert (too_short.status_code, chosen.headers["Location"]) == (200, "/account/")
    assert client.get("/account/").status_code == 200
    assert sign_in(client, "Nesrin", words).status_code == 403
    assert sign_in(client, "Nesrin", NEW_WORDS).status_code == 302


def test_a_member_grants_what_a_newcomer_waits_for(client_for, office, staff):
    place = {"table": "t", "column": "c", "row": "1"}
    verifier = staff(Role.VERIFIER)
    envelope = sealing.seal("words", compartment="report:verifier", **place)
    newcomer = staff()
    actions.give_role(staff=newcomer.staff, role=Role.VERIFIER, by=office.head)
    browser = client_for(verifier)

    listed = browser.get("/keys/").content.decode()
    browser.post("/keys/", {"staff": str(newcomer.staff.pk), "code": "report:verifier"})

    fresh = queries.reader_for(newcomer.staff, actions.ring_for(newcomer.staff, PASSPHRASE))
    assert newcomer.staff.working_name in listed
    assert sealing.unseal(envelope, reader=fresh, **place) == b"words"
    assert keystore.current().waiting() == []


def test_one_who_is_no_member_grants_nothing(client_for, office, staff):
    staff(Role.VERIFIER)
    sealing.seal("words", compartment="report:verifier", table="t", column="c", row="1")
    newcomer = staff()
    actions.give_role(staff=newcomer.staff, role=Role.VERIFIER, by=office.head)

    refused = client_for(office.head).post(
        "/keys/", {"staff": str(newcomer.staff.pk), "code": "report:verifier"}
    )

    assert refused.status_code == 403
    assert "Only a member" in refused.content.decode()


def test_lost_keys_are_made_anew_only_after_two_agreed(client_for, office, staff):
    lost, deputy = staff(Role.CLERK), staff(Role.DEPUTY)
    head = client_for(office.head)
    address = f"/staff/{lost.staff.pk}/"

    too_early = head.post(f"{address}renew/")
    head.post(f"{address}propose/new-keys/", {"reason": "She forgot it."})
    client_for(deputy).post(f"/decisions/{Decision.objects.get().pk}/", {"answer": "yes"})
    renewed = head.post(f"{address}renew/")
    again = head.post(f"{address}renew/")

    assert [answer.status_code for answer in (too_early, renewed, again)] == [403, 200, 403]
    assert actions.ring_for(Staff.objects.get(pk=lost.staff.pk), PASSPHRASE) is None


def test_an_authenticator_is_set_up_and_then_asked_for(client, office):
    sign_in(client, "head", PASSPHRASE)
    page = client.get("/account/second-factor/").content.decode()
    secret = _from_base32(re.search(r"secret=([A-Z2-7]+)", page).group(1))

    wrong = client.post("/account/second-factor/", {"code": "000000", "current": PASSPHRASE})
    page_again = client.get("/account/second-factor/").content.decode()
    secret_again = _from_base32(re.search(r"secret=([A-Z2-7]+)", page_again).group(1))
    code = f"{TOTP(secret_again).token():06d}"
    right = client.post("/account/second-factor/", {"code": code, "current": PASSPHRASE})

    assert wrong.status_code == right.status_code == 200
    assert secret != secret_again
    assert right.content.decode().count("<li>") >= 8
    assert sign_in(client, "head", PASSPHRASE).status_code == 403


OFF = "/account/second-factor/off/"


@pytest.fixture
def with_a_factor(staff):
    """A verifier who signs in with a code as well."""
    verifier = staff(Role.VERIFIER, name="nazdar")
    secret = second_factor.draw()
    code = f"{TOTP(secret).token():06d}"
    assert second_factor.switch_on(staff=verifier.staff, secret=secret, code=code, by=verifier)
    return verifier


def has_factor(reader):
    return bool(Staff.objects.get(pk=reader.staff.pk).second_factor)


def test_whoever_merely_sits_at_her_page_does_not_switch_the_second_factor_off(with_a_factor, client_for):
    browser = client_for(with_a_factor)

    answers = [browser.post(OFF, told) for told in ({}, {"current": "a guess of a colleague"})]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "That did not open" in answers[1].content.decode()
    assert has_factor(with_a_factor)


def test_with_her_passphrase_it_goes_off_and_she_and_the_head_are_told_for_a_week(
    with_a_factor, client_for, office, staff, monkeypatch
):
    browser, clerk = client_for(with_a_factor), staff(Role.CLERK)

    answer = browser.post(OFF, {"current": PASSPHRASE})

    assert (answer.status_code, has_factor(with_a_factor)) == (302, False)
    assert TrailEntry.objects.filter(kind="second_factor.off").count() == 1
    words = "second factor was switched off"
    told = {
        name: [item.says for item in desk_items.factor_items(reader)]
        for name, reader in (("own", with_a_factor), ("head", office.head), ("clerk", clerk))
    }
    assert {name: [words in one for one in said] for name, said in told.items()} == {
        "own": [True], "head": [True], "clerk": [],
    }  # fmt: skip
    assert words in client_for(office.head).get("/").content.decode()

    monkeypatch.setattr(second_factor, "TOLD_FOR", timedelta(0))
    assert list(desk_items.factor_items(office.head)) == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/account/passphrase/", {"passphrase": NEW_WORDS, "again": NEW_WORDS}),
        ("/account/second-factor/", {"code": "123456"}),
        ("/account/spoken-codes/", {"go": "1"}),
    ],
)
def test_nothing_that_keeps_the_owner_out_or_signs_for_her_is_made_without_her_passphrase(
    address, told, client_for, staff
):
    verifier = staff(Role.VERIFIER)
    browser = client_for(verifier)
    before = Staff.objects.get(pk=verifier.staff.pk).password

    for current in ({}, {"current": "not her passphrase"}):
        page = browser.post(address, {**told, **current})
        assert page.status_code == 200
        assert 'class="error' in page.content.decode()

    assert Staff.objects.get(pk=verifier.staff.pk).password == before
    assert (has_factor(verifier), SpokenCode.objects.count()) == (False, 0)


def test_a_card_of_spoken_codes_is_made_with_the_passphrase(client_for, staff):
    page = client_for(staff(Role.VERIFIER)).post("/account/spoken-codes/", {"current": PASSPHRASE})

    assert (page.status_code, SpokenCode.objects.count()) == (200, 10)


def _from_base32(text):
    import base64

    return base64.b32decode(text)


def test_the_auditor_reads_what_was_looked_for_and_data_protection_does_not(client_for, staff):
    auditor, guardian = staff(Role.AUDITOR), staff(Role.DATA_PROTECTION)
    client_for(staff(Role.CLERK)).get("/person/P48213-7/")

    pages = [client_for(reader).get("/trail/").content.decode() for reader in (auditor, guardian)]

    assert ["P48213-7" in page for page in pages] == [True, False]


def test_looking_into_the_trail_leaves_a_row(client_for, staff):
    browser = client_for(staff(Role.AUDITOR))

    browser.get("/trail/")

    assert "trail.read" in browser.get("/trail/").content.decode()


def test_the_author_rereads_until_she_signs_out(client, office, staff):
    from vegerin.guard import parking

    staff(Role.VERIFIER)
    clerk = staff(Role.CLERK, name="Zozan")
    sign_in(client, "Zozan", PASSPHRASE)
    place = {"table": "t", "column": "c", "row": "1"}
    cookie = client.cookies[parking.COOKIE].value
    seated = parking.seat(client.session, cookie).reader
    envelope = sealing.seal("words", compartment="report:verifier", author=seated, **place)

    reread = sealing.unseal(envelope, reader=seated, **place)
    client.post("/sign-out/")

    assert reread == b"words"
    for reader in (seated, clerk):
        with pytest.raises(sealing.NotYours):
            sealing.unseal(envelope, reader=reader, **place)


def test_pages_hold_no_script_or_style_of_their_own(client_for, office):
    browser = client_for(office.head)

    for address in (
        "/staff/",
        "/decisions/",
        "/keys/",
        "/account/",
        "/account/second-factor/",
        "/staff/invite/",
    ):
        page = browser.get(address)
        assert page.status_code == 200
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", page.content.decode()), address
        assert (
            page.headers["Cache-Control"].startswith("no-store")
            or "no-store" in page.headers["Cache-Control"]
        )
        assert page.headers["Content-Security-Policy"].find("unsafe") < 0


def test_the_last_who_can_open_something_keeps_her_role_until_she_has_granted_it(office, staff):
    verifier = staff(Role.VERIFIER)
    sealing.seal("words", compartment="report:verifier", table="t", column="c", row="1")

    with pytest.raises(Refused, match="Words and files of reports: Verifier"):
        actions.take_role(staff=verifier.staff, role=Role.VERIFIER, by=office.head)
    staff(Role.VERIFIER)
    actions.take_role(staff=verifier.staff, role=Role.VERIFIER, by=office.head)

    fresh = queries.reader_for(verifier.staff, actions.ring_for(verifier.staff, PASSPHRASE))
    assert (fresh.roles, fresh.can_open("report:verifier")) == (frozenset(), False)


def test_the_bar_offers_a_search_only_to_those_who_may_search(client_for, staff):
    pages = [
        client_for(staff(role)).get("/decisions/").content.decode() for role in (Role.AUDITOR, Role.VERIFIER)
    ]

    assert ['role="search"' in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/keys/", {"staff": "nobody", "code": "report:verifier"}),
        ("/staff/{pk}/leaving/", {"to": "nobody", "kind": "keys"}),
        ("/staff/{pk}/propose/anything/", {"reason": "Why not."}),
        ("/look/", {"next": "abc", "look": "night"}),
    ],
)
def test_nonsense_in_a_form_is_answered_by_a_page_and_never_by_an_error(
    address, told, client_for, office, staff
):
    colleague = staff(Role.CLERK)

    answer = client_for(office.head).post(address.format(pk=colleague.staff.pk), told)

    assert answer.status_code in (302, 404)
