"""Papers to be shredded: what one printed, until it is ticked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard import papers
from vegerin.guard.doors import opens_to
from vegerin.guard.models import Printed
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours

GONE_SHOWN = 20


@never_cache
@opens_to()
def papers_page(request: Any) -> HttpResponse:
    """What is still about, then what was shredded last."""
    reader = request.reader
    gone = papers.papers_for(reader).exclude(shredded=None).order_by("-shredded__at")[:GONE_SHOWN]
    context = {"about": _told(reader, papers.to_be_shredded(reader)), "gone": _told(reader, gone)}
    return render(request, "guard/papers.html", context)


@require_POST
@opens_to()
def shredded(request: Any, printed_id: UUID) -> HttpResponse:
    """Tick one."""
    printed = papers.to_be_shredded(request.reader).filter(pk=printed_id).first()
    if printed is None:
        raise NotYours
    papers.record_shredding(printed=printed, by=request.reader)
    return redirect("guard:papers")


def _told(reader: Reader, rows: Iterable[Printed]) -> list[tuple[Printed, str, str]]:
    return [(row, *papers.title_of(reader, row)) for row in rows]
