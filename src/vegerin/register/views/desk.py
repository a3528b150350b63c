"""The desk: one question, one act, and what waits; each role has its own queues, and none is ever empty."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from vegerin.guard import desk as desks
from vegerin.guard import once, prepared
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours
from vegerin.guard.roles import Role
from vegerin.register import actions, queries, quiet_desk
from vegerin.register.forms import AgainForm, SearchForm
from vegerin.register.models import Report
from vegerin.register.models.promises import Promise
from vegerin.register.rules import Act, may
from vegerin.register.views.doors import opens_for
from vegerin.register.words import listed, teller_words
from vegerin.ui import dates
from vegerin.ui.pictures.tonight import Call, draw_tonight

MINE = 5


@never_cache
@opens_to()
@once.on_this_page
def desk(request: GuardedRequest) -> HttpResponse:
    """What waits for me."""
    reader, now = request.reader, timezone.now()
    shown = desks.desk_for(reader)
    promises = queries.next_promises(reader)[: desks.ENOUGH]
    context = {
        "tonight": title_of(now),
        "with_you": _("Times are Baghdad's. It is {time} now.").format(time=dates.clock(now)),
        "question": question_words(reader),
        # A clerk's question is the search itself; others are asked theirs, and search beside it.
        "asked_apart": desks.question_for(reader) is not None and not reader.has(Role.CLERK),
        "search": SearchForm(),
        "own_search": True,
        "may_read": may(reader, Act.READ),
        "may_report": may(reader, Act.REPORT),
        "act": act_for(reader, shown),
        "line": line_of(promises, now) if promises else "",
        "queues": shown.queues or (nothing_yet(reader),),
        "more": shown.more,
        "rest": shown.rest,
        "sounds": shown.sounds,
        "rooms": (rooms := quiet_desk.doors_to_show(reader, shown)),
        "comes": quiet_desk.what_comes(reader) if rooms else [],
        "asides": desks.asides_for(reader),
        "mine": [own_report(report) for report in prepared.rows(queries.reports_of, reader, first=MINE)],
        "care": care_for(now),
    }
    return render(request, "register/desk.html", context)


def question_words(reader: Reader) -> str:
    """What the band asks."""
    question = desks.question_for(reader)
    return str(question.words) if question else _("Who is looked for?")


def act_for(reader: Reader, shown: desks.Desk) -> desks.Do | None:
    """The one filled button beside the question; where there is one, the search stays plain."""
    question = desks.question_for(reader)
    if question is None or not question.view:
        return None
    return desks.Do(str(question.act), reverse(question.view))


def title_of(now: datetime) -> str:
    """Saturday night, 21 November."""
    hour = timezone.localtime(now).hour
    day = dates.weekday(now)
    if 5 <= hour < 12:
        return _("{day}, morning").format(day=day)
    if 12 <= hour < 18:
        return _("{day}, afternoon").format(day=day)
    return (
        _("{day}, evening").format(day=day) if hour < 22 and hour >= 18 else _("{day}, night").format(day=day)
    )


def care_for(now: datetime) -> str:
    """The clerk is cared for too."""
    if timezone.localtime(now).hour >= 22 or timezone.localtime(now).hour < 6:
        return _("It is late. Someone else can take the telephone for twenty minutes; nobody asks why.")
    return _("A hard call? Someone else can take the telephone for twenty minutes; nobody asks why.")


@never_cache
@opens_for(Act.REPORT)
def again(request: GuardedRequest, promise_id: object) -> HttpResponse:
    """Nobody answered: she says when it is tried again, or looked at again."""
    promise = the_promise(request, promise_id)
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_promise(
            promise=promise, outcome="no_answer", moved_to=form.chosen(timezone.now()), by=request.reader
        )
        return redirect("register:desk")
    theirs = promise.who == Promise.Who.THEY_RING
    context = {
        "form": form,
        "title": _("Nobody rang") if theirs else _("No answer"),
        "page_title": _("Next time"),
        "under": _("We do not ring them. When do we look again whether they called?")
        if theirs
        else _("When do we try again?"),
        "act": _("Keep the time"),
        "back": reverse("register:desk"),
        "back_word": _("Desk"),
        "beside": [],
    }
    return render(request, "register/form.html", context)


def the_promise(request: GuardedRequest, promise_id: object) -> Promise:
    """The open promise of an address."""
    promise = queries.promises_open(request.reader).filter(pk=str(promise_id)).first()
    if promise is None:
        raise NotYours
    return promise


def nothing_yet(reader: Reader) -> desks.Queue:
    """Nothing lies on the desk: that is said, and what she is here."""
    roles = listed(str(Role(role).label) for role in sorted(reader.roles))
    as_what = _("You are here as: {roles}. What needs you will stand here.").format(roles=roles)
    return desks.Queue(
        _("Your work"),
        (),
        _("Nothing waits for you today"),
        as_what if roles else _("You have no role here yet. The head of the office gives you one."),
    )


def own_report(report: Report) -> dict[str, str]:
    """What became of a report I wrote."""
    claims = list(report.events.all())
    if getattr(report, "withdrawal", None):
        badge = "work.withdrawn"
    elif any(hasattr(event, "countersign") for event in claims):
        badge = "work.decided_by_two"
    else:
        judged = [one.verdict for event in claims for one in event.assessments.all() if one.why]
        badge = f"judged.{judged[-1]}" if judged else "work.with_verifier"
    return {
        "when": dates.clock(report.recorded_at) if is_today(report) else dates.day(report.recorded_at),
        "how": report.get_channel_display(),
        "code": report.code,
        "url": reverse("register:report_kept", args=[report.pk]),
        "badge": badge,
    }


def is_today(report: Report) -> bool:
    """Whether it was written today, in Baghdad."""
    return timezone.localdate(report.recorded_at) == timezone.localdate()


def line_of(promises: list[Promise], now: datetime) -> SafeString:
    """Tonight's line: promised calls around now."""
    calls = [Call(timezone.localtime(p.at), teller_words(p.other) or _("somebody")) for p in promises]
    svg = draw_tonight(calls, timezone.localtime(now), now_word=_("now"), rtl=get_language_bidi())
    return mark_safe(svg)  # noqa: S308 -- every word in it is escaped by svg.text
