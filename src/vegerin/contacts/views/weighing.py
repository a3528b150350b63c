"""Verifying: the family's questions, what reports say together, explanations side by side, alive."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import actions, queries, rules
from vegerin.contacts.forms import AnswerForm, FitForm, QuestionForm
from vegerin.contacts.models import Fit
from vegerin.contacts.rules import Act
from vegerin.contacts.words import confidence_words, kind_words, likelihood_words
from vegerin.guard.doors import opens_to
from vegerin.guard.meanwhile import in_turn
from vegerin.guard.middleware import GuardedRequest
from vegerin.register.models import Person
from vegerin.register.queries import person_for, wish_for
from vegerin.register.words import event_words


def _person(request: GuardedRequest, code: str) -> Person:
    person = person_for(request.reader, code)
    if person is None:
        raise Http404
    return person


@never_cache
@opens_to(*rules.who_may(Act.COLLECT))
def questions(request: GuardedRequest, code: str) -> HttpResponse:
    """How many questions are left, a place for another, and the one to ask now."""
    person, reader = _person(request, code), request.reader
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.collect_question(person=person, **form.cleaned_data, by=reader)
        return redirect("contacts:questions", person.code)
    now = queries.unanswered(reader, person)
    told = {
        "person": person,
        "left": queries.left_of(reader, person),
        "form": form,
        "now": queries.words_of(reader, now) if now else None,
        "answer_form": AnswerForm(),
        "asked": queries.asked_of(reader, person),
        "may_ask": rules.may(reader, Act.WEIGH),
    }
    return render(request, "contacts/questions.html", told)


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.WEIGH))
def ask(request: GuardedRequest, code: str) -> HttpResponse:
    """Take the next question, or say how the one taken was answered."""
    person = _person(request, code)
    now = queries.unanswered(request.reader, person)
    form = AnswerForm(request.POST)
    if now is None:
        actions.open_question(person=person, by=request.reader)
    elif form.is_valid():
        actions.record_answer(opened=now, outcome=form.cleaned_data["outcome"], by=request.reader)
    return redirect("contacts:questions", person.code)


@never_cache
@opens_to(*rules.who_may(Act.WEIGH))
def weighing(request: GuardedRequest, code: str) -> HttpResponse:
    """What speaks for it that she lives, weight by weight, and what is missing before two may say so."""
    person, reader = _person(request, code), request.reader
    found, fits = queries.weighing_of(reader, person), queries.fits_of(reader, person)
    reports = queries.reports_of_life(reader, person)
    told = {
        "person": person,
        "found": found,
        "word": likelihood_words(found.weighed.icd203) if found else "",
        "confidence": confidence_words(found.weighed.confidence) if found else "",
        "lines": [
            (line, event_words(line.event.kind) if line.event else "", kind_words(line.told.kind))
            for line in (found.lines if found else ())
        ],
        "explanations": Fit.Explanation.choices,
        "table": [(report, compared(fits, report.pk)) for report in reports],
        "lacks": queries.lacks_for_alive(reader, person),
        "wish": wish_for(reader, person),
        "dangers": queries.dangers_to(reader, person),
    }
    return render(request, "contacts/weighing.html", told)


def compared(fits: dict[tuple[UUID, str], str], report_id: UUID) -> list[tuple[str, str]]:
    """One report's line of the table: each explanation, and its word under it."""
    words = dict(Fit.How.choices)
    return [
        (str(label), str(words.get(fits.get((report_id, value), ""), "")))
        for value, label in Fit.Explanation.choices
    ]


@never_cache
@opens_to(*rules.who_may(Act.WEIGH))
def side_by_side(request: GuardedRequest, code: str, report_id: UUID) -> HttpResponse:
    """How one report fits each explanation."""
    person, reader = _person(request, code), request.reader
    report = next((one for one in queries.reports_of_life(reader, person) if one.pk == report_id), None)
    if report is None:
        raise Http404
    if request.method == "POST":
        with in_turn(f"fits:{report.pk}"):
            form = FitForm(request.POST, fits=queries.fits_on(reader, person, report))
            if form.is_valid():
                actions.lay_side_by_side(person=person, report=report, fits=form.said(), by=reader)
                return redirect("contacts:weighing", person.code)
    else:
        form = FitForm(fits=queries.fits_on(reader, person, report))
    return render(request, "contacts/side_by_side.html", {"person": person, "report": report, "form": form})


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.WEIGH))
def alive(request: GuardedRequest, code: str) -> HttpResponse:
    """Propose that she is alive; it waits for a second person."""
    person = _person(request, code)
    actions.confirm_alive(person=person, by=request.reader)
    return redirect("contacts:weighing", person.code)
