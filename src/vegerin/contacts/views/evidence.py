"""Handing in, and the page of one thing: what is known of it, its log, and the viewer that nothing leaves."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from csp.decorators import csp_update
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import custody, stamping
from vegerin.contacts import evidence_forms as forms
from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.actions import evidence as acts
from vegerin.contacts.actions import intake, urgent
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Evidence
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.queries import showings as shown
from vegerin.guard import sealing
from vegerin.guard.doors import opens_to
from vegerin.guard.meanwhile import in_turn
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.register.queries import place_name

View = TypeVar("View", bound=Callable[..., HttpResponse])
HANDERS, READERS = rules.who_may(Act.HAND_IN), rules.who_may(Act.READ)
# A picture stands in the page itself: it has no address that could be opened, kept or handed on.
_WITH_PICTURE = csp_update({"img-src": ["data:"]})


def in_the_page_only(view: View) -> View:
    """This page may hold a picture in itself."""
    return _WITH_PICTURE(view)  # type: ignore[return-value]


@never_cache
@opens_to(*HANDERS)
def evidence_room(request: GuardedRequest) -> HttpResponse:
    """What she is named for: numbers, kinds and days, no picture. For others the way to hand something in."""
    reader = request.reader
    batches = [
        (batch, shown.count_of(shown.portraits_of(reader, batch))) for batch in queries.batches_for(reader)
    ]
    told = {
        "reads": rules.may(reader, Act.READ),
        "postings": list(queries.postings_for(reader).prefetch_related("said")),
        "batches": batches,
        "kept": request.GET.get("kept", ""),
    }
    return render(request, "contacts/evidence_room.html", told)


@never_cache
@opens_to(*HANDERS)
def hand_in(request: GuardedRequest) -> HttpResponse:
    """One posting, picture or still."""
    return taken_in(request, forms.PostingForm, intake.take_posting, "contacts/hand_in.html")


@never_cache
@opens_to(*HANDERS)
def hand_in_batch(request: GuardedRequest) -> HttpResponse:
    """Portraits that came together."""
    return taken_in(request, forms.BatchForm, intake.take_batch, "contacts/hand_in_batch.html")


def taken_in(
    request: GuardedRequest, form_class: Any, take: Callable[..., queries.Thing], template: str
) -> HttpResponse:
    """What was chosen is sealed at once; a stamp of time is asked for behind."""
    form = form_class(request.POST or None, request.FILES or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        thing = take(**form.as_new(), by=request.reader)
        stamping.ask_behind(by=request.reader)
        return handed_in(request, thing)
    return render(request, template, {"form": form})


def handed_in(request: GuardedRequest, thing: Any) -> HttpResponse:
    """Kept and sealed: its number, and whether it could be read. A reader goes on to its page."""
    mine = queries.sealed_under(thing) in queries.named_for(request.reader)
    why = getattr(thing, "no_copy", None)
    told = {"thing": thing, "mine": mine, "is_batch": not isinstance(thing, Evidence), "no_copy": why}
    return render(request, "contacts/handed_in.html", told)


def _item(request: GuardedRequest, evidence_id: UUID) -> Evidence:
    found = queries.evidence_for(request.reader).filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    return found


def known_of(reader: Reader, thing: queries.Thing) -> dict[str, Any]:
    """What the page of a thing and that of a batch say alike: who may look, until when, what was done."""
    return {
        "readers": queries.named_readers(thing),
        "open_until": queries.open_until(reader, thing),
        "waits": queries.opening_waits(reader, thing),
        "lines": [(line, queries.why_of(reader, line)) for line in custody.lines_of(thing)],
        "why_form": forms.WhyForm(),
    }


def page(request: GuardedRequest, row: Evidence, **more: Any) -> HttpResponse:
    """What is known of one thing, without the picture."""
    reader = request.reader
    gone, copies = hasattr(row, "withdrawn"), queries.copies_to_look_at(row)
    told = {
        **known_of(reader, row),
        "row": row,
        "gone": gone,
        "details": None if gone else queries.details_of(reader, row),
        "said": row.said.last(),
        "guarded": queries.is_guarded(row),
        "no_copy": None if copies else getattr(row, "no_copy", None),
        "is_film": bool(copies) and hasattr(copies[0], "still"),
        "stills": len(copies),
        "again": queries.seen_again(reader, row),
        "alone": queries.may_open_alone(reader, row),
        "urgent": (at_once := getattr(row, "urgent", None)),
        "region": place_name(reader, at_once.region) if at_once else "",
        "stamp": getattr(row.roll, "stamp", None),
        "said_form": forms.SaidForm(evidence=row),
        "reader_form": forms.ReaderForm(others=others(row)),
        "destroy_form": forms.DestroyForm(),
        **more,
    }
    return render(request, "contacts/evidence.html", told)


def others(thing: queries.Thing) -> list[Any]:
    """Who could be named beside those who are."""
    named = queries.named_readers(thing)
    return [one for one in staff_with(*READERS) if one not in named]


@never_cache
@opens_to(*READERS)
def evidence(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """One thing."""
    return page(request, _item(request, evidence_id))


def done_on_its_page(
    request: GuardedRequest, row: Evidence, act: Callable[..., object], **named: Form
) -> HttpResponse:
    """One of the forms of its page: done, or on the page again as it was written."""
    [form] = named.values()
    if not form.is_valid():
        return page(request, row, **named)
    act(**form.cleaned_data, by=request.reader)
    return redirect("contacts:evidence", row.pk)


@require_POST
@never_cache
@opens_to(*READERS)
def propose_opening(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """Ask to look; for a portrait, at its batch."""
    row = _item(request, evidence_id)
    act = partial(acts.propose_opening, thing=row.batch or row)
    return done_on_its_page(request, row, act, why_form=forms.WhyForm(request.POST))


@require_POST
@never_cache
@opens_to(*READERS)
def open_alone(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """The one viewer of what cannot wait; reviewed within 24 hours."""
    row = _item(request, evidence_id)
    act = partial(urgent.open_alone, evidence=row)
    return done_on_its_page(request, row, act, why_form=forms.WhyForm(request.POST))


@require_POST
@never_cache
@in_the_page_only
@opens_to(*READERS)
def look(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """The sealed viewer: the clean copy, once, after a line in the log."""
    row, form = _item(request, evidence_id), forms.WhyForm(request.POST)
    if not form.is_valid():
        return page(request, row, why_form=form)
    seen = acts.look(evidence=row, why=form.cleaned_data["why"], by=request.reader)
    told = {
        "row": row,
        "is_film": seen[0].second is not None,
        "pictures": [(one, in_the_page(one.picture)) for one in seen],
        "said_form": forms.SaidForm(evidence=row),
        "face_form": forms.FaceForm(),
    }
    return render(request, "contacts/viewer.html", told)


def in_the_page(picture: bytes) -> str:
    """A JPEG of ours as a page can hold it."""
    return "data:image/jpeg;base64," + base64.b64encode(picture).decode("ascii")


@require_POST
@never_cache
@opens_to(*READERS)
def say_who(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """Who is in it."""
    row = _item(request, evidence_id)
    act = partial(acts.say_who_is_in_it, evidence=row)
    with in_turn(f"who is in it:{row.pk}"):
        return done_on_its_page(request, row, act, said_form=forms.SaidForm(request.POST, evidence=row))


@require_POST
@never_cache
@opens_to(*READERS)
def cut_face(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """Cut the face out; what a family is shown."""
    row, form = _item(request, evidence_id), forms.FaceForm(request.POST)
    if form.is_valid():
        still = form.cleaned_data["still"] or 1
        acts.cut_face(evidence=row, box=form.box(), still=still, by=request.reader)
        return redirect("contacts:evidence", row.pk)
    return page(request, row, face_form=form)


@require_POST
@never_cache
@opens_to(*READERS)
def check(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """Hash it again and say whether it is what came."""
    row = _item(request, evidence_id)
    try:
        checked = acts.check(evidence=row, by=request.reader)
    except sealing.Destroyed:
        raise Http404 from None
    return page(request, row, checked=checked)


@require_POST
@never_cache
@opens_to(*READERS)
def propose_reader(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """Name one more reader; two decide."""
    row = _item(request, evidence_id)
    form = forms.ReaderForm(request.POST, others=others(row))
    if not form.is_valid():
        return page(request, row, reader_form=form)
    staff = form.others[form.cleaned_data["staff"]]
    thing = row.batch or row
    acts.propose_reader(thing=thing, staff=staff, why=form.cleaned_data["why"], by=request.reader)
    return redirect("contacts:evidence", row.pk)


@require_POST
@never_cache
@opens_to(*READERS)
def propose_destroying(request: GuardedRequest, evidence_id: UUID) -> HttpResponse:
    """Its key, at somebody's wish; two decide."""
    row = _item(request, evidence_id)
    act = partial(acts.propose_destroying, evidence=row)
    return done_on_its_page(request, row, act, destroy_form=forms.DestroyForm(request.POST))


@never_cache
@opens_to(*READERS)
def give_out(request: GuardedRequest, evidence_id: UUID, how: str) -> HttpResponse:
    """Export, print, download: refused, with the sentence, and written down."""
    acts.refuse_to_give_out(thing=_item(request, evidence_id), by=request.reader)
    raise Http404
