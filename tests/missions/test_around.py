"""Others at work, what was shown, helpers, who may know, who watches (R34, R55, R84, R108, R110, D17)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.missions.conftest import answer_all, soon
from tests.racing import race
from vegerin.guard import decisions, desk, sealing
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.missions import actions, others, queries
from vegerin.missions.lacks import lacks_of
from vegerin.missions.models import MustSpeak, Watch, WatchDay
from vegerin.missions.stages import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def codes(attempt, reader):
    return [lack.code for lack in lacks_of(attempt, reader)]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def elsewhere(staff, group):
    """Another planner's mission with one of the same people."""
    other, their_lead = staff(Role.PLANNER, name="other"), staff(Role.FIELD_LEAD, name="their-lead")
    mission = actions.open_mission(lead=their_lead.staff, region=None, by=other)
    answer_all(mission, by=other)
    return mission, other


def test_two_missions_with_one_person_learn_only_that_they_must_speak(
    mission, attempt, elsewhere, group, planner, head
):
    theirs, other = elsewhere
    actions.choose(mission=theirs, persons=[group[0]], by=other)
    mine = lacks_of(attempt, planner)
    told = " ".join(f"{lack.says} {lack.lifts}" for lack in mine)

    assert [lack.code for lack in mine] == ["must_speak"]
    assert "must_speak" in codes(queries.last_attempt(theirs), other)
    assert "through head" in told
    assert theirs.code not in told and "other" not in told.split()
    assert queries.mission_for(planner, theirs.code) is None
    assert [others.opened(reader, MustSpeak.objects.get(), "other") for reader in (planner, other)] == [
        "",
        "",
    ]
    assert mission.code in others.opened(head, MustSpeak.objects.get(), "other")


@pytest.mark.parametrize(
    ("goes", "stopped"), [("first", "mine"), ("other", "theirs"), ("together", "nobody")]
)
def test_the_go_between_says_who_goes_on(
    goes, stopped, mission, attempt, elsewhere, group, planner, head, verifier
):
    theirs, other = elsewhere
    actions.choose(mission=theirs, persons=[group[0]], by=other)  # theirs asked, as the second to come
    row = MustSpeak.objects.get()
    with pytest.raises(Refused, match="The go-between says this"):
        actions.have_spoken(must_speak=row, goes=goes, by=planner)

    actions.have_spoken(must_speak=row, goes=goes, by=head)

    left = {
        "mine": "other_goes" in codes(attempt, planner),
        "theirs": "other_goes" in codes(queries.last_attempt(theirs), other),
    }
    assert [name for name, stays in left.items() if stays] == [stopped] * (stopped != "nobody")
    with pytest.raises(Refused, match="settled already"):
        actions.have_spoken(must_speak=row, goes=goes, by=head)


def test_a_network_outside_is_named_to_the_go_between_alone(mission, attempt, group, planner, head, staff):
    between = staff(Role.LIAISON, name="between")
    row = actions.another_works(
        mission=mission, person=group[1], go_between=between.staff, other="The doctor's friends.", by=planner
    )

    assert codes(attempt, planner) == ["must_speak"]
    assert others.opened(between, row, "other") == "The doctor's friends."
    assert [others.opened(reader, row, "other") for reader in (planner, head)] == ["", ""]
    assert list(others.must_speak_for(between)) == [row]


def test_r108_what_was_shown_flags_person_and_mission_until_two_have_looked(
    mission, attempt, group, planner, head, verifier, second, staff, today
):
    deputy = staff(Role.DEPUTY)
    actions.was_shown(mission=mission, person=group[0], shown_on=today, where="A film", by=planner)
    before = codes(attempt, planner)
    with pytest.raises(Refused, match="shown in public"):
        actions.emergency_go(attempt=attempt, why="They walk now.", by=head)

    decision = actions.propose_clearing_flag(
        flag=mission.flags.get(), why="No face, no voice, no place.", by=planner
    )
    decisions.approve(decision=decision, by=deputy)

    assert before == ["caution.public", "flag.public"]
    assert codes(attempt, planner) == ["caution.public"]


def test_what_comes_up_after_the_approval_stops_the_start_whoever_takes_it(
    approved, mission, planner, lead, today
):
    actions.was_shown(mission=mission, person=None, shown_on=today, where="A newspaper", by=planner)

    with pytest.raises(Refused, match="Something came up since this was approved"):
        actions.take_step(attempt=approved, to="under_way", due=soon(), by=lead)
    assert queries.stage_of(approved) is Stage.APPROVED


@pytest.fixture
def helper(planner):
    return actions.add_helper(code_name="Juniper", kin="Her sister; two of us go, in person.", by=planner)


