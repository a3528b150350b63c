"""What reviewers say of pairs, and what follows: rows joined by one, Persons by two, words taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from vegerin.guard import decisions, trail
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists import rules
from vegerin.lists.actions.joining import CannotJoin, check_may_join
from vegerin.lists.actions.releases import SAID_OF_ROWS, follow_words
from vegerin.lists.models import LinkFamily, PairWord
from vegerin.lists.queries.review import (
    WAITS,
    Decided,
    Word,
    agreed,
    audited,
    decided,
    last_sitting,
    new_evidence,
    verdict_on_people,
    waiting_judgement,
    words_of,
)
from vegerin.lists.queries.sides import Side, sides_for
from vegerin.lists.rules import Act
from vegerin.register import actions as register
from vegerin.register.models import Person

Verdict = PairWord.Verdict


@dataclass(frozen=True)
class NewWord:
    """One decision to be kept."""

    one: str
    other: str
    verdict: str
    why: str = ""
    p_same: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The two, in their one order."""
        return (self.one, self.other) if self.one < self.other else (self.other, self.one)


def keep_words(
    *, words: Sequence[NewWord], family: LinkFamily | None = None, audit: bool = False, by: Reader
) -> list[PairWord]:
    """Keep what a reviewer said of the pairs of one screen, all or nothing; said again of the same, once."""
    rules.check_may(by, Act.DECIDE)
    with transaction.atomic():
        wait_for_turn(SAID_OF_ROWS)
        sides = sides_for(by, [side for word in words for side in word.key])
        known = decided(by)
        keys = [word.key for word in words]
        before = audited(keys) if audit else words_of(by, keys)  # read in an audit, it counts there too
        news = new_evidence(by, [word.key for word in words if word.verdict == Verdict.DIFFERENT])
        sitting = uuid.uuid4()
        kept = [
            _keep(word, sides, known, family=family, audit=audit, sitting=sitting, by=by)
            for word in words
            if set(word.key) <= set(sides)
            and (word.key in news or not _stands(word, before.get(word.key, ()), by=by))
        ]
        if kept:
            detail = {"pairs": len(kept), "audit": audit}
            trail.record("list.pairs_judged", by=by, about=str(sitting), detail=detail)
    return kept


def _stands(word: NewWord, before: Sequence[Word], *, by: Reader) -> bool:
    """Whether she said just this already."""
    said = [(one.verdict, one.why) for one in before if one.by == by.staff.pk]
    return (word.verdict, _why(word)) in said


def _why(word: NewWord) -> str:
    return word.why.strip()[:300]


def _keep(
    word: NewWord,
    sides: dict[str, Side],
    known: Decided,
    *,
    family: LinkFamily | None,
    audit: bool,
    sitting: uuid.UUID,
    by: Reader,
) -> PairWord:
    verdict = Verdict(word.verdict)
    if verdict is Verdict.SAME:
        check_may_join(word.key, sides, known, by=by)
    made = PairWord.objects.create(
        one=word.key[0],
        other=word.key[1],
        verdict=verdict,
        why=_why(word),
        seen={side: dict(sides[side].said) for side in word.key},
        family=family,
        p_same=word.p_same,
        audit=audit,
        sitting=sitting,
        by=by.staff,
    )
    # A doubt withdrawn may leave a colleague's *same* standing, said when the row was nobody else yet.
    if verdict is Verdict.UNSURE and agreed(words_of(by, [word.key])[word.key]) == Verdict.SAME:
        check_may_join(word.key, sides, known, by=by)
    _follow(made, sides, by=by)
    known.hear(word.key, Word(verdict, by.staff.pk))
    return made


def _follow(word: PairWord, sides: dict[str, Side], *, by: Reader) -> None:
    """What a word does: a row becomes a person at one word, two Persons wait for a second."""
    one, other = (sides[side] for side in word.key)
    if one.person and other.person:
        _propose(word, one, other, by=by)
    elif one.person and other.row:
        follow_words(row=other.row, person=one.person, why=word.why, by=by)


def _propose(word: PairWord, one: Side, other: Side, *, by: Reader) -> None:
    assert one.person is not None and other.person is not None
    stands = verdict_on_people(word.key)
    if stands in (WAITS, word.verdict):
        return
    why = word.why or _("Read side by side in the review of lists.")
    try:
        register.propose_judgement(a=one.person, b=other.person, verdict=word.verdict, why=why, by=by)
    except Refused as no:
        raise CannotJoin(no.sentence, key=word.key) from None


def take_back(*, by: Reader) -> list[PairWord]:
    """Undo what this reviewer kept last: new rows that take the words back."""
    rules.check_may(by, Act.DECIDE)
    with transaction.atomic():
        wait_for_turn(SAID_OF_ROWS)
        words = last_sitting(by)
        if not words:
            raise Refused(_("There is nothing of yours to take back."))
        known = decided(by)
        sides = sides_for(by, [side for word in words for side in word.key])
        sitting = uuid.uuid4()
        taken = [_take_back(word, sides, known, sitting, by=by) for word in words]
        trail.record("list.pairs_taken_back", by=by, about=str(sitting), detail={"pairs": len(taken)})
    return taken


def _take_back(
    word: PairWord, sides: dict[str, Side], known: Decided, sitting: uuid.UUID, *, by: Reader
) -> PairWord:
    row = PairWord.objects.create(
        one=word.one,
        other=word.other,
        verdict=Verdict.TAKEN_BACK,
        family=word.family,
        p_same=word.p_same,
        audit=word.audit,
        sitting=sitting,
        by=by.staff,
    )
    left = agreed(words_of(by, [word.key]).get(word.key, []))
    if left == Verdict.SAME and set(word.key) <= set(sides):
        check_may_join(word.key, sides, known, by=by)
    one, other = sides.get(word.one), sides.get(word.other)
    if one and other and one.person and other.row:
        follow_words(row=other.row, person=one.person, why=_("taken back"), by=by)
    elif one and other and one.person and other.person:
        _take_back_of_people(word, one.person, other.person, by=by)
    return row


def _take_back_of_people(word: PairWord, one: Person, other: Person, *, by: Reader) -> None:
    """A proposal that nobody signed is withdrawn; what stands is undone as it was done, by one or by two."""
    waiting = waiting_judgement(word.key)
    if waiting is not None and waiting.proposed_by_id == by.staff.pk:
        decisions.withdraw(decision=waiting, reason=_("taken back"), by=by)
    elif verdict_on_people(word.key) == word.verdict != Verdict.UNSURE:
        register.propose_judgement(a=one, b=other, verdict="unsure", why=_("taken back"), by=by)
