"""What people should look at: doubtful pairs, forbidden ones, leftover members of matched families.

A pair that rests on an imposed name, or on a family's empty place alone, is a question and never more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from vegerin.engines.linkage.background import Background
from vegerin.engines.linkage.linking import Linked
from vegerin.engines.linkage.model import FAMILY, SAME
from vegerin.engines.linkage.places import place_llr
from vegerin.engines.linkage.records import Records

DOUBTFUL = (0.05, 0.95)
SURE = 0.95  # at and above: proposed with high confidence, still only proposed
SHARED_FOR_SLOTS = 2  # members that two families must share before an empty place means anything
SLOT_YEARS = 7.0
NEAR_NAME = 1.5


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
    """One side's imposed name reads like the other's given name: seen inside this one pair only (D23)."""
    records = linked.records
    alias, given = records.parts["alias"], records.parts["given"]
    for one, other in ((linked.one, linked.other), (linked.other, linked.one)):
        said = np.flatnonzero(alias[one] >= 0)
        near = records.spellings.llr(alias[one[said]], given[other[said]]) > NEAR_NAME
        for at in said[near].tolist():
            a, b = sorted((int(one[at]), int(other[at])))
            yield Question(a, b, float(linked.p[at, SAME]), "imposed_name", matched.of_record[a])


def _slots(linked: Linked, matched: MatchedFamilies) -> Iterator[Question]:
    """Two families share members, and each has one left of the same sex and about the same age."""
    records = linked.records
    members: dict[int, list[int]] = defaultdict(list)
    for record, family in enumerate(linked.families.tolist()):
        members[family].append(record)
    for (one_family, other_family), shared in matched.matches.items():
        if one_family == other_family:
            continue
        taken = {record for pair in shared for record in pair}
        left = [record for record in members[one_family] if record not in taken]
        right = [record for record in members[other_family] if record not in taken]
        for one in left:
            for other in right:
                known = len(shared) >= SHARED_FOR_SLOTS or _same_mother_and_village(
                    records, linked.background, one, other
                )
                if known and _fits(records, one, other):
                    a, b = min(one, other), max(one, other)
                    yield Question(a, b, 0.1, "place_in_family", matched.of_record[a])


def _same_mother_and_village(records: Records, background: Background, one: int, other: int) -> bool:
    """What makes one shared member enough: both say the mother, and both the village."""
    pair = np.array([one]), np.array([other])
    mother = records.spellings.llr(records.parts["mother"][pair[0]], records.parts["mother"][pair[1]])[0]
    village = place_llr(records, background, *pair)[0]
    return bool(mother > NEAR_NAME and village > NEAR_NAME)


def _fits(records: Records, one: int, other: int) -> bool:
    if records.of_list[one] == records.of_list[other]:
        return False
    sexes = {int(records.sex[one]), int(records.sex[other])} - {-1}
    gap = max(
        records.born_low[one] - records.born_high[other], records.born_low[other] - records.born_high[one]
    )
    return len(sexes) < 2 and not gap > SLOT_YEARS


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
