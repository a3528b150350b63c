"""Captivity episodes: nobody writes one before two have named what they are for (D5).

What is kept, in which order, and at whose pace, is the room's that hears her (`contacts`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from vegerin.guard import actions as guard
from vegerin.guard import decisions, keystore, sealing, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused
from vegerin.register.models import Episode, EpisodePurpose, Person
from vegerin.register.models.episodes import telling_of
from vegerin.register.queries import episodes_purpose, may_read_telling
from vegerin.register.rules import Act, check_may
from vegerin.register.sealed import sealed

EPISODES = "register.episodes"
# An episode, a pause and a name are of one length, so that nobody tells them apart by it.
PADDED_TO = 4096


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


def keep_told(
    *, person: Person, told: Mapping[str, Any], readers: Sequence[Staff] = (), by: Reader
) -> Episode:
    """Keep one thing of her telling, sealed. `readers` are named with the first one."""
    check_may(by, Act.RECORD_EPISODE)
    if not episodes_purpose():
        raise Refused(_("Episodes are off. Two people switch them on, for a purpose they can name."))
    begun = keystore.current().public_half(telling_of(person.pk)) is not None
    if begun and not may_read_telling(by, person):
        raise NotYours
    try:
        with transaction.atomic():
            last = person.episodes.aggregate(last=Max("position"))["last"] or 0
            row = Episode(person=person, position=last + 1, by=by.staff)
            if not begun:
                members = list({staff.pk: staff for staff in [by.staff, *readers]}.values())
                guard.make_compartment(row.compartment, members=members, by=by)
            row.content = sealed(row, "content", padded(told), by=by)
            row.save()
            trail.record("episode.recorded", by=by, about=f"person:{person.pk}")
    except IntegrityError:
        raise Refused(_("Somebody else wrote at the same moment. Send it again.")) from None
    return row


def padded(told: Mapping[str, Any]) -> bytes:
    """As JSON, with room at its end."""
    content = json.dumps(dict(told), ensure_ascii=False).encode()
    return content.ljust(-(-len(content) // PADDED_TO) * PADDED_TO)


def name_reader(*, person: Person, staff: Staff, by: Reader) -> None:
    """Somebody else may read her telling from now on, as she agreed."""
    if not may_read_telling(by, person):
        raise NotYours
    with transaction.atomic():
        guard.ask_into_compartment(code=telling_of(person.pk), staff=staff, by=by)
        guard.grant_compartment(code=telling_of(person.pk), staff=staff, by=by)


def take_back_told(*, person: Person, rows: Iterable[Episode] | None, by: Reader) -> int:
    """Destroy the keys of some of what she told, or with None of all of it; how many rows went (D4)."""
    if not may_read_telling(by, person):
        raise NotYours
    with transaction.atomic():
        if rows is None:
            gone = person.episodes.count()
            keystore.current().destroy_compartment(telling_of(person.pk))
        else:
            gone = sum(sealing.destroy(table=row._meta.db_table, row=row.pk, by=by) for row in rows)
        trail.record("episode.taken_back", by=by, about=f"person:{person.pk}", detail={"all": rows is None})
    return gone
