"""A person's page: who she is, what is known, from whom, and what follows; and opening a case."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.engines.history.dates import BadDate
from vegerin.guard import drafts, once, papers, trail
from vegerin.guard.middleware import GuardedRequest
from vegerin.register import actions, queries
from vegerin.register.forms import PersonForm
from vegerin.register.models import Person
from vegerin.register.page import person_context
from vegerin.register.page_family import life_for_family
from vegerin.register.page_reports import report_meta
from vegerin.register.rules import Act, may
from vegerin.register.values import Claim, Link, NewName
from vegerin.register.views.doors import opens_for, the_person, the_report
from vegerin.ui import told_dates

DRAFT = "new-person"


@never_cache
@opens_for(Act.READ)
@once.on_this_page
def person(request: GuardedRequest, code: str, *, printing: int = 0) -> HttpResponse:
    """The page; as it was known on another day, when asked."""
    who = the_person(request, code)
    as_of, known_by = on_another_day(request)
    status = queries.status_for(request.reader, who, as_of=as_of, known_by=known_by)
    trail.record("person.opened", by=request.reader, about=f"person:{who.pk}")
    token = request.session.get("last_search")
    context: dict[str, Any] = {
        **person_context(request.reader, who, status, on_paper=bool(printing)),
        "last_search": reverse("register:found", args=[token]) if token else "",
        "printing": printing,
        "copy_number": printing,
        "as_of": as_of,
    }
    return render(request, "register/person.html", context)


@never_cache
@opens_for(Act.READ)
def print_person(request: GuardedRequest, code: str) -> HttpResponse:
    """The same page to be printed; the print stands in the trail (D27)."""
    who = the_person(request, code)
    copy = papers.record_print(what="person", about=who.code, by=request.reader).copy
    return person(request, code, printing=copy)


def on_another_day(request: GuardedRequest) -> tuple[date | None, datetime | None]:
    """The day asked for, and with `known`, only what had been recorded by its end."""
    try:
        day = told_dates.read(request.GET.get("on", ""), today=timezone.localdate()).latest
    except BadDate:
        return None, None
    if day is None or "known" not in request.GET:
        return day, None
    return day, timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@never_cache
@opens_for(Act.READ)
@once.on_this_page
def family_view(request: GuardedRequest, code: str) -> HttpResponse:
    """A page that may be turned towards the family: names, line of life; no sources, no reports."""
    # Whose own family it is sees this page and no other (D30).
    who = queries.own_family(request.reader, code) or the_person(request, code)
    status = queries.status_for(request.reader, who)
    trail.record("person.shown_to_family", by=request.reader, about=f"person:{who.pk}")
    return render(request, "register/family.html", life_for_family(request.reader, who, status))


@require_POST
@never_cache
@opens_for(Act.READ)
def open_words(request: GuardedRequest, report_id: object) -> HttpResponse:
    """The words of one report, opened by an act that stands in the trail."""
    report = the_report(request, report_id)
    words = queries.words_of(request.reader, report)
    code = request.POST.get("person", "")
    who = queries.person_for(request.reader, code) if code else None
    context = {
        "words": words,
        "language": report.language,
        "report": report,
        "title": report.get_channel_display(),
        "meta": report_meta(request.reader, report),
        "back": reverse("register:person", args=[who.code]) if who else "",
    }
    template = "register/_words.html" if request.headers.get("HX-Request") else "register/words.html"
    return render(request, template, context)


@never_cache
@opens_for(Act.ADD_PERSON)
def add_person(request: GuardedRequest) -> HttpResponse:
    """Open a case."""
    kept = drafts.of(request.reader, DRAFT) if request.method == "GET" else None
    form = PersonForm(request.POST or None, initial=kept.dict() if kept else {})
    if form.is_valid():
        who = write_person(request, form)
        drafts.drop(form=DRAFT, by=request.reader)
        return redirect("register:person", who.code)
    context = {
        "form": form,
        "title": _("Add a person"),
        "page_title": _("Add a person"),
        "under": _("Search first: she or he may be here under another spelling."),
        "act": _("Open the case"),
        "back": reverse("register:search"),
        "back_word": _("Search"),
        "draft_here": f"{reverse('guard:draft')}?form={DRAFT}",
        "beside": [
            (
                _("Kept as you write it"),
                _("Every spelling is kept. The register finds the others by itself."),
            ),
            (
                _("If you did not ask, say so"),
                _("Not asked is an answer. Nothing but a name must be filled."),
            ),
        ],
    }
    return render(request, "register/form.html", context)


def write_person(request: GuardedRequest, form: PersonForm) -> Person:
    """The case with its names, and what is known of the fate as a first report."""
    said, by = form.cleaned_data, request.reader
    names = [NewName(said["name"], kind="birth")]
    if said["other_name"]:
        names.append(NewName(said["other_name"], kind="as_written"))
    places = queries.place_named(by, said["village"])
    who = actions.add_person(
        names=names,
        **form.sex_and_born(),
        origin=places[0] if len(places) == 1 else "not_asked",
        owner=by.staff,
        review_on=said["review_on"],
        told_by=said["told_by"],
        told_on=timezone.localdate(),
        by=by,
    )
    if may(by, Act.REPORT) and said["taken"]:
        first_report(request, form, who)
    return who


def first_report(request: GuardedRequest, form: PersonForm, who: Person) -> None:
    """What the one who names her says of her fate, as a report of its own."""
    said = form.cleaned_data
    village = said["village"] if who.origin is None else ""
    actions.record_report(
        channel="visit",
        told_at=timezone.now(),
        words=_("Home, as told: {village}").format(village=village) if village else "",
        source_grade="F",
        content_grade="plausible",
        chain=[Link(step="told", role=said["told_by"] or "not said"), Link(step="wrote", role="clerk")],
        claims=[
            Claim(
                who,
                said["taken"],
                said["taken_when"],
                place=who.origin if said["taken"] == "abducted" else None,
            )
        ],
        by=request.reader,
    )
