"""How many people stand on the lists of a run, each once, with the doubt of the linkage; and the audit."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vegerin.engines.estimation.people import Known, Pair, number_of_people, ways_of
from vegerin.guard.queries import reader_for
from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.models import LinkPair, LinkRun, ListRow, PairWord
from vegerin.lists.queries.linking import that_count_too
from vegerin.lists.queries.review import Decided, agreed, audited, decided, decided_by_all
from vegerin.lists.rules import Act
from vegerin.lists.side_keys import PERSON, ROW, id_of, is_person, key_of_person, key_of_row
from vegerin.register.doubts import Doubts
from vegerin.register.queries import people_for
from vegerin.register.rules import Act as RegisterAct
from vegerin.register.rules import may as may_in_register

Z95 = 1.959964
DRAWN = 50
Verdict = PairWord.Verdict


@dataclass(frozen=True)
class PeopleCounted:
    """Rows and register cases, and how many people they are: the likeliest, and an interval of 95 %."""

    records: int
    low: int
    middle: int
    high: int
    settled: int  # pairs that people decided
    in_doubt: int  # pairs whose doubt is carried


def people_counted(reader: Reader, run: LinkRun) -> PeopleCounted | None:
    """Each person once: a pair that people decided counts as decided, every other by its probability."""
    if not rules.may(reader, Act.SEE) or not run.is_finished:
        return None
    pairs = list(LinkPair.objects.filter(family__run=run, shown=True))
    known = decided(reader)
    met, apart = _met_and_apart(pairs, known)
    records = {side for pair in met for side in (pair.one, pair.other)}
    everybody = sum(run.report.said["lists"].values())
    lists = _lists_of(run)
    said = {*known.joined, *known.joined.values()}
    compared = {side for pair in pairs for side in pair.key} | {side for side in said if side in lists}
    compared |= _people_of(run, said)
    twice = len(compared) - len({known.head(side) for side in compared})
    found = number_of_people(
        ways_of(met, known=Known(lists, apart)), besides=everybody - twice - len(records)
    )
    settled = sum(known.verdict(pair.key) in SETTLED for pair in pairs)
    return PeopleCounted(
        everybody, found.low, found.likeliest, found.high, settled, sum(pair.p < 1 for pair in met)
    )


SETTLED = (Verdict.SAME, Verdict.DIFFERENT)


def doubts(reader: Reader) -> Doubts | None:
    """Of the last run over the register: which people may be one, for the register's own counts.

    Whoever may count is told no pair: the register makes numbers of them.
    """
    runs = LinkRun.objects.filter(report__isnull=False).select_related("report").order_by("-started_at")
    run = next((run for run in that_count_too(runs) if run.parameters.get("register")), None)
    if run is None or not may_in_register(reader, RegisterAct.COUNT):
        return None
    # In a pair with a person she stands first; what rows are to one another leads nobody to anybody.
    pairs = list(LinkPair.objects.filter(family__run=run, shown=True, one__startswith=PERSON))
    met, apart = _met_and_apart(pairs, decided_by_all())
    return Doubts(tuple(met), Known(_lists_of(run), apart), run.report.at)


def _met_and_apart(pairs: Iterable[LinkPair], known: Decided) -> tuple[list[Pair], frozenset[frozenset[str]]]:
    """What may be one, by those who stand for all that people joined; and what people parted."""
    met, apart = [], set()
    for pair in pairs:
        one, other = (known.head(side) for side in pair.key)
        said = known.verdict(pair.key)
        if said == Verdict.DIFFERENT:
            apart.add(frozenset((one, other)))
        elif one != other:
            met.append(Pair(one, other, 1.0 if said == Verdict.SAME else pair.p_same))
    return met, frozenset(two for two in apart if len(two) == 2)


def _lists_of(run: LinkRun) -> dict[str, str]:
    """On which list a row stands: a list names each person once, as the run took it."""
    rows = ListRow.objects.filter(release__in=run.parameters["releases"])
    return {key_of_row(origin): str(release) for origin, release in rows.values_list("origin", "release_id")}


def _people_of(run: LinkRun, sides: Iterable[str]) -> set[str]:
    """Of these sides the people whom a run compared: those who were there for whoever started it."""
    if not run.parameters.get("register"):
        return set()
    ids = [id_of(side) for side in sides if is_person(side)]
    people = people_for(reader_for(run.by)).filter(pk__in=ids, recorded_at__lte=run.started_at)
    return set(map(key_of_person, people.values_list("pk", flat=True)))


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
    words = {key: agreed(said) for key, said in audited([pair.key for pair in drawn]).items()}
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
        family__run=run, shown=True, said=LinkPair.Said.LINK, one__startswith=ROW, other__startswith=ROW
    )
    ids = list(pairs.order_by("one", "other").values_list("pk", flat=True))
    chosen = random.Random(run.pk.int).sample(ids, min(DRAWN, len(ids)))  # noqa: S311 -- a sample, no secret
    by_id = LinkPair.objects.select_related("family").in_bulk(chosen)
    return len(ids), [by_id[one] for one in chosen]


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
