"""The review of a run: what is decided of each pair, which families wait for whom, how far reviewers agree.

What two people said stands apart: where one says *same* and another *different*, nobody has decided.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.models import LinkFamily, LinkPair, LinkRun, PairWord, RowJudgement
from vegerin.lists.rules import Act
from vegerin.register.clusters import latest_verdict

Verdict = PairWord.Verdict
Key = tuple[str, str]
CONTESTED = "contested"
WAITS = "waits"  # two Persons: a second signature is missing
SECOND_LOOK = 10  # every tenth family is read by a second reviewer who does not see what the first said
DEFINITE = frozenset({Verdict.SAME, Verdict.DIFFERENT})


@dataclass(frozen=True)
class Word:
    """The last word of one reviewer on one pair."""

    verdict: str
    by: UUID
    at: object = None
    why: str = ""
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def words_of(reader: Reader, keys: Iterable[Key] | None = None) -> dict[Key, list[Word]]:
    """What each reviewer said last; words taken back are gone. Without keys: of all pairs."""
    if not rules.may(reader, Act.SEE):
        return {}
    rows = PairWord.objects.order_by("at", "id")
    if keys is not None:
        wanted = set(keys)
        rows = rows.filter(one__in={one for one, _ in wanted})
    last: dict[Key, dict[UUID, Word]] = defaultdict(dict)
    for one, other, verdict, by, at, why, seen in rows.values_list(
        "one", "other", "verdict", "by_id", "at", "why", "seen"
    ):
        if keys is None or (one, other) in wanted:
            last[one, other][by] = Word(verdict, by, at, why, seen)
    standing = {
        key: [word for word in by_staff.values() if word.verdict != Verdict.TAKEN_BACK]
        for key, by_staff in last.items()
    }
    return {key: words for key, words in standing.items() if words}


def agreed(words: Sequence[Word]) -> str:
    """What the reviewers said together: a verdict, `contested`, or "" where nobody said anything."""
    definite = {word.verdict for word in words} & DEFINITE
    if len(definite) > 1:
        return CONTESTED
    if definite:
        return str(next(iter(definite)))
    return str(Verdict.UNSURE) if words else ""


@dataclass
class Decided:
    """What is known of all pairs: said in the review, on a row's page, or by two about Persons."""

    words: dict[Key, list[Word]]
    joined: dict[str, str] = field(default_factory=dict)

    def verdict(self, key: Key) -> str:
        """What stands for a pair; two that are joined through a third are the same."""
        said = agreed(self.words.get(key, []))
        if said in ("", Verdict.UNSURE):
            one, other = self.head(key[0]), self.head(key[1])
            if one == other:
                return str(Verdict.SAME)
        return said

    def head(self, side: str) -> str:
        """The one side that stands for all that are joined to this one."""
        while self.joined.get(side, side) != side:
            side = self.joined[side]
        return side

    def join(self, one: str, other: str) -> None:
        """Hold two to be one; a person stands for her rows."""
        heads = sorted((self.head(one), self.head(other)))
        if heads[0] != heads[1]:
            self.joined[heads[1]] = heads[0]


def decided(reader: Reader) -> Decided:
    """All that people said so far."""
    made = Decided(words_of(reader))
    for key, verdict in said_of_rows().items():
        made.words.setdefault(key, [Word(verdict, UUID(int=0))])
    for key, words in made.words.items():
        if agreed(words) == Verdict.SAME and not both_people(key):
            made.join(*key)
    return made


def said_of_rows() -> dict[Key, str]:
    """The last word on each row and person, from wherever it was said."""
    rows = RowJudgement.objects.order_by("at", "id").values_list("origin", "person_id", "verdict")
    # "person" sorts before "row": the one order of a pair.
    return {(f"person {person}", f"row {origin}"): verdict for origin, person, verdict in rows}


def both_people(key: Key) -> bool:
    """Whether both sides are Persons: joining them takes two people."""
    return key[0].startswith("person") and key[1].startswith("person")


def verdict_on_people(key: Key) -> str:
    """What stands for two Persons, from the register's own judgements and what waits for a second person."""
    a, b = (UUID(side.split(" ")[1]) for side in key)
    stands = latest_verdict(a, b)
    if stands:
        return stands
    first, second = sorted((str(a), str(b)))
    waiting = Decision.objects.filter(
        kind="register.judge", about=f"person:{first}", signature=None, payload__b=second
    )
    return WAITS if waiting.exists() else ""


@dataclass(frozen=True)
class Queue:
    """The families that wait for a reviewer, in order, and how far everybody is."""

    numbers: tuple[int, ...]
    all_families: int
    done: int
    contested: tuple[int, ...] = ()
    second_looks: frozenset[int] = frozenset()


