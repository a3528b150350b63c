"""One mission's page, and the acts on it; what was written and refused stands on it again."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.meanwhile import UponWhatStands, in_turn
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import (
    actions,
    around,
    forms,
    forms_around,
    forms_moving,
    others,
    queries,
    rules,
    shown,
    steps,
)
from vegerin.missions.acts import ACTS, ROW_ACTS, Doing
from vegerin.missions.lacks import lacks_of, stops_of
from vegerin.missions.models import Attempt, FieldPass, Followed, Mission, ReturnClaim, RiskAnswer
from vegerin.missions.rules import Act
from vegerin.missions.stages import ENDED, OPEN, Stage
from vegerin.register.models import Person
from vegerin.register.shown import Line as PersonLine
from vegerin.register.shown import lines_for


@dataclass(frozen=True)
class NotDone:
    """An act that was refused: its form with what was written, to stand on top of the page."""

    name: str
    title: str | Promise
    word: str | Promise
    form: forms.ForReader


def the_mission(reader: Reader, code: str) -> Mission:
    """One of hers by its code, or nothing."""
    found = queries.mission_for(reader, code)
    if found is None:
        raise Http404
    return found


def her_mission(reader: Reader, code: str) -> Mission:
    """One whose plan is hers to read."""
    found = the_mission(reader, code)
    if not queries.sees_plan(reader, found):
        raise Http404
    return found


@never_cache
@opens_to(*rules.WHO_ENTERS)
def mission(request: GuardedRequest, code: str) -> HttpResponse:
    """One mission, as far as it is this reader's."""
    return page(request, the_mission(request.reader, code))


def page(
    request: GuardedRequest, mission: Mission, not_done: NotDone | None = None, status: int = 200
) -> HttpResponse:
    """The page; on top of it what was not done and why, with all that was written."""
    reader, attempt = request.reader, queries.last_attempt(mission)
    one = shown.shown(mission, shown.clock_times())
    stage, hers, closed = one.stage, queries.sees_plan(reader, mission), one.is_closed
    told: dict[str, Any] = {
        "mission": mission,
        "one": one,
        "attempt": attempt,
        "stage": stage,
        "out": stage in OPEN,
        "ended": stage in ENDED,
        "ends": ENDED,
        "closed": closed,
        "planned": stage is Stage.PLANNED and not closed,
        "phase": queries.phase_of(attempt),
        "next_phase": steps.next_phase(attempt),
        "check_in": one.check_in,
        "follow_ups": [(line, what, Followed.What(what).label) for line, what in queries.follow_ups(attempt)],
        "steps": list(attempt.steps.select_related("by")),
        "next_steps": steps.steps_of(reader, attempt),
        "named": queries.sees_names(reader),
        "manifest": queries.manifest_of(attempt),
        "bodies": ReturnClaim.Body.choices,
        "facts": list(attempt.facts.select_related("person", "by")),
        "may": {act.value: rules.may(reader, act) for act in Act},
        "who_ticks": rules.SENTENCES[Act.TICK],
        "passes": _passes(reader, attempt),
        "hers": hers,
        "forms": _forms(reader, attempt),
        "not_done": not_done,
    }
    if hers:
        told |= _plan(reader, mission, attempt)
    told["lines"] = _lines(reader, told)
    return render(request, "missions/mission.html", told, status=status)


def _lines(reader: Reader, told: dict[str, Any]) -> dict[UUID, PersonLine]:
    """Everybody who stands on the page, by name in the reader's script; empty where she sees codes only."""
    if not told["named"]:
        return {}
    rows = [*told["manifest"].lines, *told["facts"]]
    rows += [row.membership for row, _why in told.get("taken_out", ())]
    people: dict[UUID, Person] = {one.pk: one for one in told["one"].group}
    people |= {row.person.pk: row.person for row in rows if row.person}
    return {line.person.pk: line for line in lines_for(reader, list(people.values()))}


def _plan(reader: Reader, mission: Mission, attempt: Attempt) -> dict[str, Any]:
    answers, stage = queries.answers_of(attempt), queries.stage_of(attempt)
    notes = mission.notes.select_related("by", "moved").prefetch_related("extensions")
    planned = stage is Stage.PLANNED
    return {
        "group": [
            (one, planned and not actions.why_not_taken_out(mission, one, reader))
            for one in queries.group_of(mission)
        ],
        "taken_out": [(row, others.opened(reader, row, "why")) for row in queries.taken_out_of(mission)],
        "lacks": lacks_of(attempt, reader) if planned and queries.sees_names(reader) else [],
        "proposed": steps.waiting_go(reader, attempt) if planned else None,
        "risks": [
            (label, answers.get(question), _words(reader, answers.get(question)))
            for question, label in RiskAnswer.Question.choices
        ],
        "conditions": [(one, queries.words_of(reader, one)) for one in queries.conditions_open(attempt)],
        "notes": [(note, queries.words_of(reader, note), queries.expires(note)) for note in notes],
        "to_move": queries.still_to_move(mission),
        "stop_at": queries.hard_stop(mission),
        "kept_for": forms_around.KEPT_FOR,
        "stops": [] if stage in ENDED | {Stage.PLANNED} else stops_of(attempt, reader),
        "flags": around.flags_open(mission),
        "must_speak": [(row, others.go_between_of(row)) for row in around.to_speak(mission)],
        "exposures": list(mission.exposures.select_related("person")),
        "helpers_out": [
            words for tie in mission.helpers_out.all() if (words := queries.words_of(reader, tie))
        ],
    }


