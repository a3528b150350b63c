"""What was told, weighed: on the page to six digits, one origin once, and no status by a number (R31, D8)."""

import html

import pytest
from django.template.loader import render_to_string

from tests import factories as make
from tests.engines.references import reference
from vegerin.contacts import actions, queries
from vegerin.contacts.queries.traps import weighed_signs
from vegerin.contacts.queries.weighing import laid_out
from vegerin.engines.history import weigh
from vegerin.engines.history.kinds import Fate
from vegerin.guard.refusals import Refused
from vegerin.register import actions as register
from vegerin.register.queries import status_for, wish_for
from vegerin.ui.templatetags.ui import in_hundred

pytestmark = [pytest.mark.django_db, pytest.mark.record]
CASES = reference("evidence-weighing")


@pytest.mark.parametrize("case", CASES["trap_cases"], ids=lambda case: case["id"])
def test_d8_the_page_shows_the_reference_chance_of_a_trap(case):
    why = weighed_signs(case["indicators"], named={})
    told = {"why": why, "signs": [(one.code, one) for one in why.signs]}

    page = render_to_string("contacts/_signs.html", told)

    said, exact = page.split('class="fold exact"')
    assert float(number_after(exact, "Chance of a trap")) == pytest.approx(
        case["expected"]["p_trap"], abs=1e-6
    )
    assert f"Chance of a trap: {in_hundred(case['expected']['p_trap'])}" in said
    assert why.action == case["expected"]["action"]


@pytest.mark.parametrize("case", CASES["claim_cases"], ids=lambda case: case["id"])
def test_the_page_shows_the_reference_weights(case):
    told = [as_told(one) for one in case["reports"]]
    weighed = weigh.weigh(told, prior=case["prior"])
    found = laid_out(weighed, told, {})

    page = render_to_string(
        "contacts/_weighed.html",
        {"found": found, "word": weighed.icd203, "lines": [(line, "", "") for line in found.lines]},
    )

    said, exact = page.split('class="fold exact"')
    shown = [
        float(cell.split('dir="ltr">')[1].split("<")[0]) for cell in exact.split('<td class="number"')[1:]
    ]
    expected = case["expected"]
    assert shown[0::2] == pytest.approx([expected["weights"][one.id] for one in told], abs=1e-6)
    assert shown[1::2] == pytest.approx(
        [expected["leave_one_group_out"][one.dependence_group] for one in told], abs=1e-6
    )
    assert float(number_after(exact, "<p>")) == pytest.approx(expected["probability"], abs=1e-6)
    assert f"<b>{expected['icd203']}</b> {in_hundred(expected['probability'])}, between" in said


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.5581395, "56 in 100"), (0.01, "1 in 100"), (0.9899, "99 in 100"), (0.9996, "more than 99 in 100"),
        (0.0041, "less than 1 in 100"),
    ],
)  # fmt: skip
def test_a_chance_is_said_as_people_say_it_and_is_never_a_certainty(chance, said):
    assert in_hundred(chance) == said


def as_told(row: dict) -> weigh.Told:
    """A report of the reference cases."""
    told = {key: row[key] for key in ("hops", "group", "origin", "p_trap") if key in row}
    verified = row["kind"] == "verified"
    part = row.get("claim", "identity")
    return weigh.Told(row["id"], row["says"], "" if verified else row["code"], row["kind"], part=part, **told)


def number_after(page: str, words: str) -> str:
    """The first number in a bdi after these words."""
    return html.unescape(page).split(words, 1)[1].split('dir="ltr">', 1)[1].split("<", 1)[0]


@pytest.fixture
def told_twice(person, clerk, officer):
    """She rang, and somebody who fled saw her."""
    make.report(make.claim(person, "called"), by=clerk, phones=[register.NewPhone("0750 123 45 67")])
    make.report(make.claim(person, "seen", "2017-05"), by=officer)


def test_reports_of_one_origin_count_once(person, clerk, verifier):
    for _ in range(3):
        make.report(make.claim(person, "called"), by=clerk, phones=[register.NewPhone("0750 123 45 67")])

    found = queries.weighing_of(verifier, person)

    assert sorted(bool(line.added) for line in found.lines) == [False, False, True]
    assert found.weighed.confidence == "low"


def test_r31_alive_needs_a_right_answer_and_a_second_line(person, clerk, verifier):
    make.report(make.claim(person, "called"), by=clerk, phones=[register.NewPhone("0750 123 45 67")])

    assert [lack.split(".")[0] for lack in queries.lacks_for_alive(verifier, person)] == [
        "No question that only the family can answer has been answered rightly",
        "All comes from one origin",
    ]
    with pytest.raises(Refused, match="No question"):
        actions.confirm_alive(person=person, by=verifier)


def test_d1_confirmed_by_two_her_wish_is_not_yet_asked(told_twice, person, verifier, office, client_for):
    actions.collect_question(person=person, question="Which tree?", answer="The fig", by=verifier)
    opened = actions.open_question(person=person, by=verifier)
    actions.record_answer(opened=opened, outcome="right", by=verifier)

    event = actions.confirm_alive(person=person, by=verifier)
    assert status_for(verifier, person).fate is Fate.BELIEVED_ALIVE
    make.signed(event, by=office.head)

    assert status_for(verifier, person).fate is Fate.ALIVE_CONFIRMED
    assert wish_for(verifier, person) is None
    page = client_for(verifier).get(f"/contacts/weighing/{person.code}/").content.decode()
    assert "Not yet asked" in page


def test_a_contact_that_may_be_a_trap_is_cleared_before_she_is_confirmed(told_twice, person, clerk, verifier):
    report = make.report(make.claim(person, "called"), by=clerk)
    actions.fill_checklist(report=report, signs=["duress_word"], by=clerk)

    assert queries.lacks_for_alive(verifier, person)[-1] == (
        "A contact about this person may be a trap. Two clear it first."
    )


def test_a_trap_takes_from_the_place_and_never_from_it_that_she_lives(person, clerk, verifier):
    report = make.report(make.claim(person, "called"), by=clerk)
    before = queries.weighing_of(verifier, person)
    actions.fill_checklist(report=report, signs=["duress_word"], by=clerk)

    after = queries.weighing_of(verifier, person)

    assert after.weighed.probability == before.weighed.probability
    assert after.lines[0].place_kept == pytest.approx(1 - 0.5128205, abs=1e-6)


def test_explanations_stand_side_by_side_and_are_not_counted(told_twice, person, verifier, client_for):
    report = queries.reports_of_life(verifier, person)[0]
    before = queries.weighing_of(verifier, person).weighed
    client, said = client_for(verifier), {"free": "against", "forced": "fits"}

    sent = client.post(
        f"/contacts/weighing/{person.code}/{report.pk}/", {"free": "against", "forced": "fits"}
    )

    assert sent.status_code == 302
    assert queries.fits_of(verifier, person) == {(report.pk, key): how for key, how in said.items()}
    assert queries.weighing_of(verifier, person).weighed == before


def test_nobody_else_sees_the_weighing(person, clerk, client_for, office):
    for reader in (clerk, office.head):
        assert client_for(reader).get(f"/contacts/weighing/{person.code}/").status_code == 404
