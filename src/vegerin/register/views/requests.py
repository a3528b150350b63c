"""Tracing requests: the list, a mother's visit typed in, and the page of one request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from vegerin.guard import drafts, papers, trail
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.models import Draft
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import actions, queries
from vegerin.register.asked import list_rows, request_context
from vegerin.register.forms.requests import RequestForm, SoughtForm
from vegerin.register.models import Person, TracingRequest
from vegerin.register.rules import Act, may
from vegerin.register.shown import lines_for
from vegerin.register.views.doors import opens_for

DRAFT = "new-request"
SHOWN, MOST_SOUGHT = 50, 12


def the_request(request: GuardedRequest, code: str) -> TracingRequest:
    """The request of an address; one that is not this reader's answers like an absent one."""
    found = queries.request_for(request.reader, code)
    if found is None:
        raise NotYours
    return found


@never_cache
@opens_for(Act.READ_REQUESTS)
def requests(request: GuardedRequest) -> HttpResponse:
    """The newest, or what was looked for by code or by who asks."""
    asked = request.POST.get("asked", "").strip()[:200]
    if asked:
        found = queries.find_requests(request.reader, asked, limit=SHOWN)
        actions.note_search(text=asked, found=len(found), by=request.reader)
    else:
        found = list(queries.requests_for(request.reader)[:SHOWN])
    context = {
        "rows": list_rows(request.reader, found),
        "asked": asked,
        "own_search": True,
        "may_take": may(request.reader, Act.TAKE_REQUEST),
    }
    return render(request, "register/requests.html", context)


@never_cache
@opens_for(Act.TAKE_REQUEST)
def new_request(request: GuardedRequest) -> HttpResponse:
    """A visit in one page; always taken, and kept while it is written."""
    if request.method == "POST":
        return posted(request)
    kept = drafts.of(request.reader, draft_key(request))
    if kept is not None:
        form = RequestForm(initial=kept.dict() | lists_of(kept))
        return form_page(request, form, soughts(kept), draft_at=draft_time(request))
    form = RequestForm(initial=known_inquirer(request))
    person = asked_about(request)
    initial = {}
    if person is not None:
        name = lines_for(request.reader, [person])[0].name
        initial = {"name": name, "sex": person.sex, "born": person.born, "person": person.code}
    return form_page(request, form, [SoughtForm(prefix="s0", initial=initial)])


def asked_about(request: GuardedRequest) -> Person | None:
    """Whose page the request was opened from; nobody for whoever may not see her."""
    return queries.person_for(request.reader, request.GET.get("about", "") or "-")


def draft_key(request: GuardedRequest) -> str:
    """Each person has a stopped request of her own: no family's words are joined to another's."""
    person = asked_about(request)
    return f"{DRAFT}:{person.code}" if person else DRAFT


def draft_time(request: GuardedRequest) -> datetime | None:
    """When the draft was kept."""
    mine = Draft.objects.filter(staff=request.reader.staff, form=draft_key(request))
    return mine.values_list("at", flat=True).first()


def known_inquirer(request: GuardedRequest) -> dict[str, Any]:
    """Somebody who has asked before, when the page was opened from her request."""
    who = queries.inquirer_for(request.reader, request.GET.get("inquirer", ""))
    return {"inquirer": who.name, "inquirer_sex": who.sex, "known_inquirer": who.code} if who else {}


def lists_of(kept: QueryDict) -> dict[str, Any]:
    """Answers of which there may be several."""
    return {"rules": kept.getlist("rules")}


def soughts(values: QueryDict, *, bound: bool = False, more: int = 0) -> list[SoughtForm]:
    """As many forms as were filled, one at least."""
    filled = [n for n in range(MOST_SOUGHT) if values.get(f"s{n}-name", "").strip()]
    count = min(MOST_SOUGHT, max((n + 1 for n in filled), default=1) + more)
    if bound:
        return [SoughtForm(values, prefix=f"s{n}") for n in filled or [0]]
    names = SoughtForm.base_fields
    return [
        SoughtForm(prefix=f"s{n}", initial={name: values.get(f"s{n}-{name}", "") for name in names})
        for n in range(count)
    ]


def posted(request: GuardedRequest) -> HttpResponse:
    """Save, one more, or stop for now."""
    act = request.POST.get("act", "")
    if act == "stop":
        drafts.keep(staff=request.reader.staff, form=draft_key(request), values=request.POST)
        return redirect("register:desk")
    if act == "more":
        form = RequestForm(initial=request.POST.dict() | lists_of(request.POST))
        return form_page(request, form, soughts(request.POST, more=1))
    form, sought = RequestForm(request.POST), soughts(request.POST, bound=True)
    if not sought[0]["name"].value():
        sought[0].fields["name"].required = True
    if not all([form.is_valid(), *(one.is_valid() for one in sought)]):
        return form_page(request, form, sought)
    try:
        taken = take(request, form, sought)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return form_page(request, form, sought)
    drafts.drop(form=draft_key(request), by=request.reader)
    return redirect("register:request", taken.code)


def take(request: GuardedRequest, form: RequestForm, sought: list[SoughtForm]) -> TracingRequest:
    """The request as it was told."""
    code = form.cleaned_data["known_inquirer"]
    known = queries.inquirer_for(request.reader, code) if code else None
    taken = actions.take_request(
        inquirer=known or form.as_inquirer(),
        sought=[one.as_new(request.reader) for one in sought],
        owner=request.reader.staff,
        **form.as_request(),
        by=request.reader,
    )
    if known and form.cleaned_data["number"]:
        actions.add_family_phone(inquirer=known, phone=form.as_phone(), by=request.reader)
    return taken


def form_page(
    request: GuardedRequest, form: RequestForm, sought: list[SoughtForm], *, draft_at: datetime | None = None
) -> HttpResponse:
    """The page; beside it what is said to everyone."""
    context = {
        "form": form,
        "sought": sought,
        "may_add": len(sought) < MOST_SOUGHT,
        "draft_here": f"{reverse('guard:draft')}?form={draft_key(request)}",
        "draft_at": draft_at,
        "consents": [form["search"], form["partner"], form["authority"]],
        "title": _("New request"),
    }
    return render(request, "register/request_new.html", context)


@never_cache
@opens_for(Act.READ_REQUESTS)
def one_request(request: GuardedRequest, code: str) -> HttpResponse:
    """One request. To a clerk it says the same whatever the register holds (D7)."""
    found = the_request(request, code)
    trail.record("request.opened", by=request.reader, about=f"request:{found.pk}")
    return render(request, "register/request.html", request_context(request.reader, found))


@never_cache
@opens_for(Act.READ_REQUESTS)
def print_request(request: GuardedRequest, code: str) -> HttpResponse:
    """The same page to be printed; the print stands in the trail (D27)."""
    found = the_request(request, code)
    copy = papers.record_print(what="request", about=found.code, by=request.reader).copy
    context = request_context(request.reader, found) | {"printing": True, "copy_number": copy}
    return render(request, "register/request.html", context)
