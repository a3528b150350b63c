"""Events and what follows: claims, second signatures, corrections, two clocks, caches that agree."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management.sql import emit_post_migrate_signal

from tests import factories as make
from vegerin.engines.history.dates import parse
from vegerin.engines.history.feasts import carsema_sor
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import Role
from vegerin.register import actions, checks, queries
from vegerin.register.models import Event, Person

pytestmark = pytest.mark.record
SUMMER = date(2017, 6, 15)


@pytest.fixture
def person(officer):
    """A girl who is missing."""
    person = make.person("Nesrîn Mirad Qasim", by=officer, sex="female", born=parse("2003"))
    make.event(person, "named", "2014-09", by=officer)
    make.event(person, "registered_missing", "2015-02-01", by=officer)
    return person


def fate(reader, person, as_of=SUMMER, **clock) -> str:
    return queries.status_for(reader, person, as_of=as_of, **clock).fate


def test_a_case_may_begin_as_taken_or_killed(officer) -> None:
    person = make.person("Mirad Qasim", by=officer)
    make.event(person, "taken_or_killed", "2014-08-03", by=officer)

    assert fate(officer, person) == "taken_or_killed"


def test_proof_of_life_waits_for_a_second_verifier(person, verifier, second) -> None:
    event = make.event(person, "alive_confirmed", "2017-06-01", by=verifier)
    alone = queries.status_for(verifier, person, as_of=SUMMER)

    make.signed(event, by=second)

    assert (alone.fate, alone.waits_for_two) == ("believed_alive", (str(event.pk),))
    assert fate(verifier, person) == "alive_confirmed"


def test_nobody_signs_second_under_her_own_word_nor_without_the_role(person, verifier, clerk) -> None:
    event = make.event(person, "alive_confirmed", by=verifier)

    for reader in (verifier, clerk):
        with pytest.raises(Refused):
            make.signed(event, by=reader)
    assert fate(verifier, person) == "believed_alive"


def test_a_death_told_by_one_changes_nothing_and_asks_two(person, verifier, second) -> None:
    event = make.event(person, "death_witnessed", "2015-08", by=verifier)
    told = queries.status_for(verifier, person, as_of=SUMMER)

    make.signed(event, by=second)

    assert (told.fate, [reason.code for reason in told.reviews]) == ("missing", ["death.told"])
    assert fate(verifier, person) == "believed_dead"


def test_one_held_dead_who_calls_is_searched_for_again(person, verifier, second) -> None:
    make.signed(make.event(person, "identified", "2016-01-01", by=verifier), by=second)
    make.signed(make.event(person, "alive_confirmed", "2017-06-01", by=verifier), by=second)

    status = queries.status_for(verifier, person, as_of=SUMMER)
    assert (status.fate, [reason.code for reason in status.reviews]) == (
        "alive_confirmed",
        ["correction.due"],
    )


@pytest.mark.parametrize(
    ("sex", "born"),
    [("female", "1990"), ("female", "2009"), ("male", "2009"), ("male", "1970"), ("unknown", "2003")],
)
def test_remains_close_the_case_of_anyone_believed_alive_whatever_her_sex_or_age(
    officer, verifier, second, sex, born
) -> None:
    person = make.person("Nesrîn Mirad", by=officer, sex=sex, born=parse(born))
    make.event(person, "seen", "2017-05-01", by=officer)
    believed = fate(officer, person, as_of=date(2017, 5, 2))

    make.signed(make.event(person, "identified", "2017-06-01", by=verifier), by=second)

    assert (believed, fate(officer, person)) == ("believed_alive", "dead_confirmed")


def test_a_refused_second_signature_leaves_it_a_claim(person, verifier, second) -> None:
    event = make.event(person, "alive_confirmed", "2017-06-01", by=verifier)
    decision = Decision.objects.get(payload__event=str(event.pk))

    decisions.refuse(decision=decision, reason="The second line is the first one.", by=second)

    assert fate(verifier, person) == "believed_alive"


def test_a_second_signature_counts_from_when_it_was_given(person, verifier, second) -> None:
    event = make.event(person, "alive_confirmed", "2017-06-01", by=verifier)
    before = datetime.now(UTC)

    make.signed(event, by=second)

    assert fate(verifier, person, known_by=before) == "believed_alive"


def test_a_doubted_sighting_is_shown_and_weighs_nothing(person, officer, verifier) -> None:
    make.report(make.claim(person, "seen", "2017-06-01"), by=officer)
    [_, _, seen] = queries.events_for(verifier, person)
    assert fate(verifier, person) == "believed_alive"

    actions.assess_event(event=seen.row, verdict="doubted", why="The caller was not there.", by=verifier)

    status = queries.status_for(verifier, person, as_of=SUMMER)
    assert (status.fate, status.doubted) == ("missing", (str(seen.row.pk),))


def test_the_latest_judgement_counts_and_the_earlier_ones_stay(person, officer, verifier) -> None:
    event = make.report(make.claim(person, "seen", "2017-06-01"), by=officer).events.get()
    for verdict in ("refuted", "corroborated"):
        actions.assess_event(event=event, verdict=verdict, why="Asked again.", by=verifier)

    assert fate(verifier, person) == "believed_alive"
    assert [one.verdict for one in event.assessments.all()] == ["plausible", "refuted", "corroborated"]


def test_an_opinion_is_kept_and_feeds_no_status(person, officer) -> None:
    make.report(make.claim(person, "seen", "2017-06-01", opinion=True), by=officer)

    assert fate(officer, person) == "missing"
    assert [event.opinion for event in queries.events_for(officer, person)] == [False, False, True]


def test_a_correction_is_a_new_row_that_names_the_old_one(person, officer, verifier) -> None:
    wrong = make.event(person, "seen", "2017-06-01", by=officer, country="SY")
    make.event(person, "not_so", "2017-06-02", by=officer, corrects=wrong)

    assert fate(officer, person) == "missing"
    shown = {event.row.pk: event.corrected for event in queries.events_for(officer, person)}
    assert shown[wrong.pk] is True
    assert Event.objects.filter(pk=wrong.pk).exists()


def test_a_correction_stays_with_its_person(person, officer) -> None:
    other = make.person("Gulê", by=officer)
    event = make.event(person, "seen", by=officer)

    with pytest.raises(Refused, match="stays with its person"):
        make.event(other, "seen", by=officer, corrects=event)


def test_a_past_answer_comes_out_again_exactly(person, officer, verifier) -> None:
    with time_machine.travel(datetime(2027, 1, 5, tzinfo=UTC), tick=True):
        make.event(person, "seen", "2017-06-01", by=officer)
        then = datetime.now(UTC)
        printed = queries.status_for(officer, person, as_of=SUMMER, known_by=then)
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=True):
        make.event(person, "death_witnessed", "2017-06-10", by=verifier)
        seen = Event.objects.get(kind="seen")
        actions.assess_event(event=seen, verdict="refuted", why="It was her sister.", by=verifier)

        assert fate(officer, person) == "missing"
        assert queries.status_for(officer, person, as_of=SUMMER, known_by=then) == printed


def test_a_sighting_older_than_thirty_days_is_stale_and_one_older_than_half_a_year_ages_her_fate(
    person, officer
) -> None:
    make.event(person, "seen", "2017-06-01", by=officer)

    def stale(after: int) -> tuple[bool, bool]:
        status = queries.status_for(officer, person, as_of=date(2017, 6, 1) + timedelta(days=after))
        return status.whereabouts.stale, status.stale

    assert (stale(30), stale(31), stale(180), stale(181)) == (
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    )


def test_a_move_is_recorded_and_the_old_place_stays(person, officer) -> None:
    first, then = make.village("Bajarê A", by=officer), make.village("Bajarê B", by=officer)
    make.event(person, "seen", "2017-05-01", by=officer, place=first, country="IQ")
    make.event(person, "moved", "2017-06-01", by=officer, place=then, country="sy")

    whereabouts = queries.status_for(officer, person, as_of=SUMMER).whereabouts
    assert (whereabouts.place, whereabouts.country) == (str(then.pk), "SY")
    assert [event.place for event in queries.events_for(officer, person)][-2:] == [first.pk, then.pk]


def test_only_the_district_of_a_living_person_is_told(person, officer) -> None:
    town = actions.add_place(names={"en": "Bajar"}, kind="town", invented=True, by=officer)
    village = make.village("Gundê Biçûk", by=officer, district=town)
    make.event(person, "seen", "2017-06-01", by=officer, place=village)

    assert queries.status_for(officer, person, as_of=SUMMER).whereabouts.place == str(town.pk)


def test_escape_attempts_are_kept_each_with_its_outcome(person, officer, verifier, second) -> None:
    for number in range(1, 5):
        make.event(
            person, "escape_attempted", f"2016-0{number}", by=officer, details={"outcome": "recaptured"}
        )
    make.event(person, "escape_attempted", "2017-06-01", by=officer, details={"outcome": "freed"})
    make.signed(make.event(person, "returned", "2017-06-02", by=verifier), by=second)

    outcomes = [e.row.details.get("outcome") for e in queries.events_for(officer, person)]
    assert [outcome for outcome in outcomes if outcome] == ["recaptured"] * 4 + ["freed"]
    assert fate(officer, person) == "returned"


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("at_crossing", {"force": "border force", "review_on": "2017-06-14"}),
        ("held_by_authorities", {"authority": "a court", "access": "none", "lawyer": "not yet"}),
        ("in_camp_under_another_name", {"review_on": "2017-06-10"}),
    ],
)
def test_back_but_not_received_is_a_place_with_a_day_to_look_again(person, officer, kind, details) -> None:
    make.event(person, kind, "2017-06-10", by=officer, country="SY", details=details)

    status = queries.status_for(officer, person, as_of=SUMMER)
    assert (status.whereabouts.where, status.whereabouts.not_yet_received) == (kind, True)
    assert dict(status.whereabouts.details) == details
    assert bool(status.reviews) is ("review_on" in details)


def test_a_date_by_a_feast_keeps_its_anchor(person, officer) -> None:
    event = actions.record_event(person=person, kind="called", happened=carsema_sor(2017), by=officer)

    event = Event.objects.get(pk=event.pk)
    assert (str(event.happened), event.happened.anchor) == ("2017-04-19", "Çarşema Sor 2017")


@pytest.mark.parametrize("detail", ["price", "holder", "looks", "route", "pregnant"])
def test_an_event_has_no_place_for_what_must_not_be_indexed(person, officer, detail) -> None:
    with pytest.raises(Refused, match="no place for"):
        make.event(person, "seen", by=officer, details={detail: "x"})


def test_an_unknown_kind_is_refused(person, officer) -> None:
    with pytest.raises(Refused, match="no kind of event"):
        make.event(person, "sold", by=officer)


def test_a_clerk_writes_reports_and_takes_out_no_claims_by_hand(person, clerk) -> None:
    with pytest.raises(Refused, match="register officer or verifier"):
        make.event(person, "seen", by=clerk)


def test_the_cached_status_agrees_with_what_was_told_after_every_kind_of_change(
    person, officer, verifier, second
) -> None:
    other = make.person("نسرين مراد", by=officer)
    event = make.report(make.claim(other, "seen", "2017-06-01"), by=officer).events.get()
    steps = [
        lambda: make.joined(person, other, by=officer, second=verifier),
        lambda: actions.assess_event(event=event, verdict="refuted", why="No.", by=verifier),
        lambda: actions.assess_event(event=event, verdict="plausible", why="Yes.", by=verifier),
        lambda: make.signed(make.event(person, "returned", "2017-06-20", by=verifier), by=second),
        lambda: make.event(person, "in_care", "2017-06-25", by=verifier),
    ]
    for step in steps:
        step()
        assert list(checks.problems()) == []
    assert {row.fate for row in Person.objects.all()} == {"returned"}


def test_many_things_told_together_fold_each_person_once_at_the_end(person, officer) -> None:
    with actions.folded_once():
        make.event(person, "seen", "2017-06-01", by=officer)
        make.event(person, "called", "2017-06-02", by=officer)
        during = Person.objects.get(pk=person.pk).fate

    assert (during, Person.objects.get(pk=person.pk).fate) == ("missing", "believed_alive")
    assert list(checks.problems()) == []


def test_a_cache_that_disagrees_is_found_by_the_check(person) -> None:
    Person.objects.filter(pk=person.pk).update(fate="returned", sex="male", name="X", review_on=None)

    problems = list(checks.problems())
    assert len(problems) == 4
    assert all(problem.startswith(person.code) for problem in problems)


def test_after_an_upgrade_every_status_is_as_the_new_version_reckons(person, officer) -> None:
    """An office kept by a version that reckoned otherwise showed the confirmed as believed alive."""
    make.event(person, "seen", "2017-06-01", by=officer)
    Person.objects.filter(pk=person.pk).update(fate="missing")

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert Person.objects.get(pk=person.pk).fate == "believed_alive"
    assert list(checks.problems()) == []


def test_what_waits_for_a_second_person_stands_on_her_desk(person, verifier, second, clerk) -> None:
    make.event(person, "identified", "2017-06-01", by=verifier)

    assert len(decisions.waiting_for(second)) == 1
    assert decisions.waiting_for(verifier) == decisions.waiting_for(clerk) == []


def test_a_reader_without_the_register_sees_no_event(person, staff) -> None:
    auditor = staff(Role.AUDITOR)
    event = Event.objects.first()

    assert queries.event_for(auditor, event.pk) is None
    assert queries.person_for(auditor, person.code) is None


def test_what_was_corrected_while_a_signature_waited_is_not_signed_any_more(
    person, officer, verifier
) -> None:
    wrong = make.event(person, "returned", "2026-01-02", by=officer)
    make.event(person, "not_so", "2026-01-02", by=officer, corrects=wrong)

    with pytest.raises(Refused, match="was corrected"):
        make.signed(wrong, by=verifier)
    assert queries.tasks_due(verifier).count() == 0
