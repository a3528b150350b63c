"""Letting a mission go: two sign, or one senior in an emergency, reviewed within 24 hours (D13)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vegerin.guard import decisions, trail
from vegerin.guard.models import Decision
from vegerin.guard.reader import Reader
from vegerin.guard.refusals import Refused
from vegerin.missions import queries, rules
from vegerin.missions.actions.moving import check_open, write_step
from vegerin.missions.lacks import Lack, lacks_of
from vegerin.missions.models import Attempt, Step
from vegerin.missions.rules import Act
from vegerin.missions.stages import Stage

NOT_APART = _("Who plans or leads a mission does not approve it.")
GO, EMERGENCY_GO = "mission.go", "mission.emergency_go"


def propose_go(*, attempt: Attempt, why: str, by: Reader) -> Decision:
    """Put the attempt before the head; refused while anything is missing."""
    rules.check_may(by, Act.PLAN)
    check_planned(attempt)
    check_nothing_lacks(lacks_of(attempt, by))
    return decisions.propose(
        kind=GO, about=f"mission:{attempt.mission_id}", reason=why, payload=_payload(attempt), by=by
    )


def go_by_two(decision: Decision, by: Reader) -> Step:
    """What the second signature does; whatever has come up since then still refuses it."""
    attempt = Attempt.objects.select_related("mission").get(pk=decision.payload["attempt"])
    check_apart(attempt, by)
    check_planned(attempt)
    if decision.payload["group"] != queries.mark_of(queries.group_of(attempt.mission)):
        raise Refused(_("The group has changed since this was proposed. It has to be proposed again."))
    check_nothing_lacks(lacks_of(attempt, by))
    return write_step(attempt, Stage.APPROVED, group=decision.payload["group"], decision=decision.pk, by=by)


def emergency_go(*, attempt: Attempt, why: str, by: Reader) -> Decision:
    """One senior lets it go, with a reason, loud in the trail; never past a trap or one source."""
    rules.check_may(by, Act.EMERGENCY)
    check_apart(attempt, by)
    check_planned(attempt)
    check_nothing_lacks([lack for lack in lacks_of(attempt, by) if lack.hard])
    return decisions.propose(
        kind=EMERGENCY_GO, about=f"mission:{attempt.mission_id}", reason=why, payload=_payload(attempt), by=by
    )


def gone_in_emergency(decision: Decision, by: Reader) -> Step:
    """It counts at once."""
    attempt = Attempt.objects.select_related("mission").get(pk=decision.payload["attempt"])
    check_planned(attempt)
    trail.record("mission.EMERGENCY_GO", by=by, about=decision.about)
    return write_step(attempt, Stage.APPROVED, group=decision.payload["group"], decision=decision.pk, by=by)


def check_planned(attempt: Attempt) -> None:
    """Refuse what is not waiting for a go."""
    check_open(attempt.mission)
    if queries.stage_of(attempt) is not Stage.PLANNED:
        raise Refused(_("This attempt is not waiting for a decision."))


def check_apart(attempt: Attempt, by: Reader) -> None:
    """Planner, approver and field lead are three people (R44)."""
    if by.staff in (attempt.mission.planned_by, attempt.mission.led_by):
        raise Refused(NOT_APART)


def check_nothing_lacks(lacks: list[Lack]) -> None:
    """Refuse with every reason, and what would lift it."""
    if lacks:
        told = " ".join(f"{lack.says} {lack.lifts}" for lack in lacks)
        raise Refused(told)


def _payload(attempt: Attempt) -> dict[str, str]:
    return {
        "attempt": str(attempt.pk),
        "group": queries.mark_of(queries.group_of(attempt.mission)),
    }
