"""The duty screen: codes and times only, works while all else is locked, sounds until taken (D15, D29)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vegerin.guard import clock, office
from vegerin.guard.doors import opens_to_nobody_in_particular
from vegerin.guard.refusals import Refused


@opens_to_nobody_in_particular
@require_GET
@never_cache
def duty(request: HttpRequest, refusal: str = "") -> HttpResponse:
    """The screen; without script it loads itself again every 30 seconds."""
    return render(request, "guard/duty.html", {**board(), "refusal": refusal})


@opens_to_nobody_in_particular
@require_GET
@never_cache
def duty_board(request: HttpRequest) -> HttpResponse:
    """The times alone, for the script that asks every 15 seconds."""
    return render(request, "guard/_duty_board.html", board())


@opens_to_nobody_in_particular
@require_POST
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Take an alarm, or say that the first step was done."""
    act = clock.first_step if request.POST.get("act") == "first_step" else clock.take
    try:
        act(
            office.folder_from_environment(),
            code=code,
            duty_code=request.POST.get("duty_code", ""),
            now=timezone.now(),
        )
    except Refused as refusal:
        return render(request, "guard/duty.html", {**board(), "refusal": refusal.sentence}, status=403)
    return redirect("guard:duty")


def board() -> dict[str, Any]:
    """What stands on the board now, and whether it sounds."""
    now = timezone.now()
    rows = [(row, row.state(now).value) for row in clock.expected(office.folder_from_environment())]
    return {"now": now, "rows": rows, "sounds": any(state in clock.SOUNDS for _, state in rows)}


urlpatterns = [
    path("duty/", duty, name="duty"),
    path("duty/board/", duty_board, name="duty_board"),
    path("duty/<str:code>/", answer, name="duty_answer"),
]
