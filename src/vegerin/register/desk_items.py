"""What the register lends to desks: promised calls, drafts, claims to judge, cases whose day has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vegerin.guard import desk, drafts, leaving, prepared
from vegerin.guard.desk import ENOUGH, Do, Item, Nothing, Rank, Rest
from vegerin.guard.reader import Reader
from vegerin.guard.roles import Role
from vegerin.register import queries
from vegerin.register.first_steps import first_steps
from vegerin.register.models import Event, Person
from vegerin.register.models.promises import Promise
from vegerin.register.promises import how_late
from vegerin.register.queries.work import MOST_PROMISES
from vegerin.register.rules import Act, may
from vegerin.register.shown import Line, lines_for, place_names
from vegerin.register.words import event_words, is_family, listed, teller_words
from vegerin.ui import dates

NEXT_CALLS = gettext_lazy("Next calls")
CLAIMS = gettext_lazy("Told, not judged yet")
REVIEWS = gettext_lazy("To look at again")
DRAFTS = {
    "new-report": "register:new_report",
    "new-person": "register:add_person",
    "new-request": "register:new_request",
}
STOPPED = {
    "new-report": gettext_lazy("A report you stopped"),
    "new-person": gettext_lazy("A case you began to open"),
    "new-request": gettext_lazy("A request you stopped"),
}


def register_all() -> None:
    """Enter the register's things, and what its desks ask."""
    desk.register("register", items_for, hands_over=handed_over)
    desk.count("register", counts_since)
    desk.asks(Role.VERIFIER, gettext_lazy("What can be made sure tonight?"), order=20)
    desk.asks(
        Role.LIAISON, gettext_lazy("Whom do I owe a word?"), act=gettext_lazy("Requests"),
        view="register:requests", order=50,
    )  # fmt: skip
    desk.asks(Role.CLERK, gettext_lazy("Who is the call about?"), order=60)


def items_for(reader: Reader) -> Iterator[desk.Lent]:
    """The register's things this reader may act on."""
    yield from first_steps(reader)
    promises = queries.next_promises(reader)
    told = prepared.rows(queries.claims_to_judge, reader, first=ENOUGH)
    reviewed = may(reader, Act.REVIEW)
    due = prepared.rows(queries.due_reviews, reader, timezone.localdate(), first=ENOUGH) if reviewed else []
    # The people of all queues are asked about together.
    people = [*(one.person for one in promises if one.person), *(one.person for one in told), *due]
    lines = lines_of(reader, people)
    if may(reader, Act.REPORT):
        yield from calls(reader, promises, lines)
        yield from (draft_item(draft) for draft in drafts.waiting(reader) if kind_of(draft) in DRAFTS)
    if may(reader, Act.ASSESS):
        yield from claims(reader, told, lines)
    if may(reader, Act.REVIEW):
        yield from reviews(reader, due, lines)


Lines = Mapping[UUID, Line]


def lines_of(reader: Reader, people: Iterable[Person]) -> Lines:
    """The line of each of these people."""
    return {
        line.person.pk: line for line in lines_for(reader, list({one.pk: one for one in people}.values()))
    }


def handed_over(reader: Reader) -> Iterator[desk.Lent]:
    """Every promised call of the next day and a half, and every overdue one."""
    until = timezone.now() + timedelta(hours=36)
    promises = list(queries.promises_open(reader).filter(at__lte=until))
    lines = lines_of(reader, [one.person for one in promises if one.person])
    yield from promise_items(reader, promises, lines)


def calls(reader: Reader, promises: list[Promise], lines: Lines) -> Iterator[desk.Lent]:
    """Promised calls: the overdue ones, then the next."""
    now = timezone.now()
    yield from promise_items(reader, promises, lines)
    soon = next((promise.at for promise in promises if promise.at >= now), None)
    then = _("The next one is at {time}.").format(time=dates.moment(soon)) if soon else ""
    yield Nothing(Rank.OVERDUE, _("No calls are overdue"), then)
    then = _("When a report says when they speak again, it stands here.")
    yield Nothing(Rank.PROMISED, _("No call is agreed"), then, queue=NEXT_CALLS)
    if len(promises) == MOST_PROMISES:
        yield Rest(NEXT_CALLS, queries.promises_open(reader).count() - len(promises))


def promise_items(reader: Reader, promises: list[Promise], lines: Lines) -> Iterator[Item]:
    """Promised calls, each with the person it is about; the shift shares them, and one of us keeps each."""
    passed = leaving.passed_on() if promises else {}
    for promise in promises:
        keeper = passed.get(f"promise:{promise.pk}")
        mine = (keeper.pk if keeper else promise.by_id) == reader.staff.pk
        yield promise_item(promise, lines.get(promise.person_id or UUID(int=0)), mine=mine)


