"""Postings and portraits: sealed as they came, opened by two, never given out (R24–R27, R110, D4, D12)."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.contacts.handing_in import STORY, let_open
from tests.contacts.pictures import drawn, portrait, written
from tests.contacts.test_decoding import CANARY, with_metadata
from vegerin.contacts import custody
from vegerin.contacts.actions import evidence as acts
from vegerin.contacts.actions import intake
from vegerin.contacts.actions.alarm import NewUrgent
from vegerin.contacts.actions.intake import NewFile, Story
from vegerin.contacts.actions.urgent import open_alone
from vegerin.contacts.models import Evidence, Opening
from vegerin.contacts.queries import evidence as queries
from vegerin.guard import clock, decisions, desk, files, keystore
from vegerin.guard.models import Decision, TrailEntry
from vegerin.guard.refusals import NotYours, Refused
from vegerin.guard.roles import Role
from vegerin.missions.actions import watching as missions

pytestmark = [pytest.mark.django_db, pytest.mark.record]
OUT = ("export", "print", "download")


@pytest.fixture
def posting(take):
    return take()


def test_r26_it_is_hashed_as_received_and_sealed_before_anything_reads_it(take, verifier, office):
    sent = with_metadata()

    row = take(sent)

    told = queries.details_of(verifier, row)
    held = files.read(row.file, reader=verifier, table="contacts_evidence", row=row.pk)
    assert (held, told["sha256"]) == (sent, hashlib.sha256(sent).hexdigest())
    assert (told["where"], told["name"]) == (STORY.where, "IMG_1.jpg")
    on_disk = b"".join(one.read_bytes() for one in (office.folder / "attachments").iterdir())
    assert CANARY not in on_disk


def test_r26_its_mark_tells_nobody_which_file_we_hold(take):
    sent = portrait(7)

    first, second = take(sent), take(sent)

    assert first.mark != second.mark
    assert hashlib.sha256(sent).hexdigest() not in (first.mark, second.mark, first.roll.hash)


def test_what_is_seen_is_the_clean_copy(posting, verifier, child_officer):
    let_open(posting, verifier, child_officer)

    (seen,) = acts.look(evidence=posting, why="To compare a mark", by=verifier)

    original = files.read(posting.file, reader=verifier, table="contacts_evidence", row=posting.pk)
    assert (seen.picture[:3], seen.picture == original) == (b"\xff\xd8\xff", False)


@pytest.mark.parametrize(
    ("content", "why"), [(b"GIF89a" + bytes(90), "kind"), (portrait(2)[:1500], "broken")]
)
def test_a_file_that_cannot_be_read_is_kept_sealed_all_the_same(take, verifier, content, why):
    row = take(content)

    held = files.read(row.file, reader=verifier, table="contacts_evidence", row=row.pk)
    assert (row.no_copy.why, queries.copy_of(row), held) == (why, None, content)
    assert acts.check(evidence=row, by=verifier).unchanged


@pytest.mark.parametrize("content", [b"", bytes(intake.LARGEST + 1)], ids=["empty", "too large"])
def test_what_is_refused_is_refused_whole_and_says_so(take, office, content):
    with pytest.raises(Refused, match="Nothing was kept"):
        take(content)

    assert (Evidence.objects.count(), list((office.folder / "attachments").iterdir())) == (0, [])


def test_r27_where_it_comes_from_cannot_be_left_out(clerk, verifier):
    with pytest.raises(Refused, match="through whose hands"):
        intake.take_posting(
            file=NewFile(portrait(1)),
            kind="still",
            story=Story("x", " ", "y"),
            readers=[verifier.staff],
            by=clerk,
        )


def test_r110_what_was_found_watching_names_her_own_listed_task(take, staff, office, verifier):
    watcher = staff(Role.VERIFIER, name="watcher")
    until = timezone.localdate() + timedelta(days=20)
    decision = missions.propose_watch(
        watcher=watcher.staff,
        purpose="Girls sold on",
        channels="one",
        until=until,
        why="Named by two.",
        by=office.head,
    )
    decisions.approve(decision=decision, by=staff(Role.DEPUTY, name="deputy"))
    ((task, _purpose),) = queries.tasks_for(watcher)

    row = take(by=watcher, watch=task)

    assert row.watch == task
    with pytest.raises(Refused, match="no task of watching of yours"):
        take(by=verifier, watch=task)


def test_for_everybody_who_is_not_named_it_is_not_there(posting, clerk, office, staff, verifier, client_for):
    other = staff(Role.VERIFIER, Role.LIAISON, name="other")
    absent = client_for(other).get("/contacts/evidence/00000000-0000-0000-0000-000000000007/")

    answers = [
        client_for(reader).get(f"/contacts/evidence/{posting.pk}/") for reader in (other, clerk, office.head)
    ]

    assert [(answer.status_code, answer.content) for answer in answers] == [(404, absent.content)] * 3
    assert client_for(verifier).get(f"/contacts/evidence/{posting.pk}/").status_code == 200
    assert (
        list(queries.evidence_for(other)),
        posting.code in client_for(other).get("/contacts/evidence/").content.decode(),
    ) == ([], False)
    for act in (acts.check, lambda **how: acts.look(why="x", **how)):
        with pytest.raises(NotYours):
            act(evidence=posting, by=other)


def test_a_named_reader_looks_only_after_a_second_person_has_signed(posting, verifier, child_officer):
    with pytest.raises(Refused, match="Two let you look"):
        acts.look(evidence=posting, why="To see", by=verifier)
    decision = acts.propose_opening(thing=posting, why="To compare a mark", by=verifier)
    with pytest.raises(Refused, match="second person"):
        decisions.approve(decision=decision, by=verifier)

    decisions.approve(decision=decision, by=child_officer)

    assert acts.look(evidence=posting, why="To compare a mark", by=verifier)
    with pytest.raises(Refused, match="Two let you look"):  # it was opened for her who asked
        acts.look(evidence=posting, why="To see too", by=child_officer)


def test_an_opening_ends_after_a_day(posting, verifier, child_officer, monkeypatch):
    let_open(posting, verifier, child_officer)
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(timezone, "now", lambda: later)

    with pytest.raises(Refused, match="Two let you look"):
        acts.look(evidence=posting, why="To see", by=verifier)


def test_every_hand_and_every_look_is_a_line_of_the_log_and_of_the_trail(posting, verifier, child_officer):
    let_open(posting, verifier, child_officer)
    acts.look(evidence=posting, why="To compare a mark", by=verifier)

    lines = custody.lines_of(posting)

    assert [(line.what, line.by.working_name, queries.why_of(verifier, line)) for line in lines] == [
        ("taken_in", "clerk", STORY.purpose),
        ("asked", "verifier", "To compare a mark"),
        ("allowed", "child-officer", ""),
        ("opened", "verifier", "To compare a mark"),
    ]
    in_trail = TrailEntry.objects.filter(number__in=[line.trail_number for line in lines])
    assert [entry.hash for entry in in_trail.order_by("number")] == [line.trail_hash for line in lines]
    assert custody.changed_lines(posting) == []


def test_checking_hashes_it_again_and_finds_a_changed_byte(posting, verifier, office):
    assert acts.check(evidence=posting, by=verifier) == acts.Checked(unchanged=True, log_whole=True)
    file = office.folder / "attachments" / posting.file
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))

    assert acts.check(evidence=posting, by=verifier) == acts.Checked(unchanged=False, log_whole=True)
    assert [line.what for line in custody.lines_of(posting)][-2:] == ["verified", "changed"]


@pytest.mark.parametrize("how", OUT)
def test_r25_r26_no_way_out_is_open_and_each_try_is_written_down(posting, verifier, clerk, client_for, how):
    address = f"/contacts/evidence/{posting.pk}/{how}/"

    answers = [getattr(client_for(verifier), verb)(address) for verb in ("get", "post")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert all("never leaves the office" in answer.content.decode() for answer in answers)
    assert [line.what for line in custody.lines_of(posting)] == ["taken_in", "refused", "refused"]
    assert client_for(clerk).get(address).status_code == 404


def test_the_viewer_holds_the_picture_in_the_page_and_no_copy_is_kept(
    posting, verifier, child_officer, client_for
):
    let_open(posting, verifier, child_officer)

    answer = client_for(verifier).post(f"/contacts/evidence/{posting.pk}/look/", {"why": "To compare"})

    page = answer.content.decode()
    assert ("data:image/jpeg;base64," in page, "This is not printed" in page) == (True, True)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
    for address in ("/contacts/evidence/", f"/contacts/evidence/{posting.pk}/"):
        other = client_for(verifier).get(address)
        assert ("<img" in other.content.decode(), "data:" in other.headers["Content-Security-Policy"]) == (
            False,
            False,
        )


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ({"right": "30"}, "It ends to the right of where it begins. Write a larger number."),
        ({"bottom": "5"}, "It ends below where it begins. Write a larger number."),
        ({"right": "130"}, "less than or equal to 100"),
    ],
)
def test_a_frame_that_holds_nothing_cuts_no_face_and_says_why(
    ends, said, posting, verifier, child_officer, client_for
):
    let_open(posting, verifier, child_officer)
    frame = {"left": "30", "top": "10", "right": "70", "bottom": "60", **ends}

    page = client_for(verifier).post(f"/contacts/evidence/{posting.pk}/face/", frame).content.decode()

    assert ("No face is cut out yet" in page, said in page) == (True, True)
    assert all(f'value="{number}"' in page for number in frame.values())
    assert "<img" not in page
    assert [copy.what for copy in queries.copies_to_look_at(posting)] == ["whole"]


def test_unsaid_it_is_a_childs(take):
    assert queries.is_guarded(take()) is True
    assert queries.is_guarded(take(age="adult")) is True
    assert queries.is_guarded(take(age="adult", dress="dressed")) is False


def test_another_reader_is_named_by_two_and_gets_the_key_from_a_member(
    posting, verifier, staff, child_officer
):
    adviser = staff(Role.LEGAL_ADVISER, name="adviser")
    decision = acts.propose_reader(thing=posting, staff=adviser.staff, why="A court asks", by=verifier)
    with pytest.raises(Refused):
        decisions.approve(decision=decision, by=adviser)

    decisions.approve(decision=decision, by=child_officer)

    waiting = [one.staff for one in keystore.current().waiting() if one.compartment == posting.compartment]
    assert (waiting, list(queries.evidence_for(adviser))) == ([str(adviser.staff.pk)], [])


def test_d4_at_somebodys_wish_its_key_is_destroyed_and_the_row_remains(
    posting, verifier, child_officer, client_for
):
    decision = acts.propose_destroying(evidence=posting, wish_of="the one in it", why="She asks", by=verifier)
    decisions.approve(decision=decision, by=child_officer)

    posting = Evidence.objects.get(pk=posting.pk)
    page = client_for(verifier).get(f"/contacts/evidence/{posting.pk}/").content.decode()
    assert ("Its key was destroyed" in page, posting.withdrawn.wish_of) == (True, "the one in it")
    with pytest.raises(Refused, match="key was destroyed"):
        acts.check(evidence=posting, by=verifier)
    with pytest.raises(files.sealing.Destroyed):
        files.read(posting.file, reader=verifier, table="contacts_evidence", row=posting.pk)


@pytest.fixture
def urgent(take, verifier, staff):
    staff(Role.DUTY_OFFICER, name="duty")
    return take(age="minor", urgent=NewUrgent("child", verifier.staff))


def test_d12_what_can_never_be_opened_any_more_sounds_no_longer(
    urgent, verifier, child_officer, office, django_capture_on_commit_callbacks
):
    decision = acts.propose_destroying(evidence=urgent, wish_of="the one in it", why="She asks", by=verifier)

    with django_capture_on_commit_callbacks(execute=True):
        decisions.approve(decision=decision, by=child_officer)

    assert clock.expected(office.folder) == ()


def test_d12_the_duty_officer_hears_at_once_in_text_alone(urgent, office):
    duty = next(one for one in office.readers if one.staff.working_name == "duty")

    (alarm,) = clock.expected(office.folder)
    (item,) = [one for one in desk.desk_for(duty).queues[0].rows if one.title == alarm.code]

    assert alarm.state(timezone.now()) is clock.State.ALARM
    assert (item.rank, "A child under 13 · Region not known · handed in" in item.says) == (
        desk.Rank.DANGER,
        True,
    )
    assert [word for word in (urgent.code, STORY.where, STORY.hands) if word in item.says] == []


def test_d12_the_duty_screen_sounds_while_the_office_is_locked_and_shows_a_code(urgent, client_for):
    page = client_for(None).get("/duty/").content.decode()

    assert (urgent.urgent.code in page, urgent.code in page, "child" in page) == (True, False, False)


def test_d12_one_viewer_opens_it_alone_and_it_is_reviewed_within_a_day(
    urgent, verifier, child_officer, office, django_capture_on_commit_callbacks
):
    with pytest.raises(NotYours):
        open_alone(evidence=urgent, why="She may be moved tonight", by=child_officer)

    with django_capture_on_commit_callbacks(execute=True):
        open_alone(evidence=urgent, why="She may be moved tonight", by=verifier)

    assert acts.look(evidence=urgent, why="To see where", by=verifier)
    review = Decision.objects.get(kind="evidence.alone")
    assert review.due_at - review.proposed_at == decisions.REVIEW_WITHIN or review.due_at > timezone.now()
    assert (clock.expected(office.folder), review in decisions.to_review(child_officer)) == ((), True)
    assert [line.what for line in custody.lines_of(urgent)] == ["taken_in", "alone", "opened"]


def test_whoever_hands_in_and_reads_nothing_finds_the_way_on_her_desk(clerk, verifier, client_for):
    def ways(reader):
        page = client_for(reader).get("/").content.decode()
        return page.count('href="/contacts/evidence/new/"'), 'href="/contacts/evidence/"' in page

    assert (ways(clerk), ways(verifier)) == ((1, False), (0, True))


def test_what_can_wait_is_opened_by_nobody_alone(posting, verifier):
    with pytest.raises(NotYours):
        open_alone(evidence=posting, why="Curious", by=verifier)

    assert Opening.objects.count() == 0


def test_a_picture_handed_in_before_is_said_to_those_named_for_both(
    take, staff, child_officer, client_for, verifier
):
    second = staff(Role.VERIFIER, name="second")
    first = take(portrait(11))
    smaller = written(drawn(11).resize((180, 240)), quality=60)

    again = take(smaller, readers=[verifier.staff, second.staff])

    assert [(one.other.pk, one.later) for one in queries.seen_again(verifier, again)] == [(first.pk, False)]
    assert [(one.other.pk, one.later) for one in queries.seen_again(verifier, first)] == [(again.pk, True)]
    assert queries.seen_again(second, again) == []
    page = client_for(second).get(f"/contacts/evidence/{again.pk}/").content.decode()
    assert ("handed in before" in page, first.code in page) == (False, False)
