"""The rota, handing over, going out alone, and what became of alarms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import groupby
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard import desk, drafts, papers
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.models import Staff
from vegerin.guard.queries import reader_for
from vegerin.guard.refusals import NotYours
from vegerin.shifts import actions, queries
from vegerin.shifts.desk_items import words_of
from vegerin.shifts.forms import DAYS_AHEAD, GoOutForm, HandOverForm, StandInForm, TurnForm, WellForm
from vegerin.shifts.models import HandOver, Turn, TurnDropped
from vegerin.shifts.rules import Act, may, who_may
from vegerin.ui import dates

View = TypeVar("View", bound=Callable[..., Any])
NOTE = "hand-over"  # the draft's name
COUNTED_DAYS = 30


def opens_for(act: Act) -> Callable[[View], View]:
    """This page opens to whoever may do the act."""
    return opens_to(*who_may(act))


@never_cache
@opens_for(Act.SEE)
def rota(request: GuardedRequest) -> HttpResponse:
    """A week of days and nights, and who is there tonight."""
    reader, today = request.reader, timezone.localdate()
    days = [today + timedelta(days=n) for n in range(DAYS_AHEAD)]
    form = TurnForm(
        request.POST or None, reader=reader, days=[(day.isoformat(), dates.weekday(day)) for day in days]
    )
    if request.method == "POST" and form.is_valid():
        span = form.span()
        actions.plan_turn(
            staff=form.chosen(),
            part=form.cleaned_data["part"],
            starts_at=span.starts,
            ends_at=span.ends,
            by=reader,
        )
        return redirect("shifts:rota")
    night = queries.tonight_for(reader)
    told = {
        "slots": queries.rota(reader, today),
        "night": night,
        "words": list(words_of(night)),
        "out": queries.out_alone(reader),
        "form": form,
        "may_plan": may(reader, Act.PLAN),
        "may_hand_over": may(reader, Act.HAND_OVER),
        "may_go_out": may(reader, Act.GO_OUT),
        "may_count": may(reader, Act.COUNT),
        "whys": TurnDropped.Why.choices,
        "stand_ins": queries.stand_ins(),
        "pages": queries.hand_overs_of(reader)[:5],
    }
    return render(request, "shifts/rota.html", told)


@require_POST
@opens_for(Act.SEE)
def drop_turn(request: GuardedRequest, turn_id: object) -> HttpResponse:
    """She cannot come."""
    turn = get_object_or_404(Turn, pk=str(turn_id))
    why = request.POST.get("why", "")
    why = why if why in TurnDropped.Why.values else TurnDropped.Why.AWAY
    actions.drop_turn(turn=turn, why=why, by=request.reader)
    return redirect("shifts:rota")


@require_POST
@opens_for(Act.PLAN)
def take_turn(request: GuardedRequest, turn_id: object) -> HttpResponse:
    """The stand-in takes the hours."""
    turn = get_object_or_404(Turn, pk=str(turn_id))
    staff = next((one for one in Staff.objects.all() if str(one.pk) == request.POST.get("staff")), None)
    if staff is None:
        raise NotYours
    actions.take_turn(turn=turn, staff=staff, by=request.reader)
    return redirect("shifts:rota")


@never_cache
@opens_for(Act.PLAN)
def stand_ins(request: GuardedRequest) -> HttpResponse:
    """Who stands in for whom, as large as the office is."""
    form = StandInForm(request.POST or None, reader=request.reader)
    if form.is_valid():
        told = {
            word: Staff.objects.filter(pk=pk).first() if pk else None
            for word, pk in form.cleaned_data.items()
        }
        actions.name_stand_in(**told, by=request.reader)  # type: ignore[arg-type]  # absent is required
        return redirect("shifts:stand_ins")
    known = queries.stand_ins()
    absent = {person.pk: person for person in Staff.objects.filter(pk__in=known)}
    rows = [(absent[pk], stands_in) for pk, stands_in in known.items()]
    return render(request, "shifts/stand_ins.html", {"form": form, "rows": rows})


@never_cache
@opens_for(Act.HAND_OVER)
def new_hand_over(request: GuardedRequest) -> HttpResponse:
    """The page makes itself; she adds what else must be known, and signs."""
    reader = request.reader
    kept = drafts.of(reader, NOTE) if request.method == "GET" else None
    form = HandOverForm(request.POST or None, reader=reader, initial=kept.dict() if kept else {})
    if request.method == "POST" and form.is_valid():
        made = actions.hand_over(to=form.chosen(), note=form.cleaned_data["note"], by=reader)
        drafts.drop(form=NOTE, by=reader)
        return redirect("shifts:hand_over", made.pk)
    night = queries.tonight_for(reader)
    told = {
        "queues": under_headings(queries.lines_now(reader)),
        "words": list(words_of(night)),
        "night": night,
        "form": form,
        "draft": NOTE,
    }
    return render(request, "shifts/new_hand_over.html", told)


@never_cache
@opens_for(Act.HAND_OVER)
def hand_over(request: GuardedRequest, hand_over_id: object) -> HttpResponse:
    """One page, signed by both."""
    page = _page(request, hand_over_id)
    if request.method == "POST":
        actions.sign_hand_over(hand_over=page, by=request.reader)
        return redirect("shifts:hand_over", page.pk)
    return _shown(request, page)


@never_cache
@opens_for(Act.HAND_OVER)
def print_hand_over(request: GuardedRequest, hand_over_id: object) -> HttpResponse:
    """The same page on paper; the print stands in the trail (D27)."""
    page = _page(request, hand_over_id)
    copy = papers.record_print(what="hand_over", about=str(page.pk), by=request.reader).copy
    return _shown(request, page, printing=copy)


def _page(request: GuardedRequest, hand_over_id: object) -> HandOver:
    page = queries.hand_over_for(request.reader, str(hand_over_id))
    if page is None:
        raise NotYours
    return page


def _shown(request: GuardedRequest, page: HandOver, *, printing: int = 0) -> HttpResponse:
    reader = request.reader
    signature = getattr(page, "signature", None)
    lines = queries.lines_of(reader, page)
    night = queries.tonight_for(reader)
    signatures = [{"name": page.by.working_name, "when": page.recorded_at, "words": ""}]
    if signature:
        signatures.append({"name": signature.by.working_name, "when": signature.recorded_at, "words": ""})
    told = {
        "page": page,
        "queues": under_headings(lines),
        "words": list(words_of(night)),
        "night": night,
        "note": queries.note_for(reader, page),
        "signatures": signatures,
        "may_sign": signature is None and page.to == reader.staff,
        "stays": queries.unseen_by(reader, reader_for(page.to)) if page.by == reader.staff else [],
        "printing": printing,
        "copy_number": printing,
    }
    return render(request, "shifts/hand_over.html", told)


def under_headings(items: list[desk.Item]) -> list[tuple[str, list[desk.Item]]]:
    """Things under their headings, in the order of the desk."""
    in_order = sorted(items, key=lambda item: item.rank)
    return [(heading, list(rows)) for heading, rows in groupby(in_order, key=lambda item: item.heading)]


@never_cache
@opens_for(Act.GO_OUT)
def go_out(request: GuardedRequest) -> HttpResponse:
    """A code and a word, shown once."""
    form = GoOutForm(request.POST or None)
    if form.is_valid():
        outing, word = actions.go_out(back_in=form.within(), by=request.reader)
        due = timezone.now() + form.within()
        return render(request, "shifts/went_out.html", {"outing": outing, "word": word, "due": due})
    return render(request, "shifts/go_out.html", {"form": form, "out": queries.out_alone(request.reader)})


@never_cache
@opens_for(Act.GO_OUT)
def out(request: GuardedRequest, outing_id: object) -> HttpResponse:
    """She says that she is well."""
    own = queries.own_outing(request.reader, outing_id)
    if own is None:
        raise NotYours
    form = WellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.say_well(outing=own.outing, again=form.again_in(), by=request.reader)
        return redirect("register:desk")
    return render(request, "shifts/out.html", {"out": own, "form": form})


@never_cache
@opens_for(Act.COUNT)
def heeded(request: GuardedRequest) -> HttpResponse:
    """What became of alerts: an alarm that nobody heeds is no alarm (D29)."""
    counts = desk.counts_since(timezone.now() - timedelta(days=COUNTED_DAYS))
    return render(request, "shifts/heeded.html", {"counts": counts, "days": COUNTED_DAYS})
