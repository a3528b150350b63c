"""What people should look at: doubtful pairs, forbidden ones, leftover members of matched families.

A pair that rests on an imposed name, or on a family's empty place alone, is a question and never more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.linking import NEAR_NAME, Linked
from vegerin.engines.linkage.model import FAMILY, SAME
from vegerin.engines.linkage.places import place_llr
from vegerin.engines.linkage.records import Records

Longs = npt.NDArray[np.int64]

DOUBTFUL = (0.05, 0.95)
SURE = 0.95  # at and above: proposed with high confidence, still only proposed
SHARED_FOR_SLOTS = 2  # members that two families must share before an empty place means anything
SLOT_YEARS = 7.0


@dataclass(frozen=True)
class Question:
    """Two records that people should judge, and why they are asked."""

    one: int
    other: int
    p_same: float
    reason: str
    family: int


@dataclass(frozen=True)
class MatchedFamilies:
    """Families joined by their matched members: a number for each record, matches of each family pair."""

    of_record: list[int]
    matches: dict[tuple[int, int], list[tuple[int, int]]]


def match_families(families: list[int], cluster: list[int]) -> MatchedFamilies:
    """Join two families that share two persons, or whose only member is shared."""
    together: dict[int, list[int]] = defaultdict(list)
    for record, first in enumerate(cluster):
        together[first].append(record)
    matches: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for members in together.values():
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                matches[families[one], families[other]].append((one, other))
    sizes = np.bincount(families)
    leader = list(range(len(sizes)))
    for (one_family, other_family), shared in matches.items():
        if len(shared) >= SHARED_FOR_SLOTS or min(sizes[one_family], sizes[other_family]) == 1:
            a, b = _root(leader, one_family), _root(leader, other_family)
            leader[max(a, b)] = min(a, b)
    return MatchedFamilies([_root(leader, family) for family in families], dict(matches))


def _root(leader: list[int], at: int) -> int:
    while leader[at] != at:
        at = leader[at]
    return at


def questions(linked: Linked, matched: MatchedFamilies) -> list[Question]:
    """All questions, those first that a person's answer would change most."""
    found = {(question.one, question.other): question for question in _slots(linked, matched)}
    for question in (*_imposed_names(linked, matched), *_pairs(linked, matched)):
        found[question.one, question.other] = question
    return sorted(
        found.values(), key=lambda question: (-_told_by_an_answer(question), question.one, question.other)
    )


def _told_by_an_answer(question: Question) -> float:
    """Expected information of a yes or no, in bits; one without a probability of its own counts a third."""
    p = min(max(question.p_same, 0.06), 0.94)
    return float(-p * np.log2(p) - (1 - p) * np.log2(1 - p))


def _pairs(linked: Linked, matched: MatchedFamilies) -> Iterator[Question]:
    p = linked.p[:, SAME]
    forbidden = set(linked.forbidden)
    low, high = DOUBTFUL
    doubtful = np.flatnonzero((p > low) & (p < high))
    for at in sorted({*doubtful.tolist(), *forbidden}):
        one, other = int(linked.one[at]), int(linked.other[at])
        yield Question(
            one,
            other,
            float(p[at]),
            "forbidden_by_constraint" if at in forbidden else "doubtful",
            matched.of_record[one],
        )


def _imposed_names(linked: Linked, matched: MatchedFamilies) -> Iterator[Question]:
    """One side's imposed name reads like the other's given name."""
    for at in np.flatnonzero(linked.imposed).tolist():
        one, other = int(linked.one[at]), int(linked.other[at])
        yield Question(one, other, float(linked.p[at, SAME]), "imposed_name", matched.of_record[one])


def _slots(linked: Linked, matched: MatchedFamilies) -> Iterator[Question]:
    """Two families share members, and each has one left of the same sex and about the same age."""
    pairs = _left_over(linked, matched)
    if not pairs:
        return
    records = linked.records
    one, other, shared = np.array(sorted(pairs), np.int64).T
    known = (shared >= SHARED_FOR_SLOTS) | _same_mother_and_village(linked, one, other)
    for at in np.flatnonzero(known & _fits(records, one, other)).tolist():
        a, b = int(one[at]), int(other[at])
        yield Question(a, b, 0.1, "place_in_family", matched.of_record[a])


def _left_over(linked: Linked, matched: MatchedFamilies) -> list[tuple[int, int, int]]:
    """Members of two matched families that are matched with nobody there, and how many are."""
    members: dict[int, list[int]] = defaultdict(list)
    for record, family in enumerate(linked.families.tolist()):
        members[family].append(record)
    found = []
    for (one_family, other_family), shared in matched.matches.items():
        if one_family == other_family:
            continue
        taken = {record for pair in shared for record in pair}
        left = [record for record in members[one_family] if record not in taken]
        right = [record for record in members[other_family] if record not in taken]
        found += [(min(a, b), max(a, b), len(shared)) for a in left for b in right]
    return found


def _same_mother_and_village(linked: Linked, one: Longs, other: Longs) -> npt.NDArray[np.bool_]:
    """What makes one shared member enough: both say the mother, and both the village."""
    mother = linked.records.spellings.llr(
        linked.records.parts["mother"][one], linked.records.parts["mother"][other]
    )
    village = place_llr(linked.records, linked.background, one, other)
    return np.asarray((mother > NEAR_NAME) & (village > NEAR_NAME))


def _fits(records: Records, one: Longs, other: Longs) -> npt.NDArray[np.bool_]:
    """Another list, no other sex, born within a few years."""
    sexes = (records.sex[one] < 0) | (records.sex[other] < 0) | (records.sex[one] == records.sex[other])
    gap = np.maximum(
        records.born_low[one] - records.born_high[other], records.born_low[other] - records.born_high[one]
    )
    return np.asarray((records.of_list[one] != records.of_list[other]) & sexes & ~(gap > SLOT_YEARS))


def decision(p: np.ndarray, *, clustered: bool, rests_on_imposed_name: bool) -> str:
    """`link`, `review` or `no` for one pair's probabilities (3,)."""
    if p[SAME] >= SURE and clustered and not rests_on_imposed_name:
        return "link"
    if p[SAME] > DOUBTFUL[0] or rests_on_imposed_name:
        return "review"
    return "no"


def why(p: np.ndarray, given_llr: float, family_llr: float) -> str:
    """A short clause for the pair."""
    name = (
        "given names agree"
        if given_llr > NEAR_NAME
        else "given names differ"
        if given_llr < -1
        else "given names are near"
    )
    kin = (
        "family names agree"
        if family_llr > 2
        else "family names differ"
        if family_llr < -1
        else "little is said of the family"
    )
    if p[FAMILY] > max(p[SAME], 0.3):
        return f"{name}, {kin}: more likely two of one family"
    return f"{name}, {kin}"
