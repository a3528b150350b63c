"""The duty screen: codes and times only, works while all else is locked, sounds until taken (D15, D29).

Whoever is out alone checks in here with her code and her word, from any telephone, without a key (R39).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vegerin.guard import boot, clock, clock_back, office, papers, trail
from vegerin.guard.doors import opens_to, opens_to_nobody_in_particular
from vegerin.guard.models import Printed, TrailEntry
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS, Role

PRINTS = LEADERS | {Role.DUTY_OFFICER}
WAITS = timedelta(minutes=10)
AGAIN = ("30", "60", "120", "240")  # minutes until the next time


@opens_to_nobody_in_particular
@require_GET
@never_cache
def duty(request: HttpRequest, refusal: str = "") -> HttpResponse:
    """The screen; without script it loads itself again every 30 seconds."""
    return render(request, "guard/duty.html", {**board(), "refusal": refusal, "well": "well" in request.GET})


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
    """Take an alarm, say that the first step was done, or that they were heard."""
    try:
        with trying(request, code, "duty code") as seated:
            _answer(request, code, seated=seated)
    except Refused as refusal:
        return _refused(request, refusal)
    return redirect("guard:duty")


def _answer(request: HttpRequest, code: str, *, seated: bool) -> None:
    folder, now, word = office.folder_from_environment(), timezone.now(), request.POST.get("act", "take")
    duty_code = request.POST.get("duty_code", "")
    if word == "heard":
        again = _again(request)
        check_next_time(code, again)
        clock.heard_by_duty(folder, code=code, duty_code=duty_code, now=now, again=again, seated=seated)
    else:
        act = clock.first_step if word == "first_step" else clock.take
        act(folder, code=code, duty_code=duty_code, now=now, seated=seated)


@contextmanager
def trying(request: HttpRequest, code: str, what: str) -> Iterator[bool]:
    """Whether somebody on duty is seated here; a wrong code goes into the trail, by whom if she is seated.

    While the record is locked it is kept beside the clock and written down as soon as the office opens.
    """
    reader: Reader | None = getattr(request, "reader", None)
    seated = reader is not None and reader.has(*PRINTS)
    if reader is not None and seated:
        check_tries_of(reader)
    try:
        yield seated
    except clock.WrongCode:
        if boot.is_unlocked():
            trail.record(clock.WRONG, by=reader, about=code, detail={"what": what})
        else:
            clock.keep_try(office.folder_from_environment(), code=code, what=what, now=timezone.now())
        raise


def check_tries_of(reader: Reader) -> None:
    """One account types five wrong codes in ten minutes, then waits; a colleague answers meanwhile."""
    lately = TrailEntry.objects.filter(
        kind=clock.WRONG, staff=str(reader.staff.pk), at__gte=timezone.now() - WAITS
    )
    if lately.count() >= clock.TRIES:
        raise Refused(
            _("You typed five wrong codes within ten minutes. Print the board, and try again in ten minutes.")
        )


@opens_to_nobody_in_particular
@require_POST
@never_cache
def check_in(request: HttpRequest) -> HttpResponse:
    """She who is out alone says that she is well."""
    told = {"code": request.POST.get("code", ""), "word": request.POST.get("word", "")}
    folder = office.folder_from_environment()
    try:
        with trying(request, told["code"].strip().upper(), "check-in word"):
            clock.check_in(folder, **told, now=timezone.now(), again=_again(request))
    except Refused as refusal:
        return _refused(request, refusal)
    return redirect(reverse("guard:duty") + "?well=1")


@opens_to(*PRINTS)
@never_cache
def paper(request: Any) -> HttpResponse:
    """The board on one page, with its duty codes, for the night without power (D15)."""
    today = timezone.localdate().isoformat()
    copy = papers.record_print(what="board", about=today, by=request.reader).copy
    return render(request, "guard/duty_paper.html", {**board(), "copy_number": copy})


def printed_since(moment: datetime) -> bool:
    """Whether somebody has printed the board since then."""
    return Printed.objects.filter(what="board", at__gte=moment).exists()


def check_next_time(code: str, again: timedelta | None) -> None:
    """A group on the way always has a next time; it leaves the board when its mission ends, not before."""
    rows = {row.code: row for row in clock.expected(office.folder_from_environment())}
    if again is None and code in rows and not rows[code].check_word:
        raise Refused(_("Set the next time: they stay on the board until their mission has ended."))


def _again(request: HttpRequest) -> timedelta | None:
    minutes = request.POST.get("again", "")
    return timedelta(minutes=int(minutes)) if minutes in AGAIN else None


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "guard/duty.html", {**board(), "refusal": refusal.sentence}, status=403)


def board() -> dict[str, Any]:
    """What stands on the board now, and whether it sounds."""
    lost = clock_back.bring_back()
    now = timezone.now()
    rows = [(row, row.state(now).value) for row in clock.expected(office.folder_from_environment())]
    sounds = lost or any(state in clock.SOUNDS for _row, state in rows)
    return {"now": now, "rows": rows, "sounds": sounds, "again": AGAIN, "lost": lost}


urlpatterns = [
    path("duty/", duty, name="duty"),
    path("duty/board/", duty_board, name="duty_board"),
    path("duty/check-in/", check_in, name="check_in"),
    path("duty/paper/", paper, name="duty_paper"),
    path("duty/<str:code>/", answer, name="duty_answer"),
]
