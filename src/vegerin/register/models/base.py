"""What many rows share: who wrote them and when, dates as people tell them, and not knowing as a value."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vegerin.engines.history.dates import InexactDate, Precision
from vegerin.guard.append_only import AppendOnly
from vegerin.guard.refusals import Refused


class NotKnown(models.TextChoices):
    """Why a value is not there. Each is an answer."""

    UNKNOWN = "unknown", _("Not known")
    NOT_ASKED = "not_asked", _("Not asked")
    REFUSED = "refused", _("Would not say")
    WITHHELD = "withheld", _("Known, not given to us")


_played: ContextVar[datetime | None] = ContextVar("the moment that an exercise plays", default=None)


@contextmanager
def played_at(moment: datetime) -> Iterator[None]:
    """In an exercise office only: what is written inside is recorded at the moment that its story plays.

    So that an exercise has an earlier day to look back to. The trail keeps the true time.
    """
    if not settings.OFFICE.exercise:
        raise Refused("Only an exercise plays an earlier day. Here a row is recorded when it is written.")
    token = _played.set(moment)
    try:
        yield
    finally:
        _played.reset(token)


class Written(AppendOnly):
    """A row that somebody added: never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row, recorded now."""
        self.recorded_at = _played.get() or self.recorded_at
        super().save(*args, **kwargs)


def not_known_field() -> models.CharField[str, str]:
    """The column `<field>_not`: empty where the value is known."""
    return models.CharField(max_length=10, choices=NotKnown.choices, blank=True, default="")


def known_or_not(field: str, *, name: str, empty: Any = "") -> models.CheckConstraint:
    """Exactly one of the value and the reason why it is not there."""
    absent = Q(**{f"{field}__isnull": True}) if empty is None else Q(**{field: empty})
    return either(absent, field, name=name)


def date_known_or_not(field: str, *, name: str) -> models.CheckConstraint:
    """Exactly one of a date, if only at one end, and the reason why there is none."""
    absent = Q(**{f"{field}_earliest__isnull": True, f"{field}_latest__isnull": True})
    return either(absent, field, name=name)


def either(absent: Q, field: str, *, name: str) -> models.CheckConstraint:
    """Absent with a reason, or there without one."""
    no_reason = Q(**{f"{field}_not": ""})
    return models.CheckConstraint(condition=(absent & ~no_reason) | (~absent & no_reason), name=name)


def date_fields() -> list[models.Field[Any, Any]]:
    """The five columns of an inexact date, in the order of `InexactDate`."""
    return [
        models.DateField(null=True, blank=True),
        models.DateField(null=True, blank=True),
        models.CharField(
            max_length=10,
            choices=[(one.value, one.value) for one in Precision],
            default=Precision.UNKNOWN.value,
        ),
        models.CharField(max_length=120, blank=True, default=""),
        models.CharField(max_length=60, blank=True, default=""),
    ]


PARTS = ("earliest", "latest", "precision", "basis", "anchor")


def read_date(row: Any, prefix: str) -> InexactDate:
    """The inexact date in five columns of a row."""
    earliest, latest, precision, basis, anchor = (getattr(row, f"{prefix}_{part}") for part in PARTS)
    return InexactDate(earliest, latest, Precision(precision), basis, anchor)


def date_columns(prefix: str, value: InexactDate) -> dict[str, Any]:
    """An inexact date as its five columns."""
    return {f"{prefix}_{part}": getattr(value, part) for part in PARTS}


def ends_after_it_begins(prefix: str, *, name: str) -> models.CheckConstraint:
    """A date's latest day is not before its earliest."""
    open_end = Q(**{f"{prefix}_earliest__isnull": True}) | Q(**{f"{prefix}_latest__isnull": True})
    ordered = Q(**{f"{prefix}_latest__gte": models.F(f"{prefix}_earliest")})
    return models.CheckConstraint(condition=open_end | ordered, name=name)
