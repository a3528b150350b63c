"""What she lets be used, for those who ask her; and whether one use is allowed today."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from vegerin.guard.reader import Reader
from vegerin.register.models import Person, UseConsent
from vegerin.register.queries.people import cluster_of
from vegerin.register.rules import Act, may


def uses_of(reader: Reader, person: Person) -> QuerySet[UseConsent]:
    """All that she ever allowed, the newest first."""
    if not may(reader, Act.READ_WISH):
        return UseConsent.objects.none()
    rows = UseConsent.objects.filter(person__in=cluster_of(reader, person))
    return rows.select_related("by", "withdrawn__by").order_by("-recorded_at", "-id")


def use_for(reader: Reader, person: Person, consent_id: UUID) -> UseConsent | None:
    """One of them."""
    return uses_of(reader, person).filter(pk=consent_id).first()


def may_be_used(reader: Reader, person: Person, what: str, *, receiver: str) -> bool:
    """Whether one thing may be used by one receiver today; nothing else follows from a consent."""
    today = timezone.localdate()
    rows = uses_of(reader, person).filter(what=what, receiver=receiver, withdrawn=None)
    return rows.filter(Q(until=None) | Q(until__gte=today)).exists()
