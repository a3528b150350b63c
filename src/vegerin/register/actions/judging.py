"""Who is the same person, who looks after a case, and what closes it. Joining and closing take two people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from vegerin.engines.history.kinds import Fate
from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.actions.status import refresh_status
from vegerin.register.clusters import cluster_ids, latest_verdict
from vegerin.register.models import CaseNote, CaseReview, Closing, FamilyMark, Judgement, Person, Report
from vegerin.register.rules import Act, check_may
from vegerin.register.sealed import sealed

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = Judgement.Verdict
JUDGE, CLOSE = "register.judge", "register.close"


def propose_judgement(
    *, a: Person, b: Person, verdict: str, why: str, new_evidence: Report | None = None, by: Reader
) -> Judgement | Decision:
    """Say that two persons are one, or two, or that it cannot be said.

    Joining two, and parting two that are joined, waits for a second person; the rest counts at once.
    A pair once parted is proposed again only with new evidence.
    """
    check_may(by, Act.JUDGE)
    verdict = Verdict(verdict)
    check_pair(a, b, verdict=verdict, why=why, new_evidence=new_evidence)
    if verdict is not Verdict.SAME and b.pk not in cluster_ids(a.pk):
        return write_judgement(a=a, b=b, verdict=verdict, why=why, new_evidence=new_evidence, by=by)
    first, second = in_order(a, b)
    return decisions.propose(
        kind=JUDGE,
        about=f"person:{first.pk}",
        reason=why,
        payload={
            "a": str(first.pk),
            "b": str(second.pk),
            "verdict": str(verdict),
            "new_evidence": str(new_evidence.pk) if new_evidence else "",
        },
        by=by,
    )


def check_pair(a: Person, b: Person, *, verdict: Verdict, why: str, new_evidence: Report | None) -> None:
    """Refuse a pair that cannot be judged so."""
    if a.pk == b.pk:
        raise Refused("These are one row already. Choose two persons.")
    if not why.strip():
        raise Refused("Say why, in a sentence.")
    if verdict is Verdict.SAME and new_evidence is None and latest_verdict(a.pk, b.pk) == Verdict.DIFFERENT:
        raise Refused("These two were judged to be two persons. Name the report that is new since.")


def write_judgement(
    *,
    a: Person,
    b: Person,
    verdict: Verdict,
    why: str,
    new_evidence: Report | None = None,
    decision: Decision | None = None,
    by: Reader,
) -> Judgement:
    """The row, in the pair's one order, and the status of all it touches."""
    from vegerin.register.actions.families import keep_closed  # noqa: PLC0415 -- families pass cases on here

    first, second = in_order(a, b)
    with transaction.atomic():
        before = cluster_ids(first.pk) | cluster_ids(second.pk)
        row = Judgement.objects.create(
            a=first,
            b=second,
            verdict=verdict,
            why=why.strip(),
            new_evidence=new_evidence,
            decision=decision.pk if decision else None,
            by=by.staff,
        )
        refresh_status(before | cluster_ids(first.pk) | cluster_ids(second.pk))
        if verdict is Verdict.SAME:
            keep_closed([first.pk, second.pk], by=by)
        trail.record(
            "persons.judged",
            by=by,
            about=f"person:{first.pk}",
            detail={"other": str(second.pk), "verdict": str(verdict)},
        )
    return row


def judged_by_two(decision: Decision, by: Reader) -> Judgement:
    """What the second signature under a judgement does."""
    told = decision.payload
    a, b = Person.objects.get(pk=told["a"]), Person.objects.get(pk=told["b"])
    check_not_own_family(a, b, by=by)
    new_evidence = Report.objects.get(pk=told["new_evidence"]) if told["new_evidence"] else None
    # While it waited, a colleague may have said that they are two.
    check_pair(a, b, verdict=Verdict(told["verdict"]), why=decision.reason, new_evidence=new_evidence)
    return write_judgement(
        a=a,
        b=b,
        verdict=Verdict(told["verdict"]),
        why=decision.reason,
        new_evidence=new_evidence,
        decision=decision,
        by=by,
    )


def in_order(a: Person, b: Person) -> Sequence[Person]:
    """A pair in its one order."""
    return sorted((a, b), key=lambda person: person.pk)


