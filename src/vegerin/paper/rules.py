"""Who may print and type forms: whoever takes reports."""

from __future__ import annotations

from vegerin.guard.reader import Reader
from vegerin.register.rules import Act, check_may


def check_may_handle(reader: Reader) -> None:
    """Refuse whoever takes no reports."""
    check_may(reader, Act.REPORT)
