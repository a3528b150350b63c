"""The family's questions: how many are left, the one taken now, how those asked were answered."""

from __future__ import annotations

import json

from django.db.models import QuerySet

from vegerin.contacts import rules
from vegerin.contacts.models import Opened, Question
from vegerin.contacts.rules import Act
from vegerin.guard import sealing
from vegerin.guard.reader import Reader
from vegerin.register.models import KnownQuestion, Person
from vegerin.register.queries import cluster_of, requests_about


def questions_left(reader: Reader, person: Person) -> list[Question | KnownQuestion]:
    """What nobody has seen yet, the oldest first: collected here, or with a family's request."""
    if not rules.may(reader, Act.COLLECT):
        return []
    ours = Question.objects.filter(person=person, opened=None)
    return sorted([*ours, *_of_requests(reader, person)], key=lambda one: (one.recorded_at, str(one.pk)))


def _of_requests(reader: Reader, person: Person) -> QuerySet[KnownQuestion]:
    cluster = [one.pk for one in cluster_of(reader, person)]
    requests = [sought.request_id for sought in requests_about(reader, person, cluster)]
    return KnownQuestion.objects.filter(request__in=requests, opened=None)


def was_opened(question: KnownQuestion) -> bool:
    """Whether a question of a family's request was shown to whoever asks it."""
    return Opened.objects.filter(known=question).exists()


def left_of(reader: Reader, person: Person) -> int:
    """How many questions nobody has seen yet."""
    return len(questions_left(reader, person))


def unanswered(reader: Reader, person: Person) -> Opened | None:
    """A question that she has opened and not yet said how it was answered."""
    if not rules.may(reader, Act.WEIGH):
        return None
    return Opened.objects.filter(person=person, by=reader.staff, asked=None).first()


def words_of(reader: Reader, opened: Opened) -> tuple[str, str]:
    """Question and answer, for whoever took it."""
    question = opened.question or opened.known
    assert question is not None
    table = question._meta.db_table
    content = sealing.unseal(
        bytes(question.words), reader=reader, table=table, column="words", row=question.pk
    )
    told = json.loads(content)
    return str(told["question"]), str(told["answer"])


def asked_of(reader: Reader, person: Person) -> QuerySet[Opened]:
    """The questions that were asked, with how they were answered."""
    if not rules.may(reader, Act.WEIGH):
        return Opened.objects.none()
    return Opened.objects.filter(person=person).exclude(asked=None).select_related("asked__by")
