"""What people taught a run: their word on pairs, and how far it set the other probabilities right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.clusters import Judged, Pair
from vegerin.engines.linkage.model import FAMILY, OTHER, SAME

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Taught:
    """`said`: pairs (i, j), i < j, and whether they are one person. `steps`: slopes and shifts of log-odds.

    Both stay with the run: a list that is added later is weighed by them too.
    """

    said: Mapping[Pair, bool] = field(default_factory=dict)
    steps: tuple[tuple[float, float], ...] = ()

    @cached_property
    def judged(self) -> Judged:
        """Who may not be parted and who may not be joined."""
        return Judged.of(self.said)

    def set_right(self, p: Floats) -> Floats:
        """The chances of pairs of which nobody said anything."""
        for slope, shift in self.steps:
            p_same = 1 / (1 + np.exp(-(slope * log_odds(p[:, SAME]) + shift)))
            # Equal chances stay equal wherever they stand in the array, and none passes for a word said.
            p = with_chances(p, np.clip(np.round(p_same, 12), 1e-9, 1 - 1e-9))
        return p


NOTHING_TAUGHT = Taught()


def with_chances(p: Floats, p_same: Floats) -> Floats:
    """The same pairs with this chance to be one person; what is left is shared out as it was."""
    rest = p[:, [FAMILY, OTHER]]
    total = rest.sum(axis=1, keepdims=True)
    rest = np.where(total > 0, rest / np.maximum(total, 1e-12), (0.0, 1.0)) * (1 - p_same)[:, None]
    return np.column_stack([p_same, rest])


def log_odds(p: Floats) -> Floats:
    """Log-odds of chances, none surer than one in a million."""
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    result: Floats = np.log(clipped / (1 - clipped))
    return result
