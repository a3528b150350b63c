"""Captivity episodes: nobody writes one before two have named what they are for (D5)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction

from vegerin.engines.history.dates import InexactDate
from vegerin.guard import actions as guard
from vegerin.guard import decisions, keystore, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.models import Episode, EpisodePurpose, Person
from vegerin.register.rules import Act, check_may
from vegerin.register.sealed import sealed

EPISODES = "register.episodes"


def propose_episodes(*, purpose: str, by: Reader) -> Decision:
    """Propose to keep episodes for a purpose that can be named; without one, to keep none."""
    check_may(by, Act.SWITCH_EPISODES)
    reason = purpose.strip() or "Keep no episodes any more."
    return decisions.propose(
        kind=EPISODES, about="episodes", reason=reason, payload={"purpose": purpose.strip()}, by=by
    )


def episodes_decided(decision: Decision, by: Reader) -> EpisodePurpose:
    """What the second signature does."""
    row = EpisodePurpose.objects.create(
        purpose=decision.payload["purpose"], decision=decision.pk, by=by.staff
    )
    trail.record("episodes.switched", by=by, detail={"on": bool(row.purpose)})
    return row


def record_episode(
    *,
    person: Person,
    happened: InexactDate,
    region: str,
    readers: Sequence[Staff] = (),
    by: Reader,
) -> Episode:
    """Add one episode, as far as she wishes to tell. `readers` are named with the first one."""
    check_may(by, Act.RECORD_EPISODE)
    latest = EpisodePurpose.objects.order_by("recorded_at", "id").last()
    if latest is None or not latest.purpose:
        raise Refused("Episodes are off. Two people switch them on, for a purpose they can name.")
    with transaction.atomic():
        row = Episode(person=person, position=person.episodes.count() + 1, by=by.staff)
        if keystore.current().public_half(row.compartment) is None:
            members = list({staff.pk: staff for staff in [by.staff, *readers]}.values())
            guard.make_compartment(row.compartment, members=members, by=by)
        told = json.dumps({"happened": str(happened), "region": region}, ensure_ascii=False)
        row.content = sealed(row, "content", told, by=by)
        row.save()
        trail.record("episode.recorded", by=by, about=f"person:{person.pk}")
    return row
