"""Taking a release back: proposed here, done when a second person has signed."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.models import Decision
from vegerin.guard.refusals import Refused
from vegerin.lists import actions, queries, rules
from vegerin.lists.forms import TakeBackForm
from vegerin.lists.models import ListRelease
from vegerin.lists.rules import Act
from vegerin.lists.views.releases import release_or_404
from vegerin.ui import dates


@never_cache
@opens_to(*rules.who_may(Act.IMPORT))
def take_back(request: GuardedRequest, release_id: uuid.UUID) -> HttpResponse:
    """Say what is wrong with a release, and put it before a second person."""
    release = release_or_404(request, release_id)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        decision = _proposed(request, release, form.cleaned_data["why"])
        return redirect("guard:decision", decision.pk)
    context = {
        "form": form,
        "title": _("Take this release back"),
        "page_title": _("Take this release back"),
        "under": f"{release.list.name} · {dates.day(release.released_on)}",
        "act": _("Propose it to a second person"),
        "back": reverse("lists:release", args=[release.pk]),
        "back_word": _("Back to the release"),
        "said_to_be": queries.said_to_be_people(request.reader, release),
        "beside": [
            (
                _("What it would change"),
                _(
                    "Search, counts, questions to the owner and link runs leave its rows out. "
                    "The same file can be imported again."
                ),
            ),
            (_("What stays"), _what_stays(release)),
        ],
    }
    return render(request, "lists/take_back.html", context)


def _proposed(request: GuardedRequest, release: ListRelease, why: str) -> Decision:
    """The proposal; sent twice, the one that waits already."""
    try:
        return actions.propose_taking_back(release=release, reason=why, by=request.reader)
    except Refused:
        waiting = queries.taking_back_that_waits(request.reader, release, why)
        if waiting is None:
            raise
        return waiting


def _what_stays(release: ListRelease) -> str:
    if release.is_finished:
        return _("Every row can still be read. What was said of its rows is kept.")
    return _("The rows that went in are kept and stand on no page.")
