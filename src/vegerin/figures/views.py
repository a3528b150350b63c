"""Pages of figures: others' beside ours, a statement, and writing one down."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from vegerin.figures import actions, queries, rules
from vegerin.figures.arithmetic import Sum, numbers_of, remainder_of, sums_of
from vegerin.figures.forms import CorrectionForm, DoneForm, FigureForm, StatementForm
from vegerin.figures.models import OutsideFigure, OutsideStatement
from vegerin.figures.rules import Act
from vegerin.figures.withheld import GROUPS, OURS, cells, withheld
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register.actions import end_correction
from vegerin.register.queries import corrections_due
from vegerin.register.rules import Act as RegisterAct
from vegerin.register.rules import may as may_in_register
from vegerin.ui.context import office_name

Quantity = OutsideFigure.Quantity
ON_A_PAGE = 50


@never_cache
@opens_to(*rules.who_may(Act.SEE))
def figures(request: GuardedRequest) -> HttpResponse:
    """One quantity: what others say, each in its words, and what this register counts, apart."""
    asked = request.GET.get("show", "")
    quantity = Quantity(asked) if asked in Quantity.values else Quantity.ABDUCTED
    rows = queries.figures_beside(request.reader, quantity)
    ours = queries.ours(request.reader)
    context = {
        "quantity": quantity,
        "tabs": [{"show": one.value, "word": one.label, "current": one == quantity} for one in Quantity],
        "rows": [shown(one) for one in rows],
        "ours": our_rows(request.reader, ours, quantity) if quantity in OURS else [],
        "in_doubt": ours.people.in_doubt,
        "compared_at": ours.people.compared_at,
        "definition": our_definitions()[quantity] if quantity in OURS else "",
        "counts_here": quantity in OURS,
        "may_add": rules.may(request.reader, Act.ADD),
        "sentence": rules.SENTENCES[Act.ADD],
    }
    return render(request, "figures/figures.html", context)


def our_definitions() -> Mapping[str, str]:
    """What each of our own counts means."""
    return {
        Quantity.ABDUCTED: _("Everybody whose case was checked and who was taken, each person once."),
        Quantity.RETURNED: _("Back alive, however, met and recognised; counted once."),
        Quantity.REMAINING: _(
            "Abducted, less those who returned, less those whose remains were handed over (formula A)."
        ),
        Quantity.HANDED_OVER: _("Identified, and handed over to the family."),
    }


def our_rows(reader: Reader, ours: queries.Ours, quantity: str) -> list[dict[str, Any]]:
    """Our own counts of one quantity; small ones are not told to those who read nobody."""
    numbers = {cell: ours.number(*cell) for cell in cells()}
    everything = may_in_register(reader, RegisterAct.READ)
    gone = frozenset() if everything else withheld(numbers)
    return [
        {
            "group": group.label,
            "number": numbers[quantity, group],
            "few": (quantity, group) in gone,
        }
        for group in GROUPS
    ]


def shown(figure: OutsideFigure) -> dict[str, Any]:
    """A figure with how exactly it is said and whom it counts."""
    return {
        "row": figure,
        "statement": figure.statement,
        "exactly": ""
        if figure.exactness == OutsideFigure.Exactness.EXACT
        else figure.get_exactness_display(),
        "group": figure.get_group_display(),
        "unknown": figure.get_value_not_display() if figure.value is None else "",
    }


@never_cache
@opens_to(*rules.who_may(Act.SEE))
def statements(request: GuardedRequest) -> HttpResponse:
    """All statements, also those that were corrected."""
    rows = queries.statements_for(request.reader).order_by("-as_of_earliest", "-recorded_at", "id")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "figures/statements.html", {"page": page})


def the_statement(request: GuardedRequest, statement_id: object) -> OutsideStatement:
    """The statement of an address."""
    found = queries.statement_for(request.reader, statement_id)
    if found is None:
        raise NotYours
    return found


@never_cache
@opens_to(*rules.who_may(Act.SEE))
def statement(request: GuardedRequest, statement_id: object) -> HttpResponse:
    """One statement: its words, its figures, whether they add up, what corrected it."""
    found = the_statement(request, statement_id)
    rows = list(found.figures.all())
    numbers = numbers_of(rows)
    context = {
        "statement": found,
        "rows": [shown(one) for one in rows],
        "sums": [sum_words(one) for one in sums_of(numbers)],
        "remainder": remainder_words(numbers),
        "corrected_by": list(found.corrected_by.all()),
        "may_add": rules.may(request.reader, Act.ADD),
        "sentence": rules.SENTENCES[Act.ADD],
    }
    return render(request, "figures/statement.html", context)


@never_cache
@opens_to(*rules.who_may(Act.ADD))
def correction(request: GuardedRequest, task_id: uuid.UUID) -> HttpResponse:
    """Somebody held dead lives: the last statements of ours, each corrected or said to be right."""
    reader = request.reader
    task = next((one for one in corrections_due(reader) if one.pk == task_id), None)
    if task is None:
        raise NotYours
    ours = queries.last_of(reader, our_names())
    form = DoneForm(request.POST or None)
    if form.is_valid():
        end_correction(task=task, why=form.cleaned_data["why"], by=reader)
        return redirect("register:desk")
    return render(request, "figures/correction.html", {"rows": ours, "form": form})


def our_names() -> Iterator[str]:
    """The office's name in every language: whoever wrote a statement down read another than we do."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield office_name()


