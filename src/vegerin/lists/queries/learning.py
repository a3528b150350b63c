"""Lessons, and the decisions they are made of."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from vegerin.guard.reader import Reader
from vegerin.lists import rules
from vegerin.lists.learning import Decision
from vegerin.lists.models import Lesson, LessonWord, PairWord
from vegerin.lists.queries.review import DEFINITE, agreed, both_people, words_of
from vegerin.lists.queries.sides import sides_for
from vegerin.lists.rules import Act

MOST = 4000  # the newest decisions


def lessons_for(reader: Reader) -> QuerySet[Lesson]:
    """All lessons with what was said of them, the newest first."""
    words = LessonWord.objects.select_related("by").order_by("at", "id")
    lessons = Lesson.objects.select_related("by").prefetch_related(Prefetch("words", words))
    return lessons.order_by("-at") if rules.may(reader, Act.SEE) else lessons.none()


def lesson_for(reader: Reader, lesson_id: UUID | str) -> Lesson | None:
    """One lesson."""
    return lessons_for(reader).filter(pk=lesson_id).first()


def decisions_to_learn_from(reader: Reader) -> list[Decision]:
    """Pairs on which reviewers said *same* or *different*, and agreed."""
    said = {key: agreed(words) for key, words in words_of(reader).items() if not both_people(key)}
    keys = [key for key, verdict in said.items() if verdict in DEFINITE][-MOST:]
    p_same = {
        (one, other): p
        for one, other, p in PairWord.objects.exclude(p_same=None)
        .order_by("at", "id")
        .values_list("one", "other", "p_same")
    }
    sides = sides_for(reader, [side for key in keys for side in key])
    return [
        Decision(" ".join(key), sides[key[0]].name, sides[key[1]].name, said[key] == "same", p_same.get(key))
        for key in keys
        if set(key) <= set(sides)
    ]
