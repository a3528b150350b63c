"""The news day: one form of four lines, one sentence, and the list of whom to ring."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.contacts import actions, queries, rules
from vegerin.contacts.forms import NewsAnswerForm, NewsCallForm, NewsDayForm
from vegerin.contacts.models import NewsAnswer, NewsDay
from vegerin.contacts.rules import Act
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.ui import dates

ENTERING = rules.who_may(Act.TAKE_NEWS) | rules.who_may(Act.OPEN_NEWS) | rules.who_may(Act.RING_NEWS)


@never_cache
@opens_to(*ENTERING)
def news(request: GuardedRequest) -> HttpResponse:
    """Take a call, see whom to ring, or open the day: each as the role allows."""
    reader, day = request.reader, queries.news_day_now()
    form = NewsCallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        call, known = actions.take_news_call(**form.cleaned_data, by=reader)
        again = _("This call stands here since {time}. Say the same sentence.")
        said = again.format(time=dates.clock(call.recorded_at)) if known else _("Written down.")
        told = page(request, NewsCallForm(), NewsDayForm(), day)
        return render(request, "contacts/news.html", {**told, "said": said})
    return render(request, "contacts/news.html", page(request, form, NewsDayForm(), day))


def page(
    request: GuardedRequest, form: NewsCallForm, day_form: NewsDayForm, day: NewsDay | None
) -> dict[str, object]:
    """What stands on it for this reader."""
    reader = request.reader
    return {
        "day": day,
        "form": form,
        "day_form": day_form,
        "may_take": rules.may(reader, Act.TAKE_NEWS),
        "may_open": rules.may(reader, Act.OPEN_NEWS),
        "may_ring": rules.may(reader, Act.RING_NEWS),
        "calls": queries.news_calls(reader, day) if day else [],
        "answers": NewsAnswer.What.choices,
    }


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.OPEN_NEWS))
def open_news(request: GuardedRequest) -> HttpResponse:
    """Open it for twelve hours."""
    form = NewsDayForm(request.POST)
    if form.is_valid():
        at = datetime.combine(form.cleaned_data["day"], form.cleaned_data["clock"])
        actions.open_news_day(call_by=timezone.make_aware(at), by=request.reader)
        return redirect("contacts:news")
    return render(request, "contacts/news.html", page(request, NewsCallForm(), form, queries.news_day_now()))


@require_POST
@never_cache
@opens_to(*rules.who_may(Act.RING_NEWS))
def answer_news(request: GuardedRequest, call_id: UUID) -> HttpResponse:
    """Put first, or rung."""
    call = queries.news_call_for(request.reader, call_id)
    if call is None:
        raise Http404
    form = NewsAnswerForm(request.POST)
    if form.is_valid():
        actions.answer_news(call=call, what=form.cleaned_data["what"], by=request.reader)
    return redirect("contacts:news")
