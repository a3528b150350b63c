"""The desk: one question, one act, and what waits; each role has its own queues, and none is ever empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vegerin.guard import decisions, drafts
from vegerin.guard.doors import opens_to
from vegerin.guard.middleware import GuardedRequest
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours
from vegerin.guard.roles import Role
from vegerin.register import actions, queries
from vegerin.register.forms import SearchForm
from vegerin.register.models import Report
from vegerin.register.models.promises import Promise
from vegerin.register.promises import how_late
from vegerin.register.rules import Act, may
from vegerin.register.shown import Line, lines_for, place_names
from vegerin.register.views.doors import opens_for
from vegerin.register.words import event_words, listed, teller_words
from vegerin.ui import dates
from vegerin.ui.pictures.tonight import Call, draw_tonight

AT_MOST = 10  # a desk shows at most ten things, ranked, then one line for the rest (D29)
MINE = 5


@dataclass(frozen=True)
class Do:
    """One act beside a row."""

    word: str
    url: str
    filled: bool = False
    post: bool = False


@dataclass(frozen=True)
class Row:
    """One thing that waits: when, who, why, one or two acts."""

    when: str
    title: str
    says: str
    glyph: str = "clock-open"
    under: str = ""
    name: str = ""
    other_name: str = ""
    late: bool = False
    acts: tuple[Do, ...] = ()
    link: str = ""
    link_word: str = ""


@dataclass(frozen=True)
class Queue:
    """A heading and what waits under it; when nothing does, what is next."""

    title: str
    rows: Sequence[Row] = field(default=())
    nothing: str = ""
    then: str = ""
    more: str = ""


@never_cache
@opens_to()
def desk(request: GuardedRequest) -> HttpResponse:
    """What waits for me."""
    reader, now = request.reader, timezone.now()
    promises = list(queries.promises_open(reader)[: AT_MOST + 1])
    context = {
        "tonight": title_of(now),
        "with_you": _("Times are Baghdad's. It is {time} now.").format(time=dates.clock(now)),
        "question": question_for(reader),
        "search": SearchForm(),
        "own_search": True,
        "may_read": may(reader, Act.READ),
        "may_report": may(reader, Act.REPORT),
        "act": None,
        "line": line_of(promises, now) if promises else "",
        "queues": queues_for(reader, promises, now),
        "mine": [own_report(report) for report in queries.reports_of(reader)[:MINE]],
        "care": care_for(now),
    }
    return render(request, "register/desk.html", context)


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


def question_for(reader: Reader) -> str:
    """What the band asks, by the first of the reader's roles that has a desk of its own."""
    for role, question in (
        (Role.HEAD, _("What waits for my word?")),
        (Role.DEPUTY, _("What waits for my word?")),
        (Role.VERIFIER, _("What can be made sure tonight?")),
        (Role.REGISTER_OFFICER, _("Which family next?")),
        (Role.SOURCE_HANDLER, _("Who has been silent?")),
        (Role.LIAISON, _("Whom do I owe a word?")),
        (Role.CLERK, _("Who is the call about?")),
    ):
        if reader.has(role):
            return question
    return _("Who is looked for?")


def care_for(now: datetime) -> str:
    """The clerk is cared for too."""
    if timezone.localtime(now).hour >= 22 or timezone.localtime(now).hour < 6:
        return _("It is late. Someone else can take the telephone for twenty minutes; nobody asks why.")
    return _("A hard call? Someone else can take the telephone for twenty minutes; nobody asks why.")


def queues_for(reader: Reader, promises: list[Promise], now: datetime) -> list[Queue]:
    """Lateness first, then promises, then what came back, then the work of each role."""
    makers: list[tuple[bool, Callable[[], list[Queue]]]] = [
        (bool(waiting(reader)), lambda: [decisions_queue(reader)]),
        (may(reader, Act.REPORT), lambda: call_queues(reader, promises, now)),
        (may(reader, Act.ASSESS), lambda: [claims_queue(reader)]),
        (may(reader, Act.REVIEW), lambda: [review_queue(reader)]),
    ]
    queues = [queue for applies, make in makers if applies for queue in make()]
    if not queues and reader.has(*DECIDERS):
        queues = [decisions_queue(reader)]
    return at_most(queues) or [nothing_yet(reader)]


