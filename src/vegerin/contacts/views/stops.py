"""What must be cleared before anybody walks, for those who decide about it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import actions, queries, rules
from vegerin.contacts.forms import ClearForm
from vegerin.contacts.rules import Act
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.register.rules import Act as RegisterAct
from vegerin.register.rules import may

SEEING = rules.who_may(Act.SEE_STOPS)


@never_cache
@opens_to(*SEEING)
def stops(request: GuardedRequest) -> HttpResponse:
    """All that is open: what and about whom, never why."""
    reader = request.reader
    told = {
        "rows": [(row, getattr(row, "raised_by", None)) for row in queries.stops(reader)],
        "places": queries.places_touched(reader),
        "form": ClearForm(),
        "may_propose": may(reader, RegisterAct.CAUTION),
        "weighs": rules.may(reader, Act.WEIGH),
    }
    return render(request, "contacts/stops.html", told)


@require_POST
@never_cache
@opens_to(*SEEING)
def clear_stop(request: GuardedRequest, caution_id: UUID) -> HttpResponse:
    """Propose that one is cleared; a second signs."""
    caution = queries.stops(request.reader).filter(pk=caution_id).first()
    if caution is None:
        raise Http404
    form = ClearForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["why"]
        actions.propose_clearing_caution(caution=caution, why=why, by=request.reader)
    return redirect("contacts:stops")
