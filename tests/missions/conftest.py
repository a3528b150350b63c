"""A mission of three people who may go: two lines, confirmed alive, the risk sheet answered."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories as make
from vegerin.guard import decisions
from vegerin.guard.roles import Role
from vegerin.missions import actions, queries
from vegerin.missions.models import RiskAnswer

TODAY = date.today().isoformat()


@pytest.fixture(autouse=True)
def _in_english(in_english):
    """Every test here starts in English."""


@pytest.fixture
def planner(staff):
    return staff(Role.PLANNER, name="planner")


@pytest.fixture
def lead(staff):
    return staff(Role.FIELD_LEAD, name="lead")


@pytest.fixture
def head(office):
    return office.head


@pytest.fixture
def deputy(staff):
    return staff(Role.DEPUTY, name="deputy")


@pytest.fixture
def reception(staff):
    return staff(Role.RECEPTION_MANAGER, name="reception")


@pytest.fixture
def confirmed(officer, verifier, second):
    """A factory: somebody confirmed alive, told of by two who do not know of each other."""

    def somebody(name: str, **told):
        person = make.person(name, by=officer, **told)
        make.report(make.claim(person, "called"), by=verifier)
        make.report(make.claim(person, "seen"), by=verifier)
        make.signed(make.event(person, "alive_confirmed", TODAY, by=verifier), by=second)
        return person

    return somebody


@pytest.fixture
def two_roles(confirmed, staff):
    """A planner and a lead who are deputies as well: their roles would allow it, the mission does not."""
    plans = staff(Role.PLANNER, Role.DEPUTY, name="plans-and-decides")
    leads = staff(Role.FIELD_LEAD, Role.DEPUTY, name="leads-and-decides")
    mission = actions.open_mission(lead=leads.staff, region=None, by=plans)
    actions.choose(mission=mission, persons=[confirmed("Basê Qasim")], by=plans)
    answer_all(mission, by=plans)
    return mission, plans, leads


@pytest.fixture
def group(confirmed):
    return [
        confirmed("Xezal Mirad"),
        confirmed("Naza Elo", sex="female"),
        confirmed("Dakhil Xelef", sex="male"),
    ]


@pytest.fixture
def mission(planner, lead, head, group):
    mission = actions.open_mission(lead=lead.staff, region=None, by=planner)
    actions.choose(mission=mission, persons=group, by=planner)
    answer_all(mission, by=planner)
    return mission


@pytest.fixture
def attempt(mission):
    return queries.last_attempt(mission)


@pytest.fixture
def approved(attempt, planner, head):
    decision = actions.propose_go(attempt=attempt, why="Two lines agree.", by=planner)
    decisions.approve(decision=decision, by=head)
    return attempt


@pytest.fixture
def out(approved, planner):
    actions.take_step(attempt=approved, to="under_way", due=soon(), by=planner)
    return approved


def answer_all(mission, *, by):
    for question in RiskAnswer.Question.values:
        actions.answer_risk(
            attempt=queries.last_attempt(mission), question=question, answer="settled", words="Asked.", by=by
        )


def soon(hours=4):
    return timezone.now() + timedelta(hours=hours)
