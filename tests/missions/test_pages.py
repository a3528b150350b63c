"""The room through its pages: as planner, head, field lead, reception; and shut to everybody else."""

import re

import pytest

from tests.missions.conftest import soon
from vegerin.guard import clock
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.models import Mission
from vegerin.missions.rules import WHO_ENTERS
from vegerin.missions.stages import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.record]


def post(client, mission, name, **told):
    return client.post(
        f"/missions/{mission.code}/{name}/", {f"{name}-{key}": value for key, value in told.items()}
    )


def test_a_planner_plans_by_pages_and_two_sign(client_for, planner, lead, head, group):
    client = client_for(planner)
    answer = client.post("/missions/new/", {"lead": str(lead.staff.pk), "region": ""})
    mission = Mission.objects.get()
    for person in group:
        told = {"people": person.code, "act": "take"}
        assert client.post(f"/missions/{mission.code}/choose/", told).status_code == 302

    page = client.get(f"/missions/{mission.code}/").content.decode()

    assert answer.url == f"/missions/{mission.code}/"
    assert "8 questions of the risk sheet are not answered." in page
    assert "Xezal" in page


def test_what_is_refused_says_why_on_the_page(client_for, mission, planner, group, verifier):
    from vegerin.register import actions as register

    register.raise_caution(kind="trap", person=group[0], by=verifier)
    answer = post(client_for(planner), mission, "go", why="Two lines agree.")

    assert answer.status_code == 403
    assert "A contact may be a trap" in answer.content.decode()


@pytest.mark.parametrize("name", ["board", "mission"])
def test_the_room_does_not_exist_for_others(name, client_for, mission, staff):
    address = {"board": "/missions/", "mission": f"/missions/{mission.code}/"}[name]
    strangers = [staff(role) for role in Role if role not in WHO_ENTERS]

    answers = {client_for(reader).get(address).status_code for reader in strangers}
    absent = {client_for(reader).get("/missions/Z99Z/").content for reader in strangers[:1]}

    assert answers == {404}
    assert client_for(strangers[0]).get(address).content in absent


def test_another_planners_mission_answers_like_none(client_for, mission, staff):
    other = client_for(staff(Role.PLANNER))

    here, nowhere = other.get(f"/missions/{mission.code}/"), other.get("/missions/Z99Z/")

    assert (here.status_code, here.content) == (404, nowhere.content)


def test_the_field_lead_sees_codes_and_no_name(client_for, out, mission, lead, group):
    page = client_for(lead).get(f"/missions/{mission.code}/").content.decode()

    assert group[0].code in page
    assert "Xezal" not in page


def test_reception_ticks_and_sees_no_plan(client_for, out, mission, planner, group, staff):
    actions.add_note(mission=mission, kind="plan", words="By the dry well.", by=planner)
    reception, second = staff(Role.RECEPTION_MANAGER), staff(Role.RECEPTION_MANAGER)
    ticked = post(
        client_for(reception),
        mission,
        "tick",
        person=str(group[0].pk),
        outcome="received",
        age="grown",
        sex="female",
    )
    line = out.lines.get()
    client_for(second).post(f"/missions/{mission.code}/second/{line.pk}/")

    page = client_for(reception).get(f"/missions/{mission.code}/").content.decode()

    assert ticked.status_code == 302
    assert queries.manifest_of(out).arrived.women == 1
    assert "Ticked by two" in page
    assert "dry well" not in page


def test_l_a_field_phone_shows_code_names_without_sign_in_until_revoked(client_for, out, planner, group):
    field_pass, secret = actions.give_pass(attempt=out, hours=6, by=planner)
    phone = client_for(None)
    shown = phone.get(f"/missions/field/{secret}/").content.decode()

    actions.revoke_pass(field_pass=field_pass, by=planner)

    assert field_pass.code_names[0] in shown
    assert not any(name in shown for person in group for name in (*person.name.split(), person.code))
    assert phone.get(f"/missions/field/{secret}/").status_code == 404


def test_l_at_night_the_duty_officer_revokes_a_pass_that_reception_does_not_see(
    client_for, out, mission, planner, staff
):
    field_pass, secret = actions.give_pass(attempt=out, hours=6, by=planner)
    duty, reception = client_for(staff(Role.DUTY_OFFICER)), client_for(staff(Role.RECEPTION_MANAGER))
    revoke = f"/missions/{mission.code}/revoke/{field_pass.pk}/"
    shown = [revoke in one.get(f"/missions/{mission.code}/").content.decode() for one in (duty, reception)]

    refused, done = reception.post(revoke).status_code, duty.post(revoke).status_code

    assert (shown, refused, done) == ([True, False], 403, 302)
    assert client_for(None).get(f"/missions/field/{secret}/").status_code == 404


def test_r53_any_family_worker_prints_the_warning(client_for, staff):
    page = client_for(staff(Role.LIAISON)).get("/missions/warning/").content.decode()

    assert "Nobody of this office ever asks you for money" in page


def test_a_step_is_taken_on_the_page_with_its_time(client_for, approved, mission, planner):
    due = soon().strftime("%Y-%m-%dT%H:%M")

    answer = post(client_for(planner), mission, "step", to="under_way", due=due)

    assert (answer.status_code, queries.stage_of(approved)) == (302, Stage.UNDER_WAY)


def test_d15_the_duty_screen_shows_a_time_that_was_set_on_the_page_with_the_margin_it_offers(
    client_for, approved, mission, planner, office
):
    due = soon().strftime("%Y-%m-%dT%H:%M")

    post(client_for(planner), mission, "step", to="under_way", due=due, margin_minutes="30")

    assert [row.margin_minutes for row in clock.expected(office.folder)] == [30]
    assert f"{mission.code}-1" in client_for(None).get("/duty/").content.decode()


def test_what_happened_on_a_mission_is_read_and_signed_by_nobody_for_whom_it_does_not_exist(
    client_for, out, lead, planner, staff
):
    strangers = [client_for(staff(Role.PLANNER)), client_for(staff(Role.FIELD_LEAD))]
    decision = actions.tell_fact(
        attempt=out, kind="came_along", label="A girl", why="At the spring near Tilik.", by=lead
    )
    address = f"/decisions/{decision.pk}/"

    told = [one.get(page).content.decode() for one in strangers for page in ("/", "/decisions/")]
    codes = [one.get(address).status_code for one in strangers]
    codes += [one.post(address, {"answer": "yes", "reason": "Yes."}).status_code for one in strangers]

    assert all("Tilik" not in page for page in told)
    assert codes == [404, 404, 404, 404]
    assert client_for(planner).get(address).status_code == 200


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.VERIFIER, "may-know"),
        (Role.PRESS_OFFICER, "news"),
        (Role.LIAISON, "warning"),
        (Role.HEAD, "news"),
    ],
)
def test_where_a_page_lies_is_a_place_whoever_reads_it_may_go_to(role, page, client_for, staff):
    browser = client_for(staff(role))

    shown = browser.get(f"/missions/{page}/").content.decode()

    [place] = re.findall(r'<nav class="crumbs[^>]*><a href="([^"]+)"', shown)
    assert browser.get(place).status_code == 200
