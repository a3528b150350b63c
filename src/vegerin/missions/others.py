"""What is read of helpers, questions, watches, go-betweens and released words: each takes the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from vegerin.guard import leaving, prepared, sealing
from vegerin.guard.models import Staff
from vegerin.guard.reader import Reader
from vegerin.guard.roles import LEADERS
from vegerin.missions import rules
from vegerin.missions.models import (
    Helper,
    HelperDay,
    HelperLost,
    HelperOut,
    MayKnow,
    MayKnowStep,
    MustSpeak,
    NewsRelease,
    Watch,
    WatchDay,
)
from vegerin.missions.rules import Act

SPEAKS, VISITS = "speak", "helper-family"
GOES_BEFORE_HEARD = 3  # so often a helper goes out before somebody listens
VISITED_EVERY = timedelta(days=30)
INSURED_EVERY = timedelta(days=365)


def opened(reader: Reader, row: Any, column: str) -> str:
    """The words of one cell; empty where they faded or are not hers."""
    try:
        told = sealing.unseal(
            bytes(getattr(row, column)),
            reader=reader,
            table=row._meta.db_table,
            column=column,
            row=row.pk,
        )
    except (sealing.NotYours, sealing.Destroyed):
        return ""
    return told.decode()


def helper_word(reader: Reader, tie: HelperOut) -> tuple[str, bool]:
    """Which helper it is, and whether the word has faded."""
    try:
        table = tie._meta.db_table
        words = sealing.unseal(bytes(tie.words), reader=reader, table=table, column="words", row=tie.pk)
        return words.decode(), False
    except sealing.Destroyed:
        return "", True
    except sealing.NotYours:
        return "", False


def passed(kind: str) -> dict[str, Staff]:
    """What of a kind was passed on by one who left, and to whom: by the id of its row."""
    return {
        what.partition(":")[2]: to
        for what, to in leaving.passed_on().items()
        if what.partition(":")[0] == kind
    }


def go_between_of(row: MustSpeak, since: Mapping[str, Staff] | None = None) -> Staff:
    """Who was named, or who took it over."""
    return (passed(SPEAKS) if since is None else since).get(str(row.pk), row.go_between)


@dataclass(frozen=True)
class ShownHelper:
    """A helper with what counts now."""

    row: Helper
    contact: Staff | None  # of the family of one who was lost
    gone: int  # since somebody last listened
    rested_on: date | None
    heard_on: date | None
    insured_on: date | None
    visited_on: date | None

    @property
    def must_be_heard(self) -> bool:
        """Whether somebody listens before the helper goes again."""
        return self.gone >= GOES_BEFORE_HEARD

    @property
    def must_be_insured(self) -> bool:
        """Whether the insurance was not looked at for a year."""
        return self.insured_on is None or self.insured_on + INSURED_EVERY < timezone.localdate()

    @property
    def visit_due(self) -> date | None:
        """When the family of one who was lost is visited next."""
        lost = getattr(self.row, "lost", None)
        if lost is None:
            return None
        return self.visited_on + VISITED_EVERY if self.visited_on else timezone.localdate(lost.recorded_at)


def helpers_for(reader: Reader) -> list[ShownHelper]:
    """All for planner and head; for a contact, the helper whose family she visits."""
    since = passed(VISITS)
    if rules.may(reader, Act.PLAN) or rules.may(reader, Act.DECIDE):
        return [shown_helper(row, since) for row in prepared.rows(_helpers)]
    lost = [shown_helper(row, since) for row in prepared.rows(_lost_helpers)]
    return [one for one in lost if one.contact == reader.staff]


def _helpers() -> QuerySet[Helper]:
    return Helper.objects.select_related("lost__contact").prefetch_related("days")


def _lost_helpers() -> QuerySet[Helper]:
    return _helpers().filter(lost__isnull=False)


def helpers_to_hear() -> list[str]:
    """Code names of those who went out often enough since somebody last listened."""
    rows = prepared.rows(_helpers)
    return [row.code_name for row in rows if shown_helper(row, {}).must_be_heard]


def contact_of(lost: HelperLost, since: Mapping[str, Staff] | None = None) -> Staff:
    """Who is there for the family: named, or who took it over."""
    return (passed(VISITS) if since is None else since).get(str(lost.pk), lost.contact)


def shown_helper(row: Helper, contacts: Mapping[str, Staff] | None = None) -> ShownHelper:
    """Counted from the days."""
    lost = getattr(row, "lost", None)
    days = sorted(row.days.all(), key=lambda one: one.recorded_at)
    on = {day.what: day.on for day in days}
    heard = [place for place, day in enumerate(days) if day.what == HelperDay.What.HEARD]
    since = days[heard[-1] :] if heard else days
    gone = sum(day.what == HelperDay.What.WENT for day in since)
    what = HelperDay.What
    return ShownHelper(
        row, contact_of(lost, contacts) if lost else None, gone,
        on.get(what.RESTED), on.get(what.HEARD), on.get(what.INSURED), on.get(what.KIN_VISITED),
    )  # fmt: skip


def questions_for(reader: Reader) -> QuerySet[MayKnow]:
    """All for the head and legal advisers; her own for whoever asked; the nearest deadline first."""
    rows = MayKnow.objects.select_related("person", "by").prefetch_related("steps__by")
    if rules.may(reader, Act.LOOK_AT_LAW) or reader.has(*LEADERS):
        return rows
    return rows.filter(by=reader.staff) if rules.may(reader, Act.ASK) else rows.none()


def step_of(question: MayKnow) -> str:
    """How far it has come; empty where nobody has looked at the law."""
    steps = sorted(question.steps.all(), key=lambda one: (one.recorded_at, one.pk))
    return steps[-1].what if steps else ""


def is_open(question: MayKnow) -> bool:
    """Whether an answer can still come."""
    What = MayKnowStep.What
    return step_of(question) not in (What.ANSWERED, What.NO_ANSWER, What.MUST_NOT)


def watches_for(reader: Reader) -> QuerySet[Watch]:
    """Her own; all for the head and for whoever listens to those who watch."""
    rows = Watch.objects.select_related("watcher").prefetch_related("days__by")
    return rows if rules.may(reader, Act.LISTEN) else rows.filter(watcher=reader.staff)


def what_she_may_write(reader: Reader, watch: Watch) -> list[tuple[str, str]]:
    """The talk for the other of the two; a sitting for her; rest and the end for her and the head."""
    hers, lets = watch.watcher_id == reader.staff.pk, rules.may(reader, Act.WATCH)
    talked_with_her = not hers and rules.may(reader, Act.LISTEN)
    may = {WatchDay.What.SAT: hers, WatchDay.What.TALKED: talked_with_her}
    return [(one.value, str(one.label)) for one in WatchDay.What if may.get(one, hers or lets)]


def watch_runs(watch: Watch) -> bool:
    """Whether it lasts today."""
    ended = any(day.what == WatchDay.What.ENDED for day in watch.days.all())
    return not ended and timezone.localdate() <= watch.until


def tasks_of_watching(reader: Reader) -> list[tuple[str, str]]:
    """Her own that run today, as she names one when she hands in what she found."""
    return [(str(watch.pk), watch.purpose) for watch in own_watches(reader) if watch_runs(watch)]


def own_watches(reader: Reader) -> QuerySet[Watch]:
    """What she was let to watch, now or before."""
    return Watch.objects.filter(watcher=reader.staff).prefetch_related("days")


def sittings_without_talk(watch: Watch) -> int:
    """How often she sat since somebody last talked with her."""
    days = sorted(watch.days.all(), key=lambda one: (one.recorded_at, one.pk))
    talks = [place for place, day in enumerate(days) if day.what == WatchDay.What.TALKED]
    return sum(day.what == WatchDay.What.SAT for day in (days[talks[-1] :] if talks else days))


def watched_today(staff: Staff) -> timedelta:
    """How long she sat today, in Baghdad's day, over all her watches."""
    sat = WatchDay.objects.filter(watch__watcher=staff, what=WatchDay.What.SAT)
    today = sat.filter(recorded_at__date=timezone.localdate())
    return timedelta(minutes=sum(today.values_list("minutes", flat=True)))


def must_speak_for(reader: Reader) -> QuerySet[MustSpeak]:
    """What waits for her as the go-between."""
    since = passed(SPEAKS)
    hers = [UUID(pk) for pk, to in since.items() if to == reader.staff]
    return speaking_between(reader, [UUID(pk) for pk in since], hers)


def speaking_between(reader: Reader, passed_on: list[UUID], hers: list[UUID]) -> QuerySet[MustSpeak]:
    """Where she was named and it did not pass on, or where it passed on to her."""
    named = Q(go_between=reader.staff) & ~Q(pk__in=passed_on)
    return MustSpeak.objects.filter(named | Q(pk__in=hers), spoken=None).select_related("person")


def one_of(rows: QuerySet, pk: UUID | str):  # type: ignore[no-untyped-def, type-arg]
    """One row of those a reader may see."""
    return rows.filter(pk=pk).first()


def news_for(reader: Reader) -> QuerySet[NewsRelease]:
    """Released words, the newest first."""
    rows = NewsRelease.objects.select_related("decision__proposed_by", "by").order_by("-recorded_at")
    return rows if rules.may(reader, Act.READ_NEWS) else rows.none()