def _passes(reader: Reader, attempt: Attempt) -> list[FieldPass]:
    """Those that stand, for whoever may revoke them: at night the duty officer alone."""
    if not (rules.may(reader, Act.PLAN) or rules.may(reader, Act.MOVE)):
        return []
    return [one for one in attempt.passes.select_related("revoked") if queries.pass_stands(one)]


def _words(reader: Reader, row: RiskAnswer | None) -> str:
    return queries.words_of(reader, row) if row is not None and row.words else ""


def _forms(reader: Reader, attempt: Attempt) -> dict[str, Any]:
    group = forms.group_choices(reader, attempt)
    return {
        name: act.form(reader=reader, attempt=attempt, group=group, prefix=name)
        for name, act in ACTS.items()
        if name != "step"
    }


@require_POST
@opens_to(*rules.WHO_ENTERS)
def act(request: GuardedRequest, code: str, name: str) -> HttpResponse:
    """One act on a mission: its form, then its action; what is refused stands on the page as written."""
    mission = the_mission(request.reader, code)
    if name not in ACTS:
        raise Http404
    doing, attempt = ACTS[name], queries.last_attempt(mission)
    try:
        with _in_turn(doing, attempt):
            form = doing.form(request.POST, reader=request.reader, attempt=attempt, prefix=name)
            kept = form.is_valid()
            told = form.cleaned_data
            answer = (
                doing.do(mission=mission, attempt=attempt, told=told, by=request.reader) if kept else None
            )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        mission = the_mission(request.reader, code)  # as it is now, not as it was before
        return page(request, mission, not_done(name, form), status=refusal.status)
    if not kept:
        return page(request, mission, not_done(name, form), status=422)
    if isinstance(answer, tuple):  # a field pass: its secret is shown once
        return render(
            request, "missions/pass.html", {"mission": mission, "pass": answer[0], "secret": answer[1]}
        )
    return redirect("missions:mission", mission.code)


def _in_turn(doing: Doing, attempt: Attempt) -> AbstractContextManager[None]:
    """Where they are and when they are awaited is looked at and written in one go."""
    upon = issubclass(doing.form, UponWhatStands)
    return in_turn(f"on the way:{attempt.pk}") if upon else nullcontext()


def not_done(name: str, form: forms.ForReader) -> NotDone:
    """What was written, in a form of its own on top of the page."""
    doing = ACTS[name]
    title: str | Promise = doing.title
    word: str | Promise = doing.word
    if isinstance(form, forms_moving.StepForm) and form.words:
        title = word = form.words
    form.auto_id = f"id_again-{name}-%s"
    return NotDone(name, title, word, form)


@require_POST
@opens_to(*rules.WHO_ENTERS)
def of_row(request: GuardedRequest, code: str, name: str, row_id: UUID) -> HttpResponse:
    """An act on one line, note, condition or pass of a mission."""
    mission = the_mission(request.reader, code)
    found, do = ROW_ACTS.get(name, (None, None))
    if found is None or do is None:
        raise Http404
    row = found(mission).filter(pk=row_id).first()
    if row is None:
        raise Http404
    do(row, request)
    return redirect("missions:mission", mission.code)


@never_cache
@opens_to(*rules.who_may(Act.PLAN))
def close(request: GuardedRequest, code: str) -> HttpResponse:
    """What closing does and what stays, before anybody does it; there is no way back."""
    mission = her_mission(request.reader, code)
    if request.method == "POST":
        actions.close_mission(mission=mission, by=request.reader)
        return redirect("missions:mission", mission.code)
    if hasattr(mission, "closed"):
        return redirect("missions:mission", mission.code)
    told = {
        "mission": mission,
        "stage": queries.stage_of(queries.last_attempt(mission)),
        "to_move": queries.still_to_move(mission),
        "stop_at": queries.until_stop(timezone.now()),
        "why_not": actions.why_not_closed(mission),
    }
    return render(request, "missions/close.html", told)
