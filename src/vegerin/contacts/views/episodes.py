"""Hearing somebody at her pace; what not to ask; whom to ask next. Who may not enter finds nothing here."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import actions, queries, rules
from vegerin.contacts.forms_told import BeginForm, EpisodeForm, PurposeForm, ReaderForm, SawForm
from vegerin.contacts.rules import Act
from vegerin.contacts.saying import clashes_in_words, shown_episodes, shown_steps
from vegerin.contacts.telling import Telling, new_id
from vegerin.guard import drafts
from vegerin.guard.doors import opens_to
from vegerin.guard.meanwhile import in_turn
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.register.actions import propose_episodes
from vegerin.register.models import Person
from vegerin.register.queries import person_for, place_name, readers_of_telling, who_read_telling
from vegerin.register.rules import Act as RegisterAct
from vegerin.register.rules import may
from vegerin.register.shown import Line, lines_for
from vegerin.ui.dates import inexact

DRAFT = "contacts:episode"
STOPS = {"paused", "stopped"}


def person_of(request: GuardedRequest, code: str) -> Person:
    """The person, or nothing."""
    person = person_for(request.reader, code)
    if person is None:
        raise Http404
    return person


def the_telling(request: GuardedRequest, code: str) -> tuple[Person, Telling]:
    """Her telling for a named reader; for everybody else no such page."""
    person = person_of(request, code)
    telling = queries.telling_for(request.reader, person)
    if telling is None:
        raise Http404
    return person, telling


@never_cache
@opens_to(*rules.who_may(Act.SEE_PURPOSE))
def purpose(request: GuardedRequest) -> HttpResponse:
    """Whether episodes are kept and what for; why they are off; proposing the other."""
    form = PurposeForm(request.POST or None)
    off = "off" in request.POST
    if request.method == "POST" and (off or form.is_valid()):
        propose_episodes(purpose="" if off else form.cleaned_data["purpose"], by=request.reader)
        return redirect("guard:decisions")
    told = {
        "purpose": queries.purpose_now(),
        "form": form,
        "may_switch": may(request.reader, RegisterAct.SWITCH_EPISODES),
    }
    return render(request, "contacts/purpose.html", told)


@never_cache
@opens_to()
def told(request: GuardedRequest, code: str) -> HttpResponse:
    """All she chose to tell, in her order; the pace; who may read it and who did."""
    person, telling = the_telling(request, code)
    return telling_page(request, person, telling)


def telling_page(request: GuardedRequest, person: Person, telling: Telling, **forms: Any) -> HttpResponse:
    """The page."""
    reader = request.reader
    others = queries.readers_to_name(reader, person)
    context = {
        "person": person,
        "telling": telling,
        "episodes": shown_episodes(reader, person, telling),
        "clashes": clashes_in_words(reader, person, telling),
        "steps": shown_steps(telling),
        "saw": whom_she_saw(reader, telling),
        "readers": readers_of_telling(reader, person),
        "opened": who_read_telling(reader, person),
        "taken_back": queries.taken_back_of(reader, person),
        "reader_form": ReaderForm(readers=others) if others else None,
        "hears": rules.may(reader, Act.HEAR),
        "asks": rules.may(reader, Act.ASK),
        **forms,
    }
    return render(request, "contacts/told.html", context)


def whom_she_saw(reader: Reader, telling: Telling) -> list[tuple[Any, Line | None, str]]:
    """Each by name in the reader's script, and the region; no name where this reader may not see her."""
    people = [queries.person_by_id(reader, seen.person) for seen in telling.saw]
    lines = {line.person.pk: line for line in lines_for(reader, [one for one in people if one])}
    return [
        (seen, lines.get(person.pk) if person else None, place_name(reader, seen.region))
        for seen, person in zip(telling.saw, people, strict=True)
    ]


@never_cache
@opens_to(*rules.who_may(Act.HEAR))
def begin(request: GuardedRequest, code: str) -> HttpResponse:
    """Before she begins: what for, why what is known does not do, who will read, and that she wishes it."""
    person, reader = person_of(request, code), request.reader
    form = BeginForm(request.POST or None, readers=queries.readers_to_name(reader))
    if request.method == "POST" and form.is_valid():
        actions.begin_telling(person=person, **form.cleaned_data, by=reader)
        return redirect("contacts:told", person.code)
    context = {
        "person": person,
        "form": form,
        "purpose": queries.purpose_now(),
        "may_begin": queries.may_hear(reader, person),
    }
    return render(request, "contacts/begin.html", context)


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.HEAR))
def pace(request: GuardedRequest, code: str) -> HttpResponse:
    """She pauses, stops, goes on."""
    person, _telling = the_telling(request, code)
    step = request.POST.get("step", "")
    actions.set_pace(person=person, step=step, wishes="wishes" in request.POST, by=request.reader)
    return redirect("contacts:told", person.code)


@never_cache
@opens_to(*rules.who_may(Act.HEAR))
def episode(request: GuardedRequest, code: str, id: str = "") -> HttpResponse:
    """One episode, new or said anew. When she pauses or stops, what is written so far is kept as it is."""
    with in_turn(f"telling:{code.upper()}") if request.method == "POST" else nullcontext():
        return kept_or_shown(request, code, id)