def test_d17_a_helper_has_kin_and_nobody_outside_reads_them(helper, planner, head, verifier):
    with pytest.raises(Refused, match="who waits for this helper"):
        actions.add_helper(code_name="Rowan", kin=" ", by=planner)

    assert [bool(others.opened(reader, helper, "kin")) for reader in (planner, head, verifier)] == [
        True, True, False,
    ]  # fmt: skip


def test_r55_three_times_out_without_being_heard_is_said_before_the_go(
    helper, mission, attempt, planner, today
):
    for _ in range(3):
        actions.send_helper(mission=mission, helper=helper, by=planner)
    before = codes(attempt, planner)

    actions.day_of_helper(helper=helper, what="heard", by=planner)

    assert (before, codes(attempt, planner)) == (["helper_not_heard"], [])
    assert {day.on.day for day in helper.days.filter(what="went")} == {1}  # the month, and no day


def test_r34_a_helper_taken_stops_every_mission_the_helper_touched(
    helper, mission, attempt, elsewhere, planner, head, staff
):
    theirs, other = elsewhere
    liaison = staff(Role.LIAISON, name="visits")
    actions.send_helper(mission=mission, helper=helper, by=planner)
    rowan = actions.add_helper(code_name="Rowan", kin="His mother.", by=other)
    actions.send_helper(mission=theirs, helper=rowan, by=other)

    actions.helper_lost(helper=helper, what="taken", contact=liaison.staff, by=planner)

    assert codes(attempt, planner) == ["flag.helper_lost"]
    # What the planner cannot open may be the helper's as well.
    assert "flag.helper_unsure" in codes(queries.last_attempt(theirs), other)
    (shown,) = others.helpers_for(liaison)
    assert shown.visit_due == timezone.localdate()
    actions.day_of_helper(helper=helper, what="kin_visited", by=liaison)
    assert others.helpers_for(liaison)[0].visit_due == timezone.localdate() + timedelta(days=30)


def test_the_head_stops_only_what_the_helper_touched(helper, mission, elsewhere, planner, head):
    theirs, other = elsewhere
    actions.send_helper(mission=mission, helper=helper, by=planner)
    rowan = actions.add_helper(code_name="Rowan", kin="His mother.", by=other)
    actions.send_helper(mission=theirs, helper=rowan, by=other)

    actions.helper_lost(helper=helper, what="killed", contact=head.staff, by=head)

    assert [one.flags.count() for one in (mission, theirs)] == [1, 0]


def test_d14_which_helper_went_with_a_mission_fades(helper, mission, planner, head):
    tie = actions.send_helper(mission=mission, helper=helper, by=planner)
    read = others.helper_word(head, tie)

    actions.fade_what_expired(now=timezone.now() + timedelta(hours=73))

    assert read == ("Juniper", False)
    assert [others.helper_word(reader, tie) for reader in (planner, head)] == [("", True)] * 2
    assert sealing.is_destroyed(tie.words)


@pytest.fixture
def question(group, planner, staff, today):
    staff(Role.LEGAL_ADVISER, name="lawyer")
    return actions.ask_who_may_know(
        person=group[0], authority="Court of the province", words="Whether he saw her in the winter.",
        deadline=today + timedelta(days=9), by=planner,
    )  # fmt: skip


def test_r84_the_law_is_looked_at_before_anybody_asks(question, planner, office, head):
    lawyer = next(one for one in office.readers if one.staff.working_name == "lawyer")
    with pytest.raises(Refused, match="looked at before anybody asks"):
        actions.step_of_question(question=question, what="asked", by=planner)
    with pytest.raises(Refused, match="A legal adviser says"):
        actions.step_of_question(question=question, what="may_be_asked", words="Yes.", by=planner)

    actions.step_of_question(question=question, what="may_be_asked", words="Without her name.", by=lawyer)
    actions.step_of_question(question=question, what="asked", by=planner)
    answer = actions.step_of_question(question=question, what="answered", words="He did not.", by=planner)

    assert others.opened(head, answer, "words") == "He did not."
    assert not others.is_open(question)


def test_whoever_reviews_the_law_goes_back_to_a_page_that_opens(question, planner, office, staff, client_for):
    ways = {}
    for reader in (planner, staff(Role.LEGAL_ADVISER, name="adviser")):
        browser = client_for(reader)
        page = browser.get("/missions/may-know/").content.decode()
        (way,) = re.findall(r'class="crumbs"[^>]*><a href="([^"]+)"', page)
        ways[way] = browser.get(way).status_code

    assert ways == {"/missions/": 200, "/": 200}


def test_r84_who_does_not_ask_or_review_finds_no_question(question, staff, planner, head):
    other_planner = staff(Role.PLANNER)

    seen = {
        name: others.questions_for(reader).exists()
        for name, reader in {"other": other_planner, "clerk": staff(Role.CLERK), "head": head}.items()
    }

    assert seen == {"other": False, "clerk": False, "head": True}
    assert others.opened(other_planner, question, "words") == ""


