"""Print a batch, find a sheet by its serial, type it in, add its photograph."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.refusals import NotYours
from vegerin.paper import actions, queries, rendering, typing_in
from vegerin.paper.definitions import FORMS, PaperForm
from vegerin.paper.forms import PhotographForm, PrintForm, SerialForm
from vegerin.paper.models import PAPER_LANGUAGES, Sheet
from vegerin.register.codes import is_right
from vegerin.register.queries import may_add_to
from vegerin.register.rules import Act
from vegerin.register.views.doors import opens_for
from vegerin.register.words import listed


@never_cache
@opens_for(Act.REPORT)
def forms(request: GuardedRequest) -> HttpResponse:
    """Type one in, print some, and what came back of the last ones."""
    return page(request)


def page(request: GuardedRequest, **forms: Any) -> HttpResponse:
    """The room's page, with a form that was sent and must be mended."""
    batches = queries.batches_for(request.reader)
    context = {
        "serial_form": SerialForm(),
        "print_form": new_print_form(None),
        **forms,
        "batches": [(batch, FORMS[batch.printing.form].title) for batch in batches],
    }
    return render(request, "paper/forms.html", context)


def new_print_form(data: Any) -> PrintForm:
    """How many of which, in which language."""
    kinds = [(code, listed((str(one.title), how_long(one)))) for code, one in FORMS.items()]
    return PrintForm(data, kinds=kinds, languages=PAPER_LANGUAGES)


def how_long(form: PaperForm) -> str:
    """How many pages each sheet has: paper is short, and a sheet is stapled."""
    return ngettext("{n} page", "{n} pages", form.pages).format(n=form.pages)


@require_POST
@opens_for(Act.REPORT)
def print_batch(request: GuardedRequest) -> HttpResponse:
    """Make the sheets known, then show them as PDF."""
    form = new_print_form(request.POST)
    if not form.is_valid():
        return page(request, print_form=form)
    made = actions.print_sheets(**form.cleaned_data, by=request.reader)
    return redirect("paper:printing", made.pk)


@never_cache
@opens_for(Act.REPORT)
def printing(request: GuardedRequest, printing_id: UUID) -> HttpResponse:
    """A batch: its PDF, and each sheet with what became of it."""
    made = queries.printing_for(request.reader, printing_id)
    if made is None:
        raise NotYours
    rows = queries.rows_of(request.reader, made)
    form = FORMS[made.form]
    context = {"printing": made, "title": form.title, "each": how_long(form), "rows": rows}
    return render(request, "paper/printing.html", context)


@never_cache
@opens_for(Act.REPORT)
def pdf(request: GuardedRequest, printing_id: UUID) -> HttpResponse:
    """The sheets; a name of no meaning, since print queues and folders keep names."""
    made = queries.printing_for(request.reader, printing_id)
    if made is None:
        raise NotYours
    answer = HttpResponse(rendering.pdf_of(made), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{made.rows.all()[0].serial}.pdf"'
    return answer


@require_POST
@opens_for(Act.REPORT)
def find_sheet(request: GuardedRequest) -> HttpResponse:
    """By the serial at its head; a slip of the pen is found by the check digit."""
    form = SerialForm(request.POST)
    if form.is_valid():
        serial = queries.plain(form.cleaned_data["serial"])
        found = queries.sheet_for(request.reader, serial)
        if found:
            return redirect("paper:sheet" if typed(request, found) else "paper:type_in", found.serial)
        form.add_error("serial", _not_found(serial))
    return page(request, serial_form=form)


def _not_found(serial: str) -> str:
    if not is_right(serial):
        return _("The last digit does not fit the others. Look at the sheet again.")
    return _("No sheet of this office bears this serial.")


def typed(request: GuardedRequest, sheet: Sheet) -> Any:
    """The report that was typed from a sheet, if one was."""
    return queries.typed_from(request.reader, sheet).first()


def the_sheet(request: GuardedRequest, serial: str) -> Sheet:
    """The sheet of an address."""
    found = queries.sheet_for(request.reader, serial)
    if found is None:
        raise NotYours
    return found


@never_cache
@opens_for(Act.REPORT)
def sheet(request: GuardedRequest, serial: str) -> HttpResponse:
    """What became of a sheet; typed in once, it is never typed again."""
    found = the_sheet(request, serial)
    report = typed(request, found)
    context = {
        "sheet": found,
        "title": FORMS[found.printing.form].title,
        "report": report,
        "may_add": report is not None and may_add_to(request.reader, report),
        "photographs": report.attachments.filter(kind="paper").count() if report else 0,
        "form": PhotographForm(),
    }
    return render(request, "paper/sheet.html", context)


@require_POST
@opens_for(Act.REPORT)
def photograph(request: GuardedRequest, serial: str) -> HttpResponse:
    """Seal the photograph of a sheet that was typed in."""
    found = the_sheet(request, serial)
    report = typed(request, found)
    form = PhotographForm(request.POST, request.FILES)
    if report is None:
        raise NotYours
    if form.is_valid():
        content = form.cleaned_data["photograph"].read()
        actions.add_photograph(sheet=found, report=report, photograph=content, by=request.reader)
    return redirect("paper:sheet", found.serial)


@never_cache
@opens_for(Act.REPORT)
def type_in(request: GuardedRequest, serial: str) -> HttpResponse:
    """The screen form of the sheet, to be typed as it was written."""
    found = the_sheet(request, serial)
    if typed(request, found):
        return redirect("paper:sheet", found.serial)
    typing = typing_in.TYPING[found.printing.form](request, found)
    if typing.is_valid():
        typing.save()
        return redirect("paper:sheet", found.serial)
    context = {
        "sheet": found,
        "forms": typing.forms,
        "title": FORMS[found.printing.form].title,
        "back": reverse("paper:forms"),
    }
    return render(request, "paper/type_in.html", context)