def queue_for(reader: Reader, run: LinkRun, *, surest_first: bool = False) -> Queue:
    """Families with a pair this reader can still say something new about."""
    if not rules.may(reader, Act.SEE):
        return Queue((), 0, 0)
    known = decided(reader)
    open_pairs: dict[int, list[bool]] = defaultdict(list)
    second, contested = set(), set()
    order: dict[int, float] = {}
    rows = (
        LinkPair.objects.filter(family__run=run, shown=True).select_related("family").order_by("family", "id")
    )
    for pair in rows.iterator(chunk_size=5000):
        if not asks(pair):
            continue
        number = pair.family.number
        order[number] = pair.family.surest
        said = known.verdict(pair.key) or (verdict_on_people(pair.key) if both_people(pair.key) else "")
        if said == CONTESTED:
            contested.add(number)
        again = second_look(run, number) and _awaits_second(known, pair, reader)
        if again:
            second.add(number)
        open_pairs[number].append(again or is_open(said, pair, known, reader))
    numbers = [number for number, opens in open_pairs.items() if any(opens)]
    if surest_first:
        numbers.sort(key=lambda number: (-order[number], number))
    done = sum(not any(opens) for number, opens in open_pairs.items())
    return Queue(tuple(numbers), len(open_pairs), done, tuple(sorted(contested)), frozenset(second))


def asks(pair: LinkPair) -> bool:
    """Whether people must look: a question, or a row that would become a person of the register."""
    return pair.said == LinkPair.Said.REVIEW or "person" in f"{pair.one} {pair.other}"


def is_open(said: str, pair: LinkPair, known: Decided, reader: Reader) -> bool:
    """Whether a pair is still asked: nobody decided, or what was rejected has new evidence."""
    if said == "":
        return True
    if said == Verdict.DIFFERENT:
        return bool(new_evidence(reader, pair, known.words.get(pair.key, [])))
    return False


def _awaits_second(known: Decided, pair: LinkPair, reader: Reader) -> bool:
    """One reviewer has spoken, and it was not this one."""
    words = known.words.get(pair.key, [])
    return len(words) == 1 and words[0].by not in (reader.staff.pk, UUID(int=0))


def second_look(run: LinkRun, number: int) -> bool:
    """Whether a family is among those two people read; the same for everybody, and not to be guessed."""
    return hashlib.sha256(f"{run.pk} {number}".encode()).digest()[0] % SECOND_LOOK == 0


NEW_ENOUGH = 0.5  # a rejected pair comes back only where it would be likelier than not
TELLING = (
    "full_name",
    "full_name_latin",
    "given",
    "father",
    "grandfather",
    "mother",
    "born",
    "age",
    "village",
)


def new_evidence(reader: Reader, pair: LinkPair, words: Sequence[Word]) -> list[tuple[str, str, str, str]]:
    """What either side says now that it did not say when it was judged: (side, field, before, now)."""
    if pair.p_same < NEW_ENOUGH:
        return []
    seen: Mapping[str, Mapping[str, str]] = next((word.seen for word in reversed(words) if word.seen), {})
    if not seen:
        return []
    from vegerin.lists.queries.sides import said_now  # noqa: PLC0415 -- sides ask this module's neighbours

    now = said_now(reader, [side for side in pair.key if side in seen])
    return [
        (side, kind, seen[side].get(kind, ""), said[kind])
        for side, said in now.items()
        for kind in TELLING
        if said.get(kind, "") not in ("", seen[side].get(kind, ""))
    ]


@dataclass(frozen=True)
class Agreement:
    """How often two reviewers of the same pair said the same."""

    with_whom: str
    agree: int
    both: int


def agreement(reader: Reader) -> list[Agreement]:
    """The reader beside each colleague, over pairs both gave a definite word on."""
    counted: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for words in words_of(reader).values():
        mine = next((word for word in words if word.by == reader.staff.pk), None)
        if mine is None or mine.verdict not in DEFINITE:
            continue
        for word in words:
            if word.by != reader.staff.pk and word.verdict in DEFINITE:
                counted[word.by][0] += word.verdict == mine.verdict
                counted[word.by][1] += 1
    names = dict(Staff.objects.filter(pk__in=counted).values_list("pk", "working_name"))
    return [Agreement(names[by], agree, both) for by, (agree, both) in sorted(counted.items(), key=str)]


def agreement_of_all(reader: Reader) -> tuple[int, int]:
    """Over everybody: pairs two or more spoke of, and on how many of them all said the same."""
    both = [
        {word.verdict for word in words if word.verdict in DEFINITE}
        for words in words_of(reader).values()
        if sum(word.verdict in DEFINITE for word in words) > 1
    ]
    return sum(len(said) == 1 for said in both), len(both)


def last_sitting(reader: Reader) -> list[PairWord]:
    """What this reviewer kept last on a screen of the review, and has not taken back."""
    of_review = Q(family__isnull=False) | Q(audit=True)
    last = PairWord.objects.filter(of_review, by=reader.staff).order_by("-at", "-id").first()
    if last is None or last.verdict == Verdict.TAKEN_BACK:
        return []
    return list(PairWord.objects.filter(by=reader.staff, sitting=last.sitting).select_related("family"))


def families_in_words(reader: Reader, run: LinkRun) -> int:
    """How many families somebody has spoken of."""
    return LinkFamily.objects.filter(run=run, words__isnull=False).distinct().count()