def at_most(queues: list[Queue]) -> list[Queue]:
    """Ten things on the whole desk, ranked; each queue keeps its first, and a line stands for the rest."""
    left, kept = AT_MOST, []
    for queue in queues:
        rows = list(queue.rows)[: max(left, 1)]
        left -= len(rows)
        more = queue.more or (_("More come after these.") if len(rows) < len(queue.rows) else "")
        kept.append(replace(queue, rows=rows, more=more))
    return kept


DECIDERS = frozenset({Role.HEAD, Role.DEPUTY, Role.VERIFIER, Role.REGISTER_OFFICER})


def waiting(reader: Reader) -> list[Decision]:
    """Decisions this reader could sign now."""
    return decisions.waiting_for(reader)


def decisions_queue(reader: Reader) -> Queue:
    """What waits for a second person."""
    rows = [
        Row(
            when=dates.clock(one.proposed_at),
            under=dates.day(one.proposed_at),
            glyph="diamond-half",
            title=str(decisions.KINDS[one.kind].title or one.kind),
            says=listed(_about(one, reader)),
            acts=(Do(_("Read and decide"), reverse("guard:decision", args=[one.pk])),),
        )
        for one in waiting(reader)[:AT_MOST]
    ]
    return Queue(
        _("Waits for your signature"),
        rows,
        _("Nothing waits for your signature"),
        _("When a colleague proposes something you may decide, it stands here."),
    )


def _about(decision: Decision, reader: Reader) -> list[str]:
    """Whom it is about, and who proposed it."""
    shown = decisions.KINDS[decision.kind].shows(decision, reader)
    proposed = _("{name} proposed it: {reason}").format(
        name=decision.proposed_by.working_name, reason=decision.reason
    )
    return [*(f"{one.name} ({one.says})" if one.says else one.name for one in shown)] or [proposed]


def call_queues(reader: Reader, promises: list[Promise], now: datetime) -> list[Queue]:
    """Overdue, next calls, what came back."""
    lines = {line.person.pk: line for line in lines_for(reader, [p.person for p in promises if p.person])}
    late = [promise for promise in promises if promise.at < now]
    soon = [promise for promise in promises if promise.at >= now]
    then = _("The next one is at {time}.").format(time=dates.moment(soon[0].at)) if soon else ""
    queues = [
        Queue(
            _("Overdue"),
            [promise_row(p, lines, now) for p in late[:AT_MOST]],
            _("No calls are overdue"),
            then,
        ),
        Queue(
            _("Next calls"),
            [promise_row(p, lines, now) for p in soon[:AT_MOST]],
            _("No call is agreed"),
            _("When a report says when they speak again, it stands here."),
        ),
    ]
    own = [draft_row(draft) for draft in drafts.waiting(reader) if draft.form in DRAFTS]
    return [*queues, Queue(_("Came back to you"), own)] if own else queues


DRAFTS = {"new-report": "register:new_report", "new-person": "register:add_person"}


def draft_row(draft: Any) -> Row:
    """Something stopped for now."""
    return Row(
        when=dates.clock(draft.at),
        under=dates.day(draft.at),
        glyph="diamond-open",
        title=_("A report you stopped") if draft.form == "new-report" else _("A case you began to open"),
        says=_("Nothing is missing that must be asked today."),
        acts=(Do(_("Go on"), reverse(DRAFTS[draft.form])),),
    )


