"""What authorities asked of the exercise office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from vegerin.guard import authorities
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role


def enter_authorities(reader: Callable[[Role], Reader], *, today: date) -> None:
    """A security service that got nothing, and a court whose paper is being read."""
    lawyer, officer = reader(Role.LEGAL_ADVISER), reader(Role.DUTY_OFFICER)
    asked = authorities.log_request(
        kind="security",
        authority="A service that gave no name",
        asked_for="Who came back this month, and their telephone numbers.",
        received_on=today - timedelta(days=12),
        by=officer,
    )
    authorities.review(request=asked, verdict="not_binding", why="No law, no order, no paper.", by=lawyer)
    authorities.give_nothing(request=asked, words="We give nothing.", by=lawyer)
    authorities.log_request(
        kind="court",
        authority="Investigating court, invented",
        asked_for="The date of one report about a death.",
        received_on=today - timedelta(days=1),
        legal_ground="Order 17, invented",
        paper_number="17/X",
        by=officer,
    )
