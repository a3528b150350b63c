"""What stands around missions, lent to desks: a go-between's word, duties, deadlines, care for who helps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vegerin.guard import prepared
from vegerin.guard.desk import ENOUGH, Aside, Do, Item, Rank
from vegerin.guard.reader import Reader
from vegerin.missions import kept, others, queries, rules
from vegerin.missions.actions.watching import SITTINGS_BEFORE_A_TALK
from vegerin.missions.models import Followed, Mission, MustSpeak
from vegerin.missions.rules import Act
from vegerin.ui import dates

NEAR = timedelta(days=3)
NEWS_IS_NEW = timedelta(days=7)


def around_items(reader: Reader) -> Iterator[Item]:
    """All of it."""
    yield from (speak_item(row) for row in others.must_speak_for(reader))
    yield from questions(reader)
    yield from helpers(reader)
    yield from watches(reader)
    yield from released(reader)
    yield from kept_items(reader)


def speak_item(row: MustSpeak) -> Item:
    """Two work on one person, and she goes between them."""
    return Item(
        Rank.WORD,
        _("Two work on {code}").format(code=row.person.code),
        _("You are the go-between. Neither goes until both have spoken."),
        about=f"speak:{row.pk}",
        at=row.recorded_at,
        when=dates.clock(row.recorded_at),
        under=dates.day(row.recorded_at),
        glyph="diamond-half",
        acts=(Do(_("Read"), reverse("missions:speak", args=[row.pk])),),
    )


def questions(reader: Reader) -> Iterator[Item]:
    """The law to be looked at; an answer whose day comes near."""
    today, address = timezone.localdate(), reverse("missions:may_know")
    for row in prepared.rows(others.questions_for, reader):
        step = others.step_of(row)
        told: dict[str, Any] = {
            "about": f"mayknow:{row.pk}",
            "at": _noon(row.deadline),
            "when": dates.day(row.deadline),
        }
        if rules.may(reader, Act.LOOK_AT_LAW) and not step:
            says = _("Whether a question to {authority} may be asked.").format(authority=row.authority)
            yield Item(Rank.WORD, row.person.code, says, acts=(Do(_("Read"), address),), **told)
        elif rules.may(reader, Act.ASK) and others.is_open(row) and row.deadline - NEAR <= today:
            says = _("{authority} has not answered; the day is near.").format(authority=row.authority)
            late = Rank.OVERDUE if row.deadline <= today else Rank.PROMISED
            yield Item(late, row.person.code, says, acts=(Do(_("Open"), address),), **told)


def helpers(reader: Reader) -> Iterator[Item]:
    """The family of a helper who was lost; a helper to whom nobody has listened."""
    today, address = timezone.localdate(), reverse("missions:helpers")
    for one in others.helpers_for(reader):
        lost = getattr(one.row, "lost", None)
        acts = (Do(_("Open"), address),)
        about = f"helper:{one.row.pk}"
        if lost and one.contact == reader.staff and one.visit_due and one.visit_due <= today:
            says = _("A visit to the family of one who helped us.")
            at = _noon(one.visit_due)
            yield Item(Rank.PROMISED, one.row.code_name, says, about, at=at, when=dates.day(at), acts=acts)
        elif not lost and one.must_be_heard and rules.may(reader, Act.PLAN):
            says = _("Went out three times; nobody has listened since.")
            yield Item(Rank.WORK, one.row.code_name, says, about, acts=acts)


def watches(reader: Reader) -> Iterator[Item]:
    """Who watched three times and nobody talked with her."""
    if not rules.may(reader, Act.LISTEN):
        return
    for row in prepared.rows(others.watches_for, reader):
        alone = others.sittings_without_talk(row)
        if row.watcher_id != reader.staff.pk and others.watch_runs(row) and alone >= SITTINGS_BEFORE_A_TALK:
            yield Item(
                Rank.WORK,
                row.watcher.working_name,
                _("Watched three times. Talk it over before the next."),
                about=f"watch:{row.pk}",
                acts=(Do(_("Open"), reverse("missions:watching")),),
            )


def released(reader: Reader) -> Iterator[Item]:
    """Words that may go out, for whoever speaks with the press."""
    if not rules.may(reader, Act.READ_NEWS) or rules.may(reader, Act.NEWS):
        return
    for row in others.news_for(reader).filter(recorded_at__gt=timezone.now() - NEWS_IS_NEW):
        yield Item(
            Rank.WORK,
            _("Words for outside were released"),
            row.words,
            about=f"news:{row.pk}",
            at=row.recorded_at,
            when=dates.clock(row.recorded_at),
            under=dates.day(row.recorded_at),
            acts=(Do(_("Read"), reverse("missions:news")),),
        )


def kept_items(reader: Reader) -> Iterator[Item]:
    """A place or a sighting that was moved to her, and nobody has opened."""
    for row in prepared.rows(kept.unopened_for, reader, first=ENOUGH) if reader.has(*kept.READERS) else ():
        yield Item(
            Rank.WORK,
            str(row.note.get_kind_display()),
            _("Moved to you when a mission ended. Nobody has opened it yet."),
            about=f"kept:{row.pk}",
            at=row.recorded_at,
            when=dates.clock(row.recorded_at),
            under=dates.day(row.recorded_at),
            acts=(Do(_("Open"), reverse("missions:kept")),),
        )


def kept_aside(reader: Reader) -> Iterator[Aside]:
    """The way back to what was moved to her."""
    if reader.has(*kept.READERS) and (n := prepared.how_many(kept.kept_for, reader)):
        says = ngettext("%(n)s place or sighting", "%(n)s places and sightings", n) % {"n": n}
        yield Aside(_("What survived missions"), (says,), (Do(_("Open"), reverse("missions:kept")),))


def watch_aside(reader: Reader) -> Iterator[Aside]:
    """The way of whoever watches to where she writes her sittings down."""
    running = [one for one in prepared.rows(others.own_watches, reader) if others.watch_runs(one)]
    if running:
        says = tuple(one.purpose for one in running)
        yield Aside(_("What you watch"), says, (Do(_("Open"), reverse("missions:watching")),))


def duties(mission: Mission) -> Iterator[Item]:
    """What follows how it ended, until it is done."""
    attempt = queries.last_attempt(mission)
    waiting = queries.follow_ups(attempt)
    if waiting:
        line, what = waiting[0]
        yield Item(
            Rank.PROMISED,
            mission.code,
            says=str(Followed.What(what).label),
            about=f"duty:{line.pk}:{what}",
            at=line.recorded_at,
            when=dates.clock(line.recorded_at),
            under=dates.day(line.recorded_at),
            acts=(Do(_("Open"), reverse("missions:mission", args=[mission.code])),),
        )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
