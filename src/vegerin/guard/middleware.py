"""The porter: locked office, nobody signed in, covered page, closed door; in this order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from vegerin.guard import boot, doors, parking, unlocking
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.ui.addresses import page_before


class GuardedRequest(HttpRequest):
    """A request after the porter: `reader` is whoever is signed in."""

    reader: Reader  # views behind a door always have one
    seat: parking.Seat | None


class Porter:
    """Sets `request.reader`, and lets nobody past who may not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the porter's place, or let the request through."""
        seat = None
        if boot.is_unlocked():
            unlocking.settle()
            seat = parking.seat(request.session, request.COOKIES.get(parking.COOKIE, ""))
        request.seat = seat  # type: ignore[attr-defined]
        request.reader = seat.reader if seat else None  # type: ignore[attr-defined]
        answer = self._stopped(request, seat) or self.get_response(request)
        if answer.status_code == 405 and request.method in {"GET", "HEAD"}:
            answer.content = doors.absent_page(request).encode()  # it only takes forms: no page
        return answer

    def _stopped(self, request: HttpRequest, seat: parking.Seat | None) -> HttpResponse | None:
        view = _view_of(request.path_info)
        if doors.is_open(view):
            return None
        if not boot.is_unlocked():
            return HttpResponseRedirect(reverse("guard:unlock"))
        if seat is None:
            return _redirect("guard:sign_in", request)
        if seat.covered:
            return _redirect("guard:covered", request)
        assert seat.reader is not None
        if seat.staff.must_choose_passphrase and request.path not in _while_choosing():
            return HttpResponseRedirect(reverse("guard:passphrase"))
        if view is not None and doors.may_open(view, seat.reader):
            return None
        with_slash = request.path_info + "/"
        if request.method == "GET" and doors.may_open(_view_of(with_slash), seat.reader):
            return HttpResponseRedirect(with_slash)
        return doors.not_found_like_absent(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What queries and actions say becomes a page."""
        if isinstance(error, (NotYours, Http404)):
            return doors.not_found_like_absent(request)
        if isinstance(error, Refused):
            return refused(request, error)
        return None


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A page with the sentence of a refusal."""
    told = {"sentence": error.sentence, "page_before": page_before(request)}
    response = render(request, "ui/pages/refused.html", told, status=error.status)
    if error.retry_after:
        response["Retry-After"] = str(error.retry_after)
    return response


def _view_of(path: str) -> Any:
    try:
        return resolve(path).func
    except Resolver404:
        return None


def _while_choosing() -> set[str]:
    return {reverse("guard:passphrase"), reverse("guard:sign_out"), reverse("guard:lock")}


def _redirect(name: str, request: HttpRequest) -> HttpResponse:
    # The address holds ids only, so it may stand in the next one's query.
    after = f"?{urlencode({'next': request.path})}" if request.method == "GET" and request.path != "/" else ""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name) + after})
    return HttpResponseRedirect(reverse(name) + after)