def kept_or_shown(request: GuardedRequest, code: str, id: str) -> HttpResponse:
    """Kept, or on the page as it was written."""
    person, telling = the_telling(request, code)
    found = telling.episode(id)
    if id and found is None:
        raise Http404
    form = episode_form(request, person, telling, id)
    then = request.POST.get("then", "keep")
    if request.method == "POST" and (form.is_valid() or form.stops):
        keep_what_was_said(request, person, form, id, then)
        return redirect("contacts:told", person.code)
    context = {
        "person": person,
        "telling": telling,
        "form": form,
        "episode": found,
        "after": request.GET.get("after", request.POST.get("place", "")),
        "draft": f"{reverse('guard:draft')}?form={DRAFT}",
    }
    return render(request, "contacts/episode.html", context)


def episode_form(request: GuardedRequest, person: Person, telling: Telling, id: str) -> EpisodeForm:
    """The form with what stands already, or with what was half written when the power went."""
    reader, versions = request.reader, telling.versions.get(id, ())
    upon: dict[str, Any] = {
        "reader": reader,
        "anchors": anchors_of(reader, person, telling, id),
        "versions": versions,
    }
    if request.method == "POST":
        return EpisodeForm(request.POST, stops=request.POST.get("then") in STOPS, **upon)
    kept = drafts.of(reader, DRAFT)
    if kept is not None and kept.get("of") == f"{person.code}/{id}":
        form = EpisodeForm(initial=kept.dict(), **upon)
        form.initial["upon"] = kept.get("upon", "")  # what was half written knows nothing of what came since
        return form
    form = EpisodeForm(**upon)
    form.initial.update(form.written(versions[-1]) if versions else {})
    return form


def anchors_of(reader: Reader, person: Person, telling: Telling, id: str) -> list[tuple[str, str]]:
    """What an episode can come after or before: the others, and what the register knows with a date."""
    episodes, events = shown_episodes(reader, person, telling), queries.known_events(reader, person)
    dated = _("{event}, {when}")
    return [
        *((one.id, one.title) for one in episodes if one.id != id),
        *((key, dated.format(event=label, when=inexact(when))) for key, (label, when) in events.items()),
    ]


def keep_what_was_said(
    request: GuardedRequest, person: Person, form: EpisodeForm, id: str, then: str
) -> None:
    """The episode, whole or as far as it was told; then her pause or her stop."""
    form.is_valid()
    place = request.POST.get("place", "")
    if form.rows_since():  # she stopped while a colleague's words stand there: hers stand beside them
        id, place = "", id
    one = form.episode(id or new_id(), unfinished=form.stops)
    if one.says_anything:
        actions.keep_episode(person=person, episode=one, after=place, by=request.reader)
    if form.stops:
        actions.set_pace(person=person, step=then, by=request.reader)
    drafts.drop(form=DRAFT, by=request.reader)


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.HEAR))
def order(request: GuardedRequest, code: str) -> HttpResponse:
    """One up or down."""
    person, _telling = the_telling(request, code)
    steps = -1 if request.POST.get("to") == "up" else 1
    actions.reorder(person=person, episode=request.POST.get("id", ""), steps=steps, by=request.reader)
    return redirect("contacts:told", person.code)


@never_cache
@opens_to(*rules.who_may(Act.HEAR))
def saw(request: GuardedRequest, code: str) -> HttpResponse:
    """Somebody she saw."""
    person, telling = the_telling(request, code)
    form = SawForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.say_saw(
            person=person, sought=said["who"], region=said["region"], when=said["when"], by=request.reader
        )
        return redirect("contacts:told", person.code)
    return render(request, "contacts/saw.html", {"person": person, "telling": telling, "form": form})


@require_POST
@never_cache
@opens_to()
def name_reader(request: GuardedRequest, code: str) -> HttpResponse:
    """Another named reader."""
    person, telling = the_telling(request, code)
    form = ReaderForm(request.POST, readers=queries.readers_to_name(request.reader, person))
    if not form.is_valid():
        return telling_page(request, person, telling, reader_form=form)
    staff = Staff.objects.get(pk=form.cleaned_data["staff"])
    actions.name_telling_reader(person=person, staff=staff, agreed=True, by=request.reader)
    return redirect("contacts:told", person.code)


@never_cache
@opens_to()
def take_back(request: GuardedRequest, code: str) -> HttpResponse:
    """By her wish: one thing or all. The page says what goes and what stays, before it is done."""
    person, telling = the_telling(request, code)
    id = request.POST.get("id", request.GET.get("id", ""))
    shown = {one.id: one.title for one in shown_episodes(request.reader, person, telling)}
    shown |= {seen.id: _("Somebody she or he saw") for seen in telling.saw}
    if id and id not in shown:
        raise Http404
    if request.method == "POST":
        actions.take_back(person=person, id=id, by=request.reader)
        return redirect("contacts:told", person.code) if id else redirect("register:person", person.code)
    return render(request, "contacts/take_back.html", {"person": person, "id": id, "what": shown.get(id, "")})
