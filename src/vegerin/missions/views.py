"""Pages of missions: the board, a new one, its sheet, what a field phone shows, the warning for families."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from vegerin.guard import papers
from vegerin.guard.doors import opens_to, opens_to_nobody_in_particular
from vegerin.guard.duty import PRINTS
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.missions import actions, forms, queries, rules, shown
from vegerin.missions.actions.field import hash_of
from vegerin.missions.lacks import Lack, known_for, lacks_of
from vegerin.missions.models import Mission
from vegerin.missions.rules import Act
from vegerin.missions.stages import Stage
from vegerin.missions.views_mission import the_mission
from vegerin.register.queries import person_for
from vegerin.register.shown import lines_for
from vegerin.ui.context import office_name


@never_cache
@opens_to(*rules.WHO_ENTERS)
def board(request: GuardedRequest) -> HttpResponse:
    """The missions this reader may know of: where each stands and when it must be heard from."""
    reader, clocks = request.reader, shown.clock_times()
    rows = shown.in_order(shown.shown(one, clocks) for one in queries.boards_for(reader))
    over = [one for one in rows if one.is_closed or one.is_over]
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
    wait = wait if queries.sees_names(reader) else []
    known = known_for(reader, [one.mission for one in wait])
    return [(one, lacks_of(one.attempt, reader, known) if one in wait else []) for one in live]


@never_cache
@opens_to(*rules.who_may(Act.PLAN))
def new(request: GuardedRequest) -> HttpResponse:
    """A new mission; whoever it is for comes from her own page, by number."""
    reader = request.reader
    form = forms.OpenForm(request.POST or None, reader=reader)
    about = request.POST.get("about") or request.GET.get("about", "")
    person = person_for(reader, about) if about else None
    if request.method == "POST" and form.is_valid():
        mission = actions.open_mission(**form.cleaned_data, by=reader)
        if person is not None:
            return redirect(f"{reverse('missions:choose', args=[mission.code])}?about={person.code}")
        return redirect("missions:mission", mission.code)
    told = {
        "form": form,
        "line": lines_for(reader, [person])[0] if person else None,
        "planned": _still_planned(reader) if person else [],
    }
    return render(request, "missions/new.html", told)


def _still_planned(reader: Reader) -> list[Mission]:
    """Her own that nobody has let go yet: somebody more may come along."""
    rows = [one for one in queries.boards_for(reader) if queries.sees_plan(reader, one)]
    rows = [one for one in rows if not hasattr(one, "closed")]
    return [one for one in rows if queries.stage_of(queries.last_attempt(one)) is Stage.PLANNED]


@never_cache
@opens_to(*rules.WHO_ENTERS)
def print_mission(request: GuardedRequest, code: str) -> HttpResponse:
    """One mission on paper for the night: code, times, what to do; no name, no place; counted (D15, D27)."""
    found = the_mission(request.reader, code)
    copy = papers.record_print(what="mission_sheet", about=str(found.pk), by=request.reader).copy
    one = shown.shown(found, shown.clock_times())
    return render(request, "missions/print.html", {"one": one, "now": timezone.now(), "copy_number": copy})


@never_cache
@opens_to(*rules.who_may(Act.TICK))
def print_manifest(request: GuardedRequest, code: str) -> HttpResponse:
    """The manifest on paper, to be ticked by two where there is no power; while they are on the way (R47)."""
    reader, found = request.reader, the_mission(request.reader, code)
    one = shown.shown(found, {})
    if not one.is_out:
        raise Http404
    copy = papers.record_print(what="manifest", about=str(found.pk), by=reader).copy
    named = queries.sees_names(reader)
    told = {
        "one": one,
        "now": timezone.now(),
        "copy_number": copy,
        "named": named,
        "lines": {line.person.pk: line for line in lines_for(reader, one.group)} if named else {},
    }
    return render(request, "missions/print_manifest.html", told)


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
