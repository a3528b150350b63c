"""What rooms lend: each once, in the order in which they were set up."""

from __future__ import annotations

import pytest

from vegerin.guard.lent import Lent


def test_what_rooms_lend_stands_in_their_order():
    greetings: Lent[str] = Lent("a greeting")

    greetings.register("contacts", "Peace")
    greetings.register("missions", "Welcome")

    assert list(greetings) == ["Peace", "Welcome"]


def test_one_room_cannot_lend_two():
    greetings: Lent[str] = Lent("a greeting")
    greetings.register("contacts", "Peace")

    with pytest.raises(ValueError, match="lends a greeting twice"):
        greetings.register("contacts", "Welcome")
