"""The checklist after a call; for verifiers what stands open, why, and clearing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import actions, queries, rules
from vegerin.contacts.forms import ChecklistForm, ClearForm, TakeForm, WhyNotForm
from vegerin.contacts.models import Checklist
from vegerin.contacts.rules import Act
from vegerin.contacts.signs import in_words
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.register.models import Report
from vegerin.register.shown import lines_for


@never_cache
@opens_to(*rules.who_may(Act.WEIGH))
def room(request: GuardedRequest) -> HttpResponse:
    """The contacts that two have not cleared yet, each with who looks and by when."""
    rows = [
        (row, getattr(row, "taken", None), queries.look_by(row), queries.who_is_asked(row))
        for row in queries.open_contacts(request.reader)
    ]
    return render(request, "contacts/room.html", {"rows": rows, "now": timezone.now()})


NOTERS = rules.who_may(Act.NOTE) | rules.who_may(Act.CLEAR)


@never_cache
@opens_to(*NOTERS)
def checklist(request: GuardedRequest, report_id: UUID) -> HttpResponse:
    """What was noticed; the answer is the same whatever it adds up to."""
    report = queries.report_to_note(request.reader, report_id)
    if report is None:
        return _forgotten(request, report_id)
    form = ChecklistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        signs = form.cleaned_data["signs"]
        actions.fill_checklist(report=report, signs=signs, named=form.named, by=request.reader)
        return redirect("/")
    return _checklist_page(request, report, form=form)


@require_POST
@never_cache
@opens_to(*NOTERS)
def why_not(request: GuardedRequest, report_id: UUID) -> HttpResponse:
    """Propose that it stays empty: a second signs."""
    mine = queries.report_to_note(request.reader, report_id)
    report = mine or queries.forgotten_report(request.reader, report_id)
    if report is None:
        raise Http404
    form = WhyNotForm(request.POST)
    if form.is_valid():
        actions.propose_not_noted(report=report, why=form.cleaned_data["why"], by=request.reader)
        return redirect("/")
    return _checklist_page(request, report, form=ChecklistForm() if mine else None, why_not=form)


def _forgotten(request: GuardedRequest, report_id: UUID) -> HttpResponse:
    """A colleague's, a day later: its signs are not this reader's to tick."""
    report = queries.forgotten_report(request.reader, report_id)
    if report is None:
        raise Http404
    return _checklist_page(request, report, form=None)


def _checklist_page(
    request: GuardedRequest, report: Report, *, form: ChecklistForm | None, why_not: WhyNotForm | None = None
) -> HttpResponse:
    told = {
        "form": form,
        "report": report,
        "why_not": why_not or WhyNotForm(),
        "late": queries.overdue_to_note(report),
        "why_not_waits": queries.why_not_waits(report),
    }
    return render(request, "contacts/checklist.html", told)


def _checklist(request: GuardedRequest, checklist_id: UUID) -> Checklist:
    found = queries.checklist_for(request.reader, checklist_id)
    if found is None:
        raise Http404
    return found


@never_cache
@opens_to(*rules.who_may(Act.WEIGH))
def why(request: GuardedRequest, checklist_id: UUID) -> HttpResponse:
    """What the signs add up to, weight by weight, and what would change it."""
    found = _checklist(request, checklist_id)
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take(checklist=found, next_line=form.cleaned_data["next_line"], by=request.reader)
        return redirect("contacts:why", found.pk)
    return render(request, "contacts/why.html", about(request, found, form=form, clear_form=ClearForm()))


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.CALL_VERIFIER))
def ask_next(request: GuardedRequest, checklist_id: UUID) -> HttpResponse:
    """Nobody looked in time: the next verifier is asked."""
    found = queries.overdue_hold(request.reader, checklist_id)
    if found is None:
        raise Http404
    actions.ask_next(checklist=found, by=request.reader)
    return redirect("/")


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.WEIGH))
def clear(request: GuardedRequest, checklist_id: UUID) -> HttpResponse:
    """Propose that it was no trap."""
    found = _checklist(request, checklist_id)
    form = ClearForm(request.POST)
    if form.is_valid():
        actions.propose_clearing(checklist=found, why=form.cleaned_data["why"], by=request.reader)
        return redirect("contacts:why", found.pk)
    return render(request, "contacts/why.html", about(request, found, form=TakeForm(), clear_form=form))


def about(
    request: GuardedRequest, found: Checklist, *, form: TakeForm, clear_form: ClearForm
) -> dict[str, Any]:
    """What the page says of one contact."""
    shown = queries.why(request.reader, found)
    took_it = request.reader.staff.pk in (found.report.by_id, found.by_id)
    return {
        "checklist": found,
        "why": shown,
        "signs": [(in_words(sign.code), sign) for sign in shown.signs],
        "people": lines_for(request.reader, queries.people_of(found.report)),
        "form": form,
        "clear_form": clear_form,
        "taken": getattr(found, "taken", None),
        "asked": queries.who_is_asked(found),
        "cleared": getattr(found, "cleared", None),
        "clearing_waits": queries.clearing_waits(found),
        "took_it": took_it,
        "by": queries.look_by(found),
    }
