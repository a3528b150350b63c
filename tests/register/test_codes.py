"""Codes that people read aloud: nobody gets one that is taken."""

from __future__ import annotations

import pytest

from vegerin.guard.refusals import Refused
from vegerin.register.codes import new_code


def test_a_code_that_somebody_bears_is_drawn_again() -> None:
    drawn: list[str] = []

    def taken(code: str) -> bool:
        drawn.append(code)
        return len(drawn) < 3

    assert new_code("R", taken=taken) == drawn[2]


def test_a_full_register_says_so() -> None:
    with pytest.raises(Refused, match="full"):
        new_code("R", taken=lambda _: True)
