"""What the decisions teach: started by a person, shown before it counts, taken up or refused."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.lists import actions, queries, rules
from vegerin.lists.actions.learning import LEAST, TOO_FEW
from vegerin.lists.rules import Act
from vegerin.lists.sent_once import id_for


@opens_to(*rules.who_may(Act.SEE))
def lessons(request: GuardedRequest) -> HttpResponse:
    """All lessons; a POST makes a new one."""
    if request.method == "POST":
        made = actions.learn(lesson_id=id_for(request), by=request.reader)
        return redirect("lists:lesson", made.pk)
    decisions = len(queries.decisions_to_learn_from(request.reader))
    context = {
        "lessons": queries.lessons_for(request.reader)[:20],
        "in_use": queries.lesson_in_use(request.reader),
        "decisions": decisions,
        "too_few": TOO_FEW if decisions < LEAST else "",
        "may_learn": rules.may(request.reader, Act.LEARN),
        "sentence": rules.SENTENCES[Act.LEARN],
    }
    return render(request, "lists/lessons.html", context)


@opens_to(*rules.who_may(Act.SEE))
def lesson(request: GuardedRequest, lesson_id: uuid.UUID) -> HttpResponse:
    """One lesson: spellings, figures before and after, and the word on it."""
    found = queries.lesson_for(request.reader, lesson_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.say_of_lesson(
            lesson=found,
            taken_up=request.POST.get("word") == "take_up",
            why=request.POST.get("why", ""),
            by=request.reader,
        )
        return redirect("lists:lesson", found.pk)
    context = {
        "lesson": found,
        "words": list(found.words.all()),
        "in_use": queries.lesson_in_use(request.reader) == found,
        "moves": (found.learned["slope"], found.learned["shift"]) != (1.0, 0.0),
        "may_learn": rules.may(request.reader, Act.LEARN),
        "sentence": rules.SENTENCES[Act.LEARN],
    }
    return render(request, "lists/lesson.html", context)
