"""The news day that is open now, and who is rung when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from vegerin.contacts import rules
from vegerin.contacts.models import NewsAnswer, NewsCall, NewsDay
from vegerin.contacts.rules import Act
from vegerin.guard import prepared, sealing
from vegerin.guard.reader import Reader

RUNG = (NewsAnswer.What.TOLD, NewsAnswer.What.NOT_THIS_TIME)


def news_day_now() -> NewsDay | None:
    """The day that is open now."""
    return next(iter(prepared.rows(_days_after, timezone.now(), first=1)), None)


def _days_after(moment: datetime) -> QuerySet[NewsDay]:
    return NewsDay.objects.filter(until__gt=moment).order_by("-recorded_at")


@dataclass(frozen=True)
class ShownCall:
    """One caller, opened for whoever rings families."""

    row: NewsCall
    name: str
    father: str
    village: str
    number: str
    first: bool
    rung: str
    tries: int


def news_calls(reader: Reader, day: NewsDay) -> list[ShownCall]:
    """Families of the received first, then as they rang; those rung already at the end."""
    if not rules.may(reader, Act.RING_NEWS):
        return []
    rows = day.calls.prefetch_related("answers")
    shown = [_shown(reader, row) for row in rows if sealing.may_open(bytes(row.words), reader=reader)]
    return sorted(shown, key=lambda one: (bool(one.rung), not one.first, one.tries, one.row.recorded_at))


def news_call_for(reader: Reader, call_id: UUID) -> NewsCall | None:
    """One call, for whoever rings families."""
    if not rules.may(reader, Act.RING_NEWS):
        return None
    return NewsCall.objects.filter(pk=call_id).first()


def _shown(reader: Reader, row: NewsCall) -> ShownCall:
    table = row._meta.db_table
    told = json.loads(
        sealing.unseal(bytes(row.words), reader=reader, table=table, column="words", row=row.pk)
    )
    answers: Sequence[NewsAnswer] = list(row.answers.all())
    what = [answer.what for answer in answers]
    rung = next((answer.get_what_display() for answer in answers if answer.what in RUNG), "")
    return ShownCall(
        row,
        **{key: str(told[key]) for key in ("name", "father", "village", "number")},
        first=NewsAnswer.What.FIRST in what,
        rung=rung,
        tries=what.count(NewsAnswer.What.NO_ANSWER),
    )
