"""What reviewed pairs teach: how far the probabilities were off, for these lists and these people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vegerin.engines.answers import BadInput, read_bytes
from vegerin.engines.linkage.clusters import Pair, clusters
from vegerin.engines.linkage.comparing import may_be_joined, rests_on_imposed_name
from vegerin.engines.linkage.evidence import weigh_pairs
from vegerin.engines.linkage.linking import LEAST_KEPT, Linked
from vegerin.engines.linkage.model import SAME
from vegerin.engines.linkage.relatives import Relatives
from vegerin.engines.linkage.taught import Taught, log_odds, with_chances

Floats = npt.NDArray[np.float64]

LEAST_LABELS = 40  # fewer say too little to move anything
COLUMNS = ("list_a", "record_a", "list_b", "record_b", "same")


def learn_from(file: Path, linked: Linked) -> Linked:
    """The same run with probabilities set right by reviewed pairs, and each such pair as it was judged.

    Who was judged one person is one, who was judged two is two, by way of no third record either; of a pair
    that no key brought together the word stands all the same.
    """
    return learnt(read_labels(file, linked), linked)


def learnt(said: Mapping[Pair, bool], linked: Linked) -> Linked:
    """The run with these words beside those it knew; only what is new sets other probabilities right."""
    if not said:
        return linked
    before = linked.taught
    linked = with_pairs(linked, said)
    position = positions(linked)
    new = {position[pair]: same for pair, same in said.items() if pair not in before.said}
    at = np.array(sorted(new), int)
    same = np.array([new[one] for one in at.tolist()], float)
    steps: tuple[tuple[float, float], ...] = ()
    if len(at) >= LEAST_LABELS and 0 < same.sum() < len(same):
        steps = (calibration(log_odds(linked.p[at, SAME]), same),)
    linked = replace(linked, p=Taught(steps=steps).set_right(linked.p))
    return _as_judged(linked, Taught({**before.said, **said}, before.steps + steps))


def taught_again(linked: Linked, taught: Taught) -> Linked:
    """A run made anew with what an earlier run was taught."""
    if not taught.said:
        return linked
    linked = with_pairs(linked, taught.said)
    return _as_judged(replace(linked, p=taught.set_right(linked.p)), taught)


def _as_judged(linked: Linked, taught: Taught) -> Linked:
    """Each pair as people judged it, and the groups that follow."""
    position, p_same = positions(linked), linked.p[:, SAME].copy()
    for pair, same in taught.said.items():
        p_same[position[pair]] = same
    linked = replace(linked, p=with_chances(linked.p, p_same), taught=taught)
    cluster, forbidden = clusters(
        linked.records,
        linked.one,
        linked.other,
        may_be_joined(vars(linked)),
        repeats=linked.repeats,
        judged=taught.judged,
    )
    return replace(linked, cluster=cluster, forbidden=forbidden)


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
    every: dict[str, Any] = {
        "one": np.concatenate((linked.one, one)),
        "other": np.concatenate((linked.other, other)),
        "p": np.concatenate((linked.p, unlikely)),
        "given": np.concatenate((linked.given, evidence.given)),
        "family": np.concatenate((linked.family, evidence.family)),
        "imposed": np.concatenate((linked.imposed, rests_on_imposed_name(linked.records, one, other))),
    }
    # As every run orders its pairs, so that a list added later gives the bytes of a full run.
    order = np.lexsort((every["one"], every["other"]))
    return replace(
        linked, **{name: values[order] for name, values in every.items()}, compared=linked.compared + len(one)
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
