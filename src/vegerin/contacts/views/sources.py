"""A handler's own sources: each alone on its page; who it is only by an act, one at a time (R14, R15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import actions, queries, rules
from vegerin.contacts.forms import AgainForm, BurnForm, CardForm, HelperForm, SourceForm
from vegerin.contacts.models import Burned
from vegerin.contacts.rules import Act
from vegerin.contacts.words import content_words
from vegerin.guard.doors import opens_to
from vegerin.guard.meanwhile import in_turn
from vegerin.guard.middleware import GuardedRequest
from vegerin.register.models import Source
from vegerin.register.shown import place_names

HANDLERS = rules.who_may(Act.HANDLE)


@never_cache
@opens_to(*HANDLERS)
def sources(request: GuardedRequest) -> HttpResponse:
    """My sources by code name, and adding one."""
    reader, deputies = request.reader, queries.deputies_for(request.reader)
    form = SourceForm(request.POST or None, deputies=deputies)
    if request.method == "POST" and form.is_valid():
        row = actions.add_source(**form.cleaned_data, by=reader)
        return redirect("contacts:source", row.pk)
    rows = queries.shown_sources(queries.my_sources(reader))
    return render(request, "contacts/sources.html", {"rows": rows, "form": form, "deputies": deputies})


def _mine(request: GuardedRequest, source_id: UUID) -> Source:
    found = queries.my_source(request.reader, source_id)
    if found is None:
        raise Http404
    return found


def places_marked(burned: Burned) -> list[str]:
    """Places it touched, in the reader's language."""
    return sorted(place_names({one.place_id for one in burned.places.all()}).values())


def page(request: GuardedRequest, row: Source, **forms: Any) -> HttpResponse:
    """One source: how it is judged, what is owed to it, what it touched; never who it is."""
    shown, reader = queries.shown_source(row), request.reader
    told = {
        "source": row,
        "shown": shown,
        "contents": [(content_words(grade), n) for grade, n in shown.contents],
        "notes": [(note, queries.helper_words(reader, note)) for note in row.helper_notes.all()],
        "burned": [(one, places_marked(one)) for one in queries.burned_of(row)],
        "card_form": CardForm(source=row),
        "helper_form": HelperForm(),
        "burn_form": BurnForm(),
        **forms,
    }
    return render(request, "contacts/source.html", told)


@never_cache
@opens_to(*HANDLERS)
def source(request: GuardedRequest, source_id: UUID) -> HttpResponse:
    """One source."""
    return page(request, _mine(request, source_id))


@require_POST
@never_cache
@opens_to(*HANDLERS)
def who(request: GuardedRequest, source_id: UUID) -> HttpResponse:
    """Who it is, opened by an act, alone on its page."""
    row = _mine(request, source_id)
    words = queries.open_card(request.reader, row)
    return render(request, "contacts/who.html", {"source": row, "words": words})


@require_POST
@never_cache
@opens_to(*HANDLERS)
def card(request: GuardedRequest, source_id: UUID) -> HttpResponse:
    """Write down who it is."""
    row = _mine(request, source_id)
    with in_turn(f"card:{row.pk}"):
        form = CardForm(request.POST, source=row)
        if form.is_valid():
            actions.keep_card(source=row, words=form.cleaned_data["words"], by=request.reader)
            return redirect("contacts:source", row.pk)
    return page(request, row, card_form=form)


@require_POST
@never_cache
@opens_to(*HANDLERS)
def helper(request: GuardedRequest, source_id: UUID) -> HttpResponse:
    """Next of kin, rest, debriefing."""
    row, form = _mine(request, source_id), HelperForm(request.POST)
    if not form.is_valid():
        return page(request, row, helper_form=form)
    actions.note_helper(source=row, **form.cleaned_data, by=request.reader)
    return redirect("contacts:source", row.pk)


@require_POST
@never_cache
@opens_to(*HANDLERS)
def burn(request: GuardedRequest, source_id: UUID) -> HttpResponse:
    """Burned, taken or killed: all it touched is marked at once."""
    row, form = _mine(request, source_id), BurnForm(request.POST)
    if not form.is_valid():
        return page(request, row, burn_form=form)
    said = form.cleaned_data
    actions.burn(
        source=row,
        taken=said["what"] == "taken",
        killed=said["what"] == "killed",
        contact=said["contact"],
        next_on=said["next_on"],
        by=request.reader,
    )
    return redirect("contacts:source", row.pk)


@never_cache
@opens_to()
def again(request: GuardedRequest, burned_id: UUID) -> HttpResponse:
    """The named contact was with the family, and says when next; a page of hers alone."""
    mine = {row.burned_id for row in queries.families_due(request.reader)}
    if burned_id not in mine:
        raise Http404
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        burned = Burned.objects.get(pk=burned_id)
        actions.go_again(burned=burned, next_on=form.cleaned_data["next_on"], by=request.reader)
        return redirect("/")
    return render(request, "contacts/again.html", {"form": form})
