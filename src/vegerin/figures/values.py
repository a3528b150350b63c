"""What is handed to the actions of figures."""

from __future__ import annotations

from dataclasses import dataclass

from vegerin.figures.models import OutsideFigure
from vegerin.register.models import NotKnown


@dataclass(frozen=True)
class Number:
    """One figure as it was published; `value` is a number, or why there is none."""

    quantity: str
    value: int | NotKnown
    group: str = OutsideFigure.Group.ALL
    exactness: str = OutsideFigure.Exactness.EXACT
    definition: str = ""
