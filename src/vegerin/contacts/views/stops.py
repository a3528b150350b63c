"""What must be cleared before anybody walks, for those who decide about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
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
from vegerin.guard.reader import Reader
from vegerin.register.models import Caution
from vegerin.register.rules import Act as RegisterAct
from vegerin.register.rules import may
from vegerin.register.shown import Line, lines_for, place_names

SEEING = rules.who_may(Act.SEE_STOPS)


@never_cache
@opens_to(*SEEING)
def stops(request: GuardedRequest) -> HttpResponse:
    """All that is open: what and about whom, never why."""
    reader = request.reader
    rows = one_row_each(queries.stops(reader), apart=rules.may(reader, Act.WEIGH))
    told = {
        "rows": with_lines(reader, rows),
        "places": sorted(place_names({place.pk for place in queries.places_touched(reader)}).values()),
        "form": ClearForm(),
        "may_propose": may(reader, RegisterAct.CAUTION),
        "weighs": rules.may(reader, Act.WEIGH),
    }
    return render(request, "contacts/stops.html", told)


@dataclass
class Stop:
    """What stops for one reason and about one person: once, with each of its cautions."""

    first: Caution
    n: int = 0
    line: Line | None = None
    each: list[tuple[Caution, Any]] = field(default_factory=list)


def one_row_each(cautions: Iterable[Caution], *, apart: bool) -> list[Stop]:
    """Each stands once. Who weighs contacts sees them apart; to others several of them say the same."""
    found: dict[tuple[str, object], Stop] = {}
    for row in cautions:
        stop = found.setdefault((row.kind, row.person_id or row.pk), Stop(row))
        contact = getattr(row, "raised_by", None)
        stop.n += 1
        if apart or contact is None or not any(one for _row, one in stop.each):
            stop.each.append((row, contact))
    return list(found.values())


def with_lines(reader: Reader, rows: list[Stop]) -> list[Stop]:
    """Each with how its person is called in the reader's script."""
    people = [row.first.person for row in rows if row.first.person]
    lines = {line.person.pk: line for line in lines_for(reader, people)}
    for row in rows:
        row.line = lines.get(row.first.person_id) if row.first.person_id else None
    return rows


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
