"""Organisations: a purpose and a last day for everything shared, and nobody without consent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.models import Organisation, Share
from vegerin.register.queries.organisations import agreements_with_us, seats_of, shares_with
from vegerin.register.rules import SENTENCES, Act

pytestmark = [pytest.mark.record, pytest.mark.django_db]
YEAR = timedelta(days=365)


@pytest.fixture
def head(office):
    return office.head


def clinic(by, *, begins: date | None = None, ends: date | None = None, what=("referral",)) -> Organisation:
    found = actions.add_organisation(name="A clinic", kind="medical", by=by)
    today = timezone.localdate()
    actions.record_agreement(
        organisation=found,
        purpose="Treatment she asked for",
        what=what,
        begins=begins or today - YEAR,
        ends=ends or today + YEAR,
        by=by,
    )
    return found


def hand_over(found: Organisation, *, by, **told):
    told = {"what": "referral", "says": "A letter", "consent": "Herself, read aloud", **told}
    return actions.record_share(organisation=found, **told, by=by)


def test_what_is_agreed_can_be_handed_over_with_her_consent(head, officer, liaison) -> None:
    person = make.person("Nazê Berces", by=officer)
    found = clinic(head)

    share = hand_over(found, person=person, by=liaison)

    assert (share.person, share.consent, share.agreement.purpose) == (
        person, "Herself, read aloud", "Treatment she asked for",
    )  # fmt: skip


def test_nothing_is_shared_past_the_end_of_an_agreement(head, officer, liaison, client_for) -> None:
    person = make.person("Nazê Berces", by=officer)
    yesterday = timezone.localdate() - timedelta(days=1)
    found = clinic(head, ends=yesterday)
    told = {
        "what": "referral",
        "says": "A letter",
        "code": person.code,
        "consent": "Herself",
        "shared_on": "today",
    }

    with pytest.raises(Refused, match=r"ended on .* Nothing is shared past its end") as refusal:
        hand_over(found, person=person, by=liaison)
    browser = client_for(liaison)
    tried = browser.post(f"/organisations/{found.pk}/share/", told).content.decode()
    page = browser.get(f"/organisations/{found.pk}/").content.decode()

    assert refusal.value.sentence in tried
    assert refusal.value.sentence in page
    assert "/share/" not in page
    assert not Share.objects.exists()


def test_it_may_be_handed_over_on_the_last_day(head, officer, liaison) -> None:
    found = clinic(head, ends=timezone.localdate())

    assert hand_over(found, person=make.person("Nazê", by=officer), by=liaison).pk


def test_an_agreement_that_was_ended_sooner_no_longer_counts(head, officer, liaison) -> None:
    found = clinic(head)
    [agreement] = found.agreements.all()
    actions.end_agreement(
        agreement=agreement, last_day=timezone.localdate() - timedelta(days=2), why="They closed.", by=head
    )

    with pytest.raises(Refused, match="Nothing is shared past its end"):
        hand_over(found, person=make.person("Nazê", by=officer), by=liaison)
    with pytest.raises(Refused, match="only ends an agreement sooner"):
        actions.end_agreement(agreement=agreement, last_day=timezone.localdate(), why="Longer.", by=head)


def test_nothing_is_shared_before_it_begins_without_one_or_for_another_purpose(
    head, officer, liaison
) -> None:
    person = make.person("Nazê", by=officer)
    nobody = actions.add_organisation(name="A newspaper", kind="press", by=head)
    later = clinic(head, begins=timezone.localdate() + timedelta(days=3))

    with pytest.raises(Refused, match="Nothing is agreed with A newspaper"):
        hand_over(nobody, person=person, by=liaison)
    with pytest.raises(Refused, match="Nothing is shared before"):
        hand_over(later, person=person, by=liaison)


def test_what_the_purpose_does_not_cover_is_refused_with_the_purpose(head, liaison) -> None:
    found = clinic(head)

    with pytest.raises(Refused, match="It is for: Treatment she asked for"):
        hand_over(found, what="figures", by=liaison)


def test_nobody_is_shared_without_consent_or_without_her_number(head, officer, liaison) -> None:
    found = clinic(head)

    with pytest.raises(Refused, match="Without consent nothing leaves"):
        hand_over(found, person=make.person("Nazê", by=officer), consent=" ", by=liaison)
    with pytest.raises(Refused, match="Say whom it concerns"):
        hand_over(found, by=liaison)


def test_a_clerk_sees_no_organisation_and_a_liaison_agrees_on_nothing(head, clerk, liaison) -> None:
    found = clinic(head)

    assert queries.organisation_for(clerk, found.pk) is None
    assert queries.organisation_for(liaison, found.pk) == found
    with pytest.raises(Refused) as refusal:
        actions.add_organisation(name="Another", kind="press", by=liaison)
    assert refusal.value.sentence == str(SENTENCES[Act.AGREE])


def test_what_concerns_somebody_hidden_is_not_among_what_was_handed_over(head, verifier, liaison) -> None:
    found = clinic(head)
    person = make.person("Nazê", by=verifier)
    hand_over(found, person=person, by=head)
    actions.restrict_person(person=person, level="verifier", by=verifier)

    assert [shares_with(one, found).count() for one in (head, liaison)] == [1, 0]


def test_the_same_organisation_is_not_entered_twice(head) -> None:
    clinic(head)

    with pytest.raises(Refused, match="stands here already"):
        actions.add_organisation(name="a  CLINIC", kind="medical", by=head)


def test_an_agreement_has_a_purpose_something_to_share_and_an_end(head, client_for) -> None:
    found = actions.add_organisation(name="A clinic", kind="medical", by=head)
    browser = client_for(head)
    told = {"purpose": "Treatment", "what": ["referral"], "begins": "1 Jan 2026", "ends": ""}

    without_end = browser.post(f"/organisations/{found.pk}/agreement/", told)
    whole = browser.post(f"/organisations/{found.pk}/agreement/", {**told, "ends": "31 Dec 2026"})

    assert (without_end.status_code, whole.status_code) == (200, 302)
    assert [one.purpose for one in found.agreements.all()] == ["Treatment"]


def test_a_list_of_organisations_asks_no_more_for_three_than_for_one(head, client_for) -> None:
    browser, counts = client_for(head), []
    for names in ("A", "BC"):
        for name in names:
            found = actions.add_organisation(name=name, kind="press", by=head)
            today = timezone.localdate()
            actions.record_agreement(
                organisation=found, purpose="x", what=["figures"], begins=today, ends=today, by=head
            )
        browser.get("/organisations/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/organisations/")
        counts.append(len(asked))

    assert counts[0] == counts[1] < 25


def test_a_partners_desk_shows_what_is_agreed_with_it_until_when_and_what_it_was_given(
    head, officer, liaison, staff, client_for
) -> None:
    person = make.person("Nazê Berces", by=officer)
    found = clinic(head, ends=date(2030, 3, 14), what=("referral", "figures"))
    other = actions.add_organisation(name="A court", kind="court", by=head)
    hand_over(found, person=person, by=liaison)
    partner = staff(Role.PARTNER, name="rose")
    before = client_for(partner).get("/").content.decode()

    client_for(head).post(f"/organisations/{found.pk}/seat/", {"staff": str(partner.staff.pk)})

    page = client_for(partner).get("/").content.decode()
    assert "Nothing is agreed with you now" in before
    for said in ("Treatment she asked for", "until 14 Mar 2030", "Figures without persons", "A letter"):
        assert (said in before, said in page) == (False, True), said
    assert [word for word in ("Nazê", person.code, other.name) if word in page] == []
    assert [one.working_name for one in seats_of(head, found)] == ["rose"]


def test_a_partner_asks_on_paper_and_is_told_so(staff, client_for) -> None:
    partner = client_for(staff(Role.PARTNER, name="rose"))

    page = partner.get("/").content.decode()
    tried = [partner.get(path).status_code for path in ("/requests/", "/requests/new/", "/paper/")]

    assert "fill in the request form on paper with them" in page
    assert tried == [404, 404, 404]


def test_a_partner_sees_nothing_of_another_organisation_and_only_who_agrees_seats_her(
    head, liaison, staff, client_for
) -> None:
    found = clinic(head)
    court = actions.add_organisation(name="A court", kind="court", by=head)
    partner = staff(Role.PARTNER, name="rose")
    actions.seat_partner(staff=partner.staff, organisation=court, by=head)

    with pytest.raises(Refused, match="no partner's"):
        actions.seat_partner(staff=liaison.staff, organisation=found, by=head)
    with pytest.raises(Refused):
        actions.seat_partner(staff=partner.staff, organisation=found, by=liaison)

    assert agreements_with_us(partner) == []
    assert client_for(partner).get(f"/organisations/{found.pk}/").status_code == 404
    assert client_for(liaison).post(f"/organisations/{found.pk}/seat/").status_code == 404


def test_a_partners_desk_of_three_agreements_asks_no_more_than_one_of_one(head, staff, client_for) -> None:
    found = clinic(head)
    partner = staff(Role.PARTNER, name="rose")
    actions.seat_partner(staff=partner.staff, organisation=found, by=head)
    browser, counts = client_for(partner), []
    for more in (0, 2):
        for _time in range(more):
            today = timezone.localdate()
            actions.record_agreement(
                organisation=found, purpose="More", what=["figures"], begins=today, ends=today, by=head
            )
            hand_over(found, what="figures", consent="", by=head)
        browser.get("/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
