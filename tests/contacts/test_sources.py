"""A source is a code name; who it is opens to two, one at a time; what it touched is marked (R14–R34)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories as make
from vegerin.contacts import actions, queries
from vegerin.guard import decisions, desk, keystore
from vegerin.guard.models import Decision, TrailEntry
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register.actions import add_place, raise_caution
from vegerin.register.queries import cautions_about

pytestmark = [pytest.mark.django_db, pytest.mark.record]
WHO = "Hecî Temo, at the mill of Gundê Darê"


@pytest.fixture
def handler(staff):
    return staff(Role.SOURCE_HANDLER, name="handler")


@pytest.fixture
def deputy(staff, handler):
    return staff(Role.SOURCE_HANDLER, name="deputy-handler")


@pytest.fixture
def source(handler, deputy):
    return actions.add_source(code_name="K7", deputy=deputy.staff, by=handler)


def test_r14_who_it_is_opens_to_handler_and_deputy_alone(
    source, handler, deputy, verifier, office, client_for
):
    actions.keep_card(source=source, words=WHO, by=handler)
    address = f"/contacts/sources/{source.pk}/who/"

    opened = [WHO in client_for(reader).post(address).content.decode() for reader in (handler, deputy)]
    refused = [client_for(reader).post(address).status_code for reader in (verifier, office.head)]

    assert (opened, refused) == ([True, True], [404, 404])
    assert TrailEntry.objects.filter(kind="source.card_opened").count() == 2


def test_r14_recovery_holds_no_key_of_it(source, handler):
    actions.keep_card(source=source, words=WHO, by=handler)

    assert keystore.current().recovery_half(source.compartment) is None


def test_r15_no_page_shows_two_identities(source, handler, deputy, client_for):
    second = actions.add_source(code_name="K8", deputy=deputy.staff, by=handler)
    actions.keep_card(source=source, words=WHO, by=handler)
    actions.keep_card(source=second, words="Another, at the bridge", by=handler)
    client = client_for(handler)

    pages = [
        client.get(address).content.decode()
        for address in ("/contacts/sources/", f"/contacts/sources/{source.pk}/", "/search/?q=Hec%C3%AE", "/")
    ]

    assert [page for page in pages if "Temo" in page or "at the bridge" in page] == []
    only = client.post(f"/contacts/sources/{second.pk}/who/").content.decode()
    assert ("Temo" in only, "at the bridge" in only) == (False, True)


def test_another_handler_finds_nothing(source, staff, client_for):
    other = staff(Role.SOURCE_HANDLER, name="other")

    assert queries.my_sources(other) == []
    assert client_for(other).get(f"/contacts/sources/{source.pk}/").status_code == 404
    with pytest.raises(NotYours):
        actions.keep_card(source=source, words="x", by=other)


def test_a_source_needs_a_deputy_who_handles_sources(handler, verifier):
    with pytest.raises(Refused, match="somebody else who handles sources"):
        actions.add_source(code_name="K9", deputy=verifier.staff, by=handler)


def test_source_and_content_are_graded_apart(source, handler, person):
    make.report(
        make.claim(person, "seen"), source=source, source_grade="C", content_grade="doubted", by=handler
    )

    shown = queries.shown_source(source)

    assert (shown.reliability, shown.contents) == ("C", (("doubted", 1),))


def test_r34_taken_marks_missions_places_and_other_sources_at_once(source, handler, deputy, person, verifier):
    other = actions.add_source(code_name="K8", deputy=handler.staff, by=deputy)
    town = make.village("Gundê Avê", by=verifier)
    make.report(make.claim(person, "seen", place=town), source=source, by=handler)
    make.report(make.claim(person, "seen"), source=other, by=deputy)

    actions.burn(source=source, taken=True, by=handler)

    assert sorted((row.kind, row.source.code_name) for row in queries.stops(verifier)) == [
        ("compromised", "K8"),
        ("taken", "K7"),
    ]
    assert {row.kind for row in cautions_about(verifier, [person])} == {"taken", "compromised"}
    assert queries.places_touched(verifier) == [town]


def test_r34_two_clear_each_on_the_page(source, handler, verifier, office, client_for):
    actions.burn(source=source, taken=False, by=handler)
    (caution,) = queries.stops(verifier)

    client_for(verifier).post(f"/contacts/stops/{caution.pk}/", {"why": "He is abroad, and safe."})
    assert len(queries.stops(verifier)) == 1
    decisions.approve(decision=Decision.objects.get(about=f"caution:{caution.pk}"), by=office.head)

    assert list(queries.stops(verifier)) == []


def test_d17_the_family_of_the_fallen_has_a_contact_and_a_next_day(source, handler, staff, client_for):
    liaison, today = staff(Role.LIAISON, name="liaison"), timezone.localdate()
    with pytest.raises(Refused, match="Name who of us"):
        actions.burn(source=source, taken=False, killed=True, by=handler)
    burned = actions.burn(
        source=source, taken=False, killed=True, contact=liaison.staff, next_on=today, by=handler
    )
    (item,) = [one for one in desk.items_for(liaison) if one.about == f"family:{burned.pk}"]
    assert item.rank is desk.Rank.OVERDUE

    sent = client_for(liaison).post(f"/contacts/families/{burned.pk}/", {"next_on": "tomorrow"})

    assert sent.status_code == 302
    assert [row.next_on for row in queries.families_due(liaison)] == [today + timedelta(days=1)]
    assert client_for(handler).get(f"/contacts/families/{burned.pk}/").status_code == 404


def test_d17_next_of_kin_rest_and_debriefing_are_kept_for_the_two(source, handler, deputy):
    today = timezone.localdate()
    actions.note_helper(
        source=source, kind="debrief", on=today, words="Tired; two weeks of rest.", by=handler
    )

    (note,) = source.helper_notes.all()

    assert queries.helper_words(deputy, note) == "Tired; two weeks of rest."
    assert queries.shown_source(source).last_debrief == today


def test_whom_a_mission_must_leave_out_is_called_in_the_readers_script(source, handler, verifier, client_for):
    naze = make.person("Nazê Berces", "نازي برجس", by=verifier)
    town = add_place(names={"en": "Gundê Avê", "ar": "قرية الماء"}, by=verifier)
    make.report(make.claim(naze, "seen", place=town), source=source, by=handler)
    actions.burn(source=source, taken=True, by=handler)
    raise_caution(kind="public", person=naze, by=verifier)
    browser = client_for(verifier)
    pages = []
    for language in ("en", "ar"):
        browser.cookies["django_language"] = language
        pages.append(browser.get("/contacts/stops/").content.decode())

    shown = [[word in page for word in ("Nazê Berces", "نازي برجس", "قرية الماء")] for page in pages]

    assert shown == [[True, False, False], [False, True, True]]


def test_a_clerk_sees_no_stop_and_no_source(source, clerk, client_for):
    client = client_for(clerk)

    assert [client.get(f"/contacts/{page}/").status_code for page in ("stops", "sources")] == [404, 404]


def test_r55_who_told_us_three_times_is_listened_to_before_the_next_question(
    source, handler, deputy, client_for
):
    def asked_to_listen(reader):
        return [one.title for one in desk.items_for(reader) if one.about == f"listen:{source.pk}"]

    for _ in range(2):
        make.report(source=source, by=handler)
    before = asked_to_listen(handler)
    make.report(source=source, by=handler)
    after = [asked_to_listen(reader) for reader in (handler, deputy)]
    page = client_for(handler).get(f"/contacts/sources/{source.pk}/").content.decode()
    actions.note_helper(source=source, kind="debrief", on=timezone.localdate(), by=deputy)

    assert (before, after) == ([], [["K7"], ["K7"]])
    assert "They told us 3 times since somebody last asked how they are." in page
    assert asked_to_listen(handler) == []
