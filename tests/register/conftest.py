"""Colleagues of the register's tests, each with the roles that the tests need."""

import pytest
from django.utils import translation

from vegerin.guard.roles import Role


@pytest.fixture
def verifier(staff):
    return staff(Role.VERIFIER, name="verifier")


@pytest.fixture
def officer(staff, verifier):
    return staff(Role.REGISTER_OFFICER, name="officer")


@pytest.fixture
def clerk(staff, verifier):
    return staff(Role.CLERK, name="clerk")


@pytest.fixture
def second(staff, verifier):
    """A second verifier: who signs after the first."""
    return staff(Role.VERIFIER, name="second")


@pytest.fixture(autouse=True)
def _in_english():
    """A page read in Arabic by one test leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def liaison(staff, verifier):
    return staff(Role.LIAISON, name="liaison")
