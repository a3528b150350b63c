"""Two people: who proposes does not decide, nor does the person concerned."""

import re

import pytest
from django.utils import translation
from django.utils.html import escape

from vegerin.guard import actions, decisions, queries
from vegerin.guard.decisions import Kind, When
from vegerin.guard.forms import WHO_READS_IT
from vegerin.guard.models import Decision
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS, Role

pytestmark = [pytest.mark.django_db, pytest.mark.record]
VERIFIERS = frozenset({Role.VERIFIER})


@pytest.fixture
def effects():
    """Kinds of all three sorts, and what they did."""
    done = []
    for when in When:
        decisions.register(
            Kind(
                f"test.{when.value}",
                when,
                VERIFIERS,
                VERIFIERS,
                lambda decision, by: done.append(decision.kind),
            )
        )
    yield done
    for when in When:
        del decisions.KINDS[f"test.{when.value}"]


def propose(when, by):
    return decisions.propose(kind=f"test.{when.value}", about="P1", reason="Two lines agree.", by=by)


def test_what_takes_two_counts_after_the_second(effects, staff):
    first, second = staff(Role.VERIFIER), staff(Role.VERIFIER)

    decision = propose(When.BEFORE, first)
    before = list(effects)
    decisions.approve(decision=decision, by=second)

    assert (before, effects) == ([], ["test.before"])


@pytest.mark.parametrize("when", [When.REVIEW, When.EMERGENCY])
def test_a_fact_or_an_emergency_counts_at_once_and_is_reviewed_within_a_day(effects, staff, when):
    decision = propose(when, staff(Role.VERIFIER))

    assert effects == [f"test.{when.value}"]
    assert (decision.due_at - decision.proposed_at).total_seconds() == pytest.approx(24 * 3600, abs=5)


def test_a_review_does_not_happen_twice(effects, staff):
    first, second = staff(Role.VERIFIER), staff(Role.VERIFIER)

    decisions.approve(decision=propose(When.REVIEW, first), by=second)

    assert effects == ["test.review"]


def test_nobody_approves_what_she_proposed(effects, staff):
    first = staff(Role.VERIFIER)

    with pytest.raises(Refused, match="a second person is needed"):
        decisions.approve(decision=propose(When.BEFORE, first), by=first)


def test_other_roles_do_not_decide(effects, staff):
    with pytest.raises(Refused, match="Your roles do not decide this"):
        decisions.approve(decision=propose(When.BEFORE, staff(Role.VERIFIER)), by=staff(Role.CLERK))


def test_a_decision_is_made_once(effects, staff):
    first, second, third = staff(Role.VERIFIER), staff(Role.VERIFIER), staff(Role.VERIFIER)
    decision = propose(When.BEFORE, first)
    decisions.refuse(decision=decision, reason="The second line is the first one's cousin.", by=second)

    with pytest.raises(Refused, match="decided already"):
        decisions.approve(decision=decision, by=third)


def test_refusing_says_why(effects, staff):
    with pytest.raises(Refused, match="Say why not"):
        decisions.refuse(
            decision=propose(When.BEFORE, staff(Role.VERIFIER)), reason=" ", by=staff(Role.VERIFIER)
        )


def test_nobody_decides_about_herself(office, staff):
    deputy, second_deputy = staff(Role.DEPUTY), staff(Role.DEPUTY)
    about_deputy = {"staff": str(deputy.staff.pk), "role": "auditor"}
    decision = decisions.propose(
        kind="role.give",
        about="x",
        payload=about_deputy,
        reason="Audit",
        concerns=deputy.staff,
        by=office.head,
    )

    with pytest.raises(Refused, match="Who is concerned"):
        decisions.approve(decision=decision, by=deputy)
    decisions.approve(decision=decision, by=second_deputy)

    assert queries.roles_of(deputy.staff) == {Role.DEPUTY, Role.AUDITOR}


def test_the_desk_shows_what_one_can_decide(effects, staff):
    first, second, clerk = staff(Role.VERIFIER), staff(Role.VERIFIER), staff(Role.CLERK)
    decision = propose(When.BEFORE, first)

    seen = [decisions.waiting_for(reader) for reader in (first, second, clerk)]

    assert seen == [[], [decision], []]


def test_every_kind_names_who_proposes_and_who_decides():
    assert all(kind.proposers and kind.deciders for kind in decisions.KINDS.values())
    assert {code for code in decisions.KINDS if code.startswith("role")} == {"role.give", "role.take"}


def test_every_kind_asks_the_second_for_something_of_its_own():
    asked = {code: str(kind.asks) for code, kind in decisions.KINDS.items()}

    assert [code for code, words in asked.items() if words == str(decisions.ASKS)] == []


