"""A leaver: cases, promised calls, proposals and keys pass on before the account closes (D28)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from vegerin.guard import actions as guard
from vegerin.guard import decisions, desk, leaving
from vegerin.guard.models import Staff
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries

pytestmark = pytest.mark.record


@pytest.fixture
def leaver(staff):
    return staff(Role.LIAISON, name="zozan")


@pytest.fixture
def stays(staff):
    return staff(Role.LIAISON, name="delal")


@pytest.fixture
def held(office, leaver, stays):
    """A case she owns and a call she promised."""
    day = timezone.localdate() + timedelta(days=9)
    person = factories.person("Xezal Berces", by=leaver, owner=leaver.staff, review_on=day)
    report = factories.report(by=leaver)
    actions.promise_call(
        report=report, at=timezone.now() + timedelta(days=1), who="we_ring", other="mother", by=leaver
    )
    return person


def pass_on_everything(leaver, stays, by):
    for kind in leaving.held_by(leaver.staff):
        leaving.pass_on(staff=leaver.staff, kind=kind, to=stays.staff, note="The aunt is asked first.", by=by)


def test_what_she_holds_is_listed_by_code_never_by_name(held, leaver):
    found = leaving.held_by(leaver.staff)

    assert (found["cases"].codes, found["promises"].n) == ((held.code,), 1)
    assert "Xezal" not in leaving.said(found)


def test_the_account_stays_open_while_anything_is_held(office, held, leaver):
    with pytest.raises(Refused, match=f"passes to colleagues: Cases: {held.code} · Promised calls: "):
        guard.close_account(staff=leaver.staff, by=office.head)

    assert leaver.staff.is_active


def test_cases_and_promises_pass_on_and_then_two_close_the_account(office, held, leaver, stays, staff):
    day = queries.review_of(stays, held).review_on
    pass_on_everything(leaver, stays, by=leaver)
    decision = decisions.propose(
        kind="staff.close",
        about=str(leaver.staff.pk),
        payload={"staff": str(leaver.staff.pk)},
        reason="She moves away.",
        concerns=leaver.staff,
        by=office.head,
    )

    decisions.approve(decision=decision, by=staff(Role.DEPUTY))

    leaver.staff.refresh_from_db()
    review = queries.review_of(stays, held)
    assert (review.owner, review.review_on, leaver.staff.is_active) == (stays.staff, day, False)


def test_a_promise_that_was_passed_on_is_hers_who_took_it(held, leaver, stays):
    pass_on_everything(leaver, stays, by=leaver)

    says = {reader.staff.working_name: call_on_desk(reader) for reader in (leaver, stays)}

    assert ["You promised it." in words for words in says.values()] == [False, True]
    assert leaving.held_by(stays.staff)["promises"].n == 1


def call_on_desk(reader) -> str:
    return next(item.says for item in desk.items_for(reader) if item.about.startswith("promise:"))


def test_keys_she_alone_has_open_to_the_colleague_when_she_passes_them_on(office, leaver, stays):
    guard.make_compartment("clinical:K7", members=[leaver.staff], by=leaver)

    pass_on_everything(leaver, stays, by=leaver)

    assert "keys" not in leaving.held_by(leaver.staff)


def test_the_head_asks_a_colleague_in_and_the_leaver_lets_her_in(office, leaver, stays):
    guard.make_compartment("clinical:K7", members=[leaver.staff], by=leaver)
    pass_on_everything(leaver, stays, by=office.head)
    still = "keys" in leaving.held_by(leaver.staff)

    guard.grant_compartment(code="clinical:K7", staff=stays.staff, by=leaver)

    assert (still, "keys" in leaving.held_by(leaver.staff)) == (True, False)


def test_a_source_passes_to_its_deputy_alone_and_the_head_learns_no_code_name(office, staff, client_for):
    handler, deputy, other = (staff(Role.SOURCE_HANDLER) for _ in range(3))
    source = actions.add_source(code_name="Sirwan 4", deputy=deputy.staff, by=handler)

    with pytest.raises(Refused, match="deputy of a source"):
        actions.pass_on_source(source=source, to=other.staff, by=handler)
    leaving.pass_on(staff=handler.staff, kind="sources", to=other.staff, by=handler)
    page = client_for(office.head).get(f"/staff/{handler.staff.pk}/leaving/").content.decode()
    assert leaving.held_by(handler.staff)["sources"].n == 1
    assert "Sirwan" not in page

    leaving.pass_on(staff=handler.staff, kind="sources", to=deputy.staff, by=handler)

    assert queries.sources_of(deputy) == [source]
    assert queries.sources_of(handler) == []


def test_a_colleague_does_not_give_away_what_another_holds(held, leaver, stays, client_for):
    with pytest.raises(Refused, match="Whoever leaves passes this on"):
        leaving.pass_on(staff=leaver.staff, kind="cases", to=stays.staff, by=stays)
    assert client_for(stays).get(f"/staff/{leaver.staff.pk}/leaving/").status_code == 404


def test_proposing_to_close_is_refused_with_the_list(office, held, leaver, client_for):
    page = client_for(office.head).post(f"/staff/{leaver.staff.pk}/propose/close/", {"reason": "She goes."})

    assert page.status_code == 403
    assert held.code in page.content.decode()


def test_families_pass_on_with_a_note_that_whoever_takes_over_reads(leaver, stays, clerk):
    request = factories.request("Nesrîn Mirad", by=clerk, owner=leaver.staff)

    with pytest.raises(Refused, match="whoever takes over must know"):
        leaving.pass_on(staff=leaver.staff, kind="requests", to=stays.staff, by=leaver)
    leaving.pass_on(staff=leaver.staff, kind="requests", to=stays.staff, note="She hears badly.", by=leaver)

    [(note, opens)] = queries.notes_of(stays, request)
    assert (queries.open_note(stays, note), opens) == ("She hears badly.", True)
    assert queries.review_of_request(stays, request).owner == stays.staff
    assert "requests" not in leaving.held_by(leaver.staff)


def test_a_clerk_who_leaves_passes_her_cases_on_though_she_sets_no_reviews(clerk, stays):
    person = factories.person("Xezal Berces", by=clerk, owner=clerk.staff)

    leaving.pass_on(staff=clerk.staff, kind="cases", to=stays.staff, note="Ask the aunt.", by=clerk)

    assert queries.review_of(stays, person).owner == stays.staff


def test_a_case_passes_on_with_a_note_that_whoever_takes_over_reads(leaver, stays, clerk, client_for):
    person = factories.person("Xezal Berces", by=leaver, owner=leaver.staff)

    with pytest.raises(Refused, match="whoever takes this case over must know"):
        leaving.pass_on(staff=leaver.staff, kind="cases", to=stays.staff, by=leaver)
    leaving.pass_on(staff=leaver.staff, kind="cases", to=stays.staff, note="Ask the aunt.", by=leaver)

    [(note, opens)] = queries.case_notes_of(stays, person)
    page = client_for(stays).post(f"/cases/notes/{note.pk}/open/").content.decode()
    assert opens
    assert "Ask the aunt." in page
    assert queries.case_notes_of(clerk, person) == []
    assert client_for(clerk).post(f"/cases/notes/{note.pk}/open/").status_code == 404
    with pytest.raises(NotYours):
        queries.open_case_note(clerk, note.pk)


def test_a_note_about_her_own_family_opens_to_a_colleague_and_not_to_her(leaver, stays):
    person = factories.person("Xezal Berces", by=leaver, owner=leaver.staff)
    leaving.pass_on(staff=leaver.staff, kind="cases", to=stays.staff, note="Ask the aunt.", by=leaver)
    [(note, _opens)] = queries.case_notes_of(stays, person)

    actions.mark_family(person=person, by=stays)

    with pytest.raises(NotYours):
        queries.open_case_note(stays, note.pk)
    assert queries.case_notes_of(stays, person) == []


def test_families_and_cases_are_offered_to_those_alone_who_can_open_their_notes(
    office, leaver, stays, clerk, staff, client_for
):
    officer = staff(Role.REGISTER_OFFICER, name="rojbin")
    factories.request("Nesrîn Mirad", by=clerk, owner=leaver.staff)
    factories.person("Xezal Berces", by=leaver, owner=leaver.staff)

    held = client_for(office.head).get(f"/staff/{leaver.staff.pk}/leaving/").context["held"]
    offered = {kind: {one.working_name for one, _roles in takers} for kind, _held, takers in held}

    hers = stays.staff.working_name
    assert (hers in offered["requests"], hers in offered["cases"]) == (True, True)
    assert ("rojbin" in offered["requests"], "rojbin" in offered["cases"]) == (False, True)
    assert clerk.staff.working_name not in {*offered["requests"], *offered["cases"]}
    with pytest.raises(Refused, match="Only somebody who can open it takes it over"):
        leaving.pass_on(staff=leaver.staff, kind="requests", to=officer.staff, note="x", by=leaver)


def test_where_nobody_can_open_it_the_page_says_whose_role_is_missing(office, leaver, clerk, client_for):
    factories.request("Nesrîn Mirad", by=clerk, owner=leaver.staff)
    Staff.objects.filter(working_name="verifier").update(is_active=False)

    page = client_for(office.head).get(f"/staff/{leaver.staff.pk}/leaving/").content.decode()

    assert "Nobody who stays can open this. Give a colleague the role first." in page
