"""The process that compares: rows in through a pipe, pairs out through another; nothing is written to a disk.

It runs apart from the server: the pages stay quick, and its memory is given back.

    python -m vegerin.lists.linking.child < request > answers      (one JSON value a line)
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from vegerin.engines.answers import Stopwatch
from vegerin.engines.linkage.clusters import Judged, Pair, clusters
from vegerin.engines.linkage.linking import Linked, link
from vegerin.engines.linkage.model import FAMILY, OTHER, SAME
from vegerin.engines.linkage.records import columns_of
from vegerin.engines.linkage.review import SURE, match_families, questions
from vegerin.engines.linkage.rows import Row
from vegerin.engines.names.frequencies import LEAST_SAID, of_forms
from vegerin.lists.learning import with_spellings

RIVAL = 0.2  # a second candidate this likely is told to the reviewer
QUESTIONS_EACH = 2  # of one record against one list
FAR = 99.0
PLACE = "place_in_family"  # rests on a family's empty place alone: the nearest in age, one of each record


def main() -> int:
    """Read one request, say how far it is, answer."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no names behind
    os.nice(5)
    told = json.load(sys.stdin)
    _say({"done": compare(told, progress=lambda stage: _say({"stage": stage}))})
    return 0


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False), flush=True)


def compare(told: dict[str, Any], *, progress: Any = lambda stage: None) -> dict[str, Any]:
    """Pairs worth a look, and what the run expects of itself; `told` is `running.request_of`."""
    watch = Stopwatch()
    rows = [
        Row(side["list"], at, {**side["said"], "record_id": side["key"]})
        for at, side in enumerate(told["sides"])
    ]
    records = columns_of(rows)
    if told.get("spellings"):
        records.spellings.know_only(with_spellings([(a, b) for a, b in told["spellings"]]))
    repeats = frozenset(at for at, name in enumerate(records.lists) if name in told["repeats"])
    linked = link(records, repeats=repeats, progress=progress, watch=watch)
    linked = set_right(linked, told.get("slope", 1.0), told.get("shift", 0.0))
    judged = Judged.of(said_of_pairs(linked, told.get("judged", ())))
    linked = as_judged(linked, judged, repeats)
    pairs = list(worth_a_look(linked, judged.different))
    return {
        "lists": {name: int((records.of_list == at).sum()) for at, name in enumerate(records.lists)},
        "compared": len(linked.one),
        "persons": len(set(linked.cluster)),
        "expected": expected(linked),
        "names": borne(linked),
        "pairs": [[records.ids[one], records.ids[other], *rest] for one, other, *rest in pairs],
        "alone": alone(linked, pairs),
        "seconds": watch.seconds,
    }


def said_of_pairs(linked: Linked, judged: Sequence[tuple[str, str, bool]]) -> dict[Pair, bool]:
    """What people decided of records that are compared here: by their places."""
    place = {key: at for at, key in enumerate(linked.records.ids)}
    said = {}
    for one, other, same in judged:
        if one in place and other in place:
            a, b = sorted((place[one], place[other]))
            said[a, b] = same
    return said


def as_judged(linked: Linked, judged: Judged, repeats: frozenset[int]) -> Linked:
    """Clusters in which people's words hold; probabilities stay as they are, so that news can be told."""
    p_same = linked.p[:, SAME]
    cluster, forbidden = clusters(
        linked.records, linked.one, linked.other, p_same, repeats=repeats, judged=judged
    )
    return replace(linked, cluster=cluster, forbidden=forbidden)


def set_right(linked: Linked, slope: float, shift: float) -> Linked:
    """Probabilities as the office's own decisions set them right."""
    if (slope, shift) == (1.0, 0.0):
        return linked
    p_same = np.clip(linked.p[:, SAME], 1e-6, 1 - 1e-6)
    p_same = 1 / (1 + np.exp(-(slope * np.log(p_same / (1 - p_same)) + shift)))
    rest = linked.p[:, [FAMILY, OTHER]]
    rest = rest / np.maximum(rest.sum(axis=1, keepdims=True), 1e-12) * (1 - p_same)[:, None]
    return replace(linked, p=np.column_stack([p_same, rest]))


Looked = tuple[int, int, float, float, str, str, bool, int, dict[str, Any]]


def worth_a_look(linked: Linked, different: frozenset[Pair] = frozenset()) -> Iterator[Looked]:
    """Links and questions: (one, other, p same, p family, said, reason, shown, family, evidence)."""
    matched = match_families(linked.families.tolist(), linked.cluster)
    p, cluster = linked.p, linked.cluster
    position = {
        pair: at for at, pair in enumerate(zip(linked.one.tolist(), linked.other.tolist(), strict=True))
    }
    asked = {(each.one, each.other): each for each in questions(linked, matched)}
    sure = {
        (int(linked.one[at]), int(linked.other[at]))
        for at in np.flatnonzero(p[:, SAME] >= SURE).tolist()
        if cluster[int(linked.one[at])] == cluster[int(linked.other[at])]
    }
    found = sorted(sure | set(asked))
    likely = {
        pair: float(p[position[pair], SAME]) if pair in position else asked[pair].p_same for pair in found
    }
    places = {pair for pair, question in asked.items() if question.reason == PLACE}
    # Those whom people judged to be two are kept for news of them, and take nobody's place on a screen.
    shown = _shown([pair for pair in found if pair not in different], likely, places, linked) | (
        different & set(found)
    )
    rivals = _rivals(linked)
    for one, other in found:
        at = position.get((one, other))
        families = matched.matches.get((int(linked.families[one]), int(linked.families[other])), [])
        beside = len([pair for pair in families if pair != (one, other)])
        evidence: dict[str, Any] = {"beside": beside} if beside else {}
        if rivals(one, other):
            evidence["rival"] = True
        said = "link" if (one, other) in sure and (one, other) not in asked else "review"
        yield (
            one,
            other,
            likely[one, other],
            float(p[at, FAMILY]) if at is not None else 0.0,
            said,
            asked[one, other].reason if (one, other) in asked else "",
            (one, other) in shown,
            matched.of_record[one],
            evidence,
        )


