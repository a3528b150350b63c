"""How many people of each fate there are, each once, with the doubt about who is one (R75, D19).

Two rows that people joined count once. Of pairs that a comparison found and nobody decided every way is
reckoned with its probability: joined, the two have the fate that follows from both their stories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from vegerin.engines.estimation.people import Group, Known, Number, Pair, Way, chances_of, summed, ways_of
from vegerin.guard.reader import Reader
from vegerin.register import clusters, histories
from vegerin.register.doubts import Doubts, doubts_for, key_of_person, person_of
from vegerin.register.models import Person
from vegerin.register.rules import Act, may

Kind = tuple[str, str]  # a fate and a sex
Heads = Mapping[UUID, UUID]


@dataclass(frozen=True)
class PeopleCounted:
    """People of each fate and sex, each once; where it is open who is one, every way with its probability."""

    settled: Mapping[Kind, int] = field(default_factory=dict)
    open: tuple[tuple[tuple[Counter[Kind], float], ...], ...] = ()
    in_doubt: int = 0  # cases of which it is open whether they are one person with another
    compared_at: datetime | None = None

    def number(self, counts: Callable[[Kind], bool] = lambda _: True) -> Number:
        """How many of some kinds, the doubt carried."""
        return summed(
            (
                chances_of((sum(n for kind, n in way.items() if counts(kind)), p) for way, p in ways)
                for ways in self.open
            ),
            besides=sum(n for kind, n in self.settled.items() if counts(kind)),
        )


def people_counted(reader: Reader) -> PeopleCounted:
    """How many people there are of each fate and sex, each once: numbers only, for those who count."""
    if not may(reader, Act.COUNT):
        return PeopleCounted()
    heads = clusters.heads()
    people = Person.objects.exclude(pk__in=[row for row, head in heads.items() if row != head]).order_by()
    rows = people.values("fate", "sex").annotate(number=Count("*"))
    settled = Counter({(row["fate"], row["sex"]): row["number"] for row in rows})
    doubts = doubts_for(reader)
    if doubts is None:
        return PeopleCounted(settled)
    components = list(_open_ways(doubts, heads))
    groups = {people for ways in components for way in ways for people in map(_people, way.groups)}
    in_doubt = {one for people in groups for one in people}
    kinds = _kinds(groups | {frozenset((one,)) for one in in_doubt}, heads)
    settled.subtract(kinds[frozenset((one,))] for one in in_doubt)
    return PeopleCounted(
        +settled,
        tuple(tuple((_counted(way, kinds), way.p) for way in ways) for ways in components),
        len(in_doubt),
        doubts.compared_at,
    )


def _open_ways(doubts: Doubts, heads: Heads) -> Iterator[tuple[Way, ...]]:
    """Of the people that may be one with another: the ways of joining them, those already joined as one."""
    pairs = [Pair(_head(pair.one, heads), _head(pair.other, heads), pair.p) for pair in doubts.pairs]
    parted = frozenset(frozenset(_head(side, heads) for side in two) for two in doubts.known.parted)
    known = Known(doubts.known.list_of, parted)
    met = [pair for pair in pairs if pair.one != pair.other]
    return ways_of(met, known=known, of=lambda records: len(_people(records)) > 1)


def _head(side: str, heads: Heads) -> str:
    person = person_of(side)
    return side if person is None else key_of_person(heads.get(person, person))


def _people(group: Group) -> frozenset[UUID]:
    return frozenset(one for side in group if (one := person_of(side)) is not None)


def _counted(way: Way, kinds: Mapping[frozenset[UUID], Kind]) -> Counter[Kind]:
    return Counter(kinds[people] for people in map(_people, way.groups) if people)


def _kinds(groups: Iterable[frozenset[UUID]], heads: Heads) -> dict[frozenset[UUID], Kind]:
    """The fate and sex of each group as one person: her own, or what follows from all rows together."""
    asked = sorted(filter(None, groups), key=sorted)
    own = {
        row.pk: (row.fate, row.sex)
        for row in Person.objects.filter(pk__in={one for group in asked for one in group}).only("fate", "sex")
    }
    joined = [group for group in asked if len(group) > 1]
    statuses = histories.statuses_on(
        [_rows(group, heads) for group in joined], as_of=date.max, silence=histories.NO_SILENCE
    )
    fates = {group: status.fate.value for group, status in zip(joined, statuses, strict=True)}
    return {
        group: (fates.get(group) or own[min(group)][0], _sex([own[one][1] for one in sorted(group)]))
        for group in asked
    }


def _rows(group: Iterable[UUID], heads: Heads) -> list[UUID]:
    """The heads and all rows that are joined to them."""
    chosen = set(group)
    return sorted(chosen | {row for row, head in heads.items() if head in chosen})


def _sex(said: Sequence[str]) -> str:
    """The first that is known."""
    return next((sex for sex in said if sex in {"female", "male"}), said[0])
