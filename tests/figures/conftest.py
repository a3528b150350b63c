"""Whoever counts."""

import pytest

from vegerin.guard.roles import Role


@pytest.fixture
def counter(staff):
    return staff(Role.FIGURES_OFFICER, name="counter")
