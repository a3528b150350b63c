"""A batch with its count, one portrait before one family, and what a second line says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import evidence_forms as forms
from vegerin.contacts import evidence_rules as rules
from vegerin.contacts.actions import evidence as acts
from vegerin.contacts.actions import showings
from vegerin.contacts.evidence_rules import Act
from vegerin.contacts.models import Batch, SetAside
from vegerin.contacts.queries import evidence as queries
from vegerin.contacts.queries import showings as shown
from vegerin.contacts.views.evidence import READERS, in_the_page, in_the_page_only, known_of
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.register.queries import request_for

SHOWERS, SIGNERS = rules.who_may(Act.SHOW), rules.who_may(Act.SIGN) & rules.who_may(Act.READ)


def _batch(request: GuardedRequest, batch_id: UUID) -> Batch:
    found = queries.batches_for(request.reader).filter(pk=batch_id).first()
    if found is None:
        raise Http404
    return found


def page(request: GuardedRequest, row: Batch, **more: Any) -> HttpResponse:
    """All numbers of a batch, with what families said; no picture."""
    reader = request.reader
    portraits = shown.portraits_of(reader, row)
    told = {
        **known_of(reader, row),
        "batch": row,
        "portraits": portraits,
        "count": shown.count_of(portraits),
        "details": queries.details_of(reader, row),
        "shows": rules.may(reader, Act.SHOW),
        "signs": reader.has(*SIGNERS),
        **more,
    }
    return render(request, "contacts/batch.html", told)


@never_cache
@opens_to(*READERS)
def batch(request: GuardedRequest, batch_id: UUID) -> HttpResponse:
    """One batch."""
    return page(request, _batch(request, batch_id))


@require_POST
@never_cache
@opens_to(*READERS)
def propose_opening_batch(request: GuardedRequest, batch_id: UUID) -> HttpResponse:
    """Ask to open it, to show it to families."""
    row, form = _batch(request, batch_id), forms.WhyForm(request.POST)
    if not form.is_valid():
        return page(request, row, why_form=form)
    acts.propose_opening(thing=row, why=form.cleaned_data["why"], by=request.reader)
    return redirect("contacts:batch", row.pk)


@never_cache
@opens_to(*READERS)
def give_out_batch(request: GuardedRequest, batch_id: UUID, how: str) -> HttpResponse:
    """Export, print, download: refused, with the sentence, and written down."""
    acts.refuse_to_give_out(thing=_batch(request, batch_id), by=request.reader)
    raise Http404


@never_cache
@opens_to(*READERS)
def aside(request: GuardedRequest, batch_id: UUID, number: int) -> HttpResponse:
    """Set one aside, or take it up again."""
    row = _batch(request, batch_id)
    item = queries.evidence_for(request.reader).filter(batch=row, number=number).first()
    if item is None:
        raise Http404
    is_aside = item.pk in shown.set_aside_now([item])
    form = forms.AsideForm(request.POST or None)
    if request.method == "POST" and (is_aside or form.is_valid()):
        why = SetAside.Why.AGAIN if is_aside else form.cleaned_data["why"]
        showings.set_aside(evidence=item, why=why, by=request.reader)
        return redirect("contacts:batch", row.pk)
    told = {"batch": row, "item": item, "form": form, "is_aside": is_aside}
    return render(request, "contacts/aside.html", told)


@never_cache
@opens_to(*SHOWERS)
def show(request: GuardedRequest, batch_id: UUID) -> HttpResponse:
    """First which family, then which of them, which picture, who sits beside."""
    row, reader = _batch(request, batch_id), request.reader
    code = request.POST.get("request") or request.GET.get("request", "")
    asked = request_for(reader, code) if code else None
    told: dict[str, Any] = {"batch": row, "asked": asked, "code": code}
    if asked is not None:
        sent = request.POST if request.method == "POST" else None
        form = forms.ShowForm(
            sent, reader=reader, request=asked, initial={"number": request.GET.get("number", "")}
        )
        told["form"] = form
        if sent is not None and form.is_valid():
            said = form.cleaned_data
            item = queries.evidence_for(reader).filter(batch=row, number=said["number"]).first()
            if item is not None:
                made = showings.show(
                    evidence=item,
                    request=asked,
                    inquirer=form.inquirers[said["inquirer"]],
                    sat_with=form.beside[said["sat_with"]],
                    warned=said["warned"],
                    by=reader,
                )
                return redirect("contacts:showing", made.pk)
            form.add_error("number", rules.NO_SUCH_NUMBER)
    return render(request, "contacts/show.html", told)


@never_cache
@in_the_page_only
@opens_to(*SHOWERS)
def showing(request: GuardedRequest, showing_id: UUID) -> HttpResponse:
    """The one picture, turned towards one who asks, until she has answered."""
    reader, row = request.reader, shown.showing_for(request.reader, showing_id)
    if row is None:
        raise Http404
    sought = shown.sought_of(reader, row)
    form = forms.AnswerForm(request.POST or None, sought=sought)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = showings.answer(
            showing=row, said=said["said"], sought=form.sought.get(said["whom"]), by=reader
        )
        batch_id = row.evidence.batch_id
        back = f"?request={row.request.code}&said={made.answer}"
        return redirect(reverse("contacts:answered", args=[batch_id]) + back)
    picture = in_the_page(showings.picture_shown(showing=row, by=reader))
    return render(request, "contacts/showing.html", {"row": row, "form": form, "picture": picture})


@never_cache
@opens_to(*SHOWERS)
def answered(request: GuardedRequest, batch_id: UUID) -> HttpResponse:
    """It is written down. Nothing comes by itself: another picture, or enough for today."""
    row = _batch(request, batch_id)
    asked = request_for(request.reader, request.GET.get("request", ""))
    told = {"batch": row, "asked": asked, "said": request.GET.get("said", "")}
    return render(request, "contacts/answered.html", told)


@never_cache
@opens_to(*SIGNERS)
def claim(request: GuardedRequest, answer_id: UUID) -> HttpResponse:
    """A family's word beside other families' words, and the second line somebody follows."""
    reader, row = request.reader, shown.answer_for(request.reader, answer_id)
    if row is None:
        raise Http404
    form = forms.SecondLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        showings.follow_second_line(answer=row, **form.cleaned_data, by=reader)
        return redirect("contacts:claim", row.pk)
    item = row.showing.evidence
    claims = shown.claims_of(reader, [item])[item.pk]
    told = {
        "row": row,
        "item": item,
        "claims": [(one, [(line, shown.line_of(reader, line)) for line in one.lines]) for one in claims],
        "sat": reader.staff.pk in (row.by_id, row.showing.sat_with_id),
        "form": form,
    }
    return render(request, "contacts/claim.html", told)
