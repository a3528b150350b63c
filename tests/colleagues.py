"""Colleagues whom many rooms' tests need, by their one role. tests/conftest.py lends them to all."""

import pytest
from django.utils import translation

from vegerin.guard.roles import Role


@pytest.fixture
def verifier(staff):
    return staff(Role.VERIFIER, name="verifier")


@pytest.fixture
def second(staff, verifier):
    """A second verifier: who signs after the first."""
    return staff(Role.VERIFIER, name="second")


@pytest.fixture
def officer(staff, verifier):
    return staff(Role.REGISTER_OFFICER, name="officer")


@pytest.fixture
def clerk(staff, verifier):
    return staff(Role.CLERK, name="clerk")


@pytest.fixture
def liaison(staff, verifier):
    return staff(Role.LIAISON, name="liaison")


@pytest.fixture
def in_english():
    """A page read in Arabic by one test leaves its language behind."""
    with translation.override("en"):
        yield
