"""The cached status of persons: the one place that writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from vegerin.engines.history.status import Status
from vegerin.register import clusters, histories
from vegerin.register.clusters import cluster_ids
from vegerin.register.histories import cached_status
from vegerin.register.models import Person

_waiting: ContextVar[set[UUID] | None] = ContextVar("statuses that wait to be folded", default=None)


@contextmanager
def folded_once() -> Iterator[None]:
    """A block whose statuses are folded at its end, each once: for reports with many claims, and generators.

    Open it inside the transaction that writes the events, so that no row is kept whose status was not.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: set[UUID] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    refresh_status(waiting)


def refresh_status(people: Iterable[UUID]) -> None:
    """Fold again for these persons and all who are one with them."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(people)
        return
    left = set(people)
    while left:
        cluster = cluster_ids(left.pop())
        left -= cluster
        status = cached_status(cluster)
        Person.objects.filter(pk__in=cluster).update(
            fate=status.fate.value, whereabouts=status.whereabouts.where.value
        )


def stale_statuses() -> Iterator[tuple[Person, Status]]:
    """Persons whose page shows another status than what was told gives, and what it gives."""
    heads = clusters.heads()
    groups: dict[UUID, list[Person]] = defaultdict(list)
    for person in Person.objects.order_by("code"):
        groups[heads.get(person.pk, person.pk)].append(person)
    statuses = histories.statuses_on(
        [[person.pk for person in group] for group in groups.values()],
        as_of=date.max,
        silence=histories.NO_SILENCE,
    )
    for group, status in zip(groups.values(), statuses, strict=True):
        for person in group:
            if (person.fate, person.whereabouts) != (status.fate, status.whereabouts.where):
                yield person, status


def fold_again() -> int:
    """After another version reckons otherwise: every status that is not as it reckons; how many they were."""
    stale = [person.pk for person, _status in stale_statuses()]
    refresh_status(stale)
    return len(stale)
