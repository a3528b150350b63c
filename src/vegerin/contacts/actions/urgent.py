"""The one viewer of what cannot wait opens it at any hour, alone; reviewed within 24 hours (D12)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.contacts import custody
from vegerin.contacts.actions.alarm import answered
from vegerin.contacts.actions.evidence import ALONE, FOR_A_DAY, check_named, let_look, thing_of, told
from vegerin.contacts.models import Evidence, Opening
from vegerin.contacts.queries import evidence as queries
from vegerin.guard import decisions
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import NotYours, Refused


def open_alone(*, evidence: Evidence, why: str, by: Reader) -> Decision:
    """The one viewer opens it without a second signature; somebody reviews it within 24 hours."""
    check_named(evidence, by)
    if not queries.may_open_alone(by, evidence):
        raise NotYours
    if queries.open_until(by, evidence):
        raise Refused(_("You may look at it already."))
    return decisions.propose(
        kind=ALONE, about=f"evidence:{evidence.pk}", reason=why, payload=told(evidence), by=by
    )


def opened_alone(decision: Decision, by: Reader) -> Opening:
    """What her reason does: she may look, and the alarm is answered."""
    evidence = thing_of(decision)
    assert isinstance(evidence, Evidence)
    custody.note("alone", evidence, by=by, why=decision.reason)
    row = let_look(evidence, by.staff, FOR_A_DAY, decision, by=by)
    transaction.on_commit(lambda: answered(evidence))
    return row
