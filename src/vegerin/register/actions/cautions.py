"""Raising a caution, which one does at once, and clearing it, which takes two who did not take the call."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision, Staff
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.register.models import Person, Source
from vegerin.register.models.cautions import Caution, CautionCleared
from vegerin.register.rules import Act, check_may

CLEAR = "register.clear_caution"


def raise_caution(
    *, kind: str, person: Person | None = None, source: Source | None = None, by: Reader
) -> Caution:
    """Say that something must be cleared before anybody walks; it counts at once."""
    check_may(by, Act.CAUTION)
    return write_caution(kind=kind, person=person, source=source, received_by=None, by=by)


def write_caution(
    *, kind: str, person: Person | None, source: Source | None, received_by: Staff | None, by: Reader
) -> Caution:
    """The row; a room calls this where its own rule raised the caution, whoever sits at the screen."""
    with transaction.atomic():
        row = Caution.objects.create(
            kind=Caution.Kind(kind), person=person, source=source, received_by=received_by, by=by.staff
        )
        trail.record("caution.raised", by=by, about=f"caution:{row.pk}", detail={"kind": kind})
    return row


def propose_clearing(*, caution: Caution, why: str, by: Reader) -> Decision:
    """Propose that it is cleared."""
    check_may(by, Act.CAUTION)
    check_apart(caution, by)
    check_stands(caution)
    return decisions.propose_once(
        kind=CLEAR,
        about=f"caution:{caution.pk}",
        reason=why,
        by=by,
        payload={"caution": str(caution.pk)},
        already=_("Clearing it waits for a second signature."),
    )


def check_stands(caution: Caution) -> None:
    """Refuse what two have cleared already."""
    if CautionCleared.objects.filter(caution=caution).exists():
        raise Refused(_("Two have cleared this already."))


def cleared_by_two(decision: Decision, by: Reader) -> CautionCleared:
    """What the second signature does."""
    caution = Caution.objects.get(pk=decision.payload["caution"])
    return write_cleared(caution=caution, why=decision.reason, decision=decision.pk, by=by)


def write_cleared(*, caution: Caution, why: str, decision: UUID, by: Reader) -> CautionCleared:
    """The row; a room calls this where a decision by two of its own clears what its rule raised."""
    check_apart(caution, by)
    check_stands(caution)
    row = CautionCleared.objects.create(caution=caution, why=why[:300], decision=decision, by=by.staff)
    trail.record("caution.cleared", by=by, about=f"caution:{caution.pk}")
    return row


def check_apart(caution: Caution, by: Reader) -> None:
    """Refuse who took the call: clearing takes two who did not."""
    if caution.received_by_id == by.staff.pk:
        raise Refused(_("You took this call. Clearing it takes two people who did not."))
