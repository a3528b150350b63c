"""Who may open a page. Closed by default: a view that says nothing answers as if it did not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role

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


def may_open(view: Any, reader: Reader) -> bool:
    """Whether a view's door opens to a reader."""
    if getattr(view, "open_door", False):
        return True
    roles = getattr(view, "opens_to", None)
    return roles is not None and (not roles or reader.has(*roles))


def not_found_like_absent(request: HttpRequest) -> HttpResponse:
    """Not yours and absent answer with the same bytes, and leave the same kind of row in the trail."""
    reader = getattr(request, "reader", None)
    if reader is not None:
        trail.record("not_found", by=reader, secret=request.path)
    return render(request, "guard/not_found.html", status=404)
