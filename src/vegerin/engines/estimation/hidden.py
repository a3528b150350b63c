"""Whether the lists themselves show that people are hidden from all of them."""

from __future__ import annotations

from dataclasses import dataclass

from vegerin.engines.estimation.latent_class import LatentClass
from vegerin.engines.estimation.loglinear import Averaged
from vegerin.engines.estimation.tables import OverlapTable


@dataclass(frozen=True)
class Hidden:
    """Whether an estimate is a bound from below, and why."""

    at_least: bool
    says: str


def hidden_people(table: OverlapTable, classes: LatentClass | None, averaged: Averaged | None) -> Hidden:
    """To be decided."""
    return Hidden(False, "")
