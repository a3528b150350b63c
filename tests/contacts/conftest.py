"""Whoever takes calls, and whoever looks at them."""

import pytest

from tests import factories as make
from tests.contacts.handing_in import STORY
from tests.contacts.pictures import portrait
from vegerin.contacts.actions import intake
from vegerin.guard import decisions
from vegerin.guard.roles import Role
from vegerin.register import actions as register


@pytest.fixture(autouse=True)
def _in_english(in_english):
    """Every test here starts in English."""


@pytest.fixture
def child_officer(staff):
    return staff(Role.CHILD_PROTECTION, name="child-officer")


@pytest.fixture
def take(clerk, verifier, child_officer):
    """A factory: the clerk hands something in for verifier and child protection."""

    def takes(content=None, *, by=clerk, **told):
        told.setdefault("readers", [verifier.staff, child_officer.staff])
        told.setdefault("kind", "screenshot")
        file = intake.NewFile(portrait(1) if content is None else content, "IMG_1.jpg")
        return intake.take_posting(file=file, story=STORY, by=by, **told)

    return takes


@pytest.fixture
def person(officer):
    return make.person("Xezal Mirad", by=officer)


@pytest.fixture
def call(person, clerk):
    """A factory: a call about her from a number."""

    def rings(number: str = "0750 123 45 67", by=clerk):
        return make.report(make.claim(person, "called"), by=by, phones=[register.NewPhone(number)])

    return rings


@pytest.fixture
def psychologist(staff):
    return staff(Role.PSYCHOLOGIST, name="nesrin")


@pytest.fixture
def switched_on(staff):
    """Two have named a purpose for episodes (D5)."""
    decision = register.propose_episodes(purpose="Dates for a court.", by=staff(Role.HEAD))
    decisions.approve(decision=decision, by=staff(Role.DEPUTY))
