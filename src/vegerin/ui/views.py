"""Looks, and the page of all components in both directions and themes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vegerin.ui.context import LOOKS
from vegerin.ui.sample import sample

YEAR = 365 * 24 * 3600


def components(request: HttpRequest) -> HttpResponse:
    """Everything a page may be built from."""
    return render(request, "ui/pages/components.html", sample())


@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Day or night, kept in a cookie; without it the system decides."""
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(target if safe else "/")
    look = request.POST.get("look", "")
    if look in LOOKS:
        answer.set_cookie(
            "look", look, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        answer.delete_cookie("look")
    return answer
