"""What people should look at: doubtful pairs, forbidden ones, leftover members of matched families.

A pair that rests on an imposed name, or on a family's empty place alone, is a question and never more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vegerin.engines.linkage.blocking import among
from vegerin.engines.linkage.comparing import NEAR_NAME, only_imposed
from vegerin.engines.linkage.groups import least_tied, pairs_inside
from vegerin.engines.linkage.linking import Linked
from vegerin.engines.linkage.model import FAMILY, SAME
from vegerin.engines.linkage.places import place_llr
from vegerin.engines.linkage.records import Records

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DOUBTFUL = (0.05, 0.95)
SURE = 0.95  # at and above: proposed with high confidence, still only proposed
SHARED_FOR_SLOTS = 2  # members that two families must share before an empty place means anything
SLOT_YEARS, SLOT_CHANCE = 7.0, 0.1
MOST_SLOTS = 10_000  # of two families; what is larger is no family
NEAR_FAMILY = 2.0
REASONS = ("place_in_family", "imposed_name", "doubtful", "forbidden_by_constraint")
IN_PLACE, IMPOSED, IN_DOUBT, FORBIDDEN = range(4)


class Question(NamedTuple):
    """Two records that people should judge, and why they are asked."""

    one: int
    other: int
    p_same: float
    reason: str
    family: int


@dataclass(frozen=True)
class MatchedFamilies:
    """Families joined by their matched members: a number for each record; the pairs (m,) of one person and
    their two families (m, 2)."""

    of_record: list[int]
    one: Longs
    other: Longs
    families: Longs

    @cached_property
    def matches(self) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Matches of each family pair."""
        found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        pairs = zip(self.one.tolist(), self.other.tolist(), strict=True)
        for (a, b), pair in zip(self.families.tolist(), pairs, strict=True):
            found[a, b].append(pair)
        return dict(found)


def match_families(families: Sequence[int], cluster: Sequence[int]) -> MatchedFamilies:
    """Join two families that share two persons, or whose only member is shared."""
    of_family = np.asarray(families, np.int64)
    one, other = pairs_inside(np.asarray(cluster))
    both = np.stack([of_family[one], of_family[other]], axis=1)
    apart, shared = np.unique(both, axis=0, return_counts=True)
    sizes = np.bincount(of_family, minlength=len(of_family))
    smaller = np.minimum(sizes[apart[:, 0]], sizes[apart[:, 1]])
    joined = apart[(shared >= SHARED_FOR_SLOTS) | (smaller == 1)]
    least = least_tied(len(sizes), joined[:, 0], joined[:, 1])
    return MatchedFamilies(least[of_family].tolist(), one, other, both)


def questions(linked: Linked, matched: MatchedFamilies) -> list[Question]:
    """All questions, those first that a person's answer would change most."""
    return [Question(*each) for each in zip(*question_columns(linked, matched), strict=True)]


Columns = tuple[list[int], list[int], list[float], list[str], list[int]]


def question_columns(linked: Linked, matched: MatchedFamilies) -> Columns:
    """The same by columns, as `Question` names them: long lists raise a hundred thousand."""
    sets = [_slots(linked, matched), *_imposed_and_doubtful(linked)]
    one, other, p = (np.concatenate([each[at] for each in sets]) for at in range(3))
    reason = np.concatenate([np.full(len(each[0]), each[3]) for each in sets])
    open_ = (reason == FORBIDDEN) | ~_answered(linked, one, other)
    one, other, p, reason = one[open_], other[open_], p[open_], reason[open_]
    # The last reason counts: a doubtful pair is one whatever else brought it here.
    last = len(one) - 1 - np.unique((one * len(linked.records) + other)[::-1], return_index=True)[1]
    last = last[np.lexsort((other[last], one[last], -_told_by_an_answer(p[last])))]
    family = np.array(matched.of_record, np.int64)[one[last]]
    said = [REASONS[at] for at in reason[last].tolist()]
    return one[last].tolist(), other[last].tolist(), p[last].tolist(), said, family.tolist()


def _answered(linked: Linked, one: Longs, other: Longs) -> npt.NDArray[np.bool_]:
    """Which of these pairs people judged already: no run is as sure as they, so 0 and 1 are their words."""
    p, count = linked.p[:, SAME], len(linked.records)
    said = np.flatnonzero((p == 0) | (p == 1))
    return among(one * count + other, np.unique(linked.one[said] * count + linked.other[said]))


def _told_by_an_answer(p_same: Floats) -> Floats:
    """Expected information of a yes or no, in bits; one without a probability of its own counts a third."""
    p = np.clip(p_same, 0.06, 0.94)
    return np.asarray(-p * np.log2(p) - (1 - p) * np.log2(1 - p))


Asked = tuple[Longs, Longs, Floats, int]