@pytest.fixture
def watch(head, staff, today):
    deputy, watcher = staff(Role.DEPUTY), staff(Role.VERIFIER, name="watcher")
    decision = actions.propose_watch(
        watcher=watcher.staff, purpose="Postings that show somebody held", channels="Two, as listed.",
        until=today + timedelta(days=14), why="Postings came twice this week.", by=head,
    )  # fmt: skip
    decisions.approve(decision=decision, by=deputy)
    return others.watches_for(watcher).get(), watcher


def test_r110_two_let_somebody_watch_and_nobody_does_it_long_or_alone(watch, head, verifier, today):
    row, watcher = watch
    with pytest.raises(Refused, match="Two hours a day"):
        actions.day_of_watch(watch=row, what="sat", minutes=121, by=watcher)
    with pytest.raises(Refused, match="The head or the deputy"):
        actions.day_of_watch(watch=row, what="sat", minutes=20, by=verifier)
    for _ in range(3):
        actions.day_of_watch(watch=row, what="sat", minutes=20, by=watcher)
    with pytest.raises(Refused, match="nobody does this alone"):
        actions.day_of_watch(watch=row, what="sat", minutes=20, by=watcher)

    with pytest.raises(Refused, match="Whoever talked with her writes it down"):
        actions.day_of_watch(watch=row, what="talked", by=watcher)
    actions.day_of_watch(watch=row, what="talked", by=head)
    actions.day_of_watch(watch=row, what="sat", minutes=20, by=watcher)

    assert others.opened(watcher, row, "channels") == "Two, as listed."
    assert others.opened(verifier, row, "channels") == ""
    assert not others.watches_for(verifier).exists()


def test_r110_a_psychologist_hears_who_needs_a_talk_and_of_nothing_that_is_watched(
    watch, staff, client_for, head
):
    (row, watcher), listener = watch, staff(Role.PSYCHOLOGIST)
    for _ in range(3):
        actions.day_of_watch(watch=row, what="sat", minutes=20, by=watcher)
    on_desk = [one.about for one in desk.items_for(listener)]
    way = client_for(watcher).get("/").content.decode()
    page = client_for(listener).get("/missions/watching/").content.decode()

    for what in ("sat", "rested", "ended"):
        with pytest.raises(Refused):
            actions.day_of_watch(watch=row, what=what, minutes=5, by=listener)
    client_for(listener).post(f"/missions/watching/{row.pk}/", {"what": "talked"})

    assert f"watch:{row.pk}" in on_desk and "watcher" in page and "/missions/watching/" in way
    assert "Postings that show" not in page and "as listed" not in page
    assert others.sittings_without_talk(others.watches_for(head).get()) == 0
    assert f"watch:{row.pk}" not in [one.about for one in desk.items_for(listener)]


def test_r110_two_hours_are_two_hours_a_day_over_all_sittings_and_all_watches(watch, head, today):
    row, watcher = watch
    yesterday = midnight() - timedelta(minutes=1)
    WatchDay.objects.create(watch=row, what="sat", minutes=90, recorded_at=yesterday, by=watcher.staff)
    second = Watch.objects.create(
        watcher=watcher.staff, purpose="Portraits", until=today, decision=row.decision, by=head.staff
    )
    actions.day_of_watch(watch=row, what="sat", minutes=60, by=watcher)
    actions.day_of_watch(watch=second, what="sat", minutes=50, by=watcher)

    with pytest.raises(Refused, match="Today it was 110 minutes already"):
        actions.day_of_watch(watch=second, what="sat", minutes=11, by=watcher)
    actions.day_of_watch(watch=row, what="sat", minutes=10, by=watcher)


def midnight():
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.mark.django_db(transaction=True)
def test_r110_two_tabs_at_once_make_no_day_of_three_hours(watch):
    row, watcher = watch

    ended = race(
        *(lambda: actions.day_of_watch(watch=row, what="sat", minutes=90, by=watcher) for _tab in range(2))
    )

    assert ended == {"done": 1, "refused": 1}


def test_r110_who_watches_neither_proposes_nor_signs_it_and_thirty_days_are_the_end(head, staff, today):
    told = {"watcher": head.staff, "purpose": "Postings", "channels": "Two.", "why": "Twice this week."}

    with pytest.raises(Refused, match="Who is concerned"):
        actions.propose_watch(**told, until=today + timedelta(days=3), by=head)
    with pytest.raises(Refused, match="thirty days at most"):
        actions.propose_watch(**told, until=today + timedelta(days=31), by=staff(Role.DEPUTY))
