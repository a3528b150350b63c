"""Pages of missions: the board, one mission, what a field phone shows, the warning for families."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard import trail
from vegerin.guard.doors import opens_to, opens_to_nobody_in_particular
from vegerin.guard.duty import PRINTS
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.missions import actions, around, forms, forms_around, others, queries, rules, shown
from vegerin.missions.actions.field import hash_of
from vegerin.missions.lacks import Lack, known_for, lacks_of, stops_of
from vegerin.missions.models import (
    Attempt,
    Condition,
    FieldPass,
    Followed,
    Line,
    Mission,
    Note,
    ReturnClaim,
    RiskAnswer,
)
from vegerin.missions.rules import Act
from vegerin.missions.stages import ENDED, OPEN, Stage
from vegerin.ui.context import office_name


@never_cache
@opens_to(*rules.WHO_ENTERS)
def board(request: GuardedRequest) -> HttpResponse:
    """The missions this reader may know of: where each stands and when it must be heard from."""
    reader, clocks = request.reader, shown.clock_times()
    rows = shown.in_order(shown.shown(one, clocks) for one in queries.boards_for(reader))
    over = [one for one in rows if hasattr(one.mission, "closed") or one.is_over]
    live = [one for one in rows if one not in over]
    out = [one for one in live if one.is_out]
    told = {
        "rows": _with_gates(reader, live),
        "over": over,
        "out": len(out),
        "people": sum(len(one.group) for one in out),
        "waiting": len(live) - len(out),
        "now": timezone.now(),
        "may": {act.value: rules.may(reader, act) for act in Act},
        "prints": reader.has(*PRINTS),
        "sentence": rules.SENTENCES[Act.PLAN],
    }
    return render(request, "missions/board.html", told)


def _with_gates(
    reader: Reader, live: list[shown.ShownMission]
) -> list[tuple[shown.ShownMission, list[Lack]]]:
    """Each with what is missing before it may go, where it waits and is this reader's."""
    wait = [one for one in live if one.stage is Stage.PLANNED and queries.sees_plan(reader, one.mission)]
    known = known_for(reader, [one.mission for one in wait])
    return [(one, lacks_of(one.attempt, reader, known) if one in wait else []) for one in live]


@never_cache
@opens_to(*rules.who_may(Act.PLAN))
def new(request: GuardedRequest) -> HttpResponse:
    """A new mission."""
    form = forms.OpenForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        mission = actions.open_mission(**form.cleaned_data, by=request.reader)
        return redirect("missions:mission", mission.code)
    return render(request, "missions/new.html", {"form": form})


@never_cache
@opens_to(*rules.WHO_ENTERS)
def mission(request: GuardedRequest, code: str) -> HttpResponse:
    """One mission, as far as it is this reader's."""
    return _page(request, _mission(request.reader, code))


@never_cache
@opens_to(*rules.WHO_ENTERS)
def print_mission(request: GuardedRequest, code: str) -> HttpResponse:
    """One mission on paper for the night: code, times, what to do; no name, no place; traced (D15, D27)."""
    found = _mission(request.reader, code)
    trail.record("mission.printed", by=request.reader, about=f"mission:{found.pk}")
    told = {"one": shown.shown(found, shown.clock_times()), "now": timezone.now()}
    return render(request, "missions/print.html", told)


def _mission(reader: Reader, code: str) -> Mission:
    found = queries.mission_for(reader, code)
    if found is None:
        raise Http404
    return found


