"""Tasks of persons, their papers and descriptions, as a reader may see them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from vegerin.guard import files, sealing, trail
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.register.models import CaseTask, Description, Document, LegalRuling, Person
from vegerin.register.models.tasks import TaskStep, TaskWords
from vegerin.register.queries.people import cluster_of, seen
from vegerin.register.rules import Act, may
from vegerin.register.task_kinds import KINDS

ENDS = (TaskStep.What.DONE, TaskStep.What.NOT_NEEDED)


@dataclass(frozen=True)
class ShownTask:
    """A task with its day now, and who has taken it."""

    row: CaseTask
    due_on: date
    taken_by: Staff | None
    ended: TaskStep | None


def tasks_due(reader: Reader) -> QuerySet[CaseTask]:
    """What is open of the kinds this reader does, the earliest first."""
    kinds = [kind for kind, rule in KINDS.items() if may(reader, rule.act)]
    rows = CaseTask.objects.filter(seen(reader, "person"), kind__in=kinds)
    rows = rows.exclude(steps__what__in=ENDS).order_by("due_on", "recorded_at")
    return rows.select_related("person").prefetch_related("steps__by")


def tasks_near(reader: Reader, far: date) -> QuerySet[CaseTask]:
    """Those of them a desk needs: a question that may wait longer comes to it later."""
    return tasks_due(reader).exclude(kind=CaseTask.Kind.ASK_WISH, due_on__gt=far)


def task_for(reader: Reader, task_id: UUID | str) -> CaseTask | None:
    """One open task of hers."""
    return tasks_due(reader).filter(pk=task_id).first()


def words_of_task(reader: Reader, task: CaseTask) -> str:
    """What a referral asks for; written into the trail. Empty where nothing stands or it is not hers."""
    row = TaskWords.objects.filter(task=task).first()
    if row is None or not may(reader, KINDS[CaseTask.Kind(task.kind)].act):
        return ""
    try:
        words = sealing.unseal(
            bytes(row.words), reader=reader, table=row._meta.db_table, column="words", row=row.pk
        )
    except (sealing.NotYours, sealing.Destroyed):
        return ""
    trail.record("task.words_opened", by=reader, about=f"person:{task.person_id}")
    return words.decode()


def corrections_due(reader: Reader) -> list[CaseTask]:
    """Somebody held dead lives, and what was published still says otherwise: how many, for who counts."""
    if not may(reader, Act.COUNT):
        return []
    rows = CaseTask.objects.filter(kind=CaseTask.Kind.CORRECT_PUBLISHED).exclude(steps__what__in=ENDS)
    return list(rows.order_by("due_on", "recorded_at"))


def tasks_of(reader: Reader, person: Person) -> list[ShownTask]:
    """The tasks of one person that this reader may see, ended ones too."""
    kinds = [kind for kind, rule in KINDS.items() if may(reader, rule.act)]
    rows = CaseTask.objects.filter(person__in=cluster_of(reader, person), kind__in=kinds)
    return [shown_task(row) for row in rows.prefetch_related("steps__by")]


def shown_task(row: CaseTask) -> ShownTask:
    """A task after its steps."""
    steps = sorted(row.steps.all(), key=lambda step: (step.recorded_at, step.pk))
    moved = [step.due_on for step in steps if step.due_on]
    taken = [step.by for step in steps if step.what == TaskStep.What.TAKEN]
    ended = [step for step in steps if step.what in ENDS]
    return ShownTask(
        row, moved[-1] if moved else row.due_on, taken[-1] if taken else None, ended[-1] if ended else None
    )


def documents_of(reader: Reader, person: Person) -> list[Document]:
    """Her papers that stand now."""
    if not may(reader, Act.READ_PAPERS):
        return []
    return list(Document.objects.filter(person__in=cluster_of(reader, person), replaced_by=None))


def open_document(reader: Reader, document: Document) -> dict[str, str]:
    """Number, register and page; written into the trail."""
    words = sealing.unseal(
        bytes(document.number), reader=reader, table="register_document", column="number", row=document.pk
    )
    trail.record("document.opened", by=reader, about=f"person:{document.person_id}")
    told: dict[str, str] = json.loads(words)
    return told


def rulings_of(reader: Reader, person: Person) -> list[LegalRuling]:
    """All that courts have said, the latest first."""
    if not may(reader, Act.READ_PAPERS):
        return []
    rows = LegalRuling.objects.filter(person__in=cluster_of(reader, person))
    return list(rows.order_by("-ruled_on", "-recorded_at"))


def descriptions_of(reader: Reader, person: Person) -> list[Description]:
    """What she can be known again by. That a thing was told all readers see, so that nobody asks twice."""
    if not may(reader, Act.READ):
        return []
    return list(Description.objects.filter(person__in=cluster_of(reader, person)))


def description_for(reader: Reader, description_id: UUID | str) -> Description | None:
    """One description of a person that exists for the reader, for those who open them."""
    if not may(reader, Act.DESCRIBE):
        return None
    return Description.objects.filter(seen(reader, "person"), pk=description_id).first()


def words_of_description(reader: Reader, row: Description) -> str:
    """Its words; written into the trail."""
    words = sealing.unseal(
        bytes(row.words), reader=reader, table="register_description", column="words", row=row.pk
    )
    trail.record("description.opened", by=reader, about=f"person:{row.person_id}")
    return words.decode()


def picture_of_description(reader: Reader, row: Description) -> bytes:
    """Its picture; written into the trail."""
    content = files.read(row.picture, reader=reader, table="register_description", row=row.pk)
    trail.record("description.picture_opened", by=reader, about=f"person:{row.person_id}")
    return content
