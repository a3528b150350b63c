"""The wall that her wish builds: what was told to whom, and what nobody could write down (D1, D7)."""

import pytest
from django.db import IntegrityError

from tests import factories as make
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.models import Event, Told
from vegerin.register.rules import SENTENCES, Act

pytestmark = pytest.mark.record


@pytest.fixture
def asked(clerk, officer, verifier, second):
    """A mother asks for her daughter, who is back; an officer said who it is, and the mother was checked."""
    daughter = make.person("Nesrîn Mirad", by=officer, sex="female")
    make.signed(make.event(daughter, "returned", "2026-01-02", by=verifier), by=second)
    request = make.request("Nesrîn Mirad", by=clerk)
    [sought] = request.sought.all()
    actions.link_sought(sought=sought, person=daughter, verdict="same", why="Same mother.", by=officer)
    inquirer = sought.seekings.get().inquirer
    actions.mark_inquirer(inquirer=inquirer, kind="checked", by=verifier)
    return {"request": request, "inquirer": inquirer, "sought": sought}, daughter


def refusal(*, by, what="alive", how="in_person", **asked) -> str:
    with pytest.raises(Refused) as refused:
        actions.tell(what=what, how=how, by=by, **asked)
    return refused.value.sentence


def test_nothing_goes_to_the_mother_before_the_daughter_was_asked(asked, liaison) -> None:
    said = refusal(by=liaison, **asked[0])

    assert said == "She has not been asked yet. Nothing goes to anyone before."
    assert Told.objects.count() == 0
    assert TrailEntry.objects.filter(kind="told.refused").count() == 1


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("not_asked", {}),
        ("family_may_know_alive", {"alive"}),
        ("family_may_know_where", {"alive", "where"}),
        ("named_persons_only", {}),
        ("nobody", {}),
    ],
)
def test_each_wish_lets_through_what_it_says_and_no_more(asked, liaison, verifier, wish, told) -> None:
    actions.record_wish(person=asked[1], wish=wish, by=verifier)

    for what in ("alive", "where"):
        if what in told:
            actions.tell(what=what, how="in_person", words="She lives.", by=liaison, **asked[0])
        else:
            refusal(by=liaison, what=what, **asked[0])

    assert {row.what for row in queries.told_for(liaison, asked[0]["request"])} == set(told)


def test_the_log_says_what_to_whom_when_by_whom_and_on_whose_word(asked, liaison, verifier) -> None:
    wish = actions.record_wish(person=asked[1], wish="family_may_know_alive", by=verifier)

    actions.tell(what="alive", how="in_person", words="She lives and is well.", by=liaison, **asked[0])

    [row] = queries.told_for(liaison, asked[0]["request"])
    assert (row.what, row.how, row.inquirer, row.by, row.rests_on) == (
        "alive",
        "in_person",
        asked[0]["inquirer"],
        liaison.staff,
        wish,
    )
    assert b"She lives" not in bytes(row.words)
    assert queries.open_told(verifier, row) == "She lives and is well."
    with pytest.raises(TypeError, match="never changed"):
        row.save()


def test_whom_she_named_is_told_and_her_brother_is_not(asked, liaison, verifier, clerk) -> None:
    told, daughter = asked
    brother = actions.join_request(
        request=told["request"],
        inquirer=actions.NewInquirer("Xelîl Mirad"),
        relations={told["sought"]: "brother"},
        by=clerk,
    )
    actions.mark_inquirer(inquirer=brother, kind="checked", by=verifier)
    named = [str(told["inquirer"].pk)]
    actions.record_wish(person=daughter, wish="named_persons_only", named=named, by=verifier)

    actions.tell(what="alive", how="in_person", by=liaison, **told)

    assert refusal(by=liaison, **{**told, "inquirer": brother}) == "Her wish does not allow it."


def test_one_who_is_not_to_be_told_is_not_told_whatever_the_wish(asked, liaison, verifier, clerk) -> None:
    told, daughter = asked
    actions.record_wish(person=daughter, wish="family_may_know_where", by=verifier)
    mark = {"inquirer": told["inquirer"], "kind": "not_to_be_told", "why": "He beat her."}
    with pytest.raises(Refused):
        actions.mark_inquirer(**mark, by=clerk)
    actions.mark_inquirer(**mark, by=liaison)

    assert refusal(by=liaison, **told) == "This inquirer is not to be told."
    inquirers = [told["inquirer"]]
    kinds = {mark.kind for mark in queries.marks_of(verifier, inquirers)[told["inquirer"].pk]}
    assert kinds == {"checked", "not_to_be_told"}
    assert queries.marks_of(clerk, inquirers) == {}


@pytest.mark.parametrize("role", [Role.HEAD, Role.REGISTER_OFFICER, Role.AUDITOR, Role.CARE_WORKER])
def test_the_mark_is_seen_by_verifier_and_liaison_only(asked, staff, verifier, role) -> None:
    actions.mark_inquirer(inquirer=asked[0]["inquirer"], kind="not_to_be_told", by=verifier)

    assert queries.marks_of(staff(role), [asked[0]["inquirer"]]) == {}


def test_a_clerk_who_tries_hears_one_sentence_whatever_the_record_holds(
    asked, clerk, verifier, officer
) -> None:
    nobody_known = make.request("Hesen Elo", by=clerk)
    [stranger] = nobody_known.sought.all()
    other = {
        "request": nobody_known,
        "sought": stranger,
        "inquirer": stranger.seekings.get().inquirer,
    }
    said = [refusal(by=clerk, **asked[0]), refusal(by=clerk, **other)]
    actions.record_wish(person=asked[1], wish="family_may_know_where", by=verifier)
    said += [refusal(by=clerk, what=what, **one) for what in ("alive", "dead") for one in (asked[0], other)]

    assert set(said) == {str(SENTENCES[Act.TELL])}