def _page(
    request: GuardedRequest, mission: Mission, bad: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    reader, attempt = request.reader, queries.last_attempt(mission)
    one = shown.shown(mission, shown.clock_times())
    stage, hers = one.stage, queries.sees_plan(reader, mission)
    told: dict[str, Any] = {
        "mission": mission,
        "one": one,
        "attempt": attempt,
        "stage": stage,
        "out": stage in OPEN,
        "ended": stage in ENDED,
        "planned": stage is Stage.PLANNED and not hasattr(mission, "closed"),
        "phase": queries.phase_of(attempt),
        "check_in": one.check_in,
        "follow_ups": [(line, what, Followed.What(what).label) for line, what in queries.follow_ups(attempt)],
        "steps": list(attempt.steps.select_related("by")),
        "named": queries.sees_names(reader),
        "manifest": queries.manifest_of(attempt),
        "bodies": ReturnClaim.Body.choices,
        "facts": list(attempt.facts.select_related("person", "by")),
        "may": {act.value: rules.may(reader, act) for act in Act},
        "who_ticks": rules.SENTENCES[Act.TICK],
        "passes": _passes(reader, attempt),
        "hers": hers,
        "forms": {**_forms(reader, attempt), **(bad or {})},
    }
    if hers:
        told |= _plan(reader, mission, attempt)
    return render(request, "missions/mission.html", told, status=status)


def _plan(reader: Reader, mission: Mission, attempt: Attempt) -> dict[str, Any]:
    answers, stage = queries.answers_of(attempt), queries.stage_of(attempt)
    notes = mission.notes.select_related("by", "moved").prefetch_related("extensions")
    return {
        "group": queries.group_of(mission),
        "lacks": lacks_of(attempt, reader) if stage is Stage.PLANNED else [],
        "risks": [
            (label, answers.get(question), _words(reader, answers.get(question)))
            for question, label in RiskAnswer.Question.choices
        ],
        "conditions": [(one, queries.words_of(reader, one)) for one in queries.conditions_open(attempt)],
        "notes": [(note, queries.words_of(reader, note), queries.expires(note)) for note in notes],
        "to_move": queries.still_to_move(mission),
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
    return [one for one in attempt.passes.select_related("revoked") if one.is_open]


def _words(reader: Reader, row: RiskAnswer | None) -> str:
    return queries.words_of(reader, row) if row is not None and row.words else ""


def _forms(reader: Reader, attempt: Attempt) -> dict[str, Any]:
    return {name: form(reader=reader, attempt=attempt, prefix=name) for name, (form, _) in ACTS.items()}


@require_POST
@opens_to(*rules.WHO_ENTERS)
def act(request: GuardedRequest, code: str, name: str) -> HttpResponse:
    """One act on a mission: its form, then its action; what is refused says why on a page of its own."""
    mission = _mission(request.reader, code)
    if name not in ACTS:
        raise Http404
    form_class, do = ACTS[name]
    attempt = queries.last_attempt(mission)
    form = form_class(request.POST, reader=request.reader, attempt=attempt, prefix=name)
    if not form.is_valid():
        return _page(request, mission, {name: form}, status=422)
    answer = do(mission=mission, attempt=attempt, told=form.cleaned_data, by=request.reader)
    if isinstance(answer, tuple):  # a field pass: its secret is shown once
        return render(
            request, "missions/pass.html", {"mission": mission, "pass": answer[0], "secret": answer[1]}
        )
    return redirect("missions:mission", mission.code)


Do = Callable[..., Any]


def _of_attempt(action: Do) -> Do:
    return lambda *, mission, attempt, told, by: action(attempt=attempt, **told, by=by)


def _of_mission(action: Do) -> Do:
    return lambda *, mission, attempt, told, by: action(mission=mission, **told, by=by)


def _choose(*, mission: Mission, attempt: Attempt, told: dict[str, Any], by: Reader) -> None:
    actions.choose(mission=mission, persons=[told["code"]], by=by)


def _leave(*, mission: Mission, attempt: Attempt, told: dict[str, Any], by: Reader) -> None:
    actions.propose_leaving(mission=mission, person=told["code"], wish=told["wish"], why=told["why"], by=by)


def _another(*, mission: Mission, attempt: Attempt, told: dict[str, Any], by: Reader) -> None:
    actions.another_works(mission=mission, **told, by=by)


def _clear_flag(*, mission: Mission, attempt: Attempt, told: dict[str, Any], by: Reader) -> None:
    actions.propose_clearing_flag(**told, by=by)


ACTS: dict[str, tuple[type[forms.ForReader], Do]] = {
    "choose": (forms.PersonForm, _choose),
    "leave": (forms.LeaveForm, _leave),
    "risk": (forms.RiskForm, _of_attempt(actions.answer_risk)),
    "note": (forms.NoteForm, _of_mission(actions.add_note)),
    "go": (forms.WhyForm, _of_attempt(actions.propose_go)),
    "emergency": (forms.WhyForm, _of_attempt(actions.emergency_go)),
    "step": (forms.StepForm, _of_attempt(actions.take_step)),
    "phase": (forms.PhaseForm, _of_attempt(actions.enter_phase)),
    "heard": (forms.HeardForm, _of_attempt(actions.heard_from)),
    "fact": (forms.FactForm, _of_attempt(actions.tell_fact)),
    "tick": (forms.TickForm, _of_attempt(actions.tick)),
    "news": (forms.NewsForm, _of_attempt(actions.propose_news)),
    "again": (forms.ForReader, _of_mission(actions.next_attempt)),
    "close": (forms.ForReader, _of_mission(actions.close_mission)),
    "fade": (forms.WhyForm, _of_mission(actions.propose_fading)),
    "pass": (forms.PassForm, _of_attempt(actions.give_pass)),
    "another": (forms_around.AnotherForm, _another),
    "shown": (forms_around.ShownForm, _of_mission(actions.was_shown)),
    "clear_flag": (forms_around.FlagForm, _clear_flag),
    "helper": (forms_around.HelperOutForm, _of_mission(actions.send_helper)),
}


@require_POST
@opens_to(*rules.WHO_ENTERS)
def of_row(request: GuardedRequest, code: str, name: str, row_id: UUID) -> HttpResponse:
    """An act on one line, note, condition or pass of a mission."""
    mission = _mission(request.reader, code)
    found, do = ROW_ACTS.get(name, (None, None))
    if found is None or do is None:
        raise Http404
    row = found(mission).filter(pk=row_id).first()
    if row is None:
        raise Http404
    do(row, request)
    return redirect("missions:mission", mission.code)


def _tell_kin(line: Line, request: GuardedRequest) -> None:
    form = forms.KinForm(request.POST, reader=request.reader)
    if form.is_valid():
        actions.tell_kin(line=line, how=form.cleaned_data["how"], by=request.reader)


def _keep(note: Note, request: GuardedRequest) -> None:
    form = forms_around.KeepForm(request.POST, reader=request.reader)
    if form.is_valid():
        until = timezone.now() + timedelta(days=form.cleaned_data["days"])
        actions.extend_note(note=note, until=until, by=request.reader)


def _follow(line: Line, request: GuardedRequest) -> None:
    what = request.POST.get("what", "")
    if what in Followed.What.values:
        actions.follow(line=line, what=what, words=request.POST.get("words", ""), by=request.reader)


def _claim(line: Line, request: GuardedRequest) -> None:
    body, name = request.POST.get("body", ""), request.POST.get("name", "")
    if body in ReturnClaim.Body.values:
        actions.claim_return(line=line, body=body, name=name, by=request.reader)


ROW_ACTS: dict[str, tuple[Callable[[Mission], Any], Callable[[Any, GuardedRequest], Any]]] = {
    "second": (
        lambda mission: Line.objects.filter(attempt__mission=mission),
        lambda line, request: actions.tick_second(line=line, by=request.reader),
    ),
    "kin": (lambda mission: Line.objects.filter(attempt__mission=mission), _tell_kin),
    "claim": (lambda mission: Line.objects.filter(attempt__mission=mission), _claim),
    "verify": (
        lambda mission: ReturnClaim.objects.filter(line__attempt__mission=mission),
        lambda claim, request: actions.verify_claim(claim=claim, by=request.reader),
    ),
    "follow": (lambda mission: Line.objects.filter(attempt__mission=mission), _follow),
    "keep": (lambda mission: mission.notes.all(), _keep),
    "met": (
        lambda mission: Condition.objects.filter(attempt__mission=mission),
        lambda row, request: actions.sign_condition(condition=row, by=request.reader),
    ),
    "move": (
        lambda mission: mission.notes.all(),
        lambda note, request: actions.move_note(note=note, by=request.reader),
    ),
    "rule": (
        lambda mission: mission.notes.all(),
        lambda note, request: actions.read_rule(note=note, by=request.reader),
    ),
    "revoke": (
        lambda mission: FieldPass.objects.filter(attempt__mission=mission),
        lambda row, request: actions.revoke_pass(field_pass=row, by=request.reader),
    ),
}


@never_cache
@opens_to_nobody_in_particular
def field(request: HttpRequest, secret: str) -> HttpResponse:
    """What a field phone shows: code names and the next time; without a pass that stands, nothing."""
    from vegerin.guard import boot  # noqa: PLC0415 -- a locked office has no connection to ask

    shown = queries.pass_for(hash_of(secret)) if boot.is_unlocked() else None
    if shown is None:
        raise Http404
    told = {"pass": shown, "check_in": queries.open_check_in(shown.attempt)}
    return render(request, "missions/field.html", told)


@opens_to()
def warning(request: GuardedRequest) -> HttpResponse:
    """The printed warning for families: nobody of ours ever asks for money (R53)."""
    return render(request, "missions/warning.html", {"office": office_name()})