def promise_item(promise: Promise, line: Line | None, *, mine: bool = False) -> Item:
    """One promised call. A captive's own number never offers a call (D6)."""
    now = timezone.now()
    late = promise.at < now
    theirs = promise.who == Promise.Who.THEY_RING
    about = "" if line else _("Report {code}.").format(code=promise.report.code)
    says = their_call(promise.other) if theirs else _("They expect our call.")
    return Item(
        Rank.OVERDUE if late else Rank.PROMISED,
        teller_words(promise.other) or _("Somebody, name not given"),
        " ".join(filter(None, (says, about, _("You promised it.") if mine else ""))),
        about=f"promise:{promise.pk}",
        at=promise.at,
        when=dates.clock(promise.at),
        under=how_late(promise.at, now),
        glyph="clock-full" if late else "clock-open",
        acts=(
            Do(_("We spoke"), spoke_url(promise), filled=late and not theirs),
            Do(
                _("Nobody rang") if theirs else _("No answer"),
                reverse("register:promise_again", args=[promise.pk]),
            ),
        ),
        link=line.url if line else "",
        link_word=line.name if line else "",
        queue="" if late else NEXT_CALLS,
    )


def spoke_url(promise: Promise) -> str:
    """Where it is written what was said; only then the promise is kept."""
    about = f"&about={promise.person.code}" if promise.person else ""
    return reverse("register:new_report") + f"?promise={promise.pk}{about}"


def their_call(other: str) -> str:
    """Nobody is rung back; of whoever is no family, the family is asked (D6)."""
    if is_family(other):
        return _("They said they would ring us. We wait for their call and do not ring them.")
    return _("They said they would ring us. We do not ring them; ask the family whether they called.")


def draft_item(draft: Any) -> Item:
    """Something stopped for now, and about whom."""
    kind, _colon, about = draft.form.partition(":")
    title = str(STOPPED[kind])
    return Item(
        Rank.BACK,
        f"{title}: {about}" if about else title,
        _("Nothing is missing that must be asked today."),
        about=f"draft:{draft.form}",
        at=draft.at,
        when=dates.clock(draft.at),
        under=dates.day(draft.at),
        glyph="diamond-open",
        acts=(Do(_("Go on"), reverse(DRAFTS[kind]) + (f"?about={about}" if about else "")),),
    )


def kind_of(draft: Any) -> str:
    """Which form it is a draft of."""
    return str(draft.form.partition(":")[0])


def claims(reader: Reader, told: list[Event], lines: Lines) -> Iterator[desk.Lent]:
    """What was told and nobody has judged, the newest first."""
    places = place_names({event.place_id for event in told if event.place_id})
    for event in told:
        line = lines[event.person_id]
        yield Item(
            Rank.WORK,
            line.name,
            event_words(event.kind, places.get(event.place_id, "") if event.place_id else ""),
            about=f"claim:{event.pk}",
            when=dates.clock(event.recorded_at),
            under=dates.day(event.recorded_at),
            glyph="circle-half",
            name=line.name,
            other_name=line.other_name,
            acts=(
                Do(_("Judge it"), reverse("register:assess", args=[event.pk])),
                Do(_("Open"), line.url),
            ),
            queue=CLAIMS,
        )
    if len(told) == ENOUGH:
        yield Rest(CLAIMS, queries.claims_waiting(reader) - ENOUGH)
    yield Nothing(Rank.WORK, _("Every claim is judged"), _("A new report stands here at once."), queue=CLAIMS)


def reviews(reader: Reader, due: list[Person], lines: Lines) -> Iterator[desk.Lent]:
    """Cases whose day has come, the longest waiting first."""
    quiet = queries.quiet_cases(reader, due)
    for line in (lines[person.pk] for person in due):
        day = line.person.review_on
        yield Item(
            Rank.WORK,
            line.name,
            listed([line.line, _("once a year: call the family")]) if line.person.pk in quiet else line.line,
            about=f"review:{line.person.pk}",
            when=dates.ago(day) if day else "",
            under=dates.day(day) if day else "",
            name=line.name,
            other_name=line.other_name,
            acts=(Do(_("Open"), line.url),),
            queue=REVIEWS,
        )
    if len(due) == ENOUGH:
        many = prepared.how_many(queries.due_reviews, reader, timezone.localdate())
        yield Rest(REVIEWS, many - ENOUGH)
    yield Nothing(
        Rank.WORK,
        _("No case is due today"),
        _("Each case has a day on which it comes back."),
        queue=REVIEWS,
    )


def counts_since(moment: datetime) -> Iterator[desk.Count]:
    """Promised calls whose time has come: written down, and within the hour."""
    come = Promise.objects.filter(at__gte=moment, at__lt=timezone.now())
    yield desk.Count(
        _("Promised calls; within the hour"),
        raised=come.count(),
        acted=come.exclude(answer=None).count(),
        in_time=come.filter(answer__recorded_at__lte=F("at") + timedelta(hours=1)).count(),
    )
