"""Who disappeared from a list is asked about: each a question with a page and a state of its own."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.lists import actions, queries, rules
from vegerin.lists.forms import OwnersWordForm
from vegerin.lists.models import OwnersWord
from vegerin.lists.queries.gone import NOT_ASKED, STATES, question_for, questions_for, state_of, states
from vegerin.lists.rules import Act
from vegerin.lists.views.releases import ROWS_ON_A_PAGE
from vegerin.lists.views.rows import facts_of


@opens_to(*rules.who_may(Act.SEE))
def questions(request: GuardedRequest) -> HttpResponse:
    """All questions to the owners of lists, by how far they are."""
    every = list(questions_for(request.reader))
    show = request.GET.get("show", "")
    show = show if show in STATES else NOT_ASKED
    counts = states(every)
    page = Paginator([gone for gone in every if state_of(gone) == show], ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "query": f"show={show}",
        "questions": [
            {"gone": gone, "facts": facts_of(gone.row), "words": list(gone.words.all())} for gone in page
        ],
        "tabs": [
            {"show": state, "count": counts[state], "word": word, "current": state == show}
            for state, word in STATES.items()
        ],
    }
    return render(request, "lists/questions.html", context)


@require_POST
@opens_to(*rules.who_may(Act.ASK))
def asked_about_all(request: GuardedRequest, release_id: uuid.UUID) -> HttpResponse:
    """One letter to the list's owner asks about all who are gone: one click writes that down."""
    found = queries.release_for(request.reader, release_id)
    if found is None or not found.is_finished:
        raise Http404
    asked = actions.ask_owner_about_all(release=found, by=request.reader)
    if asked:
        messages.success(request, _("Written down. Asked about: {count}.").format(count=len(asked)))
    return redirect(f"{reverse('lists:release', args=[found.pk])}?show=gone")


@opens_to(*rules.who_may(Act.SEE))
def gone(request: GuardedRequest, gone_id: int) -> HttpResponse:
    """One question: what the row said, who it is here, what was asked and answered."""
    found = question_for(request.reader, gone_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        rules.check_may(request.reader, Act.ASK)
        form = OwnersWordForm(request.POST)
        if not form.is_valid():
            raise Http404
        actions.ask_owner(gone=found, word=form.cleaned_data["word"], by=request.reader)
        if "from_release" in request.POST:
            return redirect(f"{reverse('lists:release', args=[found.release_id])}?show=gone#gone-{found.pk}")
        return redirect("lists:gone", found.pk)
    context = {
        "gone": found,
        "row": found.row,
        "facts": facts_of(found.row),
        "state": STATES[state_of(found)],
        "state_code": state_of(found),
        "words": list(found.words.all()),
        "person": queries.person_of_row(request.reader, found.row),
        "answers": OwnersWord.Word.choices,
        "may_ask": rules.may(request.reader, Act.ASK),
        "sentence": rules.SENTENCES[Act.ASK],
    }
    return render(request, "lists/gone.html", context)
