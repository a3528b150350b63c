"""Letting decisions teach: a person starts it, sees figures before and after, takes it up or refuses it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.lists import learning, queries, rules
from vegerin.lists.models import Lesson, LessonWord
from vegerin.lists.rules import Act

LEAST = 5
TOO_FEW = _("Five decisions are the least to learn from. Review a few families first.")


def learn(*, by: Reader) -> Lesson:
    """What all decisions so far would teach; nothing is used before somebody takes it up."""
    rules.check_may(by, Act.LEARN)
    decisions = queries.decisions_to_learn_from(by)
    if len(decisions) < LEAST:
        raise Refused(TOO_FEW)
    with transaction.atomic():
        lesson = Lesson.objects.create(
            learned=learning.taught_by(decisions), figures=learning.figures(decisions), by=by.staff
        )
        trail.record("list.learned", by=by, about=str(lesson.pk), detail={"decisions": len(decisions)})
    return lesson


def say_of_lesson(*, lesson: Lesson, taken_up: bool, why: str = "", by: Reader) -> LessonWord:
    """Take a lesson up for the runs to come, or refuse it."""
    rules.check_may(by, Act.LEARN)
    with transaction.atomic():
        word = LessonWord.objects.create(lesson=lesson, taken_up=taken_up, why=why[:300], by=by.staff)
        trail.record("list.lesson", by=by, about=str(lesson.pk), detail={"taken_up": taken_up})
    return word