def sum_words(found: Sum) -> dict[str, Any]:
    """Whether parts make their whole, in a sentence."""
    what, parts = Quantity(found.quantity).label, " + ".join(f"{part:,}" for part in found.parts)
    made = f"{sum(found.parts):,}"
    if found.agrees:
        return {
            "agrees": True,
            "says": _("{what}: {parts} = {made}, as stated.").format(what=what, parts=parts, made=made),
        }
    says = _("{what}: {parts} = {made}, but {stated} is stated.")
    return {
        "agrees": False,
        "says": says.format(what=what, parts=parts, made=made, stated=f"{found.stated:,}"),
    }


def remainder_words(numbers: Mapping[tuple[str, str], int]) -> dict[str, Any] | None:
    """Which formula the remainder follows, in a sentence."""
    found = remainder_of(numbers)
    if found is None:
        return None
    says = {
        "A": _("Remaining = abducted − returned − handed over (formula A)."),
        "B": _("Remaining = abducted − returned; the dead handed over still count (formula B)."),
        "": _(
            "Remaining follows neither formula: {a} after the dead handed over, {b} before, {stated} stated."
        ),
    }[found.letter]
    a = _("not known") if found.after_bodies is None else f"{found.after_bodies:,}"
    says = says.format(a=a, b=f"{found.before_bodies:,}", stated=f"{found.stated:,}")
    return {"agrees": bool(found.letter), "says": says}


@never_cache
@opens_to(*rules.who_may(Act.ADD))
def add(request: GuardedRequest) -> HttpResponse:
    """Write down a statement; with `corrects` it takes the place of an earlier one, which stays."""
    old = (
        queries.statement_for(request.reader, asked)
        if (asked := as_id(request.GET.get("corrects")))
        else None
    )
    initial = {"issuer": old.issuer, "as_of": old.as_of, "source": old.source} if old else {}
    form = (CorrectionForm if old else StatementForm)(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            new = actions.record_statement(**form.statement(), corrects=old, by=request.reader)
            return redirect("figures:statement", new.pk)
        except Refused as refusal:
            form.add_error(None, _(refusal.sentence))
    title = _("Correct a statement") if old else _("What others published")
    beside = [
        (
            _("As it stands there"),
            _("Copy it as it is, also where it does not add up. Nothing is set right here."),
        )
    ]
    return form_page(request, form, title=title, statement=old, beside=beside)


def as_id(text: str | None) -> str:
    """An id from an address; anything else is nobody's."""
    try:
        return str(uuid.UUID(text or ""))
    except ValueError:
        return ""


@never_cache
@opens_to(*rules.who_may(Act.ADD))
def add_figure(request: GuardedRequest, statement_id: object) -> HttpResponse:
    """One more figure of the same statement."""
    found = the_statement(request, statement_id)
    form = FigureForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_figure(statement=found, number=form.number(), by=request.reader)
            return redirect("figures:statement", found.pk)
        except Refused as refusal:
            form.add_error(None, _(refusal.sentence))
    return form_page(request, form, title=_("Another figure of this statement"), statement=found)


def form_page(
    request: GuardedRequest,
    form: Any,
    *,
    title: str,
    statement: OutsideStatement | None = None,
    beside: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """A form about figures."""
    back = reverse("figures:statement", args=[statement.pk]) if statement else reverse("figures:figures")
    context = {
        "form": form,
        "title": title,
        "page_title": _("Figures"),
        "act": _("Keep it"),
        "back": back,
        "back_word": statement.issuer if statement else _("Figures"),
        "beside": beside or [],
    }
    return render(request, "register/form.html", context)
