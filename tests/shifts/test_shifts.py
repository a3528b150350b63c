"""Rota, the 17:00 warning, handing over by two, out alone, what became of alarms (D13, D28, D29, R39)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests import factories
from vegerin.guard import clock, decisions, desk
from vegerin.guard.models import TrailEntry
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions as book
from vegerin.shifts import actions, queries, rules
from vegerin.shifts.models import HandOver, HandOverNote, Outing, Turn
from vegerin.shifts.night import day_of, night_of, tonight

pytestmark = pytest.mark.record

BAGHDAD = ZoneInfo("Asia/Baghdad")
TODAY = date(2026, 11, 21)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 21, hour, minute, tzinfo=BAGHDAD)


@pytest.fixture
def clerk(staff):
    return staff(Role.CLERK, name="nazdar")


@pytest.fixture
def night_clerk(staff):
    return staff(Role.CLERK, name="baran")


@pytest.fixture
def officer(staff):
    return staff(Role.DUTY_OFFICER, name="dilovan")


def put(office, reader, part="duty", span=None):
    span = span or night_of(TODAY)
    return actions.plan_turn(
        staff=reader.staff, part=part, starts_at=span.starts, ends_at=span.ends, by=office.head
    )


def promised(by, *, hours: float):
    report = factories.report(by=by)
    return book.promise_call(
        report=report, at=datetime.now(BAGHDAD) + timedelta(hours=hours), who="we_ring", other="mother", by=by
    )


def test_every_role_has_its_line_and_every_act_its_sentence():
    assert set(rules.MAY) == set(Role)
    assert set(rules.SENTENCES) == set(rules.Act)


@pytest.mark.parametrize(("hour", "begins"), [(3, date(2026, 11, 20)), (9, TODAY), (20, TODAY)])
def test_the_night_runs_from_five_to_eight(hour, begins):
    assert tonight(at(hour)) == night_of(begins)


def test_tonight_knows_who_is_on_duty_who_signs_second_and_who_is_ill(office, clerk, night_clerk, officer):
    put(office, night_clerk)
    actions.drop_turn(turn=put(office, clerk), why="ill", by=clerk)
    put(office, officer, "second")

    night = queries.tonight_for(office.head, at(18))

    assert [person.working_name for person in (*night.duty, *night.second, *night.ill)] == [
        "baran",
        "dilovan",
        "nazdar",
    ]
    assert night.makes_two


def test_a_colleague_does_not_drop_anothers_turn(office, clerk, night_clerk):
    turn = put(office, clerk)

    with pytest.raises(Refused, match="plan turns"):
        actions.drop_turn(turn=turn, why="ill", by=night_clerk)


def test_the_stand_in_takes_the_hours_of_one_who_is_ill(office, clerk, night_clerk):
    turn = put(office, clerk)
    actions.name_stand_in(absent=clerk.staff, stands_in=night_clerk.staff, by=office.head)
    actions.drop_turn(turn=turn, why="ill", by=clerk)

    actions.take_turn(turn=turn, staff=queries.stand_ins()[clerk.staff.pk], by=office.head)

    assert queries.tonight_for(office.head, at(18)).duty == (night_clerk.staff,)


def test_one_verifier_at_night_cannot_join_two_persons_and_two_can(office, staff):
    one, two = staff(Role.VERIFIER), staff(Role.VERIFIER)
    joining = decisions.KINDS["register.judge"].title

    assert joining in queries.kinds_without_two([one.staff])
    assert joining not in queries.kinds_without_two([one.staff, two.staff])


def test_at_five_the_desk_warns_that_tonight_cannot_make_two(office, night_clerk):
    with time_machine.travel(at(16, 59), tick=False):
        put(office, night_clerk)
        before = titles(office.head)
    with time_machine.travel(at(17), tick=False):
        after = titles(office.head)

    assert "Tonight's rota cannot make two" not in before
    assert "Tonight's rota cannot make two" in after


def test_the_warning_names_what_must_be_signed_before_the_second_goes_home(office, staff, night_clerk):
    with time_machine.travel(at(17, 5), tick=False):
        one, two = staff(Role.VERIFIER), staff(Role.VERIFIER)
        put(office, two, span=type(day_of(TODAY))(at(8), at(19)))
        put(office, night_clerk)
        a, b = (factories.person(name, by=one) for name in ("Nazê Berces", "Nazî Berjes"))
        book.propose_judgement(a=a, b=b, verdict="same", why="Same father, same village.", by=one)

        says = {item.says for item in desk.items_for(two) if str(item.queue) == "Before the second goes home"}

    assert says == {
        "Only baran is there. Name a second signer on call.",
        "Nazê Berces · Nazî Berjes · Nobody of tonight can sign this. Before 19:00, please.",
    }


def titles(reader) -> list[str]:
    return [item.title for item in desk.items_for(reader)]


def test_a_shift_is_one_page_signed_by_both(office, clerk, night_clerk):
    promise = promised(clerk, hours=2)

    page = actions.hand_over(to=night_clerk.staff, note="The line of Dohuk is bad.", by=clerk)

    assert [line["about"] for line in page.lines] == [f"promise:{promise.pk}"]
    assert titles(night_clerk)[0] == "nazdar hands you the shift"
    assert queries.note_for(night_clerk, page) == "The line of Dohuk is bad."

    actions.sign_hand_over(hand_over=page, by=night_clerk)

    assert HandOver.objects.get().signature.by == night_clerk.staff
    assert "nazdar hands you the shift" not in titles(night_clerk)


def test_a_shift_is_not_handed_to_herself_and_not_signed_by_somebody_else(
    office, clerk, night_clerk, officer
):
    with pytest.raises(Refused, match="two sign it"):
        actions.hand_over(to=clerk.staff, by=clerk)
    page = actions.hand_over(to=night_clerk.staff, by=clerk)
    with pytest.raises(Refused, match="handed to somebody else"):
        actions.sign_hand_over(hand_over=page, by=officer)


def test_nothing_of_a_note_stands_in_clear(office, clerk, night_clerk, officer):
    page = actions.hand_over(to=night_clerk.staff, note="Xezal rings at nine.", by=clerk)

    assert all(b"Xezal" not in bytes(row.sealed) for row in HandOverNote.objects.all())
    assert queries.note_for(officer, page) == ""


def test_a_line_that_is_settled_leaves_the_page(office, clerk, night_clerk):
    promise = promised(clerk, hours=2)
    page = actions.hand_over(to=night_clerk.staff, by=clerk)
    seen = len(queries.lines_of(night_clerk, page))

    book.answer_promise(promise=promise, outcome="spoke", by=night_clerk)

    assert (seen, queries.lines_of(night_clerk, page)) == (1, [])


def test_what_a_colleague_may_not_see_is_on_the_page_of_neither_side_but_named_to_her_who_goes(
    office, staff, clerk
):
    one, two = staff(Role.VERIFIER), staff(Role.VERIFIER)
    a, b = factories.person(by=one), factories.person(by=one)
    book.propose_judgement(a=a, b=b, verdict="same", why="Same father.", by=one)
    page = actions.hand_over(to=clerk.staff, by=two)

    stays = queries.unseen_by(two, clerk)

    assert [item.title for item in stays] == ["Whether two persons are one"]
    assert queries.lines_of(clerk, page) == []


def test_the_page_answers_a_stranger_like_an_absent_one(office, clerk, night_clerk, staff, client_for):
    page = actions.hand_over(to=night_clerk.staff, by=clerk)
    stranger = client_for(staff(Role.CLERK))

    assert stranger.get(f"/shifts/hand-over/{page.pk}/").status_code == 404
    assert client_for(night_clerk).get(f"/shifts/hand-over/{page.pk}/").status_code == 200


def test_the_printed_page_is_traced_and_bears_a_working_name(office, clerk, night_clerk, client_for):
    page = actions.hand_over(to=night_clerk.staff, by=clerk)

    printed = client_for(clerk).get(f"/shifts/hand-over/{page.pk}/print/").content.decode()

    assert "Printed for <bdi>nazdar</bdi>" in printed
    assert "Copy 1. Shred after use." in printed
    assert TrailEntry.objects.filter(kind="paper.printed", about=f"hand_over:{page.pk}").count() == 1
    assert "A hand-over" in client_for(clerk).get("/papers/").content.decode()


def test_whoever_goes_out_alone_and_stays_silent_alarms_without_name_or_place(office, clerk, officer):
    outing, word = actions.go_out(back_in=timedelta(minutes=30), by=clerk)
    later = datetime.now(BAGHDAD) + timedelta(minutes=41)
    with time_machine.travel(later, tick=False):
        alarms = [item for item in desk.items_for(officer) if item.sounds]

    assert [item.title for item in alarms] == ["nazdar is out alone"]
    stored = (office.folder / clock.FILE).read_text()
    assert outing.code in stored
    assert not any(hidden in stored for hidden in ("nazdar", word, str(clerk.staff.pk)))


def test_she_checks_in_and_comes_back(office, clerk):
    outing, word = actions.go_out(back_in=timedelta(minutes=30), by=clerk)

    clock.check_in(
        office.folder, code=outing.code, word=word, now=datetime.now(BAGHDAD), again=timedelta(hours=2)
    )
    assert len(queries.out_alone(clerk)) == 1
    actions.say_well(outing=outing, again=None, by=clerk)

    assert queries.out_alone(clerk) == []


def test_she_is_not_out_twice(office, clerk):
    actions.go_out(back_in=timedelta(minutes=30), by=clerk)

    with pytest.raises(Refused, match="out already"):
        actions.go_out(back_in=timedelta(minutes=30), by=clerk)


def test_a_colleague_does_not_say_for_her_that_she_is_well(office, clerk, night_clerk, officer):
    outing, _ = actions.go_out(back_in=timedelta(minutes=30), by=clerk)

    with pytest.raises(Refused, match="Whoever is out says it"):
        actions.say_well(outing=outing, again=None, by=night_clerk)
    actions.say_well(outing=outing, again=None, by=officer)

    assert queries.out_alone(officer) == []


def test_no_row_of_shifts_holds_a_place():
    columns = {field.name for model in (Turn, Outing, HandOver) for field in model._meta.get_fields()}

    assert not columns & {"place", "address", "where", "home", "district"}


def test_the_board_is_to_be_printed_from_six_until_somebody_has(office, clerk, officer, client_for):
    actions.go_out(back_in=timedelta(hours=30), by=clerk)
    with time_machine.travel(at(18, 1), tick=False):
        before = titles(officer)
        client_for(officer).get("/duty/paper/")
        after = titles(officer)

    assert ("Print the board" in before, "Print the board" in after) == (True, False)


def test_what_became_of_alarms_is_counted(office, clerk, officer, client_for):
    promise = promised(clerk, hours=-0.5)
    book.answer_promise(promise=promise, outcome="spoke", by=clerk)
    promised(clerk, hours=-2)
    now = datetime.now(BAGHDAD)
    clock.expect(office.folder, code="M7", due=now - timedelta(minutes=5), margin_minutes=0, duty_code="D4")
    clock.heard_by_duty(office.folder, code="M7", duty_code="D4", now=now)

    counts = {
        one.what: (one.raised, one.acted, one.in_time) for one in desk.counts_since(now - timedelta(days=1))
    }

    assert counts["Promised calls; within the hour"] == (2, 1, 1)
    assert counts["Codes not heard from; a first step within 15 minutes"] == (1, 1, 1)
    assert client_for(officer).get("/shifts/heeded/").status_code == 200
    assert client_for(clerk).get("/shifts/heeded/").status_code == 404


@pytest.mark.parametrize("address", ["/shifts/", "/shifts/hand-over/", "/shifts/out/"])
def test_partners_and_field_leads_find_no_shifts(address, staff, client_for, clerk):
    assert client_for(clerk).get(address).status_code == 200
    for role in (Role.PARTNER, Role.FIELD_LEAD):
        assert client_for(staff(role)).get(address).status_code == 404
