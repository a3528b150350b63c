"""How an allele changes on its way from parent to child: a matrix per marker and sex.

Row = the parent's allele, column = the allele transmitted; every row sums to 1.
Models as in pedmut (Vigeland & Egeland 2021, doi:10.1016/j.fsigen.2021.102619) and Familias.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vegerin.engines.answers import BadInput

Matrix = NDArray[np.float64]

# A row of a custom matrix may be off by rounding in print, not by more.
ROUNDING = 1e-6


@dataclass(frozen=True)
class MutationModel:
    """One model for one sex: its name in the field, its rates per meiosis, and a transform to stationarity.

    `rate` is the chance of a change per meiosis (for `stepwise` of a change by whole repeats), `rate2` that
    of
    a change between whole repeats and microvariants, `range` the ratio for each further step.
    """

    model: str = "trivial"
    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    matrix: tuple[tuple[float, ...], ...] | None = None
    transform: str | None = None

    @property
    def trivial(self) -> bool:
        """Whether nothing ever mutates."""
        return self.model == "trivial" or (self.matrix is None and self.rate == 0 and self.rate2 == 0)


NO_MUTATION = MutationModel()


def mutation_matrix(model: MutationModel, alleles: Sequence[str], freqs: Sequence[float]) -> Matrix:
    """The matrix of a model over these alleles.

    >>> mutation_matrix(MutationModel("equal", rate=0.002), ["8", "9", "10"], [0.2, 0.3, 0.5])[0].tolist()
    [0.998, 0.001, 0.001]
    """
    build = MODELS.get(model.model)
    if build is None:
        raise BadInput(f"The mutation model {model.model!r} is not known. Known: {', '.join(MODELS)}.")
    matrix = build(model, list(alleles), np.asarray(freqs, dtype=float))
    if model.transform:
        transform = TRANSFORMS.get(model.transform)
        if transform is None:
            known = ", ".join(TRANSFORMS)
            raise BadInput(f"The transform {model.transform!r} is not known. Known: {known}.")
        if (np.asarray(freqs) <= 0).any():
            raise BadInput("A transform to stationarity needs every allele to have a frequency above 0.")
        matrix = transform(matrix, np.asarray(freqs, dtype=float))
    if (matrix < -1e-12).any():
        raise BadInput(
            f"The mutation model {model.model!r} gives a negative probability here. Lower its rate."
        )
    return matrix


def _trivial(_model: MutationModel, alleles: list[str], _freqs: Matrix) -> Matrix:
    return np.eye(len(alleles))


def _equal(model: MutationModel, alleles: list[str], _freqs: Matrix) -> Matrix:
    n = len(alleles)
    if n == 1:
        return np.eye(1)
    matrix = np.full((n, n), model.rate / (n - 1))
    np.fill_diagonal(matrix, 1 - model.rate)
    return matrix


def _proportional(model: MutationModel, alleles: list[str], freqs: Matrix) -> Matrix:
    heterozygosity = float((freqs * (1 - freqs)).sum())
    if heterozygosity == 0:
        return np.eye(len(alleles))
    alpha = model.rate / heterozygosity
    matrix = np.tile(alpha * freqs, (len(alleles), 1))
    return _with_rows_summing_to_one(matrix)


def _onestep(model: MutationModel, alleles: list[str], _freqs: Matrix) -> Matrix:
    repeats = _repeats(alleles)
    if any(repeat != int(repeat) for repeat in repeats):
        raise BadInput("The onestep model needs whole repeats; use stepwise for a marker with microvariants.")
    order = np.argsort(repeats)
    matrix = np.zeros((len(alleles), len(alleles)))
    for place, here in enumerate(order):
        neighbours = [int(order[near]) for near in (place - 1, place + 1) if 0 <= near < len(order)]
        matrix[here, neighbours] = model.rate / len(neighbours) if neighbours else 0.0
    return _with_rows_summing_to_one(matrix)


def _stepwise(model: MutationModel, alleles: list[str], _freqs: Matrix) -> Matrix:
    """Steps of whole repeats share `rate` in the ratio range^steps; other microvariants share `rate2`."""
    repeats = np.asarray(_repeats(alleles))
    variant = np.round(repeats % 1, 4)
    same = (variant[:, None] == variant[None, :]) & ~np.eye(len(repeats), dtype=bool)
    steps = np.abs(repeats[:, None] - repeats[None, :]).round()
    weight = np.where(same, np.power(model.range, steps, where=same, out=np.zeros_like(steps)), 0.0)
    whole = weight.sum(axis=1, keepdims=True)
    matrix = np.divide(model.rate * weight, whole, where=whole > 0, out=np.zeros_like(weight))
    other = variant[:, None] != variant[None, :]
    others = other.sum(axis=1, keepdims=True)
    matrix += np.where(other, model.rate2 / np.maximum(others, 1), 0.0)
    return _with_rows_summing_to_one(matrix)


def _dawid(model: MutationModel, alleles: list[str], freqs: Matrix) -> Matrix:
    """Stepwise and reversible (Dawid, Mortera & Pascali 2001): p_i M_ij falls off by `range` a rung."""
    if (freqs <= 0).any():
        raise BadInput("The Dawid model needs every allele to have a frequency above 0.")
    rungs = np.empty(len(alleles))
    rungs[np.argsort(_repeats(alleles))] = np.arange(len(alleles))
    weight = np.power(model.range, np.abs(rungs[:, None] - rungs[None, :]))
    np.fill_diagonal(weight, 0.0)
    if weight.sum() == 0:
        return np.eye(len(alleles))
    return _with_rows_summing_to_one(model.rate * weight / weight.sum() / freqs[:, None])


def _custom(model: MutationModel, alleles: list[str], _freqs: Matrix) -> Matrix:
    matrix = np.asarray(model.matrix if model.matrix is not None else [], dtype=float)
    n = len(alleles)
    if matrix.shape != (n, n):
        raise BadInput(f"A custom mutation matrix for {n} alleles must be {n} by {n}, not {matrix.shape}.")
    if (matrix < 0).any() or np.abs(matrix.sum(axis=1) - 1).max() > ROUNDING:
        raise BadInput("Every row of a custom mutation matrix must hold probabilities that sum to 1.")
    return matrix


MODELS: Mapping[str, Callable[[MutationModel, list[str], Matrix], Matrix]] = {
    "trivial": _trivial,
    "none": _trivial,
    "equal": _equal,
    "proportional": _proportional,
    "onestep": _onestep,
    "stepwise": _stepwise,
    "dawid": _dawid,
    "custom": _custom,
}


def metropolis_hastings(matrix: Matrix, freqs: Matrix) -> Matrix:
    """Reversible: each flow p_i M_ij is cut to the smaller of the two directions, the rate kept."""
    flow = freqs[:, None] * matrix
    return _of_same_rate(np.minimum(flow, flow.T) / freqs[:, None], matrix, freqs)


def barker(matrix: Matrix, freqs: Matrix) -> Matrix:
    """Reversible: each flow is the product of both directions over their sum, the rate kept."""
    flow = freqs[:, None] * matrix
    both = flow + flow.T
    share = np.divide(flow * flow.T, both, where=both > 0, out=np.zeros_like(flow))
    return _of_same_rate(share / freqs[:, None], matrix, freqs)


def preserved_rate(matrix: Matrix, freqs: Matrix) -> Matrix:
    """Reversible: each flow is the mean of both directions; the overall rate stays by itself."""
    flow = freqs[:, None] * matrix
    return _with_rows_summing_to_one((flow + flow.T) / 2 / freqs[:, None])


def preserved_directions(matrix: Matrix, freqs: Matrix) -> Matrix:
    """Stationary: every row keeps its directions, its rate is scaled (Simonsson & Mostad 2016)."""
    scale = stationary_distribution(matrix) / freqs
    return _of_same_rate(scale[:, None] * matrix, matrix, freqs)


TRANSFORMS: Mapping[str, Callable[[Matrix, Matrix], Matrix]] = {
    "MH": metropolis_hastings,
    "BA": barker,
    "PR": preserved_rate,
    "PM": preserved_directions,
}


def overall_rate(matrix: Matrix, freqs: Sequence[float] | Matrix) -> float:
    """The chance that an allele drawn from the population changes in one meiosis."""
    return float(np.asarray(freqs) @ (1 - np.diag(matrix)))


def is_stationary(matrix: Matrix, freqs: Sequence[float] | Matrix) -> bool:
    """Whether the frequencies stay as they are from one generation to the next."""
    return bool(np.abs(np.asarray(freqs) @ matrix - np.asarray(freqs)).max() < 1e-12)


def stationary_distribution(matrix: Matrix) -> Matrix:
    """The distribution that the matrix leaves unchanged."""
    n = len(matrix)
    system = np.vstack([matrix.T - np.eye(n), np.ones(n)])
    return np.asarray(np.linalg.lstsq(system, np.append(np.zeros(n), 1.0), rcond=None)[0])


def is_lumpable(matrix: Matrix, lump: Sequence[int]) -> bool:
    """Whether these alleles may be treated as one without changing any probability (Kemeny & Snell 1960)."""
    if len(lump) < 2:
        return True
    kept = np.setdiff1d(np.arange(len(matrix)), np.asarray(lump))
    rows = matrix[np.ix_(np.asarray(lump), kept)]
    return bool(np.ptp(rows, axis=0).max(initial=0.0) <= 1e-15)


def _repeats(alleles: Sequence[str]) -> list[float]:
    try:
        return [float(allele) for allele in alleles]
    except ValueError:
        culprit = next(allele for allele in alleles if not _is_number(allele))
        raise BadInput(f"A stepwise model needs alleles that are numbers; {culprit!r} is not.") from None


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _of_same_rate(changed: Matrix, original: Matrix, freqs: Matrix) -> Matrix:
    off = changed - np.diag(np.diag(changed))
    rate = float(freqs @ off.sum(axis=1))
    factor = overall_rate(original, freqs) / rate if rate > 0 else 1.0
    return _with_rows_summing_to_one(off * factor)


def _with_rows_summing_to_one(matrix: Matrix) -> Matrix:
    result = matrix.copy()
    np.fill_diagonal(result, 0.0)
    np.fill_diagonal(result, 1 - result.sum(axis=1))
    return result