def _imposed_and_doubtful(linked: Linked) -> Iterator[Asked]:
    """One side's imposed name reads like the other's given name; doubtful pairs; what was forbidden."""
    p = linked.p[:, SAME]
    low, high = DOUBTFUL
    forbidden = np.array(linked.forbidden, np.int64)
    for reason, which in (
        (IMPOSED, np.flatnonzero(linked.imposed)),
        (IN_DOUBT, np.flatnonzero((p > low) & (p < high))),
        (FORBIDDEN, forbidden),
    ):
        yield linked.one[which], linked.other[which], p[which], reason


def _slots(linked: Linked, matched: MatchedFamilies) -> Asked:
    """Two families share members, and each has one left of the same sex and about the same age."""
    one, other, shared = _left_over(linked, matched)
    fits = _fits(linked.records, one, other)
    one, other, shared = one[fits], other[fits], shared[fits]
    known = shared >= SHARED_FOR_SLOTS
    few = np.flatnonzero(~known)
    known[few] = _same_mother_and_village(linked, one[few], other[few])
    return one[known], other[known], np.full(int(known.sum()), SLOT_CHANCE), IN_PLACE


def _left_over(linked: Linked, matched: MatchedFamilies) -> tuple[Longs, Longs, Longs]:
    """Members of two matched families that are matched with nobody there, and how many are."""
    count = len(linked.records)
    both, back, shared = np.unique(matched.families, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(linked.families, kind="stable")
    starts = np.searchsorted(linked.families[order], np.arange(count + 1))
    sizes = np.diff(starts)[both]
    asked = np.flatnonzero((both[:, 0] != both[:, 1]) & (sizes.prod(axis=1) <= MOST_SLOTS))
    many = sizes[asked].prod(axis=1)
    pair = np.repeat(asked, many)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    left = order[starts[both[pair, 0]] + within // sizes[pair, 1]]
    right = order[starts[both[pair, 1]] + within % sizes[pair, 1]]
    taken = np.unique(np.concatenate((back * count + matched.one, back * count + matched.other)))
    free = ~among(pair * count + left, taken) & ~among(pair * count + right, taken)
    left, right, pair = left[free], right[free], pair[free]
    packed, at = np.unique(np.minimum(left, right) * count + np.maximum(left, right), return_index=True)
    return packed // count, packed % count, shared[pair[at]]


def _same_mother_and_village(linked: Linked, one: Longs, other: Longs) -> npt.NDArray[np.bool_]:
    """What makes one shared member enough: both say the mother, and both the village."""
    mother = linked.records.parts["mother"]
    found = np.zeros(len(one), bool)
    said = np.flatnonzero((mother[one] >= 0) & (mother[other] >= 0))
    said = said[linked.records.spellings.llr(mother[one[said]], mother[other[said]]) > NEAR_NAME]
    village = place_llr(linked.records, linked.background, one[said], other[said])
    found[said] = village > NEAR_NAME
    return found


def _fits(records: Records, one: Longs, other: Longs) -> npt.NDArray[np.bool_]:
    """Another list, no other sex, born within a few years."""
    sexes = (records.sex[one] < 0) | (records.sex[other] < 0) | (records.sex[one] == records.sex[other])
    gap = np.maximum(
        records.born_low[one] - records.born_high[other], records.born_low[other] - records.born_high[one]
    )
    return np.asarray((records.of_list[one] != records.of_list[other]) & sexes & ~(gap > SLOT_YEARS))


LINK, REVIEW, NO = "link", "review", "no"
DECISIONS = (NO, REVIEW, LINK)


def decisions(linked: Linked) -> npt.NDArray[np.int8]:
    """For each pair the place of its decision in `DECISIONS`.

    What rests on an imposed name alone is looked at by people, however unlikely or sure; once.
    """
    p, cluster = linked.p[:, SAME], np.array(linked.cluster)
    forbidden = np.zeros(len(p), bool)
    forbidden[linked.forbidden] = True
    rests = linked.imposed & ~forbidden & (p <= DOUBTFUL[0]) & (p > 0)
    alone = only_imposed(linked.imposed, linked.given, p)
    link = (p >= SURE) & ~alone
    sure = np.flatnonzero(link)
    link[sure] = cluster[linked.one[sure]] == cluster[linked.other[sure]]
    return np.where(link, 2, np.where((p > DOUBTFUL[0]) | rests, 1, 0)).astype(np.int8)


NAMES_SAY = ("given names differ", "given names are near", "given names agree")
KIN_SAYS = ("family names differ", "little is said of the family", "family names agree")
ONE_FAMILY = ": more likely two of one family"


def why(linked: Linked, which: slice | Longs = slice(None)) -> list[str]:
    """A short clause for each pair."""
    p, given, family = linked.p[which], linked.given[which], linked.family[which]
    name = np.where(given > NEAR_NAME, 2, np.where(given < -1, 0, 1)).tolist()
    kin = np.where(family > NEAR_FAMILY, 2, np.where(family < -1, 0, 1)).tolist()
    relatives = (p[:, FAMILY] > np.maximum(p[:, SAME], 0.3)).tolist()
    return [
        f"{NAMES_SAY[a]}, {KIN_SAYS[b]}{ONE_FAMILY if two else ''}"
        for a, b, two in zip(name, kin, relatives, strict=True)
    ]
