"""What she lets be used: one use at a time, and taking it back."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard.middleware import GuardedRequest
from vegerin.register import actions, queries
from vegerin.register.forms.uses import UseForm
from vegerin.register.rules import Act, may
from vegerin.register.shown import lines_for
from vegerin.register.views.doors import opens_for, the_person


@never_cache
@opens_for(Act.READ_WISH)
def uses(request: GuardedRequest, code: str) -> HttpResponse:
    """What was allowed and what was taken back; a form for one more use."""
    person, reader = the_person(request, code), request.reader
    may_ask = may(reader, Act.RECORD_WISH)
    form = UseForm(request.POST or None)
    if request.method == "POST" and may_ask and form.is_valid():
        actions.consent_to_use(person=person, **form.cleaned_data, by=reader)
        return redirect("register:uses", person.code)
    told = {
        "person": person,
        "line": lines_for(reader, [person])[0],
        "rows": queries.uses_of(reader, person),
        "form": form,
        "may_ask": may_ask,
    }
    return render(request, "register/uses.html", told)


@require_POST
@never_cache
@opens_for(Act.RECORD_WISH)
def withdraw_use(request: GuardedRequest, code: str, consent_id: uuid.UUID) -> HttpResponse:
    """She takes it back."""
    person = the_person(request, code)
    row = queries.use_for(request.reader, person, consent_id)
    if row is None:
        raise Http404
    actions.withdraw_use(consent=row, by=request.reader)
    return redirect("register:uses", person.code)
