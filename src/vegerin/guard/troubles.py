"""What is shown when something went wrong before or behind a view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from vegerin.guard.doors import not_found_like_absent
from vegerin.ui.addresses import page_before


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there."""
    return not_found_like_absent(request)


def broken(request: HttpRequest) -> HttpResponse:
    """Broken on our side: a page that needs nothing that could be broken too."""
    return HttpResponseServerError(
        render_to_string("ui/pages/broken.html", {"page_before": page_before(request)})
    )


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The browser sent something that is never sent from our pages."""
    return _refused(request, _("This could not be read. Go back and try again."))


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form lay open for too long, or came from elsewhere."""
    return _refused(
        request, _("This form lay open for too long. Go back, load the page again and send it once more.")
    )


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    told = {"sentence": sentence, "page_before": page_before(request)}
    return render(request, "ui/pages/refused.html", told, status=403)
