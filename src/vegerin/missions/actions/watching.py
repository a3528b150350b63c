"""Watching the captors' channels: a listed task that two allow, with care for who watches (R110).

Nothing here can send, answer, buy or pose: there is no address to send to and no way out of this house.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import actions as guard
from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.one_at_a_time import wait_for_turn
from vegerin.guard.queries import staff_with
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.guard.roles import LEADERS
from vegerin.missions import others, rules
from vegerin.missions.models import Watch, WatchDay
from vegerin.missions.rules import Act
from vegerin.register.sealed import sealed

WATCH = "mission.watch"
LONGEST = timedelta(days=30)
LONGEST_DAY = timedelta(hours=2)  # over all sittings of all her watches
SITTINGS_BEFORE_A_TALK = 3


def propose_watch(
    *, watcher: Staff, purpose: str, channels: str, until: date, why: str, by: Reader
) -> Decision:
    """Propose that somebody watches; the list of channels is sealed to her and the head."""
    rules.check_may(by, Act.WATCH)
    if not purpose.strip() or not channels.strip():
        raise Refused(_("Say which channels, and what for."))
    if not timezone.localdate() <= until <= timezone.localdate() + LONGEST:
        raise Refused(_("A watch lasts thirty days at most; then two decide again."))
    row = Watch(pk=uuid.uuid4(), watcher=watcher)
    members = {one.pk: one for one in [watcher, *staff_with(*LEADERS)]}
    with transaction.atomic():
        guard.make_compartment(row.compartment, members=members.values(), by=by)
        envelope = sealed(row, "channels", channels.strip(), by=by)
        return decisions.propose(
            kind=WATCH,
            about=f"staff:{watcher.pk}",
            reason=why,
            payload={
                "row": str(row.pk),
                "watcher": str(watcher.pk),
                "purpose": purpose.strip(),
                "channels": envelope.hex(),
                "until": until.isoformat(),
            },
            concerns=watcher,
            by=by,
        )


def watch_by_two(decision: Decision, by: Reader) -> Watch:
    """What the second signature does."""
    told = decision.payload
    return Watch.objects.create(
        pk=told["row"],
        watcher_id=told["watcher"],
        purpose=told["purpose"],
        channels=bytes.fromhex(told["channels"]),
        until=date.fromisoformat(told["until"]),
        decision=decision.pk,
        by=by.staff,
    )


def day_of_watch(*, watch: Watch, what: str, minutes: int = 0, by: Reader) -> WatchDay:
    """A sitting, or care for who sat. After three sittings somebody talks with her before the next.

    The talk is written down by the other of the two: her own word would let her go on alone.
    """
    told = WatchDay.What(what)
    hers = watch.watcher_id == by.staff.pk
    if told is WatchDay.What.TALKED and (hers or not rules.may(by, Act.LISTEN)):
        raise Refused(str(rules.SENTENCES[Act.LISTEN]))
    if told is not WatchDay.What.TALKED and not hers and not rules.may(by, Act.WATCH):
        raise Refused(str(rules.SENTENCES[Act.WATCH]))
    with transaction.atomic():
        wait_for_turn(f"watching:{watch.watcher_id}")
        if told is WatchDay.What.SAT:
            check_sitting(watch, minutes, by)
        row = WatchDay.objects.create(watch=watch, what=told, minutes=minutes, by=by.staff)
        trail.record("watch.day", by=by, about=f"watch:{watch.pk}", detail={"what": told.value})
    return row


def check_sitting(watch: Watch, minutes: int, by: Reader) -> None:
    """Only she who was let, only while it lasts, not too long, and not without a talk."""
    if watch.watcher_id != by.staff.pk:
        raise Refused(_("Only whoever was let watches."))
    watch = Watch.objects.get(pk=watch.pk)  # with its days as they are now, not as a page read them
    if not others.watch_runs(watch):
        raise Refused(_("This watch has ended. Two decide about another."))
    sat = others.watched_today(by.staff)
    if minutes <= 0:
        raise Refused(_("Say how many minutes it was."))
    if sat + timedelta(minutes=minutes) > LONGEST_DAY:
        raise Refused(
            _("Two hours a day at most, over all sittings. Today it was {n} minutes already."),
            n=int(sat.total_seconds() // 60),
        )
    if others.sittings_without_talk(watch) >= SITTINGS_BEFORE_A_TALK:
        raise Refused(_("Three sittings without a talk. Talk with somebody first; nobody does this alone."))