def test_closing_an_account_waits_until_its_keys_have_passed_on(office, staff):
    handler, deputy = staff(Role.SOURCE_HANDLER), staff(Role.DEPUTY)
    actions.make_compartment("source:K7", members=[handler.staff], by=handler)
    decision = decisions.propose(
        kind="staff.close", about="x", payload={"staff": str(handler.staff.pk)}, reason="Moves away",
        concerns=handler.staff, by=office.head,
    )  # fmt: skip

    with pytest.raises(Refused, match=r"Keys nobody else has: A source \(1\)"):
        decisions.approve(decision=decision, by=deputy)
    actions.ask_into_compartment(code="source:K7", staff=deputy.staff, by=office.head)
    actions.grant_compartment(code="source:K7", staff=deputy.staff, by=handler)
    decisions.approve(decision=decision, by=deputy)

    handler.staff.refresh_from_db()
    assert (handler.staff.is_active, queries.roles_of(handler.staff)) == (False, frozenset())
    assert Decision.objects.count() == 1
    assert LEADERS.isdisjoint(queries.roles_of(handler.staff))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_sentence_stands_in_tooltip_page_and_exception(effects, staff, client_for, language):
    first = staff(Role.VERIFIER)
    decision = propose(When.BEFORE, first)
    browser = client_for(first)
    browser.cookies["django_language"] = language

    page = browser.get(f"/decisions/{decision.pk}/").text
    tried = browser.post(f"/decisions/{decision.pk}/", {"answer": "yes", "reason": "."}).text
    with translation.override(language), pytest.raises(Refused) as refused:
        decisions.approve(decision=decision, by=first)

    with translation.override(language):
        sentence = escape(refused.value.sentence)
    assert page.count(f'title="{sentence}"') == 2  # under both buttons
    assert (f">{sentence}" in page, sentence in tried) == (True, True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_says_what_to_write_and_who_reads_it(office, staff, client_for, language):
    deputy, clerk = staff(Role.DEPUTY), staff(Role.CLERK)
    decision = decisions.propose(
        kind="role.give", about=str(clerk.staff.pk), payload={"staff": str(clerk.staff.pk), "role": "nurse"},
        reason="She is one", concerns=clerk.staff, by=office.head,
    )  # fmt: skip
    browser = client_for(deputy)
    browser.cookies["django_language"] = language

    page = browser.get(f"/decisions/{decision.pk}/").text

    with translation.override(language):
        asks = f"{escape(decisions.KINDS['role.give'].asks)} {escape(WHO_READS_IT)}"
    assert asks in page


def test_the_list_says_of_each_what_whom_and_by_whom_and_the_decision_says_what_it_would_change(
    office, staff, client_for
):
    asks = staff(Role.HEAD, name="asks")
    decision = decisions.propose(
        kind="role.give", about="staff", reason="She starts on Sunday.", payload={"role": "clerk"}, by=asks
    )
    reads, changes = client_for(office.head), "The role counts at once"

    room, page = (reads.get(one).text for one in ("/decisions/", f"/decisions/{decision.pk}/"))

    assert "asks: She starts on Sunday." in re.sub("<[^>]+>", "", room)
    assert [changes in one for one in (room, page)] == [False, True]


def test_the_list_of_what_counts_already_stands_on_the_page_of_whoever_reviews(effects, staff, client_for):
    first, second = staff(Role.VERIFIER), staff(Role.VERIFIER)
    decision = propose(When.EMERGENCY, first)

    page = client_for(second).get("/decisions/").text
    refusal = client_for(second).post(f"/decisions/{decision.pk}/", {"answer": "no", "reason": ""})
    client_for(second).post(f"/decisions/{decision.pk}/", {"answer": "no", "reason": "It could wait."})

    assert "to be reviewed within 24 hours" in page
    assert "Decided by one alone" in page
    assert refusal.status_code in (200, 403)
    assert "to be reviewed within 24 hours" not in client_for(second).get("/decisions/").text


@pytest.mark.parametrize(("answer", "says"), [("yes", "Agreed: A decision."), ("no", "Refused: A decision.")])
def test_the_page_after_a_signature_says_which_answer_was_kept(effects, staff, client_for, answer, says):
    decision = propose(When.BEFORE, staff(Role.VERIFIER))
    browser = client_for(staff(Role.VERIFIER))

    page = browser.post(f"/decisions/{decision.pk}/", {"answer": answer, "reason": "I know."}, follow=True)

    assert says in page.content.decode()
