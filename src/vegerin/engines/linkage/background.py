"""What a run learnt from its lists as a whole: pinned in a state, so that an added list changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Background:
    """Words and names with their counts, which village names mean one place, which keys are too common."""

    words: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    fathers: Mapping[str, int] = field(default_factory=dict)
    villages: Mapping[tuple[str, str], float] = field(default_factory=dict)
    too_common: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    records: int = 0

    def as_json(self) -> str:
        """As text, the same for the same content."""
        villages = [[a, b, value] for (a, b), value in sorted(self.villages.items())]
        return json.dumps(
            {
                "words": dict(sorted(self.words.items())),
                "given": dict(sorted(self.given.items())),
                "fathers": dict(sorted(self.fathers.items())),
                "villages": villages,
                "too_common": sorted(self.too_common.tolist()),
                "records": self.records,
            },
            ensure_ascii=False,
        )


def from_json(text: str) -> Background:
    """Read back."""
    read = json.loads(text)
    read["villages"] = {(a, b): value for a, b, value in read["villages"]}
    read["too_common"] = np.array(read["too_common"], np.int64)
    return Background(**read)
