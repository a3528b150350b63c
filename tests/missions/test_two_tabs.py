"""Two tabs with one form: the later one does not win in silence, and no word of hers is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.missions.conftest import soon
from tests.racing import race
from vegerin.missions import actions, queries
from vegerin.missions.models import RiskAnswer
from vegerin.missions.stages import Stage

pytestmark = pytest.mark.record
QUESTIONS = RiskAnswer.Question.values


def opened(client, address: str, field: str = "upon") -> str:
    """The page in a tab: what it says it was opened upon."""
    page = client.get(address).content.decode()
    found = re.search(rf'name="{field}"(?: value="([^"]*)")?', page)
    assert found, f"{address} does not say upon what it was opened"
    return found[1] or ""


def as_stands(mission, planner) -> dict[str, str]:
    """The whole sheet as a browser sends it."""
    answers = queries.answers_of(queries.last_attempt(mission))
    told = {question: row.answer for question, row in answers.items()}
    return told | {f"{question}_words": queries.words_of(planner, row) for question, row in answers.items()}


@pytest.mark.django_db
class TestOneRiskSheet:
    @pytest.fixture
    def address(self, mission):
        return f"/missions/{mission.code}/risks/"

    def test_d13_who_keeps_it_later_hears_who_changed_what_and_keeps_her_words(
        self, client_for, mission, planner, address
    ):
        tab, told = client_for(planner), as_stands(mission, planner)
        upon = opened(tab, address)
        attempt = queries.last_attempt(mission)
        actions.answer_risk(
            attempt=attempt, question="mines", answer="danger", words="Two by the well.", by=planner
        )
        actions.answer_risk(
            attempt=attempt, question="bombing", answer="not_known", words="Asked.", by=planner
        )
        before = RiskAnswer.objects.count()

        mine = told | {"upon": upon, "mines": "not_known", "mines_words": "Nobody has been there."}
        answer = tab.post(address, mine)
        page = unescape(answer.content.decode())

        assert (answer.status_code, RiskAnswer.objects.count()) == (422, before)
        assert "\u2068planner\u2069 changed this meanwhile" in page
        assert "By \u2068planner\u2069 it says now: A danger we know of" in page
        assert "By \u2068planner\u2069 it says now: Two by the well." in page
        assert "Nobody has been there." in page  # hers
        assert "Changed meanwhile by \u2068planner\u2069; you had left it." in page
        assert re.search(r'name="bombing" value="not_known"[^>]*checked', page)  # not hers: as it is now

    def test_d13_kept_again_it_counts_and_what_she_left_alone_stays_the_others(
        self, client_for, mission, planner, address
    ):
        tab, told = client_for(planner), as_stands(mission, planner)
        upon, attempt = opened(tab, address), queries.last_attempt(mission)
        actions.answer_risk(attempt=attempt, question="bombing", answer="danger", words="Asked.", by=planner)
        page = tab.post(address, told | {"upon": upon, "mines": "danger"}).content.decode()
        again = re.search(r'name="upon" value="([^"]*)"', page)[1]

        answer = tab.post(address, told | {"upon": again, "mines": "danger", "bombing": "danger"})

        stands = {question: row.answer for question, row in queries.answers_of(attempt).items()}
        assert answer.status_code == 302
        assert {question for question in QUESTIONS if stands[question] == "danger"} == {"mines", "bombing"}

    def test_who_presses_twice_hears_nothing(self, client_for, mission, planner, address):
        tab = client_for(planner)
        told = as_stands(mission, planner) | {"upon": opened(tab, address), "mines": "danger"}

        answers = [tab.post(address, told).status_code for _press in range(2)]

        assert answers == [302, 302]
        assert RiskAnswer.objects.filter(question="mines").count() == 2

    def test_what_was_never_answered_when_she_opened_it_differs_too(self, client_for, planner, lead):
        mission = actions.open_mission(lead=lead.staff, region=None, by=planner)
        tab, address = client_for(planner), f"/missions/{mission.code}/risks/"
        upon = opened(tab, address)
        actions.answer_risk(
            attempt=queries.last_attempt(mission), question="mines", answer="danger", by=planner
        )

        answer = tab.post(address, {"upon": upon, "mines": "settled"})

        assert (upon, answer.status_code) == ("", 422)
        assert "it says now: A danger we know of" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_d13_of_two_sheets_kept_in_one_moment_one_is_asked_to_look_again(client_for, mission, planner):
    address, told = f"/missions/{mission.code}/risks/", as_stands(mission, planner)
    tabs = [client_for(planner) for _tab in range(2)]
    upon = opened(tabs[0], address)
    codes = []

    def keep(tab, answer):
        codes.append(tab.post(address, told | {"upon": upon, "mines": answer}).status_code)

    race(
        *(
            lambda tab=tab, answer=answer: keep(tab, answer)
            for tab, answer in zip(tabs, ("danger", "not_known"), strict=True)
        )
    )

    assert sorted(codes) == [302, 422]
    assert RiskAnswer.objects.filter(question="mines").count() == 2


@pytest.mark.django_db
class TestOnTheWay:
    def due(self, hours):
        return soon(hours).strftime("%Y-%m-%dT%H:%M")

    def test_d15_an_older_page_moves_no_time_that_a_colleague_has_set(
        self, client_for, out, mission, planner, lead
    ):
        tab, at = client_for(planner), f"/missions/{mission.code}/"
        upon = opened(tab, at, "heard-upon")
        actions.heard_from(attempt=out, next_due=soon(2), by=lead)

        told = {"heard-upon": upon, "heard-next_due": self.due(9), "heard-margin_minutes": "30"}
        answer = tab.post(f"{at}heard/", told)
        page = unescape(answer.content.decode())

        assert (answer.status_code, out.check_ins.count()) == (422, 2)
        assert "\u2068lead\u2069 set the next time meanwhile" in page
        assert self.due(9)[11:] in page  # what she wrote

    def test_d13_an_older_page_takes_no_step_from_where_they_are_no_more(
        self, client_for, out, mission, planner, lead
    ):
        tab, at = client_for(planner), f"/missions/{mission.code}/"
        upon = opened(tab, at, "step-upon")
        actions.take_step(attempt=out, to="holding", reason="weather", due=soon(2), by=lead)
        told = {"step-to": "broken_off", "step-upon": upon, "step-reason": "bombing"}

        answer = tab.post(f"{at}step/", told)
        page = unescape(answer.content.decode())
        again = re.search(r'name="step-upon" value="([^"]*)"', page)[1]
        stayed = queries.stage_of(queries.last_attempt(mission))
        kept = tab.post(f"{at}step/", told | {"step-upon": again})

        assert (answer.status_code, stayed, kept.status_code) == (422, Stage.HOLDING, 302)
        assert "\u2068lead\u2069" in page
        assert queries.stage_of(queries.last_attempt(mission)) is Stage.BROKEN_OFF

    def test_d13_who_pauses_a_pause_of_a_colleague_keeps_her_own_condition(
        self, client_for, out, mission, planner, lead
    ):
        tab, at = client_for(planner), f"/missions/{mission.code}/"
        upon = opened(tab, at, "step-upon")
        actions.take_step(
            attempt=out, to="paused_medical", reason="injury", condition="A drip.", due=soon(2), by=lead
        )
        told = {
            "step-to": "paused_medical",
            "step-upon": upon,
            "step-reason": "injury",
            "step-condition": "A doctor has seen the child.",
            "step-due": self.due(9),
            "step-margin_minutes": "30",
        }

        page = unescape(tab.post(f"{at}step/", told).content.decode())
        again = re.search(r'name="step-upon" value="([^"]*)"', page)[1]
        kept = tab.post(f"{at}step/", told | {"step-upon": again})

        assert "A doctor has seen the child.</textarea>" in page
        assert kept.status_code == 302
        assert [queries.words_of(planner, one) for one in queries.conditions_open(out)] == [
            "A drip.",
            "A doctor has seen the child.",
        ]
