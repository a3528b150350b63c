"""What reviewers said of pairs, what of it stands, what is new since, and how far reviewers agree.

What two people said stands apart: where one says *same* and another *different*, nobody has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.models import (
    FinishedImport,
    ListRow,
    PairWord,
    RowJudgement,
    TakenBack,
    that_count,
)
from vegerin.lists.rules import Act
from vegerin.lists.side_keys import id_of, is_person, key_of_person, key_of_row
from vegerin.register.clusters import latest_verdict, latest_verdicts

Verdict = PairWord.Verdict
Key = tuple[str, str]
CONTESTED = "contested"
NOBODY = UUID(int=0)  # a word from outside the review
WAITS = "waits"  # two Persons: a second signature is missing
DEFINITE = frozenset({Verdict.SAME, Verdict.DIFFERENT})
OF_REVIEW = Q(family__isnull=False) | Q(audit=True)  # said on a screen of the review, where it can be undone


@dataclass(frozen=True)
class Word:
    """The last word of one reviewer on one pair."""

    verdict: str
    by: UUID
    at: object = None
    why: str = ""
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def words_of(reader: Reader, keys: Iterable[Key] | None = None) -> dict[Key, list[Word]]:
    """What each reviewer said last, but words taken back. Without keys: of all pairs, not what she saw."""
    return _standing(_last_words(reader, keys))


def _last_words(reader: Reader, keys: Iterable[Key] | None) -> dict[Key, dict[UUID, Word]]:
    """The last word of each reviewer on each pair, *taken back* too."""
    return _said_last(keys) if rules.may(reader, Act.SEE) else {}


def audited(keys: Iterable[Key]) -> dict[Key, list[Word]]:
    """What each said last in an audit: people who were not shown what the rule had said."""
    return _standing(_said_last(keys, audit=True))


def _said_last(keys: Iterable[Key] | None, *, audit: bool = False) -> dict[Key, dict[UUID, Word]]:
    columns = ["one", "other", "verdict", "by_id", "at"]
    rows, wanted = PairWord.objects.annotate(in_review=OF_REVIEW).order_by("at", "id"), set[Key](keys or ())
    if audit:
        rows = rows.filter(audit=True)
    if keys is not None:
        rows = rows.filter(one__in={one for one, _ in wanted})
        columns += ["why", "seen"]
    said: dict[Key, dict[UUID, list[tuple[bool, Word]]]] = defaultdict(lambda: defaultdict(list))
    last: dict[Key, dict[UUID, Word]] = defaultdict(dict)
    for in_review, one, other, verdict, by, *rest in rows.values_list("in_review", *columns):
        if keys is None or (one, other) in wanted:
            word, hers = Word(verdict, by, *rest), said[one, other][by]
            if verdict == Verdict.TAKEN_BACK:
                _undo(hers)
            else:
                hers.append((in_review, word))
            last[one, other][by] = hers[-1][1] if hers else word
    return last


def _undo(hers: list[tuple[bool, Word]]) -> None:
    """Her last word in the review goes; what she said before, or on a row's page, stands again."""
    at = next((at for at in reversed(range(len(hers))) if hers[at][0]), None)
    if at is not None:
        del hers[at]


def _standing(last: Mapping[Key, Mapping[UUID, Word]]) -> dict[Key, list[Word]]:
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
    people: Mapping[Key, str] = field(default_factory=dict)  # of two Persons, what stands or waits
    taken_back: frozenset[Key] = frozenset()

    def verdict(self, key: Key) -> str:
        """What stands for a pair; two that are joined through a third are the same."""
        if both_people(key):
            return self._of_people(key)
        said = agreed(self.words.get(key, []))
        if said in ("", Verdict.UNSURE):
            one, other = self.head(key[0]), self.head(key[1])
            if one == other:
                return str(Verdict.SAME)
        return said

    def _of_people(self, key: Key) -> str:
        """Two sign for two Persons: a *same* that no second person signed has met a no."""
        said, stands = agreed(self.words.get(key, [])), self.people.get(key, "")
        if stands == Verdict.UNSURE and key in self.taken_back:
            return said
        if stands:
            return stands
        return CONTESTED if said == Verdict.SAME else said

    def head(self, side: str) -> str:
        """The one side that stands for all that are joined to this one."""
        while self.joined.get(side, side) != side:
            side = self.joined[side]
        return side

    def hear(self, key: Key, word: Word) -> None:
        """Count a word in that was said just now."""
        self.words[key] = [each for each in self.words.get(key, []) if each.by != word.by] + [word]
        if word.verdict == Verdict.SAME and not both_people(key):
            self.join(*key)

    def parted_by(self, key: Key) -> list[Key]:
        """Pairs that were judged to be two people, and whom joining this pair would make one."""
        heads = {self.head(side) for side in key}
        if len(heads) == 1:
            return []
        return [
            pair
            for pair, words in self.words.items()
            if pair != key and agreed(words) == Verdict.DIFFERENT and heads == set(map(self.head, pair))
        ]

    def join(self, one: str, other: str) -> None:
        """Hold two to be one; a person stands for her rows."""
        heads = sorted((self.head(one), self.head(other)))
        if heads[0] != heads[1]:
            self.joined[heads[1]] = heads[0]


