"""Organisations: with whom the office works, for what, until when, and what was handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.refusals import NotYours, Refused, sentence_of
from vegerin.register import actions, queries
from vegerin.register.actions.organisations import agreement_for
from vegerin.register.forms import AgreementForm, EndForm, OrganisationForm, ShareForm
from vegerin.register.models import Agreement, Organisation
from vegerin.register.queries.organisations import agreement_by_id, partners_for, seats_of, shares_with
from vegerin.register.rules import SENTENCES, Act, may
from vegerin.register.views.doors import opens_for

SHARES_SHOWN = 50


@never_cache
@opens_for(Act.SEE_BODIES)
def organisations(request: GuardedRequest) -> HttpResponse:
    """All of them, and whether an agreement runs today."""
    context = {
        "rows": [shown(one) for one in queries.organisations_for(request.reader)],
        "may_agree": may(request.reader, Act.AGREE),
        "sentence": SENTENCES[Act.AGREE],
    }
    return render(request, "register/organisations.html", context)


def shown(organisation: Organisation) -> dict[str, Any]:
    """An organisation with what is agreed today."""
    today = timezone.localdate()
    agreements = [shown_agreement(one) for one in organisation.agreements.all()]
    running = [one for one in agreements if one["row"].runs_on(today)]
    return {"row": organisation, "agreements": agreements, "running": running}


def shown_agreement(agreement: Agreement) -> dict[str, Any]:
    """An agreement in words."""
    today = timezone.localdate()
    words = {what.value: str(what.label) for what in Agreement.What}
    return {
        "row": agreement,
        "what": [words[what] for what in agreement.what],
        "last_day": agreement.last_day,
        "ended": agreement.last_day < today,
        "begins_later": agreement.begins > today,
        "endings": agreement.endings.all(),
    }


def the_organisation(request: GuardedRequest, organisation_id: object) -> Organisation:
    """The organisation of an address."""
    found = queries.organisation_for(request.reader, organisation_id)
    if found is None:
        raise NotYours
    return found


@never_cache
@opens_for(Act.SEE_BODIES)
def organisation(request: GuardedRequest, organisation_id: object) -> HttpResponse:
    """One organisation: what is agreed, what was handed over, and why nothing can be where nothing can."""
    found = the_organisation(request, organisation_id)
    context = {
        **shown(found),
        "shares": shares_with(request.reader, found)[:SHARES_SHOWN],
        "may_agree": may(request.reader, Act.AGREE),
        "may_share": may(request.reader, Act.SHARE),
        "sentence": SENTENCES[Act.SHARE],
        "why_not": why_not(found),
        "seats": seats_of(request.reader, found),
        "partners": partners_for(request.reader),
    }
    return render(request, "register/organisation.html", context)


@require_POST
@never_cache
@opens_for(Act.AGREE)
def seat(request: GuardedRequest, organisation_id: object) -> HttpResponse:
    """Say which partner's account signs in for it."""
    found = the_organisation(request, organisation_id)
    chosen = [one for one in partners_for(request.reader) if str(one.pk) == request.POST.get("staff")]
    for one in chosen:
        actions.seat_partner(staff=one, organisation=found, by=request.reader)
    return redirect("register:organisation", found.pk)


def why_not(organisation: Organisation) -> str:
    """The sentence beside the button while no agreement runs; the same that an attempt would be told."""
    today = timezone.localdate()
    if any(one.runs_on(today) for one in organisation.agreements.all()):
        return ""
    return sentence_of(lambda: agreement_for(organisation, Agreement.What.FIGURES, today))


@never_cache
@opens_for(Act.AGREE)
def add_organisation(request: GuardedRequest) -> HttpResponse:
    """A body the office begins to work with."""
    form = OrganisationForm(request.POST or None)
    return form_page(
        request,
        form,
        title=_("Add an organisation"),
        act=_("Keep it"),
        do=lambda told: actions.add_organisation(**told, by=request.reader),
    )


@never_cache
@opens_for(Act.AGREE)
def agree(request: GuardedRequest, organisation_id: object) -> HttpResponse:
    """What may be shared with it, for what, until when."""
    found = the_organisation(request, organisation_id)
    form = AgreementForm(request.POST or None, initial={"begins": timezone.localdate()})
    beside = [
        (
            _("Never in any agreement"),
            _(
                "Who is mother of which child, children's earlier names, names forced on somebody, religion,"
                " and that somebody is a survivor."
            ),
        )
    ]
    return form_page(
        request,
        form,
        title=_("What is agreed"),
        act=_("Keep it"),
        do=lambda told: actions.record_agreement(organisation=found, **told, by=request.reader),
        organisation=found,
        beside=beside,
    )


@never_cache
@opens_for(Act.AGREE)
def end(request: GuardedRequest, agreement_id: object) -> HttpResponse:
    """End an agreement sooner."""
    agreement = agreement_by_id(request.reader, agreement_id)
    if agreement is None:
        raise NotYours
    form = EndForm(request.POST or None, initial={"last_day": timezone.localdate()})
    return form_page(
        request,
        form,
        title=_("End the agreement"),
        act=_("End it"),
        do=lambda told: actions.end_agreement(agreement=agreement, **told, by=request.reader),
        organisation=agreement.organisation,
    )


@never_cache
@opens_for(Act.SHARE)
def share(request: GuardedRequest, organisation_id: object) -> HttpResponse:
    """Something is handed over; refused with the reason where no agreement covers it."""
    found = the_organisation(request, organisation_id)
    form = ShareForm(request.POST or None)
    if form.is_valid() and form.cleaned_data["code"]:
        form.cleaned_data["person"] = queries.person_for(request.reader, form.cleaned_data["code"])
        if form.cleaned_data["person"] is None:
            form.add_error("code", _("There is no such number, or it is not yours to see."))

    def do(told: dict[str, Any]) -> Any:
        told = {key: value for key, value in told.items() if key != "code"}
        return actions.record_share(organisation=found, **told, by=request.reader)

    return form_page(
        request, form, title=_("Hand something over"), act=_("It was handed over"), do=do, organisation=found
    )


def form_page(
    request: GuardedRequest,
    form: Any,
    *,
    title: str,
    act: str,
    do: Callable[[dict[str, Any]], Any],
    organisation: Organisation | None = None,
    beside: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """A form about organisations: acts, or says why not."""
    if form.is_valid():
        try:
            done = do(form.cleaned_data)
            found = organisation or done
            return redirect("register:organisation", found.pk)
        except Refused as refusal:
            form.add_error(None, _(refusal.sentence))
    back = reverse("register:organisation", args=[organisation.pk]) if organisation else ""
    context = {
        "form": form,
        "title": title,
        "page_title": _("Organisation"),
        "act": act,
        "back": back or reverse("register:organisations"),
        "back_word": organisation.name if organisation else _("Organisations"),
        "beside": list(beside),
    }
    return render(request, "register/form.html", context)
