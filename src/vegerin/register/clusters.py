"""Which persons are one: computed from the latest judgement of each pair, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from vegerin.guard import once, prepared
from vegerin.register.models import Judgement

Verdict = Judgement.Verdict


def latest_verdict(a: UUID, b: UUID) -> str:
    """What was judged of a pair last; "" where nobody judged it."""
    first, second = sorted((a, b))
    return next((row.verdict for row in prepared.rows(_judged, first, second, first=1)), "")


def _judged(first: UUID, second: UUID) -> QuerySet[Judgement]:
    return Judgement.objects.filter(a=first, b=second).order_by("-recorded_at", "-id")


def latest_verdicts() -> dict[tuple[UUID, UUID], str]:
    """Of every pair that was judged, what was judged last."""
    rows = Judgement.objects.order_by("recorded_at", "id").values_list("a_id", "b_id", "verdict")
    return {(a, b): verdict for a, b, verdict in rows}


@once.asked
def cluster_ids(person: UUID) -> set[UUID]:
    """The ids of all rows that are held to be this person, herself included."""
    return clusters_of([person])[person]


def clusters_of(people: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The same for each of many, with as few questions as for one."""
    asked = set(people)
    cluster, border = {one: {one} for one in asked}, asked
    while border:
        found = judged_same(border)
        border = {one for pair in found for one in pair} - set(cluster)
        cluster |= {one: {one} for one in border}
        for a, b in found:
            joined = cluster[a] | cluster[b]
            cluster |= dict.fromkeys(joined, joined)
    return {one: cluster[one] for one in asked}


def judged_same(people: set[UUID]) -> list[tuple[UUID, UUID]]:
    """Pairs with one of these whose latest judgement is *same*."""
    latest: dict[tuple[UUID, UUID], str] = {}
    for a, b, verdict in prepared.rows(_judged_of, people):
        latest[a, b] = verdict
    return [pair for pair, verdict in latest.items() if verdict == Verdict.SAME]


def _judged_of(people: set[UUID]) -> QuerySet[Any, Any]:
    rows = Judgement.objects.filter(Q(a__in=people) | Q(b__in=people)).order_by("recorded_at", "id")
    return rows.values_list("a_id", "b_id", "verdict")


def heads(*, known_by: datetime | None = None) -> dict[UUID, UUID]:
    """Of everybody joined to another: the one row that stands for the cluster, as judged by a moment."""
    latest: dict[tuple[UUID, UUID], str] = {}
    rows = Judgement.objects.order_by("recorded_at", "id")
    if known_by is not None:
        rows = rows.filter(recorded_at__lte=known_by)
    for a, b, verdict in rows.values_list("a_id", "b_id", "verdict"):
        latest[a, b] = verdict
    head: dict[UUID, UUID] = {}
    for (a, b), verdict in sorted(latest.items()):
        if verdict == Verdict.SAME:
            one, other = sorted((head.get(a, a), head.get(b, b)))
            for row in [a, b, *(row for row, its in head.items() if its == other)]:
                head[row] = one
    return head


def conflicts(cluster: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Pairs inside one cluster that were judged to be two persons: joined by others, parted by themselves."""
    members = set(cluster)
    latest: dict[tuple[UUID, UUID], str] = {}
    rows = Judgement.objects.filter(a__in=members, b__in=members).order_by("recorded_at", "id")
    for a, b, verdict in rows.values_list("a_id", "b_id", "verdict"):
        latest[a, b] = verdict
    return [pair for pair, verdict in latest.items() if verdict == Verdict.DIFFERENT]
