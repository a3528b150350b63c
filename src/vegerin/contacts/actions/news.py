"""The news day: opened by the head for twelve hours; a call in twenty seconds; who is rung when (D18)."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.contacts import queries, rules
from vegerin.contacts.models import NewsAnswer, NewsCall, NewsDay
from vegerin.contacts.rules import Act
from vegerin.contacts.trap_file import plain_words
from vegerin.guard import boot, trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register import phones
from vegerin.register.sealed import sealed

OPEN_FOR = timedelta(hours=12)


def open_news_day(*, call_by: datetime, by: Reader) -> NewsDay:
    """Open the short form for twelve hours, with the time by which every caller is rung."""
    rules.check_may(by, Act.OPEN_NEWS)
    now = timezone.now()
    if queries.news_day_now() is not None:
        raise Refused(_("A news day is open already."))
    if call_by <= now:
        raise Refused(_("Write a time that lies ahead: by then every caller is rung."))
    with transaction.atomic():
        day = NewsDay.objects.create(until=now + OPEN_FOR, call_by=call_by, by=by.staff)
        trail.record("news.opened", by=by, about=f"news:{day.pk}")
    return day


def take_news_call(*, name: str, father: str, village: str, number: str, by: Reader) -> tuple[NewsCall, bool]:
    """Write a caller down; whether she stood there already. The same number about the same name is one."""
    rules.check_may(by, Act.TAKE_NEWS)
    day = queries.news_day_now()
    if day is None:
        raise Refused(_("No news day is open. Take the call as any other."))
    if not name.strip() or not phones.latin_digits(number).strip("+"):
        raise Refused(_("Write the name, and a number at which we may ring."))
    mark = mark_of(name, number)
    with transaction.atomic():
        found = NewsCall.objects.filter(day=day, mark=mark).first()
        if found is not None:
            return found, True
        row = NewsCall(day=day, mark=mark, by=by.staff)
        told = {"name": name.strip(), "father": father.strip(), "village": village.strip()}
        words = json.dumps({**told, "number": number.strip()}, ensure_ascii=False)
        row.words = sealed(row, "words", words, by=by, compartment=day.compartment)
        row.save()
        trail.record("news.call", by=by, about=f"news:{day.pk}")
    return row, False


def mark_of(name: str, number: str) -> str:
    """What knows the same call again."""
    text = f"{phones.same_as(number)}:{' '.join(sorted(plain_words(name)))}"
    return hmac.new(boot.key_for("news"), text.encode(), hashlib.sha256).hexdigest()


def answer_news(*, call: NewsCall, what: str, by: Reader) -> NewsAnswer:
    """Put a family first, or write down that it was rung."""
    rules.check_may(by, Act.RING_NEWS)
    if call.answers.filter(what__in=queries.RUNG).exists():
        raise Refused(_("This family was rung already."))
    with transaction.atomic():
        row = NewsAnswer.objects.create(call=call, what=NewsAnswer.What(what), by=by.staff)
        trail.record("news.answered", by=by, about=f"news:{call.day_id}")
    return row
