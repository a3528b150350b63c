"""Judging what was told, correcting it, saying who is the same person, setting the next review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.refusals import Refused
from vegerin.register import actions, queries
from vegerin.register.forms import AssessForm, CorrectForm, FactForm, JudgeForm, NameForm, ReviewForm
from vegerin.register.models import Event, Person
from vegerin.register.rules import Act
from vegerin.register.shown import lines_for, place_names
from vegerin.register.views.doors import opens_for, the_event, the_person
from vegerin.register.words import event_words, listed
from vegerin.ui import status as looks
from vegerin.ui.dates import inexact


def claim_words(event: Event) -> str:
    """What the event says, and when it happened."""
    places = place_names({event.place_id} if event.place_id else ())
    words = event_words(event.kind, places.get(event.place_id, "") if event.place_id else "")
    return listed((words, inexact(event.happened) if event.happened.is_known else ""))


def form_page(
    request: GuardedRequest, person: Person, *, template: str = "register/form.html", **context: Any
) -> HttpResponse:
    """A form about one person, with the way back to her page."""
    back = reverse("register:person", args=[person.code])
    whole = {"back": back, "back_word": person.code, "page_title": person.code, "beside": (), **context}
    return render(request, template, whole)


@never_cache
@opens_for(Act.ASSESS)
def assess(request: GuardedRequest, event_id: object) -> HttpResponse:
    """How much can be rested on what was told."""
    event = the_event(request, event_id)
    form = AssessForm(
        request.POST or None, initial={"source_grade": event.report.source_grade if event.report else "F"}
    )
    if form.is_valid():
        actions.assess_event(event=event, **form.cleaned_data, by=request.reader)
        return redirect("register:person", event.person.code)
    beside = [
        (
            _("Told is not concluded"),
            _("You judge what was said, not her or him. The latest judgement counts."),
        ),
        (
            _("Two lines, not two voices"),
            _("Corroborated needs a second line that did not know of the first."),
        ),
    ]
    title = _("Judge: {claim}").format(claim=claim_words(event))
    return form_page(
        request, event.person, form=form, title=title, act=_("Keep the judgement"), beside=beside
    )


@never_cache
@opens_for(Act.RECORD_EVENT)
def correct(request: GuardedRequest, event_id: object) -> HttpResponse:
    """What was told rightly but written wrongly: a new row that names the old one."""
    event = the_event(request, event_id)
    form = CorrectForm(request.POST or None, initial={"happened": event.happened})
    if form.is_valid():
        write_correction(request, event, form.cleaned_data)
        return redirect("register:person", event.person.code)
    title = _("Correct: {claim}").format(claim=claim_words(event))
    beside = [(_("Nothing is rewritten"), _("The old row stays; the new one names it."))]
    return form_page(
        request, event.person, form=form, title=title, act=_("Keep the correction"), beside=beside
    )


def write_correction(request: GuardedRequest, event: Event, said: dict[str, Any]) -> None:
    """The correcting row."""
    places = queries.place_named(request.reader, said["place"])
    mistake = said["mistaken"] == "all"
    actions.record_event(
        person=event.person,
        kind="not_so" if mistake else event.kind,
        happened=event.happened if mistake else said["happened"],
        report=event.report,
        place=places[0] if len(places) == 1 else event.place,
        country=event.country,
        corrects=event,
        by=request.reader,
    )


@never_cache
@opens_for(Act.JUDGE)
def judge(request: GuardedRequest, code: str) -> HttpResponse:
    """Are these two one person? Joining takes two people."""
    person = the_person(request, code)
    asked = request.POST.get("other") or request.GET.get("other", "")
    other = queries.person_for(request.reader, asked) if asked else None
    form = JudgeForm(request.POST or None, initial={"other": asked})
    if form.is_valid() and other is None:
        form.add_error("other", _("There is no such number, or it is not yours to see."))
    if form.is_valid() and other is not None:
        try:
            actions.propose_judgement(
                a=person,
                b=other,
                verdict=form.cleaned_data["verdict"],
                why=form.cleaned_data["why"],
                by=request.reader,
            )
            return redirect("register:person", person.code)
        except Refused as refusal:
            form.add_error(None, _(refusal.sentence))
    context = {
        "form": form,
        "title": _("Are these two one person?"),
        "page_title": person.code,
        "act": _("Keep, for a second person to sign"),
        "back": reverse("register:person", args=[person.code]),
        "back_word": person.code,
        "pair": pair_of(request, person, other) if other else None,
        "candidates": [] if other else candidates(request, person),
        "beside": [
            (
                _("Two sign"),
                _("Joining two persons counts when a second person has signed. It can be undone."),
            ),
        ],
    }
    return render(request, "register/judge.html", context)


def candidates(request: GuardedRequest, person: Person) -> list[Any]:
    """Others who may be this person."""
    hits = queries.likely_same(request.reader, person)
    return lines_for(request.reader, [hit.person for hit in hits if hit.person])


def pair_of(request: GuardedRequest, a: Person, b: Person) -> dict[str, Any]:
    """Two people side by side."""
    one, other = lines_for(request.reader, [a, b])
    rows = [
        (_("Name"), one.name, other.name),
        (_("Other script"), one.other_name, other.other_name),
        (_("Line"), one.line, other.line),
        (_("Born"), inexact(a.born), inexact(b.born)),
        (_("Fate"), str(looks.look_of(one.badge).word), str(looks.look_of(other.badge).word)),
    ]
    return {"a": one, "b": other, "rows": [{"label": label, "a": x, "b": y} for label, x, y in rows]}


@never_cache
@opens_for(Act.REVIEW)
def review(request: GuardedRequest, code: str) -> HttpResponse:
    """Who looks after the case, and when it is looked at again."""
    person = the_person(request, code)
    form = ReviewForm(request.POST or None, initial={"review_class": "open"})
    if form.is_valid():
        actions.set_review(person=person, owner=request.reader.staff, **form.cleaned_data, by=request.reader)
        return redirect("register:person", person.code)
    return form_page(
        request, person, form=form, title=_("The next review"), act=_("I look after it"),
        under=_("No case is open without somebody who looks after it and a day."),
    )  # fmt: skip


@require_POST
@never_cache
@opens_for(Act.REVIEW)
def case_note(request: GuardedRequest, note_id: UUID) -> HttpResponse:
    """What whoever takes the case over must know, opened by an act that stands in the trail."""
    person, words = queries.open_case_note(request.reader, note_id)
    rows = [(_("What whoever takes over must know"), words)]
    back = reverse("register:person", args=[person.code])
    return render(request, "register/opened.html", {"code": person.code, "rows": rows, "back": back})


@never_cache
@opens_for(Act.ADD_NAME)
def add_name(request: GuardedRequest, code: str) -> HttpResponse:
    """Another spelling of a name; all are kept."""
    person = the_person(request, code)
    form = NameForm(request.POST or None, reader=request.reader)
    if form.is_valid():
        actions.add_name(person=person, **form.cleaned_data, by=request.reader)
        return redirect("register:person", person.code)
    return form_page(request, person, form=form, title=_("Add a spelling"), act=_("Keep it"))


@never_cache
@opens_for(Act.ADD_FACT)
def add_fact(request: GuardedRequest, code: str) -> HttpResponse:
    """One thing known: from whom, and what it may be used for."""
    person = the_person(request, code)
    form = FactForm(request.POST or None)
    if form.is_valid():
        try:
            actions.set_fact(person=person, **form.as_fact(request.reader), by=request.reader)
            return redirect("register:person", person.code)
        except Refused as refusal:
            form.add_error(None, _(refusal.sentence))
    return form_page(request, person, form=form, title=_("Add what is known"), act=_("Keep it"))
