"""The page of help: what is true of one page, and of every page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from vegerin.guard import help
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest


@opens_to()
def help_page(request: GuardedRequest, view_name: str) -> HttpResponse:
    """Help with a page, by the name of its view; one that is not the reader's has no sentence of its own."""
    context = {"sentences": help.said_of(request.reader, view_name), "back": came_from(request)}
    return render(request, "guard/help.html", context)


def came_from(request: GuardedRequest) -> str:
    """The page of this office from which help was asked."""
    page = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}".rstrip("?") if page and ours else ""
