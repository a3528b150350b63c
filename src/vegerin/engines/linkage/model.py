"""Three classes of pairs, a probability for each: same person, same family but another person, unrelated.

Multinomial logistic regression on the levels of `evidence` and `households`: each level has a weight for each
class, so a decision can be read weight by weight. Fitted by L-BFGS on invented populations or reviewed pairs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

SAME, FAMILY, OTHER = 0, 1, 2


@dataclass(frozen=True)
class Model:
    """Weights (k + 1, 3): a column a class, the last row the constant."""

    weights: Floats

    def probabilities(self, levels: Floats) -> Floats:
        """Probabilities (m, 3) of same person, same family, unrelated."""
        scores = levels @ self.weights[:-1] + self.weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        result: Floats = odds / odds.sum(axis=1, keepdims=True)
        return result


def fit(levels: Floats, kind: Ints, *, penalty: float = 0.3) -> Model:
    """Maximum likelihood with a small ridge penalty; `kind` (m,) is SAME, FAMILY or OTHER.

    >>> model = fit(np.array([[1.0], [1.0], [0.0], [0.0]]), np.array([0, 0, 2, 2], np.int32), penalty=0.01)
    >>> bool(model.probabilities(np.array([[1.0]]))[0, 0] > 0.9)
    True
    """
    from scipy.optimize import minimize  # noqa: PLC0415 -- slow import

    count, width = levels.shape
    wanted = (kind[:, None] == np.arange(3)).astype(float)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(width + 1, 3)
        scores = levels @ weights[:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        total = np.log(np.exp(scores).sum(axis=1))
        missed = np.exp(scores - total[:, None]) - wanted
        gradient = np.vstack([levels.T @ missed, missed.sum(axis=0)])
        gradient[:-1] += penalty * weights[:-1]
        value = (total - (scores * wanted).sum(axis=1)).sum() + 0.5 * penalty * (weights[:-1] ** 2).sum()
        return value / count, (gradient / count).ravel()

    found = minimize(loss, np.zeros((width + 1) * 3), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return Model(found.x.reshape(width + 1, 3))


def as_json(models: dict[str, Model], provenance: dict[str, object]) -> str:
    """The models as data, with how they were made."""
    weights = {name: np.round(model.weights, 5).tolist() for name, model in models.items()}
    return json.dumps({"provenance": provenance, "weights": weights})


def from_json(text: str) -> dict[str, Model]:
    """Models read back."""
    return {name: Model(np.array(weights)) for name, weights in json.loads(text)["weights"].items()}


@lru_cache(maxsize=1)
def shipped() -> dict[str, Model]:
    """The models that come with the engine: `first` looks at a pair alone, `second` at its household too."""
    text = resources.files("vegerin.engines.linkage").joinpath("model.json").read_text("utf-8")
    return from_json(text)