def promise_row(promise: Promise, lines: dict[Any, Line], now: datetime) -> Row:
    """One promised call. A captive's own number never offers a call (D6)."""
    late = promise.at < now
    line = lines.get(promise.person_id)
    theirs = promise.who == Promise.Who.THEY_RING
    about = "" if line else _("Report {code}.").format(code=promise.report.code)
    says = (
        _("They said they would ring us. We do not ring them; ask the family whether they called.")
        if theirs
        else _("They expect our call.")
    )
    acts = [Do(_("We spoke"), answer_url(promise, "spoke"), filled=late and not theirs, post=True)]
    acts.append(
        Do(_("Nobody rang") if theirs else _("No answer"), answer_url(promise, "no_answer"), post=True)
    )
    return Row(
        when=dates.clock(promise.at),
        under=how_late(promise.at, now),
        glyph="clock-full" if late else "clock-open",
        late=late,
        title=teller_words(promise.other) or _("Somebody, name not given"),
        says=f"{says} {about}",
        acts=tuple(acts),
        link=line.url if line else "",
        link_word=line.name if line else "",
    )


def answer_url(promise: Promise, outcome: str) -> str:
    """Where it is said how the call went."""
    return reverse("register:answer_promise", args=[promise.pk]) + f"?outcome={outcome}"


@require_POST
@never_cache
@opens_for(Act.REPORT)
def answer(request: GuardedRequest, promise_id: object) -> HttpResponse:
    """How a promised call went; when we spoke, what was said becomes a report."""
    promise = queries.promises_open(request.reader).filter(pk=str(promise_id)).first()
    if promise is None:
        raise NotYours
    outcome = request.GET.get("outcome", "")
    actions.answer_promise(promise=promise, outcome=outcome, by=request.reader)
    if outcome == "spoke":
        about = f"?about={promise.person.code}" if promise.person else ""
        return redirect(reverse("register:new_report") + about)
    again = timezone.now() + timedelta(hours=12)
    actions.promise_call(
        report=promise.report,
        at=again,
        who=promise.who,
        other=promise.other,
        person=promise.person,
        by=request.reader,
    )
    return redirect("register:desk")


def claims_queue(reader: Reader) -> Queue:
    """What was told and nobody has judged."""
    found = list(queries.claims_to_judge(reader)[: AT_MOST + 1])
    lines = {line.person.pk: line for line in lines_for(reader, [event.person for event in found])}
    places = place_names({event.place_id for event in found if event.place_id})
    rows = [
        Row(
            when=dates.clock(event.recorded_at),
            under=dates.day(event.recorded_at),
            glyph="circle-half",
            title=lines[event.person_id].name,
            name=lines[event.person_id].name,
            other_name=lines[event.person_id].other_name,
            says=event_words(event.kind, places.get(event.place_id, "") if event.place_id else ""),
            acts=(
                Do(_("Judge it"), reverse("register:assess", args=[event.pk])),
                Do(_("Open"), lines[event.person_id].url),
            ),
        )
        for event in found[:AT_MOST]
    ]
    more = _("Older ones wait behind these.") if len(found) > AT_MOST else ""
    nothing = _("Every claim is judged")
    return Queue(_("Told, not judged yet"), rows, nothing, _("A new report stands here at once."), more)


def review_queue(reader: Reader) -> Queue:
    """Cases whose day has come."""
    found = list(queries.due_reviews(reader)[: AT_MOST + 1])
    rows = [
        Row(
            when=dates.ago(line.person.review_on) if line.person.review_on else "",
            under=dates.day(line.person.review_on) if line.person.review_on else "",
            title=line.name,
            name=line.name,
            other_name=line.other_name,
            says=line.line,
            acts=(Do(_("Open"), line.url),),
        )
        for line in lines_for(reader, found[:AT_MOST])
    ]
    more = _("More come after these.") if len(found) > AT_MOST else ""
    return Queue(
        _("To look at again"),
        rows,
        _("No case is due today"),
        _("Each case has a day on which it comes back."),
        more,
    )


def nothing_yet(reader: Reader) -> Queue:
    """A role whose room is not there yet still has a desk."""
    roles = listed(str(Role(role).label) for role in sorted(reader.roles))
    return Queue(
        _("Your work"),
        (),
        _("Nothing waits for you today"),
        _("You are here as: {roles}. What needs you will stand here.").format(roles=roles) if roles else "",
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
