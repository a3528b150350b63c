"""Decay: plans fade by themselves; what must survive is moved first, and two confirm it (D14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from vegerin.guard import decisions, keystore, sealing, trail
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import queries, rules
from vegerin.missions.actions.once import done_once
from vegerin.missions.models import (
    Condition,
    Faded,
    HelperOut,
    Mission,
    MissionFaded,
    Note,
    NoteExtended,
    NoteMoved,
    RiskAnswer,
)
from vegerin.missions.rules import Act
from vegerin.register.sealed import sealed

FADE = "mission.fade"
LONGEST_EXTENSION = timedelta(days=7)
# Who reads what has survived: forensics the places, verifiers those who may still be alive.
MOVED_TO = {
    Note.Kind.DEATH: "forensics:room",
    Note.Kind.HAZARD: "forensics:room",
    Note.Kind.LAST_POINT: "report:verifier",
    Note.Kind.OTHERS_SEEN: "report:verifier",
}


def extend_note(*, note: Note, until: datetime, by: Reader) -> NoteExtended:
    """Somebody, by name, keeps a note a while longer; the hard stop stays."""
    rules.check_may(by, Act.PLAN)
    if until > timezone.now() + LONGEST_EXTENSION:
        raise Refused(_("A note is kept for seven days at most; then somebody looks again."))
    if Faded.objects.filter(table=note._meta.db_table, row=note.pk).exists():
        raise Refused(_("These words have faded."))
    with transaction.atomic():
        row = NoteExtended.objects.create(note=note, until=until, by=by.staff)
        trail.record("mission.note_kept", by=by, about=f"mission:{note.mission_id}")
    return row


def move_note(*, note: Note, by: Reader) -> NoteMoved:
    """Seal what must survive to those who go on with it; its first place then fades like the rest."""
    rules.check_may(by, Act.PLAN)
    if not note.must_survive:
        raise Refused(_("Plans, hand-over points and helpers fade; they are moved nowhere."))
    words = queries.words_of(by, note)
    if not words:
        raise Refused(_("These words do not open for you."))
    with done_once():
        compartment = MOVED_TO[Note.Kind(note.kind)]
        row = NoteMoved(note=note, to=compartment, by=by.staff)
        row.words = sealed(row, "words", words, by=by, compartment=compartment)
        row.save()
        trail.record("mission.moved", by=by, about=f"mission:{note.mission_id}", detail={"kind": note.kind})
    return row


def propose_fading(*, mission: Mission, why: str, by: Reader) -> Decision:
    """Propose to destroy the mission's key; refused while something that must survive was not moved."""
    if not (rules.may(by, Act.PLAN) or rules.may(by, Act.DECIDE)):
        raise Refused(str(rules.SENTENCES[Act.DECIDE]))
    check_may_fade(mission)
    return decisions.propose(
        kind=FADE, about=f"mission:{mission.pk}", reason=why, payload={"mission": str(mission.pk)}, by=by
    )


def faded_by_two(decision: Decision, by: Reader) -> MissionFaded:
    """Two have confirmed: the key is destroyed, for every account and for good."""
    mission = Mission.objects.get(pk=decision.payload["mission"])
    check_may_fade(mission)
    row = MissionFaded.objects.create(mission=mission, decision=decision.pk, by=by.staff)
    trail.record("mission.key_destroyed", by=by, about=f"mission:{mission.pk}")
    transaction.on_commit(lambda: keystore.current().destroy_compartment(mission.compartment))
    return row


def check_may_fade(mission: Mission) -> None:
    """Refuse while the mission is open, or words that must survive lie nowhere else."""
    if not hasattr(mission, "closed"):
        raise Refused(_("Close the mission first."))
    if hasattr(mission, "faded"):
        raise Refused(_("The key of this mission is destroyed."))
    if queries.still_to_move(mission):
        raise Refused(
            _("A place of death, a hazard, a last known point or others seen have not been moved yet.")
        )


def fade_what_expired(*, now: datetime | None = None) -> int:
    """Destroy the keys of plans, risk words and conditions whose time is over; how many words went."""
    moment = now or timezone.now()
    gone = 0
    for row in _expired(moment):
        table = row._meta.db_table
        sealing.destroy(table=table, row=row.pk, by=None)
        Faded.objects.create(table=table, row=row.pk, by=row.by)
        gone += 1
    return gone


def _expired(now: datetime) -> Iterator[Note | RiskAnswer | Condition | HelperOut]:
    already = set(Faded.objects.values_list("row", flat=True))
    for note in Note.objects.select_related("mission__closed").prefetch_related("extensions"):
        fades = not note.must_survive or hasattr(note, "moved")
        if fades and note.pk not in already and queries.expires(note) <= now:
            yield note
    for model in (RiskAnswer, Condition):
        for row in model.objects.select_related("attempt__mission__closed").exclude(pk__in=already):
            stop = queries.hard_stop(row.attempt.mission)
            ended = queries.is_over(row.attempt) or hasattr(row.attempt.mission, "closed")
            if (stop and stop <= now) or (ended and row.expires_at <= now):
                yield row
    for tie in HelperOut.objects.select_related("mission__closed").exclude(pk__in=already):
        if tie.expires_at <= now and not queries.is_out(tie.mission):
            yield tie
