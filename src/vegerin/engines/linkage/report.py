"""What a run says of itself: counts, expected precision and recall with intervals."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np

from vegerin.engines.linkage.linking import Linked
from vegerin.engines.linkage.model import SAME
from vegerin.engines.linkage.outputs import Told
from vegerin.engines.linkage.review import DECISIONS, LINK, NO, REVIEW


def report(linked: Linked, told: Told) -> dict[str, Any]:
    """The content of report.json, without the timings."""
    p = linked.p[:, SAME]
    leader = np.array(linked.cluster)
    joined = leader[linked.one] == leader[linked.other]
    true_pairs, found = float(p.sum()), float(p[joined].sum())
    spread = math.sqrt(float((p[joined] * (1 - p[joined])).sum()))
    missed_spread = math.sqrt(float((p * (1 - p)).sum()))
    counts = dict(zip(DECISIONS, np.bincount(told.lines.decision, minlength=3).tolist(), strict=True))
    return {
        "records": len(linked.records),
        "lists": list(linked.records.lists),
        "pairs_compared": linked.compared,
        "decisions": {
            **{word: counts[word] for word in (LINK, REVIEW, NO)},
            "not_written": linked.compared - len(linked.one),
        },
        "persons": len(np.unique(leader)),
        "questions": dict(sorted(Counter(told.reasons).items())),
        "expected_precision": _share(found, spread, int(joined.sum())),
        # Of the pairs that were compared; what no key brought together is not in it.
        "expected_recall_of_compared": _share(found, missed_spread, true_pairs),
    }


def _share(part: float, spread: float, whole: float) -> dict[str, float | None]:
    if not whole:
        return {"estimate": None, "low": None, "high": None}
    return {
        "estimate": part / whole,
        "low": max(0.0, (part - 1.96 * spread) / whole),
        "high": min(1.0, (part + 1.96 * spread) / whole),
    }
