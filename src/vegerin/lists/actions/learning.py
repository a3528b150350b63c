"""Letting decisions teach: a person starts it, sees figures before and after, takes it up or refuses it."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.guard import trail
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists import learning, queries, rules
from vegerin.lists.models import Lesson, LessonWord
from vegerin.lists.rules import Act

LEAST = 5
LEARNED = "lists.learned"  # one at a time: a form that is sent twice makes one lesson
TOO_FEW = _("Five decisions are the least to learn from. Review a few families first.")


def learn(*, lesson_id: uuid.UUID | None = None, by: Reader) -> Lesson:
    """What all decisions so far would teach; nothing is used before somebody takes it up."""
    rules.check_may(by, Act.LEARN)
    decisions = queries.decisions_to_learn_from(by)
    if len(decisions) < LEAST:
        raise Refused(TOO_FEW)
    taught, figures = learning.taught_by(decisions), learning.figures(decisions)
    with transaction.atomic():
        wait_for_turn(LEARNED)
        lesson, new = Lesson.objects.get_or_create(
            id=lesson_id or uuid.uuid4(), defaults={"learned": taught, "figures": figures, "by": by.staff}
        )
        if not new:
            return lesson
        trail.record("list.learned", by=by, about=str(lesson.pk), detail={"decisions": len(decisions)})
    return lesson


def say_of_lesson(*, lesson: Lesson, taken_up: bool, why: str = "", by: Reader) -> LessonWord:
    """Take a lesson up for the runs to come, or refuse it."""
    rules.check_may(by, Act.LEARN)
    with transaction.atomic():
        wait_for_turn(LEARNED)
        last = lesson.words.order_by("at", "id").last()
        if last is not None and (last.taken_up, last.why, last.by_id) == (taken_up, why[:300], by.staff.pk):
            return last
        word = LessonWord.objects.create(lesson=lesson, taken_up=taken_up, why=why[:300], by=by.staff)
        trail.record("list.lesson", by=by, about=str(lesson.pk), detail={"taken_up": taken_up})
    return word
