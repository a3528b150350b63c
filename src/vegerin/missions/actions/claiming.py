"""Who says that it brought somebody home: each claim in its own words, one at most verified (R56, R109)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import trail
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import rules
from vegerin.missions.actions.once import done_once
from vegerin.missions.models import Line, ReturnClaim, ReturnVerified
from vegerin.missions.rules import Act
from vegerin.missions.stages import ARRIVED


def claim_return(*, line: Line, body: str, name: str = "", by: Reader) -> ReturnClaim:
    """Write down that a body claims this return; the register counts it once whoever claims it."""
    rules.check_may(by, Act.TICK)
    if line.outcome not in ARRIVED:
        raise Refused(_("Only a return is claimed."))
    whose = ReturnClaim.Body(body)
    if whose in (ReturnClaim.Body.PARTNER, ReturnClaim.Body.STATE_FORCES) and not name.strip():
        raise Refused(_("Write which organisation, as it calls itself; never a person."))
    with done_once():
        row = ReturnClaim.objects.create(line=line, body=whose, name=name.strip()[:80], by=by.staff)
        trail.record("mission.claimed", by=by, about=f"mission:{line.attempt.mission_id}")
    return row


def verify_claim(*, claim: ReturnClaim, by: Reader) -> ReturnVerified:
    """Somebody else has checked it; of one return one claim holds."""
    rules.check_may(by, Act.TICK)
    if claim.by_id == by.staff.pk:
        raise Refused(_("Somebody else than who wrote the claim checks it."))
    if ReturnVerified.objects.filter(line=claim.line).exists():
        raise Refused(_("Who brought her home is verified already."))
    with done_once():
        row = ReturnVerified.objects.create(line=claim.line, claim=claim, by=by.staff)
        trail.record("mission.claim_verified", by=by, about=f"mission:{claim.line.attempt.mission_id}")
    return row
