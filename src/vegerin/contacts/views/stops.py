"""What must be cleared before anybody walks, for those who decide about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
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
from vegerin.register.models import Caution
from vegerin.register.rules import Act as RegisterAct
from vegerin.register.rules import may

SEEING = rules.who_may(Act.SEE_STOPS)


@never_cache
@opens_to(*SEEING)
def stops(request: GuardedRequest) -> HttpResponse:
    """All that is open: what and about whom, never why."""
    reader = request.reader
    told = {
        "rows": one_row_each(queries.stops(reader)),
        "places": queries.places_touched(reader),
        "form": ClearForm(),
        "may_propose": may(reader, RegisterAct.CAUTION),
        "weighs": rules.may(reader, Act.WEIGH),
    }
    return render(request, "contacts/stops.html", told)


def one_row_each(cautions: Iterable[Caution]) -> list[tuple[Caution, list[tuple[Caution, Any]]]]:
    """What stops for one reason and about one person stands once; each contact is cleared by itself."""
    found: dict[tuple[str, object], list[tuple[Caution, Any]]] = {}
    for row in cautions:
        found.setdefault((row.kind, row.person_id or row.pk), []).append(
            (row, getattr(row, "raised_by", None))
        )
    return [(rows[0][0], rows) for rows in found.values()]


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
