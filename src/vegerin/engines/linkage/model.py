"""Three classes of pairs, a probability for each: same person, same family but another person, unrelated.

Boosted trees (`trees.py`) on the columns of `evidence` and `households`. `first` looks at a pair alone;
`second` and `third` at its household and its rivals too, as the look before judged them; `family` says how
likely two different people are of one family; `kin` whether two rows of one list are of one household.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.trees import Forest

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

SAME, FAMILY, OTHER = 0, 1, 2


@dataclass(frozen=True)
class Model:
    """The trees of each look, and how they were made."""

    first: Forest
    second: Forest
    third: Forest
    family: Forest
    kin: Forest
    provenance: dict[str, object]


def chance(forest: Forest, columns: Singles) -> Floats:
    """Probability (m,) of each row."""
    result: Floats = 1 / (1 + np.exp(-forest.log_odds(columns)))
    return result


def classes(p_same: Floats, p_family: Floats) -> Floats:
    """(m, 3): the same person; else of one family, else unrelated."""
    rest = 1 - p_same
    return np.column_stack([p_same, rest * p_family, rest * (1 - p_family)])


KIN = "kin"
LOOKS = ("first", "second", "third", "family", KIN)


def as_json(model: Model) -> str:
    """The model as data, with how it was made."""
    looks = {name: _written(getattr(model, name)) for name in LOOKS}
    return json.dumps({"provenance": model.provenance, **looks})


def _written(forest: Forest) -> dict[str, object]:
    return {
        "start": round(forest.start, 6),
        "columns": forest.columns.tolist(),
        "thresholds": [[_short(value) for value in tree] for tree in forest.thresholds.tolist()],
        "leaves": [[round(value, 5) for value in tree] for tree in forest.leaves.tolist()],
    }


def _short(value: float) -> float | None:
    return None if value == np.inf else float(f"{value:.6g}")


def from_json(text: str) -> Model:
    """A model read back; one that was made before there were trees for kin takes the shipped ones."""
    read = json.loads(text)
    looks = {name: _read(read[name]) for name in LOOKS if name in read}
    if KIN not in looks:
        looks[KIN] = shipped().kin
    return Model(**looks, provenance=read["provenance"])


def _read(written: dict[str, Any]) -> Forest:
    thresholds = [[np.inf if value is None else value for value in tree] for tree in written["thresholds"]]
    return Forest(
        np.array(written["columns"], np.int16),
        np.array(thresholds, np.float32),
        np.array(written["leaves"], np.float32),
        float(written["start"]),
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the engine."""
    return from_json(resources.files("vegerin.engines.linkage").joinpath("model.json").read_text("utf-8"))
