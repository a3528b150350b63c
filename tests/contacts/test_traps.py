"""A trap is suspected after the call; missions stop, she is believed, the clerk learns nothing (R30–R33)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import SIX_SIGNS
from vegerin.contacts import actions, queries
from vegerin.contacts.models import LOOK_WITHIN, Checklist
from vegerin.contacts.signs import BY_RULE, SIGNS
from vegerin.engines.history import weigh
from vegerin.engines.history.kinds import Fate
from vegerin.guard import decisions, desk
from vegerin.guard.desk import Rank
from vegerin.guard.models import Decision
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register.actions import withdraw_report
from vegerin.register.queries import cautions_about, status_for

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def test_r30_all_six_signs_hold_and_stop_missions_while_her_fate_stands(call, person, clerk, verifier):
    report = call()
    before = status_for(verifier, person).fate
    checklist = actions.fill_checklist(report=report, signs=SIX_SIGNS, by=clerk)

    assert checklist.band == "hold"
    assert [caution.kind for caution in cautions_about(verifier, [person])] == ["trap"]
    assert (before, status_for(verifier, person).fate) == (Fate.BELIEVED_ALIVE, Fate.BELIEVED_ALIVE)


def test_the_signs_of_the_page_are_the_signs_of_the_table():
    assert {*SIGNS, *BY_RULE.values()} == set(weigh.defaults().trap_lr)


def test_a_call_without_signs_goes_on_as_any(call, person, clerk, verifier):
    checklist = actions.fill_checklist(report=call(), signs=[], by=clerk)

    assert checklist.band == "normal"
    assert cautions_about(verifier, [person]) == []
    assert list(queries.waiting(verifier)) == []


def test_r33_the_same_number_later_warns_the_verifier_however_it_is_written(call, clerk, verifier):
    actions.fill_checklist(report=call("0750 123 45 67"), signs=SIX_SIGNS, by=clerk)

    later = actions.fill_checklist(report=call("+964 ٧٥٠ ١٢٣ ٤٥ ٦٧"), signs=[], by=clerk)

    assert later.band == "caution"
    assert "known_bad_number" in queries.signs_of(verifier, later)
    assert list(queries.waiting(verifier))[-1] == later


def test_d8_the_clerk_sees_no_band_and_no_weight(call, clerk, client_for):
    report = call()
    client = client_for(clerk)

    sent = client.post(f"/contacts/checklist/{report.pk}/", {"signs": SIX_SIGNS})

    assert (sent.status_code, sent.url) == (302, "/")
    assert client.get(f"/contacts/why/{report.checklist.pk}/").status_code == 404
    assert not [item for item in desk.items_for(clerk) if "asks for a verifier" in item.says]


def test_d8_the_page_tells_the_verifier_why_and_what_would_change_it(call, clerk, verifier, client_for):
    checklist = actions.fill_checklist(
        report=call(), signs=["asks_meeting_caller_terms", "third_voice", "deadline_pressure"], by=clerk
    )

    shown = queries.why(verifier, checklist)
    page = client_for(verifier).get(f"/contacts/why/{checklist.pk}/").content.decode()

    assert shown.chance == pytest.approx(0.5581395348837209, abs=1e-6)
    assert f"{shown.chance:.6f}" in page
    assert [sign.code for sign in shown.signs] == [
        "asks_meeting_caller_terms",
        "third_voice",
        "deadline_pressure",
    ]
    assert "closes nothing" in page


def test_d8_a_verifier_takes_it_by_name_and_never_who_took_the_call(call, verifier, staff):
    second = staff(Role.VERIFIER, name="second")
    checklist = actions.fill_checklist(report=call(by=verifier), signs=SIX_SIGNS, by=verifier)
    with pytest.raises(Refused, match="You took this call"):
        actions.take(checklist=checklist, next_line="Her aunt", by=verifier)

    actions.take(checklist=checklist, next_line="Her aunt", by=second)

    assert list(queries.waiting(second)) == []


def test_a_checklist_is_filled_once(call, clerk):
    report = call()
    actions.fill_checklist(report=report, signs=[], by=clerk)

    with pytest.raises(Refused, match="filled in already"):
        actions.fill_checklist(report=report, signs=SIX_SIGNS, by=clerk)


def test_d8_a_verifier_who_did_not_take_the_call_is_asked_by_name_and_by_when(call, clerk, verifier):
    checklist = actions.fill_checklist(report=call(), signs=SIX_SIGNS, by=clerk)
    (item,) = [one for one in desk.items_for(verifier) if one.about == f"why:{checklist.pk}"]

    assert checklist.asked == verifier.staff
    assert queries.look_by(checklist) == checklist.recorded_at + timedelta(hours=2)
    assert "You are asked to look" in item.says


@pytest.mark.parametrize(
    ("named", "sign"),
    [
        ({"place": "The mill behind Gundê Darê"}, "known_bad_place"),
        ({"wording": "Zû werin, îşev, ez bi tenê me"}, "known_bad_wording"),
        ({"account": "@news.of_shingal"}, "known_bad_account"),
    ],
)
def test_r33_the_trap_file_knows_places_wordings_and_accounts_again(named, sign, call, clerk, verifier):
    actions.fill_checklist(report=call("0750 111 22 33"), signs=SIX_SIGNS, named=named, by=clerk)
    again = {key: f" {value.upper()} !" for key, value in named.items()}

    later = actions.fill_checklist(report=call("0750 999 88 77"), signs=[], named=again, by=clerk)

    assert queries.signs_of(verifier, later) == [sign]
    assert later.band == "caution"


def test_r32_duress_is_a_danger_to_her_for_those_who_must_know(call, person, clerk, verifier, client_for):
    actions.fill_checklist(report=call(), signs=["third_voice"], by=clerk)

    assert [danger.person for danger in queries.dangers_to(verifier, person)] == [person]
    assert queries.dangers_to(clerk, person) == []
    assert (
        "danger to her or him" in client_for(verifier).get(f"/contacts/person/{person.pk}/").content.decode()
    )


def test_clearing_takes_two_who_did_not_take_the_call(call, person, clerk, verifier, staff, office):
    second = staff(Role.VERIFIER, name="second")
    checklist = actions.fill_checklist(report=call(by=second), signs=SIX_SIGNS, by=second)
    with pytest.raises(Refused, match="You took this call"):
        actions.propose_clearing(checklist=checklist, why="She rang from the camp.", by=second)

    decision = actions.propose_clearing(checklist=checklist, why="She rang from the camp.", by=verifier)
    with pytest.raises(Refused, match="You took this call"):
        decisions.approve(decision=decision, by=second)
    assert len(cautions_about(verifier, [person])) == 1
    decisions.approve(decision=decision, by=office.head)

    assert cautions_about(verifier, [person]) == []
    assert list(queries.open_contacts(verifier)) == []


def test_a_cleared_number_warns_no_longer(call, clerk, verifier, office):
    checklist = actions.fill_checklist(report=call(), signs=SIX_SIGNS, by=clerk)
    decision = actions.propose_clearing(checklist=checklist, why="It was her aunt.", by=verifier)
    decisions.approve(decision=decision, by=office.head)

    assert actions.fill_checklist(report=call(), signs=[], by=clerk).band == "normal"


def test_the_checklist_is_offered_as_soon_as_the_call_is_kept(call, clerk, client_for):
    report = call()

    page = client_for(clerk).get(f"/reports/{report.pk}/kept/").content.decode()

    assert f"/contacts/checklist/{report.pk}/" in page


def test_r33_the_number_alone_warns_the_verifier_where_nobody_noted_anything(
    call, person, clerk, verifier, staff, client_for
):
    before = call("0750 999 99 99")
    actions.fill_checklist(report=call("0750 123 45 67"), signs=SIX_SIGNS, by=clerk)
    again = call("٠٧٥٠ ١٢٣ ٤٥ ٦٧")
    other = staff(Role.VERIFIER, name="other")

    lent = {reader.staff.working_name: abouts(reader, "again:") for reader in (clerk, verifier)}
    kept = client_for(verifier).post(f"/contacts/checklist/{again.pk}/", {"place": ""})

    assert before not in queries.rang_again(verifier)
    assert lent == {"clerk": [], "verifier": [f"again:{again.pk}"]}
    again.refresh_from_db()
    assert (kept.status_code, again.checklist.band) == (302, "caution")
    assert abouts(verifier, "again:") == []
    with pytest.raises(Refused, match="You took this call"):
        actions.propose_clearing(checklist=again.checklist, why="Met.", by=verifier)
    actions.propose_clearing(checklist=again.checklist, why="Met.", by=other)


def abouts(reader, begins):
    return [item.about for item in desk.items_for(reader) if item.about.startswith(begins)]


@pytest.fixture
def two_hours_later(monkeypatch):
    """A factory: some minutes past the time by which somebody looks."""
    real = timezone.now

    def passes(minutes=1):
        ahead = LOOK_WITHIN + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda: real() + ahead)

    return passes


def alarms(reader):
    return [one for one in desk.items_for(reader) if one.rank is Rank.DANGER]


def test_d8_a_hold_nobody_looked_at_sounds_after_two_hours_and_says_who_was_asked(
    call, clerk, verifier, staff, office, two_hours_later
):
    duty, second = staff(Role.DUTY_OFFICER, name="duty"), staff(Role.VERIFIER, name="second")
    checklist = actions.fill_checklist(report=call(), signs=SIX_SIGNS, by=clerk)
    before = [alarms(reader) for reader in (verifier, second, office.head, duty, clerk)]

    two_hours_later()

    shown = {reader.staff.working_name: alarms(reader) for reader in (verifier, second, office.head, duty)}
    assert before == [[]] * 5
    sounding = {name: [one.sounds for one in items] for name, items in shown.items()}
    assert sounding == {key: [True] for key in shown}
    asked = checklist.asked.working_name
    assert f"{asked} was asked" in shown["duty"][0].says
    assert "look now" in shown[asked][0].says
    assert alarms(clerk) == []


def test_d8_who_took_the_call_hears_no_alarm_and_no_band(call, staff, verifier, two_hours_later):
    duty = staff(Role.DUTY_OFFICER, name="duty")
    actions.fill_checklist(report=call(by=duty), signs=SIX_SIGNS, by=duty)

    two_hours_later()

    assert alarms(duty) == []
    assert len(alarms(verifier)) == 1


def test_d8_the_next_verifier_is_asked_by_name_and_it_sounds_again_after_a_quarter_of_an_hour(
    call, clerk, verifier, staff, office, client_for, monkeypatch
):
    # Rows keep the true time: here the two hours have no length, and the quarter of an hour passes.
    monkeypatch.setattr("vegerin.contacts.queries.traps.LOOK_WITHIN", timedelta())
    second = staff(Role.VERIFIER, name="second")
    checklist = actions.fill_checklist(report=call(), signs=SIX_SIGNS, by=clerk)
    first = checklist.asked

    client_for(office.head).post(f"/contacts/why/{checklist.pk}/next/")

    now = queries.who_is_asked(checklist)
    assert {first, now} == {verifier.staff, second.staff}
    assert [one.sounds for one in alarms(office.head)] == [False]
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=16))
    assert [one.sounds for one in alarms(office.head)] == [True]
    taker = verifier if now == verifier.staff else second
    actions.take(checklist=checklist, next_line="Her aunt.", by=taker)
    assert alarms(office.head) == []


def test_a_clerk_asks_no_verifier(call, clerk, verifier, client_for, two_hours_later):
    checklist = actions.fill_checklist(report=call(), signs=SIX_SIGNS, by=clerk)
    two_hours_later()

    assert client_for(clerk).post(f"/contacts/why/{checklist.pk}/next/").status_code == 404


def test_caution_is_overdue_and_does_not_sound(call, clerk, verifier, two_hours_later):
    actions.fill_checklist(report=call(), signs=["deadline_pressure", "new_number"], by=clerk)
    two_hours_later()

    assert alarms(verifier) == []
    assert [one.rank for one in desk.items_for(verifier) if one.about.startswith("why:")] == [Rank.OVERDUE]


def test_of_two_proposals_to_clear_one_contact_the_second_signature_is_a_sentence(
    call, clerk, verifier, staff, office, client_for
):
    checklist = actions.fill_checklist(report=call(), signs=SIX_SIGNS, by=clerk)
    first = actions.propose_clearing(checklist=checklist, why="It was her aunt.", by=verifier)
    second = decisions.propose(
        kind=first.kind,
        about=first.about,
        payload=first.payload,
        reason="I know her.",
        by=staff(Role.VERIFIER),
    )

    pages = [
        client_for(office.head).post(f"/decisions/{one.pk}/", {"answer": "yes"}) for one in (first, second)
    ]

    assert [page.status_code for page in pages] == [302, 403]
    assert "Two have cleared this already" in pages[1].content.decode()


@pytest.fixture
def forgotten(call, monkeypatch):
    """A call of yesterday that nobody noted."""
    report = call()
    monkeypatch.setattr(queries.traps, "NOTED_WITHIN", timedelta(0))
    return report


def checklist_items(reader, report):
    return [(one.rank, one.says) for one in desk.items_for(reader) if one.about == f"checklist:{report.pk}"]


def test_d29_an_empty_checklist_stays_on_the_desk_and_says_that_it_is_late(
    forgotten, clerk, verifier, staff, office
):
    readers = (clerk, verifier, office.head, staff(Role.PRESS_OFFICER))

    ranks = [[rank for rank, _says in checklist_items(one, forgotten)] for one in readers]

    assert ranks == [[Rank.OVERDUE], [Rank.OVERDUE], [Rank.OVERDUE], []]
    assert "fill it in, or say why not" in checklist_items(clerk, forgotten)[0][1]
    assert f"what {clerk.staff.working_name} noticed" in checklist_items(verifier, forgotten)[0][1]


def test_two_say_why_a_checklist_stays_empty_and_never_who_took_the_call(
    forgotten, clerk, verifier, office, client_for
):
    address, why = f"/contacts/checklist/{forgotten.pk}/why-not/", {"why": "The line was cut at once."}

    proposed = client_for(clerk).post(address, why)
    twice = client_for(verifier).post(address, why)
    decision = Decision.objects.get()
    still = checklist_items(clerk, forgotten)
    signed = client_for(verifier).post(f"/decisions/{decision.pk}/", {"answer": "yes"})

    assert [one.status_code for one in (proposed, twice, signed)] == [302, 403, 302]
    assert still
    assert [checklist_items(one, forgotten) for one in (clerk, verifier, office.head)] == [[], [], []]


def test_who_took_the_call_does_not_sign_that_its_checklist_stays_empty(call, verifier, staff, monkeypatch):
    report = call(by=verifier)
    monkeypatch.setattr(queries.traps, "NOTED_WITHIN", timedelta(0))

    decision = actions.propose_not_noted(report=report, why="Nobody spoke.", by=staff(Role.VERIFIER))

    with pytest.raises(Refused, match="You took this call"):
        decisions.approve(decision=decision, by=verifier)


def test_a_colleague_of_another_role_finds_no_checklist_and_a_verifier_ticks_nothing(
    forgotten, verifier, staff, client_for
):
    address = f"/contacts/checklist/{forgotten.pk}/"

    page = client_for(verifier).get(address)
    ticked = client_for(verifier).post(address, {"signs": SIX_SIGNS})
    of_others = [
        client_for(staff(role)).get(address).status_code
        for role in (Role.CLERK, Role.PLANNER, Role.PRESS_OFFICER)
    ]

    assert (page.status_code, 'name="signs"' in page.content.decode()) == (200, False)
    assert 'name="signs"' not in ticked.content.decode()
    assert not Checklist.objects.exists()
    assert of_others == [404, 404, 404]


def test_what_was_withdrawn_is_asked_of_nobody(forgotten, clerk, verifier):
    withdraw_report(report=forgotten, wish_of="teller", by=verifier)

    assert checklist_items(clerk, forgotten) == checklist_items(verifier, forgotten) == []