def alone(linked: Linked, pairs: Sequence[Looked]) -> dict[str, list[str]]:
    """Of each family with a pair: its members who met nobody."""
    matched = match_families(linked.families.tolist(), linked.cluster)
    met = {record for pair in pairs for record in pair[:2]}
    families = {pair[7] for pair in pairs}
    left: dict[str, list[str]] = defaultdict(list)
    for record, family in enumerate(matched.of_record):
        if family in families and record not in met:
            left[str(family)].append(linked.records.ids[record])
    return left


def _shown(found: list[Pair], likely: dict[Pair, float], places: set[Pair], linked: Linked) -> set[Pair]:
    """What people see of them: enough pairs to hold each proposed person together, and the open questions."""
    cluster, of_list = linked.cluster, linked.records.of_list
    shown: set[Pair] = set()
    leader = list(range(len(cluster)))
    asked_of: dict[tuple[int, int], int] = defaultdict(int)
    between: set[Pair] = set()
    years = _years_apart(linked)

    def order(pair: Pair) -> tuple[bool, float, float, tuple[int, int]]:
        # Two of one list are asked about themselves, never by way of a third.
        across = bool(of_list[pair[0]] != of_list[pair[1]])
        return across, -likely[pair], years(*pair) if pair in places else 0.0, pair

    for one, other in sorted(found, key=order):
        if cluster[one] == cluster[other]:
            a, b = _root(leader, one), _root(leader, other)
            if a != b:
                leader[max(a, b)] = min(a, b)
                shown.add((one, other))
            continue
        sides = tuple(sorted((cluster[one], cluster[other])))
        slots = ((one, int(of_list[other])), (other, int(of_list[one])))
        most = 1 if (one, other) in places else QUESTIONS_EACH
        if sides in between or any(asked_of[slot] >= most for slot in slots):
            continue
        between.add((sides[0], sides[1]))
        for slot in slots:
            asked_of[slot] += 1
        shown.add((one, other))
    return shown


def _years_apart(linked: Linked) -> Callable[[int, int], float]:
    """How far the middles of two years of birth lie apart; far where either is not said."""
    born = (linked.records.born_low + linked.records.born_high) / 2

    def years(one: int, other: int) -> float:
        apart = abs(float(born[one] - born[other]))
        return apart if apart < FAR else FAR

    return years


def _root(leader: list[int], at: int) -> int:
    while leader[at] != at:
        at = leader[at]
    return at


def _rivals(linked: Linked) -> Any:
    """Whether another record of the same list would fit one of the two about as well."""
    of_list, count = linked.records.of_list, len(linked.records.lists)
    likely = np.flatnonzero(linked.p[:, SAME] >= RIVAL)
    seen: dict[int, int] = defaultdict(int)
    for one, other in zip(linked.one[likely].tolist(), linked.other[likely].tolist(), strict=True):
        seen[one * count + int(of_list[other])] += 1
        seen[other * count + int(of_list[one])] += 1

    def more_than_one(one: int, other: int) -> bool:
        return max(seen[one * count + int(of_list[other])], seen[other * count + int(of_list[one])]) > 1

    return more_than_one


def expected(linked: Linked) -> dict[str, Any]:
    """Precision and recall that the probabilities themselves promise, each with a 95 % interval."""
    p = linked.p[:, SAME]
    leader = np.array(linked.cluster)
    taken = (leader[linked.one] == leader[linked.other]) & (p >= SURE)
    sure, all_true = float(p[taken].sum()), float(p.sum())
    spread, missed = float((p[taken] * (1 - p[taken])).sum()) ** 0.5, float((p * (1 - p)).sum()) ** 0.5
    return {
        "taken": int(taken.sum()),
        "precision": _share(sure, spread, float(taken.sum())),
        "recall": _share(sure, missed, all_true),
    }


def borne(linked: Linked) -> dict[str, dict[str, int]]:
    """How many women and men bear each given name, all its spellings together, each person once."""
    records = linked.records
    given: dict[str, list[str]] = {"F": [], "M": []}
    for first in sorted(set(linked.cluster)):
        form, sex = int(records.parts["given"][first]), int(records.sex[first])
        if form >= 0 and sex >= 0:
            given["FM"[sex]].append(records.spellings.forms[form])
    counted = {sex: of_forms(forms, counted="these lists") for sex, forms in given.items()}
    return {sex: {"": each.total, **_said_aloud(each.counts)} for sex, each in counted.items()}


def _said_aloud(counts: Mapping[str, int]) -> dict[str, int]:
    """Names that enough people bear for a number to be said; the others are hidden."""
    return {name: count for name, count in sorted(counts.items()) if count >= LEAST_SAID}


def _share(part: float, spread: float, whole: float) -> list[float] | None:
    """Estimate, low, high."""
    if not whole:
        return None
    bounds = (part, part - 1.96 * spread, part + 1.96 * spread)
    return [round(max(0.0, min(1.0, bound / whole)), 4) for bound in bounds]


if __name__ == "__main__":
    sys.exit(main())
