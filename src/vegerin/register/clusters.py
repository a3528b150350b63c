"""Which persons are one: computed from the latest judgement of each pair, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from vegerin.register.models import Judgement

Verdict = Judgement.Verdict


def latest_verdict(a: UUID, b: UUID) -> str:
    """What was judged of a pair last; "" where nobody judged it."""
    first, second = sorted((a, b))
    row = Judgement.objects.filter(a=first, b=second).order_by("-recorded_at", "-id").first()
    return row.verdict if row else ""


def cluster_ids(person: UUID) -> set[UUID]:
    """The ids of all rows that are held to be this person, herself included."""
    cluster, border = {person}, {person}
    while border:
        border = {other for other in joined_to(border) if other not in cluster}
        cluster |= border
    return cluster


def joined_to(people: Iterable[UUID]) -> set[UUID]:
    """Those whose latest judgement with one of these is *same*."""
    people = set(people)
    latest: dict[tuple[UUID, UUID], str] = {}
    rows = Judgement.objects.filter(Q(a__in=people) | Q(b__in=people)).order_by("recorded_at", "id")
    for a, b, verdict in rows.values_list("a_id", "b_id", "verdict"):
        latest[a, b] = verdict
    return {one for pair, verdict in latest.items() if verdict == Verdict.SAME for one in pair}


def conflicts(cluster: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Pairs inside one cluster that were judged to be two persons: joined by others, parted by themselves."""
    members = set(cluster)
    latest: dict[tuple[UUID, UUID], str] = {}
    rows = Judgement.objects.filter(a__in=members, b__in=members).order_by("recorded_at", "id")
    for a, b, verdict in rows.values_list("a_id", "b_id", "verdict"):
        latest[a, b] = verdict
    return [pair for pair, verdict in latest.items() if verdict == Verdict.DIFFERENT]
