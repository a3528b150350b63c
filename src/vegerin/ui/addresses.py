"""Addresses of ours a reader can be led to: this page, or the one she came from."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def page_before(request: HttpRequest) -> str:
    """The page of ours that led here, as the browser says it; "" where there is none."""
    try:
        came_from, here = urlsplit(request.headers.get("referer", "")), request.get_host()
    except (DisallowedHost, ValueError):
        return ""
    ours = came_from.netloc == here and came_from.path not in {"", "/"}
    return urlunsplit(("", "", came_from.path, came_from.query, "")) if ours else ""


def this_page(request: HttpRequest) -> str:
    """Where a choice of language or light leads back to; an answer to a form has no address of its own."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return page_before(request) or request.get_full_path()
