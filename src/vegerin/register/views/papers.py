"""Pages of papers, rulings, and what somebody can be known again by."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.engines.history import legal
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register import actions, queries
from vegerin.register.forms.papers import DescribeForm, DocumentForm, RulingForm
from vegerin.register.models import Document
from vegerin.register.rules import Act, may
from vegerin.register.shown import lines_for
from vegerin.register.views.doors import opens_for, the_person
from vegerin.register.views.event import form_page
from vegerin.register.views.request_acts import opened
from vegerin.register.words import LEGAL, listed, reason_words
from vegerin.ui.dates import day

# What a browser shows as a picture; anything else is handed over as a file.
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


@never_cache
@opens_for(Act.READ_PAPERS)
def papers(request: GuardedRequest, code: str) -> HttpResponse:
    """What courts have said, and which papers there are."""
    person = the_person(request, code)
    ruling = queries.ruling_of(request.reader, person)
    status = queries.status_for(request.reader, person)
    undo = legal.to_undo(ruling, status.fate)
    context = {
        "person": person,
        "line": lines_for(request.reader, [person])[0],
        "legal": str(LEGAL[ruling.legal.value if ruling else "none"]),
        "undo": reason_words(undo) if undo else "",
        "rulings": [
            {
                "word": str(LEGAL[row.legal]),
                "when": day(row.ruled_on),
                "where": listed([row.court, row.number]),
            }
            for row in queries.rulings_of(request.reader, person)
        ],
        "documents": queries.documents_of(request.reader, person),
        "may": {
            "add": may(request.reader, Act.ADD_PAPER),
            "rule": may(request.reader, Act.RECORD_RULING),
        },
    }
    return render(request, "register/papers.html", context)


@never_cache
@opens_for(Act.ADD_PAPER)
def add_document(request: GuardedRequest, code: str) -> HttpResponse:
    """One more paper."""
    person = the_person(request, code)
    form = DocumentForm(request.POST or None)
    if form.is_valid():
        actions.add_document(person=person, **form.cleaned_data, by=request.reader)
        return redirect("register:papers", person.code)
    beside = [(_("Not written down"), _("What a paper prints of religion. Nobody here asks for it."))]
    return form_page(request, person, form=form, title=_("Add a paper"), act=_("Keep it"), beside=beside)


@never_cache
@opens_for(Act.RECORD_RULING)
def add_ruling(request: GuardedRequest, code: str) -> HttpResponse:
    """What a court has said."""
    person = the_person(request, code)
    form = RulingForm(request.POST or None)
    if form.is_valid():
        actions.record_ruling(person=person, **form.cleaned_data, by=request.reader)
        return redirect("register:papers", person.code)
    beside = [(_("A ruling is no fate"), _("A court’s word changes nothing of what we hold to be so."))]
    return form_page(request, person, form=form, title=_("A ruling"), act=_("Keep it"), beside=beside)


@require_POST
@never_cache
@opens_for(Act.READ_PAPERS)
def open_document(request: GuardedRequest, document_id: uuid.UUID) -> HttpResponse:
    """Its number opens by an act that stands in the trail."""
    row = Document.objects.filter(pk=document_id).select_related("person").first()
    if row is None or not row.number or queries.person_for(request.reader, row.person_id) is None:
        raise NotYours
    told = queries.open_document(request.reader, row)
    rows = [
        (str(row.get_kind_display()), row.office),
        (_("Number"), told["number"]),
        (_("Register"), told["register"]),
        (_("Page"), told["page"]),
    ]
    return opened(request, row.person.code, rows, reverse("register:papers", args=[row.person.code]))


@never_cache
@opens_for(Act.DESCRIBE)
def described(request: GuardedRequest, code: str) -> HttpResponse:
    """What she can be known again by: that it was told stands here, the words open by an act."""
    person = the_person(request, code)
    context = {
        "person": person,
        "line": lines_for(request.reader, [person])[0],
        "rows": [
            {
                "pk": row.pk,
                "kind": str(row.get_kind_display()),
                "where": listed(
                    [
                        str(row.get_part_display()) if row.part else "",
                        str(row.get_side_display()) if row.side else "",
                    ]
                ),
                "told": listed([day(row.told_on), row.told_by]),
                "uses": listed(row.use_labels()),
                "picture": bool(row.picture),
            }
            for row in queries.descriptions_of(request.reader, person)
        ],
    }
    return render(request, "register/described.html", context)


@never_cache
@opens_for(Act.DESCRIBE)
def describe(request: GuardedRequest, code: str) -> HttpResponse:
    """One more thing to know her again by."""
    person = the_person(request, code)
    form = DescribeForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = dict(form.cleaned_data)
        file = said.pop("picture")
        try:
            actions.describe_person(
                person=person, picture=file.read() if file else b"", **said, by=request.reader
            )
            return redirect("register:described", person.code)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    beside = [
        (_("Asked once"), _("One person keeps it, for one question: is it her or him?")),
        (_("Never asked"), _("How she or he looks.")),
    ]
    return form_page(
        request, person, form=form, title=_("To know her or him again"), act=_("Keep it"), beside=beside,
        with_files=True,
    )  # fmt: skip


@require_POST
@never_cache
@opens_for(Act.DESCRIBE)
def open_description(request: GuardedRequest, description_id: uuid.UUID) -> HttpResponse:
    """Its words open by an act that stands in the trail."""
    row = queries.description_for(request.reader, description_id)
    if row is None:
        raise NotYours
    words = queries.words_of_description(request.reader, row)
    back = reverse("register:described", args=[row.person.code])
    return opened(request, row.person.code, [(str(row.get_kind_display()), words)], back)


@require_POST
@never_cache
@opens_for(Act.DESCRIBE)
def picture(request: GuardedRequest, description_id: uuid.UUID) -> HttpResponse:
    """Its picture, one at a time, by an act."""
    row = queries.description_for(request.reader, description_id)
    if row is None or not row.picture:
        raise NotYours
    content = queries.picture_of_description(request.reader, row)
    kind = next((kind for start, kind in PICTURES.items() if content.startswith(start)), "")
    answer = HttpResponse(content, content_type=kind or "application/octet-stream")
    answer["Content-Disposition"] = f'{"inline" if kind else "attachment"}; filename="{row.person.code}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