def decided(reader: Reader) -> Decided:
    """All that people said so far."""
    return _decided(_last_words(reader, None))


def judged_pairs(reader: Reader) -> list[tuple[Key, bool]]:
    """Pairs of which it stands that they are one person, or two: what a link run holds to."""
    known = decided(reader)
    said = {key: known.verdict(key) for key in sorted({*known.words, *known.people})}
    return [(key, verdict == Verdict.SAME) for key, verdict in said.items() if verdict in DEFINITE]


def decided_by_all() -> Decided:
    """The same where no pair is shown to anybody: for numbers."""
    return _decided(_said_last(None))


def _decided(last: Mapping[Key, Mapping[UUID, Word]]) -> Decided:
    words = _standing(last)
    made = Decided(words, people=said_of_people(), taken_back=frozenset(last) - frozenset(words))
    for key, verdict in said_of_rows().items():
        if verdict != Verdict.UNSURE or key not in made.taken_back:  # what was taken back is asked again
            made.words.setdefault(key, [Word(verdict, NOBODY)])
    gone = rows_taken_back()
    for key, said in made.words.items():
        if agreed(said) == Verdict.SAME and not both_people(key) and gone.isdisjoint(key):
            made.join(*key)
    for key, verdict in made.people.items():
        if verdict == Verdict.SAME:
            made.join(*key)  # two signed: a row of the one is the other's as well
    return made


def rows_taken_back() -> frozenset[str]:
    """Rows that stand on no release that counts: what was said of them joins nobody with anybody."""
    taken_back = frozenset(TakenBack.objects.values_list("release", flat=True))
    return _rows_of(taken_back, FinishedImport.objects.count()) if taken_back else frozenset()


@lru_cache(maxsize=2)
def _rows_of(taken_back: frozenset[UUID], _finished: int) -> frozenset[str]:
    counting = ListRow.objects.filter(that_count("release__")).values("origin")
    rows = ListRow.objects.filter(release__in=taken_back).exclude(origin__in=counting)
    return frozenset(map(key_of_row, rows.values_list("origin", flat=True)))


def said_of_rows() -> dict[Key, str]:
    """The last word on each row and person, from wherever it was said."""
    rows = RowJudgement.objects.order_by("at", "id").values_list("origin", "person_id", "verdict")
    return {(key_of_person(person), key_of_row(origin)): verdict for origin, person, verdict in rows}


def both_people(key: Key) -> bool:
    """Whether both sides are Persons: joining them takes two people."""
    return is_person(key[0]) and is_person(key[1])


def said_of_people() -> dict[Key, str]:
    """What stands between two Persons, and what waits for a second signature."""
    said = {key_of(*pair): verdict for pair, verdict in latest_verdicts().items()}
    return said | {key_of(each.payload["a"], each.payload["b"]): WAITS for each in waiting_judgements()}


def key_of(a: UUID | str, b: UUID | str) -> Key:
    """Two Persons as a pair, in its one order."""
    first, second = sorted((key_of_person(a), key_of_person(b)))
    return first, second


def waiting_judgements() -> QuerySet[Decision]:
    """Proposals about two Persons that nobody signed yet."""
    return Decision.objects.filter(kind="register.judge", signature=None)


def waiting_judgement(key: Key) -> Decision | None:
    """The one about this pair."""
    first, second = map(id_of, key)
    return waiting_judgements().filter(about=f"person:{first}", payload__b=str(second)).first()


def verdict_on_people(key: Key) -> str:
    """What stands for two Persons, from the register's own judgements and what waits for a second person."""
    return WAITS if waiting_judgement(key) else latest_verdict(*map(id_of, key))


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
News = tuple[str, str, str, str]  # (side, field, before, now)


def new_evidence(reader: Reader, keys: Iterable[Key]) -> dict[Key, list[News]]:
    """Of pairs that were rejected: what either side says now that it did not say when it was judged."""
    from vegerin.lists.queries.sides import said_now  # noqa: PLC0415 -- sides ask this module's neighbours

    seen = {key: _seen(words) for key, words in words_of(reader, keys).items()}
    now = said_now(reader, {side for sides in seen.values() for side in sides})
    return {key: news for key, sides in seen.items() if (news := list(_news(sides, now)))}


def _seen(words: Sequence[Word]) -> Mapping[str, Mapping[str, str]]:
    return next((word.seen for word in reversed(words) if word.seen), {})


def _news(seen: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> Iterator[News]:
    for side, said in now.items():
        for kind in TELLING if side in seen else ():
            if said.get(kind, "") not in ("", seen[side].get(kind, "")):
                yield side, kind, seen[side].get(kind, ""), said[kind]


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
    """What this reviewer kept last on a screen of the review, of all that she has not taken back."""
    words = PairWord.objects.filter(OF_REVIEW, by=reader.staff).order_by("-at", "-id")
    looked_at, taken_back = None, 0
    for sitting, verdict in words.values_list("sitting", "verdict").iterator(chunk_size=100):
        if sitting == looked_at:
            continue
        looked_at = sitting
        if verdict == Verdict.TAKEN_BACK:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            said = PairWord.objects.filter(by=reader.staff, sitting=sitting)
            return list(said.select_related("family"))
    return []
