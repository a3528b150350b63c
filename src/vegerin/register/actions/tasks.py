"""Tasks with a day, and what a return sets going: her wish, a ruling to undo, those who stayed behind."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from vegerin.engines.history import legal
from vegerin.engines.history.kinds import Fate
from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import histories, reviews
from vegerin.register.actions.judging import write_review
from vegerin.register.actions.matching import match_person
from vegerin.register.clusters import cluster_ids
from vegerin.register.models import CaseReview, CaseTask, ContactWish, HouseholdMember, LegalRuling, Person
from vegerin.register.models.tasks import TaskStep, TaskWords
from vegerin.register.rules import Act, check_may
from vegerin.register.sealed import sealed
from vegerin.register.task_kinds import KINDS, Kind

ENDS = frozenset({TaskStep.What.DONE, TaskStep.What.NOT_NEEDED})
TEAM = "families"
LONG_AGO = timedelta(days=180)


def open_tasks(person: Person, kind: Kind) -> list[CaseTask]:
    """What of this kind is still to do for her."""
    tasks = CaseTask.objects.filter(person__in=cluster_ids(person.pk), kind=kind)
    return list(tasks.exclude(steps__what__in=ENDS))


def write_task(
    person: Person,
    kind: Kind,
    *,
    who: str = "",
    ruling: LegalRuling | None = None,
    due_on: date | None = None,
    several: bool = False,
    by: Reader,
) -> CaseTask | None:
    """One task of a kind at a time, if not `several` may stand; None where it stands already."""
    if not who and not several and open_tasks(person, kind):
        return None
    due = due_on or timezone.localdate() + KINDS[kind].within
    row = CaseTask.objects.create(person=person, kind=kind, due_on=due, who=who, ruling=ruling, by=by.staff)
    trail.record("task.added", by=by, about=f"person:{person.pk}", detail={"kind": str(kind)})
    return row


def step_task(
    *, task: CaseTask, what: str, why: str = "", due_on: date | None = None, by: Reader
) -> TaskStep:
    """Take a task, give it longer, or end it with a sentence."""
    check_may(by, KINDS[Kind(task.kind)].act)
    step = TaskStep.What(what)
    if step is TaskStep.What.MOVED and due_on is None:
        raise Refused("Write the day by which it is done.")
    if step is not TaskStep.What.TAKEN and not why.strip():
        raise Refused("Say why, in a sentence.")
    with transaction.atomic():
        row = TaskStep.objects.create(task=task, what=step, why=why.strip(), due_on=due_on, by=by.staff)
        trail.record("task.step", by=by, about=f"person:{task.person_id}", detail={"what": str(step)})
    return row


def write_referral(*, person: Person, words: str, by: Reader) -> CaseTask:
    """A treatment elsewhere, for those who care for her; what is needed stands in sealed words (D26)."""
    if not words.strip():
        raise Refused("Write what is needed, and where; only those who care read it.")
    with transaction.atomic():
        task = write_task(person, Kind.REFERRAL, several=True, by=by)
        assert task is not None
        row = TaskWords(task=task, by=by.staff)
        row.words = sealed(row, "words", words.strip(), by=by)
        row.save()
    return task


def end_tasks(person: Person, kind: Kind, *, why: str, by: Reader) -> None:
    """What was to be done is done by another act."""
    for task in open_tasks(person, kind):
        TaskStep.objects.create(task=task, what=TaskStep.What.DONE, why=why, by=by.staff)


def a_relative_goes(*, person: Person, who: str, minor: bool, by: Reader) -> CaseTask:
    """A relative intends to go himself: planner and liaison speak with him today, for a child others too.

    Which way he means to take is asked by nobody and has no place to stand.
    """
    check_may(by, Act.REPORT)
    if not who.strip():
        raise Refused("Say who it is, as kin: brother, husband, son.")
    kind = Kind.GOES_HIMSELF_MINOR if minor else Kind.GOES_HIMSELF
    with transaction.atomic():
        row = write_task(person, kind, who=who.strip()[:30], by=by)
        assert row is not None
    return row


def after_return(person: Person, returned_on: date | None, *, by: Reader) -> None:
    """Freed is not closed (R77): a next contact, her wish, what a court said, who stayed behind for her."""
    today = timezone.localdate()
    day = reviews.next_contact(returned_on or today, today=today)
    latest = CaseReview.objects.filter(person=person).order_by("recorded_at", "id").last()
    owner, team = (latest.owner, latest.team) if latest else (None, TEAM)
    if latest is None or latest.review_on > day or latest.review_on < today:
        write_review(person=person, owner=owner, team=team, review_on=day, review_class="open", by=by)
    if not ContactWish.objects.filter(person__in=cluster_ids(person.pk)).exists():
        write_task(person, Kind.ASK_WISH, due_on=when_to_ask(person, returned_on), by=by)
    undo_if_declared(person, by=by)
    raise_those_who_stayed(person, by=by)
    match_person(person=person, by=by)


def when_to_ask(person: Person, returned_on: date | None) -> date | None:
    """Within days of a return. Those who came back long ago and enter the record now: over the year."""
    today = timezone.localdate()
    if returned_on is None or today - returned_on < LONG_AGO:
        return None
    return reviews.day_among({}, "quiet", mark=person.code, today=today)


def undo_if_declared(person: Person, *, by: Reader) -> None:
    """A task for whoever works with papers, when a court has declared absent or dead who lives (D31)."""
    cluster = cluster_ids(person.pk)
    rows = {str(row.pk): row for row in LegalRuling.objects.filter(person__in=cluster)}
    rulings = [
        legal.Ruling(legal.Legal(row.legal), row.ruled_on, row.recorded_at, row.court, row.number, pk)
        for pk, row in rows.items()
    ]
    ruling = legal.legal_of(rulings, as_of=timezone.localdate())
    if ruling and legal.to_undo(ruling, histories.cached_status(cluster).fate):
        write_task(person, Kind.UNDO_RULING, ruling=rows[ruling.id], by=by)


def raise_those_who_stayed(person: Person, *, by: Reader) -> None:
    """She who stayed so that this one could go is a live lead from today (R7)."""
    stayed = HouseholdMember.objects.filter(stayed_behind_for__in=cluster_ids(person.pk))
    today = timezone.localdate()
    for other in Person.objects.filter(memberships__in=stayed).exclude(fate=Fate.RETURNED).distinct():
        latest = CaseReview.objects.filter(person=other).order_by("recorded_at", "id").last()
        owner, team = (latest.owner, latest.team) if latest else (None, TEAM)
        write_review(
            person=other, owner=owner, team=team, review_class="live",
            review_on=reviews.next_review("live", today=today), by=by,
        )  # fmt: skip