def set_review(
    *,
    person: Person,
    owner: Staff | None = None,
    team: str = "",
    review_on: date | None,
    review_class: str = CaseReview.Class.OPEN,
    note: str = "",
    leaving: bool = False,
    by: Reader,
) -> CaseReview:
    """Who looks after the case from now on, and when it is looked at again.

    Given to a colleague, it comes with a note for her (D28). Whoever is `leaving` the office passes hers on
    whatever her roles are.
    """
    if not leaving:
        check_may(by, Act.REVIEW)
    if owner is not None and owner != by.staff and not note.strip() and owner != owner_of(person):
        raise Refused("Write what whoever takes this case over must know.")
    with transaction.atomic():
        row = write_review(
            person=person, owner=owner, team=team, review_on=review_on, review_class=review_class, by=by
        )
        if note.strip():
            write_case_note(row, note.strip(), by=by)
        trail.record("case.review", by=by, about=f"person:{person.pk}")
    return row


def owner_of(person: Person) -> Staff | None:
    """Who looks after the case until now."""
    latest = CaseReview.objects.filter(person=person).order_by("recorded_at", "id").last()
    return latest.owner if latest else None


def write_case_note(review: CaseReview, words: str, *, by: Reader) -> CaseNote:
    """What whoever takes over must know, sealed to those who look after cases."""
    row = CaseNote(review=review, by=by.staff)
    row.words = sealed(row, "words", words, by=by)
    row.save()
    return row


def write_review(
    *, person: Person, owner: Staff | None, team: str, review_on: date | None, review_class: str, by: Reader
) -> CaseReview:
    """The row, and the column that caches its day. No case without an owner and a day (R29)."""
    if review_on is None:
        raise Refused("Say when this case is looked at again. No case is open without a day.")
    if owner is None and not team:
        raise Refused("Say who looks after this case: a person or a team.")
    row = CaseReview.objects.create(
        person=person,
        owner=owner,
        team=team,
        review_class=CaseReview.Class(review_class),
        review_on=review_on,
        by=by.staff,
    )
    cache_review(person, review_on)
    return row


def cache_review(person: Person, review_on: date | None) -> None:
    """Write the day that the desks sort by; the one place that does."""
    person.review_on = review_on
    Person.objects.filter(pk=person.pk).update(review_on=review_on)


def close_untraceable(*, person: Person, why: str, by: Reader) -> Decision:
    """Propose that nobody can look further; a second person signs. It stays searchable."""
    check_may(by, Act.CLOSE)
    check_not_back(person)
    return decisions.propose(kind=CLOSE, about=f"person:{person.pk}", reason=why, by=by)


def check_not_back(person: Person) -> None:
    """Refuse to close the case of somebody who came back, also where that was while a signature waited."""
    if person.fate == Fate.RETURNED:
        raise Refused("Freed is not closed: somebody who came back keeps a next contact.")


def closed_by_two(decision: Decision, by: Reader) -> Closing:
    """What the second signature under a closing does."""
    person = Person.objects.get(pk=decision.about.removeprefix("person:"))
    check_not_own_family(person, by=by)
    check_not_back(person)
    row = Closing.objects.create(
        person=person, closed=True, why=decision.reason, decision=decision.pk, by=by.staff
    )
    cache_review(person, None)
    trail.record("case.closed", by=by, about=decision.about)
    return row


def reopen(*, person: Person, why: str, owner: Staff, review_on: date, by: Reader) -> Closing:
    """Open a closed case again: one person is enough to go on searching."""
    check_may(by, Act.REVIEW)
    with transaction.atomic():
        row = Closing.objects.create(person=person, closed=False, why=why, by=by.staff)
        write_review(person=person, owner=owner, team="", review_on=review_on, review_class="open", by=by)
        trail.record("case.reopened", by=by, about=f"person:{person.pk}")
    return row


def check_not_own_family(*people: Person, by: Reader) -> None:
    """Nobody signs about her own family (D30)."""
    if FamilyMark.objects.filter(by=by.staff, person__in=people).exists():
        raise Refused("You said this is your family; a colleague decides.")
