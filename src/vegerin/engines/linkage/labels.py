"""What reviewed pairs teach: how far the probabilities were off, for these lists and these people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vegerin.engines.answers import BadInput, read_bytes
from vegerin.engines.linkage.clusters import Judged, Pair, clusters
from vegerin.engines.linkage.comparing import rests_on_imposed_name
from vegerin.engines.linkage.evidence import weigh_pairs
from vegerin.engines.linkage.linking import LEAST_KEPT, Linked
from vegerin.engines.linkage.model import FAMILY, OTHER, SAME
from vegerin.engines.linkage.relatives import Relatives

Floats = npt.NDArray[np.float64]

LEAST_LABELS = 40  # fewer say too little to move anything
COLUMNS = ("list_a", "record_a", "list_b", "record_b", "same")


def learn_from(file: Path, linked: Linked, *, repeats: frozenset[int]) -> Linked:
    """The same run with probabilities set right by reviewed pairs, and each such pair as it was judged.

    Who was judged one person is one, who was judged two is two, by way of no third record either; of a pair
    that no key brought together the word stands all the same.
    """
    said = read_labels(file, linked)
    linked = with_pairs(linked, said)
    position = positions(linked)
    judged = {position[pair]: same for pair, same in said.items()}
    odds = _log_odds(linked.p[:, SAME])
    at = np.array(sorted(judged), int)
    same = np.array([judged[one] for one in at.tolist()], float)
    if len(at) >= LEAST_LABELS and 0 < same.sum() < len(same):
        slope, shift = calibration(odds[at], same)
        odds = slope * odds + shift
    p_same = 1 / (1 + np.exp(-odds))
    p_same[at] = same
    rest = linked.p[:, [FAMILY, OTHER]]
    rest = rest / np.maximum(rest.sum(axis=1, keepdims=True), 1e-12) * (1 - p_same)[:, None]
    p = np.column_stack([p_same, rest])
    cluster, forbidden = clusters(
        linked.records, linked.one, linked.other, p_same, repeats=repeats, judged=Judged.of(said)
    )
    return replace(linked, p=p, cluster=cluster, forbidden=forbidden)


def positions(linked: Linked) -> dict[Pair, int]:
    """Where each pair stands."""
    return {pair: at for at, pair in enumerate(zip(linked.one.tolist(), linked.other.tolist(), strict=True))}


def with_pairs(linked: Linked, said: Iterable[Pair]) -> Linked:
    """The run with these pairs too, where it did not keep them: as unlikely as what it forgot."""
    missing = sorted(set(said) - set(positions(linked)))
    if not missing:
        return linked
    one, other = np.array(missing, np.int64).T
    evidence = weigh_pairs(
        linked.records,
        one,
        other,
        background=linked.background,
        relatives=Relatives(linked.records, linked.families),
    )
    unlikely = np.tile((LEAST_KEPT, 0.0, 1 - LEAST_KEPT), (len(one), 1))
    imposed = rests_on_imposed_name(linked.records, one, other)
    return replace(
        linked,
        one=np.concatenate((linked.one, one)),
        other=np.concatenate((linked.other, other)),
        p=np.concatenate((linked.p, unlikely)),
        given=np.concatenate((linked.given, evidence.given)),
        family=np.concatenate((linked.family, evidence.family)),
        imposed=np.concatenate((linked.imposed, imposed)),
        compared=linked.compared + len(one),
    )


def read_labels(file: Path, linked: Linked) -> dict[Pair, bool]:
    """Each pair that was reviewed, and whether it is one person; the last word of a pair counts."""
    records = linked.records
    place = {
        (records.lists[of_list], record): at
        for at, (of_list, record) in enumerate(zip(records.of_list.tolist(), records.ids, strict=True))
    }
    judged = {}
    text = read_bytes(str(file)).decode("utf-8-sig", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not set(COLUMNS) <= set(reader.fieldnames or ()):
        raise BadInput(f"{file}: line 1: the columns should be {','.join(COLUMNS)}.")
    for number, row in enumerate(reader, start=2):
        ends = [place.get((row[f"list_{side}"], row[f"record_{side}"])) for side in "ab"]
        if ends[0] is None or ends[1] is None or row["same"] not in {"0", "1"}:
            raise BadInput(f"{file}: line {number}: no such pair, or `same` is not 0 or 1.")
        if ends[0] == ends[1]:
            raise BadInput(f"{file}: line {number}: one record twice is no pair.")
        judged[min(ends[0], ends[1]), max(ends[0], ends[1])] = row["same"] == "1"
    return judged


def calibration(odds: Floats, same: Floats) -> tuple[float, float]:
    """Slope and shift of the log-odds that fit the judgements best (Platt 1999), held near 1 and 0.

    >>> slope, shift = calibration(np.array([-2.0, -1, 1, 2] * 20), np.array([0.0, 0, 1, 1] * 20))
    >>> slope > 1 and abs(shift) < 0.01
    True
    """
    from scipy.optimize import minimize  # noqa: PLC0415 -- slow import

    def loss(wanted: Floats) -> float:
        score = wanted[0] * odds + wanted[1]
        missed = np.logaddexp(0, score) - same * score
        return float(missed.sum() + 2 * (wanted[0] - 1) ** 2 + 0.5 * wanted[1] ** 2)

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x
    return float(slope), float(shift)


def _log_odds(p: Floats) -> Floats:
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    result: Floats = np.log(clipped / (1 - clipped))
    return result
