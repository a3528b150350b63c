"""One row of a list: what it says, what changed, who it is."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.lists import actions, queries, rules, words
from vegerin.lists.columns import Field
from vegerin.lists.forms import PersonCodeForm
from vegerin.lists.models import ListRow
from vegerin.lists.rules import Act
from vegerin.register.queries import person_for


@opens_to(*rules.who_may(Act.FIND))
def row(request: GuardedRequest, row_id: uuid.UUID) -> HttpResponse:
    """One row: what it says, what changed, who it is."""
    return _row_page(request, _row_or_404(request, row_id), PersonCodeForm())


def _row_or_404(request: GuardedRequest, row_id: uuid.UUID) -> ListRow:
    found = queries.row_for(request.reader, row_id)
    if found is None:
        raise Http404
    return found


def _row_page(request: GuardedRequest, found: ListRow, form: PersonCodeForm, **more: Any) -> HttpResponse:
    context = {
        **row_shown(found),
        "release": found.release,
        "elsewhere": queries.same_row_elsewhere(request.reader, found),
        "judgements": queries.judgements_of(request.reader, found),
        "person": queries.person_of_row(request.reader, found),
        "form": form,
        "may_see": rules.may(request.reader, Act.SEE),
        "may_decide": rules.may(request.reader, Act.DECIDE) and not found.release.is_taken_back,
        "sentence": _("This release was taken back. Nothing is added to it and nothing said of its rows.")
        if found.release.is_taken_back
        else rules.SENTENCES[Act.DECIDE],
        **more,
    }
    return render(request, "lists/row.html", context)


@require_POST
@opens_to(*rules.who_may(Act.FIND))
def open_sealed(request: GuardedRequest, row_id: uuid.UUID) -> HttpResponse:
    """Open the sealed cells of a row, for those who hold their key."""
    found = _row_or_404(request, row_id)
    return _row_page(request, found, PersonCodeForm(), cells=queries.sealed_cells(request.reader, found))


@require_POST
@opens_to(*rules.who_may(Act.DECIDE))
def new_person(request: GuardedRequest, row_id: uuid.UUID) -> HttpResponse:
    """Open a case for the person a row names."""
    found = _row_or_404(request, row_id)
    with suppress(actions.IsAPersonAlready):  # the page of the row names her
        actions.make_person(row=found, by=request.reader)
    return redirect("lists:row", found.pk)


@require_POST
@opens_to(*rules.who_may(Act.DECIDE))
def is_person(request: GuardedRequest, row_id: uuid.UUID) -> HttpResponse:
    """Say that a row is a person of the register, or is not."""
    found = _row_or_404(request, row_id)
    form = PersonCodeForm(request.POST)
    if form.is_valid():
        person = person_for(request.reader, form.cleaned_data["code"].strip())
        if person is not None:
            actions.judge_row(
                row=found,
                person=person,
                verdict=form.cleaned_data["verdict"],
                why=form.cleaned_data["why"],
                by=request.reader,
            )
            return redirect("lists:row", found.pk)
        form.add_error("code", _("There is no person of this number, or it is not yours to see."))
    return _row_page(request, found, form)


def row_shown(row: ListRow) -> dict[str, Any]:
    """A row with its changes in words."""
    return {
        "row": row,
        "names": row.names,
        "facts": facts_of(row),
        "changes": [_change(each) for each in row.changes],
    }


def _change(change: dict[str, Any]) -> dict[str, Any]:
    before, after = words.marked(change["old"], change["new"])
    return {
        "label": words.FIELD_WORDS[Field(change["field"])],
        "before": before,
        "after": after,
        "explained": change["explained"],
        "why": words.KINDS_OF_CHANGE[change["kind"]],
    }


def facts_of(row: ListRow) -> list[dict[str, Any]]:
    """What a row says beside its names."""
    return [
        {"label": words.FIELD_WORDS[kind], "value": row.said[kind]}
        for kind in words.FACTS
        if row.said.get(kind, "").strip()
    ]
