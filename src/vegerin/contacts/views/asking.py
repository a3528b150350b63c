"""Before anybody is asked: what is known and not to be asked again. Whom to ask about one sought person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import actions, queries, rules
from vegerin.contacts.forms_told import AskingForm, OutcomeForm, StatementForm, TopicForm, WorthForm
from vegerin.contacts.rules import Act
from vegerin.contacts.telling import read
from vegerin.contacts.topics import ASKABLE, STATES, TOPICS
from vegerin.contacts.views.episodes import person_of
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.register.queries import may_read_telling, person_for
from vegerin.register.shown import lines_for
from vegerin.register.words import teller_words

ASKING = rules.who_may(Act.ASK)
FORMS = {"topic": TopicForm, "statement": StatementForm, "asking": AskingForm}


@never_cache
@opens_to(*ASKING)
def before(request: GuardedRequest, code: str) -> HttpResponse:
    """Known, ask not: topics told or not wished, statements taken elsewhere, whether she may be asked."""
    person, reader = person_of(request, code), request.reader
    kind = request.POST.get("kind", "")
    forms: dict[str, Any] = {
        name: form(request.POST if name == kind else None) for name, form in FORMS.items()
    }
    if kind in forms and forms[kind].is_valid():
        note(kind, person, forms[kind].cleaned_data, by=reader)
        return redirect("contacts:before", person.code)
    found = queries.before_asking(reader, person)
    assert found is not None  # the door opens to those who ask
    context = {
        "person": person,
        "before": found,
        "stands": [(fact, teller_words(fact.from_whom)) for fact in found.in_register],
        "topics": [(TOPICS[one.code], STATES[one.state], one) for one in found.topics],
        "statements": [(one, read(one.said["on"])) for one in found.statements],
        "asking": ASKABLE.get(found.asking.answer, ""),
        "taken_back": queries.taken_back_of(reader, person),
        "may_begin": queries.may_hear(reader, person),
        "reads": may_read_telling(reader, person),
        "forms": forms,
    }
    return render(request, "contacts/before.html", context)


def note(kind: str, person: Any, said: dict[str, Any], *, by: Any) -> None:
    """Keep what was said in one of the three forms."""
    if kind == "topic":
        actions.set_topic(person=person, **said, by=by)
    elif kind == "statement":
        actions.refer(person=person, **said, by=by)
    else:
        actions.set_asking(person=person, **said, by=by)


@never_cache
@opens_to(*ASKING)
def worth(request: GuardedRequest, code: str) -> HttpResponse:
    """For one sought person the next person worth asking: one answer, to one reader, with its reason."""
    person, reader = person_of(request, code), request.reader
    form = WorthForm(request.POST or None)
    context = {"person": person, "form": form}
    if request.method == "POST" and form.is_valid():
        actions.renew_gists(by=reader)
        found = queries.next_worth_asking(reader, person, why=form.cleaned_data["why"])
        called = lines_for(reader, [found.person])[0].name if found else ""
        context |= {"asked": True, "found": found, "called": called, "outcome_form": OutcomeForm()}
    return render(request, "contacts/worth.html", context)


@require_POST
@never_cache
@opens_to(*ASKING)
def asked(request: GuardedRequest, code: str) -> HttpResponse:
    """What came of asking."""
    sought = person_of(request, code)
    person = person_for(request.reader, request.POST.get("person", ""))
    if person is None:
        raise Http404
    form = OutcomeForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        actions.record_asked(person=person, sought=sought, **said, by=request.reader)
    return redirect("contacts:worth", sought.code)
