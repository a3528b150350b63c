"""Who goes: finding somebody by name, taking out who came in by mistake, who could come home at all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from vegerin.guard.doors import opens_to
from vegerin.guard.meanwhile import in_turn
from vegerin.guard.middleware import GuardedRequest
from vegerin.missions import actions, forms, home, queries, rules
from vegerin.missions.lacks import known_of_people, lacks_of_person
from vegerin.missions.models import Mission
from vegerin.missions.rules import Act
from vegerin.missions.views_mission import her_mission
from vegerin.register.actions import note_search
from vegerin.register.models import Person
from vegerin.register.queries import person_for, search
from vegerin.register.shown import lines_for

FOUND = 8
SHORTEST = 2


@never_cache
@opens_to(*rules.who_may(Act.PLAN))
def choose(request: GuardedRequest, code: str) -> HttpResponse:
    """Find by name or number, look at whom one means, take into the group."""
    mission = her_mission(request.reader, code)
    why_not = actions.why_not_planned(mission)
    if request.method == "POST" and request.POST.get("act") == "take":
        people = chosen(request, request.POST.getlist("people"))
        if people:
            actions.choose(mission=mission, persons=people, by=request.reader)
            return redirect("missions:mission", mission.code)
    told = {"mission": mission, "why_not": why_not, **asked_for(request, mission)}
    return render(request, "missions/choose.html", told)


def asked_for(request: GuardedRequest, mission: Mission) -> dict[str, Any]:
    """Whom the words may mean, and whom somebody has ticked so far with all that is missing for each."""
    reader, posted = request.reader, request.POST
    ticked = posted.getlist("people") if request.method == "POST" else request.GET.getlist("about")
    people = [one for one in chosen(request, ticked) if one.code != posted.get("leave_out")]
    people = [one for one in people if one not in queries.group_of(mission)]
    text = posted.get("words", "").strip()
    finds = posted.get("act") == "find" and len(text) >= SHORTEST
    known = known_of_people(reader, people)
    return {
        "words": text if finds else "",
        "looked": finds,
        "found": lines_for(reader, _found(request, text, without=people)) if finds else [],
        "here": {one.pk for one in queries.group_of(mission)},
        "people": [(line, lacks_of_person(line.person, known)) for line in lines_for(reader, people)],
    }


def chosen(request: GuardedRequest, codes: list[str]) -> list[Person]:
    """Those of them that exist for this reader."""
    found = (person_for(request.reader, code) for code in dict.fromkeys(codes))
    return [one for one in found if one is not None]


def _found(request: GuardedRequest, text: str, *, without: list[Person]) -> list[Person]:
    by_number = person_for(request.reader, text)
    hits = search(request.reader, text, limit=FOUND + len(without)).hits
    people = [by_number] if by_number else [hit.person for hit in hits if hit.person]
    note_search(text=text, found=len(people), by=request.reader)
    return [one for one in people if one not in without][:FOUND]


@never_cache
@opens_to(*rules.who_may(Act.PLAN))
def take_out(request: GuardedRequest, code: str, person_code: str) -> HttpResponse:
    """Somebody came into the plan by mistake: why, and what it does not say."""
    mission = her_mission(request.reader, code)
    person = next((one for one in queries.group_of(mission) if one.code == person_code.upper()), None)
    if person is None:
        raise Http404
    form = forms.WhyForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        actions.take_out(mission=mission, person=person, why=form.cleaned_data["why"], by=request.reader)
        return redirect("missions:mission", mission.code)
    told = {
        "mission": mission,
        "line": lines_for(request.reader, [person])[0],
        "form": form,
        "why_not": actions.why_not_taken_out(mission, person, request.reader),
    }
    return render(request, "missions/take_out.html", told)


@never_cache
@opens_to(*rules.who_may(Act.PLAN), *rules.who_may(Act.DECIDE))
def could_come(request: GuardedRequest) -> HttpResponse:
    """Confirmed alive, in no open mission, and what is missing for each; no place, no captor."""
    told = {"rows": home.who_could_come(request.reader), "may_plan": rules.may(request.reader, Act.PLAN)}
    return render(request, "missions/could_come.html", told)


@never_cache
@opens_to(*rules.who_may(Act.PLAN))
def risks(request: GuardedRequest, code: str) -> HttpResponse:
    """The whole risk sheet on one page."""
    mission = her_mission(request.reader, code)
    attempt = queries.last_attempt(mission)
    if request.method == "POST":
        with in_turn(f"risks:{attempt.pk}"):
            form = forms.RiskSheet(request.POST, reader=request.reader, attempt=attempt)
            if form.is_valid():
                actions.answer_sheet(attempt=attempt, answers=form.changed(), by=request.reader)
                return redirect("missions:mission", mission.code)
    else:
        form = forms.RiskSheet(reader=request.reader, attempt=attempt)
    told = {"mission": mission, "form": form, "closed": hasattr(mission, "closed")}
    return render(request, "missions/risks.html", told, status=422 if form.is_bound else 200)
