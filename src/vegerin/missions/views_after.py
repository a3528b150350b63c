"""Pages after a mission: what survived it, one place at a time."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.missions import actions, kept


@never_cache
@opens_to(*kept.READERS)
def kept_list(request: GuardedRequest) -> HttpResponse:
    """What was moved here before a mission's key was destroyed: kind, person, day; no words."""
    rows = kept.shown(request.reader, kept.kept_for(request.reader))
    return render(request, "missions/kept.html", {"rows": rows})


@require_POST
@never_cache
@opens_to(*kept.READERS)
def open_kept(request: GuardedRequest, moved_id: UUID) -> HttpResponse:
    """The words of one, alone on its page; that she opened it stands in the trail."""
    row = kept.one_kept(request.reader, moved_id)
    if row is None:
        raise Http404
    words = actions.open_kept(moved=row, by=request.reader)
    return render(
        request, "missions/kept_one.html", {"one": kept.shown(request.reader, [row])[0], "words": words}
    )
