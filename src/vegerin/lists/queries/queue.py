"""The families that wait for a reviewer. Pairs of a finished run never change, so they are read once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.models import LinkPair, LinkRun, PairWord
from vegerin.lists.queries.review import (
    CONTESTED,
    NEW_ENOUGH,
    NOBODY,
    Decided,
    Key,
    both_people,
    decided,
    new_evidence,
)
from vegerin.lists.rules import Act
from vegerin.lists.side_keys import is_person, key_of_person
from vegerin.register.queries import people_for

SECOND_LOOK = 10  # every tenth family is read by a second reviewer who does not see what the first said
NEARLY_SURE = 0.99  # for a first family: of those as sure as this the one with the fewest pairs
Verdict = PairWord.Verdict


@dataclass(frozen=True)
class Queue:
    """The families that wait for a reviewer, in order, and how far everybody is."""

    numbers: tuple[int, ...]
    all_families: int
    done: int
    contested: tuple[int, ...] = ()
    second_looks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A pair that people are asked about; ids and a probability, no name."""

    key: Key
    family: int
    surest: float
    p_same: float


def queue_for(
    reader: Reader,
    run: LinkRun,
    *,
    surest_first: bool = False,
    known: Decided | None = None,
    with_news: bool = True,
) -> Queue:
    """Families with a pair this reader can still say something new about.

    `known`: what was decided, where it was asked for already. Without news, rejected pairs are not looked
    through for new evidence: that reads both sides of each, too much for every step of a walk.
    """
    if not rules.may(reader, Act.SEE) or not run.is_finished:
        return Queue((), 0, 0)
    known = known or decided(reader)
    questions = seen_by(reader, questions_of(run.pk))
    said = {each.key: known.verdict(each.key) for each in questions}
    again = _rejected_with_news(reader, questions, said) if with_news else set()
    open_families, second, contested = set(), set(), set()
    for each in questions:
        if said[each.key] == CONTESTED:
            contested.add(each.family)
        if second_look(run.pk, each.family) and _awaits_second(known, each.key, reader):
            second.add(each.family)
            open_families.add(each.family)
        elif said[each.key] == "" or each.key in again:
            open_families.add(each.family)
    size = Counter(each.family for each in questions)
    order = {
        each.family: (-min(each.surest, NEARLY_SURE), size[each.family], each.family)
        if surest_first
        else (0.0, 0, each.family)
        for each in questions
    }
    return Queue(
        numbers=tuple(sorted(open_families, key=lambda number: order[number])),
        all_families=len(order),
        done=len(order) - len(open_families),
        contested=tuple(sorted(contested)),
        second_looks=frozenset(second),
    )


@lru_cache(maxsize=4)
def questions_of(run: UUID) -> tuple[Question, ...]:
    """The pairs of a finished run that people are asked about."""
    pairs = LinkPair.objects.filter(family__run=run, shown=True).order_by("family", "id")
    columns = ("one", "other", "said", "p_same", "family__number", "family__surest")
    return tuple(
        Question((one, other), number, surest, p_same)
        for one, other, said, p_same, number, surest in pairs.values_list(*columns).iterator(chunk_size=5000)
        if said == LinkPair.Said.REVIEW or is_person(one) or is_person(other)
    )


def seen_by(reader: Reader, questions: Iterable[Question]) -> list[Question]:
    """Without pairs of somebody the reader may not see: nobody waits for an answer she cannot give."""
    seen = {key_of_person(pk) for pk in people_for(reader).values_list("pk", flat=True)}
    return [each for each in questions if all(side in seen or not is_person(side) for side in each.key)]


def _rejected_with_news(reader: Reader, questions: Iterable[Question], said: dict[Key, str]) -> set[Key]:
    """Rejected pairs that either side says something new about since."""
    rejected = [
        each.key for each in questions if said[each.key] == Verdict.DIFFERENT and each.p_same >= NEW_ENOUGH
    ]
    return set(new_evidence(reader, rejected)) if rejected else set()


def _awaits_second(known: Decided, key: Key, reader: Reader) -> bool:
    """One reviewer has spoken, and it was not this one. For two Persons a second one signs anyway."""
    words = known.words.get(key, [])
    return not both_people(key) and len(words) == 1 and words[0].by not in (reader.staff.pk, NOBODY)


def second_look(run: UUID, number: int) -> bool:
    """Whether a family is among those two people read; the same for everybody, and not to be guessed."""
    return hashlib.sha256(f"{run} {number}".encode()).digest()[0] % SECOND_LOOK == 0
