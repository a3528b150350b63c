"""The cached status of persons: the one place that writes it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from vegerin.register.clusters import cluster_ids
from vegerin.register.histories import cached_status
from vegerin.register.models import Person


def refresh_status(people: Iterable[UUID]) -> None:
    """Fold again for these persons and all who are one with them."""
    left = set(people)
    while left:
        cluster = cluster_ids(left.pop())
        left -= cluster
        status = cached_status(cluster)
        Person.objects.filter(pk__in=cluster).update(
            fate=status.fate.value, whereabouts=status.whereabouts.where.value
        )
