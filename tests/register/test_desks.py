"""What waits on the register's desks: which claims, in which order, and with how many questions asked."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from vegerin.guard import leaving
from vegerin.guard.desk import ENOUGH, Rest
from vegerin.guard.roles import Role
from vegerin.register import actions, checks, desk_items, queries
from vegerin.register.models import Report, Unjudged

pytestmark = [pytest.mark.django_db, pytest.mark.record]


@pytest.fixture
def clerk(office, staff):
    return staff(Role.CLERK, name="lilac")


@pytest.fixture
def verifier(office, staff):
    return staff(Role.VERIFIER, Role.REGISTER_OFFICER, name="maple")


def test_what_was_told_waits_until_somebody_judges_it_with_a_reason(clerk, verifier):
    who = make.person("Nazê Berces", by=verifier)
    first, second, third = (
        make.report(make.claim(who, kind), by=clerk).events.get() for kind in ("abducted", "seen", "called")
    )

    before = list(queries.claims_to_judge(verifier))
    actions.assess_event(event=second, verdict="plausible", why="It fits what others told.", by=verifier)

    assert before == [third, second, first]
    assert list(queries.claims_to_judge(verifier)) == [third, first]
    assert list(queries.claims_to_judge(clerk)) == []


def test_no_act_of_the_register_and_nothing_corrected_waits_to_be_judged(clerk, verifier):
    who = make.person("Nazê Berces", by=verifier)
    told = make.report(make.claim(who, "seen"), make.claim(who, "registered_missing"), by=clerk)
    seen = told.events.get(kind="seen")
    assert list(queries.claims_to_judge(verifier)) == [seen]

    actions.record_event(person=who, kind="seen", corrects=seen, by=verifier)

    assert list(queries.claims_to_judge(verifier)) == []


def test_claims_are_found_without_going_over_the_judged_ones(clerk, verifier):
    if connection.vendor != "sqlite":
        pytest.skip("how SQLite finds them")

    plan = queries.claims_to_judge(verifier)[:ENOUGH].explain()

    assert "SCAN register_unjudged USING INDEX" in plan
    assert "SCAN register_event" not in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_the_desk_and_the_rows_agree_about_what_nobody_judged(clerk, verifier):
    who = make.person("Nazê Berces", by=verifier)
    told = make.report(make.claim(who, "seen"), make.claim(who, "registered_missing"), by=clerk)
    sound = list(checks.claims_on_no_desk())

    Unjudged.objects.all().delete()

    assert sound == []
    assert list(checks.claims_on_no_desk()) == [
        f"Claim {told.events.get(kind='seen').pk} is judged by nobody and stands on no desk."
    ]


def test_behind_the_first_eleven_claims_the_others_are_counted(clerk, verifier):
    who = make.person("Nazê Berces", by=verifier)
    for _number in range(ENOUGH + 2):
        make.report(make.claim(who, "called"), by=clerk)

    lent = list(desk_items.items_for(verifier))

    assert [one for one in lent if isinstance(one, Rest)] == [Rest(desk_items.CLAIMS, 2)]


def test_a_fuller_desk_asks_the_database_no_more(clerk, verifier, client_for):
    browser = client_for(verifier)

    def one_more() -> None:
        home = make.village(by=verifier)
        who = make.person("Nazê Berces", by=verifier, origin=home, review_on=timezone.localdate())
        father = make.person("Berces Qolo", by=verifier, sex="male")
        actions.add_kin(person=who, relative=father, kind="father", tie="blood", by=verifier)
        make.report(make.claim(who, "seen", place=home), by=clerk)
        make.request("Kes", by=verifier)

    counted = asked_at_one_and_three(lambda: browser.get("/"), one_more)

    assert counted[0] == counted[1]


def test_the_page_of_somebody_with_more_kin_asks_the_database_no_more(verifier, client_for):
    who = make.person("Nazê Berces", by=verifier)
    browser = client_for(verifier)

    def one_more() -> None:
        other = make.person("Xelîl Berces", by=verifier)
        actions.add_kin(person=who, relative=other, kind="brother", tie="blood", by=verifier)

    counted = asked_at_one_and_three(lambda: browser.get(f"/people/{who.code}/"), one_more)

    assert counted[0] == counted[1]


def asked_at_one_and_three(turn: Callable[[], object], one_more: Callable[[], None]) -> tuple[int, int]:
    """How many questions a page asks with one thing on it, and with three."""
    counts = []
    for more in (1, 2):
        for _time in range(more):
            one_more()
        turn()
        with CaptureQueriesContext(connection) as captured:
            turn()
        counts.append(len(captured))
    return counts[0], counts[1]


SAID = {"act": "save", "day": "2026-01-02", "clock": "10:00", "words": "Ew baş e.", "how": "we_rang"}


def promised(clerk):
    """A call agreed with whoever told the first report."""
    report = make.report(by=clerk)
    at = timezone.now() + timedelta(hours=1)
    return actions.promise_call(report=report, at=at, who="we_ring", other="mother", person=None, by=clerk)


def said(promise):
    """What a clerk writes of the call."""
    return {**SAID, "promise": str(promise.pk)}


def test_d29_a_promised_call_is_kept_by_what_is_written_of_it_and_never_before(clerk, client_for):
    promise = promised(clerk)
    browser = client_for(clerk)
    page = browser.get(f"/reports/new/?promise={promise.pk}").content.decode()
    open_before = list(queries.promises_open(clerk))

    browser.post("/reports/new/", {"act": "stop", "promise": str(promise.pk), "words": "Half a"})
    again = browser.get("/reports/new/").content.decode()
    open_when_stopped = list(queries.promises_open(clerk))
    browser.post("/reports/new/", said(promise))

    hidden = f'name="promise" value="{promise.pk}"'
    assert hidden in page and hidden in again
    assert open_before == open_when_stopped == [promise]
    assert list(queries.promises_open(clerk)) == []


def test_what_was_said_is_kept_also_when_a_colleague_wrote_it_down_first(clerk, client_for):
    promise = promised(clerk)
    actions.answer_promise(promise=promise, outcome="spoke", by=clerk)

    answer = client_for(clerk).post("/reports/new/", said(promise))

    assert answer.status_code == 302
    assert Report.objects.count() == 2


def test_a_psychologist_hears_of_the_calls_she_agreed_and_of_no_other(clerk, staff):
    psychologist, carer = staff(Role.PSYCHOLOGIST, name="iris"), staff(Role.CARE_WORKER, name="juniper")
    of_the_shift, hers = promised(clerk), promised(psychologist)

    assert set(queries.promises_open(clerk)) == {of_the_shift, hers}
    assert list(queries.promises_open(psychologist)) == queries.next_promises(psychologist) == [hers]
    assert list(queries.promises_open(carer)) == []


def test_a_call_passed_on_is_kept_by_its_new_keeper_only(clerk, staff, office):
    psychologist, carer = staff(Role.PSYCHOLOGIST, name="iris"), staff(Role.CARE_WORKER, name="juniper")
    promise = promised(psychologist)

    leaving.note_passed_on(
        what=f"promise:{promise.pk}", of=psychologist.staff, to=carer.staff, by=office.head
    )

    assert list(queries.promises_open(psychologist)) == []
    assert list(queries.promises_open(carer)) == queries.next_promises(carer) == [promise]


def test_what_was_said_of_one_is_never_joined_to_another(clerk, verifier, client_for):
    naze, gule = (make.person(name, by=verifier) for name in ("Nazê Berces", "Gulê Xelef"))
    browser = client_for(clerk)
    of_naze, of_gule = (f"/reports/new/?about={one.code}" for one in (naze, gule))
    browser.post(of_naze, {"act": "stop", "people": [naze.code], "words": "Ez baş im."})

    other = browser.get(of_gule).content.decode()
    browser.post(of_gule, {**SAID, "people": [gule.code]})
    again = browser.get(of_naze).content.decode()

    assert f'value="{gule.code}"' in other and f'value="{naze.code}"' not in other
    assert "Ez baş im." not in other
    assert f'value="{naze.code}"' in again and "Ez baş im." in again
    assert [item.acts[0].url for item in desk_items.items_for(clerk) if getattr(item, "about", "")] == [
        of_naze
    ]


def test_a_stopped_report_that_names_nobody_takes_the_name_that_was_found(clerk, verifier, client_for):
    gule = make.person("Gulê Xelef", by=verifier)
    browser = client_for(clerk)
    browser.post("/reports/new/", {"act": "stop", "words": "Ez baş im."})

    page = browser.get(f"/reports/new/?about={gule.code}").content.decode()
    browser.post(f"/reports/new/?about={gule.code}", {**SAID, "people": [gule.code], "took": "1"})

    assert f'value="{gule.code}"' in page and "Ez baş im." in page
    assert "Ez baş im." not in browser.get("/reports/new/").content.decode()


HERS = {
    Role.NURSE: ("/search/", "/places/", "/shifts/"),
    Role.AID_CLERK: ("/search/", "/places/", "/shifts/", "/organisations/"),
    Role.GENETICIST: ("/shifts/",),
    Role.PRESS_OFFICER: ("/shifts/", "/figures/"),
    Role.AUDITOR: ("/shifts/", "/staff/", "/trail/"),
    Role.CLERK: (),
    Role.FIELD_LEAD: (),
    Role.PARTNER: (),
}


@pytest.mark.parametrize(("role", "rooms"), HERS.items())
def test_a_desk_on_which_little_lies_says_what_can_be_done_here(role, rooms, office, staff, client_for):
    reader = staff(role, name="newcomer")

    page = client_for(reader).get("/").content.decode()

    _before, heading, after = page.partition("What you can do here</h2>")
    said = after.partition("</section>")[0]
    assert tuple(re.findall(r'<a href="([^"]+)">', said)) == rooms
    assert bool(heading) == bool(rooms)


def test_decisions_stand_in_the_bar_of_those_who_take_part_in_one(office, staff, client_for):
    seen = {
        role: 'href="/decisions/"' in client_for(staff(role, name=f"of-{role}")).get("/").content.decode()
        for role in (Role.HEAD, Role.CLERK, Role.FIELD_LEAD, Role.NURSE, Role.PARTNER)
    }

    assert seen == {
        Role.HEAD: True, Role.CLERK: True, Role.FIELD_LEAD: True, Role.NURSE: False, Role.PARTNER: False,
    }  # fmt: skip
