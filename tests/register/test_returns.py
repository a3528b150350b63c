"""What a return sets going, tasks and their days, papers, descriptions, and one's own family."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories as make
from vegerin.guard import decisions, sealing
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.models import CaseReview, FamilyMark

pytestmark = pytest.mark.record


def back(person, *, by, second, on=""):
    """She comes back, and two sign it."""
    day = on or timezone.localdate().isoformat()
    return make.signed(make.event(person, "returned", day, by=by), by=second)


@pytest.fixture
def legal(staff, verifier):
    return staff(Role.LEGAL_ADVISER, name="legal")


def test_a_woman_declared_dead_comes_back_and_somebody_has_to_undo_it(
    officer, verifier, second, legal, clerk
) -> None:
    her = make.person("Nesrîn Mirad", by=officer, sex="female")
    ruling = actions.record_ruling(
        person=her, legal="declared_dead", ruled_on=date(2018, 5, 1), court="Sinjar", number="44", by=legal
    )
    assert list(queries.tasks_due(legal)) == []

    back(her, by=verifier, second=second)

    [task] = queries.tasks_due(legal)
    assert (task.kind, task.person, task.ruling, task.due_on) == (
        "undo_ruling",
        her,
        ruling,
        timezone.localdate() + timedelta(days=30),
    )
    assert list(queries.tasks_due(clerk)) == []
    assert queries.status_for(officer, her).fate == "returned"
    annulled = {"legal": "annulled", "ruled_on": timezone.localdate(), "court": "Sinjar"}
    actions.record_ruling(person=her, **annulled, by=legal)
    assert list(queries.tasks_due(legal)) == []
    assert queries.ruling_of(legal, her).legal == "annulled"
    assert queries.status_for(officer, her).fate == "returned"


def test_a_ruling_found_after_the_return_makes_the_same_task_once(officer, verifier, second, legal) -> None:
    her = make.person("Nesrîn Mirad", by=officer)
    back(her, by=verifier, second=second)

    for number in ("44", "45"):
        actions.record_ruling(
            person=her, legal="declared_absent", ruled_on=date(2017, 3, 1), number=number, by=legal
        )

    assert [task.kind for task in queries.tasks_due(legal)] == ["undo_ruling"]


def test_a_task_is_taken_given_longer_and_ended_with_a_sentence(officer, verifier, second, legal) -> None:
    her = make.person("Nesrîn Mirad", by=officer)
    actions.record_ruling(person=her, legal="declared_dead", ruled_on=date(2018, 5, 1), by=legal)
    back(her, by=verifier, second=second)
    [task] = queries.tasks_due(legal)
    later = timezone.localdate() + timedelta(days=60)

    actions.step_task(task=task, what="taken", by=legal)
    with pytest.raises(Refused, match="Write the day"):
        actions.step_task(task=task, what="moved", why="The court is closed.", by=legal)
    actions.step_task(task=task, what="moved", why="The court is closed.", due_on=later, by=legal)
    [shown] = queries.tasks_of(legal, her)
    assert (shown.due_on, shown.taken_by, shown.ended) == (later, legal.staff, None)
    with pytest.raises(Refused, match="in a sentence"):
        actions.step_task(task=task, what="done", by=legal)
    actions.step_task(task=task, what="done", why="Another court had undone it in 2020.", by=legal)

    assert list(queries.tasks_due(legal)) == []


def test_who_came_back_is_asked_who_may_know_and_keeps_a_next_contact(
    officer, verifier, second, staff
) -> None:
    care, today = staff(Role.CARE_WORKER, name="care"), timezone.localdate()
    her = make.person("Nesrîn Mirad", by=officer, review_on=today + timedelta(days=300))

    back(her, by=verifier, second=second)

    [task] = queries.tasks_due(care)
    assert (task.kind, task.due_on) == ("ask_wish", today + timedelta(days=7))
    review = queries.review_of(officer, her)
    assert (review.owner, today < review.review_on <= today + timedelta(days=31)) == (officer.staff, True)
    actions.record_wish(person=her, wish="family_may_know_alive", by=care)
    assert list(queries.tasks_due(care)) == []


def test_those_who_came_back_long_ago_are_asked_over_the_year(officer, verifier, second, staff) -> None:
    care, today = staff(Role.CARE_WORKER, name="care"), timezone.localdate()
    people = [make.person(name, by=officer) for name in ("Nesrîn Mirad", "Gulê Xidir", "Şemê Xelef")]

    for person in people:
        back(person, by=verifier, second=second, on="2017-07-18")

    days = {task.due_on for task in queries.tasks_due(care)}
    assert len(days) > 1  # each her own day; two may meet by chance, three hardly
    assert today < min(days) and max(days) <= today + timedelta(days=365)


def test_freed_is_not_closed(officer, verifier, second) -> None:
    her = make.person("Nesrîn Mirad", by=officer)
    back(her, by=verifier, second=second)
    her.refresh_from_db()

    with pytest.raises(Refused, match="keeps a next contact"):
        actions.close_untraceable(person=her, why="She is home.", by=officer)
    assert her.review_on is not None


def test_who_came_back_while_a_signature_waited_is_not_closed_by_it(officer, verifier, second) -> None:
    her = make.person("Nesrîn Mirad", by=officer)
    decision = actions.close_untraceable(person=her, why="No line left.", by=officer)
    back(her, by=verifier, second=second)

    with pytest.raises(Refused, match="keeps a next contact"):
        decisions.approve(decision=decision, by=verifier)
    assert queries.review_of(verifier, her) is not None


def test_the_daughter_is_free_and_the_mother_who_stayed_is_a_live_lead(officer, verifier, second) -> None:
    mother, daughter = make.person("Gulê Xidir", by=officer), make.person("Nesrîn Mirad", by=officer)
    house = actions.add_household(by=officer)
    actions.join_household(household=house, person=daughter, by=officer)
    actions.join_household(household=house, person=mother, stayed_behind_for=daughter, by=officer)

    back(daughter, by=verifier, second=second)

    latest = CaseReview.objects.filter(person=mother).latest("recorded_at")
    assert (latest.review_class, latest.review_on) == ("live", timezone.localdate() + timedelta(days=3))
    assert latest.owner == officer.staff
    assert queries.status_for(officer, mother).fate == "nothing_known"


def test_who_asked_for_her_is_looked_for_when_she_comes_back(officer, clerk, verifier, second) -> None:
    request = make.request("نسرين مراد", by=clerk)
    her = make.person("Nesrîn Mirad", by=officer)
    assert list(queries.matches_to_judge(officer)) == []

    back(her, by=verifier, second=second)

    assert [match.sought.request for match in queries.matches_to_judge(officer)] == [request]


def test_a_relative_who_means_to_go_is_spoken_with_and_a_child_by_child_protection_too(
    officer, clerk, liaison, staff
) -> None:
    planner, nurse = staff(Role.PLANNER, name="planner"), staff(Role.NURSE, name="nurse")
    child = staff(Role.CHILD_PROTECTION, name="child")
    mother = make.person("Gulê Xidir", by=officer)

    actions.a_relative_goes(person=mother, who="son", minor=True, by=clerk)
    actions.a_relative_goes(person=mother, who="brother", minor=False, by=clerk)

    for reader in (planner, liaison, child):
        assert [(task.kind, task.who) for task in queries.tasks_due(reader)] == [
            ("goes_himself_minor", "son"),
            ("goes_himself", "brother"),
        ]
    assert list(queries.tasks_due(nurse)) == list(queries.tasks_due(clerk)) == []


def test_a_paper_stands_with_its_kind_and_its_number_opens_to_whoever_works_with_papers(
    officer, staff, verifier, liaison
) -> None:
    aid, nurse = staff(Role.AID_CLERK, name="aid"), staff(Role.NURSE, name="nurse")
    her = make.person("Nesrîn Mirad", by=officer)

    paper = actions.add_document(
        person=her, kind="civil_status", seen="copy", number="00123", register="88", page="7",
        office="Sinune", kept_by="mother", by=aid,
    )  # fmt: skip

    assert [(row.kind, row.seen, row.kept_by) for row in queries.documents_of(aid, her)] == [
        ("civil_status", "copy", "mother")
    ]
    assert b"00123" not in bytes(paper.number)
    assert queries.open_document(aid, paper) == {"number": "00123", "register": "88", "page": "7"}
    assert queries.documents_of(nurse, her) == []
    with pytest.raises(sealing.NotYours):
        queries.open_document(verifier, paper)


def test_what_she_can_be_known_by_is_asked_once_and_opens_to_those_who_know_her_again(
    officer, liaison, verifier, clerk
) -> None:
    her = make.person("Nesrîn Mirad", by=officer)
    row = actions.describe_person(
        person=her, kind="mark", part="hand", side="left", words="Burn from the oven, like a leaf.",
        told_by="mother", uses=["identify"], picture=b"\x89PNG a drawing", by=liaison,
    )  # fmt: skip

    [seen_by_clerk] = queries.descriptions_of(clerk, her)
    assert (seen_by_clerk.kind, seen_by_clerk.part, seen_by_clerk.use_labels()) == (
        "mark",
        "hand",
        ("To know her again",),
    )
    assert queries.description_for(clerk, row.pk) is None
    assert queries.words_of_description(verifier, row) == "Burn from the oven, like a leaf."
    assert queries.picture_of_description(verifier, row) == b"\x89PNG a drawing"
    with pytest.raises(NotYours):
        queries.words_of_description(clerk, row)


def test_my_own_family_is_closed_to_me_and_a_colleague_takes_over(clerk, officer, verifier, second) -> None:
    mother = make.person("Gulê Xidir", by=officer, sex="female")
    son = make.person("Xelîl Mirad", by=officer, sex="male")
    stranger = make.person("Hesen Elo", by=officer)
    actions.add_kin(person=son, relative=mother, kind="mother", tie="blood", by=officer)
    request = make.request("Xelîl Mirad", by=officer)
    [sought] = request.sought.all()
    actions.link_sought(sought=sought, person=son, verdict="same", why="Same mother.", by=verifier)

    actions.mark_family(person=son, colleague=second.staff, by=officer)

    assert set(queries.people_for(officer)) == {stranger}
    assert queries.search(officer, "Xelîl Mirad").hits == ()
    assert queries.request_for(officer, request.code) is None
    assert queries.own_family(officer, son.code) == son
    assert queries.own_family(clerk, son.code) is None
    assert queries.review_of(second, son).owner == second.staff
    assert queries.review_of_request(second, request).owner == second.staff
    assert queries.person_for(clerk, son.code) == son


def test_nobody_signs_about_her_own_family(officer, verifier, second) -> None:
    son = make.person("Xelîl Mirad", by=officer)
    event = make.event(son, "returned", "2026-01-02", by=verifier)
    actions.mark_family(person=son, by=second)

    with pytest.raises(Refused, match="not theirs to look at"):
        make.signed(event, by=second)
    assert FamilyMark.objects.filter(by=second.staff).count() == 1
    assert queries.status_for(verifier, son).fate == "believed_alive"


def test_who_turns_out_to_be_of_my_family_is_closed_to_me_too(officer, verifier, second) -> None:
    son = make.person("Xelîl Mirad", by=verifier, sex="male")
    same, sister, guest = (
        make.person(name, by=verifier) for name in ("Xalil Murad", "Gulê Mirad", "Hesen Elo")
    )
    actions.mark_family(person=son, by=officer)

    make.joined(son, same, by=verifier, second=second)
    actions.add_kin(person=same, relative=sister, kind="sister", tie="claimed", by=verifier)
    house = actions.add_household(by=verifier)
    for one in (sister, guest):
        actions.join_household(household=house, person=one, by=verifier)

    assert set(queries.people_for(officer)) == set()
    assert set(queries.people_for(second)) == {son, same, sister, guest}
