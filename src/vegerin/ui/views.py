"""Looks, and the page of all components in both directions and themes."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from vegerin.ui.context import LOOKS
from vegerin.ui.languages import DIGITS, DIGITS_COOKIE, when_chosen
from vegerin.ui.sample import sample

YEAR = 365 * 24 * 3600
View = Callable[[HttpRequest], HttpResponse]


def for_everybody(view: View) -> View:
    """No sign-in needed; the porter of the floor above reads the mark."""
    view.open_door = True  # type: ignore[attr-defined]
    return view


def for_the_signed_in(view: View) -> View:
    """Whoever is signed in, with any role."""
    view.opens_to = frozenset()  # type: ignore[attr-defined]
    return view


@for_the_signed_in
def components(request: HttpRequest) -> HttpResponse:
    """Everything a page may be built from."""
    return render(request, "ui/pages/components.html", sample())


@for_everybody
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages, kept in a cookie and, for whoever is signed in, for the next time."""
    code, reader = request.POST.get("language", ""), getattr(request, "reader", None)
    if reader and code in dict(settings.LANGUAGES):
        for keep in when_chosen:
            keep(reader, code)
    return set_language(request)


@for_everybody
@require_POST
def choose_digits(request: HttpRequest) -> HttpResponse:
    """0-9 or Eastern digits, kept in a cookie; without it the language decides."""
    return _with_choice(request, DIGITS_COOKIE, DIGITS)


@for_everybody
@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Day or night, kept in a cookie; without it the system decides."""
    return _with_choice(request, "look", LOOKS)


def _with_choice(request: HttpRequest, name: str, choices: Collection[str]) -> HttpResponse:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(target if safe and target.startswith("/") else "/")
    chosen = request.POST.get(name, "")
    if chosen in choices:
        answer.set_cookie(
            name, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        answer.delete_cookie(name)
    return answer
