"""Releases: brought in, and compared with the one before."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.lists import actions, importing, queries, rules, running, staging, words
from vegerin.lists.columns import PART_FIELDS, Field
from vegerin.lists.forms import ColumnsForm, FileForm, SameFileForm
from vegerin.lists.models import BadListRow, GoneRow, ListRelease, OwnersWord, Standing
from vegerin.lists.raw_rows import BadRow, RawRow
from vegerin.lists.reading import Table, read_table
from vegerin.lists.rules import Act
from vegerin.lists.sent_once import id_for
from vegerin.lists.views.rows import facts_of, row_shown
from vegerin.ui import dates

ROWS_ON_A_PAGE = 50
ROWS_SHOWN = 5


@opens_to(*rules.who_may(Act.SEE))
def lists(request: GuardedRequest) -> HttpResponse:
    """All lists with their releases."""
    found = queries.lists_for(request.reader)
    context = {
        "lists": [(one, any(release.compiler for release in one.releases.all())) for one in found],
        "may_import": rules.may(request.reader, Act.IMPORT),
        "sentence": rules.SENTENCES[Act.IMPORT],
    }
    return render(request, "lists/lists.html", context)


@opens_to(*rules.who_may(Act.IMPORT))
def choose_file(request: GuardedRequest) -> HttpResponse:
    """A file, and which release of which list it is."""
    form = FileForm(
        request.POST or None, request.FILES or None, initial={"list_name": request.GET.get("list", "")}
    )
    if form.is_valid():
        already = _already_in(request, form)
        if already is not None:
            return redirect("lists:release", already.pk)
        told = [form.cleaned_data[name] for name in ("list_name", "compiler", "released_on")]
        waiting = staging.Waiting(
            id=str(id_for(request, form.table.sha256, *map(str, told))),
            list_name=form.cleaned_data["list_name"],
            compiler=form.cleaned_data["compiler"],
            released_on=form.cleaned_data["released_on"].isoformat(),
            file_name=form.cleaned_data["file"].name,
            staff=str(request.reader.staff.pk),
            raw=form.raw,
        )
        staging.keep(waiting)
        return redirect("lists:columns", waiting.id)
    known = [each.name for each in queries.lists_for(request.reader)]
    return render(request, "lists/import.html", {"form": form, "known": known})


def _already_in(request: GuardedRequest, form: FileForm) -> ListRelease | None:
    """The release of this list that came from this very file: it is not read twice, and that is said."""
    found = queries.releases_of_file(request.reader, form.table.sha256)
    already = next((one for one in found if one.list.name == form.cleaned_data["list_name"]), None)
    if already is not None:
        sentence = _("This file is in already: it is the release of {day}. Nothing was added.")
        messages.info(request, sentence.format(day=dates.day(already.released_on)))
    return already


@opens_to(*rules.who_may(Act.IMPORT))
def choose_columns(request: GuardedRequest, waiting_id: uuid.UUID) -> HttpResponse:
    """The first rows, and what each column holds; then the import runs, under the number of the file."""
    if queries.release_for(request.reader, waiting_id) is not None:
        return redirect("lists:release", waiting_id)
    waiting = staging.waiting(str(waiting_id))
    if waiting is None or waiting.staff != str(request.reader.staff.pk):
        raise Http404
    table = read_table(waiting.raw, waiting.file_name)
    recognised = queries.recognised_columns(request.reader, waiting.list_name, table)
    form = ColumnsForm(request.POST or None, headings=table.headings, guessed=recognised.columns)
    if form.is_valid():
        release = actions.start_import(
            raw=waiting.raw,
            file_name=waiting.file_name,
            list_name=waiting.list_name,
            compiler=waiting.compiler,
            released_on=date.fromisoformat(waiting.released_on),
            columns=form.columns,
            release_id=waiting_id,
            by=request.reader,
        )
        if release.pk != waiting_id:  # a colleague brought the same file in meanwhile
            staging.keep(replace(waiting, id=str(release.pk)))
            staging.forget(waiting.id)
        running.start(release, by=request.reader)
        return redirect("lists:release", release.pk)
    context = {
        "form": form,
        "waiting": waiting,
        "table": table,
        "released_on": date.fromisoformat(waiting.released_on),
        "saved": recognised.saved,
        "recognised": recognised,
        "missing": []
        if recognised.another_list
        else [words.FIELD_WORDS[kind] for kind in recognised.missing],
        "elsewhere": queries.releases_of_file(request.reader, table.sha256),
        "later": queries.later_releases(
            request.reader, waiting.list_name, date.fromisoformat(waiting.released_on)
        ),
        **_preview(form, table, recognised.by_values),
    }
    return render(request, "lists/columns.html", context)


def _preview(form: ColumnsForm, table: Table, by_values: Collection[str]) -> dict[str, Any]:
    """The first rows of the file, a column with its first cells, and the rows that will be left out."""
    good: list[RawRow] = []
    bad: list[BadRow] = []
    count = 0
    for row in table.rows():
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        count += 1
        if len(good) < ROWS_SHOWN:
            good.append(row)
    columns = [
        {
            "heading": heading,
            "field": form[f"column{place}"],
            "cells": [row.cells[place] for row in good],
            "by_values": heading in by_values,
        }
        for place, heading in enumerate(table.headings)
    ]
    return {"columns": columns, "rows": count, "bad_count": len(bad), "bad": _left_out(bad[:ROWS_ON_A_PAGE])}


def _left_out(bad: Iterable[BadRow | BadListRow]) -> list[dict[str, Any]]:
    return [{"number": row.number, "why": words.why_bad(row.code, row.values)} for row in bad]


def _page(request: GuardedRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))


@opens_to(*rules.who_may(Act.SEE))
def release(request: GuardedRequest, release_id: uuid.UUID) -> HttpResponse:
    """One release: its import while it runs, then what it says otherwise than the one before."""
    found = release_or_404(request, release_id)
    if not found.is_finished:
        return _unfinished(request, found)
    if request.method == "POST":  # *let it go on*, sent twice
        return redirect("lists:release", found.pk)
    show = request.GET.get("show", "")
    shown = show if show in {*Standing.values, "gone"} else ("changed" if found.before_id else "")
    counts = found.finished.counts
    context = {
        "release": found,
        "shown": shown,
        "tabs": _tabs(found, counts, shown),
        "may_ask": rules.may(request.reader, Act.ASK) and not found.is_taken_back,
        "not_said": _not_said(found),
        "later": []
        if found.is_taken_back
        else queries.later_releases(
            request.reader, found.list.name, found.released_on, before=found.started_at
        ),
        "run": queries.run_with(request.reader, found),
        "to_link": queries.is_newest(request.reader, found),
        "may_import": rules.may(request.reader, Act.IMPORT),
        "may_link": rules.may(request.reader, Act.LINK),
        "numbers_anew": Field.OWN_ID in set(found.columns.values()) and found.joined_by == "content",
    }
    if shown == "gone":
        gone = _page(request, queries.gone_from(request.reader, found))
        context |= {"page": gone, "gone": [_gone(each) for each in gone], "answers": OwnersWord.Word.choices}
        context |= {"not_asked": len(queries.not_asked_about(request.reader, found))}
    else:
        rows = queries.rows_of(request.reader, found, show=shown)
        page = _page(request, rows)
        context |= {"page": page, "rows": [row_shown(each) for each in page]}
    return render(request, "lists/release.html", context)


def _not_said(found: ListRelease) -> list[Any]:
    """What the release before said and this one does not: nothing is compared there."""
    if found.before is None:
        return []
    now, before = (set(map(Field, release.columns.values())) for release in (found, found.before))
    whole = {Field.FULL_NAME, *PART_FIELDS} if {Field.FULL_NAME, Field.GIVEN} & now else set()
    return [words.FIELD_WORDS[kind] for kind in Field if kind in before - now - whole - {Field.NOT_USED}]


def release_or_404(request: GuardedRequest, release_id: uuid.UUID) -> ListRelease:
    """The release of an address."""
    found = queries.release_for(request.reader, release_id)
    if found is None:
        raise Http404
    return found


def _tabs(found: ListRelease, counts: dict[str, int], shown: str) -> list[dict[str, Any]]:
    """The counts on top of a release; each leads to its rows."""
    if found.before_id is None:
        return [
            {"show": "", "count": found.finished.rows, "word": _rows(found.finished.rows), "current": True}
        ]
    tabs: list[tuple[str, int, Callable[[int], str]]] = [
        ("new", counts.get("new", 0) + counts.get("back", 0), _new_rows),
        ("changed", counts.get("changed", 0), lambda _count: _("changed")),
        ("gone", counts.get("gone", 0), lambda _count: _("gone: ask the list’s owner")),
        ("same", counts.get("same", 0), lambda _count: _("unchanged")),
    ]
    return [
        {"show": show, "count": count, "word": word(count), "current": show == shown}
        for show, count, word in tabs
    ]


def _rows(count: int) -> str:
    return ngettext("row", "rows", count)


def _new_rows(count: int) -> str:
    return ngettext("new row", "new rows", count)


def _gone(gone: GoneRow) -> dict[str, Any]:
    said = list(gone.words.all())
    return {"gone": gone, "names": gone.row.names, "facts": facts_of(gone.row), "words": said}


def _unfinished(request: GuardedRequest, found: ListRelease) -> HttpResponse:
    """An import that runs, or that stands still and can go on with the file that waits or the same again."""
    if request.method == "POST":
        rules.check_may(request.reader, Act.IMPORT)
        actions.check_counts(found)
        file = request.FILES.get("file")
        if file is not None and not running.is_running(found):
            _keep_again(request, found, file.read())
        running.start(found, by=request.reader)
        return redirect("lists:release", found.pk)
    return render(request, "lists/progress.html", _progress(request, found))


def _keep_again(request: GuardedRequest, found: ListRelease, raw: bytes) -> None:
    actions.check_same_file(release=found, raw=raw)
    waiting = staging.Waiting(
        id=str(found.pk),
        list_name=found.list.name,
        compiler=found.compiler,
        released_on=found.released_on.isoformat(),
        file_name=found.file_name,
        staff=str(request.reader.staff.pk),
        raw=raw,
    )
    staging.keep(waiting)


@opens_to(*rules.who_may(Act.SEE))
def progress(request: GuardedRequest, release_id: uuid.UUID) -> HttpResponse:
    """The bar of an import, for the page that shows it."""
    found = release_or_404(request, release_id)
    if found.is_finished:
        response = HttpResponse(status=200)
        response["HX-Redirect"] = reverse("lists:release", args=[found.pk])
        return response
    return render(request, "lists/_progress.html", _progress(request, found))


def _progress(request: GuardedRequest, found: ListRelease) -> dict[str, Any]:
    return {
        "release": found,
        "done": importing.rows_in(found),
        "running": running.is_running(found),
        "file_waits": staging.waits(str(found.pk)),
        "may_import": rules.may(request.reader, Act.IMPORT),
        "form": SameFileForm(),
    }


@opens_to(*rules.who_may(Act.SEE))
def bad_rows(request: GuardedRequest, release_id: uuid.UUID) -> HttpResponse:
    """The rows that did not go in, by number, with the reason."""
    found = release_or_404(request, release_id)
    page = _page(request, found.bad_rows.order_by("number"))
    context = {"release": found, "page": page, "bad": _left_out(page)}
    return render(request, "lists/bad_rows.html", context)
