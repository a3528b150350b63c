"""Portraits that came together: counted whole, shown one at a time; a family's word is a claim (R24, R25)."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests import factories as make
from tests.contacts.pictures import portrait
from tests.contacts.test_evidence import STORY, let_open
from vegerin.contacts.actions import evidence as acts
from vegerin.contacts.actions import intake, showings
from vegerin.contacts.actions.intake import NewFile
from vegerin.contacts.models import Evidence, Showing
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.queries import showings as read
from vegerin.engines.history.kinds import Fate
from vegerin.guard import desk
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.register import actions as register
from vegerin.register.models import Report
from vegerin.register.queries import status_for

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def batch(liaison, verifier):
    new = [NewFile(portrait(number), f"frame-{number:02}.jpg") for number in range(1, 7)]
    readers = [liaison.staff, verifier.staff]
    return intake.take_batch(new=new, story=STORY, came_on=timezone.localdate(), readers=readers, by=liaison)


@pytest.fixture
def opened(batch, liaison, verifier):
    let_open(batch, liaison, verifier)
    return batch


@pytest.fixture
def family(liaison, person, officer):
    """A factory: a mother whose daughter is a person of the register."""

    def asks(name="Gulê Xidir Mişko", who=None):
        inquirer = register.NewInquirer(name, sex="female")
        request = make.request("Xezal Mirad", by=liaison, inquirer=inquirer)
        if who is not None:
            sought = request.sought.get()
            register.link_sought(sought=sought, person=who, verdict="same", why="Same father.", by=officer)
        return request

    return asks


def number(batch, n):
    return batch.items.get(number=n)


def face(item, by):
    acts.cut_face(evidence=item, box=(20, 10, 80, 80), by=by)


def shows(item, request, by, **told):
    told = {"inquirer": request.standing.get().inquirer, "sat_with": by.staff, "warned": True, **told}
    return showings.show(evidence=item, request=request, **told, by=by)


def says(item, request, by, said="knows"):
    """Shown, and answered at once."""
    face(item, by)
    sought = request.sought.get() if said == "knows" else None
    return showings.answer(showing=shows(item, request, by), said=said, sought=sought, by=by)


def count(reader, batch):
    whole = read.count_of(read.portraits_of(reader, batch))
    return whole.known, whole.open, whole.aside, whole.size


def test_r24_one_known_and_the_others_open_always_add_up(opened, liaison, family):
    assert count(liaison, opened) == (0, 6, 0, 6)

    says(number(opened, 1), family(), liaison)
    says(number(opened, 2), family("Another Mother"), liaison, "does_not")
    showings.set_aside(evidence=number(opened, 3), why="twice", by=liaison)
    assert count(liaison, opened) == (1, 4, 1, 6)

    showings.set_aside(evidence=number(opened, 3), why="again", by=liaison)
    assert count(liaison, opened) == (1, 5, 0, 6)


def test_r24_its_page_says_how_many_of_how_many_and_never_that_all_are_found(
    opened, liaison, family, client_for
):
    says(number(opened, 1), family(), liaison)

    page = " ".join(
        client_for(liaison).get(f"/contacts/evidence/batches/{opened.pk}/").content.decode().split()
    )

    assert "6 portraits: 1 that a family says it knows, 5 open, 0 set aside." in page
    assert (re.search(r"\d+ (portraits )?found", page), "<img" in page) == (None, False)


def test_r24_what_a_family_knows_reaches_the_register_as_a_report_and_no_status_follows(
    opened, liaison, family, person, verifier
):
    before = status_for(verifier, person).fate

    answer = says(number(opened, 1), family(who=person), liaison)

    (event,) = answer.report.events.all()
    assert (event.person, event.kind, event.opinion) == (person, "photographed", True)
    assert (before, status_for(verifier, person).fate) == (Fate.NOTHING_KNOWN, Fate.NOTHING_KNOWN)
    assert answer.report.attachments.count() == 0


def test_two_families_may_know_one_portrait_and_both_stand(opened, liaison, family, verifier):
    first, second = family(), family("Another Mother")
    one = number(opened, 1)

    says(one, first, liaison)
    says(one, second, liaison)

    portrait = read.portraits_of(verifier, opened)[0]
    assert [claim.sought.request for claim in portrait.claims] == [first, second]
    assert (portrait.state, count(verifier, opened)) == ("known", (1, 5, 0, 6))


def test_a_second_line_is_followed_by_somebody_who_did_not_sit_there(
    opened, liaison, family, verifier, staff
):
    answer = says(number(opened, 1), family(), liaison)
    with pytest.raises(Refused, match="verifier"):
        showings.follow_second_line(answer=answer, says="agrees", line="A scar", by=liaison)
    assert [row.pk for row in read.to_verify(verifier)] == [answer.pk]

    line = showings.follow_second_line(answer=answer, says="agrees", line="A scar by her ear", by=verifier)

    assert (read.portraits_of(verifier, opened)[0].state, read.to_verify(verifier)) == ("agreed", [])
    assert read.line_of(verifier, line) == "A scar by her ear"
    showings.follow_second_line(answer=answer, says="differs", line="Her brother says no", by=verifier)
    assert count(verifier, opened) == (0, 6, 0, 6)


def test_whoever_sat_with_the_family_does_not_verify_what_it_said(batch, verifier, family, staff, liaison):
    second = staff(Role.VERIFIER, name="second")
    let_open(batch, verifier, second)
    answer = says(number(batch, 1), family(), verifier)

    with pytest.raises(Refused, match="You sat with the family"):
        showings.follow_second_line(answer=answer, says="agrees", line="A scar", by=verifier)


def test_d12_of_a_child_or_of_somebody_undressed_a_family_sees_the_face_alone(opened, liaison, family):
    item, request = number(opened, 1), family()
    with pytest.raises(Refused, match="Cut out the face first"):
        shows(item, request, liaison)

    face(item, liaison)
    seen = showings.picture_shown(showing=shows(item, request, liaison), by=liaison)

    copy = queries.copy_for_a_family(item)
    assert (copy.what, copy.width < queries.copy_of(item).width) == ("face", True)
    assert seen == queries.picture_of(liaison, copy)


def test_nobody_is_shown_a_picture_unwarned_twice_or_beside_another(opened, liaison, family):
    request = family()
    for n in (1, 2):
        face(number(opened, n), liaison)
    with pytest.raises(Refused, match="may stop"):
        shows(number(opened, 1), request, liaison, warned=False)
    showing = shows(number(opened, 1), request, liaison)

    with pytest.raises(Refused, match="Another picture lies before somebody"):
        shows(number(opened, 2), request, liaison)
    showings.answer(showing=showing, said="does_not", by=liaison)
    with pytest.raises(Refused, match="made to look twice"):
        shows(number(opened, 1), request, liaison)

    assert Showing.objects.count() == 1


def test_to_stop_is_an_answer_and_nothing_is_written_of_her(opened, liaison, family):
    reports = Report.objects.count()

    answer = says(number(opened, 1), family(), liaison, "stopped")

    assert (answer.report, answer.sought) == (None, None)
    assert Report.objects.count() == reports + 1  # her request's own


def test_after_the_answer_nobody_comes_back_to_the_picture(opened, liaison, family, client_for):
    answer = says(number(opened, 1), family(), liaison, "unsure")

    assert client_for(liaison).get(f"/contacts/evidence/showings/{answer.showing_id}/").status_code == 404
    with pytest.raises(NotYours):
        showings.picture_shown(showing=Showing.objects.get(pk=answer.showing_id), by=liaison)


def test_what_is_set_aside_is_not_shown(opened, liaison, family):
    face(number(opened, 1), liaison)
    showings.set_aside(evidence=number(opened, 1), why="no_face", by=liaison)

    with pytest.raises(Refused, match="set aside"):
        shows(number(opened, 1), family(), liaison)


def test_before_two_have_let_her_nobody_shows_anything(batch, liaison, family):
    with pytest.raises(Refused, match="Two let you look"):
        face(number(batch, 1), liaison)


@pytest.mark.parametrize("how", ["export", "print", "download"])
def test_r25_a_batch_never_leaves(opened, liaison, client_for, how):
    for address in (f"batches/{opened.pk}/{how}/", f"{number(opened, 1).pk}/{how}/"):
        answer = client_for(liaison).get(f"/contacts/evidence/{address}")
        assert (answer.status_code, "never leaves the office" in answer.content.decode()) == (403, True)


def test_a_family_that_is_its_readers_own_is_named_to_nobody_else(
    opened, liaison, family, person, verifier, staff
):
    says(number(opened, 1), family(who=person), liaison)
    register.mark_family(person=person, by=verifier)

    (claim,) = read.portraits_of(verifier, opened)[0].claims

    assert claim.sought is None


def test_the_claim_waits_on_the_desk_of_a_named_verifier_alone(opened, liaison, family, verifier, staff):
    other = staff(Role.VERIFIER, name="other")
    says(number(opened, 1), family(), liaison)

    def lent(reader):
        return [item.title for item in desk.items_for(reader) if item.about.startswith("claim:")]

    assert (lent(verifier), lent(other), lent(liaison)) == ([number(opened, 1).code], [], [])


def test_a_batch_is_taken_whole_or_not_at_all(liaison, verifier):
    with pytest.raises(Refused, match="Nothing was kept"):
        intake.take_batch(
            new=[NewFile(portrait(1)), NewFile(b"")], story=STORY, came_on=timezone.localdate(),
            readers=[verifier.staff], by=liaison,
        )  # fmt: skip

    assert Evidence.objects.count() == 0


def test_one_that_cannot_be_read_is_counted_like_the_others(liaison, verifier):
    new = [NewFile(portrait(1)), NewFile(b"GIF89a" + bytes(90)), NewFile(portrait(2))]
    readers = [liaison.staff, verifier.staff]

    batch = intake.take_batch(new=new, story=STORY, came_on=timezone.localdate(), readers=readers, by=liaison)

    portraits = read.portraits_of(liaison, batch)
    assert (count(liaison, batch), [one.row.number for one in portraits]) == ((0, 3, 0, 3), [1, 2, 3])
    assert portraits[1].row.no_copy.why == "kind"
