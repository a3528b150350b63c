"""The files of a run over one list that repeats people, in the shapes of a run over several lists."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.outputs import CLUSTERS, FAMILIES, HEADER, PAIRS, REVIEW, REVIEW_HEADER, quoted
from vegerin.engines.linkage.repeating.levels import ALIKE, NEAR
from vegerin.engines.linkage.repeating.linking import Repeating
from vegerin.engines.linkage.review import DOUBTFUL, SURE

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

LEAST_KEPT = 0.001  # pairs less likely are not written
CHANCES_OFF = 0.01  # of one list's precision; on the lists measured .001 to .004
LINK, REVIEW_WORD, NO = "link", "review", "no"


def write_files(found: Repeating, folder: Path) -> dict[str, Any]:
    """Write pairs.csv, clusters.csv, families.csv and review.csv; what report.json says, without timings."""
    folder.mkdir(parents=True, exist_ok=True)
    named = [f"{quoted(row.list)},{quoted(row.get('record_id'))}" for row in found.rows]
    first = [f"{found.rows[at].list}:{found.rows[at].get('record_id')}" for at in found.group]
    grouped = [f"{quoted(name)},{record}\n" for name, record in zip(first, named, strict=True)]
    kept = np.flatnonzero(found.p[:, 0] >= LEAST_KEPT)
    kept = kept[np.lexsort((found.other[kept], found.one[kept]))]
    decided = decisions(found)
    _write(folder / PAIRS, HEADER, _pairs(found, kept, decided, named))
    _write(folder / CLUSTERS, "person_id,list,record_id\n", grouped)
    # Families are not looked for in such a list: each person stands alone.
    _write(folder / FAMILIES, "family_id,list,record_id\n", grouped)
    asked = _asked(found)
    _write(folder / REVIEW, REVIEW_HEADER, _questions(found, asked, first, named))
    return _report(found, kept, decided, len(asked))


def decisions(found: Repeating) -> list[str]:
    """Each pair's decision: `link` only inside a group."""
    group, p, (low, _) = np.array(found.group), found.p[:, 0], DOUBTFUL
    linked = (group[found.one] == group[found.other]) & (p >= SURE)
    decided: list[str] = np.where(linked, LINK, np.where(p > low, REVIEW_WORD, NO)).tolist()
    return decided


def _pairs(found: Repeating, kept: Longs, decided: Sequence[str], named: Sequence[str]) -> Iterator[str]:
    for at in kept.tolist():
        same, family, rest = found.p[at].tolist()
        why = quoted(reason(found, at)) if decided[at] != NO else ""
        yield (
            f"{named[found.one[at]]},{named[found.other[at]]},"
            f"{same:.6g},{family:.6g},{rest:.6g},{decided[at]},{why}\n"
        )


def reason(found: Repeating, at: int) -> str:
    """In a clause: which columns agree, which nearly, which do not."""
    said: dict[str, list[str]] = {"same": [], "alike": [], "unlike": []}
    for column, level in zip(found.columns, found.levels[at].tolist(), strict=True):
        if level:
            word = "same" if level > ALIKE else "alike" if level >= NEAR else "unlike"
            said[word].append(column.name)
    return "; ".join(f"{word}: {', '.join(columns)}" for word, columns in said.items() if columns)


def _asked(found: Repeating) -> Longs:
    """The doubtful pairs, those first that an answer would tell most about."""
    p, (low, high) = found.p[:, 0], DOUBTFUL
    asked = np.flatnonzero((p > low) & (p < high))
    return asked[np.lexsort((found.other[asked], found.one[asked], np.abs(p[asked] - 0.5)))]


def _questions(found: Repeating, asked: Longs, first: Sequence[str], named: Sequence[str]) -> Iterator[str]:
    for rank, at in enumerate(asked.tolist(), start=1):
        one, other = found.one[at], found.other[at]
        yield f"{rank},{quoted(first[one])},{named[one]},{named[other]},{found.p[at, 0]:.6g},doubtful\n"


def _report(found: Repeating, kept: Longs, decided: Sequence[str], asked: int) -> dict[str, Any]:
    p, group = found.p[:, 0], np.array(found.group)
    ends = group[found.one], group[found.other]
    joined, of_groups = ends[0] == ends[1], np.minimum(*ends) * len(group) + np.maximum(*ends)
    counts = {word: int(sum(decided[at] == word for at in kept.tolist())) for word in (LINK, REVIEW_WORD, NO)}
    return {
        "records": len(found.rows),
        "lists": list(dict.fromkeys(row.list for row in found.rows)),
        "model": "learnt from this list",
        "pairs_compared": found.compared,
        "decisions": {**counts, "not_written": found.compared - len(kept)},
        "persons": len(set(found.group)),
        "questions": {"doubtful": asked} if asked else {},
        "expected_precision": _share(p[joined], p[joined], of_groups[joined], int(joined.sum())),
        "expected_recall_of_compared": _share(p[joined], p, of_groups, float(p.sum())),
        "columns": {column.name: _learnt(found, at) for at, column in enumerate(found.columns)},
        "not_compared": list(found.left_out),
    }


def _learnt(found: Repeating, at: int) -> dict[str, Any]:
    """What a column was taken for; how often each level is met in pairs of one person, and of strangers."""
    column, weights = found.columns[at], found.weights
    return {
        "kind": column.kind.value,
        "said": float(column.said.mean()),
        "one_person": weights.m[at, 1:].round(6).tolist(),
        "strangers": weights.u[at, 1:].round(9).tolist(),
    }


def _share(part: Floats, doubtful: Floats, of_groups: Longs, whole: float) -> dict[str, float | None]:
    """Pairs of the same two groups, or inside one, stand and fall together: their doubts add up.

    The chances themselves are off by a little, which no list says of itself: so much is added either way.
    """
    if not whole:
        return {"estimate": None, "low": None, "high": None}
    back = np.unique(of_groups, return_inverse=True)[1]
    together = np.bincount(back, np.sqrt(doubtful * (1 - doubtful)))
    spread = 1.96 * math.sqrt(float((together**2).sum())) + CHANCES_OFF * whole
    estimate = float(part.sum())
    return {
        "estimate": estimate / whole,
        "low": max(0.0, (estimate - spread) / whole),
        "high": min(1.0, (estimate + spread) / whole),
    }


def _write(file: Path, heading: str, lines: Iterator[str] | Sequence[str]) -> None:
    part = file.with_name(file.name + ".part")
    part.write_text(heading + "".join(lines), "utf-8", newline="")
    part.replace(file)
