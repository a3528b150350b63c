"""How many people stand on the lists of a run, each once, with the doubt of the linkage; and the audit."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.models import LinkPair, LinkRun, PairWord
from vegerin.lists.queries.review import Decided, Key, Word, agreed, decided
from vegerin.lists.rules import Act

Z95 = 1.959964
DRAWN = 50
Verdict = PairWord.Verdict


@dataclass(frozen=True)
class PeopleCounted:
    """Rows and register cases, and how many people they are: the middle, and an interval of 95 %."""

    records: int
    low: int
    middle: int
    high: int
    settled: int  # pairs that people decided
    in_doubt: int  # pairs whose doubt is carried


def people_counted(reader: Reader, run: LinkRun) -> PeopleCounted | None:
    """Each person once: a pair that people decided counts as decided, every other by its probability.

    Records less joins: a join of probability p takes p people away, with variance p(1 - p).
    """
    if not rules.may(reader, Act.SEE) or not run.is_finished:
        return None
    known = decided(reader)
    records = sum(run.report.said["lists"].values())
    expected = variance = 0.0
    settled = doubtful = 0
    groups = Decided({})
    pairs = LinkPair.objects.filter(family__run=run, shown=True).order_by("-p_same", "id")
    for pair in _decided_first(list(pairs), known):
        if groups.head(pair.one) == groups.head(pair.other):
            continue  # held together by others already
        p, is_settled = _probability(pair, known)
        if p > 0.5:
            groups.join(*pair.key)
        expected += p
        variance += p * (1 - p)
        settled += is_settled
        doubtful += not is_settled
    spread = Z95 * math.sqrt(variance)
    middle = records - expected
    return PeopleCounted(
        records, math.floor(middle - spread), round(middle), math.ceil(middle + spread), settled, doubtful
    )


def _decided_first(pairs: list[LinkPair], known: Decided) -> list[LinkPair]:
    return sorted(pairs, key=lambda pair: known.verdict(pair.key) != Verdict.SAME)


def _probability(pair: LinkPair, known: Decided) -> tuple[float, bool]:
    said = known.verdict(pair.key)
    if said in (Verdict.SAME, Verdict.DIFFERENT):
        return float(said == Verdict.SAME), True
    return pair.p_same, False


@dataclass(frozen=True)
class Audit:
    """A sample of what a rule accepted, read by people: how much of it was right."""

    accepted: int
    drawn: int
    read: int
    same: int
    different: int
    unsure: int
    precision: float | None
    low: float | None
    high: float | None
    still_to_read: tuple[LinkPair, ...] = ()


def audit_of(reader: Reader, run: LinkRun) -> Audit | None:
    """Precision of the pairs of rows that count as one without a person's word, by those drawn and read.

    Wilson's interval. An *unsure* is no error and no hit: it makes the sample smaller.
    """
    if not rules.may(reader, Act.SEE) or not run.is_finished:
        return None
    accepted, drawn = drawn_from(run)
    words = _audited([pair.key for pair in drawn])
    said = Counter(words[pair.key] for pair in drawn if pair.key in words)
    same, different = said[Verdict.SAME], said[Verdict.DIFFERENT]
    precision, low, high = wilson(same, same + different)
    return Audit(
        accepted=accepted,
        drawn=len(drawn),
        read=sum(said.values()),
        same=same,
        different=different,
        unsure=sum(said.values()) - same - different,
        precision=precision,
        low=low,
        high=high,
        still_to_read=tuple(pair for pair in drawn if pair.key not in words),
    )


def drawn_from(run: LinkRun) -> tuple[int, list[LinkPair]]:
    """How many pairs of rows were accepted by rule, and the sample: the same for everybody."""
    pairs = LinkPair.objects.filter(
        family__run=run, shown=True, said=LinkPair.Said.LINK, one__startswith="row", other__startswith="row"
    )
    ids = list(pairs.order_by("one", "other").values_list("pk", flat=True))
    chosen = random.Random(run.pk.int).sample(ids, min(DRAWN, len(ids)))  # noqa: S311 -- a sample, no secret
    by_id = LinkPair.objects.select_related("family").in_bulk(chosen)
    return len(ids), [by_id[one] for one in chosen]


def _audited(keys: Sequence[Key]) -> dict[Key, str]:
    """What was said in an audit: by people who were not shown what the rule had said."""
    wanted, last = set(keys), {}
    for word in PairWord.objects.filter(one__in={one for one, _ in wanted}).order_by("at", "id"):
        if word.key in wanted and (word.audit or word.verdict == Verdict.TAKEN_BACK):
            last[word.key, word.by_id] = word
    said: dict[Key, list[Word]] = defaultdict(list)
    for (key, by), word in last.items():
        if word.verdict != Verdict.TAKEN_BACK:
            said[key].append(Word(word.verdict, by))
    return {key: agreed(words) for key, words in said.items()}


def wilson(right: int, of: int) -> tuple[float | None, float | None, float | None]:
    """Share with Wilson's interval of 95 % (Wilson 1927).

    >>> [round(each, 3) for each in wilson(48, 50)]
    [0.96, 0.865, 0.989]
    """
    if not of:
        return None, None, None
    share = right / of
    middle = (share + Z95**2 / (2 * of)) / (1 + Z95**2 / of)
    half = Z95 / (1 + Z95**2 / of) * math.sqrt(share * (1 - share) / of + Z95**2 / (4 * of**2))
    return share, max(0.0, middle - half), min(1.0, middle + half)
