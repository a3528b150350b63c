"""Pages around missions: helpers, who may know, who watches, the go-between, released words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.missions import actions, others, rules
from vegerin.missions import forms_around as forms
from vegerin.missions.actions.asking import AFTER, REVIEWS, What
from vegerin.missions.models import MayKnow
from vegerin.missions.rules import Act


@never_cache
@opens_to()
def helpers(request: GuardedRequest) -> HttpResponse:
    """Helpers by code name; for a contact, the one whose family she visits."""
    reader = request.reader
    shown = others.helpers_for(reader)
    may_enter = rules.may(reader, Act.PLAN)
    if not (may_enter or rules.may(reader, Act.DECIDE) or shown):
        raise Http404
    form = forms.HelperForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        actions.add_helper(**form.cleaned_data, by=reader)
        return redirect("missions:helpers")
    told = {
        "rows": [(one, others.opened(reader, one.row, "kin")) for one in shown],
        "form": form,
        "day": forms.HelperDayForm(reader=reader),
        "lost": forms.HelperLostForm(reader=reader),
        "may_enter": may_enter,
        "may_say": may_enter or rules.may(reader, Act.DECIDE),
    }
    return render(request, "missions/helpers.html", told)


@require_POST
@opens_to()
def helper_act(request: GuardedRequest, helper_id: UUID, name: str) -> HttpResponse:
    """A day in a helper's life, or that the helper was lost."""
    found = {one.row.pk: one.row for one in others.helpers_for(request.reader)}.get(helper_id)
    if found is None or name not in ("day", "lost"):
        raise Http404
    if name == "day":
        day = forms.HelperDayForm(request.POST, reader=request.reader)
        if day.is_valid():
            actions.day_of_helper(helper=found, **day.cleaned_data, by=request.reader)
    else:
        lost = forms.HelperLostForm(request.POST, reader=request.reader)
        if lost.is_valid():
            actions.helper_lost(helper=found, **lost.cleaned_data, by=request.reader)
    return redirect("missions:helpers")


WHO_ASKS = rules.who_may(Act.ASK) | rules.who_may(Act.LOOK_AT_LAW)


@never_cache
@opens_to(*WHO_ASKS)
def may_know(request: GuardedRequest) -> HttpResponse:
    """Questions to those who may know, the nearest deadline first."""
    reader = request.reader
    form = forms.MayKnowForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "code"}
        actions.ask_who_may_know(person=form.cleaned_data["code"], **told, by=reader)
        return redirect("missions:may_know")
    shown = {
        "rows": [_question(reader, row) for row in others.questions_for(reader)],
        "form": form,
        "may_ask": rules.may(reader, Act.ASK),
    }
    return render(request, "missions/may_know.html", shown)


def _question(reader: Reader, row: MayKnow) -> dict[str, Any]:
    here, allowed = others.step_of(row), []
    for step, after in AFTER.items():
        act = Act.LOOK_AT_LAW if step in REVIEWS else Act.ASK
        own = step in REVIEWS and row.by_id == reader.staff.pk
        if here in after and rules.may(reader, act) and not own:
            allowed.append((step.value, step.label))
    return {
        "row": row,
        "words": others.opened(reader, row, "words"),
        "steps": [(one, others.opened(reader, one, "words") if one.words else "") for one in row.steps.all()],
        "open": others.is_open(row),
        "late": others.is_open(row) and row.deadline < timezone.localdate(),
        "form": forms.MayKnowStepForm(reader=reader, steps=allowed) if allowed else None,
    }


@require_POST
@opens_to(*WHO_ASKS)
def may_know_step(request: GuardedRequest, question_id: UUID) -> HttpResponse:
    """The next step of a question."""
    row = others.one_of(others.questions_for(request.reader), question_id)
    if row is None:
        raise Http404
    steps = [(one.value, one.label) for one in What]
    form = forms.MayKnowStepForm(request.POST, reader=request.reader, steps=steps)
    if form.is_valid():
        actions.step_of_question(question=row, **form.cleaned_data, by=request.reader)
    return redirect("missions:may_know")


@never_cache
@opens_to()
def watching(request: GuardedRequest) -> HttpResponse:
    """Who watches, until when, and whether somebody has talked with her; nothing can be sent from here."""
    reader = request.reader
    rows, may_let = others.watches_for(reader), rules.may(reader, Act.WATCH)
    if not (may_let or rows.exists()):
        raise Http404
    form = forms.WatchForm(request.POST or None, reader=reader)
    if request.method == "POST" and may_let and form.is_valid():
        actions.propose_watch(**form.cleaned_data, by=reader)
        return redirect("missions:watching")
    told = {
        "rows": [
            (row, others.opened(reader, row, "channels"), others.watch_runs(row),
             others.sittings_without_talk(row), others.what_she_may_write(reader, row))
            for row in rows
        ],
        "form": form,
        "may_let": may_let,
    }  # fmt: skip
    return render(request, "missions/watching.html", told)


@require_POST
@opens_to()
def watch_day(request: GuardedRequest, watch_id: UUID) -> HttpResponse:
    """A sitting, or care for who sat."""
    row = others.one_of(others.watches_for(request.reader), watch_id)
    if row is None:
        raise Http404
    writes = others.what_she_may_write(request.reader, row)
    form = forms.WatchDayForm(request.POST, reader=request.reader, writes=writes)
    if form.is_valid():
        actions.day_of_watch(watch=row, **form.cleaned_data, by=request.reader)
    return redirect("missions:watching")


@never_cache
@opens_to()
def speak(request: GuardedRequest, speak_id: UUID) -> HttpResponse:
    """For the go-between alone: who the two are, and who goes on."""
    row = others.one_of(others.must_speak_for(request.reader), speak_id)
    if row is None:
        raise Http404
    form = forms.SpokenForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        actions.have_spoken(must_speak=row, **form.cleaned_data, by=request.reader)
        return redirect("register:desk")
    told = {"row": row, "other": others.opened(request.reader, row, "other"), "form": form}
    return render(request, "missions/speak.html", told)


@never_cache
@opens_to(*rules.who_may(Act.READ_NEWS))
def news(request: GuardedRequest) -> HttpResponse:
    """Words that two have released; everything else about a mission stays inside."""
    return render(request, "missions/news.html", {"rows": others.news_for(request.reader)})
