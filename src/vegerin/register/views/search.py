"""Search: one box, any spelling; results say why. The name asked for never stands in an address (D30)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.engines.answers import Reason
from vegerin.engines.history.dates import between
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.register import actions, owners, queries
from vegerin.register.codes import persons_code
from vegerin.register.forms import SearchForm
from vegerin.register.forms.search import BESIDE
from vegerin.register.queries import Filters, Hit
from vegerin.register.rules import Act, may
from vegerin.register.shown import Line, lines_for
from vegerin.register.views.doors import opens_for
from vegerin.register.words import BANDS, reason_words

FIELDS = ("q", *BESIDE)
KEPT_SEARCHES = 5
MOST_REASONS = 3
SHOWN = 20
AGREE = frozenset({"names.equal", "names.usual", "names.spelling", "names.one_in", "search.number"})
AGREEING = "names.agree"
READ = frozenset({"given", "father", "grandfather", "lineage"})


@never_cache
@opens_for(Act.READ)
def search(request: GuardedRequest) -> HttpResponse:
    """A submitted search is kept under a number in the session, so that going back asks nothing again."""
    if request.method != "POST":
        return page(request, form_for(request))
    token = secrets.token_hex(4)
    asked = {key: request.POST.getlist(key) for key in FIELDS}
    kept = list(request.session.get("searches", {}).items())
    request.session["searches"] = dict([*kept[1 - KEPT_SEARCHES :], (token, asked)])
    return redirect("register:found", token)


@never_cache
@opens_for(Act.READ)
def found(request: GuardedRequest, token: str) -> HttpResponse:
    """What a submitted search found; it stands in the trail, its words sealed to the auditor."""
    asked = request.session.get("searches", {}).get(token)
    if asked is None:
        return redirect("register:search")
    request.session["last_search"] = token
    return page(request, form_for(request, as_query(asked)), note=True)


@require_POST
@never_cache
@opens_for(Act.READ)
def as_you_type(request: GuardedRequest) -> HttpResponse:
    """The results while somebody types; typing writes nothing."""
    context = results(request, form_for(request, request.POST), typing=True)
    return render(request, "register/_results.html", context)


def form_for(request: GuardedRequest, asked: QueryDict | None = None) -> SearchForm:
    """The form with the lists this reader may ask for."""
    return SearchForm(asked, groups=owners.groups_for(request.reader))


def as_query(asked: dict[str, list[str]]) -> QueryDict:
    """A kept search as a form takes it."""
    query = QueryDict(mutable=True)
    for key, values in asked.items():
        query.setlist(key, values)
    return query


def page(request: GuardedRequest, form: SearchForm, *, note: bool = False) -> HttpResponse:
    """The whole page."""
    context = results(request, form)
    if note and context["asked"]:
        actions.note_search(text=context["asked"], found=context["count"], by=request.reader)
    whole = {"form": form, "own_search": True, **context}
    return render(request, "register/search.html", whole)


def results(request: GuardedRequest, form: SearchForm, *, typing: bool = False) -> dict[str, Any]:
    """The results in three bands of words, instead of scores."""
    reader = request.reader
    asked = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
    filters = filters_for(reader, form) if asked else Filters()
    answer = queries.search(reader, asked, limit=SHOWN, filters=filters, typing=typing)
    lines = {
        line.person.pk: line for line in lines_for(reader, [hit.person for hit in answer.hits if hit.person])
    }
    bands = [
        {"word": word, "hits": [shown_hit(hit, lines) for hit in people_first(answer.hits, band)]}
        for band, word in BANDS.items()
    ]
    return {
        "asked": asked,
        "number": bool(persons_code(asked)),
        "count": len(answer.hits),
        "read_as": [
            {"text": text, "role": role_words(role)} for text, role in answer.read_as if role in READ
        ],
        "bands": [band for band in bands if band["hits"]],
        "left_out": not answer.hits and left_out(reader, asked, filters, typing=typing),
        "more": answer.more,
        "may_report": may(reader, Act.REPORT),
        "may_add": may(reader, Act.ADD_PERSON),
    }


def people_first(hits: Sequence[Hit], band: str) -> list[Hit]:
    """Of one band, people before rows that are nobody's yet, and forced names last."""
    inside = [hit for hit in hits if hit.band == band]
    return sorted(inside, key=lambda hit: (hit.person is None, hit.kind == "imposed"))


def left_out(reader: Reader, asked: str, filters: Filters, *, typing: bool) -> bool:
    """Whether the name itself is found, and only what narrows the search leaves it out."""
    return filters.narrow and bool(queries.search(reader, asked, limit=1, typing=typing).hits)


def filters_for(reader: Reader, form: SearchForm) -> Filters:
    """What else is known, as the search narrows by it."""
    years = form.born()
    village = (form.cleaned_data.get("village") or "").strip()
    return Filters(
        sex=form.one_sex(),
        born=between(date(years[0], 1, 1), date(years[1], 12, 31)) if years else None,
        origins=frozenset(place.pk for place in queries.place_named(reader, village)),
        village=village,
        fate=form.cleaned_data.get("fate") or "",
        group=form.cleaned_data.get("on_list") or "",
    )


def role_words(role: str) -> str:
    """How a part of the name was read."""
    return {
        "given": _("given name"),
        "father": _("father"),
        "grandfather": _("grandfather"),
        "lineage": _("lineage or village"),
    }[role]


def shown_hit(hit: Hit, lines: dict[UUID, Line]) -> dict[str, Any]:
    """One result: name in both scripts, line of kin, why, fate and place."""
    if hit.person is None:
        assert hit.row is not None
        on_a_list = hit.owner_type == "list_row"
        return {
            "not_a_person": on_a_list,
            "name": hit.row.title,
            "line": hit.row.says,
            "url": hit.row.url,
            "why": reasons(hit),
            "badges": [{"code": "fate.reported"}] if on_a_list else [],
        }
    line = lines[hit.person.pk]
    badges = [{"code": line.badge}]
    if hit.person.whereabouts != "not_known":
        badges.append({"code": f"where.{hit.person.whereabouts}"})
    return {
        "name": line.name,
        "other_name": line.other_name,
        "line": line.line,
        "url": line.url,
        "why": reasons(hit),
        "badges": badges,
    }


def reasons(hit: Hit) -> list[dict[str, str]]:
    """Why it was found: what agrees first, then what does not."""
    agree = [shown_reason(reason) for reason in hit.why if agrees(reason)]
    if hit.band != "very_likely":  # how rare a name is helps only where it may settle the question
        agree = [
            shown_reason(reason) for reason in hit.why if agrees(reason) and reason.code != "names.one_in"
        ]
    differ = [shown_reason(reason) for reason in hit.why if not agrees(reason)]
    forced = {"says": _("Found by a name forced on her or him."), "icon": "tag", "kind": "loose"}
    first = [forced] if hit.kind == "imposed" else []
    return [*first, *agree[:MOST_REASONS], *differ[:MOST_REASONS]]


def agrees(reason: Reason) -> bool:
    """Whether it speaks for the two being one."""
    return reason.code in AGREE or reason.code.startswith(AGREEING)


def shown_reason(reason: Reason) -> dict[str, str]:
    """One reason with its icon."""
    if agrees(reason):
        return {"says": reason_words(reason), "icon": "check", "kind": ""}
    return {
        "says": reason_words(reason),
        "icon": "undo" if reason.code == "names.turned" else "wave",
        "kind": "loose",
    }
