"""Colleagues of the register's tests, each with the roles that the tests need."""

import pytest

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
