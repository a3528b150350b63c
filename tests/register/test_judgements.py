"""Who is the same person: proposed, joined by two, undone by a new judgement; parted pairs stay away."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.refusals import Refused
from vegerin.register import actions, clusters, queries
from vegerin.register.models import Judgement

pytestmark = pytest.mark.record


@pytest.fixture
def pair(officer):
    """Two rows for what may be one man, in two scripts, with the same father."""
    return make.person("Xidir Mirad Qasim", by=officer), make.person("خدر مراد قاسم", by=officer)


def part(a, b, *, by, second) -> None:
    decision = actions.propose_judgement(a=a, b=b, verdict="different", why="Two brothers.", by=by)
    decisions.approve(decision=decision, by=second)


def test_a_name_in_another_script_with_the_same_father_is_proposed_and_never_joined_by_itself(
    pair, officer
) -> None:
    a, b = pair

    [hit] = queries.likely_same(officer, a)

    assert (hit.person, hit.band) == (b, "very_likely")
    assert queries.cluster_of(officer, a) == [a]


def test_joining_waits_for_a_second_person(pair, officer, verifier) -> None:
    a, b = pair
    decision = actions.propose_judgement(a=a, b=b, verdict="same", why="Same scar.", by=officer)
    assert isinstance(decision, Decision)
    assert queries.cluster_of(officer, a) == [a]
    with pytest.raises(Refused, match="second person"):
        decisions.approve(decision=decision, by=officer)

    decisions.approve(decision=decision, by=verifier)

    assert queries.cluster_of(officer, a) == [a, b]
    assert queries.cluster_of(officer, b) == [b, a]


def test_one_person_has_one_status_over_all_her_rows(pair, officer, verifier) -> None:
    a, b = pair
    make.event(b, "seen", "2017-06-01", by=officer)

    make.joined(a, b, by=officer, second=verifier)

    assert queries.status_for(officer, a, as_of=date(2017, 6, 2)).fate == "believed_alive"
    assert len(queries.events_for(officer, a)) == 1


def test_parting_again_takes_two_and_brings_both_back_as_they_were(pair, officer, verifier) -> None:
    a, b = pair
    make.event(b, "seen", "2017-06-01", by=officer)
    make.joined(a, b, by=officer, second=verifier)

    part(a, b, by=officer, second=verifier)

    a.refresh_from_db(), b.refresh_from_db()
    assert (a.fate, b.fate) == ("nothing_known", "believed_alive")
    assert queries.cluster_of(officer, a) == [a]
    assert [row.verdict for row in queries.judgements_for(officer, a)] == ["different", "same"]


def test_a_pair_once_parted_is_not_proposed_again_without_new_evidence(pair, officer, verifier) -> None:
    a, b = pair
    actions.propose_judgement(a=a, b=b, verdict="different", why="Two brothers.", by=officer)

    assert queries.likely_same(officer, a) == []
    with pytest.raises(Refused, match="new since"):
        actions.propose_judgement(a=b, b=a, verdict="same", why="I think so.", by=officer)
    report = make.report(by=officer, words="Their mother says it is one boy.")
    decision = actions.propose_judgement(
        a=a, b=b, verdict="same", why="Mother.", new_evidence=report, by=officer
    )
    decisions.approve(decision=decision, by=verifier)
    assert Judgement.objects.order_by("recorded_at").last().new_evidence == report


def test_the_cluster_is_computed_through_others(officer, verifier) -> None:
    a, b, c = (make.person(name, by=officer) for name in ("Xidir", "خدر", "Khedr"))
    make.joined(a, b, by=officer, second=verifier)
    make.joined(c, b, by=officer, second=verifier)

    assert set(queries.cluster_of(officer, c)) == {a, b, c}

    part(c, b, by=officer, second=verifier)
    assert set(queries.cluster_of(officer, a)) == {a, b}


def test_a_pair_parted_inside_one_cluster_is_a_question(officer, verifier) -> None:
    a, b, c = (make.person(name, by=officer) for name in ("Xidir", "خدر", "Khedr"))
    actions.propose_judgement(a=a, b=c, verdict="different", why="Brothers.", by=officer)
    make.joined(a, b, by=officer, second=verifier)
    make.joined(b, c, by=officer, second=verifier)

    assert clusters.conflicts(clusters.cluster_ids(a.pk)) == [tuple(sorted((a.pk, c.pk)))]


def test_unsure_joins_nobody_and_leaves_the_pair_open(pair, officer) -> None:
    a, b = pair
    actions.propose_judgement(a=a, b=b, verdict="unsure", why="No father given.", by=officer)

    assert queries.cluster_of(officer, a) == [a]
    assert [hit.person for hit in queries.likely_same(officer, a)] == [b]


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_row_is_not_judged_against_itself_nor_without_a_reason(pair, officer, verdict) -> None:
    a, b = pair
    for other, why in ((a, "Same."), (b, " ")):
        with pytest.raises(Refused):
            actions.propose_judgement(a=a, b=other, verdict=verdict, why=why, by=officer)


def test_the_database_knows_no_joining_without_two(pair, officer) -> None:
    a, b = sorted(pair, key=lambda person: person.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(a=a, b=b, verdict="same", why="x", by=officer.staff)


def test_a_clerk_judges_nobody(pair, clerk) -> None:
    with pytest.raises(Refused, match="two sign"):
        actions.propose_judgement(a=pair[0], b=pair[1], verdict="unsure", why="?", by=clerk)


# Closing


def test_closing_takes_two_and_the_person_stays_searchable(pair, officer, verifier) -> None:
    person, _ = pair
    decision = actions.close_untraceable(person=person, why="No line left to try.", by=officer)
    assert not queries.is_closed(person)

    decisions.approve(decision=decision, by=verifier)

    assert queries.is_closed(person)
    assert person.pk not in {row.pk for row in queries.due_reviews(officer, on=date(2099, 1, 1))}
    assert person in {hit.person for hit in queries.search(officer, "خدر مراد").hits}


def test_one_person_opens_a_closed_case_again(pair, officer, verifier) -> None:
    person, _ = pair
    decision = actions.close_untraceable(person=person, why="No line left.", by=officer)
    decisions.approve(decision=decision, by=verifier)

    actions.reopen(person=person, why="A call.", owner=officer.staff, review_on=date(2027, 1, 1), by=officer)

    assert not queries.is_closed(person)
    assert queries.review_of(officer, person).review_on == date(2027, 1, 1)


def test_a_case_comes_back_on_its_day(pair, officer) -> None:
    person, other = pair
    actions.set_review(person=person, team="night shift", review_on=date(2026, 12, 1), by=officer)

    assert list(queries.due_reviews(officer, on=date(2026, 12, 1))) == [person]
    assert list(queries.due_reviews(officer, on=date(2030, 1, 1))) == [person, other]


def test_who_may_not_see_a_person_reads_and_signs_no_decision_about_her(
    pair, officer, verifier, second, client_for
) -> None:
    actions.restrict_person(person=pair[1], level="verifier", by=verifier)
    decision = actions.propose_judgement(
        a=pair[0], b=pair[1], verdict="same", why="Her aunt Gulê said so.", by=verifier
    )
    client = client_for(officer)

    waiting, page = client.get("/decisions/"), client.get(f"/decisions/{decision.pk}/")
    signed = client.post(f"/decisions/{decision.pk}/", {"answer": "yes", "reason": "I agree."})

    assert "Gulê" not in waiting.content.decode() + client.get("/").content.decode()
    assert (page.status_code, signed.status_code) == (404, 404)
    with pytest.raises(Refused, match="look at"):
        decisions.approve(decision=decision, by=officer)
    assert [one.working_name for one in decisions.who_may_sign(decision)] == ["head", "second"]
    decisions.approve(decision=decision, by=second)


def test_two_whom_a_colleague_parted_while_a_signature_waited_are_not_joined_by_it(
    pair, officer, verifier, second
) -> None:
    decision = actions.propose_judgement(a=pair[0], b=pair[1], verdict="same", why="One father.", by=officer)
    actions.propose_judgement(a=pair[0], b=pair[1], verdict="different", why="Two brothers.", by=second)

    with pytest.raises(Refused, match="report that is new since"):
        decisions.approve(decision=decision, by=verifier)
    assert clusters.cluster_ids(pair[0].pk) == {pair[0].pk}
