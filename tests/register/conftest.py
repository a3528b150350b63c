"""The register's tests are read in English."""

import pytest


@pytest.fixture(autouse=True)
def _in_english(in_english):
    """Every test here starts in English."""
