"""Whoever takes calls, and whoever looks at them."""

import pytest
from django.utils import translation

from tests import factories as make
from vegerin.guard.roles import Role
from vegerin.register import actions as register


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def verifier(staff):
    return staff(Role.VERIFIER, name="verifier")


@pytest.fixture
def clerk(staff, verifier):
    return staff(Role.CLERK, name="clerk")


@pytest.fixture
def officer(staff, verifier):
    return staff(Role.REGISTER_OFFICER, name="officer")


@pytest.fixture
def person(officer):
    return make.person("Xezal Mirad", by=officer)


@pytest.fixture
def call(person, clerk):
    """A factory: a call about her from a number."""

    def rings(number: str = "0750 123 45 67", by=clerk):
        return make.report(make.claim(person, "called"), by=by, phones=[register.NewPhone(number)])

    return rings
