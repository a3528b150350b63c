"""Held dead, and lives: correct what was published, go to the family, open the case again (R18)."""

from __future__ import annotations

from django.utils import timezone

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.register import histories, reviews
from vegerin.register.actions.judging import write_review
from vegerin.register.actions.tasks import TEAM, step_task, write_task
from vegerin.register.clusters import cluster_ids
from vegerin.register.models import CaseReview, CaseTask, Closing, Person
from vegerin.register.models.tasks import TaskStep
from vegerin.register.task_kinds import Kind

DUE = "correction.due"


def after_life(person: Person, *, by: Reader) -> None:
    """Two have signed that somebody lives who was held dead; once for each time it was so."""
    cluster = cluster_ids(person.pk)
    corrections = [one for one in histories.cached_status(cluster).reviews if one.code == DUE]
    known = CaseTask.objects.filter(person__in=cluster, kind=Kind.CORRECT_PUBLISHED).count()
    if len(corrections) <= known:
        return
    write_task(person, Kind.CORRECT_PUBLISHED, by=by)
    write_task(person, Kind.TELL_IN_PERSON, by=by)
    open_again(person, by=by)


def open_again(person: Person, *, by: Reader) -> None:
    """A live lead from today; a case that was closed is open again."""
    latest = CaseReview.objects.filter(person=person).order_by("recorded_at", "id").last()
    last = Closing.objects.filter(person=person).order_by("recorded_at", "id").last()
    if last is not None and last.closed:
        Closing.objects.create(person=person, closed=False, why="proof of life", by=by.staff)
        trail.record("case.reopened", by=by, about=f"person:{person.pk}")
    owner, team = (latest.owner, latest.team) if latest else (None, TEAM)
    write_review(
        person=person, owner=owner, team=team, review_class="live",
        review_on=reviews.next_review("live", today=timezone.localdate()), by=by,
    )  # fmt: skip


def end_correction(*, task: CaseTask, why: str, by: Reader) -> TaskStep:
    """Whoever counts says what was corrected; she need not know of whom it was."""
    return step_task(task=task, what=TaskStep.What.DONE, why=why, by=by)
