"""Who may open a page. Closed by default: a view that says nothing answers as if it did not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string
from django.urls import reverse

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.ui.context import office_name

View = TypeVar("View", bound=Callable[..., Any])


def opens_to(*roles: Role) -> Callable[[View], View]:
    """This page opens to holders of these roles; without roles, to everybody who is signed in."""

    def mark(view: View) -> View:
        view.opens_to = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def opens_to_nobody_in_particular(view: View) -> View:
    """This page needs no sign-in: sign-in itself, unlock, the duty screen."""
    view.open_door = True  # type: ignore[attr-defined]
    return view


def is_open(view: Any) -> bool:
    """Whether a page shows itself to anybody, even while the office is locked."""
    return bool(getattr(view, "open_door", False))


def may_open(view: Any, reader: Reader) -> bool:
    """Whether a view's door opens to a reader."""
    if is_open(view):
        return True
    roles = getattr(view, "opens_to", None)
    return roles is not None and (not roles or reader.has(*roles))


def not_found_like_absent(request: HttpRequest) -> HttpResponse:
    """Not yours and absent answer with the same bytes, and leave the same kind of row in the trail."""
    reader = getattr(request, "reader", None)
    if reader is not None:
        trail.record("not_found", by=reader, secret=request.path)
    return HttpResponseNotFound(absent_page(request))


def absent_page(request: HttpRequest) -> str:
    """The page where no page is."""
    reader = getattr(request, "reader", None)
    # Rendered without the request: no address, no token, nothing that could differ.
    values = {"office_name": office_name(), "exercise": settings.OFFICE_IS_EXERCISE}
    if reader is not None:
        values |= {
            "lock_url": reverse("guard:lock"),
            "help_url": reverse("guard:help", args=["register:desk"]),
        }
    return render_to_string("guard/not_found.html", values)
