"""Of a mission on paper: numbered, waits to be shredded, betrays it to nobody (D14, D15, D27)."""

from __future__ import annotations

import pytest

from vegerin.guard import papers
from vegerin.guard.models import Printed
from vegerin.guard.roles import Role
from vegerin.missions import actions

pytestmark = [pytest.mark.django_db, pytest.mark.record]
SHEETS = {"mission_sheet": "print/", "manifest": "print/manifest/"}


@pytest.fixture(params=SHEETS)
def what(request):
    return request.param


def listed(client) -> str:
    return client.get("/papers/").content.decode().partition("<main")[2]


def test_d27_each_print_has_its_number_and_waits_to_be_shredded(what, client_for, out, mission, planner):
    client, address = client_for(planner), f"/missions/{mission.code}/{SHEETS[what]}"

    copies = [client.get(address).content.decode() for _print in range(2)]

    for number, page in enumerate(copies, 1):
        assert "Printed for <bdi>planner</bdi>" in page
        assert f"Copy {number}. Shred after use." in page
    assert [(row.what, row.copy) for row in papers.to_be_shredded(planner)] == [(what, 2), (what, 1)]
    assert mission.code in listed(client)


def test_r36_the_list_of_papers_says_nothing_of_it_to_who_may_not_enter(
    what, client_for, out, mission, planner, head, staff
):
    client_for(planner).get(f"/missions/{mission.code}/{SHEETS[what]}")
    keeper = client_for(staff(Role.DATA_PROTECTION))
    nothing = client_for(staff(Role.DATA_PROTECTION, name="another")).get("/papers/").status_code

    assert (nothing, mission.code in listed(keeper)) == (200, False)
    assert str(papers.WHAT[what]) not in listed(keeper)
    assert mission.code in listed(client_for(head))
    row = Printed.objects.get()
    assert keeper.post(f"/papers/{row.pk}/shredded/").status_code == 404


def test_who_printed_it_and_enters_no_more_shreds_it_without_its_code(
    what, client_for, out, mission, staff, head
):
    from vegerin.guard import actions as guard

    duty = staff(Role.DUTY_OFFICER, Role.FIELD_LEAD, name="duty")
    Printed.objects.create(what=what, about=str(mission.pk), copy=1, by=duty.staff)
    before = mission.code in listed(client_for(duty))
    for role in (Role.DUTY_OFFICER, Role.FIELD_LEAD):
        guard.take_role(staff=duty.staff, role=role, by=head)

    page = listed(client_for(duty))

    assert (before, mission.code in page, str(papers.WHAT[what]) in page) == (True, False, True)


def test_d14_paper_keeps_no_place_and_no_word_of_the_plan(client_for, out, mission, planner, lead, group):
    actions.add_note(mission=mission, kind="plan", words="By the dry well.", by=planner)
    actions.answer_risk(attempt=out, question="mines", answer="danger", words="At the bend.", by=planner)

    pages = [
        client_for(planner).get(f"/missions/{mission.code}/{at}").content.decode() for at in SHEETS.values()
    ]

    assert not [words for words in ("dry well", "At the bend") for page in pages if words in page]
    assert {row.about for row in Printed.objects.all()} == {str(mission.pk)}
    assert "Xezal" in pages[1] and "Xezal" not in pages[0]
    by_lead = client_for(lead).get(f"/missions/{mission.code}/print/manifest/").content.decode()
    assert group[0].code in by_lead and "Xezal" not in by_lead


def test_r47_no_manifest_is_printed_before_or_after_they_are_on_the_way(
    client_for, approved, mission, planner
):
    address = f"/missions/{mission.code}/print/manifest/"

    assert client_for(planner).get(address).status_code == 404
    assert not Printed.objects.exists()
