"""How far the best assignment can be from the best there is: the bound of a linear programme.

Each family takes one configuration, each remains are used at most once. Allowing fractions can only raise the
optimum, so the gap between the two certifies; at gap 0 the assignment is proved best.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from vegerin.engines.kinship.elimination import Array
from vegerin.engines.kinship.placements import Configurations

MOST_COLUMNS = 400_000


def upper_bound(
    families: Sequence[Configurations], weights: Sequence[Array], *, remains: int
) -> float | None:
    """The largest ln weight that any assignment can have, by HiGHS; None where the programme is too large."""
    columns = sum(len(weight) for weight in weights)
    if columns > MOST_COLUMNS or not columns:
        return None if columns else 0.0
    cost = -np.concatenate(weights)
    owner = np.repeat(np.arange(len(families)), [len(weight) for weight in weights])
    once = csr_matrix((np.ones(columns), (owner, np.arange(columns))), shape=(len(families), columns))
    start, rows, cols = 0, [], []
    for family in families:
        c, m = np.nonzero(family.bodies >= 0)
        rows.append(family.bodies[c, m])
        cols.append(c + start)
        start += len(family.bodies)
    row, col = np.concatenate(rows), np.concatenate(cols)
    use = csr_matrix((np.ones(len(row)), (row, col)), shape=(remains, columns))
    solved = linprog(  # type: ignore[call-overload]  # the stubs do not know sparse matrices
        cost, A_ub=use, b_ub=np.ones(remains), A_eq=once, b_eq=np.ones(len(families)), method="highs"
    )
    return -float(solved.fun) if solved.status == 0 else None