def test_what_is_said_to_everyone_may_always_be_said(asked, clerk) -> None:
    told, _ = asked
    actions.tell(request=told["request"], inquirer=told["inquirer"], what="open", how="call", by=clerk)

    assert [row.what for row in queries.told_for(clerk, told["request"])] == ["open"]


def test_a_clerk_does_not_see_that_the_mother_was_told(asked, clerk, liaison, verifier) -> None:
    actions.record_wish(person=asked[1], wish="family_may_know_alive", by=verifier)
    actions.tell(what="alive", how="in_person", by=liaison, **asked[0])

    assert queries.told_for(clerk, asked[0]["request"]) == []


def test_who_said_who_it_is_does_not_tell_the_family_alone(asked, verifier, second, officer, clerk) -> None:
    told, daughter = asked
    actions.record_wish(person=daughter, wish="family_may_know_alive", by=verifier)
    again = make.request("Nesrîn Mirad", by=clerk, inquirer=told["inquirer"])
    [sought] = again.sought.all()
    actions.link_sought(sought=sought, person=daughter, verdict="same", why="Same mother.", by=verifier)
    asked_again = {"request": again, "inquirer": told["inquirer"], "sought": sought}

    assert refusal(by=verifier, **asked_again) == "You said who this is; a colleague tells the family."
    actions.tell(what="alive", how="call", by=second, **asked_again)


def test_a_family_nobody_has_checked_is_told_nothing(asked, liaison, verifier) -> None:
    actions.record_wish(person=asked[1], wish="family_may_know_alive", by=verifier)
    actions.mark_inquirer(inquirer=asked[0]["inquirer"], kind="not_checked", by=verifier)

    assert refusal(by=liaison, **asked[0]).startswith("Nobody has checked yet")


def test_a_neighbour_is_no_family(asked, liaison, verifier, clerk) -> None:
    told, daughter = asked
    neighbour = actions.join_request(
        request=told["request"],
        inquirer=actions.NewInquirer("Elo Hesen"),
        relations={told["sought"]: "neighbour"},
        by=clerk,
    )
    actions.mark_inquirer(inquirer=neighbour, kind="checked", by=verifier)
    actions.record_wish(person=daughter, wish="family_may_know_where", by=verifier)

    assert refusal(by=liaison, **{**told, "inquirer": neighbour}) == "Her wish does not allow it."


def test_a_claim_that_two_have_not_signed_is_told_to_nobody(officer, verifier, liaison, clerk) -> None:
    person = make.person("Xelîl Mirad", by=officer)
    make.report(make.claim(person, "called"), by=verifier)
    request = make.request("Xelîl Mirad", by=clerk)
    [sought] = request.sought.all()
    inquirer = sought.seekings.get().inquirer
    actions.link_sought(sought=sought, person=person, verdict="same", why="Same mother.", by=officer)
    actions.mark_inquirer(inquirer=inquirer, kind="checked", by=verifier)
    actions.record_wish(person=person, wish="family_may_know_alive", by=verifier)

    said = refusal(by=liaison, request=request, inquirer=inquirer, sought=sought)

    assert said.startswith("Two have not signed that she or he lives.")


def test_a_death_is_told_in_person_after_two_have_signed_it(
    officer, verifier, second, liaison, clerk
) -> None:
    person = make.person("Mirad Qasim", by=officer)
    request = make.request("Mirad Qasim", by=clerk, relation="wife")
    [sought] = request.sought.all()
    told = {"request": request, "sought": sought, "inquirer": sought.seekings.get().inquirer}
    actions.link_sought(sought=sought, person=person, verdict="same", why="Same wife.", by=officer)
    actions.mark_inquirer(inquirer=told["inquirer"], kind="checked", by=verifier)
    dead = make.event(person, "death_confirmed", "2014-08-15", by=verifier)

    assert refusal(by=liaison, what="dead", **told) == "Two have not signed this death. It is not told."
    make.signed(dead, by=second)
    assert refusal(by=liaison, what="dead", how="call", **told).startswith("A death is told in person")
    actions.tell(what="dead", how="in_person", by=liaison, **told)

    assert Event.objects.filter(person=person, kind="family_told").count() == 1


def test_the_database_itself_refuses_a_life_told_without_her_word(asked, liaison) -> None:
    with pytest.raises(IntegrityError):
        Told.objects.create(
            what="alive", how="call", told_at="2026-01-03T09:00Z", by=liaison.staff, **asked[0]
        )


def test_whom_she_alone_named_is_not_told_on_a_colleagues_word_about_another(asked, verifier, second) -> None:
    told, _daughter = asked
    other = make.person("Nesrîn Murad", by=verifier, sex="female")
    make.signed(make.event(other, "returned", "2026-01-03", by=verifier), by=second)
    actions.record_wish(person=other, wish="family_may_know_alive", by=second)
    actions.link_sought(sought=told["sought"], person=other, verdict="same", why="Same name.", by=verifier)

    said = refusal(by=verifier, **told)

    assert (
        said == "Colleagues hold two persons to be the one who is sought. Settle first which of them it is."
    )
    assert Told.objects.count() == 0


def test_two_rows_of_one_person_are_no_two_persons(asked, liaison, verifier, second, officer) -> None:
    told, daughter = asked
    other = make.person("Nesrîn Murad", by=officer, sex="female")
    make.joined(daughter, other, by=verifier, second=second)
    actions.link_sought(sought=told["sought"], person=other, verdict="same", why="Same row.", by=verifier)
    actions.record_wish(person=daughter, wish="family_may_know_alive", by=verifier)

    row = actions.tell(what="alive", how="in_person", by=liaison, **told)

    assert row.what == "alive"
