"""Taking back what was told: by whoever reads the report, or by its number without reading it (D4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.refusals import NotYours
from vegerin.register import actions, queries
from vegerin.register.forms import NumberForm, WithdrawByNumberForm, WithdrawForm
from vegerin.register.models import Report
from vegerin.register.page_reports import report_meta, withdrawn_on
from vegerin.register.rules import Act
from vegerin.register.views.doors import opens_for, the_report
from vegerin.register.words import report_words


@never_cache
@opens_for(Act.WITHDRAW)
def withdraw(request: GuardedRequest, report_id: object) -> HttpResponse:
    """Destroy the words of a report at somebody's wish; two steps and a sentence."""
    report = the_report(request, report_id)
    form = WithdrawForm(request.POST or None)
    about = report.events.select_related("person").first()
    back = reverse("register:person", args=[about.person.code]) if about else "/"
    if form.is_valid():
        actions.withdraw_report(report=report, wish_of=form.cleaned_data["wish_of"], by=request.reader)
        return redirect(back)
    context = {
        "form": form,
        **withdrawal_of(report),
        "under": report_meta(request.reader, report),
        "act": _("Destroy its words"),
        "irreversible": True,
        "back": back,
        "back_word": _("Back"),
        "beside": beside(),
    }
    return render(request, "register/form.html", context)


@never_cache
@opens_for(Act.WITHDRAW_BY_NUMBER)
def by_number(request: GuardedRequest) -> HttpResponse:
    """Which report? A number that no report bears and one that is not hers answer with the same sentence."""
    form = NumberForm(request.POST or None)
    if form.is_valid():
        report = queries.report_to_withdraw(request.reader, form.cleaned_data["number"])
        if report is not None:
            return redirect("register:withdraw_numbered", report.pk)
        form.add_error(
            "number", _("No report that you may withdraw bears this number. Look at the paper again.")
        )
    context = {
        "form": form,
        "title": _("Withdraw a report"),
        "page_title": _("Withdraw a report"),
        "under": _("Somebody wishes that what she told, or what was told of her, is kept no longer."),
        "act": _("Look it up"),
        "beside": [
            (
                _("Without a number"),
                _(
                    "A verifier, child protection or the head finds her report and withdraws it. "
                    "Nobody searches for people here."
                ),
            ),
            (_("What you see"), _("The number, the kind and the day. Nothing of what was told.")),
        ],
    }
    return render(request, "register/form.html", context)


@never_cache
@opens_for(Act.WITHDRAW_BY_NUMBER)
def numbered(request: GuardedRequest, report_id: UUID) -> HttpResponse:
    """Propose that its words are destroyed; it happens when a second person has signed."""
    report = queries.reports_to_withdraw(request.reader).filter(pk=report_id).first()
    if report is None:
        raise NotYours
    gone = getattr(report, "withdrawal", None)
    form = WithdrawByNumberForm(request.POST or None)
    if gone is None and form.is_valid():
        said = form.cleaned_data
        made = actions.propose_withdrawal(
            report=report, wish_of=said["wish_of"], reason=said["why"], by=request.reader
        )
        return redirect("guard:decision", made.pk)
    context = {
        "form": None if gone else form,
        **withdrawal_of(report),
        "under": report_words(report),
        "gone": withdrawn_on(gone) if gone else "",
        "act": _("Propose it to a second person"),
        "back": reverse("register:withdraw_by_number"),
        "back_word": _("Withdraw a report"),
        "beside": [
            (_("Two sign"), _("You do not read it, so a second person signs before anything is destroyed.")),
            *beside(),
        ],
    }
    return render(request, "register/withdraw_numbered.html", context)


def withdrawal_of(report: Report) -> dict[str, Any]:
    """The head of a page about taking this one back."""
    return {"title": _("Withdraw report {code}").format(code=report.code), "page_title": report.code}


def beside() -> list[tuple[str, str]]:
    """What whoever destroys should know."""
    return [
        (
            _("What stays"),
            _("That it was told, when, and that it was withdrawn. What was concluded still counts."),
        ),
        (_("Final in two weeks"), _("Until then a backup of the keys may still hold them.")),
    ]
